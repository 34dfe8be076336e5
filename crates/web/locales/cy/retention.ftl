# Am faint y cedwir yr hyn a ddelir, ac ataliadau cyfreithiol.

retention-title = Am faint y cedwir cofnodion
retention-what = Ni chedwir yr hyn a ddelir am bobl yn hwy nag y mae ei angen. Ni chaiff dim sy’n dal ar agor ei ddileu byth: dim achos lle mae rhywbeth i’w wneud, neb yn y carchar, dim cofnod ag ataliad cyfreithiol.
retention-how = Nid oes dim yn cael ei ddileu ohono’i hun. Dangosir i’r gweithredwr beth sy’n ddyledus, ac mae’n dileu’r union beth hwnnw. Mae pob dilead yn y dyddlyfr.
retention-caption = Beth a gedwir am faint
retention-what-is-kept = Yr hyn a gedwir
retention-period = Am faint
retention-from = O ba bryd
retention-then = Wedyn
retention-source = Ar beth mae’r cyfnod yn seiliedig
retention-erased = Ei ddileu
retention-months =
    { $months ->
        [zero] { $months } mis
        [one] { $months } mis
        [two] { $months } fis
        [few] { $months } mis
        [many] { $months } mis
       *[other] { $months } mis
    }
retention-kind-case = Popeth am berson
retention-kind-case-from = Newid olaf y cofnod, neu ddyddiad olaf dedfryd os yw hwnnw’n ddiweddarach, unwaith nad oes dim ar agor
retention-kind-invitation = Gwahoddiad na dderbyniodd neb mohono
retention-kind-invitation-from = Ei ddiwrnod olaf
retention-kind-form-token = Yr hyn sy’n gwahaniaethu rhwng anfon ffurflen yr ail waith a’r tro cyntaf
retention-kind-form-token-from = Y tro cyntaf y’i hanfonwyd
retention-kind-superseded-record = Yr hyn a ddywedodd asiantaeth am rywun ac yna’n wahanol
retention-kind-superseded-record-from = Y diwrnod y daeth rhes ddiweddarach yn ei le
retention-kind-unjoined-record = Yr hyn a ddywedodd asiantaeth am rywun nad yw wedi’i gysylltu â neb
retention-kind-unjoined-record-from = Y diwrnod y dywedodd ddim amdano ddiwethaf, unwaith nad oes rhaid i neb benderfynu
retention-source-proposed = Cynnig y rhaglen: nid oes cyfraith yn ei bennu. Rhaid i’r sefydliadau sy’n arwain achosion gytuno arno
retention-source-settings = Wedi’i osod gan y gweithredwr ar gyfer y sefydliadau sy’n arwain achosion

holds-title = Ataliadau cyfreithiol
holds-what = Mae ataliad cyfreithiol yn cadw cofnod person rhag cael ei ddileu tra bydd ei angen, er enghraifft ar gyfer hawliad, cwest neu ymchwiliad. Nid yw’n dangos y cofnod i chi. Dyma ataliadau eich sefydliad.
holds-none = Nid yw eich sefydliad wedi rhoi unrhyw ataliad cyfreithiol.
hold-stands = Mewn grym
hold-lifted = Wedi’i godi
hold-placed-on = Fe’i rhoddwyd ar { $at }
hold-lifted-on = Fe’i codwyd ar { $at }
hold-place = Rhoi ataliad cyfreithiol
hold-number = Rhif carchar neu CRN
hold-number-hint = Er enghraifft A1234BC neu X123456, person y mae eich sefydliad yn arwain ei achos
hold-number-form = Rhowch rif carchar fel A1234BC, neu CRN fel X123456
hold-nobody = Nid yw eich sefydliad yn arwain achos neb â’r rhif hwn. Gwiriwch ef, neu gofynnwch pwy sy’n arwain yr achos
hold-reason = Pam y mae’n rhaid cadw’r cofnod
hold-reason-hint = Dywedwch at ba ddiben y mae ei angen, nid beth sydd ynddo
hold-without-reason = Rhowch pam y mae’n rhaid cadw’r cofnod
hold-place-send = Rhoi’r ataliad hwn
done-hold-placed = Rhoddwyd yr ataliad cyfreithiol. Ni chaiff y cofnod ei ddileu tra bydd mewn grym
hold-lift-link = Codi’r ataliad ar { $number }
hold-lift = Codi ataliad cyfreithiol
hold-lift-what = Pan na fydd ataliad arall mewn grym a’i gyfnod ar ben, gellir dileu’r cofnod. Ni ellir dadwneud hynny.
hold-lift-reason = Pam nad oes angen y cofnod ar gyfer hyn mwyach
hold-lift-reason-hint = Er enghraifft: setlwyd yr hawliad
hold-without-reason-to-lift = Rhowch pam nad oes angen y cofnod ar gyfer hyn mwyach
hold-lift-send = Codi’r ataliad hwn
done-hold-lifted = Codwyd yr ataliad cyfreithiol
