# What the person says they need, in plain words.

my-needs-about = Tell us what you need, in your own way. There are no right or wrong answers.
my-needs-who-sees = You can leave out any question. The worker who leads your case will see what you say next to what they think. It does not change what they wrote.
my-needs-not-watched = Nobody reads this straight away. If you are in danger, or feel like hurting yourself, tell someone near you now. You can call Samaritans for free on 116 123, day or night.
my-needs-draft = We kept what you answered before. It is not sent yet.
my-needs-send = Send to my worker
my-needs-save = Save and finish later
my-needs-nothing-said = Answer at least one question before you send or save
my-needs-said-on = You told us this on { $on }.
my-needs-said-next = Your worker can see it. You can talk about it when you next meet.
my-needs-again = Tell us again
my-needs-help-self-harm = If you feel like hurting yourself now, tell someone near you. You can call Samaritans for free on 116 123, day or night.
my-needs-help-domestic-abuse = If you do not feel safe with someone, you can ask to talk to your worker alone.
my-needs-help-child-at-risk = If someone you care for may not be safe, tell a worker or an officer today.
my-needs-help-exploitation = If someone scares you or makes you do things, you can ask to talk to your worker alone.
my-needs-help-urgent-health = If your health cannot wait, tell health staff or an officer now.
done-my-needs-sent = We have sent what you said to your worker.
done-my-needs-saved = We have kept your answers. They are not sent yet.
