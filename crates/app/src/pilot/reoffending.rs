//! Who reoffended: a file of proven offences from the police record, added to a pilot once its plan is fixed, and
//! linked to the people whom its services are for. Of anybody else in it nothing is kept, and of those only
//! the days of their offences, for the results of this pilot.
//!
//! Whoever is in the file was looked up: a row without days says that nothing was found. Who is not in it was
//! not, and is counted as not known, never as somebody who did not reoffend.

use crate::import::cells::{self, Cells, Most};
use crate::import::column::Known;
use crate::import::{Mistake, Mistakes};
use crate::{Ctx, Error};
use chrono::NaiveDate;
use domain::life_cycle::IllegalMove;
use domain::{
    Comparison, Event, IdentifierKind, Invalid, MOST_REOFFENDING_FILES, PersonId, Pilot, PilotId,
    PlanOfPilot, ProvenOffence, ReoffendingFile, ShortText, coded_enum, date_of_birth,
    parse_iso_or_uk,
};
use policy::Action;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::File;
use std::io::{Read, Seek};
use store::Conn;
use store::pilot::{self, Eligible, Numbered};
use uuid::Uuid;

/// Rows of a file at most: two offences of everybody in the largest cohort.
pub const MOST_ROWS: usize = 200_000;

coded_enum! {
    /// A column of a file of proven offences.
    pub enum OffenceColumn("offence-column") {
        /// Prison number.
        PrisonNumber = "prison_number",
        /// PNC id.
        PncId = "pnc_id",
        /// CRN.
        Crn = "crn",
        /// Date of birth.
        DateOfBirth = "date_of_birth",
        /// The day of the offence.
        CommittedOn = "committed_on",
        /// The day of the conviction or caution.
        ProvenOn = "proven_on",
    }
}

impl OffenceColumn {
    /// Returns whether every file has it. Of the numbers one is enough.
    #[must_use]
    pub const fn is_required(self) -> bool {
        matches!(self, Self::DateOfBirth | Self::CommittedOn | Self::ProvenOn)
    }
}

/// Somebody in a file, as far as it says who: by a number and the day of birth.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct LookedUp {
    numbers: Vec<(IdentifierKind, String)>,
    born_on: NaiveDate,
}

/// What a file says: of each person their proven offences.
type Offences = BTreeMap<LookedUp, Vec<ProvenOffence>>;

/// Reads a file that holds everything up to a day.
///
/// # Errors
/// Everything that is wrong with it.
fn read(
    file: impl Read + Seek,
    today: NaiveDate,
    complete_on: NaiveDate,
) -> Result<Offences, Mistakes> {
    let known = |column: &OffenceColumn| Known {
        column: *column,
        name: column.code(),
        is_required: column.is_required(),
    };
    let known: Vec<_> = OffenceColumn::ALL.iter().map(known).collect();
    let most = Most { rows: MOST_ROWS, key: "reoffending-too-many" };
    let (mut mistakes, mut found) = (Mistakes::default(), Offences::new());
    cells::read_rows(file, &known, most, &mut mistakes, |columns, line, record, mistakes| {
        let mut cells = Cells::of(columns, record, line);
        let who = looked_up(&mut cells, today);
        let offence = offence(&mut cells, complete_on);
        cells.mistakes.into_iter().for_each(|mistake: Mistake| mistakes.add(mistake));
        if let Some(who) = who {
            found.entry(who).or_default().extend(offence);
        }
    });
    if mistakes.count > 0 { Err(mistakes) } else { Ok(found) }
}

fn looked_up(cells: &mut Cells<'_, OffenceColumn>, today: NaiveDate) -> Option<LookedUp> {
    use IdentifierKind as K;
    use OffenceColumn as C;
    let before = cells.mistakes.len();
    let columns = [(K::PrisonNumber, C::PrisonNumber), (K::PncId, C::PncId), (K::Crn, C::Crn)];
    let numbers = cells.numbers(&columns, today);
    if numbers.is_empty() && cells.mistakes.len() == before {
        cells.refuse(C::PrisonNumber, Invalid::new("reoffending-no-number"));
    }
    let born = |text: &str| date_of_birth(parse_iso_or_uk(text)?, today);
    let born_on = cells.required(C::DateOfBirth, born)?;
    Some(LookedUp { numbers, born_on })
}

fn offence(cells: &mut Cells<'_, OffenceColumn>, complete_on: NaiveDate) -> Option<ProvenOffence> {
    use OffenceColumn as C;
    let before = cells.mistakes.len();
    let committed_on = cells.optional(C::CommittedOn, parse_iso_or_uk);
    let proven_on = cells.optional(C::ProvenOn, parse_iso_or_uk);
    let why = match (committed_on, proven_on) {
        (Some(committed), Some(proven)) if proven < committed => "reoffending-proven-before",
        (_, Some(proven)) if proven > complete_on => "reoffending-proven-later",
        (None, Some(_)) | (Some(_), None) => "reoffending-half",
        _ => return Some(ProvenOffence { committed_on: committed_on?, proven_on: proven_on? }),
    };
    // A day that cannot be read is told once, and not as one that is missing too.
    if cells.mistakes.len() == before {
        cells.refuse(C::ProvenOn, Invalid::new(why));
    }
    None
}

/// Finds out who the people in a file are: whoever has one of the numbers and, where it is on record, the date of
/// birth. Somebody whose numbers are those of two people is nobody.
fn link(offences: &Offences, numbers: &[Numbered]) -> BTreeMap<PersonId, Vec<ProvenOffence>> {
    let mut known: HashMap<(IdentifierKind, &str), Vec<&Numbered>> = HashMap::new();
    for number in numbers {
        known.entry((number.kind, &number.value)).or_default().push(number);
    }
    let mut linked: BTreeMap<PersonId, Vec<ProvenOffence>> = BTreeMap::new();
    for (who, committed) in offences {
        let keys = who.numbers.iter().map(|(kind, number)| (*kind, number.as_str()));
        let found: Vec<_> = keys.filter_map(|key| known.get(&key)).flatten().collect();
        let people: BTreeSet<PersonId> = found.iter().map(|number| number.person).collect();
        let is_born = found.iter().all(|one| one.date_of_birth.is_none_or(|on| on == who.born_on));
        if let Some(person) = people.first().filter(|_| people.len() == 1 && is_born) {
            linked.entry(*person).or_default().extend(committed);
        }
    }
    linked
}

/// What is known of the reoffending of the people of a pilot.
pub(super) struct Reoffending {
    pub(super) file: ReoffendingFile,
    offences: HashMap<PersonId, Vec<ProvenOffence>>,
}

impl Reoffending {
    /// Loads what the file says that counts, where there is one.
    pub(super) async fn load(
        conn: &mut Conn,
        id: PilotId,
        file: Option<ReoffendingFile>,
    ) -> Result<Option<Self>, Error> {
        let Some(file) = file else { return Ok(None) };
        let mut offences: HashMap<PersonId, Vec<ProvenOffence>> = HashMap::new();
        for (person, offence) in pilot::reoffending(conn, id).await? {
            offences.entry(person).or_default().extend(offence);
        }
        Ok(Some(Self { file, offences }))
    }

    /// Returns how many proven offences somebody committed in the year after they left prison, or after the need
    /// was found where they were outside; `None` where that is not known.
    pub(super) fn of(&self, one: &Eligible) -> Option<i64> {
        let offences = self.offences.get(&one.person)?;
        let count = domain::reoffences(one.index_on?, self.file.complete_on, offences)?;
        i64::try_from(count).ok()
    }
}

/// What the page for a file of proven offences shows.
#[derive(Clone, Debug)]
pub struct Following {
    /// The pilot.
    pub pilot: Pilot,
    /// What was added before, the latest first.
    pub files: Vec<ReoffendingFile>,
}

/// Returns what the page for a file of proven offences shows.
///
/// # Errors
/// When there is no such pilot, its plan is not fixed or compares with nobody, policy refuses, or the read
/// could not be journalled.
pub async fn following(ctx: &Ctx, id: PilotId) -> Result<Following, Error> {
    ctx.allow(Action::EditPilots).await?;
    let mut conn = ctx.read().await?;
    let pilot = awaiting(&mut conn, id).await?;
    let files = pilot::reoffending_files(&mut conn, id).await?;
    drop(conn);
    let page = "/pilots/{id}/reoffending".to_owned();
    ctx.journal_read(Event::FiguresRead { page }, None).await?;
    Ok(Following { pilot, files })
}

/// Refuses whoever may not add a file of proven offences to a pilot: of them no file is received.
///
/// # Errors
/// As for [`following`].
pub async fn may_add_reoffending(ctx: &Ctx, id: PilotId) -> Result<(), Error> {
    ctx.allow(Action::EditPilots).await?;
    awaiting(&mut ctx.read().await?, id).await.map(|_| ())
}

/// Adds a file of proven offences, which holds all that were proven up to a day. The inner error says what is
/// wrong in it; nothing of it is kept then.
///
/// # Errors
/// As for [`following`]; when the day is to come, there are [`MOST_REOFFENDING_FILES`] already, the file is the
/// one that counts now, nobody in it is of this pilot, or the database fails.
pub async fn add_reoffending(
    ctx: &Ctx,
    id: PilotId,
    source: ShortText,
    complete_on: NaiveDate,
    file: &mut File,
) -> Result<Result<(), Mistakes>, Error> {
    ctx.allow(Action::EditPilots).await?;
    let mut conn = ctx.read().await?;
    awaiting(&mut conn, id).await?;
    if complete_on > ctx.today() {
        return Err(Error::field("complete", Invalid::new("reoffending-complete-later")));
    }
    crate::upload::check(ctx, file).await?;
    // Read before anything is held: nobody waits for a long file.
    let offences = match read(&mut *file, ctx.today(), complete_on) {
        Ok(offences) => offences,
        Err(mistakes) => return Ok(Err(mistakes)),
    };
    let linked = link(&offences, &pilot::numbers(&mut conn, id).await?);
    drop(conn);
    if linked.is_empty() {
        return Err(Error::field("file", Invalid::new("reoffending-nobody")));
    }
    let hash = crate::upload::hash_of(file)?;
    let mut tx = ctx.begin().await?;
    let before = pilot::reoffending_files(&mut tx, id).await?;
    let number = before.first().map_or(0, |latest| latest.number);
    if before.first().is_some_and(|last| last.hash == hash && last.complete_on == complete_on) {
        return Err(Error::field("file", Invalid::new("pool-same")));
    }
    if number >= MOST_REOFFENDING_FILES {
        let why = Invalid::new("pool-too-often").with("most", MOST_REOFFENDING_FILES);
        return Err(Error::field("file", why));
    }
    let count = |people: usize| u32::try_from(people).unwrap_or(u32::MAX);
    let added = ReoffendingFile {
        number: number + 1,
        source: source.to_string(),
        complete_on,
        hash: hash.clone(),
        people: count(offences.len()),
        linked: count(linked.len()),
        at: ctx.now,
        by: ctx.actor.account,
    };
    let records = linked.into_iter().flat_map(|(person, offences)| {
        let none = offences.is_empty().then_some(None);
        none.into_iter()
            .chain(offences.into_iter().map(Some))
            .map(move |one| (Uuid::now_v7(), person, one))
    });
    let records: Vec<_> = records.collect();
    if !pilot::add_reoffending(&mut tx, Uuid::now_v7(), id, &added, &records).await? {
        return Err(Error::field("file", Invalid::new("pool-meanwhile")));
    }
    let event = Event::ReoffendingAdded { people: added.people, hash };
    ctx.journal(&mut tx, event, None, Some(id.0));
    tx.commit().await?;
    Ok(Ok(()))
}

/// Returns whether a plan is fixed and compares with anybody: until then nobody sees an outcome, and without a
/// comparison whether people reoffended says nothing of the services.
pub(super) fn is_awaited(found: &PlanOfPilot) -> bool {
    found.is_fixed() && found.plan.comparison != Comparison::Nobody
}

/// Returns a pilot to which a file of proven offences can be added.
async fn awaiting(conn: &mut Conn, id: PilotId) -> Result<Pilot, Error> {
    let found = pilot::find(conn, id).await?.ok_or(Error::NotFound("pilot"))?;
    let (noun, from) = ("pilot", "without a fixed plan that compares with anybody");
    let plan = pilot::plan(conn, id).await?.filter(is_awaited);
    plan.ok_or(IllegalMove { noun, from, attempted: "take reoffending" })?;
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    const HEAD: &str = "pnc_id,crn,date_of_birth,committed_on,proven_on\n";

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn read_text(rows: &str) -> Result<Offences, Vec<String>> {
        let said = |mistake: &Mistake| format!("{} {}", mistake.line, mistake.why);
        read(Cursor::new(format!("{HEAD}{rows}")), day("2026-11-25"), day("2026-10-31"))
            .map_err(|mistakes| mistakes.shown.iter().map(said).collect())
    }

    #[test]
    fn rows_of_one_person_are_taken_together() {
        let found = read_text(
            ",X123456,1990-05-01,2026-01-02,2026-02-03\n,x 123456,01/05/1990,2026-03-04,2026-03-04\n\
             ,X654321,1990-05-01,,\n",
        );
        let counts: Vec<_> = found.unwrap().into_values().map(|all| all.len()).collect();
        assert_eq!(counts, [2, 0], "who was looked up and has none is in it too");
    }

    #[test]
    fn every_mistake_is_named_once() {
        let wrong = ",,1990-05-01,,\n12/x,,1990-05-01,,\n,X123456,,2026-01-02,\n\
                     ,X123456,1990-05-01,2026-13-01,2026-02-03\n";
        let keys: Vec<String> = read_text(wrong)
            .unwrap_err()
            .iter()
            .map(|said| said.split(' ').take(2).collect::<Vec<_>>().join(" "))
            .collect();
        assert_eq!(keys[0], "2 reoffending-no-number");
        assert!(keys[1].starts_with("3 invalid-pnc-id"), "{keys:?}");
        assert!(keys.contains(&"4 reoffending-half".to_owned()), "{keys:?}");
        assert_eq!(keys.len(), 5, "{keys:?}");
    }

    fn numbered(person: u128, value: &str, born: Option<&str>) -> Numbered {
        let person = PersonId(Uuid::from_u128(person));
        let (kind, value) = (IdentifierKind::Crn, value.to_owned());
        Numbered { person, kind, value, date_of_birth: born.map(day) }
    }

    #[test]
    fn a_number_that_two_people_have_is_nobodys() {
        let offences = read_text(
            ",X000001,1990-05-01,2026-01-02,2026-02-03\n,X000002,1990-05-01,,\n\
             ,X000003,1990-05-01,,\n,X000004,1990-05-01,,\n",
        )
        .unwrap();
        let numbers = [
            numbered(1, "X000001", Some("1990-05-01")),
            numbered(2, "X000002", Some("1990-05-02")),
            numbered(3, "X000003", None),
            numbered(4, "X000004", Some("1990-05-01")),
            numbered(5, "X000004", Some("1990-05-01")),
        ];
        let people: Vec<_> =
            link(&offences, &numbers).into_keys().map(|person| person.0.as_u128()).collect();
        assert_eq!(people, [1, 3], "where the date of birth is not on record the number does");
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..60)) {
            let mut file = HEAD.as_bytes().to_vec();
            file.extend(bytes);
            let _ = read(Cursor::new(file), day("2026-11-25"), day("2026-10-31"));
        }
    }
}
