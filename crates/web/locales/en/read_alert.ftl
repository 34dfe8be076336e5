# Alerts that one account reads many people's records.

navigation-read-alerts = Reading alerts
read-alert-many = Many people’s records were read
read-alert-given-out = A file with names was made for the Justice Data Lab
read-alert-stopped = Reading was stopped

read-alerts-title = Reading alerts
read-alerts-what = An alert is raised when one account of your organisation reads far more people’s records in an hour than work explains, and whenever one makes a file with names for the Justice Data Lab. It waits here until somebody says what it was. Whose records they were is in the journal.
read-alerts-waiting = Waiting for you
read-alerts-none-waiting = No alert waits.
read-alerts-seen = Looked into
read-alerts-none-seen = No alert was looked into yet.
read-alert-look = Say what it was
read-alert-who = { $name }, { $role }
read-alert-people =
    { $count ->
        [one] 1 person’s record within an hour
       *[other] { $count } people’s records within an hour
    }
read-alert-seen-by = Looked into by { $name } on { $at }:

read-alert-title = Many records were read
read-alert-how = Ask the reader, or their manager, what it was for. If it was nobody’s work, stop the account (an administrator can), and find out whose records they were: a breach that is a risk to people is reported to the Information Commissioner within 72 hours (UK GDPR article 33).
read-alert-words = What was it?
read-alert-words-hint = Say whom you asked, what it was for, and what was done. Do not name any person leaving prison. This stands and cannot be changed.
read-alert-send = Mark as looked into
read-alert-without-words = Enter what it was
done-read-alert-seen = What you said of the alert was saved
