# Outcomes.

measure-housed-first-night = A home on the night of release
measure-settled-three-months = Settled accommodation three months on
measure-employed-six-weeks = In work six weeks on
measure-employed-six-months = In work six months on
measure-treatment-three-weeks = Treatment started within three weeks
priority-accommodation = Accommodation
priority-employment = Employment
priority-treatment = Treatment
outcome-status-yes = Yes
outcome-status-no = No
outcome-status-unknown = Unknown
outcome-status-not-applicable = Not applicable
outcome-source-person = The person
outcome-source-worker-seen = Seen by a worker
outcome-source-third-party = The landlord, employer or service
outcome-source-agency-record = Another agency’s record

# Where a person lives, as the accommodation statistics count it.
home-group-settled = Settled
home-group-transient = Housed for now
home-group-homeless = Not housed
home-kind-owner = Own home
home-kind-private-rent = Rented from a private landlord
home-kind-social-rent = Rented from a council or housing association
home-kind-supported = Supported housing
home-kind-family-settled = With family or friends, settled
home-kind-care-home = Care home
home-kind-approved-premises = Approved premises (CAS1)
home-kind-short-term = Short-term accommodation
home-kind-family-transient = With family or friends, for now
home-kind-cas2 = CAS2, for bail or home detention curfew
home-kind-home-office = Home Office accommodation
home-kind-immigration-detention = Immigration detention
home-kind-awaiting-assessment = Waiting for an assessment
home-kind-cas3 = CAS3, up to 84 nights
home-kind-squat = Squat
home-kind-rough-sleeping = Sleeping rough
home-kind-shelter = Shelter, emergency hostel or campsite
home-with-group = { $home }: { $group }

outcomes-title = Outcomes
outcomes-on-the-day = Each status is the status on that day, not before and not after. What nobody knows is recorded as not known, and can be put right later.
outcomes-none = Outcomes are counted from a release. None is recorded yet.
outcomes-of-release = Counted from the release on { $on }
outcome-measure = Measure
outcome-day = Day
outcome-status = Status on the day
outcome-source = Learnt from
outcome-source-on = { $source }, recorded { $on }
outcome-in-days =
    { $days ->
        [one] In { $days } day
       *[other] In { $days } days
    }
outcome-to-record = To record
outcome-record-what = { $measure }: { $on }
outcome-was-in-custody = The person was in prison on that day, so this outcome is not applicable.
outcome-status-question = What was the status on that day?
outcome-home = Where was the person living? (optional)
outcome-home-hint = Approved premises and CAS3 are housed, but not settled
outcome-source-question = Where was it learnt?
outcome-record = Record the outcome
outcome-in-custody = The person was in prison on that day. Choose “Not applicable”
outcome-home-not-asked = This outcome is not about a home. Leave the home empty
outcome-home-contradicts = The home and the status contradict each other. Change one of them
outcome-home-known = If the home is known, so is the status. Choose yes or no, or leave the home empty
choose-outcome-status = Choose the status on that day
choose-outcome-source = Choose where it was learnt
choose-home = Choose a kind of home from the list
done-outcome-recorded = The outcome was recorded
