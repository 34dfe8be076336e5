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
