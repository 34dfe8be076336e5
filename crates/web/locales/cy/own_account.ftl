# Eich cyfrif eich hun.

own-account-title = Eich cyfrif
own-account-sessions = Ble rydych wedi mewngofnodi
own-account-began = Ers
own-account-seen = Defnyddiwyd ddiwethaf
own-account-this = Yr un hwn
own-account-end = Dod â hwn i ben
own-account-limits =
    Cewch eich allgofnodi’n awtomatig pan na fyddwch yn defnyddio’r wefan am { $minutes } munud, a { $hours } awr ar ôl mewngofnodi. Os nad ydych yn adnabod un o’r rhain, dewch ag ef i ben a dywedwch wrth eich gweinyddwr neu eich gweithiwr.
own-account-sign-out-everywhere = Allgofnodi ym mhobman
done-session-ended = Daeth y sesiwn i ben. Mae pwy bynnag oedd yn ei defnyddio wedi’i allgofnodi
own-account-password = Newid eich cyfrinair
own-account-current-password = Y cyfrinair sydd gennych nawr
own-account-new-password = Cyfrinair newydd
own-account-password-refused = Nid dyna’r cyfrinair sydd gennych nawr. Ar ôl deg cynnig anghywir mae cyfrif yn cael ei gloi am 15 munud
own-account-others-end = Cewch eich allgofnodi ym mhobman arall lle rydych wedi mewngofnodi.
own-account-factor = Newid eich ap dilysu
own-account-factor-what = Ychwanegwch yr allwedd hon at yr ap rydych am ei ddefnyddio o hyn ymlaen. Bydd yr hen godau’n peidio â gweithio ar ôl i chi gadw.
own-account-recovery-warning = Gwnaed ffordd yn ôl i’ch cyfrif. Os na wnaethoch chi ofyn amdani, dywedwch wrth eich gweinyddwr neu eich gweithiwr nawr, a newidiwch eich cyfrinair.
own-account-recoveries = Ffyrdd yn ôl i’ch cyfrif
own-account-recovery-by = Gwnaed gan { $by } ar { $at }.
own-account-recovery-operator = Gwnaed gan bwy bynnag sy’n rhedeg y gwasanaeth ar { $at }.
own-account-recovery-used = Defnyddiwyd ar { $at }.
own-account-recovery-unused = Heb ei defnyddio.
own-account-recovery-known = Gwn am hyn
done-recovery-known = Diolch. Mae hyn yn aros ar y rhestr isod
done-password-changed = Newidiwyd eich cyfrinair
done-second-factor-changed = Newidiwyd eich ap dilysu. Defnyddiwch ei godau o hyn ymlaen
