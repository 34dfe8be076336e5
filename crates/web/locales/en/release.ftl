# Releases.

release-status-planned = Planned
release-status-released = Released
release-status-cancelled = Cancelled

release-title = Release
release-in-prison = In { $prison }. Received on { $since }.
release-in-community = Not in prison, as far as is recorded here.
release-closes-after = Most services are shut on the day after this release. Make sure that a home, medication and money are in place before the person leaves.
release-day = Day of release
release-due = Day due, as supplied
release-route = How the release comes about
release-going-to = Going to
release-going-to-hint = Where the person will spend the first night
release-working = How this day was worked out
release-working-unknown = The bank holidays of that year are not known here, so the working cannot be shown.
release-earliest = The governor may choose a day as early as { $on }.
release-checks = What should be there by the day
release-missing =
    { $count ->
        [0] Everything on this list is there.
        [one] { $count } thing is missing.
       *[other] { $count } things are missing.
    }
release-check-missing = Missing
release-check-there = There
release-missing-screening = Basic screening done
release-missing-address = An address to go to
release-missing-handover = Somebody outside prison has taken the case on
release-missing-probation = A first appointment with probation
release-missing-referrals = An answer to every referral
release-timeline = The way to the gate
release-day-leaves = Leaves prison
release-day-screening = Basic screening
release-day-handover = Handover to { $taker }
release-day-referral = Next step due in the referral to { $service }
release-day-appointment = Appointment with { $with }
release-day-meeting = { $kind }, { $place }. { $status }
release-plan = Plan the release
release-change = Change the plan
release-due-when = What is the day due?
release-due-hint = As supplied by the prison. Weekends, bank holidays and Fridays are taken care of here
release-save = Save the plan
release-past = Releases so far
release-past-row = { $on }, due { $due }, to { $to }
release-due-before-reception = The day due is before the person came to prison. Check the day
release-in-future = The day of release cannot be in the future. Enter today or an earlier day
release-before-reception = The day of release is before the person came to prison. Check the day
release-going-to-missing = Say where the person will go. If nobody knows yet, say that
received-summary-missing = Say what the prison must know
choose-release-route = Choose how the release comes about
released-title = Record the release
released-means = This ends the time in prison and starts the five outcomes that are counted from the day.
released-when = When did the person leave prison?
released-record = Record the release
received-title = Record that the person was received into prison
received-means = A new basic screening will be due within four days. The case is offered to the prison and stays with you until the prison accepts.
received-when = When was the person received?
received-why = Why?
received-prison = Which prison?
received-summary = What must the prison know?
received-record = Record the reception
reception-in-future = The day of reception cannot be in the future. Enter today or an earlier day
reception-before-release = The day is before the last thing recorded of the person’s stays. Check the day
choose-reception-reason = Choose why the person was received
done-release-planned = The release was planned
done-released = The release was recorded
done-received = The reception was recorded
