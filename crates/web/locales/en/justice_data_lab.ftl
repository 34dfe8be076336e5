# The file for the Justice Data Lab: those whom one organisation helped, by name.

justice-data-lab-title = Send a cohort to the Justice Data Lab
justice-data-lab-link = Make a file of the people your organisation helped, for the Ministry of Justice to look up in the police record
justice-data-lab-what = The Justice Data Lab of the Ministry of Justice finds out whether the people an organisation helped reoffended less than people like them. It takes a list of them, looks them up in the police record, and answers with figures of the whole group alone: it tells nobody who reoffended.
justice-data-lab-names = The file holds names, dates of birth and numbers. Keep it only until it is sent, and send it only in the way the lab tells you.
justice-data-lab-holds = What the file holds
justice-data-lab-holds-who = Name, date of birth and sex of each person whom a service of your organisation in this pilot was started for, since the pilot’s first day. Who was only referred is not in it, nor is anybody whom another organisation helped.
justice-data-lab-holds-numbers = PNC id and prison number, where they are on record and your organisation may read them today.
justice-data-lab-holds-index = The index date: the day on which they left prison after the stay in which the help began, or after the last one before it. Empty while they are still inside.
justice-data-lab-holds-help = The day on which the help began, and the day on which it ended. The end is empty while any of it goes on.
justice-data-lab-people = People you helped
justice-data-lab-empty = No service of your organisation in this pilot was started for anybody yet.
justice-data-lab-ready = In the file
justice-data-lab-without-number = Of them, without a PNC id and without a prison number
justice-data-lab-no-date-of-birth = Left out: no date of birth on record
justice-data-lab-no-sex = Left out: no sex on record
justice-data-lab-withheld = Left out: not shared with your organisation
justice-data-lab-left-out = Nobody is found in the police record without a date of birth. Who is not shared is in a case that another organisation leads, and no sharing agreement in force lets yours know who they are. Say in what you publish how many people were left out and why.
justice-data-lab-lacks =
    { $more ->
        [one] The lab takes { $fewest } people or more. There has to be 1 more before a file can be made.
       *[other] The lab takes { $fewest } people or more. There have to be { $more } more before a file can be made.
    }
justice-data-lab-make = Make the file
justice-data-lab-agreement = Agreement with the Ministry of Justice
justice-data-lab-agreement-hint = The reference of your data sharing agreement. For example: JDL/2026/014
justice-data-lab-agreement-missing = Enter the reference of your agreement with the Ministry of Justice
justice-data-lab-told = What these people know
justice-data-lab-told-yes = We have told these people that their details may be given to the Ministry of Justice for research, and we have a lawful basis for it
justice-data-lab-confirm = Confirm that these people were told and that you have a lawful basis. Without that, do not send their details
justice-data-lab-written-down = Who made the file, when, of how many people and under which agreement is written down, and so is in the record of each person in it, who can see it. Your data protection officer and your administrator are told. Open this page again to see the file in the list below.
justice-data-lab-send = Make and download the file
justice-data-lab-too-few =
    { $more ->
        [one] The lab takes { $fewest } people or more, and the file would hold { $people }. There has to be 1 more
       *[other] The lab takes { $fewest } people or more, and the file would hold { $people }. There have to be { $more } more
    }
justice-data-lab-next = What happens next
justice-data-lab-next-send = You send the file to the lab, and delete your copy. An apostrophe stands before a name that a spreadsheet would run as a formula.
justice-data-lab-next-wait = Whether somebody reoffended within a year is known 18 months after they left prison: twelve to reoffend, and six for the courts. Send the file when that time is over for most of them.
justice-data-lab-next-link = The lab looks each person up. Not everybody is found, and not everybody who is found can be compared: of 60 who are sent, fewer are in the answer.
justice-data-lab-next-answer = The lab publishes a report of the whole group. Where it finds no difference that may only mean that there were too few people.
justice-data-lab-files = Files made before
justice-data-lab-files-none = Your organisation has made no file of this pilot yet.
justice-data-lab-file-by = Made by
justice-data-lab-file-by-gone = An account that is gone
justice-data-lab-file-people = People in it
justice-data-lab-file-agreement = Agreement
justice-data-lab-file-hash = SHA-256 of the file
