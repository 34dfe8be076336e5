# Labels of the values of closed lists. The key is the list's name and the stored code.

month-january = January
month-february = February
month-march = March
month-april = April
month-may = May
month-june = June
month-july = July
month-august = August
month-september = September
month-october = October
month-november = November
month-december = December

sex-female = Female
sex-male = Male
sex-not-known = Not known

ethnicity-a1 = Asian or Asian British: Indian
ethnicity-a2 = Asian or Asian British: Pakistani
ethnicity-a3 = Asian or Asian British: Bangladeshi
ethnicity-a4 = Asian or Asian British: Chinese
ethnicity-a9 = Asian or Asian British: any other background
ethnicity-b1 = Black or Black British: Caribbean
ethnicity-b2 = Black or Black British: African
ethnicity-b9 = Black or Black British: any other background
ethnicity-m1 = Mixed: White and Black Caribbean
ethnicity-m2 = Mixed: White and Black African
ethnicity-m3 = Mixed: White and Asian
ethnicity-m9 = Mixed: any other background
ethnicity-w1 = White: English, Welsh, Scottish, Northern Irish or British
ethnicity-w2 = White: Irish
ethnicity-w3 = White: Gypsy or Irish Traveller
ethnicity-w5 = White: Roma
ethnicity-w9 = White: any other background
ethnicity-o2 = Arab
ethnicity-o9 = Any other ethnic group
ethnicity-ns = Prefer not to say
ethnicity-o1 = Chinese (old code)
ethnicity-w4 = White: Gypsy or Irish Traveller (old code)
ethnicity-w8 = White: Irish Traveller or Gypsy (old code)
ethnicity-un = Not known (old code)
ethnic-group-asian = Asian or Asian British
ethnic-group-black = Black or Black British
ethnic-group-mixed = Mixed
ethnic-group-white = White
ethnic-group-other = Arab or any other
ethnic-group-not-known = Not stated or not known

offence-group-violence = Violence against the person
offence-group-sexual = Sexual offences
offence-group-robbery = Robbery
offence-group-burglary = Burglary
offence-group-vehicle = Vehicle offences
offence-group-theft = Theft
offence-group-arson-and-criminal-damage = Arson and criminal damage
offence-group-drug = Drug offences
offence-group-public-order = Public order offences
offence-group-weapons = Possession of weapons
offence-group-miscellaneous = Miscellaneous crimes against society
offence-group-fraud = Fraud
offence-group-summary-motoring = Summary offences: motoring
offence-group-summary-other = Summary offences: other than motoring

offence-category-arson = Arson
offence-category-driving = Driving offences
offence-category-murder = Murder
offence-category-sexual = Sexual offences
offence-category-terrorism = Terrorism
offence-category-other = Another offence

nation-england = England
nation-wales = Wales

region-north-east = North East
region-north-west = North West
region-greater-manchester = Greater Manchester
region-yorkshire-and-the-humber = Yorkshire and the Humber
region-wales = Wales
region-west-midlands = West Midlands
region-east-midlands = East Midlands
region-east-of-england = East of England
region-london = London
region-kent-surrey-and-sussex = Kent, Surrey and Sussex
region-south-central = South Central
region-south-west = South West

prison-kind-hmp = Prison
prison-kind-hmp-yoi = Prison and young offender institution
prison-kind-yoi = Young offender institution
prison-kind-stc = Secure training centre

prison-sex-male = Men
prison-sex-female = Women
prison-sex-both = Men and women

reception-reason-remand = On remand
reception-reason-sentence = Sentenced
reception-reason-recall = Recalled from licence
reception-reason-transfer = Moved from another prison
reception-reason-return = Returned from court, hospital or leave

release-route-automatic = Automatic release
release-route-hdc = Home detention curfew
release-route-parole-board = Directed by the Parole Board
release-route-indeterminate = From an indeterminate sentence

# Steps of working out the day of release. $from and $to are dates, already written out.
release-date-weekend = { $from } is at a weekend, so the release moves to the working day before, { $to }
release-date-bank-holiday = { $from } is a bank holiday, so the release moves to the working day before, { $to }
release-date-friday = { $from } is a Friday, so the release moves to { $to }, with time to reach services before the weekend
release-date-bank-holiday-eve = { $from } is the day before a bank holiday, so the release moves to { $to }, with time to reach services
release-date-not-for-hdc = The release stays on { $to }: home detention curfew dates do not move for a Friday or bank holiday
release-date-not-for-parole-board = The release stays on { $to }: dates directed by the Parole Board do not move for a Friday or bank holiday
release-date-not-for-indeterminate = The release stays on { $to }: releases from an indeterminate sentence do not move for a Friday or bank holiday
release-date-served-too-few-days = The release stays on { $to }: fewer than 28 days in custody
release-date-before-scheme = The release stays on { $to }: earlier release for Fridays and bank holidays had not begun
release-date-unchanged = { $to } is a working day and so is the day after: the date does not move

licence-condition-kind-standard = Standard
licence-condition-kind-additional = Additional
licence-condition-kind-bespoke = Bespoke

rosh-level-low = Low
rosh-level-medium = Medium
rosh-level-high = High
rosh-level-very-high = Very high

rosh-group-children = Children
rosh-group-public = The public
rosh-group-known-adult = A known adult
rosh-group-staff = Staff
rosh-group-people-in-prison = People in prison

mappa-category-1 = Category 1: registered for a sexual offence
mappa-category-2 = Category 2: violent or other sexual offence
mappa-category-3 = Category 3: other dangerous offence
mappa-category-4 = Category 4: terrorism

mappa-level-1 = Level 1: ordinary management
mappa-level-2 = Level 2: several agencies
mappa-level-3 = Level 3: senior staff of several agencies

risk-flag-self-harm = Self-harm
risk-flag-suicide = Suicide
risk-flag-vulnerable = At risk from others
risk-flag-domestic-abuse-victim = Domestic abuse: at risk from someone
risk-flag-domestic-abuse = Domestic abuse: a risk to someone
risk-flag-child-protection = Child protection
risk-flag-stalking = Stalking or harassment
risk-flag-sexual-harm = Sexual harm
risk-flag-arson = Setting fires
risk-flag-staff = Risk to staff
risk-flag-weapons = Weapons
risk-flag-hate = Harm out of hate
risk-flag-extremism = Extremism
risk-flag-gangs = Gangs or organised crime
risk-flag-substance-harm = Overdose or harm from drugs or alcohol
