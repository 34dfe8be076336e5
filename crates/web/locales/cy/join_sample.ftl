# Samplau o gysylltiadau: parau y mae rhywun yn edrych arnynt heb gael gwybod sut y maent yn sefyll.

join-stratum-by-weight = Wedi’i gysylltu yn ôl ei bwysau’n unig
join-stratum-decided = Wedi’i gysylltu gan rywun
join-stratum-waiting = Yn aros am benderfyniad
join-stratum-split = Wedi’i wahanu gan rywun
join-stratum-below = Yn pwyso rhy ychydig i’w gynnig
sample-answer-same = Yr un person
sample-answer-different = Dau berson
sample-answer-cannot-tell = Ni allaf ddweud
sample-size-50 = 50
sample-size-100 = 100
sample-size-200 = 200

sample-title = Faint o gysylltiadau sy’n anghywir, a faint a gollwyd
sample-what = Mae gweithwyr nad ydynt yn cael gwybod sut y mae parau’n sefyll yn edrych ar rai a dynnwyd ar hap. Cyfrifir yr hyn a ddywedant ar gyfer pob pâr y gellid bod wedi’i dynnu.
sample-none = Ni thynnwyd sampl eto: ni wyddys dim am hyn.
sample-drawn =
    { $pairs ->
        [zero] Ni thynnwyd pâr ar { $on }. Mae ateb mewn pryd hyd { $by }.
        [one] Tynnwyd 1 pâr ar { $on }. Mae ateb mewn pryd hyd { $by }.
        [two] Tynnwyd 2 bâr ar { $on }. Mae ateb mewn pryd hyd { $by }.
        [few] Tynnwyd { $pairs } phâr ar { $on }. Mae ateb mewn pryd hyd { $by }.
        [many] Tynnwyd { $pairs } phâr ar { $on }. Mae ateb mewn pryd hyd { $by }.
       *[other] Tynnwyd { $pairs } pâr ar { $on }. Mae ateb mewn pryd hyd { $by }.
    }
sample-not-answered = Heb ateb eto
sample-erased = Wedi’u dileu ers hynny
sample-all = Pawb
sample-everybody = Pawb
sample-by-sex = Yn ôl rhyw
sample-by-ethnic-group = Yn ôl grŵp ethnig
sample-whose = Pwy
sample-told-joined = Parau cysylltiedig y gellid dweud amdanynt
sample-false = Cysylltiadau anghywir
sample-told-others = Parau eraill y gellid dweud amdanynt
sample-missed = Cysylltiadau a gollwyd
sample-too-few = Heb ei amcangyfrif
sample-caveat-few = Nid amcangyfrifir dim lle mae llai na deg ateb yn dweud, neu lle gallai fod yn unrhyw beth.
sample-caveat-interval = Mewn 95 o bob 100 sampl mae’r gwir gyfran o fewn y cyfwng. Mae parau na allai neb ddweud amdanynt yn ei ledu, gan y gallent fod y naill neu’r llall.
sample-caveat-unanswered = Cymerir bod parau heb ateb fel y lleill. Os y rhai anodd sydd ar ôl, mae hynny’n anghywir.
sample-caveat-nothing-shared = Nid yw sampl yn dweud dim am gofnodion nad ydynt yn rhannu dim â neb yma: ni fyddai neb yn dod o hyd i’r rheini.
sample-caveat-looked-through = O’r cofnodion nad ydynt wedi’u cysylltu â neb, dim ond trwy rai yr edrychwyd. Amcangyfrif ei hun yw faint o barau sy’n pwyso rhy ychydig, ac nid yw ei wall yn y cyfwng.
sample-caveat-agreement = Dim ond parau y mae cytundeb mewn grym yn gadael i rywun eu cymharu y gellid eu tynnu. Gall y sawl sy’n edrych fod yn anghywir hefyd.
sample-seed = Tynnwyd o’r rhif { $seed }, y gellir ei dynnu ohono eto.
sample-draw-title = Tynnu sampl
sample-draw-what = Tynnir yr un nifer o bob math o bâr, cysylltiedig neu beidio. Gellir tynnu sampl arall unwaith y bydd hwn wedi’i ateb neu ei ddiwrnod olaf wedi mynd heibio.
sample-size = Faint o barau?
sample-draw = Tynnu
sample-choose-size = Dewiswch faint o barau
sample-nothing = Nid oes dim i dynnu ohono eto
done-sample-drawn = Tynnwyd sampl

sample-list-title = Edrych ar barau ar gyfer sampl
sample-list-what = Tynnwyd y parau hyn ar hap. Mae rhai wedi’u cysylltu ac eraill heb fod, ac ni ddywedir wrthych pa rai. Mae eich atebion yn dangos pa mor aml y cymerir cofnodion am y person anghywir. Nid ydynt yn newid cysylltiad ar eu pen eu hunain. Nid yw parau y gwnaethoch chi eich hun benderfynu arnynt yma.
sample-list-none = Nid oes pâr yn aros amdanoch.
sample-due = I’w ateb erbyn { $by }.
sample-waiting =
    { $count ->
        [zero] Nid oes pâr o sampl yn aros i rywun edrych arno
        [one] Mae 1 pâr o sampl yn aros i rywun edrych arno
        [two] Mae 2 bâr o sampl yn aros i rywun edrych arnynt
        [few] Mae { $count } phâr o sampl yn aros i rywun edrych arnynt
        [many] Mae { $count } phâr o sampl yn aros i rywun edrych arnynt
       *[other] Mae { $count } pâr o sampl yn aros i rywun edrych arnynt
    }
sample-show-title = Ai un person yw’r rhain?
sample-show-what = Edrychwch ar y ddau gofnod hyn yn unig. Peidiwch â chwilio am y person, nac am yr hyn a benderfynwyd o’r blaen.
sample-answer = Beth a welwch?
sample-answer-send = Cadw a mynd i’r rhestr
sample-choose-answer = Dewiswch beth a welwch
sample-said = A ddywedwyd am y sampl
sample-otherwise-title = Mae sampl yn dweud yn wahanol
sample-otherwise-what = Dywedodd rhywun na chafodd wybod sut y mae’r rhain yn sefyll yn wahanol. Edrychwch arnynt eto. Maent yn y rhestr nes i rywun benderfynu, neu nes tynnu sampl arall.
done-sample-answered = Cadwyd eich ateb
event-join-sample-answered = Edrychwyd arno ar gyfer sampl, cofnod { $agency }: { $answer }
event-join-sample-drawn = Tynnwyd sampl o gysylltiadau
