# Mewngofnodi am y tro cyntaf, i berson sy’n gadael carchar.

first-sign-in-title = Mae gennyf god gan fy ngweithiwr
first-sign-in-what = Gyda’r cod a’ch dyddiad geni byddwch yn sefydlu eich cyfrif eich hun, i weld eich cynllun eich hun.
first-sign-in-code = Cod
first-sign-in-code-hint = 13 o lythrennau a rhifau. Nid yw llythrennau mawr neu fach, bylchau na chysylltnodau o bwys
first-sign-in-no-code = Rhowch y cod a gawsoch gan eich gweithiwr
first-sign-in-refused = Nid yw’r cod neu’r dyddiad geni yn gywir, neu nid yw’r cod yn gweithio mwyach. Gwiriwch y ddau. Ar ôl 5 cynnig anghywir mae cod yn peidio â gweithio: yna gofynnwch i’ch gweithiwr am un newydd
first-sign-in-born-hint = Er enghraifft, 27 3 1990
