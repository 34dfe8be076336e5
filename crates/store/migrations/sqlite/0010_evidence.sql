-- What was said of a pilot in public. Publications are added, and never changed.
-- The same number and name stands in migrations/postgres; a test compares the two schemas.
create table evidence_publication (
    id blob primary key,
    pilot_id blob not null references pilot (id),
    -- 1 for the first of a pilot: two that are published at once are not both the second.
    number integer not null,
    document text not null,
    -- SHA-256 of the document as it was looked at before it was published.
    hash text not null,
    -- How many people each outcome rests on, exactly: never shown, so that the next is not too near.
    counted text not null,
    published_at text not null,
    published_by blob not null references account (id),
    unique (pilot_id, number)
) strict;
create index evidence_publication_account on evidence_publication (published_by);
