# Beth a rennir o gofnod, â phwy, a pham.

# What another organisation sees of a record, group by group.
shared-title = Beth rydych yn ei weld o’r cofnod
shared-what = { $lead } sy’n arwain achos y person hwn. Mae eich sefydliad yn gweld yr hyn y mae polisi a’i gytundeb rhannu â { $lead } yn ei ganiatáu. Mae popeth arall wedi’i ddal yn ôl, ac yn dweud pam.
shared-not = Heb ei rannu â chi
shared-nothing = Nid oes dim wedi’i gofnodi.
shared-recorded = Wedi’i gofnodi. Ni ddangosir y rhif ei hun i chi.
shared-where = Nawr
shared-in-prison = Yn y carchar
shared-in-community = Yn y gymuned
shared-release = Rhyddhau arfaethedig
shared-bears-on-housing = Ar gofnod. Fe’i dangosir am ei fod yn effeithio ar ble y gall y person fyw.
shared-ask-words = Mewn grym. Gofynnwch i bwy bynnag sy’n arwain yr achos am y geiriau os oes eu hangen ar eich gwaith.
shared-safety = Cadw’n ddiogel
shared-safety-ask = Siaradwch â phwy bynnag sy’n arwain yr achos cyn i chi gwrdd â’r person hwn.
shared-safety-none = Nid oes dim wedi’i gofnodi y mae’n rhaid i chi ei wybod i gadw’n ddiogel.
shared-home = Cartref
shared-address = Mae cyfeiriad wedi’i gofnodi.
shared-no-address = Nid oes cyfeiriad wedi’i gofnodi.
shared-plan = Cynllun
shared-plan-page = Mae gan y cynllun ei dudalen ei hun.
shared-on = { $what } ar { $on }
shared-since = Ers { $from }
shared-between = { $from } i { $to }

shown-full = Yn llawn
shown-summary = Crynodeb
shown-withheld = Heb ei rannu
shown-full-what = Rydych yn gweld y cyfan.
shown-summary-what = Rydych yn gweld crynodeb: yr hyn sydd ei angen ar eich gwaith, a dim mwy.
shown-full-of = Dangosir y cyfan iddynt.
shown-summary-of = Dangosir crynodeb iddynt: yr hyn sydd ei angen ar y gwaith, a dim mwy.
withheld-no-relation = Dim gwaith gyda’r person nawr
withheld-no-agreement = Dim cytundeb
withheld-no-consent = Dim cydsyniad
withheld-not-for-role = Nid oes ei angen yn y rôl hon
withheld-no-relation-because = Heb ei rannu â’ch sefydliad, oherwydd nad yw’n gwneud dim i’r person hwn ar hyn o bryd.
withheld-no-agreement-because = Heb ei rannu â’ch sefydliad, oherwydd nad oes cytundeb rhannu mewn grym â { $lead } sy’n ei gwmpasu. Gofynnwch i’ch swyddog diogelu data.
withheld-no-consent-because = Heb ei rannu â’ch sefydliad, oherwydd bod angen cydsyniad y person ac nad oes un wedi’i gofnodi. Gofynnwch i’r person, neu i { $lead }.
withheld-not-for-role-because = Heb ei rannu â chi, oherwydd nad oes ei angen ar neb yn eich rôl chi ar gyfer y gwaith hwn. Gofynnwch i { $lead } os ydych yn meddwl bod hynny’n anghywir.
withheld-no-relation-of = Heb ei rannu, oherwydd nad ydynt yn gwneud dim i’r person hwn ar hyn o bryd.
withheld-no-agreement-of = Heb ei rannu, oherwydd nad oes cytundeb rhannu mewn grym â { $lead } sy’n ei gwmpasu i’r diben hwn.
withheld-no-consent-of = Heb ei rannu, oherwydd bod angen cydsyniad y person ac nad oes un yn sefyll.
withheld-not-for-role-of = Heb ei rannu, oherwydd nad oes ei angen ar neb yn y rôl hon i’r math hwn o sefydliad ar gyfer ei waith.
withheld-not-for-role-because-lead = Ni ddangosir hyn i chi, oherwydd ei fod yn perthyn i broffesiwn arall: nid oes ei angen ar neb sy’n arwain achos ar gyfer y gwaith hwn.

name-withheld = Enw heb ei rannu
record-not-full = Beth nad yw eich sefydliad yn ei weld yn llawn
record-not-full-group = { $group }: { $why }

relation-own = Eu cofnod eu hunain
relation-lead = Yn arwain yr achos
relation-taker = Yn cael cynnig yr achos
relation-sender = Wedi anfon atgyfeiriad sydd ar agor
relation-provider = Yn gwasanaethu’r person
relation-giver = Wedi trosglwyddo’r achos
relation-step-owner = Yn berchen ar gam o’r cynllun
relation-none = Ddim yn gwneud dim i’r person hwn

# Why somebody sees something, or does not.
why-link = Pam?
why-title = Pam rydych yn gweld hyn, neu beidio: { $group }
why-grounds = Beth sy’n penderfynu
why-law = Yn seiliedig ar: { $law }
why-facts = Y ffeithiau sy’n cyfrif
why-you = Eich rôl
why-organisation = Eich sefydliad
why-organisation-kind = { $organisation } ({ $kind })
why-purpose = I ba ddiben rydych yn darllen
why-relation = Sut mae’n sefyll i’r person hwn
why-lead = Pwy sy’n arwain yr achos
why-agreements = Cytundebau rhannu sy’n enwi hyn
why-agreement-in-force = { $title }: mewn grym tan { $ends }
why-agreement-not = { $title }: ddim mewn grym (diwrnod olaf { $ends })
why-no-agreement = Nid oes gan eich sefydliad a { $lead } gytundeb rhannu sy’n enwi hyn.

policy-own-full = Cofnod y person ei hun ydyw: mae’n gweld popeth a gedwir amdano, ond yr hyn a ysgrifennodd eraill am risg o niwed.
policy-own-risk-summary = Dywedir wrth y person fod rhywbeth wedi’i gofnodi am risg. Mae’r gyfraith yn caniatáu dal yn ôl yr hyn y mae’n ei ddweud.
policy-lead-full = Mae’r sefydliad sy’n arwain yr achos yn gweithio gydag ef.
policy-lead-summary = I’r sefydliad sy’n arwain yr achos, mae’r ffaith ei fod ar gofnod yn ddigon i’r gwaith.
policy-justice-full = Caiff carchardai a’r gwasanaeth prawf ddweud wrth ei gilydd yr hyn sydd ei angen i oruchwylio person.
policy-justice-summary = Carchar neu brawf: mae’r ffaith ei fod ar gofnod yn ddigon i’r gwaith.
policy-name-full = Rhaid i bwy bynnag sy’n gweithio gyda pherson wybod pwy ydynt a sut i gysylltu â nhw.
policy-need-summary = Mae pwy bynnag sy’n gweithio gyda pherson yn gweld yr hyn sydd ei angen arnynt, a’r terfynau y maent yn byw oddi tanynt.
policy-safety-summary = Rhaid i staff sy’n cwrdd â’r person fod yn ddiogel.
policy-jobcentre-full = Y ganolfan waith sy’n penderfynu ar fudd-daliadau a gwaith.
policy-jobcentre-summary = Mae’r ganolfan waith yn gweld crynodeb o’r hyn sy’n effeithio ar waith a budd-daliadau.
policy-health-full = Mae gwasanaeth iechyd yn rhoi gofal, ac yn ei gadw’n gyfrinachol.
policy-health-summary = Mae gwasanaeth iechyd yn gweld crynodeb o’r hyn sy’n effeithio ar ofal.
policy-housing-full = Mae cyngor neu landlord yn dod o hyd i gartref i’r person.
policy-council-consent = Cydsyniodd y person i’r cyngor wybod ble mae’n byw, neu nid yw’r gyfraith yn gofyn iddo.
policy-housing-summary = Mae cyngor neu landlord yn gweld crynodeb o’r hyn sy’n effeithio ar ble y gall y person fyw.
policy-charity-summary = Mae elusen yn gweld crynodeb o’r hyn sy’n effeithio ar ei gwaith.
policy-employer-consent = Cydsyniodd y person i’r cyflogwr wybod.

# Who sees what.
who-sees-title = Pwy sy’n gweld beth
who-sees-link = Pwy sy’n gweld beth o’r cofnod hwn
who-sees-what = Pawb sy’n sefyll i’r cofnod hwn heddiw, faint ohono y maent yn ei weld, a beth y byddai rhai nad ydynt yn ei weld.
who-sees-decisions = Mae pob ateb yn cael ei gyfrifo nawr gan y polisïau sydd mewn grym. Mae’r dudalen yn dangos yr hyn a benderfynwyd, a dim o’r hyn y mae’r cofnod yn ei ddweud.
who-sees-rules = Gweld y rheolau i bawb.
who-sees-caption = Faint o’r cofnod hwn y mae pob un ohonynt yn ei weld heddiw
who-sees-group = Manylion
who-sees-person = Y person
who-sees-stranger = Unrhyw sefydliad arall
who-sees-stands = { $role }. { $stands }
who-sees-any = Heb ei ofyn heddiw: yr hyn y byddai’n ei weld ar y mwyaf, heb gydsyniad
who-sees-any-what = Tybir hyn: bod y sefydliad yn cael cynnig y person hwn neu’r achos heddiw, bod cytundeb yn enwi popeth, ac nad yw’r person wedi cydsynio.
who-sees-cell = { $name }: { $group }
who-sees-why-title = { $name }: pam y maent yn gweld hyn, neu beidio ({ $group })
who-sees-no-policy = Nid oes polisi yn ei ganiatáu. Ni rennir yr hyn nad oes polisi yn ei ganiatáu.
who-sees-no-agreement = Nid oes gan { $organisation } a { $lead } gytundeb rhannu sy’n enwi hyn i’r diben hwn.
who-sees-purpose = I ba ddiben y maent yn darllen
who-sees-consent = Cydsyniad
who-sees-consented = Gofynnwyd amdano, ac fe’i rhoddwyd
who-sees-not-consented = Gofynnir amdano, ac nid oes un yn sefyll
who-sees-not-asked = Ni ofynnir amdano: nid mater o ddewis ydyw
who-sees-ask = Gofyn am unrhyw un
who-sees-ask-what = Gofynnwch pam y mae rhywun mewn unrhyw sefydliad a rôl yn gweld grŵp o fanylion y cofnod hwn, neu beidio.
who-sees-ask-all = Dewiswch sefydliad, rôl a grŵp o fanylion.
who-sees-ask-organisation = Sefydliad
who-sees-ask-role = Rôl
who-sees-ask-group = Grŵp o fanylion
who-sees-ask-send = Gofyn pam
who-sees-record = Pwy sy’n gweld beth o un cofnod
who-sees-another = Cofnod arall
who-sees-find = Edrych ar bwy sy’n gweld beth o un cofnod
who-sees-find-what = Rydych yn gweld pwy sy’n gweld beth o gofnod y mae gan eich sefydliad ran ynddo, a pham. Nid ydych yn gweld dim o’r hyn y mae’r cofnod yn ei ddweud. Cofnodir pob edrychiad, a gall y person ei weld.
who-sees-find-number = Un o rifau’r person
who-sees-find-hint = Rhif carchar, CRN neu rif arall sydd ar eu cofnod
who-sees-find-send = Edrych
who-sees-find-none = Nid oes gan { $organisation } ran mewn cofnod â’r rhif hwn. Gwiriwch y rhif.
matrix-title = Pwy sy’n gweld beth: y rheolau
matrix-what = Faint o gofnod person y mae pob rôl yn ei weld ar y mwyaf. Tynnir y tabl hwn o’r polisïau sydd mewn grym nawr.
matrix-relation = Nid oes neb yn gweld dim o berson nad yw eu sefydliad yn gwneud dim iddo.
matrix-agreement = Nid yw sefydliad nad yw’n arwain yr achos yn gweld dim heb gytundeb rhannu mewn grym â’r un sy’n arwain.
matrix-default = Mae’r hyn nad oes polisi yn ei ganiatáu wedi’i ddal yn ôl.
matrix-leads = Yn arwain yr achos
matrix-caption = Faint y mae pob rôl yn ei weld ar y mwyaf
matrix-with-consent = Gyda chydsyniad y person yn unig


# Whether another organisation may be told of a person.
may-not-know-agreement = Nid oes cytundeb rhannu mewn grym sy’n gadael i { $organisation } wybod pwy yw’r person hwn. Dewiswch un arall, neu gofynnwch i’ch swyddog diogelu data gytuno ar un yn gyntaf.
may-not-know-consent = Caiff { $organisation } wybod pwy yw’r person hwn gyda’i gydsyniad yn unig. Gofynnwch iddo a chofnodwch yr hyn y mae’n ei ddweud yn gyntaf.
may-not-know-role = Ni chaiff { $organisation } wybod pwy yw’r person hwn. Dewiswch un arall.
