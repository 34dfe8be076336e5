# Cytundebau rhannu, a'r hyn y maent yn ei rannu.

agreement-ends-first = Rhaid i'r diwrnod olaf fod ar ôl y diwrnod cyntaf
agreement-over = Rhaid i'r diwrnod olaf fod heddiw neu'n hwyrach
agreement-too-long = Rhaid i'r diwrnod olaf fod o fewn { $years } blynedd i'r diwrnod cyntaf
agreement-review-outside = Rhaid i'r adolygiad fod ar ôl y diwrnod cyntaf a heb fod ar ôl y diwrnod olaf

agreement-standing-unsigned = Heb ei lofnodi gan ddau barti
agreement-standing-to-come = Wedi'i lofnodi, heb ddechrau eto
agreement-standing-in-force = Mewn grym
agreement-standing-review-overdue = Mewn grym, adolygiad yn hwyr
agreement-standing-expired = Wedi dod i ben
agreement-standing-ended = Wedi'i derfynu

lawful-route-public-task = Tasg gyhoeddus (GDPR y DU, erthygl 6(1)(e))
lawful-route-legal-duty = Dyletswydd gyfreithiol (GDPR y DU, erthygl 6(1)(c))
lawful-route-offender-management = Deddf Rheoli Troseddwyr 2007, adran 14
lawful-route-crime-and-disorder = Deddf Trosedd ac Anhrefn 1998, adran 115
lawful-route-consent = Cydsyniad yr unigolyn (GDPR y DU, erthygl 6(1)(a))

field-group-identity = Enw, dyddiad geni a manylion cyswllt
field-group-identifiers = Rhif carchar a CRN
field-group-police-numbers = ID PNC a rhif CRO
field-group-ni-number = Rhif Yswiriant Gwladol
field-group-health = Iechyd, gyda rhif y GIG
field-group-sentence = Dedfryd, carchariad a rhyddhau
field-group-convictions = Euogfarnau
field-group-licence-conditions = Amodau trwydded
field-group-needs = Anghenion a'u brys
field-group-risk = Risg o niwed a diogelwch
field-group-accommodation = Ble maent yn byw
field-group-employment = Gwaith a hyfforddiant
field-group-treatment = Triniaeth
field-group-money = Arian, budd-daliadau a dyledion
field-group-equality = Ethnigrwydd, iaith a chydraddoldeb
field-group-case-notes = Y cynllun, a nodiadau o'r gwaith
