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
