-- What a pilot is going to look at, written down before anybody looks; and what is decided about it.
-- The same number and name stands in migrations/sqlite; a test compares the two schemas.
create table pilot_plan (
    pilot_id uuid primary key references pilot (id),
    plan jsonb not null,
    -- The whole plan with the pilot's question, as it was when it was fixed: nothing changes after.
    fixed_text text,
    fixed_hash text,
    fixed_at timestamptz,
    fixed_by uuid references account (id)
);
create index pilot_plan_fixed_by on pilot_plan (fixed_by);

-- Decisions are added, and never changed.
create table pilot_decision (
    id uuid primary key,
    pilot_id uuid not null references pilot (id),
    verdict text not null,
    why text not null,
    decided_at timestamptz not null,
    decided_by uuid not null references account (id)
);
create index pilot_decision_pilot on pilot_decision (pilot_id, decided_at);
create index pilot_decision_account on pilot_decision (decided_by);
