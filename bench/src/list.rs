//! An invented custody list of any length, and the prisons that it names.
//!
//! Each row follows from its number alone, so the same list can be written anywhere. Twenty columns,
//! as lists have; people in no order of their numbers, as lists are.

use anyhow::Context;
use chrono::{Days, NaiveDate, Utc};
use domain::{Organisation, OrganisationId, OrganisationKind, Sector};
use std::io::{BufWriter, Write};
use store::Db;
use uuid::Uuid;

/// The names of the columns.
const COLUMNS: &str = "prison_number,family_name,given_name,date_of_birth,sex,ethnicity,prison,\
    received_on,reception,screened_on,release_due_on,release_route,going_to,home_region,\
    offence_group,hdc_eligible_on,licence_expires_on,sentence_expires_on,crn,pnc_id";
/// Codes of the prisons, which stand in no register.
const PRISONS: [&str; 8] = ["ZZA", "ZZB", "ZZC", "ZZD", "ZZE", "ZZF", "ZZG", "ZZH"];
const FAMILY_NAMES: [&str; 16] = [
    "Ahmed", "Baker", "Clarke", "Davies", "Evans", "Foster", "Green", "Hughes", "Iqbal", "Jones",
    "Kaur", "Lewis", "Morgan", "Nowak", "Okafor", "Price",
];
const GIVEN_NAMES: [&str; 16] = [
    "Aaron", "Bethan", "Carl", "Dylan", "Emma", "Farid", "Gareth", "Hannah", "Imran", "Jack",
    "Kofi", "Liam", "Megan", "Nia", "Owen", "Piotr",
];
const ETHNICITIES: [&str; 4] = ["W1", "B1", "A2", "M1"];
const RECEPTIONS: [&str; 8] =
    ["sentence", "sentence", "recall", "sentence", "remand", "sentence", "recall", "transfer"];
const ROUTES: [&str; 4] = ["automatic", "hdc", "automatic", "automatic"];
const GOING_TO: [&str; 4] = ["", "Their family's home", "", "A hostel near the station"];
const REGIONS: [&str; 4] = ["wales", "london", "north-west", "west-midlands"];
const OFFENCES: [&str; 8] =
    ["theft", "drug", "violence", "burglary", "fraud", "public-order", "vehicle", "robbery"];
/// What a PNC id is checked with: its digits modulo 23 pick a letter.
const CHECK_LETTERS: &[u8; 23] = b"ZABCDEFGHJKLMNPQRTUVWXY";

/// Writes a list to standard output.
pub(crate) fn write(rows: u64) -> anyhow::Result<()> {
    #[expect(clippy::disallowed_methods, reason = "people were received before now")]
    let today = Utc::now().date_naive();
    let mut out = BufWriter::new(std::io::stdout().lock());
    writeln!(out, "{COLUMNS}")?;
    for number in 0..rows {
        write_row(&mut out, number, today).context("the list cannot be written")?;
    }
    Ok(out.flush()?)
}

/// Makes a database with the prisons of the list.
pub(crate) async fn add_prisons(file: &str) -> anyhow::Result<()> {
    #[expect(clippy::disallowed_methods, reason = "the prisons are added now")]
    let now = Utc::now();
    let db = Db::open(&format!("sqlite:{file}")).await?;
    let mut tx = db.begin().await?;
    for code in PRISONS {
        let prison = Organisation {
            id: OrganisationId(Uuid::now_v7()),
            name: format!("Prison {code}"),
            sector: Sector::Public,
            kind: OrganisationKind::Prison,
            region: None,
            prison_code: Some(code.to_owned()),
        };
        store::organisation::add(&mut tx, &prison, now).await?;
    }
    tx.commit().await?;
    db.close().await;
    Ok(())
}

fn write_row(out: &mut impl Write, number: u64, today: NaiveDate) -> std::io::Result<()> {
    let mut chance = Chance(number);
    let received_on = today - Days::new(1 + chance.below(900));
    let due_on = today + Days::new(1 + chance.below(400));
    let expires_on = due_on + Days::new(180 + chance.below(400));
    let born = today - Days::new(20 * 366 + chance.below(40 * 365));
    let screened_on = (received_on + Days::new(chance.below(6))).min(today);
    writeln!(
        out,
        "{},{},{},{born},{},{},{},{received_on},{},{screened_on},{due_on},{},{},{},{},{},{expires_on},\
         {expires_on},{},{}",
        prison_number(number),
        chance.pick(&FAMILY_NAMES),
        chance.pick(&GIVEN_NAMES),
        chance.pick(&["M", "M", "M", "F"]),
        chance.pick(&ETHNICITIES),
        chance.pick(&PRISONS),
        chance.pick(&RECEPTIONS),
        chance.pick(&ROUTES),
        chance.pick(&GOING_TO),
        chance.pick(&REGIONS),
        chance.pick(&OFFENCES),
        due_on - Days::new(60),
        case_reference(number),
        pnc_id(number),
    )
}

/// Returns a prison number like `A1234BC`: each row's own, scattered over all of them.
pub(crate) fn prison_number(number: u64) -> String {
    let mut rest = number * 7_919_003 % (26 * 10_000 * 26 * 26);
    let digits = rest % 10_000;
    rest /= 10_000;
    let [first, second, third] = [rest / 676, rest / 26 % 26, rest % 26].map(letter);
    format!("{first}{digits:04}{second}{third}")
}

/// Returns a case reference number like `X123456`: each row's own, scattered too.
pub(crate) fn case_reference(number: u64) -> String {
    let scattered = number * 7_919_003 % (26 * 1_000_000);
    format!("{}{:06}", letter(scattered / 1_000_000), scattered % 1_000_000)
}

pub(crate) fn pnc_id(number: u64) -> String {
    let (year, serial) = (2000 + number % 20, number / 20 + 1);
    let digits = (year % 100) * 10_000_000 + serial;
    let check = char::from(CHECK_LETTERS[usize::try_from(digits % 23).unwrap_or(0)]);
    format!("{year}/{serial:07}{check}")
}

fn letter(number: u64) -> char {
    char::from(b'A' + u8::try_from(number % 26).unwrap_or(0))
}

/// Numbers that look like chance and follow from a row's number (SplitMix64).
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        let at = self.below(from.len() as u64);
        from[usize::try_from(at).unwrap_or(0)]
    }
}
