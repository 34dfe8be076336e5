-- Ties of accounts to who their holders are at their organisation's provider.
-- The same number and name stands in migrations/sqlite; a test compares the two schemas.

create table single_sign_on (
    issuer text not null,
    -- Who it is there, for good. Never an e-mail address that anybody looks at.
    subject text not null,
    account_id uuid not null unique references account (id),
    tied_at timestamptz not null,
    primary key (issuer, subject)
);
