# Accounts of an organisation.

accounts-title = Cyfrifon
accounts-caption = Cyfrifon eich sefydliad
account-invite = Gwahodd rhywun
account-name = Enw
account-email = Cyfeiriad e-bost
account-role = Rôl
account-seen = Gwelwyd ddiwethaf
account-never-seen = Erioed
account-status = Statws
account-active = Gweithredol
account-inactive = Wedi’i ddadactifadu
account-dormant = Segur
account-wake = Agor cyfrif { $name } eto
account-own = Chi
account-to-do = Beth gallwch ei wneud
account-deactivate-of = Dadactifadu { $name }
account-deactivate-what = Cânt eu hallgofnodi ar unwaith ac ni allant fewngofnodi eto. Mae’r hyn y maent yn berchen arno yn aros yn eu henw, ac yn aros am eich sefydliad cyfan nes i rywun arall gael ei enwi.
account-owns =
    { $count ->
        [one] Mae { $count } peth yn yr enw hwn o hyd: enwch rywun arall ar ei gyfer
        [two] Mae { $count } beth yn yr enw hwn o hyd: enwch rywun arall ar eu cyfer
       *[other] Mae { $count } o bethau yn yr enw hwn o hyd: enwch rywun arall ar eu cyfer
    }
accounts-invited = Gwahoddiadau heb eu derbyn eto
accounts-none-invited = Nid oes neb wedi’i wahodd ar hyn o bryd.
account-expires = Yn gweithio tan
done-account-deactivated = Dadactifadwyd y cyfrif
done-account-woken = Gall y cyfrif fewngofnodi eto
done-invited-before = Gwnaed y gwahoddiad hwn eisoes. Dangoswyd ei ddolen unwaith. Os yw ar goll, gwahoddwch y person eto: yna bydd yr hen ddolen yn peidio â gweithio
