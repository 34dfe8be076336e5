# The first sign-in of a person leaving prison.

first-sign-in-title = I have a code from my worker
first-sign-in-what = With the code and your date of birth you set up your own account, to see your own plan.
first-sign-in-code = Code
first-sign-in-code-hint = 13 letters and numbers. Big or small letters, spaces and dashes do not matter
first-sign-in-no-code = Enter the code that your worker gave you
first-sign-in-refused = The code or the date of birth is not right, or the code works no longer. Check both. After 5 wrong tries a code stops working: then ask your worker for a new one
first-sign-in-born-hint = For example, 27 3 1990
