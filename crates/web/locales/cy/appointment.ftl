# Appointments.

meeting-kind-in-prison = Yn y carchar
meeting-kind-at-office = Yn y sefydliad
meeting-kind-phone = Dros y ffôn
meeting-kind-video = Drwy fideo
meeting-kind-elsewhere = Rhywle arall
attendance-scheduled = I ddod
attendance-attended = Yn bresennol
attendance-attended-late = Yn bresennol yn hwyr
attendance-acceptable-absence = Ddim yn bresennol, am reswm da
attendance-unacceptable-absence = Ddim yn bresennol, heb reswm da
attendance-cancelled = Canslwyd gan y sefydliad
