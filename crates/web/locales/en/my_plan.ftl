# My plan: the person's own view, in plain words.

my-plan-title = My plan
my-plan-lead = Who helps me
my-plan-lead-worker = { $worker } at { $organisation }
my-plan-lead-nobody = { $organisation }. Nobody is named yet. They must name somebody for you.
my-plan-needs = What I said I need
my-plan-needs-link = See or change what I said I need
my-plan-goals = What I want to reach, and who does what
my-plan-no-goals = Your plan has no goals yet. Your worker writes it with you.
my-plan-steps-caption = What happens for: { $goal }
my-plan-column-step = What
my-plan-column-who = Who
my-plan-column-when = By when
my-plan-me = Me
my-plan-together = Me and { $who }
my-plan-worker-at = { $worker }, { $organisation }
my-plan-nobody-named = { $organisation } (nobody named yet)
my-plan-step-done = { $how } on { $on }
my-plan-no-steps = No steps yet. Ask your worker what happens next.
my-plan-appointments = My appointments
my-plan-no-appointments = You have no appointments to come.
my-plan-column-at = When
my-plan-column-place = Where
my-plan-column-with = With
my-plan-release = When I leave
my-plan-release-on = I leave on { $on }.
my-plan-going-to = I go to: { $place }
my-plan-no-place = Nobody has written down yet where you go. Ask your worker.
my-plan-no-release = No day is written down yet.
my-plan-referrals = Services I was put forward for
my-plan-no-referrals = You have not been put forward for a service yet.
my-plan-referral = { $service } at { $provider }
my-plan-answer = What I say about this plan
my-plan-answer-why = Your worker reads this. If you want something changed, they must answer you within 7 days. What you say stays on the record, and so does the plan.
my-plan-answer-view = Do you agree with this plan?
my-plan-answer-words = What do you want changed, and why?
my-plan-answer-words-hint = You only need this if you want something changed. Write it your own way.
my-plan-answer-send = Send what I say
my-plan-answer-none-yet = You can agree or ask for changes when your plan has its first goal.
my-plan-said = What I said before
my-plan-said-agree = I agreed on { $at }
my-plan-said-challenge = I asked for a change on { $at }
my-plan-said-answered = { $by } answered on { $at }:
my-plan-said-waiting = No answer yet. It must come by { $by }.
my-plan-passport-link = Print my passport to carry with me

choose-view = Choose whether you agree with this plan
challenge-without-words = Enter what you want changed
done-plan-answered = Your worker will see what you said

# What a referral's state means to the person.
my-referral-sent = We asked them. They have not read it yet.
my-referral-received = They are reading it.
my-referral-returned = They asked your worker a question.
my-referral-declined = They said no. Ask your worker what happens instead.
my-referral-accepted = They said yes. They will name somebody for you.
my-referral-assigned = They named somebody, who will talk to you soon.
my-referral-initial-contact = You have talked with them. It starts soon.
my-referral-in-delivery = It has started.
my-referral-reported = It has ended. They wrote down how it went.
my-referral-concluded = It has ended.
my-referral-withdrawn = It was taken back.

# The passport.
passport-title = My passport
passport-of = Passport of { $name }
passport-print = To print this page, use your browser’s print command. It is made for one sheet of A4.
passport-who = Who I am
passport-name = Name
passport-born = Born
passport-where = Where I go
passport-day = Day I leave
passport-place = Place
passport-not-written = Not written down yet
passport-appointments = My first appointments
passport-no-appointments = None made yet.
passport-more =
    { $count ->
        [one] { $count } more is in my plan.
       *[other] { $count } more are in my plan.
    }
passport-worker = My worker
passport-phone = Telephone
passport-agreed = What happens next
passport-no-steps = Nothing is planned yet.
passport-step = { $what } – { $who }, by { $on }
passport-agreed-on = I agreed with my plan on { $at }.
passport-conditions = My licence conditions, as printed
passport-printed = Printed on { $on } by { $name }. If you find this page, give it back to { $organisation }.
