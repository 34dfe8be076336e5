# One’s own account.

own-account-title = Eich cyfrif
own-account-sessions = Ble rydych wedi mewngofnodi
own-account-began = Ers
own-account-seen = Defnyddiwyd ddiwethaf
own-account-this = Yr un hwn
own-account-end = Dod â hwn i ben
own-account-limits =
    Cewch eich allgofnodi’n awtomatig pan na fyddwch yn defnyddio’r wefan am { $minutes } munud, a { $hours } awr ar ôl mewngofnodi. Os nad ydych yn adnabod un o’r rhain, dewch ag ef i ben a dywedwch wrth eich gweinyddwr.
own-account-sign-out-everywhere = Allgofnodi ym mhobman
done-session-ended = Daeth y sesiwn i ben. Mae pwy bynnag oedd yn ei defnyddio wedi’i allgofnodi
