# A person’s page.

years-old =
    { $age ->
        [one] { $age } year old
       *[other] { $age } years old
    }
person-sex = Sex
open-title = What is open
nothing-open = Nothing is open for this person.
referrals-title = Referrals
timeline-title = Timeline
timeline-by = by
timeline-latest = What happened last
timeline-all = See everything that happened
timeline-earlier = Earlier
timeline-newest = Back to the latest
timeline-empty = Nothing has happened yet.
identifier-kind-prison-number = Prison number
identifier-kind-crn = CRN
identifier-kind-pnc-id = PNC id
identifier-kind-cro-number = CRO number
identifier-kind-ni-number = National Insurance number
identifier-kind-nhs-number = NHS number
episode-kind-custody = In prison
episode-kind-community = In the community
episode-reason-new-reception = Received into prison
episode-reason-recall = Recalled
episode-reason-transfer = Transferred
episode-reason-release = Released
voice-worker = Worker’s assessment
voice-person = The person’s own view

person-pages = This person’s pages
person-born = Born { $on }
person-led-by = Led by { $lead }
person-release-on = Release { $on }
section-overview = Overview
section-assessments = Assessments
section-plan = Plan
section-referrals = Referrals
section-appointments = Appointments
section-release = Release
section-outcomes = Outcomes
section-handover = Handover
section-details = Details
section-timeline = Timeline
person-offered = This case is offered to { $taker } and stays where it is until they accept.
person-offered-link = See the handover
person-no-worker = Nobody in your organisation is named for this person.
person-name-worker = Name a worker

# Finding and adding people.
navigation-people = Find a person
find-title = Find a person
find-what = Name or number
find-hint = The start of a family name, both names, or a whole number such as a prison number or a CRN
find-send = Find
find-found =
    { $count ->
        [0] Nobody found
        [one] { $count } person found
       *[other] { $count } people found
    }
find-nobody = Nobody whom you may see has this name or number. Check the spelling. You see the people whom your organisation leads or works with.
find-add-title = Somebody new
person-add = Add a person
person-add-intro = Your organisation leads the case of whoever you add, and you are named as their worker.
person-add-send = Add this person
person-edit-title = Change the details of { $name }
person-edit-intro = What was there before stays on record: an earlier name, number or address is never lost.
person-edit-link = Change these details
done-person-added = The person was added.
done-person-changed = The details were changed.

# Who a person is.
not-recorded = Not recorded
details-title = Details
person-given-name = Given name or names
person-family-name = Family name
person-date-of-birth = Date of birth
person-date-of-birth-hint = For example, 27 3 1990. Leave it empty if it is not known.
person-ethnicity = Ethnicity
person-ethnicity-hint = As the person stated it
person-language = Language they prefer
person-home-region = Where they will live after release
person-numbers = Numbers
person-numbers-hint = Leave a number empty if it is not known.
person-reception = Reception into your prison
person-received = Day they were received
person-received-hint = For example, 27 3 2026. The basic screening is due by the end of the fourth day after. Leave it empty if they are not in your prison.
person-reception-why = Why they were received
person-received-future = The day of reception is in the future: check the date
person-number-taken = Somebody else here has this number: check it, or find that person
person-names = Other names
person-kind-of-name = Kind of name
person-addresses = Addresses
person-kind-of-address = Kind of address
person-address = Address
person-address-hint = In lines, or “no fixed abode”
person-postcode = Postcode (optional)
person-contacts = How to reach them
person-kind-of-contact = Kind
person-contact = Telephone number or e-mail address
person-conditions = Licence conditions
person-kind-of-condition = Kind of condition
person-condition = The condition
person-condition-hint = Word for word as it is printed on the licence
person-flags = Risk flags
person-flags-apart = Kept apart from the rest of the record. Prisons and probation see them under a sharing agreement; everybody else is told only whether to ask before they meet the person.
person-kind-of-flag = What to watch for
person-flag-note = More about it (optional)
person-from = First day
person-to = Last day, if it has ended
person-part-add = Add
person-part-end = End today
person-to-before-from = The last day is before the first: check both dates
person-no-address = No address is recorded.
person-no-contact = No way to reach them is recorded.
person-no-condition = No licence condition is recorded.
person-no-flag = No risk flag is recorded.
choose-kind = Choose a kind from the list
choose-language = Choose the language they prefer
invalid-contact-phone = Enter a telephone number, like 029 2018 0982
invalid-contact-email = Enter an e-mail address, like name@example.com
language-en = English
language-cy = Welsh
name-kind-alias = Also known as
name-kind-former = Former name
address-kind-main = Where they live
address-kind-proposed = Where they will live after release
address-kind-previous = Where they lived
address-kind-postal = Where post goes
contact-kind-phone = Telephone
contact-kind-email = E-mail
person-detail-was = { $detail } (was { $was })
person-detail-name = Name
person-detail-date-of-birth = Date of birth
person-detail-sex = Sex
person-detail-ethnicity = Ethnicity
person-detail-language = Language
person-detail-home-region = Home region
person-detail-identifier = A number
person-detail-other-name = Another name
person-detail-address = An address
person-detail-contact = A way to reach them
person-detail-licence-condition = A licence condition
person-detail-risk-flag = A risk flag
person-detail-sentence = The sentence
column-kind = Kind
column-words = What is recorded
column-from-day = From
column-to-day = To
column-where = Where
column-why = Why
column-which-date = Date
column-day = Day
column-recorded = Recorded
column-standing = Standing
still-so = Still so
flag-since = since { $from }
flag-ended = from { $from } to { $to }

# The picture of need.
picture-title = Needs in ten areas
picture-direction = Since the first: { $direction }
picture-own = The person says: { $rating }
picture-link = Go to the assessments
picture-dropped = Dropped: no owned step
plan-summary = Plan: { $status }. { $open } of { $steps } steps are open.
plan-none = There is no plan yet.
plan-link = Go to the plan

# Where they have been, and their sentence.
stays-title = Where they have been
stays-none = No time in prison or in the community is recorded.
sentence-title = Sentence
sentence-supplied = Dates are as the prison supplied them. They are never worked out here.
sentence-dates = Dates of the sentence
sentence-no-date = None any more
sentence-until = Replaced on { $on }
sentence-stands = Stands
sentence-none = No date of a sentence is recorded.
sentence-date-release-date = Release date
sentence-date-hdc-eligibility = Home detention curfew eligibility date
sentence-date-parole-eligibility = Parole eligibility date
sentence-date-licence-expiry = Licence expiry date
sentence-date-sentence-expiry = Sentence expiry date

# What another organisation sees, and why not more.
own-steps-title = Steps that your organisation owns
own-step = { $words }, by { $on }
not-shared-provider = You see who this person is and what your organisation does for them, because a referral to your organisation is open.
not-shared-taker = You see who this person is, because they are being handed over to your organisation. Accept the handover to see their record.
not-shared-step-owner = You see who this person is and the steps that your organisation owns, because it owns a step of their plan.
not-shared-sender = You see who this person is and the referrals that your organisation sent, because one of them is open.
