# Rolau a roddir, sy’n aros am ail berson.

role-requests-title = Rolau i’w cadarnhau
role-requests-what =
    { $days ->
        [one] Dim ond pan fydd dau berson o’ch sefydliad wedi dweud hynny y caiff gweinyddwr neu swyddog diogelu data ei dderbyn, neu y mae rôl cyfrif yn newid. Mae’r hyn nad oes neb yn ei ateb o fewn { $days } diwrnod yn dod i ben ohono’i hun.
        [two] Dim ond pan fydd dau berson o’ch sefydliad wedi dweud hynny y caiff gweinyddwr neu swyddog diogelu data ei dderbyn, neu y mae rôl cyfrif yn newid. Mae’r hyn nad oes neb yn ei ateb o fewn { $days } ddiwrnod yn dod i ben ohono’i hun.
       *[other] Dim ond pan fydd dau berson o’ch sefydliad wedi dweud hynny y caiff gweinyddwr neu swyddog diogelu data ei dderbyn, neu y mae rôl cyfrif yn newid. Mae’r hyn nad oes neb yn ei ateb o fewn { $days } diwrnod yn dod i ben ohono’i hun.
    }
role-requests-waiting = Yn aros am ail berson
role-requests-none = Nid oes unrhyw rôl yn aros i gael ei chadarnhau.
role-requests-over = Wedi’u hateb, neu wedi dod i ben ohonynt eu hunain
role-request-whom = I bwy
role-request-asked-by = Gofynnwyd gan
role-request-asked-at = Gofynnwyd ar
role-request-ends = Gellir ei ateb tan
role-request-title = Rôl i { $name }
role-request-role-now = Y rôl nawr
role-request-role-new = Y rôl newydd
role-request-how = Sut
role-request-of-account = Mae rôl cyfrif sydd yno’n barod yn newid
role-request-by-invitation = Gwahoddiad, nad yw ei ddolen yn agor dim nes i hyn gael ei gadarnhau
role-request-answered-by = Atebwyd gan
role-request-answered-at = Atebwyd ar
role-request-operator = Y gweithredwr, ar y peiriant ei hun
role-request-reason-given = Pam y cafodd ei wrthod
role-request-gone = Ni ellir cadarnhau hyn mwyach: cafodd y cyfrif ei ddadactifadu neu mae’r rôl ganddo eisoes, mae gan y cyfeiriad gyfrif erbyn hyn, neu nid yw’r sawl a ofynnodd yn weinyddwr bellach. Gwrthodwch ef, neu gadewch iddo ddod i ben ohono’i hun.
role-request-holds =
    { $count ->
        [one] Mae { $count } peth yn enw’r cyfrif hwn. Mewn rôl arall ni fyddai neb yn atebol amdano: enwch rywun arall ar ei gyfer yn gyntaf.
        [two] Mae { $count } beth yn enw’r cyfrif hwn. Mewn rôl arall ni fyddai neb yn atebol amdanynt: enwch rywun arall ar eu cyfer yn gyntaf.
       *[other] Mae { $count } o bethau yn enw’r cyfrif hwn. Mewn rôl arall ni fyddai neb yn atebol amdanynt: enwch rywun arall ar eu cyfer yn gyntaf.
    }
role-request-holds-first = Mae pethau yn enw’r cyfrif hwn. Enwch rywun arall ar eu cyfer yn gyntaf, yna gofynnwch eto
role-request-who-confirms = Pwy all ei gadarnhau
role-request-seconds = Un o’r rhain, ar y dudalen hon:
role-request-nobody = Ni all neb arall yn eich sefydliad ei gadarnhau: mae angen gweinyddwr arall neu swyddog diogelu data, nad yw’n un a ofynnodd nac yn un sy’n cael y rôl.
role-request-ask-operator = Gofynnwch i’r sawl sy’n rhedeg Resettle ar eich rhan. Ar y peiriant ei hun, unwaith y bydd yn siŵr mai chi a ofynnodd, bydd yn ei gadarnhau â:
role-request-confirm = Cadarnhau’r rôl hon
role-request-be-sure = Gwnewch yn siŵr i bwy y mae, a bod y rôl yn iawn: gofynnwch i { $asker } wyneb yn wyneb neu ar rif rydych yn ei adnabod eisoes. Cedwir eich enw a’r amser.
role-request-refuse = Gwrthod y rôl hon
role-request-reason = Pam ddim
role-request-reason-hint = Bydd { $asker } yn darllen hwn fel yr ydych yn ei ysgrifennu.
role-request-without-reason = Rhowch pam rydych yn ei gwrthod
role-request-not-you = Chi fyddai’n cael y rôl hon, felly rhaid i rywun arall ei chadarnhau.
role-request-yours = Chi a ofynnodd am hyn, felly rhaid i rywun arall ei gadarnhau. Gallwch ei dynnu’n ôl.
role-request-withdraw = Ei dynnu’n ôl
role-request-waits-already = Mae hyn yn aros i gael ei gadarnhau eisoes. Tynnwch hwnnw’n ôl yn gyntaf, neu arhoswch am ei ateb
role-request-choose-role = Dewiswch y rôl newydd
role-change-link = Newid rôl { $name }
role-change-title = Newid rôl { $name }
role-change-what =
    { $days ->
        [one] Mae’r rôl yn newid pan fydd ail berson wedi’i chadarnhau: gweinyddwr arall eich sefydliad, neu ei swyddog diogelu data. Cânt eu hallgofnodi bryd hynny. Mae’r hyn nad oes neb yn ei ateb o fewn { $days } diwrnod yn dod i ben ohono’i hun.
        [two] Mae’r rôl yn newid pan fydd ail berson wedi’i chadarnhau: gweinyddwr arall eich sefydliad, neu ei swyddog diogelu data. Cânt eu hallgofnodi bryd hynny. Mae’r hyn nad oes neb yn ei ateb o fewn { $days } ddiwrnod yn dod i ben ohono’i hun.
       *[other] Mae’r rôl yn newid pan fydd ail berson wedi’i chadarnhau: gweinyddwr arall eich sefydliad, neu ei swyddog diogelu data. Cânt eu hallgofnodi bryd hynny. Mae’r hyn nad oes neb yn ei ateb o fewn { $days } diwrnod yn dod i ben ohono’i hun.
    }
role-change-send = Gofyn am y rôl hon
accounts-roles-waiting =
    { $count ->
        [one] Mae { $count } rôl yn aros am ail berson.
        [two] Mae { $count } rôl yn aros am ail berson.
       *[other] Mae { $count } rôl yn aros am ail berson.
    }
invitation-takes-two = Dim ond pan fydd ail berson wedi cadarnhau hynny y caiff gweinyddwr neu swyddog diogelu data ei dderbyn: gweinyddwr arall eich sefydliad, neu ei swyddog diogelu data. Cewch y ddolen ar unwaith; mae’n gweithio o hynny ymlaen.
invitation-waits = Nid yw’r ddolen hon yn agor dim eto. Rhaid i ail berson gadarnhau’r rôl erbyn { $by }. O hynny ymlaen mae’n gweithio am wythnos, unwaith.
invitation-waits-link = Pwy all ei gadarnhau
done-role-asked = Mae hyn yn aros am ail berson nawr
done-role-confirmed = Cadarnhawyd y rôl
done-role-refused = Gwrthodwyd y rôl
done-role-withdrawn = Tynnwyd y cais yn ôl

role-standing-waiting = Yn aros
role-standing-confirmed = Wedi’i gadarnhau
role-standing-refused = Wedi’i wrthod
role-standing-withdrawn = Wedi’i dynnu’n ôl
role-standing-lapsed = Wedi dod i ben ohono’i hun
