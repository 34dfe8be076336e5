# Pryd y mae euogfarnau wedi’u disbyddu, o dan Ddeddf Adsefydlu Troseddwyr 1974.

spent-what = Wedi’i gyfrifo o’r hyn sydd ar y cofnod, o dan Ddeddf Adsefydlu Troseddwyr 1974 fel y mae ers 28 Hydref 2023. Ar neu o gwmpas y diwrnod: gwiriwch cyn dibynnu arno. Nid cyngor cyfreithiol yw hwn.
spent-never = byth yn cael ei disbyddu
spent-immediately = wedi’i disbyddu
spent-when-paid = wedi’i disbyddu pan delir yr iawndal yn llawn
spent-when-it-ceases = wedi’i disbyddu pan ddaw’r gorchymyn i ben
spent-since = wedi’i disbyddu ers tua { $on }
spent-from = wedi’i disbyddu o tua { $on } ymlaen
spent-not-known = nid yw’n hysbys pryd y caiff ei disbyddu: { $missing }
spent-missing-date-of-birth = nid yw’r dyddiad geni ar gofnod
spent-missing-disposal = nid yw’r hyn a roddodd y llys ar gofnod
spent-missing-length = nid yw ei hyd, na phryd y daeth i ben, ar gofnod
spent-missing-schedule-18 = nid yw’n hysbys o’r cofnod a yw’r drosedd yn un o Atodlen 18 i’r Cod Dedfrydu
spent-missing-day = nid yw diwrnod euogfarn ar gofnod
spent-missing-conviction = nid oes euogfarn ar gofnod ar ei gyfer
conviction-spent = Wedi’i disbyddu. Euogfarnwyd ar
convictions-spent = Euogfarnau sydd wedi’u disbyddu
convictions-spent-withheld = Ni chânt eu dangos, os oes rhai. Yn y gyfraith cânt eu trin fel pe na baent wedi bod (Deddf Adsefydlu Troseddwyr 1974, adran 4); dim ond y carchar a’r gwasanaeth prawf sy’n eu darllen ar gyfer eu gwaith, a’r person.
