# Handovers.

handover-kind-release = rhyddhau
handover-kind-transfer = trosglwyddo
handover-kind-change-of-worker = newid gweithiwr
handover-status-created = Cynigiwyd
handover-status-accepted = Derbyniwyd
handover-status-meeting-held = Cynhaliwyd y cyfarfod
handover-status-complete = Wedi’i gwblhau
handover-status-abandoned = Rhoddwyd y gorau iddo
handover-status-superseded = Trosglwyddwyd ymlaen cyn iddo gael ei gwblhau
abandon-reason-date-changed = Newidiodd y dyddiad
abandon-reason-recalled = Galwyd y person yn ôl
abandon-reason-wrong-organisation = Aeth i’r sefydliad anghywir
abandon-reason-not-accepted = Ni allai’r derbynnydd ei gymryd
abandon-reason-died = Bu farw’r person
abandon-reason-other = Rheswm arall

# Y rhestr, y cynnig a thudalen un trosglwyddiad.
handovers-title = Trosglwyddiadau
handovers-caption = Pobl ar eu ffordd i’ch sefydliad
handovers-empty = Nid oes neb ar ei ffordd i’ch sefydliad. Bydd trosglwyddiadau newydd yn ymddangos yma cyn gynted ag y cânt eu cynnig.
handover-title = Trosglwyddiad: { $kind }
handover-why = Pam
handover-day = Diwrnod rhyddhau neu drosglwyddo
handover-no-day = Heb ddiwrnod penodol
handover-since = Ers
handover-giver = Oddi wrth
handover-taker = I
handover-no-clock = Nid oes dim arall i’w wneud
handover-summary = Beth mae’n rhaid i’r derbynnydd ei wybod
handover-travels = Beth sy’n teithio gyda’r person
travels-needs =
    { $count ->
        [one] { $count } angen agored
        [two] { $count } angen agored
        [few] { $count } angen agored
        [many] { $count } angen agored
       *[other] { $count } angen agored
    }
travels-steps =
    { $count ->
        [one] { $count } cam agored yn y cynllun
        [two] { $count } gam agored yn y cynllun
        [few] { $count } cham agored yn y cynllun
        [many] { $count } cham agored yn y cynllun
       *[other] { $count } cam agored yn y cynllun
    }
travels-referrals =
    { $count ->
        [one] { $count } atgyfeiriad agored
       *[other] { $count } atgyfeiriad agored
    }
travels-appointments =
    { $count ->
        [one] { $count } apwyntiad i ddod neu i’w gofnodi
       *[other] { $count } apwyntiad i ddod neu i’w cofnodi
    }
travels-outcomes =
    { $count ->
        [one] { $count } canlyniad i’w gofnodi
        [two] { $count } ganlyniad i’w cofnodi
        [few] { $count } chanlyniad i’w cofnodi
        [many] { $count } chanlyniad i’w cofnodi
       *[other] { $count } canlyniad i’w cofnodi
    }
handover-next = Beth allwch chi ei wneud nawr
handover-accept = Derbyn y person
handover-accept-means = Pan fyddwch yn derbyn, chi fydd yn arwain yr achos. Daw ei anghenion, ei gamau, ei atgyfeiriadau, ei apwyntiadau a’i ganlyniadau yn eiddo i chi ar yr un pryd.
handover-met = Pryd oedd y cyfarfod trosglwyddo?
handover-attended = A oedd y person yno?
attended-yes = Oedd, roedd yno
attended-no = Nac oedd, nid oedd yno
handover-meet = Cofnodi’r cyfarfod
handover-complete = Mae’r gwaith drwy’r giât wedi’i wneud
handover-abandon = Rhoi’r gorau i’r trosglwyddiad hwn
handover-abandon-why = Pam rydych yn rhoi’r gorau iddo?
handover-meeting-in-future = Ni all y cyfarfod fod yn y dyfodol. Rhowch heddiw neu ddiwrnod cynharach
handover-meeting-too-early = Roedd y cyfarfod yn rhy hir cyn i’r trosglwyddiad gael ei dderbyn. Gwiriwch y diwrnod
handover-not-yet-through = Mae’r diwrnod rhyddhau neu drosglwyddo eto i ddod. Cwblhewch y trosglwyddiad ar ei ôl
done-handover-moved = Diweddarwyd y trosglwyddiad
offer-title = Trosglwyddo’r person hwn
offer-stays = Mae’r achos yn aros gyda chi nes bod yr ochr arall yn derbyn. Ni chollir dim ar y ffordd.
offer-one-at-a-time = Mae’r achos wedi’i gynnig eisoes. Rhowch y gorau i’r trosglwyddiad hwnnw cyn ei gynnig i neb arall.
offer-taker = Pwy ddylai gymryd yr achos?
offer-taker-hint = Dewiswch eich sefydliad eich hun i newid y gweithiwr
offer-another-taker = Dewis un arall
offer-why = Pam mae’r person yn cael ei drosglwyddo?
offer-effective = Beth yw diwrnod y rhyddhau neu’r trosglwyddo?
offer-worker = Pa weithiwr ddylai gymryd yr achos?
offer-worker-optional = A ofynnir i weithiwr yno ei gymryd? (dewisol)
offer-worker-hint = Gall unrhyw un yno sy’n arwain achosion ei dderbyn
offer-summary = Beth mae’n rhaid i’r derbynnydd ei wybod?
offer-summary-hint = Beth sydd ar frys, beth a addawyd, a beth mae’r person ei eisiau
offer-send = Cynnig yr achos
offer-past = Trosglwyddiadau hyd yma
offer-kind-release = Rhyddhau o’r carchar
offer-kind-transfer = Trosglwyddo i garchar neu ranbarth arall
handover-summary-missing = Dywedwch beth mae’n rhaid i’r derbynnydd ei wybod
choose-handover-kind = Dewiswch pam mae’r person yn cael ei drosglwyddo
handover-own-organisation = Eich sefydliad chi yw hwn. Dewiswch un arall, neu newidiwch y gweithiwr
handover-other-worker = Dim ond eich sefydliad eich hun all newid y gweithiwr. Dewiswch ryddhau neu drosglwyddo
handover-release-to-prison = Nid yw person sy’n cael ei ryddhau yn mynd i garchar. Dewiswch drosglwyddo, neu sefydliad arall
handover-same-worker = Mae’r gweithiwr hwn yn arwain yr achos eisoes. Dewiswch rywun arall
handover-day-missing = Rhowch ddiwrnod y rhyddhau neu’r trosglwyddo
handover-before-reception = Mae’r diwrnod cyn i’r person ddod i’r carchar. Gwiriwch y diwrnod
choose-attended = Dywedwch a oedd y person yno
done-handover-offered = Cynigiwyd yr achos. Mae’n aros gyda chi nes iddo gael ei dderbyn
