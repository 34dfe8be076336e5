# What is shared of a record, with whom, and why.

# What another organisation sees of a record, group by group.
shared-title = What you see of the record
shared-what = { $lead } leads this person’s case. Your organisation sees what policy and its sharing agreement with { $lead } allow. Everything else is withheld, and says why.
shared-not = Not shared with you
shared-nothing = Nothing is recorded.
shared-recorded = Recorded. The number itself is not shown to you.
shared-where = Now
shared-in-prison = In prison
shared-in-community = In the community
shared-release = Planned release
shared-bears-on-housing = On record. Shown because it bears on where the person can live.
shared-ask-words = In force. Ask who leads the case for the words if your work needs them.
shared-safety = Staying safe
shared-safety-ask = Speak to who leads the case before you meet this person.
shared-safety-none = Nothing is recorded that you must know to stay safe.
shared-home = Home
shared-address = An address is recorded.
shared-no-address = No address is recorded.
shared-plan = Plan
shared-plan-page = The plan has a page of its own.
shared-on = { $what } on { $on }
shared-since = Since { $from }
shared-between = { $from } to { $to }

shown-full = In full
shown-summary = Summary
shown-withheld = Not shared
shown-full-what = You see all of it.
shown-summary-what = You see a summary: what your work needs, and no more.
shown-full-of = All of it is shown to them.
shown-summary-of = A summary is shown to them: what the work needs, and no more.
withheld-no-relation = No work with the person now
withheld-no-agreement = No agreement
withheld-no-consent = No consent
withheld-not-for-role = Not needed in this role
withheld-no-relation-because = Not shared with your organisation, because it does nothing for this person at the moment.
withheld-no-agreement-because = Not shared with your organisation, because no sharing agreement in force with { $lead } covers it. Ask your data protection officer.
withheld-no-consent-because = Not shared with your organisation, because it takes the person’s consent and none is recorded. Ask the person, or { $lead }.
withheld-not-for-role-because = Not shared with you, because nobody in your role needs it for this work. Ask { $lead } if you think that is wrong.
withheld-no-relation-of = Not shared, because they do nothing for this person at the moment.
withheld-no-agreement-of = Not shared, because no sharing agreement in force with { $lead } covers it for this purpose.
withheld-no-consent-of = Not shared, because it takes the person’s consent and none stands.
withheld-not-for-role-of = Not shared, because nobody in this role for this kind of organisation needs it for their work.
withheld-not-for-role-because-lead = Not shown to you, because it belongs to another profession: nobody who leads a case needs it for this work.

name-withheld = Name not shared
record-not-full = What your organisation does not see in full
record-not-full-group = { $group }: { $why }

relation-own = Their own record
relation-lead = Leads the case
relation-taker = Is offered the case
relation-sender = Sent a referral that is open
relation-provider = Serves the person
relation-giver = Gave the case on
relation-step-owner = Owns a step of the plan
relation-none = Does nothing for this person

# Why somebody sees something, or does not.
why-link = Why?
why-title = Why you see this, or do not: { $group }
why-grounds = What decides it
why-law = Rests on: { $law }
why-facts = The facts that count
why-you = Your role
why-organisation = Your organisation
why-organisation-kind = { $organisation } ({ $kind })
why-purpose = For what you read
why-relation = How it stands to this person
why-lead = Who leads the case
why-agreements = Sharing agreements that name this
why-agreement-in-force = { $title }: in force until { $ends }
why-agreement-not = { $title }: not in force (last day { $ends })
why-no-agreement = Your organisation and { $lead } have no sharing agreement that names this.

policy-own-full = It is the person’s own record: they see all that is held about them, but what others wrote about risk of harm.
policy-own-risk-summary = The person is told that something is recorded about risk. The law lets what it says be withheld.
policy-lead-full = The organisation that leads the case works with it.
policy-lead-summary = For the organisation that leads the case, that it is on record is enough for the work.
policy-justice-full = Prisons and probation may tell each other what supervising a person needs.
policy-justice-summary = Prison or probation: that it is on record is enough for the work.
policy-name-full = Whoever works with a person has to know who they are and how to reach them.
policy-need-summary = Whoever works with a person sees what they need, and the limits they live under.
policy-safety-summary = Staff who meet the person have to be safe.
policy-jobcentre-full = The jobcentre decides on benefits and work.
policy-jobcentre-summary = The jobcentre sees a summary of what bears on work and benefits.
policy-health-full = A health service gives care, and keeps it confidential.
policy-health-summary = A health service sees a summary of what bears on care.
policy-housing-full = A council or landlord finds the person a home.
policy-council-consent = The person consented to the council’s knowing where they live, or the law does not ask them.
policy-housing-summary = A council or landlord sees a summary of what bears on where the person can live.
policy-charity-summary = A charity sees a summary of what bears on its work.
policy-employer-consent = The person consented to the employer’s knowing it.

# Who sees what.
who-sees-title = Who sees what
who-sees-link = Who sees what of this record
who-sees-what = Everybody who stands to this record today, how much of it they see, and what some who do not would see.
who-sees-decisions = Each answer is worked out now by the policies that are in force. The page shows what is decided, and nothing that the record says.
who-sees-rules = See the rules for everybody.
who-sees-caption = How much of this record each of them sees today
who-sees-group = Details
who-sees-person = The person
who-sees-stranger = Any other organisation
who-sees-stands = { $role }. { $stands }
who-sees-any = Not asked today: what it would see at most, without consent
who-sees-any-what = This is supposed: that the organisation is offered this person or the case today, that an agreement names everything, and that the person has not consented.
who-sees-cell = { $name }: { $group }
who-sees-why-title = { $name }: why they see this, or do not ({ $group })
who-sees-no-policy = No policy allows it. What no policy allows is not shared.
who-sees-no-agreement = { $organisation } and { $lead } have no sharing agreement that names this for this purpose.
who-sees-purpose = For what they read
who-sees-consent = Consent
who-sees-consented = Asked for, and given
who-sees-not-consented = Asked for, and none stands
who-sees-not-asked = Not asked for: it is not a matter of choice
who-sees-ask = Ask about anybody
who-sees-ask-what = Ask why somebody in any organisation and role sees a group of details of this record, or does not.
who-sees-ask-all = Choose an organisation, a role and a group of details.
who-sees-ask-organisation = Organisation
who-sees-ask-role = Role
who-sees-ask-group = Group of details
who-sees-ask-send = Ask why
who-sees-record = Who sees what of one record
who-sees-another = Another record
who-sees-find = Look at who sees what of one record
who-sees-find-what = You see who sees what of a record in which your organisation has a part, and why. You see nothing that the record says. Each look is written down, and the person can see it.
who-sees-find-number = A number of the person
who-sees-find-hint = A prison number, CRN or another number that is on their record
who-sees-find-send = Look
who-sees-find-none = { $organisation } has no part in a record with this number. Check the number.
matrix-title = Who sees what: the rules
matrix-what = How much of a person’s record each role sees at most. This table is drawn from the policies that are in force now.
matrix-relation = Nobody sees anything of a person for whom their organisation does nothing.
matrix-agreement = An organisation that does not lead the case sees nothing without a sharing agreement in force with the one that does.
matrix-default = What no policy allows is withheld.
matrix-leads = Leads the case
matrix-caption = How much each role sees at most
matrix-with-consent = With the person’s consent only


# Whether another organisation may be told of a person.
may-not-know-agreement = No sharing agreement in force lets { $organisation } know who this person is. Choose another, or ask your data protection officer to agree one first.
may-not-know-consent = { $organisation } may know who this person is only with their consent. Ask them and record what they say first.
may-not-know-role = { $organisation } may not know who this person is. Choose another.
