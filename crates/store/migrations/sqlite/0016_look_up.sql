-- Whom a record may mean, found among millions of people (`candidate.rs`): what is asked of each is in the index, so that
-- nobody is read who is not compared.
-- The same number and name stands in migrations/postgres; a test compares the two schemas.
drop index person_born;
create index person_born on person (date_of_birth, name_key, lead_organisation_id, id);
create index person_name_born on person (name_key, date_of_birth, lead_organisation_id, id);
create index person_name_family on person_name (family_name, person_id);
