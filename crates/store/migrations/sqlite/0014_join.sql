-- What agencies say of the people whom they know, and whether that is of people here.
-- The same number and name stands in migrations/postgres; a test compares the two schemas.

-- A file as an agency sent it.
create table feed (
    id blob primary key,
    organisation_id blob not null references organisation (id),
    -- 1 for the first of an organisation: two that are sent at once are not both the second.
    number integer not null,
    -- What it is, in the sender's words.
    title text not null,
    -- SHA-256 of the file.
    hash text not null,
    rows_sent integer not null,
    rows_refused integer not null,
    sent_at text not null,
    sent_by blob not null references account (id),
    unique (organisation_id, number)
) strict;
create index feed_account on feed (sent_by);

-- Somebody as one agency knows them, under its own number.
create table source (
    id blob primary key,
    organisation_id blob not null references organisation (id),
    own_number text not null,
    -- When the agency last said anything of them.
    seen_at text not null,
    -- When they were last looked for; null while no agreement lets anybody be compared.
    compared_at text,
    unique (organisation_id, own_number)
) strict;

-- Those who are looked for when an agreement comes into force, and those of whom an erasure left nothing.
create index source_uncompared on source (id) where compared_at is null;

-- What it said of them, as it came. Only the last column is ever changed.
create table source_record (
    id blob primary key,
    source_id blob not null references source (id),
    feed_id blob not null references feed (id),
    line integer not null,
    given_name text not null,
    family_name text not null,
    -- Lower-case family and given name, as of a person.
    name_key text not null,
    date_of_birth text,
    sex text,
    postcode text,
    address text,
    risk_marker integer not null,
    -- SHA-256 of what it says: a row that says nothing new is not kept again.
    hash text not null,
    -- The cells of the row, by column, as they were sent.
    as_sent text not null,
    received_at text not null,
    -- When a later one took its place.
    superseded_at text
) strict;
create unique index source_record_current on source_record (source_id) where superseded_at is null;
create index source_record_feed on source_record (feed_id);
create index source_record_source on source_record (source_id, received_at);
create index source_record_born on source_record (date_of_birth, name_key) where superseded_at is null;
create index source_record_name on source_record (name_key) where superseded_at is null;

-- The numbers of other agencies in a record.
create table source_number (
    record_id blob not null references source_record (id),
    kind text not null,
    value text not null,
    primary key (record_id, kind, value)
) strict, without rowid;
create index source_number_value on source_number (kind, value);

-- Whether a source is a person here, and what was done with that.
create table person_join (
    id blob primary key,
    source_id blob not null references source (id),
    person_id blob not null references person (id),
    -- What its decisions lead to, to be found by.
    state text not null,
    -- Thousandths of a bit: how likely it was when it was last weighed.
    millibits integer not null,
    -- Why somebody is asked although the weight may be enough by itself; null where nobody was.
    held text,
    takes_two integer not null,
    changed_at text not null,
    unique (source_id, person_id)
) strict;
create index person_join_person on person_join (person_id, state);
create index person_join_changed on person_join (changed_at);
-- A source is one person at most.
create unique index person_join_joined on person_join (source_id) where state = 'joined';

-- What was done with a join: added, and never changed.
create table join_decision (
    join_id blob not null references person_join (id),
    -- 1 for the first of a join: two that decide at once do not both have the next.
    number integer not null,
    act text not null,
    to_state text not null,
    on_date text not null,
    at text not null,
    -- Null where the weight alone did it.
    account_id blob references account (id),
    organisation_id blob references organisation (id),
    reason text,
    words text not null,
    primary key (join_id, number)
) strict, without rowid;
create index join_decision_account on join_decision (account_id) where account_id is not null;
create index join_decision_at on join_decision (at);

-- People who may be meant by a record, each found by an index.
create index person_born on person (date_of_birth, name_key);
create index person_address_postcode on person_address (postcode, person_id) where postcode is not null;
