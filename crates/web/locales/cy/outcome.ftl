# Outcomes.

measure-housed-first-night = Cartref ar noson y rhyddhau
measure-settled-three-months = Llety sefydlog dri mis yn ddiweddarach
measure-employed-six-weeks = Mewn gwaith chwe wythnos yn ddiweddarach
measure-employed-six-months = Mewn gwaith chwe mis yn ddiweddarach
measure-treatment-three-weeks = Triniaeth wedi dechrau o fewn tair wythnos
priority-accommodation = Llety
priority-employment = Cyflogaeth
priority-treatment = Triniaeth
outcome-status-yes = Ie
outcome-status-no = Na
outcome-status-unknown = Anhysbys
outcome-status-not-applicable = Ddim yn berthnasol
outcome-source-person = Y person
outcome-source-worker-seen = Gwelwyd gan weithiwr
outcome-source-third-party = Y landlord, y cyflogwr neu’r gwasanaeth
outcome-source-agency-record = Cofnod asiantaeth arall

# Ble mae person yn byw, fel y mae’r ystadegau llety yn ei gyfrif.
home-group-settled = Sefydlog
home-group-transient = Mewn llety am y tro
home-group-homeless = Heb lety
home-kind-owner = Cartref y mae’n berchen arno
home-kind-private-rent = Rhentu gan landlord preifat
home-kind-social-rent = Rhentu gan gyngor neu gymdeithas dai
home-kind-supported = Tai â chymorth
home-kind-family-settled = Gyda theulu neu ffrindiau, yn sefydlog
home-kind-care-home = Cartref gofal
home-kind-approved-premises = Mangre gymeradwy (CAS1)
home-kind-short-term = Llety tymor byr
home-kind-family-transient = Gyda theulu neu ffrindiau, am y tro
home-kind-cas2 = CAS2, ar gyfer mechnïaeth neu gyrffyw cadw gartref
home-kind-home-office = Llety’r Swyddfa Gartref
home-kind-immigration-detention = Dalfa fewnfudo
home-kind-awaiting-assessment = Yn aros am asesiad
home-kind-cas3 = CAS3, hyd at 84 noson
home-kind-squat = Sgwat
home-kind-rough-sleeping = Yn cysgu allan
home-kind-shelter = Lloches, hostel argyfwng neu faes gwersylla
