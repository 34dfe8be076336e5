# Areas of need, their ratings, overrides, and how they change over time.

area-accommodation = Accommodation
area-accommodation-about = A home to go to, and help to keep it
area-employment-and-training = Employment and training
area-employment-and-training-about = Work, and training for work
area-education = Education
area-education-about = Reading, numbers, language and learning
area-finance = Finance
area-finance-about = Income, debts, a bank account and identity documents
area-drugs = Drugs
area-drugs-about = Use of drugs, and treatment for it
area-alcohol = Alcohol
area-alcohol-about = Drinking, and treatment for it
area-health = Health
area-health-about = Physical health, mental health and disability
area-relationships = Relationships
area-relationships-about = Family, friends and children, and being safe with them
area-attitudes-and-life-skills = Attitudes and life skills
area-attitudes-and-life-skills-about = Dealing with problems, feelings and daily life
area-offending-and-motivation = Offending and motivation
area-offending-and-motivation-about = What leads to offending, and wanting to stop

rating-red = Red
rating-red-about = An immediate barrier: it needs an action with an owner and a date
rating-amber = Amber
rating-amber-about = Needs work
rating-green = Green
rating-green-about = No current barrier
rating-not-assessed = Not assessed
rating-not-assessed-about = The answers do not settle the rating

override-reason-new-information = I have information that no question asks about
override-reason-professional-judgement = I weigh the answers differently
override-reason-person-disagrees = The person disagrees with what the answers say
override-reason-answer-out-of-date = An answer is out of date
override-reason-other = Another reason

distance-better = Better
distance-same = The same
distance-worse = Worse
distance-no-second = No second assessment
distance-not-comparable = Cannot be compared: the questions changed
distance-not-assessed = Not assessed

reliable-change-improved = Better, by more than the measure’s own error
reliable-change-no-reliable-change = No reliable change
reliable-change-worse = Worse, by more than the measure’s own error

invalid-override-same = Your rating is the same as the computed rating: choose a different rating, or remove yours
invalid-override-note = Enter a note that explains the other reason
invalid-override-note-long = The note must be { $max } characters or fewer
