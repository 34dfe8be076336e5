# Breaking the glass: an emergency opens what is withheld, for a while, and is looked at afterwards.

navigation-break-glass = Emergencies

break-glass-reason-life-at-risk = Somebody may die or come to serious harm
break-glass-reason-child-at-risk = A child is at risk of neglect or harm
break-glass-reason-adult-at-risk = An adult who cannot protect themselves is at risk of neglect or harm
break-glass-verdict-justified = Justified
break-glass-verdict-not-justified = Not justified

break-glass-link = An emergency: open what is withheld
break-glass-new-title = Open a record in an emergency
break-glass-new-what = Use this only when somebody is in danger now and you cannot wait for who leads the case. If you can reach them, ring them first. If somebody may die, ring 999 before you read anything.
break-glass-new-narrow = Only the details that you choose are opened, with the person’s name, and only to you.
break-glass-new-timed = They close again after { $minutes } minutes.
break-glass-new-seen = The organisation that leads the case and the data protection officers of both organisations are told at once, by your name. The person can see it too.
break-glass-new-reviewed = Your data protection officer looks at whether it was justified. Until they have, you cannot open another record so.
break-glass-who = Who is it?
break-glass-who-hint = Their prison number, CRN or another number, or their given and family names as they are on record
break-glass-born = Their date of birth
break-glass-born-hint = So that the wrong person’s record is not opened. For example, 17 5 1990
break-glass-reason = What is the emergency?
break-glass-words = What is happening, and why do you need these details?
break-glass-words-hint = At least { $least } characters. Who leads the case and the data protection officers read it, and the person can ask for it.
break-glass-groups = What do you need to know?
break-glass-groups-hint = Choose as little as you can
break-glass-send = Open these details now
break-glass-waits = You opened a record in an emergency on { $at }. It must be reviewed before you can open another. Ask your data protection officer, by { $by }.
break-glass-waits-link = The record you opened

choose-break-glass-reason = Choose what the emergency is
choose-break-glass-groups = Choose what you need to know
break-glass-without-who = Enter a number of the person, or both their names
break-glass-words-short = Enter what is happening and why you need these details, in { $least } characters or more
break-glass-review-first = You opened a record in an emergency that is not reviewed yet. The review must be closed before the next. Ring the organisation that leads the case, or your data protection officer
break-glass-no-officer = Your organisation has no data protection officer who could review it. Ring the organisation that leads the case
break-glass-too-many = Too many tries in a day named nobody. Ring the organisation that leads the case
break-glass-nobody = Nobody is on record with this number or name, and this date of birth. Check both
break-glass-never = Some of what you chose is never opened so
break-glass-shown-already = You see some of what you chose already, on the person’s page. Choose only what is withheld

break-glass-title = A record that was opened in an emergency
break-glass-open-until = Open until { $until }
break-glass-over = Nothing is open any more: its time ended at { $until }, or it was reviewed.
break-glass-opened = What is open to you
break-glass-nothing = Nothing is recorded of what you opened.
break-glass-facts = What was done
break-glass-by = Who
break-glass-by-what = { $name }, { $role } at { $organisation }
break-glass-at = When
break-glass-closes = Closes
break-glass-of = Whose record
break-glass-why = Why
break-glass-what = What was opened
break-glass-lead = Who leads the case
break-glass-review = Review
break-glass-review-by = Must be reviewed by { $by }
break-glass-reviewed = { $verdict } (reviewed on { $at })
break-glass-review-title = Review it
break-glass-review-how = Speak to the worker and to who leads the case. Was somebody in danger? Could it not wait? Was it only what was needed? If it was not justified it is a breach: the Information Commissioner may have to hear of it within 72 hours (UK GDPR article 33).
break-glass-verdict = Was it justified?
break-glass-review-words = What you found
break-glass-review-words-hint = Who opened the record and who leads the case read it, and the person can ask for it.
break-glass-review-send = Close the review
choose-break-glass-verdict = Choose whether it was justified
break-glass-without-review = Enter what you found

break-glass-list-title = Records opened in emergencies
break-glass-list-what = Records that your organisation’s workers opened in an emergency, and records that it leads which somebody opened so.
break-glass-list-waiting = Waiting to be reviewed
break-glass-list-none = None waits to be reviewed.
break-glass-list-reviewed = Reviewed
break-glass-list-ours = For you to review by { $by }
break-glass-list-theirs = For { $organisation } to review by { $by }
break-glass-list-row = { $organisation }, { $at }

break-glass-alert-title = Emergency
break-glass-alert-lead = { $organisation } opened the record of { $person } in an emergency on { $at }.
break-glass-alert-officer = A worker of { $organisation } opened a record in an emergency on { $at }.
break-glass-alert-link = See why

done-glass-broken = These details are open to you now. Others have been told
done-glass-reviewed = The review is closed
