-- Files of people with whom those who were served by a pilot are compared. They are added, and never changed:
-- the latest counts, and how often there was another before it is shown beside what came of it.
-- The same number and name stands in migrations/postgres; a test compares the two schemas.
create table pilot_pool (
    id blob primary key,
    pilot_id blob not null references pilot (id),
    -- 1 for the first of a pilot: two that are added at once are not both the second.
    number integer not null,
    -- Where the file is from, in words.
    source text not null,
    -- SHA-256 of the rows.
    hash text not null,
    people integer not null,
    -- As CSV with its first line, in the order of what is in them. They name nobody.
    content text not null,
    added_at text not null,
    added_by blob not null references account (id),
    unique (pilot_id, number)
) strict;
create index pilot_pool_account on pilot_pool (added_by);
