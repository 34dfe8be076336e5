# Appointments.

meeting-kind-in-prison = In prison
meeting-kind-at-office = At the organisation
meeting-kind-phone = By telephone
meeting-kind-video = By video
meeting-kind-elsewhere = Somewhere else
attendance-scheduled = To come
attendance-attended = Attended
attendance-attended-late = Attended late
attendance-acceptable-absence = Did not attend, for a good reason
attendance-unacceptable-absence = Did not attend, without a good reason
attendance-cancelled = Cancelled by the organisation
