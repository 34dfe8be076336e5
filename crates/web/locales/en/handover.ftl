# Handovers.

handover-kind-release = release
handover-kind-transfer = transfer
handover-kind-change-of-worker = change of worker
handover-status-created = Offered
handover-status-accepted = Accepted
handover-status-meeting-held = Meeting held
handover-status-complete = Complete
handover-status-abandoned = Abandoned
handover-status-superseded = Passed on before it was complete
abandon-reason-date-changed = The date changed
abandon-reason-recalled = The person was recalled
abandon-reason-wrong-organisation = It went to the wrong organisation
abandon-reason-not-accepted = The taker could not take it
abandon-reason-died = The person died
abandon-reason-other = Another reason
