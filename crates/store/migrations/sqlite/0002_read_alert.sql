-- Alerts that one account read many people's records. Whom it read is in the journal, and not here.
create table read_alert (
    id blob primary key,
    account_id blob not null references account (id),
    organisation_id blob not null references organisation (id),
    kind text not null,
    people integer not null,
    at text not null,
    -- What it was, by who looked into it.
    words text,
    seen_by blob references account (id),
    seen_at text
) strict;
create index read_alert_organisation on read_alert (organisation_id, at);
