# Cysylltiadau: a yw cofnod asiantaeth arall am berson yma.

navigation-joins = Cysylltiadau
navigation-join-quality = Ansawdd cysylltiadau
join-list-title = Cysylltiadau â chofnodion asiantaethau eraill
join-list-what = Mae asiantaeth arall yn adnabod rhywun a all fod yn un o’r bobl y mae eich sefydliad yn arwain eu hachos. Edrychwch ar y ddau gofnod a phenderfynwch.
join-every-agency = Pob asiantaeth
join-agency-count = { $name } ({ $count })
join-narrow = Dangos
join-waiting-title = Yn aros am benderfyniad
join-waiting-none = Nid oes dim yn aros am benderfyniad.
join-changes-title = Beth newidiodd yn y { $days } diwrnod diwethaf
join-changes-none = Ni chysylltwyd, gwahanwyd na dadwnaed dim.
join-now = nawr: { $state }
join-by-weight = Yn ôl ei bwysau’n unig
join-not-told = Heb ei ddweud: nid oes cytundeb mewn grym

join-state-proposed = I’w benderfynu
join-state-unsure = Ddim yn siŵr
join-state-awaiting-second = Yn aros am ail berson
join-state-joined = Wedi’i gysylltu
join-state-split = Dau berson
join-act-proposed = Cafwyd ei fod yn debygol
join-act-matched = Cysylltwyd yn ôl ei bwysau
join-act-doubted = Amheuwyd: mae’r cofnod yn dweud rhywbeth arall nawr
join-act-confirmed = Cadarnhawyd
join-act-split = Gwahanwyd
join-act-unsure = Gadawyd heb fod yn siŵr
join-act-undone = Tynnwyd y penderfyniad diwethaf yn ôl
join-held-weight = nid yw’r pwysau’n ddigon ar ei ben ei hun
join-held-risk-marker = mae nod risg ar y cofnod
join-held-twins = gallant fod yn efeilliaid: un cyfenw, dyddiad geni a chyfeiriad, a dau enw cyntaf
join-held-near = mae rhywun arall yma bron mor debygol
join-held-number-alone = rhifau’n unig sydd o’i blaid
join-held-another = mae cofnod arall yr asiantaeth honno wedi’i gysylltu â’r person
join-reason-numbers = Mae’r rhifau’n dweud hynny
join-reason-details = Mae enwau, dyddiadau a chyfeiriadau’n dweud hynny
join-reason-asked-agency = Gofynnwyd i’r asiantaeth
join-reason-asked-person = Gofynnwyd i’r person
join-reason-relatives = Perthnasau ydynt, neu maent yn byw gyda’i gilydd
join-reason-too-little = Nid oes digon i fynd wrtho
join-reason-mistake = Camgymeriad oedd ef
join-reason-no-agreement = Nid oes cytundeb sy’n gadael i ni gymharu mwyach

join-show-title = Ai’r un person yw hwn?
join-due = I’w benderfynu erbyn { $by }.
join-why-asked = Pam y gofynnir i chi:
join-takes-two = Rhaid i ddau berson gadarnhau: mae nod risg ar y cofnod hwn. Byddai cysylltiad anghywir yn rhoi risg ar y person anghywir, neu’n cuddio un.
join-awaits-other = Rydych chi wedi cadarnhau. Rhaid i rywun arall o’ch sefydliad gadarnhau hefyd.
join-others = Mae’r un cofnod yn debyg i bobl eraill y mae eich sefydliad yn arwain eu hachos. Un person ar y mwyaf biau ef.
join-other = Person { $number }
join-came = Mae’r person hwn gan { $agency } o dan y rhif { $number }, ac anfonwyd hyn ar { $at }.
join-earlier =
    { $earlier ->
        [zero] Ni ddywedodd ddim arall o’r blaen.
        [one] Dywedodd rywbeth arall unwaith o’r blaen.
        [two] Dywedodd rywbeth arall ddwywaith o’r blaen.
        [few] Dywedodd rywbeth arall { $earlier } gwaith o’r blaen.
        [many] Dywedodd rywbeth arall { $earlier } gwaith o’r blaen.
       *[other] Dywedodd rywbeth arall { $earlier } gwaith o’r blaen.
    }
join-risk-marker = Mae’r asiantaeth yn nodi risg: gofynnwch iddi beth ydyw
join-sides-title = Y ddau gofnod
join-detail = Manylyn
join-here = Yma
join-compared = Cymhariaeth
join-address = Cyfeiriad
join-hidden = Wedi’i gymharu, a heb ei ddangos
join-holds-not-known = Anhysbys
join-weights-title = Pa mor debygol ydyw
join-weights-what = Mae pob did yn dyblu’r ods mai un person yw’r ddau. O { $joins } did cânt eu cysylltu heb i neb edrych, oni bai bod rhywbeth yn erbyn hynny; o { $proposes } did gofynnir i chi. Nid yw’r hyn nad yw’n hysbys yn pwyso dim.
join-comparison = Cymharwyd
join-level = Pa mor debyg
join-bits = Didau
join-bar = Mae pob un yn sefyll ar ddiwedd yr un o’i flaen: gwyrdd o blaid, coch yn erbyn
join-total = Gyda’i gilydd
join-comparison-prior = Cyn cymharu dim
join-comparison-family-name = Cyfenw
join-comparison-given-name = Enw cyntaf
join-comparison-date-of-birth = Dyddiad geni
join-comparison-sex = Rhyw
join-comparison-postcode = Cod post
join-comparison-prison-number = Rhif carchar
join-comparison-crn = CRN
join-comparison-pnc-id = Rhif PNC
join-comparison-cro-number = Rhif CRO
join-comparison-ni-number = Rhif Yswiriant Gwladol
join-comparison-nhs-number = Rhif GIG
join-level-start = Dau gofnod a dynnwyd ar hap
join-level-same = Yr un fath
join-level-other-name = Yr un fath ag enw arall
join-level-crossed = Enwau wedi’u croesi
join-level-close = Agos
join-level-alike = Tebyg
join-level-one-part = Un rhan yn wahanol
join-level-partly = Yr un flwyddyn
join-level-district = Yr un ardal
join-level-different = Gwahanol
join-level-not-known = Ddim yn hysbys
join-no-agreement = Nid oes cytundeb mewn grym sy’n gadael i’ch sefydliad a’r asiantaeth hon gymharu pwy yw pobl: { $agency }. Ni ddangosir y cofnod, a dim ond ei wahanu y gellir.
join-made-title = Beth a wnaed
join-decide-title = Eich penderfyniad
join-decision = Beth ydyw?
join-decision-confirm = Yr un person
join-decision-split = Dau berson
join-decision-unsure = Nid wyf yn siŵr: mae’n dal i aros
join-decision-undo = Tynnu’r penderfyniad diwethaf yn ôl
join-reason = Pam?
join-words = Mewn geiriau
join-words-hint = Bydd y person nesaf i edrych ar hyn yn ei ddarllen, yn yr asiantaeth hefyd os gofynna. Dim byd nad oes rhaid iddo fod yno
join-decide-send = Cadw
join-choose-decision = Dewiswch beth ydyw
join-choose-reason = Dewiswch pam
join-without-words = Dywedwch pam, mewn geiriau
done-join-decided = Cadwyd eich penderfyniad

join-quality-title = Ansawdd cysylltiadau
join-quality-what = Pa mor aml y cymerir cofnodion asiantaethau eraill am bobl yma, a pha mor aml y cafwyd bod hynny’n anghywir. Ffigurau’n unig. Ni ddangosir llai na deg.
join-quality-none = Ni chysylltwyd na chynigiwyd cofnod eto.
join-quality-agencies = Yn ôl asiantaeth a sut y maent yn sefyll
join-quality-alone = Wedi’u cysylltu yn ôl y pwysau’n unig
join-quality-alone-right = Heb eu gwahanu wedyn
join-quality-alone-wrong = Wedi’u gwahanu wedyn: cafodd rhywun mai dau berson oeddent
join-quality-twice = Edrychodd dau berson arnynt
join-quality-twice-right = Cadarnhaodd yr ail hefyd
join-quality-twice-wrong = Ni wnaeth yr ail
join-quality-splits = Pam y gwahanwyd cysylltiadau
join-quality-splits-none = Ni wahanwyd yr un.

elsewhere-title = Beth sydd gan asiantaethau eraill
elsewhere-what = Eu cofnodion sydd wedi’u cysylltu â’r person hwn. Ni ysgrifennir dim ohonynt i’r cofnod hwn.
event-join-moved = Cofnod { $agency }: { $act }
