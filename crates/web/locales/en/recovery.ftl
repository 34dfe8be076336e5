# Recovery: a way back into an account.

recovery-link = Help { $name } back into their account
recovery-title = Help { $name } back into their account
recovery-begin-what = You get a link that works once and for { $minutes } minutes. With it they choose a new password and set up new one-time codes. They are signed out everywhere, and they see that you did this.
recovery-be-sure = Be sure that it is them who asks: see them, or ring a number that you already know. They also need what they still have: their password, or a code of their old app. If they have neither, deactivate this account and invite them with another address.
recovery-be-sure-person = Be sure that it is them who asks: see them in person.
recovery-begin = Make the link
recovery-made-title = Link for { $name }
recovery-hand-over = Give this link to them yourself, and to nobody else. Do not open it.
recovery-link-once = The link is shown this once, and works once, until { $until }.
recovery-show-title = Come back into your account
recovery-welcome = { $name }, this link lets you choose a new password and set up new one-time codes.
recovery-code-what = Add this key to an authenticator app on your phone, or to a program that makes such codes. The old codes stop working.
recovery-step-proof = 4. Show that it is you
recovery-proof = Your old password, or a code of your old app
recovery-proof-hint = One of the two. If you have neither, tell your administrator.
recovery-proof-refused = That is neither your old password nor a code that your old app shows now. After ten wrong tries an account is locked for 15 minutes
recovery-take = Save and sign in
recovery-gone-title = This link does not work
recovery-gone-what = It was used already, it has run out, or a newer one took its place. Ask whoever gave it to you for a new one.
done-recovered = Your new password and codes are saved. Sign in with them
done-recovery-before = This link was made already and was shown once. If it is lost, make another: the old one then stops working
