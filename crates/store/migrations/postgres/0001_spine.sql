-- The spine: everything that one person's way from need to evidence passes through.
-- The same number and name stands in migrations/sqlite; a test compares the two schemas.

create table organisation (
    id uuid primary key,
    name text not null,
    sector text not null,
    kind text not null,
    region text,
    prison_code text,
    created_at timestamptz not null
);
create unique index organisation_prison on organisation (prison_code) where prison_code is not null;

create table person (
    id uuid primary key,
    given_name text not null,
    family_name text not null,
    -- Lower-case family and given name, for search by the start of a name.
    name_key text collate "C" not null,
    date_of_birth date,
    sex text,
    ethnicity text,
    language text not null,
    -- Where the person will live after release: a probation region's code.
    home_region text,
    -- Who leads the case. The account is named once somebody has accepted.
    lead_organisation_id uuid not null references organisation (id),
    lead_account_id uuid,
    -- Hash of the imported row, so that the same file twice changes nothing.
    import_hash text,
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create index person_by_name on person (name_key, id);
create index person_lead on person (lead_account_id, lead_organisation_id);
create index person_lead_organisation on person (lead_organisation_id);

create table account (
    id uuid primary key,
    email text not null unique,
    name text not null,
    organisation_id uuid not null references organisation (id),
    role text not null,
    person_id uuid references person (id),
    password_hash text not null,
    totp_secret text not null,
    -- The last time step a code was used in, so that no code works twice.
    totp_last_step bigint not null,
    language text not null,
    active boolean not null,
    failed_attempts bigint not null,
    locked_until timestamptz,
    created_at timestamptz not null,
    -- The last sign-in, or when it was made, recovered or woken: from here it falls dormant.
    awake_at timestamptz not null
);
create index account_organisation on account (organisation_id, name);
create index account_active on account (organisation_id, active);
create unique index account_person on account (person_id) where person_id is not null;

create table session (
    token_hash text primary key,
    -- By which its owner can name it. The token is a secret, and changes.
    id uuid not null unique,
    account_id uuid not null references account (id),
    -- When the second factor was last given; null until it was, and then the session opens nothing.
    factor_at timestamptz,
    created_at timestamptz not null,
    seen_at timestamptz not null
);
create index session_account on session (account_id);

create table invitation (
    token_hash text primary key,
    email text not null,
    name text not null,
    organisation_id uuid not null references organisation (id),
    role text not null,
    person_id uuid references person (id),
    totp_secret text not null,
    -- Null for the first administrator of an organisation, who is invited from the command line.
    invited_by uuid references account (id),
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    -- A person leaving prison is given a code, which with their date of birth opens the invitation for a
    -- short while: under this token.
    pass_hash text unique,
    pass_until timestamptz,
    wrong_tries bigint not null
);

-- A way back into an account whose holder has lost a password or a phone.
create table recovery (
    token_hash text primary key,
    id uuid not null unique,
    account_id uuid not null references account (id),
    totp_secret text not null,
    -- Null when it was begun from the command line.
    begun_by uuid references account (id),
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    -- When the holder said that they know of it.
    known_at timestamptz
);
create index recovery_account on recovery (account_id, created_at);

-- What is only ever asked for with its person has their id first in its key: it is found by that alone.
create table person_name (
    id uuid not null,
    person_id uuid not null references person (id),
    kind text not null,
    given_name text not null,
    family_name text not null,
    recorded_at timestamptz not null,
    primary key (person_id, id)
);

create table person_identifier (
    kind text not null,
    value text not null,
    person_id uuid not null references person (id),
    recorded_at timestamptz not null,
    primary key (kind, value, person_id)
);
create index person_identifier_person on person_identifier (person_id, kind);
-- These two are never shared between people; a PNC id may be, by mistake at its source, and so
-- never joins two records by itself.
create unique index person_identifier_prison_number on person_identifier (value) where kind = 'prison_number';
create unique index person_identifier_crn on person_identifier (value) where kind = 'crn';

create table person_address (
    id uuid not null,
    person_id uuid not null references person (id),
    kind text not null,
    words text not null,
    postcode text,
    from_on date,
    to_on date,
    recorded_at timestamptz not null,
    primary key (person_id, id)
);

create table person_contact (
    id uuid not null,
    person_id uuid not null references person (id),
    kind text not null,
    value text not null,
    from_on date,
    to_on date,
    recorded_at timestamptz not null,
    primary key (person_id, id)
);

create table episode (
    id uuid primary key,
    person_id uuid not null references person (id),
    kind text not null,
    organisation_id uuid not null references organisation (id),
    started_on date not null,
    reason text not null,
    ended_on date,
    recorded_at timestamptz not null
);
create index episode_person on episode (person_id, started_on);

create table sentence (
    id uuid primary key,
    person_id uuid not null references person (id),
    kind text,
    offence_group text,
    imposed_on date,
    length_days bigint,
    recorded_at timestamptz not null
);
create index sentence_person on sentence (person_id);

create table sentence_date (
    id uuid not null,
    sentence_id uuid not null references sentence (id),
    person_id uuid not null references person (id),
    kind text not null,
    on_date date,
    recorded_at timestamptz not null,
    -- The later row that took its place; dates are never overwritten.
    superseded_at timestamptz,
    primary key (person_id, id)
);
create unique index sentence_date_current on sentence_date (sentence_id, kind) where superseded_at is null;

create table licence_condition (
    id uuid not null,
    person_id uuid not null references person (id),
    kind text not null,
    -- As printed on the licence.
    words text not null,
    from_on date,
    to_on date,
    recorded_at timestamptz not null,
    primary key (person_id, id)
);

create table risk_flag (
    id uuid not null,
    person_id uuid not null references person (id),
    kind text not null,
    note text,
    from_on date not null,
    to_on date,
    recorded_at timestamptz not null,
    primary key (person_id, id)
);

create table screening (
    id uuid primary key,
    person_id uuid not null references person (id),
    episode_id uuid not null references episode (id),
    owner_organisation_id uuid not null references organisation (id),
    owner_account_id uuid references account (id),
    due_on date not null,
    status text not null,
    done_on date,
    instrument text,
    version bigint,
    answers jsonb
);
create index screening_person on screening (person_id);
create index screening_breach on screening (owner_organisation_id, status, due_on);

create table assessment (
    id uuid primary key,
    person_id uuid not null references person (id),
    voice text not null,
    instrument text not null,
    version bigint not null,
    answers jsonb not null,
    account_id uuid not null references account (id),
    organisation_id uuid not null references organisation (id),
    started_on date not null,
    submitted_at timestamptz
);
create index assessment_person on assessment (person_id, submitted_at);
-- One draft a voice: a second worker goes on with the first one's.
create unique index assessment_open on assessment (person_id, voice) where submitted_at is null;

create table assessment_rating (
    assessment_id uuid not null references assessment (id),
    person_id uuid not null references person (id),
    area text not null,
    -- Null where the answers do not settle it: never counted as green.
    computed text,
    -- What stands: the computed rating, or the worker's with its reason.
    rating text,
    override_reason text,
    note text,
    -- 0 to 100, more being a greater need; null with anything unanswered.
    need_score bigint,
    primary key (person_id, assessment_id, area)
);

-- The worker's ratings of a draft; they move to assessment_rating when it is submitted.
create table assessment_override (
    assessment_id uuid not null references assessment (id),
    person_id uuid not null references person (id),
    area text not null,
    rating text not null,
    reason text not null,
    note text,
    primary key (assessment_id, area)
);
create index assessment_override_person on assessment_override (person_id);

create table need (
    id uuid primary key,
    person_id uuid not null references person (id),
    area text not null,
    rating text not null,
    assessment_id uuid not null references assessment (id),
    owner_organisation_id uuid not null references organisation (id),
    owner_account_id uuid references account (id),
    opened_on date not null,
    status text not null,
    state jsonb not null
);
create index need_person on need (person_id, area);
-- One open need an area: a second assessment changes it, and does not double it.
create unique index need_open on need (person_id, area) where status <> 'closed';
-- What is dropped: few, and asked for whenever a worker begins the day.
create index need_dropped on need (person_id) where rating = 'red' and status = 'not_started';

create table plan (
    id uuid primary key,
    person_id uuid not null unique references person (id),
    status text not null,
    -- The day of the first challenge that nobody has answered yet.
    challenged_on date,
    created_on date not null
);

create table plan_view (
    id uuid primary key,
    plan_id uuid not null references plan (id),
    person_id uuid not null references person (id),
    view text not null,
    words text,
    account_id uuid not null references account (id),
    at timestamptz not null,
    -- What the lead answered to a challenge.
    answer text,
    answered_by uuid references account (id),
    answered_at timestamptz
);
create index plan_view_plan on plan_view (plan_id, at);

-- What a person says is wrong in their record, or a complaint, with its answer (concern.rs of the
-- domain). Nothing is changed but that the answer is added.
create table concern (
    id uuid primary key,
    person_id uuid not null references person (id),
    kind text not null,
    words text not null,
    said_on date not null,
    at timestamptz not null,
    answer text,
    answered_by uuid references account (id),
    answered_at timestamptz
);
create index concern_person on concern (person_id, at);

create table goal (
    id uuid primary key,
    plan_id uuid not null references plan (id),
    need_id uuid not null references need (id),
    words text not null,
    created_on date not null
);
create index goal_plan on goal (plan_id);

create table step (
    id uuid primary key,
    goal_id uuid not null references goal (id),
    need_id uuid not null references need (id),
    person_id uuid not null references person (id),
    words text not null,
    actor text not null,
    owner_organisation_id uuid not null references organisation (id),
    owner_account_id uuid references account (id),
    due_on date not null,
    status text not null,
    state jsonb not null,
    created_on date not null
);
create index step_person on step (person_id);
create index step_need on step (need_id);
create index step_owner on step (owner_organisation_id, status);

create table service (
    id uuid primary key,
    organisation_id uuid not null references organisation (id),
    name text not null,
    description text not null,
    -- What words are looked for in: lower-case, without accents, with the organisation's name.
    search_key text not null,
    sex text,
    min_age bigint,
    max_age bigint,
    regions jsonb not null,
    excluded_offences jsonb not null,
    capacity bigint not null,
    wait_days bigint not null,
    last_verified_on date not null
);
create index service_organisation on service (organisation_id, name);

create table service_area (
    service_id uuid not null references service (id),
    area text not null,
    primary key (service_id, area)
);
create index service_area_area on service_area (area, service_id);

create table referral (
    id uuid primary key,
    person_id uuid not null references person (id),
    need_id uuid not null references need (id),
    service_id uuid not null references service (id),
    sender_organisation_id uuid not null references organisation (id),
    sender_account_id uuid references account (id),
    provider_id uuid not null references organisation (id),
    -- Whether the provider has been shown it: a draft that is thrown away never is.
    reached_provider boolean not null,
    aims jsonb not null,
    background text not null,
    status text not null,
    state jsonb not null,
    -- The day the service started: the index date of a pilot's cohort.
    started_on date,
    since date not null,
    created_on date not null
);
create index referral_person on referral (person_id);
create index referral_provider on referral (provider_id, status, since);
create index referral_sender on referral (sender_organisation_id, status);
create index referral_service on referral (service_id, started_on);
create index referral_serving on referral (service_id, status);

create table referral_message (
    id uuid primary key,
    referral_id uuid not null references referral (id),
    account_id uuid not null references account (id),
    organisation_id uuid not null references organisation (id),
    words text not null,
    at timestamptz not null
);
create index referral_message_referral on referral_message (referral_id, at);

create table release (
    id uuid primary key,
    person_id uuid not null references person (id),
    episode_id uuid not null references episode (id),
    due_on date not null,
    route text not null,
    release_on date not null,
    going_to text not null,
    status text not null,
    released_on date
);
create index release_person on release (person_id, status, release_on);
create index release_day on release (status, release_on);

create table handover (
    id uuid primary key,
    person_id uuid not null references person (id),
    kind text not null,
    giver_organisation_id uuid not null references organisation (id),
    giver_account_id uuid references account (id),
    taker_organisation_id uuid not null references organisation (id),
    taker_account_id uuid references account (id),
    summary text not null,
    effective_on date,
    status text not null,
    state jsonb not null,
    since date not null
);
create index handover_person on handover (person_id);
create index handover_taker on handover (taker_organisation_id, status);
-- A person is handed over to one taker at a time.
create unique index handover_open on handover (person_id) where status = 'created';

create table appointment (
    id uuid primary key,
    person_id uuid not null references person (id),
    referral_id uuid references referral (id),
    owner_organisation_id uuid not null references organisation (id),
    owner_account_id uuid references account (id),
    at timestamptz not null,
    kind text not null,
    place text not null,
    attendance text not null,
    note text
);
create index appointment_person on appointment (person_id, at);
create index appointment_account on appointment (owner_account_id, at);
create index appointment_owner on appointment (owner_organisation_id, attendance);

create table outcome (
    id uuid primary key,
    person_id uuid not null references person (id),
    release_id uuid not null references release (id),
    measure text not null,
    day date not null,
    owner_organisation_id uuid not null references organisation (id),
    owner_account_id uuid references account (id),
    status text,
    source text,
    -- Where the person was living, for a measure of accommodation.
    home text,
    recorded_on date,
    unique (release_id, measure)
);
create index outcome_person on outcome (person_id);
create index outcome_measure on outcome (day, measure, status);

-- What organisations may tell each other about people (agreement.rs of the domain).
create table agreement (
    id uuid primary key,
    title text not null,
    route text not null,
    retention_months bigint not null,
    starts_on date not null,
    review_on date not null,
    ends_on date not null,
    -- The day on which a party ended it.
    ended_on date,
    created_at timestamptz not null
);

create table agreement_party (
    agreement_id uuid not null references agreement (id),
    organisation_id uuid not null references organisation (id),
    signed_by uuid references account (id),
    signed_at timestamptz,
    primary key (agreement_id, organisation_id)
);
create index agreement_party_organisation on agreement_party (organisation_id, agreement_id);

create table agreement_purpose (
    agreement_id uuid not null references agreement (id),
    purpose text not null,
    primary key (agreement_id, purpose)
);

create table agreement_group (
    agreement_id uuid not null references agreement (id),
    field_group text not null,
    primary key (agreement_id, field_group)
);

-- What a person said to one organisation's being told one group of details for one purpose. Nothing is
-- changed but its end: a new answer stands beside the old one.
create table consent (
    id uuid not null,
    person_id uuid not null references person (id),
    organisation_id uuid not null references organisation (id),
    purpose text not null,
    field_group text not null,
    granted boolean not null,
    answered_on date not null,
    -- The last day that it holds.
    expires_on date not null,
    -- Withdrawn by the person, or superseded by a new answer.
    ended_reason text,
    ended_at timestamptz,
    recorded_by uuid not null references account (id),
    recorded_at timestamptz not null,
    primary key (person_id, id)
);
-- One answer stands at most.
create unique index consent_current on consent (person_id, organisation_id, purpose, field_group)
where ended_at is null;

create table pilot (
    id uuid primary key,
    name text not null,
    question text not null,
    starts_on date not null,
    created_at timestamptz not null
);

create table pilot_service (
    pilot_id uuid not null references pilot (id),
    service_id uuid not null references service (id),
    primary key (pilot_id, service_id)
);

-- Running clocks only. The subject is the key, so nothing can have two owners at once.
create table clock (
    subject_id uuid primary key,
    subject text not null,
    person_id uuid not null references person (id),
    owner_organisation_id uuid not null references organisation (id),
    owner_account_id uuid references account (id),
    waiting_organisation_id uuid not null references organisation (id),
    due text not null,
    due_on date not null
);
create index clock_person on clock (person_id);
create index clock_account on clock (owner_account_id, due_on);
-- What waits for an organisation to take it on: few of the clocks that it must act on.
create index clock_waiting on clock (waiting_organisation_id, due_on, subject_id)
    where owner_organisation_id <> waiting_organisation_id or owner_account_id is null;

create table journal (
    -- Its place in the sealed journal, from 0 and without gaps.
    position bigint primary key,
    id uuid not null,
    at timestamptz not null,
    account_id uuid,
    organisation_id uuid,
    role text,
    purpose text not null,
    event text not null,
    person_id uuid,
    subject_id uuid,
    detail jsonb not null,
    -- What of the detail is sealed: its hash with a salt, so that it can be erased and says nothing.
    salt bytea not null,
    commitment bytea not null,
    request_id uuid not null
);
-- The sealed journal as it stands: how many entries, and the right edge of their tree.
create table journal_head (
    id bigint primary key check (id = 1),
    size bigint not null,
    edge bytea not null
);
insert into journal_head (id, size, edge) values (1, 0, '');
-- The size and root of the tree, signed, at times.
create table journal_checkpoint (
    size bigint primary key,
    at timestamptz not null,
    note text not null
);
-- An index and not the key: a load adds the entries of years person by person, in no order of their
-- ids, and makes its indexes at the end.
create unique index journal_id on journal (id);
-- The timeline, which leaves out the reads: a record that is read often has thousands.
create index journal_timeline on journal (person_id, id)
    where event not in ('person_read', 'refused', 'assessment_answered');
-- Who used a person's record, day by day, for the person to see. By time and not by place: a load adds
-- the entries of years in no order. A refused attempt showed nothing, so it is no use.
create index journal_use on journal (person_id, at, position) where event <> 'refused';
create index journal_subject on journal (subject_id, id) where subject_id is not null;

-- A form is taken once: the second submit of the same form finds its token here.
create table submission (
    token uuid primary key,
    account_id uuid,
    location text not null,
    at timestamptz not null
);

create table setting (
    key text primary key,
    value text not null
);
