# Signing in.

sign-in = Sign in
sign-in-email = E-mail address
sign-in-password = Password
sign-in-by-invitation = Accounts are by invitation. Ask your organisation’s administrator.
password-show = Show
password-hide = Hide
password-show-label = Show password
password-hide-label = Hide password
password-shown = Your password is visible
password-hidden = Your password is hidden
sign-in-refused = The e-mail address or the password is not right. After ten wrong tries an account is locked for 15 minutes
sign-in-dormant = This account was not used for { $days } days, so it is closed until somebody opens it again. Ask your organisation’s administrator, or your worker, to do that
sign-in-over = You are signed out: the site was not used for a while, or this session was ended. Sign in again to go on.
sign-in-code-title = Enter your one-time code
sign-in-code = Code
sign-in-code-hint = The 6 digits that your authenticator app shows now
sign-in-code-refused = That code is not right, or it was used before. Wait for the next one and enter its 6 digits
sign-in-again = This took too long. Go back and enter your password again
demo-code = This is a demo, so the code is shown here: { $code }

# Roles.
role-resettlement-worker = Resettlement worker
role-service-worker = Service worker
role-evaluator = Evaluator
role-board-member = Board member
role-administrator = Administrator
role-data-protection-officer = Data protection officer
role-person = Person leaving prison

# Organisations.
organisation-kind-prison = Prison
organisation-kind-probation = Probation
organisation-kind-council = Council
organisation-kind-provider = Service provider
organisation-kind-housing = Housing association
organisation-kind-health = Health or treatment service
organisation-kind-jobcentre = Jobcentre
organisation-kind-employer = Employer
organisation-kind-partnership = Partnership office
sector-public = Public sector
sector-voluntary = Voluntary sector
sector-private = Private sector
