# Alerts that one account reads many people's records.

navigation-read-alerts = Rhybuddion darllen
read-alert-many = Darllenwyd cofnodion llawer o bobl
read-alert-given-out = Gwnaed ffeil ag enwau i’r Labordy Data Cyfiawnder
read-alert-stopped = Ataliwyd y darllen

read-alerts-title = Rhybuddion darllen
read-alerts-what = Codir rhybudd pan fydd un cyfrif yn eich sefydliad yn darllen cofnodion llawer mwy o bobl mewn awr nag y gall gwaith ei esbonio, a phryd bynnag y bydd un yn gwneud ffeil ag enwau i’r Labordy Data Cyfiawnder. Mae’n aros yma nes i rywun ddweud beth oedd. Mae’r dyddlyfr yn dangos cofnodion pwy oeddent.
read-alerts-waiting = Yn aros amdanoch chi
read-alerts-none-waiting = Nid oes rhybudd yn aros.
read-alerts-seen = Wedi edrych iddynt
read-alerts-none-seen = Nid edrychwyd i unrhyw rybudd eto.
read-alert-look = Dywedwch beth oedd
read-alert-who = { $name }, { $role }
read-alert-people =
    { $count ->
        [one] Cofnod 1 person o fewn awr
       *[other] Nifer y bobl y darllenwyd eu cofnodion o fewn awr: { $count }
    }
read-alert-seen-by = Edrychodd { $name } i hyn ar { $at }:

read-alert-title = Darllenwyd llawer o gofnodion
read-alert-how = Gofynnwch i’r darllenydd, neu i’w reolwr, at ba ddiben yr oedd. Os nad gwaith neb ydoedd, ataliwch y cyfrif (gall gweinyddwr wneud hynny), a chanfod cofnodion pwy oeddent: rhoddir gwybod i’r Comisiynydd Gwybodaeth o fewn 72 awr am doriad sy’n risg i bobl (UK GDPR erthygl 33).
read-alert-words = Beth oedd?
read-alert-words-hint = Dywedwch wrth bwy y gofynnoch, at ba ddiben yr oedd, a beth a wnaed. Peidiwch ag enwi unrhyw berson sy’n gadael carchar. Mae hyn yn sefyll ac ni ellir ei newid.
read-alert-send = Nodi ei fod wedi’i weld
read-alert-without-words = Rhowch beth oedd
done-read-alert-seen = Cadwyd yr hyn a ddywedoch am y rhybudd
