# Releases.

release-status-planned = Wedi’i gynllunio
release-status-released = Rhyddhawyd
release-status-cancelled = Canslwyd

release-title = Rhyddhau
release-in-prison = Yn { $prison }. Derbyniwyd ar { $since }.
release-in-community = Ddim yn y carchar, hyd y cofnodir yma.
release-closes-after = Mae’r rhan fwyaf o wasanaethau ar gau y diwrnod ar ôl y rhyddhau hwn. Gwnewch yn siŵr bod cartref, meddyginiaeth ac arian yn eu lle cyn i’r person adael.
release-day = Diwrnod rhyddhau
release-due = Diwrnod dyledus, fel y’i rhoddwyd
release-route = Sut mae’r rhyddhau’n digwydd
release-going-to = Yn mynd i
release-going-to-hint = Ble bydd y person yn treulio’r noson gyntaf
release-working = Sut y cyfrifwyd y diwrnod hwn
release-working-unknown = Nid yw gwyliau banc y flwyddyn honno’n hysbys yma, felly ni ellir dangos y gwaith cyfrifo.
release-earliest = Gall y llywodraethwr ddewis diwrnod mor gynnar â { $on }.
release-checks = Beth ddylai fod yn ei le erbyn y diwrnod
release-missing =
    { $count ->
        [0] Mae popeth ar y rhestr hon yn ei le.
        [one] Mae { $count } peth ar goll.
        [two] Mae { $count } beth ar goll.
        [few] Mae { $count } pheth ar goll.
        [many] Mae { $count } pheth ar goll.
       *[other] Mae { $count } peth ar goll.
    }
release-check-missing = Ar goll
release-check-there = Yn ei le
release-missing-screening = Y sgrinio sylfaenol wedi’i wneud
release-missing-address = Cyfeiriad i fynd iddo
release-missing-handover = Rhywun y tu allan i’r carchar wedi cymryd yr achos
release-missing-probation = Apwyntiad cyntaf gyda’r gwasanaeth prawf
release-missing-referrals = Ateb i bob atgyfeiriad
release-timeline = Y ffordd at y giât
release-day-leaves = Gadael y carchar
release-day-screening = Sgrinio sylfaenol
release-day-handover = Trosglwyddo i { $taker }
release-day-referral = Y cam nesaf i’w wneud yn yr atgyfeiriad i { $service }
release-day-appointment = Apwyntiad gyda { $with }
release-day-meeting = { $kind }, { $place }. { $status }
release-plan = Cynllunio’r rhyddhau
release-change = Newid y cynllun
release-due-when = Beth yw’r diwrnod dyledus?
release-due-hint = Fel y’i rhoddwyd gan y carchar. Mae penwythnosau, gwyliau banc a dyddiau Gwener yn cael eu trin yma
release-save = Cadw’r cynllun
release-past = Pob rhyddhau hyd yma
release-past-row = { $on }, yn ddyledus { $due }, i { $to }
release-due-before-reception = Mae’r diwrnod dyledus cyn i’r person ddod i’r carchar. Gwiriwch y diwrnod
release-in-future = Ni all y diwrnod rhyddhau fod yn y dyfodol. Rhowch heddiw neu ddiwrnod cynharach
release-before-reception = Mae’r diwrnod rhyddhau cyn i’r person ddod i’r carchar. Gwiriwch y diwrnod
release-going-to-missing = Dywedwch i ble y bydd y person yn mynd. Os nad oes neb yn gwybod eto, dywedwch hynny
received-summary-missing = Dywedwch beth mae’n rhaid i’r carchar ei wybod
choose-release-route = Dewiswch sut mae’r rhyddhau’n digwydd
released-title = Cofnodi’r rhyddhau
released-means = Mae hyn yn dod â’r cyfnod yn y carchar i ben ac yn dechrau’r pum canlyniad a gyfrifir o’r diwrnod hwnnw.
released-when = Pryd y gadawodd y person y carchar?
released-record = Cofnodi’r rhyddhau
received-title = Cofnodi bod y person wedi’i dderbyn i garchar
received-means = Bydd sgrinio sylfaenol newydd i’w wneud o fewn pedwar diwrnod. Cynigir yr achos i’r carchar ac mae’n aros gyda chi nes i’r carchar ei dderbyn.
received-when = Pryd y derbyniwyd y person?
received-why = Pam?
received-prison = Pa garchar?
received-summary = Beth mae’n rhaid i’r carchar ei wybod?
received-record = Cofnodi’r derbyn
reception-in-future = Ni all y diwrnod derbyn fod yn y dyfodol. Rhowch heddiw neu ddiwrnod cynharach
reception-before-release = Mae’r diwrnod cyn y peth olaf a gofnodwyd am gyfnodau’r person. Gwiriwch y diwrnod
choose-reception-reason = Dewiswch pam y derbyniwyd y person
done-release-planned = Cynlluniwyd y rhyddhau
done-released = Cofnodwyd y rhyddhau
done-received = Cofnodwyd y derbyn
