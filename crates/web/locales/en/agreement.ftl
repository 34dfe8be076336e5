# Sharing agreements, and what they share.

agreement = Sharing agreement
agreements-title = Sharing agreements
agreements-intro = What your organisation and others tell each other about people, why, and until when. Outside the organisation that leads a case, a record is read only under an agreement that is in force.
agreements-caption = Agreements of your organisation
agreements-none = Your organisation is a party to no agreement yet. Until it is, nothing is shared with other organisations.
agreement-title = Title
agreement-title-hint = What the agreement is for, such as: Resettlement in the region
agreement-standing = Status
agreement-signatures = Signatures
agreement-signed-of = { $signed } of { $parties }
agreement-waits-for-us = Waits for your signature
agreement-warning-review = “{ $title }” is past the day by which it was to be reviewed. It stays in force until it ends.
agreement-warning-ends = “{ $title }” ends soon. Draw up a new agreement and have it signed before then: what is shared under this one stops on its last day.

agreement-draw = Draw up a sharing agreement
agreement-draw-what = Drawing up signs nothing. Each party signs for itself, and nothing is shared until two of them have.
agreement-draw-send = Draw up this agreement
done-agreement-drawn = The agreement was drawn up. Nobody has signed it yet
agreement-parties = With whom
agreement-parties-hint = { $organisation } is always a party, because you draw it up
agreement-choose-parties = Choose at least one other organisation from the list
agreement-enter-title = Enter a title that says what the agreement is for
agreement-no-others = There is no other organisation yet that could be a party.
agreement-purposes = Why records are read
agreement-purposes-hint = Choose all that apply
agreement-choose-purposes = Choose at least one reason for which records are read
agreement-groups = What is shared
agreement-groups-hint = Choose only what the purpose needs. { $identity } are always part of it.
agreement-choose-groups = Choose at least one thing that is shared
agreement-route = What it rests on in law
agreement-route-hint = Choose consent only where people have a real choice
agreement-choose-route = Choose what the agreement rests on in law
agreement-retention = For how many months a party keeps what it was told
agreement-retention-for = Kept for
agreement-retention-hint = A whole number of months, such as 12
agreement-months =
    { $months ->
        [one] { $months } month
       *[other] { $months } months
    }
agreement-starts = First day
agreement-review = Reviewed by
agreement-review-hint = The day by which the parties look at it again, for example 27 3 2027. A late review is a warning and does not end it.
agreement-ends = Last day
agreement-ends-hint = What is shared under it stops after this day

agreement-what = What was agreed
agreement-parties-caption = Parties
agreement-party = Organisation
agreement-signed-by = Signed by
agreement-signed-at = When
agreement-not-signed = Not signed
agreement-signed-between = It is in force between the parties that have signed. A party that has not signed is told nothing under it.
agreement-nothing-shared = Nothing is shared under this agreement today.
agreement-ended-on = A party ended it on { $on }.
agreement-review-overdue-what = The day of its review is past. It stays in force until it ends, so that nobody loses help over a missed meeting. Review it with the other parties.
agreement-ends-soon-what = It ends on { $on }. Draw up a new agreement and have it signed before then.

agreement-sign-for = Sign for { $organisation }
agreement-sign-what = You sign for your own organisation, and nobody else can. From the first day on, each party that has signed may tell the others what is named here. Your name and the time are kept with your signature.
agreement-party-signed = { $organisation } has signed
agreement-party-unsigned = { $organisation } has not signed yet
agreement-sign-send = Sign for { $organisation }
done-agreement-signed = The agreement was signed for your organisation

agreement-end = End this agreement
agreement-end-what = Ending works at once: from the next page that anybody opens, nothing more is shared under this agreement.
agreement-end-all = It ends for all its parties, not only for yours.
agreement-end-others = Work that needs what it shared may stop, unless another agreement in force shares it too.
agreement-end-kept =
    { $months ->
        [one] What was already told may be kept for { $months } month, as agreed.
       *[other] What was already told may be kept for { $months } months, as agreed.
    }
agreement-end-final = It cannot be taken up again. A new agreement has to be drawn up and signed.
agreement-end-send = End it now
agreement-leave = Leave it as it is
done-agreement-ended = The agreement was ended. Nothing more is shared under it

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

purpose-resettlement = Help with resettlement
purpose-service = Giving a service
purpose-own-record = Own record
purpose-emergency = An emergency
purpose-evaluation = Learning what works
purpose-oversight = Oversight
purpose-administration = Keeping accounts and lists
