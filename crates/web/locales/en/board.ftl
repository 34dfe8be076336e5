# The board's figures, and how every figure is shown.

board-title = Board
board-period = Outcomes whose day was from { $from } to { $to }.
board-no-effect = These figures say what happened, not why. No service can take the credit or the blame for them: that takes a comparison.
board-measure = Measure
board-empty = Nothing was due in this time.
board-by-month = By month
board-by-region = By region
board-month = Month
board-region = Region
board-whole = All
board-regions-differ = Regions are those of the organisation that answers for the outcome. They hold different people, so a difference between two regions is not a difference in how well they work.
region-everywhere = Works everywhere

definition-housed-first-night = Of the releases whose status on the night is known: those where the person was not homeless on the night of release. Approved premises and short-stay homes count as housed. Each release counts.
definition-settled-three-months = Of the releases whose status on the day is known: those where the person was in settled accommodation three months after release. Approved premises, short-stay homes and hostels are not settled.
definition-employed-six-weeks = Of the releases whose status on the day is known: those where the person was in work six weeks after release. Self-employment, agency work and zero-hours contracts count; work on day release before does not. Whoever is not available for work is not applicable.
definition-employed-six-months = Of the releases whose status on the day is known: those where the person was in work six months after release. Self-employment, agency work and zero-hours contracts count. Whoever is not available for work is not applicable.
definition-treatment-three-weeks = Of the releases after which the person needed structured treatment for drugs or alcohol and it is known: those where it started within three weeks of release. Whoever needed none is not applicable.

figure-yes = Yes (numerator)
figure-known = Known (denominator)
figure-share-title = Share, with its 95% interval
figure-share = { $share }% ({ $low }% to { $high }%)
figure-no-share = Too few to show
figure-unknown = Unknown
figure-not-applicable = Not applicable
figure-not-recorded = Not recorded yet
figure-not-due = Not due yet
figure-few = Fewer than 10
figure-withheld = Not shown
figure-how-title = How to read these figures
figure-how-known = The denominator is everybody whose status is known to be yes or no. Unknown, not applicable and not recorded yet are outside it, and are always shown beside it: where they are many, the share may be far off.
figure-how-interval = The interval says how far chance alone could have moved the share. It says nothing of people who are missing.
figure-how-few = Numbers below 10 are not shown, so that nobody can be recognised. Where one could be worked out from the others, a second is not shown either.
