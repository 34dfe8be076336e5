# Signing in.

sign-in = Mewngofnodi
sign-in-email = Cyfeiriad e-bost
sign-in-password = Cyfrinair
sign-in-by-invitation = Mae cyfrifon drwy wahoddiad. Gofynnwch i weinyddwr eich sefydliad.
password-show = Dangos
password-hide = Cuddio
password-show-label = Dangos y cyfrinair
password-hide-label = Cuddio’r cyfrinair
password-shown = Mae eich cyfrinair i’w weld
password-hidden = Mae eich cyfrinair wedi’i guddio
sign-in-refused = Nid yw’r cyfeiriad e-bost neu’r cyfrinair yn gywir. Ar ôl deg cynnig anghywir mae cyfrif yn cael ei gloi am 15 munud
sign-in-dormant = Ni ddefnyddiwyd y cyfrif hwn am { $days } diwrnod, felly mae ar gau nes i rywun ei agor eto. Gofynnwch i weinyddwr eich sefydliad, neu i’ch gweithiwr, wneud hynny
sign-in-over = Rydych wedi’ch allgofnodi: ni ddefnyddiwyd y wefan am sbel, neu daeth y sesiwn hon i ben. Mewngofnodwch eto i barhau.
sign-in-code-title = Rhowch eich cod untro
sign-in-code = Cod
sign-in-code-hint = Y 6 digid y mae eich ap dilysu yn eu dangos nawr
sign-in-code-refused = Nid yw’r cod hwnnw’n gywir, neu cafodd ei ddefnyddio o’r blaen. Arhoswch am yr un nesaf a rhowch ei 6 digid
sign-in-again = Cymerodd hyn ormod o amser. Ewch yn ôl a rhowch eich cyfrinair eto
demo-code = Arddangosiad yw hwn, felly dangosir y cod yma: { $code }

# Roles.
role-resettlement-worker = Gweithiwr ailsefydlu
role-service-worker = Gweithiwr gwasanaeth
role-evaluator = Gwerthuswr
role-board-member = Aelod o’r bwrdd
role-administrator = Gweinyddwr
role-data-protection-officer = Swyddog diogelu data
role-person = Person sy’n gadael carchar

# Organisations.
organisation-kind-prison = Carchar
organisation-kind-probation = Prawf
organisation-kind-council = Cyngor
organisation-kind-provider = Darparwr gwasanaeth
organisation-kind-housing = Cymdeithas dai
organisation-kind-health = Gwasanaeth iechyd neu driniaeth
organisation-kind-jobcentre = Canolfan Byd Gwaith
organisation-kind-employer = Cyflogwr
organisation-kind-partnership = Swyddfa’r bartneriaeth
sector-public = Sector cyhoeddus
sector-voluntary = Sector gwirfoddol
sector-private = Sector preifat
