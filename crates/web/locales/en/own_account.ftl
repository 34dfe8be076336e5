# One’s own account.

own-account-title = Your account
own-account-sessions = Where you are signed in
own-account-began = Since
own-account-seen = Last used
own-account-this = This one
own-account-end = End
own-account-limits =
    You are signed out when you do not use the site for { $minutes } minutes, and in any case { $hours } hours after signing in. If you do not know one of these, end it and tell your administrator.
own-account-sign-out-everywhere = Sign out everywhere
done-session-ended = The session was ended. Whoever used it is signed out
