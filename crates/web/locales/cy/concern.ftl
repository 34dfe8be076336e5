# Pryderon: yr hyn y mae person yn dweud sydd o’i le yn ei gofnod, a chwynion.

my-record-wrong-link = Dweud bod rhywbeth o’i le, neu gwyno
person-concerns-link = Yr hyn a ddywed y person am ei gofnod

concern-kind-wrong = Mae rhywbeth o’i le neu ar goll yn fy nghofnod
concern-kind-complaint = Rwyf am gwyno am y ffordd y defnyddir fy manylion

concern-own-title = Dweud beth sydd o’i le, neu gwyno
concern-own-what = Mae’r sefydliad sy’n arwain eich achos yn darllen hwn a rhaid iddo eich ateb. Os oes rhywbeth o’i le yn eich cofnod, o fewn mis. Os ydych yn cwyno, o fewn 30 diwrnod. Mae’r hyn rydych yn ei ddweud a’r hyn y maent yn ei ateb yn aros ar y cofnod.
concern-kind = Beth ydych chi am ei ddweud?
concern-words = Yn eich geiriau eich hun
concern-words-hint = Os oes rhywbeth o’i le: beth yw, a beth fyddai’n gywir? Os ydych yn cwyno: beth ddigwyddodd, a phryd?
concern-send = Anfon
concern-ico = Os nad ydych yn fodlon ar yr ateb, gallwch gwyno wrth y Comisiynydd Gwybodaeth: ico.org.uk neu 0330 414 6421.
concern-said = Beth ddywedais i
concern-own-none = Nid ydych wedi dweud dim yma eto.
concern-own-waiting = Dim ateb eto. Rhaid iddo ddod erbyn { $by }.
concern-own-late = Dim ateb eto. Dylai fod wedi dod erbyn { $by }. Gallwch gwyno wrth y Comisiynydd Gwybodaeth.
concern-answered = Atebwyd ar { $at }:

concern-list-title = Yr hyn a ddywed y person am ei gofnod
concern-list-what = Yr hyn y maent yn dweud sydd o’i le neu ar goll, a chwynion am y ffordd y defnyddir eu manylion. Eich sefydliad chi sy’n arwain yr achos a rhaid iddo ateb pob un.
concern-list-none = Nid yw’r person wedi dweud bod dim o’i le.
concern-due = Ateb erbyn { $by }
concern-answer-link = Ateb
concern-show-title = Ateb y person
concern-how = Yn gyntaf, cywirwch yr hyn sydd o’i le. Os nad ydych yn ei newid, dywedwch pam, ac y gallant gwyno wrth y Comisiynydd Gwybodaeth neu fynd i’r llys (UK GDPR erthygl 12(4)).
concern-answer = Eich ateb
concern-answer-hint = Bydd y person yn darllen hwn fel yr ydych yn ei ysgrifennu.
concern-answer-send = Anfon yr ateb

choose-concern-kind = Dewiswch yr hyn rydych am ei ddweud
concern-without-words = Rhowch yr hyn sydd o’i le, neu’r hyn rydych yn cwyno amdano
concern-without-answer = Rhowch eich ateb
concern-too-many = Mae gormod o’r rhain yn aros am ateb yn barod. Arhoswch am ateb, neu gofynnwch i’ch gweithiwr
done-concern-raised = Bydd y sefydliad sy’n arwain eich achos yn darllen hwn ac yn eich ateb
done-concern-answered = Bydd y person yn gweld eich ateb
