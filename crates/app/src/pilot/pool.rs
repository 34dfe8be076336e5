//! People from elsewhere with whom those who were served by a pilot are compared: a file that is added once
//! the plan is fixed, with the columns of the pilot's own file and no others. So what is kept of them names
//! nobody; the pool of one site is the file without names of another.
//!
//! Whoever adds one file after the other until the answer is the one they wanted has no answer: each stays
//! on the record, and how many there were is shown beside what came of the last.

use super::analysis::{MALE, TREATED, known_before};
use super::parquet;
use crate::import::cells::{self, Most};
use crate::import::column::Known;
use crate::import::{Mistake, Mistakes, file};
use crate::sign_in::hexadecimal;
use crate::{Ctx, Error};
use domain::life_cycle::IllegalMove;
use domain::{
    Area, Comparison, Event, Invalid, MOST_POOLS, Pilot, PilotId, PilotOutcome, PilotPlan,
    PilotPool, PlanOfPilot, ShortText,
};
use policy::Action;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{Cursor, Read, Seek};
use store::{Conn, pilot};
use uuid::Uuid;

/// People in a pool at most: a page that compares with so many still comes in seconds. A larger one is for
/// `resettle evaluate`.
pub const MOST_PEOPLE: usize = 100_000;
/// The oldest age that is let in: beyond it the year of birth is a slip.
const OLDEST: i64 = 120;
/// Most stays in custody of one person that are let in.
const MOST_STAYS: i64 = 999;
/// Most proven offences of one person in a year that are let in.
const MOST_OFFENCES: i64 = 999;

/// A column of a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PoolColumn {
    /// Whether they took part: nobody in a pool did. A pilot's own file has it.
    Treated,
    /// Whether they are male.
    Male,
    /// Age in whole years.
    Age,
    /// Stays in custody before.
    StaysBefore,
    /// How serious an area of need was, 0 to 100.
    Need(Area),
    /// An outcome.
    Outcome(PilotOutcome),
}

impl PoolColumn {
    /// Returns the columns of the pool of a plan, in the order of the pilot's own file.
    fn of(plan: &PilotPlan) -> Vec<Self> {
        let before = [Self::Treated, Self::Male, Self::Age, Self::StaysBefore].into_iter();
        let needs = Area::ALL.iter().copied().map(Self::Need);
        let outcomes = plan.outcomes(true).into_iter().map(Self::Outcome);
        before.chain(needs).chain(outcomes).collect()
    }

    /// Returns its name in the first line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Treated => TREATED,
            Self::Male => MALE,
            Self::Age => "age",
            Self::StaysBefore => "stays_before",
            Self::Need(area) => area.code(),
            Self::Outcome(outcome) => outcome.code(),
        }
    }

    /// Returns whether every pool has it. What is left out is not compared on.
    #[must_use]
    pub const fn is_required(self) -> bool {
        matches!(self, Self::Male | Self::Age | Self::Outcome(PilotOutcome::Came(_)))
    }

    /// Returns the largest value it holds; the smallest is 0.
    const fn most(self) -> i64 {
        match self {
            Self::Treated => 0,
            Self::Outcome(PilotOutcome::Reoffences) => MOST_OFFENCES,
            Self::Male | Self::Outcome(_) => 1,
            Self::Age => OLDEST,
            Self::StaysBefore => MOST_STAYS,
            Self::Need(_) => 100,
        }
    }

    /// Reads a cell; an empty one is not known.
    fn read(self, text: &str) -> Result<Option<i64>, Invalid> {
        if text.is_empty() {
            return Ok(None);
        }
        match text.parse() {
            Ok(value) if (0..=self.most()).contains(&value) => Ok(Some(value)),
            _ => Err(match self.most() {
                0 => Invalid::new("pool-took-part"),
                1 => Invalid::new("pool-yes-or-no"),
                most => Invalid::new("pool-whole").with("most", most),
            }),
        }
    }
}

/// A pool as rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pool {
    /// Its columns, but for [`PoolColumn::Treated`].
    pub(super) columns: Vec<PoolColumn>,
    /// A value for each column; none where it is not known.
    pub(super) rows: Vec<Vec<Option<i64>>>,
}

impl Pool {
    /// Reads a file that was sent: CSV, or Parquet if it begins as that does.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    fn read_sent(file: &mut (impl Read + Seek), plan: &PilotPlan) -> Result<Self, Mistakes> {
        match parquet::as_csv(file, &PoolColumn::of(plan))? {
            Some(csv) => Self::read(Cursor::new(csv), plan),
            None => Self::read(file, plan),
        }
    }

    /// Reads a file. Rows are put in the order of what is in them: that of a file may tell who is who.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    fn read(file: impl Read + Seek, plan: &PilotPlan) -> Result<Self, Mistakes> {
        let mut columns = PoolColumn::of(plan);
        let known = |column: &PoolColumn| Known {
            column: *column,
            name: column.name(),
            is_required: column.is_required(),
        };
        let known: Vec<_> = columns.iter().map(known).collect();
        let most = Most { rows: MOST_PEOPLE, key: "pool-too-many" };
        let (mut mistakes, mut rows) = (Mistakes::default(), Vec::new());
        cells::read_rows(file, &known, most, &mut mistakes, |at, line, record, mistakes| {
            columns.retain(|column| at.find(*column).is_some());
            let mut row = Vec::with_capacity(columns.len());
            for column in &columns {
                let Some(at) = at.find(*column) else { continue };
                let refused = |why| Mistake { line, column: Some(column.name()), why };
                let text = file::text(&record[at], line, column.name());
                match text.and_then(|text| column.read(text).map_err(refused)) {
                    Ok(value) => row.push(value),
                    Err(mistake) => mistakes.add(mistake),
                }
            }
            rows.push(row);
        });
        if mistakes.count > 0 {
            return Err(mistakes);
        }
        // Nobody in a pool took part, and so it is not kept.
        if columns.first() == Some(&PoolColumn::Treated) {
            columns.remove(0);
            for row in &mut rows {
                row.remove(0);
            }
        }
        rows.sort_unstable();
        Ok(Self { columns, rows })
    }

    /// Returns a file that was kept, as [`Pool::text`] wrote it: it was looked at when it was added.
    pub(super) fn kept(text: &str, plan: &PilotPlan) -> Option<Self> {
        let (first, rows) = text.split_once('\n')?;
        let known = PoolColumn::of(plan);
        let column = |name: &str| known.iter().copied().find(|column| column.name() == name);
        let columns = first.split(',').map(column).collect::<Option<Vec<_>>>()?;
        let cell = |text: &str| match text {
            "" => Some(None),
            _ => text.parse().ok().map(Some),
        };
        let row = |line: &str| {
            let row = line.split(',').map(cell).collect::<Option<Vec<_>>>()?;
            (row.len() == columns.len()).then_some(row)
        };
        let rows = rows.lines().map(row).collect::<Option<_>>()?;
        Some(Self { columns, rows })
    }

    /// Returns the rows in the order of some columns: not known where the pool does not have one.
    pub(super) fn in_order<'a>(
        &'a self,
        columns: &'a [&'static str],
    ) -> impl Iterator<Item = Vec<Option<i64>>> + 'a {
        let find = |name: &&str| self.columns.iter().position(|column| column.name() == *name);
        let at: Vec<_> = columns.iter().map(find).collect();
        self.rows.iter().map(move |row| at.iter().map(|at| row[(*at)?]).collect())
    }

    /// Returns what the pool does not say of anybody, by the name of the column.
    pub(super) fn absent(&self) -> Vec<&'static str> {
        let has = |name: &&str| self.columns.iter().any(|column| column.name() == *name);
        known_before().filter(|name| !has(name)).collect()
    }

    /// Returns the file as it is kept.
    fn text(&self) -> String {
        let line = |cells: Vec<String>| cells.join(",") + "\n";
        let names = self.columns.iter().map(|column| column.name().to_owned()).collect();
        let cell = |value: &Option<i64>| value.map_or_else(String::new, |value| value.to_string());
        let rows = self.rows.iter().map(|row| line(row.iter().map(cell).collect()));
        line(names) + &rows.collect::<String>()
    }
}

/// What the page for a pool shows.
#[derive(Clone, Debug)]
pub struct Pooling {
    /// The pilot.
    pub pilot: Pilot,
    /// What a file may say.
    pub columns: Vec<PoolColumn>,
    /// What was added before, the latest first.
    pub pools: Vec<PilotPool>,
}

/// Returns what the page for a pool shows.
///
/// # Errors
/// When there is no such pilot, its plan is not fixed or does not compare with people in a file, policy
/// refuses, or the read could not be journalled.
pub async fn pooling(ctx: &Ctx, id: PilotId) -> Result<Pooling, Error> {
    ctx.allow(Action::EditPilots).await?;
    let mut conn = ctx.read().await?;
    let (pilot, plan) = awaiting(&mut conn, id).await?;
    let pools = pilot::pools(&mut conn, id).await?;
    drop(conn);
    ctx.journal_read(Event::FiguresRead { page: "/pilots/{id}/pool".to_owned() }, None).await?;
    Ok(Pooling { pilot, columns: PoolColumn::of(&plan), pools })
}

/// Refuses whoever may not add a pool to a pilot: of them no file is received.
///
/// # Errors
/// As for [`pooling`].
pub async fn may_add_pool(ctx: &Ctx, id: PilotId) -> Result<(), Error> {
    ctx.allow(Action::EditPilots).await?;
    awaiting(&mut ctx.read().await?, id).await.map(|_| ())
}

/// Adds a file of people to compare with. The inner error says what is wrong in it; nothing of it is kept
/// then.
///
/// # Errors
/// As for [`pooling`]; when there are [`MOST_POOLS`] already, the file is the one that counts now, or the
/// database fails.
pub async fn add_pool(
    ctx: &Ctx,
    id: PilotId,
    source: ShortText,
    file: &mut File,
) -> Result<Result<(), Mistakes>, Error> {
    ctx.allow(Action::EditPilots).await?;
    let (_, plan) = awaiting(&mut ctx.read().await?, id).await?;
    crate::upload::check(ctx, file).await?;
    // Read before anything is held: nobody waits for a long file, and a fixed plan stays.
    let pool = match Pool::read_sent(file, &plan) {
        Ok(pool) => pool,
        Err(mistakes) => return Ok(Err(mistakes)),
    };
    let text = pool.text();
    let hash = hexadecimal(&Sha256::digest(text.as_bytes()));
    let mut tx = ctx.begin().await?;
    let before = pilot::pools(&mut tx, id).await?;
    let number = before.first().map_or(0, |latest| latest.number);
    if before.first().is_some_and(|latest| latest.hash == hash) {
        return Err(Error::field("file", Invalid::new("pool-same")));
    }
    if number >= MOST_POOLS {
        return Err(Error::field("file", Invalid::new("pool-too-often").with("most", MOST_POOLS)));
    }
    let people = u32::try_from(pool.rows.len()).unwrap_or(u32::MAX);
    let added = PilotPool {
        number: number + 1,
        source: source.to_string(),
        hash: hash.clone(),
        people,
        at: ctx.now,
        by: ctx.actor.account,
    };
    if !pilot::add_pool(&mut tx, Uuid::now_v7(), id, &added, &text).await? {
        return Err(Error::field("file", Invalid::new("pool-meanwhile")));
    }
    ctx.journal(&mut tx, Event::PilotPoolAdded { people, hash }, None, Some(id.0));
    tx.commit().await?;
    Ok(Ok(()))
}

/// Returns whether a plan is fixed and compares with people in a file.
pub(super) fn is_awaited(found: &PlanOfPilot) -> bool {
    let plan = &found.plan;
    found.is_fixed() && plan.comparison == Comparison::Pool
}

/// Returns a pilot whose plan is fixed and compares with people in a file.
async fn awaiting(conn: &mut Conn, id: PilotId) -> Result<(Pilot, PilotPlan), Error> {
    let found = pilot::find(conn, id).await?.ok_or(Error::NotFound("pilot"))?;
    let plan = pilot::plan(conn, id).await?.filter(is_awaited);
    let (noun, from) = ("pilot", "without a fixed plan that compares with people in a file");
    let plan = plan.ok_or(IllegalMove { noun, from, attempted: "take a pool" })?;
    Ok((found, plan.plan))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Measure;

    fn plan() -> PilotPlan {
        PilotPlan {
            served: String::new(),
            theory: String::new(),
            comparison: Comparison::Pool,
            people: 60,
            compared: 600,
            expected: 40,
            worthwhile: 10,
            measures: vec![Measure::HousedFirstNight],
        }
    }

    fn read(text: &str) -> Result<Pool, Vec<String>> {
        let said = |mistake: &Mistake| format!("{} {}", mistake.line, mistake.why);
        Pool::read(Cursor::new(text), &plan())
            .map_err(|mistakes| mistakes.shown.iter().map(said).collect())
    }

    #[test]
    fn rows_come_in_the_order_of_what_is_in_them_and_are_read_again_as_they_were_kept() {
        let file = "housed_first_night,treated,Age,male\r\n1,0,31,1\r\n,,30,0\r\n0,0,,1\r\n";
        let pool = read(file).unwrap();
        assert_eq!(pool.text(), "male,age,housed_first_night\n0,30,\n1,,0\n1,31,1\n");
        assert_eq!(Pool::kept(&pool.text(), &plan()).as_ref(), Some(&pool));
        // Somebody of whom nothing is known is still one of them.
        let nobody = read("treated,male,age,housed_first_night\n0,,,\n").unwrap();
        assert_eq!(Pool::kept(&nobody.text(), &plan()), Some(nobody));
        for broken in ["", "male,age", "male,height\n1,2\n", "male,age\n1\n", "male,age\n1,x\n"] {
            assert_eq!(Pool::kept(broken, &plan()), None, "{broken}");
        }
        assert_eq!(pool.absent()[..2], ["stays_before", "accommodation"]);
        let rows: Vec<_> = pool.in_order(&["treated", "age", "health"]).collect();
        assert_eq!(rows[0], [None, Some(30), None]);
    }

    #[test]
    fn every_mistake_is_named_at_once() {
        let file = "male,age,housed_first_night,nhs number\n1,30,1,2\n";
        assert_eq!(read(file).unwrap_err(), ["1 import-column-strange name=nhs number"]);
        let file = "male,age,housed_first_night\n2,121,-1\n1,30\n";
        assert_eq!(
            read(file).unwrap_err(),
            [
                "2 pool-yes-or-no",
                "2 pool-whole most=120",
                "2 pool-yes-or-no",
                "3 import-cells found=2 expected=3"
            ]
        );
    }

    #[test]
    fn too_many_people_are_refused_before_they_are_all_read() {
        let mut file = String::from("male,age,housed_first_night\n");
        file.push_str(&"1,30,1\n".repeat(MOST_PEOPLE + 1));
        let line = MOST_PEOPLE + 2;
        assert_eq!(read(&file).unwrap_err(), [format!("{line} pool-too-many most={MOST_PEOPLE}")]);
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..60)) {
            let mut file = b"male,age,housed_first_night\n".to_vec();
            file.extend(bytes);
            let _ = Pool::read(Cursor::new(file), &plan());
        }
    }
}
