-- Files of proven offences that were added to a pilot, and whom of its people they are about. They are added and
-- never changed: the latest counts, and of those before it only these rows stay.
-- The same number and name stands in migrations/postgres; a test compares the two schemas.
create table reoffending_file (
    id blob primary key,
    pilot_id blob not null references pilot (id),
    -- 1 for the first of a pilot: two that are added at once are not both the second.
    number integer not null,
    -- Who gave it and under which agreement, in words.
    source text not null,
    -- The last day of which it holds all convictions and cautions.
    complete_on text not null,
    -- SHA-256 of the file.
    hash text not null,
    people integer not null,
    -- How many of them the services of the pilot are for.
    linked integer not null,
    added_at text not null,
    added_by blob not null references account (id),
    unique (pilot_id, number)
) strict;
create index reoffending_file_account on reoffending_file (added_by);

-- What the file that counts says of a person: a row for each proven offence, or one without days for whoever was
-- looked up and has none.
create table reoffending_record (
    id blob primary key,
    file_id blob not null references reoffending_file (id),
    person_id blob not null references person (id),
    committed_on text,
    proven_on text
) strict;
create index reoffending_record_file on reoffending_record (file_id, person_id);
create index reoffending_record_person on reoffending_record (person_id);
