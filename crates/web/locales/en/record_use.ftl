# Who looked at my record, and why.

my-record = My record
my-record-reads-link = See who looked at my record, and why

record-use-title = Who looked at my record
record-use-what = Each time somebody opens your record or writes in it, that is written down, and nobody can change it later without that being found. This page shows it day by day: which organisation, in what role, why, and how often.
record-use-not-shown = What is not shown here
record-use-no-names = Names of workers. This keeps staff safe. If you need to know who it was, ask the organisation that leads your case. They must weigh it and answer you.
record-use-exempt = The law can say that some looks are left out, for example if showing them would get in the way of preventing crime.
record-use-lists = Lists of names, in which you may have been one of many.
record-use-by-day = Day by day
record-use-column-who = Who
record-use-column-why = Why
record-use-column-what = What they did
record-use-you = You
record-use-service = The service itself
record-use-looked =
    { $count ->
        [one] Looked once
       *[other] Looked { $count } times
    }
record-use-wrote =
    { $count ->
        [one] Wrote something once
       *[other] Wrote something { $count } times
    }
record-use-opened =
    { $count ->
        [one] Opened what is withheld once, in an emergency
       *[other] Opened what is withheld { $count } times, in an emergency
    }
record-use-copied =
    { $count ->
        [one] Took a copy of everything once
       *[other] Took a copy of everything { $count } times
    }
record-use-given =
    { $count ->
        [one] Sent your name, date of birth and numbers to the Justice Data Lab of the Ministry of Justice once, to find out whether help works
       *[other] Sent your name, date of birth and numbers to the Justice Data Lab of the Ministry of Justice { $count } times, to find out whether help works
    }
record-use-none = Nobody has looked at your record yet. When somebody does, it will show here.
record-use-none-earlier = Nobody looked at your record before that day.
record-use-newest = Back to the latest
record-use-earlier = Earlier
