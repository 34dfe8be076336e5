//! Fills a database with invented people through the store's own functions.

use super::invented::{LEADS, Names, Somebody};
use anyhow::ensure;
use chrono::{DateTime, Utc};
use domain::{
    AccountId, AddressKind, NameKind, Organisation, OrganisationId, OrganisationKind, Owner,
    Person, PersonId, Postcode, Role, Sector,
};
use std::time::Instant;
use store::account::NewAccount;
use store::person_detail::{self, Address, OtherName};
use store::{Db, NewFile, Tx, account, organisation, person};
use uuid::Uuid;

/// People of one transaction.
const BATCH: usize = 5_000;

/// Fills a new SQLite file, or an empty database of PostgreSQL.
pub(crate) async fn fill(address: &str, people: u64) -> anyhow::Result<()> {
    let started = Instant::now();
    if address.starts_with("sqlite:") {
        let file = NewFile::create(address).await?;
        load(file.db(), people).await?;
        println!("{people} people in {:.0} s", started.elapsed().as_secs_f64());
        file.finish(|| ()).await?;
    } else {
        let db = Db::open(address).await?;
        load(&db, people).await?;
        if let Db::Postgres(pool) = &db {
            // As the server does by itself after a while.
            sqlx::query("vacuum analyze").execute(pool).await?;
        }
        db.close().await;
    }
    println!("all in {:.0} s", started.elapsed().as_secs_f64());
    Ok(())
}

async fn load(db: &Db, people: u64) -> anyhow::Result<()> {
    #[expect(clippy::disallowed_methods, reason = "they are added now")]
    let now = Utc::now();
    let mut tx = db.begin().await?;
    for number in 0..LEADS {
        let kind = if number < 12 { OrganisationKind::Probation } else { OrganisationKind::Prison };
        add_organisation(&mut tx, (lead(number), kind), Role::DataProtectionOfficer, now).await?;
    }
    tx.commit().await?;
    let names = Names::read()?;
    let numbers: Vec<u64> = (0..people).collect();
    for batch in numbers.chunks(BATCH) {
        let mut tx = db.begin().await?;
        tx.only_adds();
        for number in batch {
            add(&mut tx, names.person(*number), now).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

/// Returns an organisation that leads cases.
pub(super) fn lead(number: u64) -> OrganisationId {
    OrganisationId(Uuid::from_u128(0x8000_0000_0000_0000 + u128::from(number)))
}

/// Adds an organisation, with one account of the same id.
pub(super) async fn add_organisation(
    tx: &mut Tx,
    (id, kind): (OrganisationId, OrganisationKind),
    role: Role,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let name = format!("Organisation {}", id.0.simple());
    let sector = Sector::Public;
    let added = Organisation { id, name, sector, kind, region: None, prison_code: None };
    organisation::add(tx, &added, now).await?;
    let account = NewAccount {
        id: AccountId(id.0),
        email: format!("{}@bench.example", id.0.simple()),
        name: "Bench".to_owned(),
        organisation: id,
        role,
        person: None,
        password_hash: "$argon2id$bench".to_owned(),
        totp_secret: "JBSWY3DPEHPK3PXP".to_owned(),
        language: "en".to_owned(),
    };
    Ok(account::add(tx, &account, now).await?)
}

async fn add(tx: &mut Tx, somebody: Somebody, now: DateTime<Utc>) -> anyhow::Result<()> {
    let id = PersonId(somebody.id);
    let added = Person {
        id,
        given_name: somebody.given,
        family_name: somebody.family,
        date_of_birth: Some(somebody.born),
        sex: Some(somebody.sex),
        ethnicity: None,
        language: "en".to_owned(),
        home_region: None,
        lead: Owner { organisation: lead(somebody.lead), account: None },
    };
    person::add(tx, &added, None, now).await?;
    for (given_name, family_name) in somebody.aliases {
        let kind = NameKind::Alias;
        let name = OtherName { id: Uuid::now_v7(), kind, given_name, family_name };
        person_detail::add_name(tx, id, &name, now).await?;
    }
    for (kind, value) in &somebody.numbers {
        ensure!(person::add_identifier(tx, id, *kind, value, now).await?, "{value} is there");
    }
    let homes = [
        (AddressKind::Main, somebody.postcode),
        (AddressKind::Previous, somebody.earlier_postcode),
    ];
    for (kind, postcode) in homes {
        let Some(postcode) = postcode else { continue };
        let address = Address {
            id: Uuid::now_v7(),
            kind,
            words: "1 Invented Street".to_owned(),
            postcode: Some(Postcode::parse(&postcode)?),
            from_on: None,
            to_on: None,
        };
        person_detail::add_address(tx, id, &address, now).await?;
    }
    Ok(())
}
