-- Samples of joins, at which somebody looks without knowing how they stand.
-- The same number and name stands in migrations/sqlite; a test compares the two schemas.

-- A sample. Which pairs are in it follows from the seed and from what there was.
create table join_sample (
    id uuid primary key,
    seed bigint not null,
    drawn_on date not null,
    -- The last day on which an answer is in time.
    due_on date not null,
    drawn_at timestamptz not null,
    drawn_by uuid not null references account (id),
    -- How many pairs were drawn: an erasure may leave fewer.
    pairs bigint not null,
    -- Records joined with nobody, and how many of them were looked through for pairs that weigh too little.
    unjoined bigint not null,
    looked_through bigint not null
);
create index join_sample_account on join_sample (drawn_by);
create index join_sample_drawn on join_sample (drawn_at);

-- How many pairs there were from which it was drawn.
create table join_sample_size (
    sample_id uuid not null references join_sample (id),
    stratum text not null,
    sex text not null,
    ethnic_group text not null,
    size bigint not null,
    primary key (sample_id, stratum, sex, ethnic_group)
);

-- A pair of it. How it stood and the groups are as on the day of the drawing.
create table join_sample_pair (
    id uuid primary key,
    sample_id uuid not null references join_sample (id),
    source_id uuid not null references source (id),
    person_id uuid not null references person (id),
    stratum text not null,
    sex text not null,
    ethnic_group text not null,
    -- In which order they are looked at.
    place bigint not null,
    answer text,
    answered_at timestamptz,
    answered_by uuid references account (id),
    answered_for uuid references organisation (id),
    unique (sample_id, source_id, person_id)
);
create index join_sample_pair_person on join_sample_pair (person_id, answered_at);
create index join_sample_pair_source on join_sample_pair (source_id);
create index join_sample_pair_account on join_sample_pair (answered_by) where answered_by is not null;
