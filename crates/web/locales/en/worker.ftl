# Naming a person’s worker.

worker-title = Name a worker
worker-why = Nobody is named for this person yet. Whoever you name leads the case, and owns what nobody else in your organisation owns.
worker-who = Who will lead the case?
worker-name = Name this worker
worker-named-already = { $worker } leads this case.
worker-change = Change the worker by a handover
done-worker-named = The worker was named
