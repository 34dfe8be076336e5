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
home-with-group = { $home }: { $group }

outcomes-title = Canlyniadau
outcomes-on-the-day = Y statws ar y diwrnod hwnnw yw pob statws, nid cynt nac wedyn. Cofnodir yr hyn nad oes neb yn ei wybod fel anhysbys, a gellir ei gywiro’n ddiweddarach.
outcomes-none = Cyfrifir canlyniadau o ddiwrnod rhyddhau. Nid oes un wedi’i gofnodi eto.
outcomes-of-release = Cyfrifir o’r rhyddhau ar { $on }
outcome-measure = Mesur
outcome-day = Diwrnod
outcome-status = Statws ar y diwrnod
outcome-source = Ffynhonnell
outcome-source-on = { $source }, cofnodwyd { $on }
outcome-in-days =
    { $days ->
        [one] Ymhen { $days } diwrnod
        [two] Ymhen { $days } ddiwrnod
        [few] Ymhen { $days } diwrnod
        [many] Ymhen { $days } diwrnod
       *[other] Ymhen { $days } diwrnod
    }
outcome-to-record = I’w gofnodi
outcome-record-what = { $measure }: { $on }
outcome-was-in-custody = Roedd y person yn y carchar ar y diwrnod hwnnw, felly nid yw’r canlyniad hwn yn berthnasol.
outcome-status-question = Beth oedd y statws ar y diwrnod hwnnw?
outcome-home = Ble roedd y person yn byw? (dewisol)
outcome-home-hint = Mae mangre gymeradwy a CAS3 yn cyfrif fel llety, ond nid fel llety sefydlog
outcome-source-question = Sut y cawsoch wybod?
outcome-record = Cofnodi’r canlyniad
outcome-in-custody = Roedd y person yn y carchar ar y diwrnod hwnnw. Dewiswch “Ddim yn berthnasol”
outcome-home-not-asked = Nid yw’r canlyniad hwn yn ymwneud â chartref. Gadewch y cartref yn wag
outcome-home-contradicts = Mae’r cartref a’r statws yn gwrth-ddweud ei gilydd. Newidiwch un ohonynt
outcome-home-known = Os yw’r cartref yn hysbys, mae’r statws hefyd. Dewiswch ie neu na, neu gadewch y cartref yn wag
choose-outcome-status = Dewiswch y statws ar y diwrnod hwnnw
choose-outcome-source = Dewiswch sut y cawsoch wybod
choose-home = Dewiswch fath o gartref o’r rhestr
done-outcome-recorded = Cofnodwyd y canlyniad
