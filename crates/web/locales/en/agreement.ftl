# Sharing agreements, and what they share.

agreement-ends-first = The last day must be after the first day
agreement-over = The last day must be today or later
agreement-too-long = The last day must be within { $years } years of the first day
agreement-review-outside = The review must be after the first day and not after the last day

agreement-standing-unsigned = Not signed by two parties
agreement-standing-to-come = Signed, not yet started
agreement-standing-in-force = In force
agreement-standing-review-overdue = In force, review overdue
agreement-standing-expired = Expired
agreement-standing-ended = Ended

lawful-route-public-task = Public task (UK GDPR article 6(1)(e))
lawful-route-legal-duty = Legal duty (UK GDPR article 6(1)(c))
lawful-route-offender-management = Offender Management Act 2007, section 14
lawful-route-crime-and-disorder = Crime and Disorder Act 1998, section 115
lawful-route-consent = Consent of the person (UK GDPR article 6(1)(a))

field-group-identity = Name, date of birth and contact details
field-group-identifiers = Prison number and CRN
field-group-police-numbers = PNC ID and CRO number
field-group-ni-number = National Insurance number
field-group-health = Health, with NHS number
field-group-sentence = Sentence, custody and release
field-group-convictions = Convictions
field-group-licence-conditions = Licence conditions
field-group-needs = Needs and how urgent they are
field-group-risk = Risk of harm and safety
field-group-accommodation = Where they live
field-group-employment = Work and training
field-group-treatment = Treatment
field-group-money = Money, benefits and debts
field-group-equality = Ethnicity, language and equality
field-group-case-notes = The plan, and notes of the work
