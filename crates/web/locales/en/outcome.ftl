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
