-- Grants of roles that wait for a second person, or did.
-- The same number and name stands in migrations/postgres; a test compares the two schemas.

-- A clock of this is no row of `clock`, which is about people's records: its owner and its day are here,
-- and neither can be null.
create table role_request (
    id blob primary key,
    organisation_id blob not null references organisation (id),
    role text not null,
    -- The account whose role changes; null for an invitation.
    account_id blob references account (id),
    -- Who is to have it.
    name text not null,
    email text not null,
    -- Hash of the token in the link that was shown; null for an account that is there.
    token_hash text,
    asked_by blob not null references account (id),
    asked_at text not null,
    -- The last day on which it can be answered.
    ends_on text not null,
    -- Null while it waits, and for good when nobody answered in time.
    answer text,
    -- Null when it was confirmed from the command line.
    answered_by blob references account (id),
    answered_at text,
    -- Why it was refused.
    reason text
) strict;
create index role_request_organisation on role_request (organisation_id, asked_at);
create index role_request_account on role_request (account_id) where account_id is not null;
create index role_request_asked_by on role_request (asked_by);
