//! The plan of a pilot, and what was decided about it.

use crate::error::coded;
use crate::{Conn, Inconsistent, StoreError, Tx};
use chrono::{DateTime, Utc};
use domain::{AccountId, FixedPlan, PilotDecision, PilotId, PilotPlan, PilotVerdict, PlanOfPilot};
use sqlx::types::Json;
use uuid::Uuid;

/// Decisions on one page.
pub const DECISIONS_LIMIT: i64 = 100;

#[derive(sqlx::FromRow)]
struct Row {
    plan: Json<PilotPlan>,
    fixed_text: Option<String>,
    fixed_hash: Option<String>,
    fixed_at: Option<DateTime<Utc>>,
    fixed_by: Option<Uuid>,
}

impl From<Row> for PlanOfPilot {
    fn from(row: Row) -> Self {
        let fixed = (|| {
            Some(FixedPlan {
                text: row.fixed_text?,
                hash: row.fixed_hash?,
                at: row.fixed_at?,
                by: AccountId(row.fixed_by?),
            })
        })();
        Self { plan: row.plan.0, fixed }
    }
}

/// Finds the plan of a pilot; `None` where none was written down.
///
/// # Errors
/// When the database fails.
pub async fn plan(conn: &mut Conn, pilot: PilotId) -> Result<Option<PlanOfPilot>, StoreError> {
    let row = one!(
        conn,
        Row,
        "select plan, fixed_text, fixed_hash, fixed_at, fixed_by from pilot_plan \
         where pilot_id = $1",
        pilot.0,
    )?;
    Ok(row.map(PlanOfPilot::from))
}

/// Keeps the plan of a pilot. Returns whether it was kept: one that was fixed meanwhile stays as it is.
///
/// # Errors
/// When the database fails.
pub async fn save_plan(
    tx: &mut Tx,
    pilot: PilotId,
    plan: &PlanOfPilot,
) -> Result<bool, StoreError> {
    let fixed = plan.fixed.as_ref();
    let kept = run!(
        tx,
        "insert into pilot_plan (pilot_id, plan, fixed_text, fixed_hash, fixed_at, fixed_by) \
         values ($1, $2, $3, $4, $5, $6) on conflict (pilot_id) do update set \
         plan = excluded.plan, fixed_text = excluded.fixed_text, \
         fixed_hash = excluded.fixed_hash, fixed_at = excluded.fixed_at, \
         fixed_by = excluded.fixed_by where pilot_plan.fixed_at is null",
        pilot.0,
        Json(&plan.plan),
        fixed.map(|fixed| fixed.text.as_str()),
        fixed.map(|fixed| fixed.hash.as_str()),
        fixed.map(|fixed| fixed.at),
        fixed.map(|fixed| fixed.by.0),
    )?;
    Ok(kept > 0)
}

/// A decision as pages show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// The decision.
    pub decision: PilotDecision,
    /// The name of who decided.
    pub name: String,
    /// The name of their organisation.
    pub organisation: String,
}

#[derive(sqlx::FromRow)]
struct DecisionRow {
    id: Uuid,
    verdict: String,
    why: String,
    decided_at: DateTime<Utc>,
    decided_by: Uuid,
    name: String,
    organisation: String,
}

impl TryFrom<DecisionRow> for Decided {
    type Error = Inconsistent;

    fn try_from(row: DecisionRow) -> Result<Self, Inconsistent> {
        let verdict: PilotVerdict = coded("pilot_decision", row.id, "verdict", &row.verdict)?;
        Ok(Self {
            decision: PilotDecision {
                verdict,
                why: row.why,
                at: row.decided_at,
                by: AccountId(row.decided_by),
            },
            name: row.name,
            organisation: row.organisation,
        })
    }
}

/// Adds a decision about a pilot.
///
/// # Errors
/// When the database fails.
pub async fn decide(
    tx: &mut Tx,
    id: Uuid,
    pilot: PilotId,
    decision: &PilotDecision,
) -> Result<(), StoreError> {
    run!(
        tx,
        "insert into pilot_decision (id, pilot_id, verdict, why, decided_at, decided_by) \
         values ($1, $2, $3, $4, $5, $6)",
        id,
        pilot.0,
        decision.verdict.code(),
        &decision.why,
        decision.at,
        decision.by.0,
    )?;
    Ok(())
}

/// Lists the decisions about a pilot, the latest first.
///
/// # Errors
/// When the database fails.
pub async fn decisions(conn: &mut Conn, pilot: PilotId) -> Result<Vec<Decided>, StoreError> {
    let rows = all!(
        conn,
        DecisionRow,
        "select d.id, d.verdict, d.why, d.decided_at, d.decided_by, a.name, \
         o.name as organisation from pilot_decision d join account a on a.id = d.decided_by \
         join organisation o on o.id = a.organisation_id where d.pilot_id = $1 \
         order by d.decided_at desc, d.id desc limit $2",
        pilot.0,
        DECISIONS_LIMIT,
    )?;
    Ok(rows.into_iter().map(Decided::try_from).collect::<Result<_, _>>()?)
}
