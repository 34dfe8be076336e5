# Yr ail ffactor eto, cyn yr hyn sy’n sensitif.

step-up-title = Rhowch god untro i barhau
step-up-what = Mae angen cod newydd ar gyfer yr hyn rydych ar fin ei wneud, rhag ofn bod rhywun arall wrth eich sgrin. Ni newidiwyd dim eto: ar ôl y cod, gwnewch ef eto.
step-up-locked = Bu gormod o gynigion anghywir. Arhoswch 15 munud a rhowch gynnig arall arni
