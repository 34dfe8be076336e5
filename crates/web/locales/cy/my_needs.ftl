# Beth mae'r person yn dweud sydd ei angen arno, mewn geiriau plaen.

my-needs-about = Dywedwch wrthym beth sydd ei angen arnoch, yn eich ffordd eich hun. Nid oes atebion cywir nac anghywir.
my-needs-who-sees = Gallwch adael unrhyw gwestiwn allan. Bydd y gweithiwr sy’n arwain eich achos yn gweld yr hyn rydych yn ei ddweud wrth ochr ei farn ei hun. Nid yw’n newid yr hyn a ysgrifennodd.
my-needs-not-watched = Nid oes neb yn darllen hwn yn syth. Os ydych mewn perygl, neu’n teimlo fel niweidio eich hun, dywedwch wrth rywun sydd yn ymyl nawr. Gallwch ffonio’r Samariaid am ddim ar 116 123, ddydd neu nos. Mae llinell Gymraeg hefyd ar 0808 164 0123, ond nid yw ar agor drwy’r amser.
my-needs-draft = Rydym wedi cadw eich atebion o’r blaen. Nid ydynt wedi’u hanfon eto.
my-needs-send = Anfon at fy ngweithiwr
my-needs-save = Cadw a gorffen yn nes ymlaen
my-needs-nothing-said = Atebwch o leiaf un cwestiwn cyn anfon neu gadw
my-needs-said-on = Dywedoch hyn wrthym ar { $on }.
my-needs-said-next = Gall eich gweithiwr ei weld. Gallwch siarad amdano y tro nesaf y byddwch yn cwrdd.
my-needs-again = Dweud wrthym eto
my-needs-help-self-harm = Os ydych yn teimlo fel niweidio eich hun nawr, dywedwch wrth rywun sydd yn ymyl. Gallwch ffonio’r Samariaid am ddim ar 116 123, ddydd neu nos. Mae llinell Gymraeg hefyd ar 0808 164 0123, ond nid yw ar agor drwy’r amser.
my-needs-help-domestic-abuse = Os nad ydych yn teimlo’n ddiogel gyda rhywun, gallwch ofyn am gael siarad â’ch gweithiwr ar eich pen eich hun.
my-needs-help-child-at-risk = Os gallai rhywun rydych yn gofalu amdano fod mewn perygl, dywedwch wrth weithiwr neu swyddog heddiw.
my-needs-help-exploitation = Os yw rhywun yn codi ofn arnoch neu’n gwneud i chi wneud pethau, gallwch ofyn am gael siarad â’ch gweithiwr ar eich pen eich hun.
my-needs-help-urgent-health = Os na all eich iechyd aros, dywedwch wrth staff iechyd neu swyddog nawr.
done-my-needs-sent = Rydym wedi anfon yr hyn a ddywedoch at eich gweithiwr.
done-my-needs-saved = Rydym wedi cadw eich atebion. Nid ydynt wedi’u hanfon eto.
