# Pilots: who is served, how far they have come, what came of it; and the rows below the figures.

pilot = Pilot
pilots-title = Pilots
pilots-intro = A pilot asks a question about some services. Its figures are of everybody who started one of them.
pilots-none = No pilot has been set up yet.
pilot-add = Set up a pilot
pilot-add-send = Set up this pilot
done-pilot-added = The pilot was set up.
pilot-name = Name
pilot-question = What it asks
pilot-question-hint = One question that figures can answer, such as: do more people have a settled home three months after release?
pilot-starts = First start that counts
pilot-starts-hint = For example, 1 4 2026. Whoever started a service before this day is not in the pilot.
pilot-services = Services
pilot-services-hint = The cohort is everybody who starts one of these
pilot-no-services = There is no service yet that a pilot could name.
pilot-service = Service
pilot-service-of = { $service } ({ $organisation })
choose-services = Choose from 1 to { $limit } services

no-effect-title = This is not yet an effect
no-effect-comparison = There is no comparison group here: nobody knows what would have happened without the service.
no-effect-worst = People start a service when things are at their worst, so some of them would have come closer to green in any case.
no-effect-seen = Whoever is assessed again, or whose outcome is known, may differ from whoever was lost from sight. That is why those are shown beside every figure.
no-effect-what-would = What would show an effect: people like these who did not get the service, chosen by a plan that was fixed before any outcome was looked at, and the difference between the two with its interval. Until then, no figure here says that the service works or does not.

cohort-title = Who is served
cohort-people = People in the cohort
cohort-nobody = Nobody yet
cohort-who = Everybody is counted who started one of the services, also whoever stopped early, and each person once, from their first start.

pilot-outcomes = What came of it
pilot-distance = How far people have come
pilot-better-share = Better, of those who can be compared
pilot-change = Mean change of the need score
pilot-change-by = { $mean } ({ $low } to { $high })
pilot-distance-how = Each area is counted from a worker’s last assessment before the start, or the first after it, to the latest. The need score goes from 0 to 100 and less is better, so a change below nought is an improvement.

records-title = The rows below: { $topic }
records-intro = Each row is one person in the cohort, without a name. Rows are in the order of the week and are numbered anew on each page, so that a number joins nothing together.
records-not-published = For evaluators only. Small numbers are not taken out here, so nothing on this page may be published.
records-too-few = The cohort has fewer than 10 people, so rows are not shown.
records-caption = People in the cohort
records-row = Row
records-week = Week of the start
came-yes = Yes
came-no = No
came-unknown = Unknown
came-not-applicable = Not applicable
came-not-recorded = Not recorded yet
came-not-due = Not due yet
