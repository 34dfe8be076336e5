# My people, and the clocks that run on what is open.

my-people = My people
column-person = Person
column-to-do = To do
column-owner = Owner
column-due = Due
column-date-of-birth = Date of birth
column-prison-number = Prison number
column-release = Release
column-service = Service
column-provider = Provider
column-from = From
column-status = Status
days-late =
    { $days ->
        [one] { $days } day late
       *[other] { $days } days late
    }
late = Late
due-today = Due today
nobody-named = Nobody named
no-release-planned = None planned
my-people-lists = Lists of your people and your work
list-today = Today
list-late = Late
list-waiting = Waiting for you
list-everyone = Everyone you lead
list-title-late = Late
list-title-waiting = Waiting for you or your organisation
dropped-warning =
    { $count ->
        [one] { $count } red need has no step that somebody owns. Add a step today.
       *[other] { $count } red needs have no step that somebody owns. Add a step for each today.
    }
dropped-title = Dropped
late-title = Late ({ $count })
nothing-late = Nothing of yours is late.
late-all = See all { $count } that are late
waiting-title = Waiting for you or your organisation
waiting-all = See everything that waits
nothing-waiting = Nothing waits for you or your organisation.
releases-title = Next releases
no-releases = None of your people has a release planned.
no-people = You lead nobody yet. People come to you when they are received into prison, or when you accept a handover.

# What a clock runs on.
subject-person = Person
subject-screening = Screening
subject-need = Need
subject-step = Step
subject-concern = Concern
subject-break-glass = Emergency
subject-plan = Plan
subject-referral = Referral
subject-handover = Handover
subject-appointment = Appointment
subject-join = Join
subject-outcome = Outcome

# What is due.
due-name-worker = Name a worker
due-screen = Do the basic screening
due-plan-need = Plan for a need
due-meet-need = Meet a need
due-do-step = Do a step of the plan
due-answer-concern = Answer what the person says of their record
due-review-break-glass = Review whether the record was rightly opened in an emergency
due-review-plan = Answer the person’s challenge of the plan
due-send-referral = Send the referral
due-receive-referral = Confirm the referral arrived
due-decide-referral = Decide on the referral
due-answer-referral = Answer the provider’s question
due-assign-referral = Name a worker for the referral
due-make-contact = Make first contact
due-start-service = Start the service
due-deliver-service = Deliver the service and report
due-conclude-referral = Read the report and close the referral
due-confirm-role = Confirm or refuse the role
due-decide-join = Decide whether another agency’s record is of the person
due-confirm-join = Confirm as the second person that another agency’s record is of the person
due-accept-handover = Accept the handover
due-meet-handover = Hold the handover meeting
due-complete-handover = Complete the work through the gate
due-record-attendance = Record attendance
due-record-outcome = Record an outcome
