# Basic screening.

screening-status-due = I’w wneud
screening-status-done = Wedi’i wneud
screening-status-left-before = Gadawodd cyn iddo gael ei wneud

screening-standing-overdue = Yn hwyr, i’w wneud o hyd
screening-standing-done-late = Wedi’i wneud yn hwyr
screening-standing-due = I’w wneud, mewn pryd hyd yma
screening-standing-in-time = Wedi’i wneud mewn pryd
screening-standing-left-before = Gadawodd cyn iddo gael ei wneud

screenings-title = Sgrinio wrth gyrraedd
no-screenings = Nid oes derbyniad wedi dechrau sgrinio.
column-due-by-end = Erbyn diwedd
column-done = Gwnaed
column-limit = Sut mae’n sefyll
column-receptions = Derbyniadau
days-left =
    { $days ->
        [one] { $days } diwrnod ar ôl
        [two] { $days } ddiwrnod ar ôl
       *[other] { $days } diwrnod ar ôl
    }
screening-done-days-late =
    { $days ->
        [one] Gwnaed { $days } diwrnod yn hwyr
        [two] Gwnaed { $days } ddiwrnod yn hwyr
       *[other] Gwnaed { $days } diwrnod yn hwyr
    }
screening-due-by = I’w wneud erbyn diwedd { $on }.
screening-about = Gofynnwch bob cwestiwn. Gall y person ddewis peidio â dweud lle dangosir yr ateb hwnnw.
screening-overdue = Mae’r terfyn wedi mynd heibio. Gwnewch y sgrinio nawr: caiff ei gofnodi’n hwyr.
screening-done-on = Gwnaed ar { $on }.
screening-breach = Roedd hynny ar ôl ei derfyn, ac fe’i cofnodir fel toriad.
screening-left-before = Gadawodd y person y carchar cyn i’r sgrinio hwn gael ei wneud.
screening-not-yours = Mae’r sgrinio hwn i’w wneud o hyd gan y sefydliad sy’n arwain yr achos.
screening-submit = Cadw’r sgrinio
done-screened = Mae’r sgrinio wedi’i gadw.

limits-title = Terfynau sgrinio
limits-about = Mae pob derbyniad yn dechrau sgrinio, i’w wneud erbyn diwedd diwrnod 4 (diwrnod y derbyniad yw diwrnod 0). Yn cael eu cyfrif yma: y rhai i’w gwneud o hyd, a’r rhai a wnaed yn ystod y { $days } diwrnod diwethaf (neu a oedd i’w gwneud yn y dyddiau hynny, os gadawodd y person cyn hynny).
limits-counts = Sut mae’r sgrinio’n sefyll
limits-list = { $standing } ({ $count })
limits-none = Nid oes dim.
