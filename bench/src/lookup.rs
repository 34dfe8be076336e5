//! One record after another sent by an agency, each in a file of its own, and looked up among everybody here while it
//! is recorded: as the product does it, until it is on the disk. Beside it the look-up alone, the rows of those whom it
//! compares read by their keys, and one row that is synced.

mod fill;
mod invented;

pub(crate) use fill::fill;

use crate::list::Chance;
use anyhow::{Context, ensure};
use app::App;
use chrono::{Datelike, Days, NaiveDate};
use domain::agreement::Signature;
use domain::{
    AccountId, Agreement, AgreementId, FeedId, FieldGroup, IdentifierKind, JoinState, LawfulRoute,
    OrganisationId, OrganisationKind, PersonId, Purpose, Role, ShortText,
};
use fill::{add_organisation, lead};
use invented::{AGREED, Names, Somebody, place, postcode};
use policy::Actor;
use std::fs::File;
use std::io::{Seek, Write};
use std::path::Path;
use std::time::{Duration, Instant};
use store::candidate::{self, Asked};
use store::{Db, feed, join};
use uuid::Uuid;

/// From which number on nobody is a person here.
const NOBODY: u64 = 1 << 40;
/// Organisations that lead cases in one agreement.
const PARTIES: u64 = 13;

/// What a record is beside the person's own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Same,
    Slip,
    Turned,
    Moved,
    OtherName,
    Nobody,
    Worst,
}

const KINDS: [(Kind, &str); 7] = [
    (Kind::Same, "the same, with numbers"),
    (Kind::Slip, "no number, a slip in the family name"),
    (Kind::Turned, "no number, day and month turned round"),
    (Kind::Moved, "no number, another postcode"),
    (Kind::OtherName, "no number, another name on record"),
    (Kind::Nobody, "nobody here"),
    (Kind::Worst, "the commonest name, 1 January, a hostel"),
];

/// A record, and whom it means.
struct Drawn {
    kind: usize,
    somebody: Somebody,
    whose: Option<PersonId>,
}

/// What was measured of one record.
struct Measured {
    kind: usize,
    whole: Duration,
    alone: Duration,
    keys: Duration,
    synced: Duration,
    candidates: usize,
    is_candidate: bool,
    is_found: bool,
}

/// Sends records by an agency that is new, and prints what they took.
pub(crate) async fn measure(
    address: &str,
    people: u64,
    records: u64,
    folder: &Path,
) -> anyhow::Result<()> {
    let db = Db::open(address).await?;
    let app = App::new(db.clone());
    let actor = agency(&app).await?;
    create_bare(&db).await?;
    let names = Names::read()?;
    let mut chance = Chance(people);
    let mut measured = Vec::new();
    let path = folder.join("record.csv");
    for number in 0..records {
        let drawn = draw(&names, people, &mut chance, place(number) % KINDS.len());
        let mut file =
            File::options().create(true).truncate(true).read(true).write(true).open(&path)?;
        file.write_all(csv(number, &drawn.somebody).as_bytes())?;
        file.rewind()?;
        measured.push(one(&app, &actor, (number, drawn), &mut file).await?);
    }
    std::fs::remove_file(&path)?;
    told(&measured);
    db.close().await;
    Ok(())
}

/// Adds an agency to whom nine in ten of those who lead cases may tell who somebody is.
async fn agency(app: &App) -> anyhow::Result<Actor> {
    let (now, today) = (app.now(), app.now().date_naive());
    let mut tx = app.db.begin().await?;
    let (id, kind) = (OrganisationId(Uuid::now_v7()), OrganisationKind::Provider);
    add_organisation(&mut tx, (id, kind), Role::ServiceWorker, now).await?;
    for first in (0..AGREED).step_by(place(PARTIES)) {
        let leads = (first..first + PARTIES).map(lead);
        let parties: Vec<_> = leads.chain([id]).collect();
        let sign = |organisation: &OrganisationId| Signature {
            organisation: *organisation,
            account: AccountId(organisation.0),
            at: now,
        };
        let agreement = Agreement {
            id: AgreementId(Uuid::now_v7()),
            title: "Bench".to_owned(),
            signatures: parties.iter().map(sign).collect(),
            parties,
            purposes: vec![Purpose::Resettlement, Purpose::Service],
            groups: FieldGroup::ALL.to_vec(),
            route: LawfulRoute::PublicTask,
            retention_months: 12,
            starts_on: today - Days::new(30),
            review_on: today + Days::new(180),
            ends_on: today + Days::new(365),
            ended_on: None,
        };
        store::agreement::add(&mut tx, &agreement, now).await?;
    }
    tx.commit().await?;
    Ok(Actor { account: AccountId(id.0), ..Actor::anybody(Role::ServiceWorker, id, kind) })
}

/// Draws somebody whose case is led under an agreement, and writes them down in one of the ways.
fn draw(names: &Names, people: u64, chance: &mut Chance, place: usize) -> Drawn {
    let (kind, _) = KINDS[place];
    let is_fit = |one: &Somebody| {
        let turned = one.born.day() <= 12 && one.born.day() != one.born.month();
        one.lead < AGREED
            && (kind != Kind::OtherName || !one.aliases.is_empty())
            && (kind != Kind::Turned || turned)
    };
    let mut somebody = loop {
        let number = chance.below(people);
        let drawn = names.person(if kind == Kind::Nobody { NOBODY + number } else { number });
        if is_fit(&drawn) {
            break drawn;
        }
    };
    let whose = (!matches!(kind, Kind::Nobody | Kind::Worst)).then_some(PersonId(somebody.id));
    if kind != Kind::Same {
        somebody.numbers.clear();
    }
    let born = somebody.born;
    match kind {
        Kind::Same | Kind::Nobody => {}
        Kind::Slip => {
            somebody.family.remove(somebody.family.len() / 2);
        }
        Kind::Turned => {
            let turned = NaiveDate::from_ymd_opt(born.year(), born.day(), born.month());
            somebody.born = turned.unwrap_or(born);
        }
        Kind::Moved => somebody.postcode = Some(postcode(chance)),
        Kind::OtherName => {
            (somebody.given, somebody.family) = somebody.aliases[0].clone();
        }
        Kind::Worst => {
            let (family, given) = names.commonest();
            (somebody.family, somebody.given) = (family.to_owned(), given.to_owned());
            somebody.born = NaiveDate::from_ymd_opt(born.year(), 1, 1).unwrap_or(born);
            // A hostel's: the first postcode of all is one.
            somebody.postcode = Some("AW1 0AA".to_owned());
        }
    }
    Drawn { kind: place, somebody, whose }
}

/// Returns a file of one row.
fn csv(number: u64, somebody: &Somebody) -> String {
    let of = |kind| {
        let found = somebody.numbers.iter().find(|(one, _)| *one == kind);
        found.map_or("", |(_, value)| value.as_str())
    };
    format!(
        "own_number,family_name,given_name,date_of_birth,sex,postcode,prison_number,crn,pnc_id\n\
         {number},{},{},{},{},{},{},{},{}\n",
        somebody.family,
        somebody.given,
        somebody.born,
        somebody.sex.code(),
        somebody.postcode.as_deref().unwrap_or_default(),
        of(IdentifierKind::PrisonNumber),
        of(IdentifierKind::Crn),
        of(IdentifierKind::PncId),
    )
}

/// Sends one record, sees that it was looked up, and measures the parts beside it.
async fn one(
    app: &App,
    actor: &Actor,
    (number, drawn): (u64, Drawn),
    file: &mut File,
) -> anyhow::Result<Measured> {
    let ctx = app.context(actor.clone(), Uuid::now_v7());
    let title = ShortText::parse("One record")?;
    let started = Instant::now();
    let sent = app::feed::send(&ctx, FeedId(Uuid::now_v7()), &title, false, file).await?;
    let whole = started.elapsed();
    sent.map_err(|mistakes| anyhow::anyhow!("refused: {mistakes:?}"))?;

    let agency = actor.organisation;
    let mut conn = app.db.read().await?;
    let source = feed::source(&mut conn, agency, &number.to_string()).await?;
    let (source, _) = source.context("a record was not kept")?;
    let joins = join::of_source(&mut conn, source).await?;
    let is_found = joins.iter().any(|kept| {
        let asked = matches!(kept.join.state(), JoinState::Proposed | JoinState::Joined);
        asked && Some(kept.join.person) == drawn.whose
    });
    let record = feed::current(&mut conn, source).await?.context("it says nothing")?.record;

    let started = Instant::now();
    let agreed = candidate::agreed_with(&mut conn, agency, ctx.today()).await?;
    let asked = Asked { agency, record: &record, today: ctx.today() };
    let people = candidate::people(&mut conn, asked).await?;
    let people: Vec<_> = people.into_iter().collect();
    for candidate in candidate::load_all(&mut conn, &people).await? {
        std::hint::black_box(app::join::weigh(&record, &candidate));
    }
    let alone = started.elapsed();
    ensure!(agreed.len() == place(AGREED), "{} agreements", agreed.len());
    drop(conn);

    let started = Instant::now();
    for person in &people {
        by_key(&app.db, person.0).await?;
    }
    let keys = started.elapsed();
    let started = Instant::now();
    synced(&app.db, Uuid::now_v7()).await?;
    Ok(Measured {
        kind: drawn.kind,
        whole,
        alone,
        keys,
        synced: started.elapsed(),
        candidates: people.len(),
        is_candidate: drawn.whose.is_some_and(|whose| people.contains(&whose)),
        is_found,
    })
}

/// Runs a statement that is the same in both databases, past the store.
macro_rules! bare {
    ($db:expr, $write:ident, $text:literal $(, $bind:expr)?) => {
        match $db {
            Db::Sqlite { $write: pool, .. } => {
                sqlx::query($text)$(.bind($bind))?.execute(pool).await.map(|_| ())
            }
            Db::Postgres(pool) => sqlx::query($text)$(.bind($bind))?.execute(pool).await.map(|_| ()),
        }
    };
}

async fn create_bare(db: &Db) -> anyhow::Result<()> {
    Ok(bare!(db, write, "create table if not exists bench_bare (id text primary key)")?)
}

async fn by_key(db: &Db, id: Uuid) -> anyhow::Result<()> {
    Ok(bare!(
        db,
        read,
        "select given_name, family_name, date_of_birth, sex, lead_organisation_id, lead_account_id \
         from person where id = $1",
        id
    )?)
}

async fn synced(db: &Db, id: Uuid) -> anyhow::Result<()> {
    Ok(bare!(db, write, "insert into bench_bare (id) values ($1)", id.to_string())?)
}

/// Prints the tables.
fn told(all: &[Measured]) {
    let mut candidates: Vec<_> = all.iter().map(|one| one.candidates).collect();
    candidates.sort_unstable();
    let (middle, most) = (candidates[all.len() / 2], candidates.last().copied().unwrap_or(0));
    println!("{} records; {middle} compared with each in the middle, {most} at most\n", all.len());
    println!("| | in the middle | 99 of 100 | worst |\n|---|---|---|---|");
    let whole = row("a record, sent and looked up, on the disk", all, |one| one.whole);
    let alone = row("the look-up alone", all, |one| one.alone);
    let keys = row("bare: those compared, by key", all, |one| one.keys);
    let synced = row("bare: one row, synced", all, |one| one.synced);
    println!(
        "\nA record takes {:.1} times the two bare ones, the look-up alone {:.1} times the first.\n",
        whole / (keys + synced),
        alone / keys
    );
    println!(
        "| records | drawn | compared | asked about or joined | in the middle | 99 of 100 | worst |"
    );
    println!("|---|---|---|---|---|---|---|");
    for (place, (_, words)) in KINDS.iter().enumerate() {
        let of: Vec<_> = all.iter().filter(|one| one.kind == place).collect();
        let compared = of.iter().filter(|one| one.is_candidate).count();
        let found = of.iter().filter(|one| one.is_found).count();
        let [middle, most, worst] = spread(of.iter().map(|one| one.whole));
        println!(
            "| {words} | {} | {compared} | {found} | {middle:.1} ms | {most:.1} ms | {worst:.1} ms |",
            of.len()
        );
    }
}

/// Prints a row, and returns what stands in the middle.
fn row(words: &str, all: &[Measured], of: impl Fn(&Measured) -> Duration) -> f64 {
    let [middle, most, worst] = spread(all.iter().map(of));
    println!("| {words} | {middle:.2} ms | {most:.2} ms | {worst:.2} ms |");
    middle
}

/// Returns milliseconds in the middle, at 99 of 100, and at most.
fn spread(of: impl Iterator<Item = Duration>) -> [f64; 3] {
    let mut took: Vec<_> = of.map(|one| 1e3 * one.as_secs_f64()).collect();
    took.sort_by(f64::total_cmp);
    let at = |hundredth: usize| took.get(took.len() * hundredth / 100).copied().unwrap_or(0.0);
    [at(50), at(99), took.last().copied().unwrap_or(0.0)]
}
