# The directory of services, and its upkeep.

services-title = Services
service-search-area = Area of need
service-search-any-area = All areas
service-search-words = Words
service-search-words-hint = Part of a name, an organisation, or what you are looking for
service-search-region = Region where it is offered
service-search-any-region = All regions
service-search = Search
services-found = Services found
services-none = No service fits your search. Try fewer words, or another area or region.
services-none-yet = No service has been added yet.
services-for-person = To see what one person can use, open that person’s referrals and choose a need.
service-add = Add a service
service-organisation = Organisation
service-areas = Areas of need
service-room = Room
service-places = { $serving } of { $capacity } places taken
service-wait =
    { $days ->
        [one] Full now: about { $days } day to wait
       *[other] Full now: about { $days } days to wait
    }
service-checked = Last checked
service-stale = Not checked for over 6 months
service-who = Who can use it
service-who-anyone = Anyone
service-who-sex =
    { $sex ->
        [female] Women only
       *[male] Men only
    }
service-who-ages = Aged { $least } to { $most }
service-who-least = Aged { $least } or over
service-who-most = Aged { $most } or under
service-who-regions = People who will live in: { $regions }
service-who-excludes-brief = Some convictions keep people out
service-who-excludes = Some convictions keep people out. Resettle checks this when you look for services for a person.
service-excluded = Convictions that keep people out
service-excluded-shown = Only your organisation sees this list. Others are told whether a person can use the service, and not which conviction keeps them out.

# Why a person cannot use a service, and what to check. No offence is ever named.
service-only-sex =
    { $sex ->
        [female] It is for women only
       *[male] It is for men only
    }
service-too-young = It is for people aged { $age } or over
service-too-old = It is for people aged { $age } or under
service-out-of-area = It is not offered in the region where the person will live
service-offence-excluded = Its rules on convictions keep this person out
service-full =
    { $days ->
        [one] It is full now. Ask about the wait, which is about { $days } day
       *[other] It is full now. Ask about the wait, which is about { $days } days
    }
service-not-known = Its rules depend on something that is not on this person’s record. Ask the person or the service

# Upkeep.
service-edit = Change this service
service-new-title = Add a service
service-edit-title = Change { $service }
service-name = Name of the service
service-description = What it does
service-description-hint = Two or three sentences that a worker and the person can both read
service-areas-hint = Choose every area that it helps with
service-no-area = Choose at least one area of need
service-sex = Who is it for?
service-sex-any = Anyone
service-sex-female = Women only
service-sex-male = Men only
service-choose-sex = Choose who the service is for
service-min-age = Youngest age
service-max-age = Oldest age
service-age-hint = Leave empty if there is no limit
service-ages-crossed = The oldest age must be { $least } or more: check both ages
service-regions = Regions where it is offered
service-regions-hint = By where the person will live. Leave all empty if it is offered everywhere
service-offences-hint = Only what the service truly cannot take. Leave all empty if it takes everyone
service-capacity = People it can serve at once
service-wait-days = Days to wait for a start once it is full
service-verified = I have checked the whole entry today
service-verified-hint = An entry that nobody has checked for 6 months is marked as old
service-save = Save service
done-service-saved = The service was saved
