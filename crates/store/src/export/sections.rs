//! The sections of an export: what is read from each table about a person.

use super::{Group, PART, Row, Value};
use crate::{Conn, StoreError};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{LeftOut, PersonId};
use policy::Authorised;
use sqlx::types::Json;
use uuid::Uuid;

sections! {
    Person("person") in Identity of "person" =
        "select p.id, p.given_name, p.family_name, p.date_of_birth, p.sex, p.ethnicity, p.language, \
         p.home_region, o.name as lead_organisation, p.lead_account_id as worker, p.import_hash, \
         p.created_at, p.updated_at from person p \
         join organisation o on o.id = p.lead_organisation_id \
         where p.id = $1 order by p.id limit $2 offset $3" {
        id: Id, given_name: Plain, family_name: Plain, date_of_birth: Day, sex: Code "sex",
        ethnicity: Code "ethnicity", language: Code "language", home_region: Code "region",
        lead_organisation: Plain, worker: Worker, import_hash: Plain, created_at: At,
        updated_at: At,
    }
    OtherNames("other_names") in Identity of "person_name" =
        "select id, kind, given_name, family_name, recorded_at from person_name \
         where person_id = $1 order by id limit $2 offset $3" {
        id: Id, kind: Code "name-kind", given_name: Plain, family_name: Plain, recorded_at: At,
    }
    Identifiers("identifiers") in Identity of "person_identifier" =
        "select kind, value, recorded_at from person_identifier \
         where person_id = $1 order by kind, value limit $2 offset $3" {
        kind: Code "identifier-kind", value: Plain, recorded_at: At,
    }
    Addresses("addresses") in Identity of "person_address" =
        "select id, kind, words, postcode, from_on, to_on, recorded_at from person_address \
         where person_id = $1 order by id limit $2 offset $3" {
        id: Id, kind: Code "address-kind", words: Words, postcode: Plain, from_on: Day, to_on: Day,
        recorded_at: At,
    }
    Contacts("contacts") in Identity of "person_contact" =
        "select id, kind, value, from_on, to_on, recorded_at from person_contact \
         where person_id = $1 order by id limit $2 offset $3" {
        id: Id, kind: Code "contact-kind", value: Plain, from_on: Day, to_on: Day, recorded_at: At,
    }
    Account("account") in Account of "account" =
        "select a.id, a.email, a.name, o.name as organisation, a.role, a.language, a.active, \
         a.failed_attempts, a.locked_until, a.created_at, a.awake_at from account a \
         join organisation o on o.id = a.organisation_id \
         where a.person_id = $1 order by a.id limit $2 offset $3" {
        id: Id, email: Plain, name: Plain, organisation: Plain, role: Code "role",
        language: Code "language", active: Yes, failed_attempts: Number, locked_until: At,
        created_at: At, awake_at: At,
    }
    Sessions("sessions") in Account of "session" =
        "select s.factor_at, s.created_at, s.seen_at from session s \
         join account a on a.id = s.account_id \
         where a.person_id = $1 order by s.created_at, s.token_hash limit $2 offset $3" {
        factor_at: At, created_at: At, seen_at: At,
    }
    Invitations("invitations") in Account of "invitation" =
        "select i.email, i.name, o.name as organisation, i.role, i.invited_by as worker, \
         i.created_at, i.expires_at, i.used_at, i.pass_until, i.wrong_tries from invitation i \
         join organisation o on o.id = i.organisation_id \
         where i.person_id = $1 order by i.created_at, i.token_hash limit $2 offset $3" {
        email: Plain, name: Plain, organisation: Plain, role: Code "role", worker: Worker,
        created_at: At, expires_at: At, used_at: At, pass_until: At, wrong_tries: Number,
    }
    Episodes("episodes") in Custody of "episode" =
        "select e.id, e.kind, o.name as organisation, e.started_on, e.reason, e.ended_on, \
         e.recorded_at from episode e join organisation o on o.id = e.organisation_id \
         where e.person_id = $1 order by e.started_on, e.id limit $2 offset $3" {
        id: Id, kind: Code "episode-kind", organisation: Plain, started_on: Day,
        reason: Code "episode-reason", ended_on: Day, recorded_at: At,
    }
    Sentences("sentences") in Custody of "sentence" =
        "select id, kind, offence_group, imposed_on, length_days, recorded_at from sentence \
         where person_id = $1 order by id limit $2 offset $3" {
        id: Id, kind: Plain, offence_group: Code "offence-group", imposed_on: Day,
        length_days: Number, recorded_at: At,
    }
    SentenceDates("sentence_dates") in Custody of "sentence_date" =
        "select id, sentence_id, kind, on_date, recorded_at, superseded_at from sentence_date \
         where person_id = $1 order by id limit $2 offset $3" {
        id: Id, sentence_id: Id, kind: Code "sentence-date", on_date: Day, recorded_at: At,
        superseded_at: At,
    }
    LicenceConditions("licence_conditions") in Custody of "licence_condition" =
        "select id, kind, words, from_on, to_on, recorded_at from licence_condition \
         where person_id = $1 order by id limit $2 offset $3" {
        id: Id, kind: Code "licence-condition-kind", words: Words, from_on: Day, to_on: Day,
        recorded_at: At,
    }
    RiskFlags("risk_flags") in Custody of "risk_flag" =
        "select id, kind, note, from_on, to_on, recorded_at from risk_flag \
         where person_id = $1 order by id limit $2 offset $3" {
        id: Id, kind: Code "risk-flag", note: RiskNote, from_on: Day, to_on: Day, recorded_at: At,
    }
    Reoffending("proven_offences") in Custody of "reoffending_record" =
        "select f.source, f.complete_on, r.committed_on, r.proven_on from reoffending_record r \
         join reoffending_file f on f.id = r.file_id \
         where r.person_id = $1 order by r.id limit $2 offset $3" {
        source: Plain, complete_on: Day, committed_on: Day, proven_on: Day,
    }
    Screenings("screenings") in Needs of "screening" =
        "select s.id, s.episode_id, o.name as organisation, s.owner_account_id as worker, s.due_on, \
         s.status, s.done_on, s.instrument, s.version, s.answers from screening s \
         join organisation o on o.id = s.owner_organisation_id \
         where s.person_id = $1 order by s.due_on, s.id limit $2 offset $3" {
        id: Id, episode_id: Id, organisation: Plain, worker: Worker, due_on: Day,
        status: Code "screening-status", done_on: Day, instrument: Plain, version: Number,
        answers: Json,
    }
    Assessments("assessments") in Needs of "assessment" =
        "select s.id, s.voice, o.name as organisation, \
         case when s.voice = 'person' then null else s.account_id end as worker, s.instrument, \
         s.version, s.answers, s.started_on, s.submitted_at from assessment s \
         join organisation o on o.id = s.organisation_id \
         where s.person_id = $1 order by s.started_on, s.id limit $2 offset $3" {
        id: Id, voice: Code "voice", organisation: Plain, worker: Worker, instrument: Plain,
        version: Number, answers: Json, started_on: Day, submitted_at: At,
    }
    Ratings("ratings") in Needs of "assessment_rating" =
        "select assessment_id, area, computed, rating, override_reason, note, need_score \
         from assessment_rating where person_id = $1 \
         order by assessment_id, area limit $2 offset $3" {
        assessment_id: Id, area: Code "area", computed: Code "rating", rating: Code "rating",
        override_reason: Code "override-reason", note: Words, need_score: Number,
    }
    Overrides("draft_ratings") in Needs of "assessment_override" =
        "select assessment_id, area, rating, reason, note from assessment_override \
         where person_id = $1 order by assessment_id, area limit $2 offset $3" {
        assessment_id: Id, area: Code "area", rating: Code "rating",
        reason: Code "override-reason", note: Words,
    }
    Needs("needs") in Needs of "need" =
        "select n.id, n.assessment_id, n.area, n.rating, o.name as organisation, \
         n.owner_account_id as worker, n.opened_on, n.status, n.state from need n \
         join organisation o on o.id = n.owner_organisation_id \
         where n.person_id = $1 order by n.opened_on, n.id limit $2 offset $3" {
        id: Id, assessment_id: Id, area: Code "area", rating: Code "rating", organisation: Plain,
        worker: Worker, opened_on: Day, status: Code "need-status", state: Json,
    }
    Plans("plan") in Plan of "plan" =
        "select id, status, challenged_on, created_on from plan \
         where person_id = $1 order by id limit $2 offset $3" {
        id: Id, status: Code "plan-status", challenged_on: Day, created_on: Day,
    }
    PlanViews("plan_views") in Plan of "plan_view" =
        "select id, plan_id, view, words, at, answer, \
         answered_by as worker, answered_at from plan_view \
         where person_id = $1 order by at, id limit $2 offset $3" {
        id: Id, plan_id: Id, view: Code "plan-view", words: Words, at: At,
        answer: Words, worker: Worker, answered_at: At,
    }
    Goals("goals") in Plan of "goal" =
        "select g.id, g.plan_id, g.need_id, g.words, g.created_on from goal g \
         join plan p on p.id = g.plan_id \
         where p.person_id = $1 order by g.created_on, g.id limit $2 offset $3" {
        id: Id, plan_id: Id, need_id: Id, words: Words, created_on: Day,
    }
    Steps("steps") in Plan of "step" =
        "select s.id, s.goal_id, s.need_id, s.words, s.actor, o.name as organisation, \
         s.owner_account_id as worker, s.due_on, s.status, s.state, s.created_on from step s \
         join organisation o on o.id = s.owner_organisation_id \
         where s.person_id = $1 order by s.created_on, s.id limit $2 offset $3" {
        id: Id, goal_id: Id, need_id: Id, words: Words, actor: Code "actor", organisation: Plain,
        worker: Worker, due_on: Day, status: Code "step-status", state: Json, created_on: Day,
    }
    Referrals("referrals") in Services of "referral" =
        "select r.id, r.need_id, v.name as service, s.name as organisation, \
         r.sender_account_id as worker, p.name as provider, r.reached_provider, r.aims, \
         r.background, r.status, r.state, r.started_on, r.since, r.created_on from referral r \
         join service v on v.id = r.service_id \
         join organisation s on s.id = r.sender_organisation_id \
         join organisation p on p.id = r.provider_id \
         where r.person_id = $1 order by r.created_on, r.id limit $2 offset $3" {
        id: Id, need_id: Id, service: Plain, organisation: Plain, worker: Worker, provider: Plain,
        reached_provider: Yes, aims: Json, background: Words, status: Code "referral-status",
        state: Json, started_on: Day, since: Day, created_on: Day,
    }
    ReferralMessages("referral_messages") in Services of "referral_message" =
        "select m.id, m.referral_id, o.name as organisation, m.account_id as worker, m.words, m.at \
         from referral_message m join referral r on r.id = m.referral_id \
         join organisation o on o.id = m.organisation_id \
         where r.person_id = $1 order by m.at, m.id limit $2 offset $3" {
        id: Id, referral_id: Id, organisation: Plain, worker: Worker, words: Words, at: At,
    }
    Releases("releases") in Release of "release" =
        "select id, episode_id, due_on, route, release_on, going_to, status, released_on \
         from release where person_id = $1 order by due_on, id limit $2 offset $3" {
        id: Id, episode_id: Id, due_on: Day, route: Code "release-route", release_on: Day,
        going_to: Words, status: Code "release-status", released_on: Day,
    }
    Handovers("handovers") in Release of "handover" =
        "select h.id, h.kind, g.name as organisation, h.giver_account_id as worker, \
         t.name as taker, h.taker_account_id as taker_worker, h.summary, h.effective_on, h.status, \
         h.state, h.since from handover h \
         join organisation g on g.id = h.giver_organisation_id \
         join organisation t on t.id = h.taker_organisation_id \
         where h.person_id = $1 order by h.since, h.id limit $2 offset $3" {
        id: Id, kind: Code "handover-kind", organisation: Plain, worker: Worker, taker: Plain,
        taker_worker: Worker, summary: Words, effective_on: Day, status: Code "handover-status",
        state: Json, since: Day,
    }
    Appointments("appointments") in Release of "appointment" =
        "select a.id, a.referral_id, o.name as organisation, a.owner_account_id as worker, a.at, \
         a.kind, a.place, a.attendance, a.note from appointment a \
         join organisation o on o.id = a.owner_organisation_id \
         where a.person_id = $1 order by a.at, a.id limit $2 offset $3" {
        id: Id, referral_id: Id, organisation: Plain, worker: Worker, at: At,
        kind: Code "meeting-kind", place: Words, attendance: Code "attendance", note: Words,
    }
    Outcomes("outcomes") in Release of "outcome" =
        "select u.id, u.release_id, u.measure, u.day, o.name as organisation, \
         u.owner_account_id as worker, u.status, u.source, u.home, u.recorded_on from outcome u \
         join organisation o on o.id = u.owner_organisation_id \
         where u.person_id = $1 order by u.day, u.id limit $2 offset $3" {
        id: Id, release_id: Id, measure: Code "measure", day: Day, organisation: Plain,
        worker: Worker, status: Code "outcome-status", source: Code "outcome-source",
        home: Code "home-kind", recorded_on: Day,
    }
    Consents("consents") in Sharing of "consent" =
        "select c.id, o.name as organisation, c.purpose, c.field_group, c.granted, c.answered_on, \
         c.expires_on, c.ended_reason, c.ended_at, c.recorded_by as worker, c.recorded_at \
         from consent c join organisation o on o.id = c.organisation_id \
         where c.person_id = $1 order by c.answered_on, c.id limit $2 offset $3" {
        id: Id, organisation: Plain, purpose: Code "purpose", field_group: Code "field-group",
        granted: Yes, answered_on: Day, expires_on: Day, ended_reason: Code "consent-ended",
        ended_at: At, worker: Worker, recorded_at: At,
    }
    Concerns("concerns") in Sharing of "concern" =
        "select id, kind, words, said_on, at, answer, answered_by as worker, answered_at \
         from concern where person_id = $1 order by at, id limit $2 offset $3" {
        id: Id, kind: Code "concern-kind", words: Words, said_on: Day, at: At, answer: Words,
        worker: Worker, answered_at: At,
    }
    BreakGlasses("break_glasses") in Sharing of "break_glass" =
        "select g.id, g.account_id as worker, o.name as organisation, g.reason, g.words, \
         g.field_groups, g.at, g.ends_at, g.began_on, g.verdict, g.review, \
         g.reviewed_by as reviewer, g.reviewed_at from break_glass g \
         join organisation o on o.id = g.organisation_id \
         where g.person_id = $1 order by g.at, g.id limit $2 offset $3" {
        id: Id, worker: Worker, organisation: Plain, reason: Code "break-glass-reason",
        words: Words, field_groups: Json, at: At, ends_at: At, began_on: Day,
        verdict: Code "break-glass-verdict", review: Words, reviewer: Worker, reviewed_at: At,
    }
    Joins("joins") in Sharing of "person_join" =
        "select j.id, o.name as organisation, j.state, j.held, j.millibits, j.takes_two, \
         j.changed_at, case when j.state = 'joined' then s.own_number end as own_number, \
         r.given_name, r.family_name, r.date_of_birth, r.sex, r.postcode, r.address, r.received_at \
         from person_join j join source s on s.id = j.source_id \
         join organisation o on o.id = s.organisation_id \
         left join source_record r on r.source_id = s.id and r.superseded_at is null \
         and j.state = 'joined' where j.person_id = $1 order by j.id limit $2 offset $3" {
        id: Id, organisation: Plain, state: Code "join-state", held: Code "join-held",
        millibits: Number, takes_two: Yes, changed_at: At, own_number: Plain, given_name: Plain,
        family_name: Plain, date_of_birth: Day, sex: Code "sex", postcode: Plain, address: Plain,
        received_at: At,
    }
    JoinDecisions("join_decisions") in Sharing of "join_decision" =
        "select d.join_id, d.number, d.act, d.to_state, d.on_date, d.at, d.account_id as worker, \
         o.name as organisation, d.reason, d.words from join_decision d \
         join person_join j on j.id = d.join_id \
         left join organisation o on o.id = d.organisation_id \
         where j.person_id = $1 order by d.join_id, d.number limit $2 offset $3" {
        join_id: Id, number: Number, act: Code "join-act", to_state: Code "join-state",
        on_date: Day, at: At, worker: Worker, organisation: Plain, reason: Code "join-reason",
        words: Words,
    }
    JoinSamples("join_samples") in Sharing of "join_sample_pair" =
        "select a.id, o.name as organisation, a.stratum, a.sex, a.ethnic_group, a.place, a.answer, \
         a.answered_at, a.answered_by as worker, f.name as answered_for from join_sample_pair a \
         join source s on s.id = a.source_id join organisation o on o.id = s.organisation_id \
         left join organisation f on f.id = a.answered_for \
         where a.person_id = $1 order by a.id limit $2 offset $3" {
        id: Id, organisation: Plain, stratum: Code "join-stratum", sex: Code "sex",
        ethnic_group: Code "ethnic-group", place: Number, answer: Code "sample-answer",
        answered_at: At, worker: Worker, answered_for: Plain,
    }
    Clocks("clocks") in Use of "clock" =
        "select c.subject_id, c.subject, o.name as organisation, c.owner_account_id as worker, \
         w.name as waiting_on, c.due, c.due_on from clock c \
         join organisation o on o.id = c.owner_organisation_id \
         join organisation w on w.id = c.waiting_organisation_id \
         where c.person_id = $1 order by c.due_on, c.subject_id limit $2 offset $3" {
        subject_id: Id, subject: Code "subject", organisation: Plain, worker: Worker,
        waiting_on: Plain, due: Code "due", due_on: Day,
    }
    Journal("journal") in Use of "journal" =
        "select j.id, j.at, o.name as organisation, \
         case when j.role = 'person' then null else j.account_id end as worker, j.role, j.purpose, \
         j.event, j.subject_id, j.detail from journal j \
         left join organisation o on o.id = j.organisation_id \
         where j.person_id = $1 and j.event <> 'refused' \
         order by j.at, j.position limit $2 offset $3" {
        id: Id, at: At, organisation: Plain, worker: Worker, role: Code "role",
        purpose: Code "purpose", event: Plain, subject_id: Id, detail: Json,
    }
}
