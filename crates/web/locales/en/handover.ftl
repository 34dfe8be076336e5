# Handovers.

handover-kind-release = release
handover-kind-transfer = transfer
handover-kind-change-of-worker = change of worker
handover-status-created = Offered
handover-status-accepted = Accepted
handover-status-meeting-held = Meeting held
handover-status-complete = Complete
handover-status-abandoned = Abandoned
handover-status-superseded = Passed on before it was complete
abandon-reason-date-changed = The date changed
abandon-reason-recalled = The person was recalled
abandon-reason-wrong-organisation = It went to the wrong organisation
abandon-reason-not-accepted = The taker could not take it
abandon-reason-died = The person died
abandon-reason-other = Another reason

# The list, the offer and the page of one handover.
handovers-title = Handovers
handovers-caption = People on their way to your organisation
handovers-empty = Nobody is on their way to your organisation. New handovers show here as soon as they are offered.
handover-title = Handover: { $kind }
handover-why = Why
handover-day = Day of release or transfer
handover-no-day = Not on a set day
handover-since = Since
handover-giver = From
handover-taker = To
handover-no-clock = Nothing more is due
handover-summary = What the taker must know
handover-travels = What travels with the person
travels-needs =
    { $count ->
        [one] { $count } open need
       *[other] { $count } open needs
    }
travels-steps =
    { $count ->
        [one] { $count } open step of the plan
       *[other] { $count } open steps of the plan
    }
travels-referrals =
    { $count ->
        [one] { $count } open referral
       *[other] { $count } open referrals
    }
travels-appointments =
    { $count ->
        [one] { $count } appointment to come or to record
       *[other] { $count } appointments to come or to record
    }
travels-outcomes =
    { $count ->
        [one] { $count } outcome to record
       *[other] { $count } outcomes to record
    }
handover-next = What you can do now
handover-accept = Accept the person
handover-accept-means = When you accept, you lead the case. Its needs, steps, referrals, appointments and outcomes become yours at the same moment.
handover-met = When was the handover meeting?
handover-attended = Was the person there?
attended-yes = Yes, they were there
attended-no = No, they were not there
handover-meet = Record the meeting
handover-complete = The work through the gate is done
handover-abandon = Give up this handover
handover-abandon-why = Why are you giving it up?
handover-meeting-in-future = The meeting cannot be in the future. Enter today or an earlier day
handover-meeting-too-early = The meeting was too long before the handover was accepted. Check the day
handover-not-yet-through = The day of release or transfer is still to come. Complete the handover after it
done-handover-moved = The handover was updated
offer-title = Hand this person over
offer-stays = The case stays with you until the other side accepts. Nothing is lost on the way.
offer-one-at-a-time = The case is offered already. Give that handover up before you offer it to anybody else.
offer-taker = Who should take the case on?
offer-taker-hint = Choose your own organisation to change the worker
offer-another-taker = Choose another
offer-why = Why is the person handed over?
offer-effective = What is the day of release or transfer?
offer-worker = Which worker should take the case on?
offer-worker-optional = Is a worker there asked to take it? (optional)
offer-worker-hint = Anybody there who leads cases can accept
offer-summary = What must the taker know?
offer-summary-hint = What is urgent, what was promised, and what the person wants
offer-send = Offer the case
offer-past = Handovers so far
offer-kind-release = Release from prison
offer-kind-transfer = Transfer to another prison or region
handover-summary-missing = Say what the taker must know
choose-handover-kind = Choose why the person is handed over
handover-own-organisation = This is your own organisation. Choose another, or change the worker
handover-other-worker = Only your own organisation can change the worker. Choose release or transfer
handover-release-to-prison = A person who is released does not go to a prison. Choose transfer, or another organisation
handover-same-worker = This worker leads the case already. Choose somebody else
handover-day-missing = Enter the day of release or transfer
handover-before-reception = The day is before the person came to prison. Check the day
choose-attended = Say whether the person was there
done-handover-offered = The case was offered. It stays with you until it is accepted
