# Accounts of an organisation.

accounts-title = Accounts
accounts-caption = Accounts of your organisation
account-invite = Invite somebody
account-name = Name
account-email = E-mail address
account-role = Role
account-seen = Last seen
account-never-seen = Never
account-status = Status
account-active = Active
account-inactive = Deactivated
account-dormant = Dormant
account-wake = Open the account of { $name } again
account-own = You
account-to-do = What you can do
account-deactivate-of = Deactivate { $name }
account-deactivate-what = They are signed out at once and cannot sign in again. What they own stays in their name and waits for your whole organisation until somebody else is named.
account-owns =
    { $count ->
        [one] { $count } thing is still in this name: name somebody else for it
       *[other] { $count } things are still in this name: name somebody else for them
    }
accounts-invited = Invitations not taken up yet
accounts-none-invited = Nobody is invited at the moment.
account-expires = Works until
done-account-deactivated = The account was deactivated
done-account-woken = The account can sign in again
done-invited-before = This invitation was made already. Its link was shown once. If it is lost, invite the person again: the old link then stops working
