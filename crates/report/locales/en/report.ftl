# The report: what was asked, what was found, and what may not be made of it.

title = Did it work? { $outcome }
skip = Skip to the report
other-language = Cymraeg
contents = Contents

asked-title = What was asked
asked-observed = Did what is measured as “{ $outcome }” turn out differently for people who took part than for similar people who did not?
asked-lot = Did what is measured as “{ $outcome }” turn out differently for people who were given a place by lot than for people who were not?
asked-unadjusted = How does what is measured as “{ $outcome }” differ between people who took part and people who did not? The two groups were not made alike.
asked-others = These were looked at as well. The verdict is not about them:
asked-sealed = Who is compared with whom was fixed before the software could read any outcome. The seal at the end of this report proves it.

said-title = What can be said, and what cannot
can-title = What can be said
cannot-title = What cannot be said
verdict-withheld = Nothing can be published about the main outcome: too few people had it, or did not. The figures are with whoever holds the data.
cannot-withheld = Whether the programme made a difference, in either direction.
cannot-no-effect = That the programme makes no difference. This study could not tell, which is something else.
cannot-unbalanced = That the programme made a difference, or that it made none: the two groups were not alike enough to tell.
cannot-disagree = That the programme made a difference, or that it made none: methods that should agree do not.
cannot-descriptive = That the programme caused the difference. People who took part may have been different before they started.
cannot-unrecorded = That nothing else explains what was found. Only what was recorded about people could be made alike; motivation, for example, seldom is recorded.
cannot-elsewhere = That it would be the same with other people, in another place or at another time.
cannot-person = What will become of any one person. All figures here are about groups.
could-show-points = A study of this size finds a difference of { $size } percentage points or more four times out of five. A smaller one it would often miss.
could-show-amount = A study of this size finds a difference of { $size } or more four times out of five. A smaller one it would often miss.

people-title = Who is compared
people-intro = The result is about { $treated } people who took part. They are compared with { $pool } people of the pool.
people-worth = Some of these count more often than others: together they are worth as much as { $worth } people who count equally.
people-caption = How many people were left after each step
people-step = Step
people-treated = Took part
people-pool = Pool
overlap-heading = Are there people to compare with?
overlap-intro = What was known beforehand gives everybody a chance of having taken part. People with about the same chance can be compared, so both groups should be found over the whole width of the figure.

alike-title = How alike they are
alike-intro = Before anything is compared, the two groups have to be alike in what was known about them beforehand. A difference of up to 0.05 standard deviations is good and one of up to 0.10 acceptable. If any is larger after matching, no effect is claimed.

result-title = What differs afterwards
outcome-primary = Main outcome: { $outcome }
outcome-other = Also looked at: { $outcome }
outcome-withheld = The figures are not published. Fewer than 10 people in one of the groups had this outcome, or did not have it, and people could be recognised.
outcome-known = It is known for { $treated } people who took part and { $pool } people in the comparison.
outcome-left-out = These estimates are not shown. They are about a few people more than the main one, and setting the two side by side would tell what became of these few:
result-not-effect = The figures below may not be read as an effect.
result-of-100 = Of every 100 people who took part, about { $treated } had the outcome “{ $outcome }”. Of every 100 people in the comparison, about { $comparison } had it.
result-fewer = The estimate is { $difference } fewer of every 100. Anything from { $near } to { $far } fewer fits what was seen.
result-more = The estimate is { $difference } more of every 100. Anything from { $near } to { $far } more fits what was seen.
result-fewer-or-more = The estimate is { $difference } fewer of every 100, but anything from { $far } fewer to { $near } more fits what was seen.
result-more-or-fewer = The estimate is { $difference } more of every 100, but anything from { $near } fewer to { $far } more fits what was seen.
result-means = { $outcome }: on average { $treated } among people who took part, and { $comparison } in the comparison.
result-counts = { $outcome }: on average { $treated } for each person who took part, and { $comparison } for each person in the comparison.
result-amount = The estimated difference is { $estimate }. Anything from { $low } to { $high } fits what was seen.
result-descriptive = This describes two groups. It is not an effect.
forest-heading = The same question by every method
forest-intro = The main estimate was chosen beforehand. The others show how much hangs on that choice; none of them may be picked because it pleases more.
survival-heading = When it happened
survival-intro = The curves show the share of each group that had not had the outcome yet. The further apart they are, the more the groups differ.
survival-withheld = The curves are not published: fewer than 10 people in one of the groups had the outcome.

refused-title = What could not be worked out
refused-intro = These estimators were asked for and refused, because their answer would have misled:
refused-do = What to do:
refused-none = Nothing was refused.

caveats-title = What to bear in mind
caveat-small-numbers = Figures that rest on fewer than 10 people with the outcome, or without it, are not in this report.

method-title = How it was done
method-radius = Each person who took part is compared with everybody in the pool whose score, the estimated log odds of taking part, lies within { $caliper } standard deviations of theirs, all with equal weight.
method-radius-score = Each person who took part is compared with everybody in the pool whose estimated chance of taking part lies within { $caliper } of theirs, all with equal weight.
method-nearest = Each person who took part is compared with the people of the pool whose score, the estimated chance of taking part, is nearest to theirs. Neighbours for each: { $k }. The same person may be used again.
method-nearest-once = Each person who took part is compared with the people of the pool whose score, the estimated chance of taking part, is nearest to theirs. Neighbours for each: { $k }. Nobody is used twice.
method-caliper = Nobody farther away than { $caliper } standard deviations of the log odds is used.
method-caliper-score = Nobody whose chance differs by more than { $caliper } is used.
method-row-order = Between people with the same score the order in the file decides.
method-odds = Everybody is compared; people of the pool count by the odds of taking part that what was known beforehand gives them.
method-entropy = Everybody is compared; people of the pool have the most even weights that make every mean the same in both groups.
method-aipw = Everybody is compared: a model of the outcome among the pool says what would have been, and is corrected by the odds of taking part.
method-cem = Each person who took part is compared with everybody in the pool who falls into the same range on everything that was known.
method-regression = Everybody is compared, with the differences in what was known beforehand taken out by a straight-line model.
method-lot = Everybody is compared as they were allocated by lot.
method-none = Everybody is compared as they are, without making the groups alike.
method-covariates = The groups were made alike in, or adjusted for:
method-exact = Only people who are the same in these were compared:
method-intervals = An interval of 95% is made so that of 100 such studies about 95 have the true difference in theirs. All tests look in both directions, so that harm is found as readily as benefit.
study-title = The study file

repeat-title = For whoever wants to repeat it
repeat-intro = With the same data and the study file above, this command gives the same figures and the same seal:
repeat-command = Command
repeat-seal = Seal of the comparison (SHA-256 of the method and of everyone’s weight)
repeat-version = Version of Resettle
repeat-schema = Version of the shape of results.json

cannot-placebo = That the programme made a difference: something it cannot have changed differs as well.
hazard-ratio = At any moment those of the people who took part who had not had the outcome were { $ratio } times as likely to have it as the comparison. Anything from { $low } to { $high } times fits what was seen.
frequency-heading = How often it happened
frequency-ratio = For each unit of time people who took part had { $ratio } times as many events as the comparison. Anything from { $low } to { $high } times as many fits what was seen.
ratio-descriptive = This ratio describes two groups. It is not an effect.
sensitivity-title = How much it would take to be wrong
sensitivity-e-value = Something that was not recorded could explain the whole estimate away if it went together with both taking part and the outcome { $estimate } times over (a risk ratio, called the E-value). To move the interval to no difference it would take { $limit } times.
sensitivity-e-value-none = The interval includes no difference already, so nothing unrecorded is needed to explain the estimate away.
sensitivity-leave-one-out = When each thing known beforehand is left out in turn, the estimate lies between { $lowest } and { $highest }. It changes most without “{ $name }”.
sensitivity-gamma = Within matched sets the finding would hold if something unrecorded made one person up to { $gamma } times as likely to take part as another (Rosenbaum’s bound).
sensitivity-gamma-none = Within matched sets the finding does not hold up even if nothing unrecorded is assumed (Rosenbaum’s bound).
sensitivity-placebo-differs = “{ $outcome }”, which the programme cannot have changed, differs between the groups: by { $estimate } ({ $low } to { $high }). That is a warning.
sensitivity-placebo = “{ $outcome }”, which the programme cannot have changed, does not clearly differ between the groups: { $estimate } ({ $low } to { $high }).
