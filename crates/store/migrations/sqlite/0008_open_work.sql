-- The rows of open work of an organisation: the facts by which it stands to a person. Each is asked of one person
-- at a time (`relation.rs`) and by pages of a list (`visible.rs`), so both are in the index, and nothing that is
-- closed is. A condition must say what its index says, word for word, or SQLite does not take it.
-- The same number and name stands in migrations/postgres; a test compares the two schemas.
create index referral_sender_open on referral (sender_organisation_id, person_id, status)
    where status not in ('declined', 'concluded', 'withdrawn');
create index referral_provider_open on referral (provider_id, person_id, status)
    where status not in ('draft', 'declined', 'concluded', 'withdrawn');
create index appointment_owner_open on appointment (owner_organisation_id, person_id)
    where attendance = 'scheduled';
create index step_owner_open on step (owner_organisation_id, person_id) where status = 'open';
create index handover_taker_open on handover (taker_organisation_id, person_id) where status = 'created';
