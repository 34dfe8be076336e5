-- Alerts that one account read many people's records. Whom it read is in the journal, and not here.
create table read_alert (
    id uuid primary key,
    account_id uuid not null references account (id),
    organisation_id uuid not null references organisation (id),
    kind text not null,
    people bigint not null,
    at timestamptz not null,
    -- What it was, by who looked into it.
    words text,
    seen_by uuid references account (id),
    seen_at timestamptz
);
create index read_alert_organisation on read_alert (organisation_id, at);
