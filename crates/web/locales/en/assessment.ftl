# Assessments: the task list, ratings with their working, and change over time.

area-progress-not-started = Not started
area-progress-in-progress = In progress
area-progress-needs-rating = Needs a rating
area-progress-complete = Complete

not-answered = Not answered
not-yet = Not yet
change = Change
save-and-continue = Save and continue
column-area = Area
column-first = First
column-latest = Latest
column-change = Change
column-person-says = The person says
column-submitted = Submitted
column-view = Whose view
column-by = By

assessment-start = Start an assessment
assessment-go-on = Go on with the assessment
assessment-draft-from = An assessment was started on { $on } and is not submitted yet.
assessment-started = Started on { $on } by { $name }, { $organisation }.
assessment-submitted = Submitted on { $at } by { $name }, { $organisation }. It cannot be changed: to record that something is different now, start a new assessment.
assessment-not-submitted = This is a draft which { $name }, { $organisation }, started on { $on }. It may still change.
assessment-progress = { $complete } of { $count } areas complete.
assessment-saved-as-you-go = Answers are saved as you go, so you can stop and come back.
assessment-rated = Rated { $rating }
assessment-check = Check answers and submit
assessment-check-title = Check the answers
assessment-rating = Rating
assessment-rating-of = { $area }: rating
assessment-computed = Rating from the answers
assessment-because = It rests on these answers
assessment-because-green = No answer shows more than slight difficulty, and fewer than three show slight difficulty.
assessment-open = Not answered, or the person prefers not to say
assessment-open-range = With the answers given, the rating would be { $best } at best and { $worst } at worst.
assessment-need-score = Need score
assessment-need-score-of = { $score } out of 100 (0 is no need)
assessment-your-rating = Your rating
assessment-override-why = Why it differs from the answers
assessment-note = Note
assessment-note-hint = Needed only for another reason. The person can ask to see what you write.
assessment-save-rating = Save my rating
assessment-remove-rating = Remove my rating
assessment-rate-differently = Rate this area differently
assessment-rate-yourself = Rate this area yourself
assessment-rate-yourself-why = The answers do not settle the rating. Not wanting to say is no reason for red: use what else you know.
assessment-answer-rest = Answer the rest
assessment-next-area = Next: { $area }
assessment-all-areas = All ten areas
assessment-submit-title = Submit
assessment-submit-about = Once submitted, it never changes. Each red or amber area opens a need or changes it, and a green area closes the need that is there.
assessment-submit = Submit the assessment
followed-up = I have done what our local process asks for this, or have begun it
follow-ups-title = Follow this up before you go on
follow-ups-own-title = What the person said has to be followed up

area-named =
    { $area ->
        [accommodation] { area-accommodation }
        [employment_and_training] { area-employment-and-training }
        [education] { area-education }
        [finance] { area-finance }
        [drugs] { area-drugs }
        [alcohol] { area-alcohol }
        [health] { area-health }
        [relationships] { area-relationships }
        [attitudes_and_life_skills] { area-attitudes-and-life-skills }
       *[offending_and_motivation] { area-offending-and-motivation }
    }
assessment-area-gaps = { area-named }: answer every question
assessment-area-unrated = { area-named }: the answers do not settle the rating, so rate it yourself
assessment-not-followed-up = Confirm that you have followed up what the answers say, or have begun to
assessment-nothing-answered = Answer at least one question
choose-rating = Choose red, amber or green

assessments-all-title = All assessments
no-assessments = Nobody has submitted an assessment yet.
distance-title = Change in the ten areas
distance-about = The first and the latest rating by a worker that can be compared, and what the person says now.
distance-score = Need score { $first }, now { $latest }
distance-left-out =
    { $count ->
        [one] { $count } earlier rating is left out: the questions were different
       *[other] { $count } earlier ratings are left out: the questions were different
    }
distance-limits-title = What this does not show
distance-limits = People are often assessed first when things are at their worst, so part of any improvement would have come anyway. There is no comparison with others, and it says nothing about reoffending. The questions are not a validated scale.
seen-differently = Seen differently
over-time-title = The ten areas over time

done-area-saved = The answers are saved.
done-area-saved-rating-removed = The answers are saved. They change the computed rating, so your own rating was removed: add it again if it still stands.
done-area-rated = Your rating is saved.
done-rating-removed = Your rating is removed. The rating from the answers stands.
done-assessment-submitted = The assessment is submitted, and the needs are up to date.
