-- Whom an organisation gave a service that was started: the people of its file for the Justice Data Lab. It is asked
-- of a list of people by who gave it (`visible.rs`), in the words of the condition there, as in migration 0008. The
-- files themselves are kept nowhere: that one was made, of how many and with which hash, is in the journal.
-- The same number and name stands in migrations/postgres; a test compares the two schemas.
create index referral_provider_started on referral (provider_id, person_id) where started_on is not null;
