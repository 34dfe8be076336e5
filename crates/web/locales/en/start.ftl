# The public start page.

start-title = Nobody dropped on the way home
start-lead = Resettle joins up the agencies around each person leaving prison, and shows which help works.
start-promises = Two promises
start-promise-dropped = Nobody is dropped: every need, step, referral and handover always has one owner and a date.
start-promise-counted = Nothing is counted that was not done: every figure opens down to its records.
start-for = Who it is for
start-for-worker = Workers in prisons, probation and charities who help people resettle
start-for-person = People leaving prison, who can see, agree or challenge their own plan
start-for-provider = Services, councils and health workers who take referrals
start-for-board = Boards and evaluators who want to know what works
start-evidence = For anybody
