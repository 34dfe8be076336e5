# Asesiadau: y rhestr dasgau, graddau a sut y'u cafwyd, a newid dros amser.

area-progress-not-started = Heb ddechrau
area-progress-in-progress = Ar y gweill
area-progress-needs-rating = Angen gradd
area-progress-complete = Wedi’i gwblhau

not-answered = Heb ei ateb
not-yet = Ddim eto
change = Newid
save-and-continue = Cadw a pharhau
column-area = Maes
column-first = Cyntaf
column-latest = Diweddaraf
column-change = Newid
column-person-says = Mae’r person yn dweud
column-submitted = Cyflwynwyd
column-view = Barn pwy
column-by = Gan

assessment-start = Dechrau asesiad
assessment-go-on = Parhau â’r asesiad
assessment-draft-from = Dechreuwyd asesiad ar { $on } ac nid yw wedi’i gyflwyno eto.
assessment-started = Dechreuwyd ar { $on } gan { $name }, { $organisation }.
assessment-submitted = Cyflwynwyd ar { $at } gan { $name }, { $organisation }. Ni ellir ei newid: i gofnodi bod rhywbeth yn wahanol nawr, dechreuwch asesiad newydd.
assessment-not-submitted = Drafft yw hwn a ddechreuwyd gan { $name }, { $organisation }, ar { $on }. Gallai newid o hyd.
assessment-progress = Mae { $complete } o { $count } maes wedi’u cwblhau.
assessment-saved-as-you-go = Caiff yr atebion eu cadw wrth i chi fynd ymlaen, felly gallwch stopio a dod yn ôl.
assessment-rated = Gradd: { $rating }
assessment-check = Gwirio’r atebion a chyflwyno
assessment-check-title = Gwiriwch yr atebion
assessment-rating = Gradd
assessment-rating-of = { $area }: gradd
assessment-computed = Y radd o’r atebion
assessment-because = Mae’n seiliedig ar yr atebion hyn
assessment-because-green = Nid oes yr un ateb yn dangos mwy nag ychydig o anhawster, ac mae llai na thri yn dangos ychydig o anhawster.
assessment-open = Heb eu hateb, neu mae’n well gan y person beidio â dweud
assessment-open-range = Gyda’r atebion a roddwyd, { $best } fyddai’r radd ar ei gorau a { $worst } ar ei gwaethaf.
assessment-need-score = Sgôr angen
assessment-need-score-of = { $score } allan o 100 (mae 0 yn golygu dim angen)
assessment-your-rating = Eich gradd chi
assessment-override-why = Pam mae’n wahanol i’r atebion
assessment-note = Nodyn
assessment-note-hint = Dim ond ar gyfer rheswm arall y mae ei angen. Gall y person ofyn am gael gweld yr hyn rydych yn ei ysgrifennu.
assessment-save-rating = Cadw fy ngradd
assessment-remove-rating = Dileu fy ngradd
assessment-rate-differently = Graddio’r maes hwn yn wahanol
assessment-rate-yourself = Graddiwch y maes hwn eich hun
assessment-rate-yourself-why = Nid yw’r atebion yn ddigon i bennu’r radd. Nid yw peidio â bod eisiau dweud yn rheswm dros radd goch: defnyddiwch beth arall rydych yn ei wybod.
assessment-answer-rest = Ateb y gweddill
assessment-next-area = Nesaf: { $area }
assessment-all-areas = Pob un o’r deg maes
assessment-submit-title = Cyflwyno
assessment-submit-about = Ar ôl ei gyflwyno, ni fydd byth yn newid. Mae pob maes coch neu oren yn agor angen neu’n ei newid, ac mae maes gwyrdd yn cau’r angen sydd yno.
assessment-submit = Cyflwyno’r asesiad
followed-up = Rwyf wedi gwneud yr hyn y mae ein proses leol yn gofyn amdano, neu wedi dechrau arno
follow-ups-title = Gweithredwch ar hyn cyn mynd ymlaen
follow-ups-own-title = Mae angen gweithredu ar yr hyn a ddywedodd y person

area-named =
    { $area ->
        [accommodation] { area-accommodation }
        [employment_and_training] { area-employment-and-training }
        [education] { area-education }
        [finance] { area-finance }
        [drugs] { area-drugs }
        [alcohol] { area-alcohol }
        [health] { area-health }
        [relationships] { area-relationships }
        [attitudes_and_life_skills] { area-attitudes-and-life-skills }
       *[offending_and_motivation] { area-offending-and-motivation }
    }
assessment-area-gaps = { area-named }: atebwch bob cwestiwn
assessment-area-unrated = { area-named }: nid yw’r atebion yn ddigon i bennu’r radd, felly graddiwch y maes eich hun
assessment-not-followed-up = Cadarnhewch eich bod wedi gweithredu ar yr hyn y mae’r atebion yn ei ddweud, neu wedi dechrau gwneud hynny
assessment-nothing-answered = Atebwch o leiaf un cwestiwn
choose-rating = Dewiswch goch, oren neu wyrdd

assessments-all-title = Pob asesiad
no-assessments = Nid oes neb wedi cyflwyno asesiad eto.
distance-title = Newid yn y deg maes
distance-about = Y radd gyntaf a’r radd ddiweddaraf gan weithiwr y gellir eu cymharu, a’r hyn y mae’r person yn ei ddweud nawr.
distance-score = Sgôr angen { $first }, nawr { $latest }
distance-left-out =
    { $count ->
        [one] Mae { $count } radd gynharach wedi’i gadael allan: roedd y cwestiynau’n wahanol
        [two] Mae { $count } radd gynharach wedi’u gadael allan: roedd y cwestiynau’n wahanol
       *[other] Mae { $count } gradd gynharach wedi’u gadael allan: roedd y cwestiynau’n wahanol
    }
distance-limits-title = Beth nad yw hyn yn ei ddangos
distance-limits = Yn aml caiff pobl eu hasesu gyntaf pan fydd pethau ar eu gwaethaf, felly byddai rhan o unrhyw welliant wedi dod beth bynnag. Nid oes cymhariaeth ag eraill, ac nid yw’n dweud dim am aildroseddu. Nid yw’r cwestiynau’n raddfa sydd wedi’i dilysu.
seen-differently = Barn wahanol
over-time-title = Y deg maes dros amser

done-area-saved = Mae’r atebion wedi’u cadw.
done-area-saved-rating-removed = Mae’r atebion wedi’u cadw. Maent yn newid y radd a gyfrifwyd, felly dilëwyd eich gradd chi: ychwanegwch hi eto os yw’n dal i sefyll.
done-area-rated = Mae eich gradd wedi’i chadw.
done-rating-removed = Mae eich gradd wedi’i dileu. Y radd o’r atebion sy’n sefyll.
done-assessment-submitted = Mae’r asesiad wedi’i gyflwyno, ac mae’r anghenion yn gyfredol.
