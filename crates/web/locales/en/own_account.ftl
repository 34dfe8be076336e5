# One’s own account.

own-account-title = Your account
own-account-sessions = Where you are signed in
own-account-began = Since
own-account-seen = Last used
own-account-this = This one
own-account-end = End
own-account-limits =
    You are signed out when you do not use the site for { $minutes } minutes, and in any case { $hours } hours after signing in. If you do not know one of these, end it and tell your administrator or your worker.
own-account-sign-out-everywhere = Sign out everywhere
done-session-ended = The session was ended. Whoever used it is signed out
own-account-password = Change your password
own-account-current-password = The password that you have now
own-account-new-password = New password
own-account-password-refused = That is not the password that you have now. After ten wrong tries an account is locked for 15 minutes
own-account-others-end = Everywhere else where you are signed in, you are signed out.
own-account-factor = Change your authenticator app
own-account-factor-what = Add this key to the app that you want to use from now on. The old codes stop working once you save.
own-account-recovery-warning = A way back into your account was made. If you did not ask for it, tell your administrator or your worker now, and change your password.
own-account-recoveries = Ways back into your account
own-account-recovery-by = Made by { $by } on { $at }.
own-account-recovery-operator = Made by whoever runs the service on { $at }.
own-account-recovery-used = Used on { $at }.
own-account-recovery-unused = Not used.
own-account-recovery-known = I know about this
done-recovery-known = Thank you. This stays on the list below
done-password-changed = Your password was changed
done-second-factor-changed = Your authenticator app was changed. Use its codes from now on
