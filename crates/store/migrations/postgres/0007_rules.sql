-- The rules of who may see what that were in force, and which data protection officers looked at them.
-- The same number and name stands in migrations/sqlite; a test compares the two schemas.
create table rules (
    id uuid primary key,
    -- Each topic with the hash of its text: a JSON object.
    topics text not null,
    -- From when on.
    at timestamptz not null
);
create index rules_at on rules (at);
create table rules_confirmation (
    rules_id uuid not null references rules (id),
    account_id uuid not null references account (id),
    at timestamptz not null,
    primary key (rules_id, account_id)
);
create index rules_confirmation_account on rules_confirmation (account_id);
