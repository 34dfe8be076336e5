# My people, and the clocks that run on what is open.

my-people = Fy mhobl
column-person = Person
column-to-do = I’w wneud
column-owner = Perchennog
column-due = Erbyn
column-date-of-birth = Dyddiad geni
column-prison-number = Rhif carchar
column-release = Rhyddhau
column-service = Gwasanaeth
column-provider = Darparwr
column-from = Oddi wrth
column-status = Statws
days-late =
    { $days ->
        [one] { $days } diwrnod yn hwyr
        [two] { $days } ddiwrnod yn hwyr
        [few] { $days } diwrnod yn hwyr
        [many] { $days } diwrnod yn hwyr
       *[other] { $days } diwrnod yn hwyr
    }
late = Hwyr
due-today = Erbyn heddiw
nobody-named = Neb wedi’i enwi
no-release-planned = Dim wedi’i gynllunio
my-people-lists = Rhestrau o’ch pobl a’ch gwaith
list-today = Heddiw
list-late = Yn hwyr
list-waiting = Yn aros amdanoch
list-everyone = Pawb rydych yn eu harwain
list-title-late = Yn hwyr
list-title-waiting = Yn aros amdanoch chi neu’ch sefydliad
dropped-warning =
    { $count ->
        [one] Nid oes gan { $count } angen coch gam y mae rhywun yn berchen arno. Ychwanegwch gam heddiw.
       *[other] Nid oes gan { $count } angen coch gam y mae rhywun yn berchen arno. Ychwanegwch gam i bob un heddiw.
    }
dropped-title = Wedi’u colli
late-title = Yn hwyr ({ $count })
nothing-late = Nid oes dim o’ch gwaith yn hwyr.
late-all = Gweld y cyfan sy’n hwyr: { $count }
waiting-title = Yn aros amdanoch chi neu’ch sefydliad
waiting-all = Gweld popeth sy’n aros
nothing-waiting = Nid oes dim yn aros amdanoch chi na’ch sefydliad.
releases-title = Y rhai nesaf i’w rhyddhau
no-releases = Nid oes gan yr un o’ch pobl ddyddiad rhyddhau wedi’i gynllunio.
no-people = Nid ydych yn arwain neb eto. Daw pobl atoch pan fyddant yn cael eu derbyn i garchar, neu pan fyddwch yn derbyn trosglwyddiad.

# What a clock runs on.
subject-person = Person
subject-screening = Sgrinio
subject-need = Angen
subject-step = Cam
subject-concern = Pryder
subject-break-glass = Argyfwng
subject-plan = Cynllun
subject-referral = Atgyfeiriad
subject-handover = Trosglwyddiad
subject-appointment = Apwyntiad
subject-join = Cysylltiad
subject-outcome = Canlyniad

# What is due.
due-name-worker = Enwi gweithiwr
due-screen = Gwneud y sgrinio sylfaenol
due-plan-need = Cynllunio ar gyfer angen
due-meet-need = Diwallu angen
due-do-step = Gwneud cam o’r cynllun
due-answer-concern = Ateb yr hyn a ddywed y person am ei gofnod
due-review-break-glass = Adolygu a agorwyd y cofnod yn gywir mewn argyfwng
due-review-plan = Ateb her y person i’r cynllun
due-send-referral = Anfon yr atgyfeiriad
due-receive-referral = Cadarnhau bod yr atgyfeiriad wedi cyrraedd
due-decide-referral = Penderfynu ar yr atgyfeiriad
due-answer-referral = Ateb cwestiwn y darparwr
due-assign-referral = Enwi gweithiwr ar gyfer yr atgyfeiriad
due-make-contact = Gwneud y cysylltiad cyntaf
due-start-service = Dechrau’r gwasanaeth
due-deliver-service = Darparu’r gwasanaeth ac adrodd
due-conclude-referral = Darllen yr adroddiad a chau’r atgyfeiriad
due-confirm-role = Cadarnhau neu wrthod y rôl
due-decide-join = Penderfynu a yw cofnod asiantaeth arall am y person
due-confirm-join = Cadarnhau fel yr ail berson fod cofnod asiantaeth arall am y person
due-accept-handover = Derbyn y trosglwyddiad
due-meet-handover = Cynnal y cyfarfod trosglwyddo
due-complete-handover = Cwblhau’r gwaith drwy’r giât
due-record-attendance = Cofnodi presenoldeb
due-record-outcome = Cofnodi canlyniad
