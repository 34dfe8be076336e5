# Torri’r gwydr: mae argyfwng yn agor yr hyn sydd wedi’i ddal yn ôl, am ychydig, ac edrychir arno wedyn.

navigation-break-glass = Argyfyngau

break-glass-reason-life-at-risk = Gall rhywun farw neu ddod i niwed difrifol
break-glass-reason-child-at-risk = Mae plentyn mewn perygl o gael ei esgeuluso neu ei niweidio
break-glass-reason-adult-at-risk = Mae oedolyn na all ei amddiffyn ei hun mewn perygl o gael ei esgeuluso neu ei niweidio
break-glass-verdict-justified = Roedd cyfiawnhad
break-glass-verdict-not-justified = Nid oedd cyfiawnhad

break-glass-link = Argyfwng: agor yr hyn sydd wedi’i ddal yn ôl
break-glass-new-title = Agor cofnod mewn argyfwng
break-glass-new-what = Defnyddiwch hyn dim ond pan fydd rhywun mewn perygl nawr ac na allwch aros am bwy bynnag sy’n arwain yr achos. Os gallwch gael gafael arnynt, ffoniwch nhw yn gyntaf. Os gall rhywun farw, ffoniwch 999 cyn darllen dim.
break-glass-new-narrow = Dim ond y manylion a ddewiswch sy’n cael eu hagor, gydag enw’r person, a dim ond i chi.
break-glass-new-timed = Maent yn cau eto ar ôl { $minutes } munud.
break-glass-new-seen = Dywedir ar unwaith, wrth eich enw, wrth y sefydliad sy’n arwain yr achos a swyddogion diogelu data’r ddau sefydliad. Gall y person ei weld hefyd.
break-glass-new-reviewed = Bydd eich swyddog diogelu data yn edrych a oedd cyfiawnhad. Nes iddynt wneud hynny, ni allwch agor cofnod arall fel hyn.
break-glass-who = Pwy yw’r person?
break-glass-who-hint = Eu rhif carchar, CRN neu rif arall, neu eu henw cyntaf a’u henw teuluol fel y maent ar y cofnod
break-glass-born = Eu dyddiad geni
break-glass-born-hint = Fel na chaiff cofnod y person anghywir ei agor. Er enghraifft, 17 5 1990
break-glass-reason = Beth yw’r argyfwng?
break-glass-words = Beth sy’n digwydd, a pham mae angen y manylion hyn arnoch?
break-glass-words-hint = O leiaf { $least } nod. Mae pwy bynnag sy’n arwain yr achos a’r swyddogion diogelu data yn ei ddarllen, a gall y person ofyn amdano.
break-glass-groups = Beth mae angen i chi ei wybod?
break-glass-groups-hint = Dewiswch cyn lleied ag y gallwch
break-glass-send = Agor y manylion hyn nawr
break-glass-waits = Agoroch gofnod mewn argyfwng ar { $at }. Rhaid ei adolygu cyn y gallwch agor un arall. Gofynnwch i’ch swyddog diogelu data, erbyn { $by }.
break-glass-waits-link = Y cofnod a agoroch

choose-break-glass-reason = Dewiswch beth yw’r argyfwng
choose-break-glass-groups = Dewiswch beth mae angen i chi ei wybod
break-glass-without-who = Rhowch un o rifau’r person, neu eu dau enw
break-glass-words-short = Rhowch beth sy’n digwydd a pham mae angen y manylion hyn arnoch, mewn { $least } nod neu fwy
break-glass-review-first = Agoroch gofnod mewn argyfwng nad yw wedi’i adolygu eto. Rhaid cau’r adolygiad cyn y nesaf. Ffoniwch y sefydliad sy’n arwain yr achos, neu eich swyddog diogelu data
break-glass-no-officer = Nid oes gan eich sefydliad swyddog diogelu data a allai ei adolygu. Ffoniwch y sefydliad sy’n arwain yr achos
break-glass-too-many = Ni enwodd gormod o ymdrechion neb mewn diwrnod. Ffoniwch y sefydliad sy’n arwain yr achos
break-glass-nobody = Nid oes neb ar gofnod â’r rhif neu’r enw hwn, a’r dyddiad geni hwn. Gwiriwch y ddau
break-glass-never = Nid yw rhywfaint o’r hyn a ddewisoch byth yn cael ei agor fel hyn
break-glass-shown-already = Rydych eisoes yn gweld rhywfaint o’r hyn a ddewisoch, ar dudalen y person. Dewiswch yr hyn sydd wedi’i ddal yn ôl yn unig

break-glass-title = Cofnod a agorwyd mewn argyfwng
break-glass-open-until = Ar agor tan { $until }
break-glass-over = Nid oes dim ar agor mwyach: daeth ei amser i ben ar { $until }, neu fe’i hadolygwyd.
break-glass-opened = Yr hyn sydd ar agor i chi
break-glass-nothing = Nid oes dim wedi’i gofnodi o’r hyn a agoroch.
break-glass-facts = Yr hyn a wnaed
break-glass-by = Pwy
break-glass-by-what = { $name }, { $role }, { $organisation }
break-glass-at = Pryd
break-glass-closes = Yn cau
break-glass-of = Cofnod pwy
break-glass-why = Pam
break-glass-what = Yr hyn a agorwyd
break-glass-lead = Pwy sy’n arwain yr achos
break-glass-review = Adolygiad
break-glass-review-by = Rhaid ei adolygu erbyn { $by }
break-glass-reviewed = { $verdict } (adolygwyd ar { $at })
break-glass-review-title = Ei adolygu
break-glass-review-how = Siaradwch â’r gweithiwr ac â phwy bynnag sy’n arwain yr achos. A oedd rhywun mewn perygl? Oni allai aros? Ai dim ond yr hyn oedd ei angen ydoedd? Os nad oedd cyfiawnhad, tor diogelwch ydyw: efallai y bydd rhaid i’r Comisiynydd Gwybodaeth glywed amdano o fewn 72 awr (erthygl 33 GDPR y DU).
break-glass-verdict = A oedd cyfiawnhad?
break-glass-review-words = Yr hyn a ganfuoch
break-glass-review-words-hint = Mae’r sawl a agorodd y cofnod a phwy bynnag sy’n arwain yr achos yn ei ddarllen, a gall y person ofyn amdano.
break-glass-review-send = Cau’r adolygiad
choose-break-glass-verdict = Dewiswch a oedd cyfiawnhad
break-glass-without-review = Rhowch yr hyn a ganfuoch

break-glass-list-title = Cofnodion a agorwyd mewn argyfwng
break-glass-list-what = Cofnodion a agorodd gweithwyr eich sefydliad mewn argyfwng, a chofnodion y mae’n eu harwain a agorodd rhywun fel hyn.
break-glass-list-waiting = Yn aros i gael eu hadolygu
break-glass-list-none = Nid oes un yn aros i gael ei adolygu.
break-glass-list-reviewed = Wedi’u hadolygu
break-glass-list-ours = I chi ei adolygu erbyn { $by }
break-glass-list-theirs = I { $organisation } ei adolygu erbyn { $by }
break-glass-list-row = { $organisation }, { $at }

break-glass-alert-title = Argyfwng
break-glass-alert-lead = Agorodd { $organisation } gofnod { $person } mewn argyfwng ar { $at }.
break-glass-alert-officer = Agorodd gweithiwr gofnod mewn argyfwng ar { $at }. Sefydliad: { $organisation }.
break-glass-alert-link = Gweld pam

done-glass-broken = Mae’r manylion hyn ar agor i chi nawr. Dywedwyd wrth eraill
done-glass-reviewed = Mae’r adolygiad wedi’i gau
