# Grants of roles that wait for a second person.

role-requests-title = Roles to confirm
role-requests-what =
    { $days ->
        [one] An administrator or a data protection officer is let in, and the role of an account changes, only when two people of your organisation have said so. What nobody answers within { $days } day ends by itself.
       *[other] An administrator or a data protection officer is let in, and the role of an account changes, only when two people of your organisation have said so. What nobody answers within { $days } days ends by itself.
    }
role-requests-waiting = Waiting for a second person
role-requests-none = No role waits to be confirmed.
role-requests-over = Answered, or ended by itself
role-request-whom = For whom
role-request-asked-by = Asked for by
role-request-asked-at = Asked for on
role-request-ends = Can be answered until
role-request-title = Role for { $name }
role-request-role-now = Role now
role-request-role-new = New role
role-request-how = How
role-request-of-account = The role of an account that is there changes
role-request-by-invitation = An invitation, whose link opens nothing until this is confirmed
role-request-answered-by = Answered by
role-request-answered-at = Answered on
role-request-operator = The operator, on the machine itself
role-request-reason-given = Why it was refused
role-request-gone = This cannot be confirmed any more: the account was deactivated or has the role already, the address has an account by now, or whoever asked is no longer an administrator. Refuse it, or leave it to end by itself.
role-request-holds =
    { $count ->
        [one] { $count } thing is in the name of this account. In another role nobody would answer for it: name somebody else for it first.
       *[other] { $count } things are in the name of this account. In another role nobody would answer for them: name somebody else for them first.
    }
role-request-holds-first = Things are in the name of this account. Name somebody else for them first, then ask again
role-request-who-confirms = Who can confirm it
role-request-seconds = One of these, on this page:
role-request-nobody = Nobody else in your organisation can confirm it: that takes another administrator or a data protection officer, who is neither the one who asked nor the one who receives the role.
role-request-ask-operator = Ask whoever runs Resettle for you. On the machine itself they confirm it, once they are sure that you asked, with:
role-request-confirm = Confirm this role
role-request-be-sure = Be sure who it is for, and that the role is right: ask { $asker } in person or on a number that you know already. Your name and the time are kept.
role-request-refuse = Refuse this role
role-request-reason = Why not
role-request-reason-hint = { $asker } will read this as you write it.
role-request-without-reason = Enter why you refuse it
role-request-not-you = You would receive this role, so somebody else has to confirm it.
role-request-yours = You asked for this, so somebody else has to confirm it. You can take it back.
role-request-withdraw = Take it back
role-request-waits-already = This is waiting to be confirmed already. Take that back first, or wait for its answer
role-request-choose-role = Choose the new role
role-change-link = Change the role of { $name }
role-change-title = Change the role of { $name }
role-change-what =
    { $days ->
        [one] The role changes when a second person has confirmed it: another administrator of your organisation, or its data protection officer. They are signed out then. What nobody answers within { $days } day ends by itself.
       *[other] The role changes when a second person has confirmed it: another administrator of your organisation, or its data protection officer. They are signed out then. What nobody answers within { $days } days ends by itself.
    }
role-change-send = Ask for this role
accounts-roles-waiting =
    { $count ->
        [one] { $count } role waits for a second person.
       *[other] { $count } roles wait for a second person.
    }
invitation-takes-two = An administrator or a data protection officer is let in only when a second person has confirmed it: another administrator of your organisation, or its data protection officer. You get the link at once; it works from then on.
invitation-waits = This link opens nothing yet. A second person has to confirm the role by { $by }. From then on it works for a week, once.
invitation-waits-link = Who can confirm it
done-role-asked = This waits for a second person now
done-role-confirmed = The role was confirmed
done-role-refused = The role was refused
done-role-withdrawn = The request was taken back

role-standing-waiting = Waiting
role-standing-confirmed = Confirmed
role-standing-refused = Refused
role-standing-withdrawn = Taken back
role-standing-lapsed = Ended by itself
