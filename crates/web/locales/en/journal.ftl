# What happened, as the timeline says it.

event-person-added = Added to Resettle
event-person-changed = Details changed: { $details }
event-record-exported = Everything held was handed out ({ $form })
event-worker-named = { $worker } named as worker
event-received = Received into prison on { $on }
event-screened =
    { $late ->
        [true] Basic screening done, after its limit
       *[false] Basic screening done
    }
event-assessment-started =
    { $voice ->
        [person] The person started to say what they need
       *[worker] Assessment started
    }
event-assessment-answered = Assessment answers saved
event-area-rated = { $area } rated by the worker: { $rating } ({ $reason })
event-area-rating-removed = The worker’s rating of { $area } was taken back
event-assessment-submitted =
    { $voice ->
        [person] The person said what they need
       *[worker] Assessment submitted; red areas: { $red }
    }
event-need-opened = Need opened: { $area } ({ $rating })
event-need-changed = Need now: { $area } ({ $rating })
event-need-closed = Need closed: { $area } ({ $how })
event-goal-added = Goal added: { $words }
event-step-added = Step added: { $words }, by { $on }
event-step-closed = Step closed: { $words } ({ $how })
event-step-given = Step given to { $to }: { $words }
event-step-taken = Step taken on by { $worker }: { $words }
event-challenge-answered = The challenge of the plan was answered
event-plan-answered =
    { $view ->
        [agree] The person agreed with the plan
       *[challenge] The person challenged the plan
    }
event-concern-raised =
    { $kind ->
        [complaint] The person complained about how their details are used
       *[wrong] The person said that something is wrong in their record
    }
event-concern-answered =
    { $kind ->
        [complaint] The person’s complaint was answered
       *[wrong] The person was answered about what is wrong in their record
    }
event-referral-moved = Referral to { $service }: { $to }
event-message-sent = Message about { $service }
event-referral-concluded = Referral to { $service } concluded ({ $how })
event-handover-moved = Handover to { $taker } ({ $kind }): { $to }
event-appointment-made = Appointment made for { $on }
event-attendance-recorded = Appointment: { $attendance }
event-release-planned = Release planned for { $on }
event-released = Left prison on { $on }
event-outcome-recorded = Outcome: { $measure } ({ $status })
event-consent-recorded =
    { $granted ->
        [true] Agreed that { $organisation } is told: { $group }
       *[false] Did not agree that { $organisation } is told: { $group }
    }
event-consent-withdrawn = Withdrew the consent that { $organisation } is told: { $group }

event-referral-changed = Draft of the referral to { $service } changed
event-invited = Invited to see their own plan
event-invitation-opened = The person gave their code and date of birth
event-invitation-accepted = The person set up their own account
event-recovery-begun = A way back into { $name }’s account was made
event-hold-placed = A legal hold was placed: the record is not erased while it stands
event-hold-lifted = The legal hold was lifted
event-glass-broken = { $organisation } opened this record in an emergency. { $reason }: { $groups }
event-given-to-justice-data-lab = { $organisation } gave name, date of birth and the numbers it has to the Justice Data Lab of the Ministry of Justice, to find out whether help works. Agreement: { $agreement }
event-glass-reviewed = Reviewed whether { $organisation } rightly opened this record in an emergency: { $verdict }
