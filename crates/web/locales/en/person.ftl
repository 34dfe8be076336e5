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
person-offered = This case is offered to { $taker } and stays where it is until they accept.
person-offered-link = See the handover
person-no-worker = Nobody in your organisation is named for this person.
person-name-worker = Name a worker
