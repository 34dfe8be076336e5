# The public start page.

start-title = Neb yn cael ei golli ar y ffordd adref
start-lead = Mae Resettle yn cysylltu’r asiantaethau o amgylch pob person sy’n gadael carchar, ac yn dangos pa gymorth sy’n gweithio.
start-promises = Dau addewid
start-promise-dropped = Nid oes neb yn cael ei golli: mae gan bob angen, cam, atgyfeiriad a throsglwyddiad un perchennog a dyddiad bob amser.
start-promise-counted = Nid oes dim yn cael ei gyfrif na chafodd ei wneud: mae pob ffigur yn agor i lawr at ei gofnodion.
start-for = I bwy y mae
start-for-worker = Gweithwyr mewn carchardai, y gwasanaeth prawf ac elusennau sy’n helpu pobl i ailsefydlu
start-for-person = Pobl sy’n gadael carchar, sy’n gallu gweld, cytuno â neu herio eu cynllun eu hunain
start-for-provider = Gwasanaethau, cynghorau a gweithwyr iechyd sy’n derbyn atgyfeiriadau
start-for-board = Byrddau a gwerthuswyr sydd am wybod beth sy’n gweithio
start-evidence = I unrhyw un
