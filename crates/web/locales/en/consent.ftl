# Consent: what people said where they have a choice, and what is shared without asking.

consent-standing-granted = Yes
consent-standing-refused = No
consent-standing-expired = Yes, too long ago
consent-standing-withdrawn = Withdrawn
consent-standing-superseded = Replaced by a later answer
consent-end-withdrawn = Withdrawn
consent-end-superseded = Replaced by a later answer

navigation-consents = What is shared
section-consents = Consent

consents-title = Consent, and what is shared without it
consents-title-own = What is shared about you
consents-intro = The person has a choice only where consent is asked for below. Everything else is shared as a public task: never say that it is optional.
consents-intro-own = You have a choice only where we ask you below. Everything else is shared because the law gives that work to the organisations that help you.
consents-caption = Answers
consents-none = The person has not been asked yet. Where consent is needed, nothing is shared until they say yes.
consents-none-own = You have not been asked yet. Where it is your choice, nothing is shared until you say yes.
consent-organisation = Organisation
consent-group = What it would be told
consent-answer = Answer
consent-when = When
consent-until = Holds until { $on }
consent-ended = Ended { $at }
consent-recorded-by = Written down by
consent-by-you = You
consent-withdraw = Withdraw

consent-ask = Write down what the person said
consent-ask-own = Say yes or no
consent-ask-what = Only employers, and councils in England for a home, are asked about. Read the question out and write down what the person says. A new answer takes the place of the one before.
consent-ask-what-own = Employers, and councils in England for a home, are told only if you agree. Saying no does not change the other help you get. A new answer takes the place of the one before, and you can withdraw it at any time.
consent-nobody-to-ask = There is no organisation here that needs consent.
consent-choose-organisation = Choose an organisation from the list
consent-choose-answer = Answer yes or no to at least one question
consent-why-employer = An employer is told who somebody is, and what the work needs, only if they agree. It is never told what they were convicted of here.
consent-why-employer-own = An employer is told who you are, and what the work needs, only if you agree. It is never told here what you were convicted of.
consent-why-council = In England a council is told that somebody may have no home only if they agree, and they choose which council (Housing Act 1996, section 213B).
consent-why-council-own = In England a council is told that you may have no home only if you agree, and you choose which council (Housing Act 1996, section 213B).
consent-never-asked = Not asked yet
consent-now = The last answer: { $standing }
consent-yes = Yes
consent-no = No
consent-send = Write down these answers
consent-send-own = Send my answers
done-consent-recorded = The answers were written down

consent-told-title = What each of them is told whatever the answer
consent-told-under = As a public task, under the agreement “{ $agreement }”, at most:
consent-told-nothing-to = { $organisation } is told nothing else: only what was agreed to.
consent-told-anyway = What { $organisation } is told all the same

consent-public-title = Shared without asking
consent-public-what = This is shared as a public task. It is not optional, and the person’s answers above do not change it. If they disagree, write down why, and look at it again.
consent-public-what-own = This is shared as a public task. It is not optional, and your answers above do not change it. If you disagree, tell your worker why, and they must look at it again.
consent-public-caption = Agreements under which details are shared without asking
consent-public-none = The organisation that leads the case shares nothing with other organisations at the moment.

consent-withdraw-title = Write down that the person withdraws
consent-withdraw-title-own = Withdraw your consent
consent-withdraw-of = { $organisation } was allowed to be told this: { $group }.
consent-withdraw-stops-title = What stops at once
consent-withdraw-stops = From the next page that it opens, it is no longer told this.
consent-withdraw-council = The referral to the council rests on it: take the referral back now.
consent-withdraw-council-own = The referral to the council rests on it, and your worker has to take it back.
consent-withdraw-not-title = What does not stop
consent-withdraw-known = It still knows what it was told before. Ask it directly what it keeps.
consent-withdraw-others = Other organisations are told the same as before, where it is shared as a public task.
consent-withdraw-send = The person withdraws
consent-withdraw-send-own = Withdraw my consent
done-consent-withdrawn = The consent was withdrawn. What is still shared, and why, is on this page
