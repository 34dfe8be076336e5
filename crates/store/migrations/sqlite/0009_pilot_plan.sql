-- What a pilot is going to look at, written down before anybody looks; and what is decided about it.
-- The same number and name stands in migrations/postgres; a test compares the two schemas.
create table pilot_plan (
    pilot_id blob primary key references pilot (id),
    plan text not null,
    -- The whole plan with the pilot's question, as it was when it was fixed: nothing changes after.
    fixed_text text,
    fixed_hash text,
    fixed_at text,
    fixed_by blob references account (id)
) strict;
create index pilot_plan_fixed_by on pilot_plan (fixed_by);

-- Decisions are added, and never changed.
create table pilot_decision (
    id blob primary key,
    pilot_id blob not null references pilot (id),
    verdict text not null,
    why text not null,
    decided_at text not null,
    decided_by blob not null references account (id)
) strict;
create index pilot_decision_pilot on pilot_decision (pilot_id, decided_at);
create index pilot_decision_account on pilot_decision (decided_by);
