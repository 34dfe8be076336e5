-- What keeps a person's record from being erased at the end of its period (retention.rs of the domain).
-- Nothing is changed but that it is lifted.
create table legal_hold (
    id uuid primary key,
    person_id uuid not null references person (id),
    organisation_id uuid not null references organisation (id),
    -- The number by which the person was named: who holds sees nobody's record.
    number text not null,
    reason text not null,
    placed_by uuid not null references account (id),
    placed_at timestamptz not null,
    lifted_reason text,
    lifted_by uuid references account (id),
    lifted_at timestamptz
);
create index legal_hold_person on legal_hold (person_id) where lifted_at is null;
create index legal_hold_organisation on legal_hold (organisation_id, placed_at);
