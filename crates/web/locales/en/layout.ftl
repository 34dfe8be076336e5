# What every page shows.

site-name = Resettle
skip-to-content = Skip to main content
language-navigation = Language
menu = Menu
service-information = Service information
demo-tag = Demo
demo-banner = Every person here is invented. Do not put real people’s details in.
signed-in-as = Signed in as { $name }, { $organisation }
sign-out = Sign out
footer = Resettle joins up the agencies around each person leaving prison, and shows which help works.
error-word = Error
error-prefix = Error:
error-summary-title = There is a problem
done-title = Success
back = Back
continue = Continue
save = Save
choose = Choose
warning = Warning
not-known = Not known
next-page = Next page
pagination = Pages
date-hint = For example, 27 3 2026
date-day = Day
date-month = Month
date-year = Year
choose-reason = Choose a reason
choose-worker = Choose a worker from the list
choose-organisation = Choose an organisation from the list
choose-prison = Choose a prison from the list
choose-referral = Choose the referral that the appointment belongs to
refused-no-relation = This record is not shared with your organisation
refused-no-agreement = No sharing agreement lets your organisation see this
refused-role = Your role does not include this

# Navigation.
navigation-my-people = My people
navigation-referrals = Referrals
navigation-handovers = Handovers
navigation-services = Services
navigation-screenings = Screenings
navigation-pilots = Pilots
navigation-board = Board
navigation-accounts = Accounts
navigation-role-requests = Roles to confirm
navigation-agreements = Sharing agreements
navigation-retention = How long records are kept
navigation-who-sees-what = Who sees what
navigation-my-plan = My plan
navigation-my-needs = My needs

# Problems.
problem-not-found = We cannot show this page
problem-not-found-what-to-do = It does not exist, or it is not shared with your organisation. Check the address. If you need to see a person’s record, ask the organisation that leads their case.
problem-forbidden = You cannot do this
problem-forbidden-what-to-do = Your role does not include this for this person. Nothing was changed.
problem-no-agreement = Your organisation may not see this now
problem-no-agreement-what-to-do = No sharing agreement is in force between your organisation and the one that leads this case. Ask your data protection officer to sign one. The work that you have open stays on your list.
problem-moved-on = This has moved on
problem-moved-on-what-to-do = Somebody changed it after you opened the page. Nothing of yours was saved. Go back, look at where it stands now, and try again if it is still needed.
problem-too-large = That was too much at once
problem-too-large-what-to-do = Make the text or the file smaller and send it again. Nothing was saved.
problem-method = This page does not work that way
problem-method-what-to-do = Go back and use the buttons on the page.
problem-too-fast = You are going faster than this site lets anybody go
problem-too-fast-what-to-do = What you asked for was not done, and nothing that was saved before is lost. Wait, and then reload this page: your browser still has what you sent, and asks whether to send it again.
problem-busy = This site is busy
problem-busy-what-to-do = What you asked for was not done, and nothing that was saved before is lost. Wait, and then reload this page: your browser still has what you sent, and asks whether to send it again.
problem-wait =
    { $seconds ->
        [one] Wait 1 second.
       *[other] Wait { $seconds } seconds.
    }
problem-wait-minutes = Wait { $minutes } minutes.
problem-many-records = You have opened very many people’s records
problem-many-records-what-to-do = No more are shown for now. Those you opened within the last hour still are. Your organisation was told, and will ask you what it was for. Nothing that was saved is lost. If you need another person’s record at once, ask a colleague.
problem-bad-request = We could not read what was sent
problem-bad-request-what-to-do = Go back and send the form again. If this goes on, tell your administrator the reference below.
problem-ours = Sorry, there is a problem with the service
problem-ours-what-to-do = Nothing was changed. Try again in a few minutes. If this goes on, tell your administrator the reference below.
problem-home = Go to your first page
problem-reference = Reference: { $reference }
