# The second factor again, before what is sensitive.

step-up-title = Enter a one-time code to go on
step-up-what = What you are about to do needs a fresh code, in case somebody else is at your screen. Nothing was changed yet: after the code, do it again.
step-up-locked = There were too many wrong tries. Wait 15 minutes and try again
