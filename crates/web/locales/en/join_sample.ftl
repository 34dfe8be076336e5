# Samples of joins: pairs at which somebody looks without being told how they stand.

join-stratum-by-weight = Joined by its weight alone
join-stratum-decided = Joined by somebody
join-stratum-waiting = Waited for a decision
join-stratum-split = Split by somebody
join-stratum-below = Weighed too little to be proposed
sample-answer-same = The same person
sample-answer-different = Two people
sample-answer-cannot-tell = I cannot tell
sample-size-50 = 50
sample-size-100 = 100
sample-size-200 = 200

sample-title = How many joins are false, and how many are missed
sample-what = Pairs drawn by chance are looked at by workers who are not told how they stand. What they say is reckoned up to all pairs that might have been drawn.
sample-none = No sample was drawn yet: nothing is known of it.
sample-drawn =
    { $pairs ->
        [one] 1 pair was drawn on { $on }. An answer is in time until { $by }.
       *[other] { $pairs } pairs were drawn on { $on }. An answer is in time until { $by }.
    }
sample-not-answered = No answer yet
sample-erased = Erased since
sample-all = Everybody
sample-everybody = Everybody
sample-by-sex = By sex
sample-by-ethnic-group = By ethnic group
sample-whose = Whose
sample-told-joined = Joined pairs told apart
sample-false = Joins that are false
sample-told-others = Other pairs told apart
sample-missed = Joins that are missed
sample-too-few = Not estimated
sample-caveat-few = Nothing is estimated where fewer than ten answers tell, or where it could be anything.
sample-caveat-interval = In 95 of 100 samples the interval holds the true share. Pairs that nobody could tell apart widen it, as they might be either.
sample-caveat-unanswered = Pairs without an answer are taken to be like the others. If the hard ones are left, that is wrong.
sample-caveat-nothing-shared = A sample says nothing of records that share nothing with anybody here: nobody would find those.
sample-caveat-looked-through = Of the records joined with nobody only some were looked through. How many pairs weigh too little is itself an estimate, whose own error is not in the interval.
sample-caveat-agreement = Only pairs that an agreement in force lets somebody compare could be drawn. Whoever looks may be wrong too.
sample-seed = Drawn from the number { $seed }, from which it can be drawn again.
sample-draw-title = Draw a sample
sample-draw-what = As many are drawn of each kind of pair, joined and not joined. Another sample can be drawn once this one is answered or its last day is over.
sample-size = How many pairs?
sample-draw = Draw
sample-choose-size = Choose how many pairs
sample-nothing = There is nothing to draw from yet
done-sample-drawn = A sample was drawn

sample-list-title = Look at pairs for a sample
sample-list-what = These pairs were drawn by chance. Some are joined, others are not, and you are not told which. Your answers show how often records are taken for the wrong person. They change no join by themselves. Pairs on which you decided yourself are not here.
sample-list-none = No pair waits for you.
sample-due = To be answered by { $by }.
sample-waiting =
    { $count ->
        [one] 1 pair of a sample waits to be looked at
       *[other] { $count } pairs of a sample wait to be looked at
    }
sample-show-title = Are these one person?
sample-show-what = Look at nothing but these two records. Do not look up the person, or what was decided before.
sample-answer = What do you see?
sample-answer-send = Save and go to the list
sample-choose-answer = Choose what you see
sample-said = Said of the sample
sample-otherwise-title = A sample says otherwise
sample-otherwise-what = Somebody who was not told how these stand said otherwise. Look at them again. They are listed until somebody decides, or another sample is drawn.
done-sample-answered = Your answer was saved
event-join-sample-answered = Looked at for a sample, record of { $agency }: { $answer }
event-join-sample-drawn = A sample of joins was drawn
