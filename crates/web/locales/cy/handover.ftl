# Handovers.

handover-kind-release = rhyddhau
handover-kind-transfer = trosglwyddo
handover-kind-change-of-worker = newid gweithiwr
handover-status-created = Cynigiwyd
handover-status-accepted = Derbyniwyd
handover-status-meeting-held = Cynhaliwyd y cyfarfod
handover-status-complete = Wedi’i gwblhau
handover-status-abandoned = Rhoddwyd y gorau iddo
handover-status-superseded = Trosglwyddwyd ymlaen cyn iddo gael ei gwblhau
abandon-reason-date-changed = Newidiodd y dyddiad
abandon-reason-recalled = Galwyd y person yn ôl
abandon-reason-wrong-organisation = Aeth i’r sefydliad anghywir
abandon-reason-not-accepted = Ni allai’r derbynnydd ei gymryd
abandon-reason-died = Bu farw’r person
abandon-reason-other = Rheswm arall
