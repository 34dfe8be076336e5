# Kinds of instrument, what answers oblige, and refused answers. The questions themselves are data,
# in both languages, in crates/domain/data/instruments.

instrument-kind-screening = Screening
instrument-kind-assessment = Assessment
instrument-kind-self-assessment = In the person’s own words

unscored-not-applicable = Does not apply
unscored-not-said = Prefers not to say

follow-up-self-harm = Risk of self-harm
follow-up-self-harm-do = Do not leave the person alone if there is danger now. Follow your local process for self-harm and suicide, and record what you did.
follow-up-domestic-abuse = Domestic abuse
follow-up-domestic-abuse-do = Speak with the person alone, do not contact the other person, and follow your local process for domestic abuse. Record what you did.
follow-up-child-at-risk = Child or adult at risk
follow-up-child-at-risk-do = Tell children’s services or adult social care today if someone may come to harm, and record what you did.
follow-up-exploitation = Threats or exploitation
follow-up-exploitation-do = Follow your local process for threats and exploitation, think about safety in custody and at home, and record what you did.
follow-up-urgent-health = Urgent health need
follow-up-urgent-health-do = Tell the health team now, and record whom you told.

invalid-answer-question = This question is not part of this assessment: go back and open the assessment again
invalid-answer-code = Choose one of the answers shown
invalid-answer-twice = Choose one answer only
invalid-answer-missing = Choose an answer
