-- What was said of a pilot in public. Publications are added, and never changed.
-- The same number and name stands in migrations/sqlite; a test compares the two schemas.
create table evidence_publication (
    id uuid primary key,
    pilot_id uuid not null references pilot (id),
    -- 1 for the first of a pilot: two that are published at once are not both the second.
    number bigint not null,
    document jsonb not null,
    -- SHA-256 of the document as it was looked at before it was published.
    hash text not null,
    -- How many people each outcome rests on, exactly: never shown, so that the next is not too near.
    counted jsonb not null,
    published_at timestamptz not null,
    published_by uuid not null references account (id),
    unique (pilot_id, number)
);
create index evidence_publication_account on evidence_publication (published_by);
