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
withheld-no-relation = No work with the person now
withheld-no-agreement = No agreement
withheld-no-consent = No consent
withheld-not-for-role = Not needed in this role
withheld-no-relation-because = Not shared with your organisation, because it does nothing for this person at the moment.
withheld-no-agreement-because = Not shared with your organisation, because no sharing agreement in force with { $lead } covers it. Ask your data protection officer.
withheld-no-consent-because = Not shared with your organisation, because it takes the person’s consent and none is recorded. Ask the person, or { $lead }.
withheld-not-for-role-because = Not shared with you, because nobody in your role needs it for this work. Ask { $lead } if you think that is wrong.
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

policy-own-full = It is your own record: you see all that is held about you, but what others wrote about risk of harm.
policy-own-risk-summary = You are told that something is recorded about risk. The law lets what it says be withheld.
policy-lead-full = Your organisation leads the case and works with it.
policy-lead-summary = Your organisation leads the case. That it is on record is enough for the work.
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
who-sees-what = Everybody who stands to this record today, and how much of it they see.
who-sees-rules = See the rules for everybody.
who-sees-caption = How much of this record each of them sees today
who-sees-group = Details
who-sees-person = The person
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
