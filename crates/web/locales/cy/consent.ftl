# Cydsyniad: yr hyn a ddywedodd pobl lle mae ganddynt ddewis, a’r hyn a rennir heb ofyn.

consent-standing-granted = Cytuno
consent-standing-refused = Gwrthod
consent-standing-expired = Cytuno, yn rhy bell yn ôl
consent-standing-withdrawn = Tynnwyd yn ôl
consent-standing-superseded = Disodlwyd gan ateb diweddarach
consent-end-withdrawn = Tynnwyd yn ôl
consent-end-superseded = Disodlwyd gan ateb diweddarach

navigation-consents = Yr hyn a rennir
section-consents = Cydsyniad

consents-title = Cydsyniad, a’r hyn a rennir hebddo
consents-title-own = Yr hyn a rennir amdanoch chi
consents-intro = Dim ond lle gofynnir am gydsyniad isod y mae gan yr unigolyn ddewis. Rhennir popeth arall fel tasg gyhoeddus: peidiwch byth â dweud ei fod yn ddewisol.
consents-intro-own = Dim ond lle rydym yn gofyn i chi isod y mae gennych ddewis. Rhennir popeth arall am fod y gyfraith yn rhoi’r gwaith hwnnw i’r sefydliadau sy’n eich helpu.
consents-caption = Atebion
consents-none = Nid yw’r unigolyn wedi cael ei holi eto. Lle mae angen cydsyniad, ni rennir dim nes iddo gytuno.
consents-none-own = Nid ydych wedi cael eich holi eto. Lle mae’r dewis yn eiddo i chi, ni rennir dim nes i chi gytuno.
consent-organisation = Sefydliad
consent-group = Yr hyn y byddai’n ei gael
consent-answer = Ateb
consent-when = Pryd
consent-until = Yn dal tan { $on }
consent-ended = Daeth i ben { $at }
consent-recorded-by = Cofnodwyd gan
consent-by-you = Chi
consent-withdraw = Tynnu’n ôl

consent-ask = Cofnodi’r hyn a ddywedodd yr unigolyn
consent-ask-own = Cytuno neu wrthod
consent-ask-what = Dim ond am gyflogwyr, ac am gynghorau yn Lloegr ynghylch cartref, y gofynnir. Darllenwch y cwestiwn yn uchel a chofnodwch yr hyn a ddywed yr unigolyn. Mae ateb newydd yn disodli’r un blaenorol.
consent-ask-what-own = Dim ond os ydych yn cytuno y dywedir wrth gyflogwyr, ac wrth gynghorau yn Lloegr ynghylch cartref. Nid yw gwrthod yn newid y cymorth arall a gewch. Mae ateb newydd yn disodli’r un blaenorol, a gallwch ei dynnu’n ôl unrhyw bryd.
consent-nobody-to-ask = Nid oes sefydliad yma sydd angen cydsyniad.
consent-choose-organisation = Dewiswch sefydliad o’r rhestr
consent-choose-answer = Atebwch o leiaf un cwestiwn
consent-why-employer = Dim ond os yw’r unigolyn yn cytuno y dywedir wrth gyflogwr pwy ydyw, a’r hyn sydd ei angen ar gyfer y gwaith. Ni ddywedir wrtho byth yma am beth y cafodd ei euogfarnu.
consent-why-employer-own = Dim ond os ydych yn cytuno y dywedir wrth gyflogwr pwy ydych chi, a’r hyn sydd ei angen ar gyfer y gwaith. Ni ddywedir wrtho byth yma am beth y cawsoch eich euogfarnu.
consent-why-council = Yn Lloegr, dim ond os yw’r unigolyn yn cytuno y dywedir wrth gyngor y gallai fod heb gartref, ac ef neu hi sy’n dewis pa gyngor (Deddf Tai 1996, adran 213B).
consent-why-council-own = Yn Lloegr, dim ond os ydych yn cytuno y dywedir wrth gyngor y gallech fod heb gartref, a chi sy’n dewis pa gyngor (Deddf Tai 1996, adran 213B).
consent-never-asked = Heb ofyn eto
consent-now = Yr ateb diwethaf: { $standing }
consent-yes = Ydw
consent-no = Nac ydw
consent-send = Cofnodi’r atebion hyn
consent-send-own = Anfon fy atebion
done-consent-recorded = Cofnodwyd yr atebion

consent-told-title = Yr hyn a ddywedir wrth bob un ohonynt beth bynnag yw’r ateb
consent-told-under = Fel tasg gyhoeddus, o dan y cytundeb “{ $agreement }”, ar y mwyaf:
consent-told-nothing-to = Ni ddywedir dim arall wrth { $organisation }: dim ond yr hyn y cytunwyd iddo.
consent-told-anyway = Yr hyn a ddywedir wrth { $organisation } beth bynnag

consent-public-title = Yr hyn a rennir heb ofyn
consent-public-what = Rhennir hyn fel tasg gyhoeddus. Nid yw’n ddewisol, ac nid yw atebion yr unigolyn uchod yn ei newid. Os yw’n anghytuno, cofnodwch pam, ac edrychwch arno eto.
consent-public-what-own = Rhennir hyn fel tasg gyhoeddus. Nid yw’n ddewisol, ac nid yw eich atebion uchod yn ei newid. Os ydych yn anghytuno, dywedwch wrth eich gweithiwr pam, a rhaid iddo edrych arno eto.
consent-public-caption = Cytundebau y rhennir manylion oddi tanynt heb ofyn
consent-public-none = Nid yw’r sefydliad sy’n arwain yr achos yn rhannu dim â sefydliadau eraill ar hyn o bryd.

consent-withdraw-title = Cofnodi bod yr unigolyn yn tynnu’n ôl
consent-withdraw-title-own = Tynnu eich cydsyniad yn ôl
consent-withdraw-of = Caniatawyd dweud hyn wrth { $organisation }: { $group }.
consent-withdraw-stops-title = Yr hyn sy’n stopio ar unwaith
consent-withdraw-stops = O’r dudalen nesaf y bydd yn ei hagor, ni ddywedir hyn wrtho mwyach.
consent-withdraw-council = Mae’r atgyfeiriad at y cyngor yn dibynnu arno: tynnwch yr atgyfeiriad yn ôl nawr.
consent-withdraw-council-own = Mae’r atgyfeiriad at y cyngor yn dibynnu arno, a rhaid i’ch gweithiwr ei dynnu’n ôl.
consent-withdraw-not-title = Yr hyn nad yw’n stopio
consent-withdraw-known = Mae’n dal i wybod yr hyn a ddywedwyd wrtho o’r blaen. Gofynnwch iddo’n uniongyrchol beth y mae’n ei gadw.
consent-withdraw-others = Dywedir yr un peth ag o’r blaen wrth sefydliadau eraill, lle rhennir ef fel tasg gyhoeddus.
consent-withdraw-send = Mae’r unigolyn yn tynnu’n ôl
consent-withdraw-send-own = Tynnu fy nghydsyniad yn ôl
done-consent-withdrawn = Tynnwyd y cydsyniad yn ôl. Mae’r hyn a rennir o hyd, a pham, ar y dudalen hon
