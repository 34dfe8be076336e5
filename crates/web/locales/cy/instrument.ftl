# Mathau o offeryn, beth mae atebion yn ei olygu, ac atebion a wrthodwyd. Data yw'r cwestiynau eu
# hunain, yn y ddwy iaith, yn crates/domain/data/instruments.

instrument-kind-screening = Sgrinio
instrument-kind-assessment = Asesiad
instrument-kind-self-assessment = Yng ngeiriau’r person ei hun

unscored-not-applicable = Ddim yn berthnasol
unscored-not-said = Mae’n well ganddo beidio â dweud

follow-up-self-harm = Risg o hunan-niweidio
follow-up-self-harm-do = Peidiwch â gadael y person ar ei ben ei hun os oes perygl nawr. Dilynwch eich proses leol ar gyfer hunan-niweidio a hunanladdiad, a chofnodwch yr hyn a wnaethoch.
follow-up-domestic-abuse = Cam-drin domestig
follow-up-domestic-abuse-do = Siaradwch â’r person ar ei ben ei hun, peidiwch â chysylltu â’r person arall, a dilynwch eich proses leol ar gyfer cam-drin domestig. Cofnodwch yr hyn a wnaethoch.
follow-up-child-at-risk = Plentyn neu oedolyn mewn perygl
follow-up-child-at-risk-do = Rhowch wybod i’r gwasanaethau plant neu i ofal cymdeithasol oedolion heddiw os gallai rhywun gael niwed, a chofnodwch yr hyn a wnaethoch.
follow-up-exploitation = Bygythiadau neu gamfanteisio
follow-up-exploitation-do = Dilynwch eich proses leol ar gyfer bygythiadau a chamfanteisio, ystyriwch ddiogelwch yn y ddalfa a gartref, a chofnodwch yr hyn a wnaethoch.
follow-up-urgent-health = Angen iechyd brys
follow-up-urgent-health-do = Rhowch wybod i’r tîm iechyd nawr, a chofnodwch wrth bwy y dywedoch.

invalid-answer-question = Nid yw’r cwestiwn hwn yn rhan o’r asesiad hwn: ewch yn ôl ac agorwch yr asesiad eto
invalid-answer-code = Dewiswch un o’r atebion a ddangosir
invalid-answer-twice = Dewiswch un ateb yn unig
invalid-answer-missing = Dewiswch ateb
