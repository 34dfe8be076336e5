-- Samples of joins, at which somebody looks without knowing how they stand.
-- The same number and name stands in migrations/postgres; a test compares the two schemas.

-- A sample. Which pairs are in it follows from the seed and from what there was.
create table join_sample (
    id blob primary key,
    seed integer not null,
    drawn_on text not null,
    -- The last day on which an answer is in time.
    due_on text not null,
    drawn_at text not null,
    drawn_by blob not null references account (id),
    -- How many pairs were drawn: an erasure may leave fewer.
    pairs integer not null,
    -- Records joined with nobody, and how many of them were looked through for pairs that weigh too little.
    unjoined integer not null,
    looked_through integer not null
) strict;
create index join_sample_account on join_sample (drawn_by);
create index join_sample_drawn on join_sample (drawn_at);

-- How many pairs there were from which it was drawn.
create table join_sample_size (
    sample_id blob not null references join_sample (id),
    stratum text not null,
    sex text not null,
    ethnic_group text not null,
    size integer not null,
    primary key (sample_id, stratum, sex, ethnic_group)
) strict, without rowid;

-- A pair of it. How it stood and the groups are as on the day of the drawing.
create table join_sample_pair (
    id blob primary key,
    sample_id blob not null references join_sample (id),
    source_id blob not null references source (id),
    person_id blob not null references person (id),
    stratum text not null,
    sex text not null,
    ethnic_group text not null,
    -- In which order they are looked at.
    place integer not null,
    answer text,
    answered_at text,
    answered_by blob references account (id),
    answered_for blob references organisation (id),
    unique (sample_id, source_id, person_id)
) strict;
create index join_sample_pair_person on join_sample_pair (person_id, answered_at);
create index join_sample_pair_source on join_sample_pair (source_id);
create index join_sample_pair_account on join_sample_pair (answered_by) where answered_by is not null;
