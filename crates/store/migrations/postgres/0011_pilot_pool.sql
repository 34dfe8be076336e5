-- Files of people with whom those who were served by a pilot are compared. They are added, and never changed:
-- the latest counts, and how often there was another before it is shown beside what came of it.
-- The same number and name stands in migrations/sqlite; a test compares the two schemas.
create table pilot_pool (
    id uuid primary key,
    pilot_id uuid not null references pilot (id),
    -- 1 for the first of a pilot: two that are added at once are not both the second.
    number bigint not null,
    -- Where the file is from, in words.
    source text not null,
    -- SHA-256 of the rows.
    hash text not null,
    people bigint not null,
    -- As CSV with its first line, in the order of what is in them. They name nobody.
    content text not null,
    added_at timestamptz not null,
    added_by uuid not null references account (id),
    unique (pilot_id, number)
);
create index pilot_pool_account on pilot_pool (added_by);
