# Basic screening.

screening-status-due = Due
screening-status-done = Done
screening-status-left-before = Left before it was done

screening-standing-overdue = Late, still to be done
screening-standing-done-late = Done late
screening-standing-due = To be done, in time so far
screening-standing-in-time = Done in time
screening-standing-left-before = Left before it was done

screenings-title = Screenings on reception
no-screenings = No reception has started a screening.
column-due-by-end = Due by the end of
column-done = Done
column-limit = How it stands
column-receptions = Receptions
days-left =
    { $days ->
        [one] { $days } day left
       *[other] { $days } days left
    }
screening-done-days-late =
    { $days ->
        [one] Done { $days } day late
       *[other] Done { $days } days late
    }
screening-due-by = Due by the end of { $on }.
screening-about = Ask every question. The person may prefer not to say where that answer is shown.
screening-overdue = The limit has passed. Do the screening now: it will be recorded as late.
screening-done-on = Done on { $on }.
screening-breach = That was after its limit, and is recorded as a breach.
screening-left-before = The person left prison before this screening was done.
screening-not-yours = This screening is still to be done by the organisation that leads the case.
screening-submit = Save the screening
done-screened = The screening is saved.

limits-title = Screening limits
limits-about = Each reception starts a screening, due by the end of day 4 (the day of reception is day 0). Counted here: those still to be done, and those done in the last { $days } days (or due in those days, if the person left before).
limits-counts = How the screenings stand
limits-list = { $standing } ({ $count })
limits-none = There are none.
