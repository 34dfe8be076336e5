-- Records that were opened in an emergency, with their review.
create table break_glass (
    id uuid primary key,
    person_id uuid not null references person (id),
    account_id uuid not null references account (id),
    organisation_id uuid not null references organisation (id),
    reason text not null,
    words text not null,
    -- What was opened: a list of codes.
    field_groups jsonb not null,
    at timestamptz not null,
    ends_at timestamptz not null,
    -- The day of that in England and Wales, from which the review is counted.
    began_on date not null,
    verdict text,
    review text,
    reviewed_by uuid references account (id),
    reviewed_at timestamptz
);
-- Whoever has one that was not reviewed breaks no other, however many ask at once.
create unique index break_glass_unreviewed on break_glass (account_id) where reviewed_at is null;
create index break_glass_person on break_glass (person_id, at);
create index break_glass_organisation on break_glass (organisation_id, at);

-- Tries that named nobody, or the wrong person.
create table break_glass_try (
    id uuid primary key,
    account_id uuid not null references account (id),
    at timestamptz not null
);
create index break_glass_try_account on break_glass_try (account_id, at);
