//! What waits for an organisation's decision, and the two records side by side.

use super::run::covered;
use super::weigh::{Comparison, Level, Weighed, number_of, weigh};
use crate::feed::{Told, changes};
use crate::person::{Disclosures, Header, group_of, header};
use crate::{Ctx, Error, join_sample};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    BankHolidays, Event, FieldGroup, FieldGroups, IdentifierKind, JoinDecision, JoinId, JoinMove,
    JoinState, OrganisationId, PersonId, Purpose,
};
use policy::{Action, Authorised};
use store::candidate::{self, Candidate};
use store::feed::{self, Current};
use store::join::{self, Kept, Waiting};
use store::join_sample::Otherwise;
use store::{Conn, account, organisation};

/// What waits for an organisation.
#[derive(Clone, Debug)]
pub struct Queue {
    /// The joins of this page, the soonest due first.
    pub waiting: Vec<Waiting>,
    /// Whether there is another page.
    pub more: bool,
    /// The agencies of which joins wait, each with how many.
    pub agencies: Vec<(OrganisationId, String, u64)>,
    /// What changed in the last days.
    pub changes: Vec<Told>,
    /// How many pairs of a sample the actor may look at.
    pub looks: usize,
    /// Joins of which somebody who looked at a sample said otherwise.
    pub otherwise: Vec<Otherwise>,
}

/// Returns what waits for the actor's organisation: of one agency, or of all, after some.
///
/// # Errors
/// When policy refuses, or the read could not be journalled.
pub async fn queue(ctx: &Ctx, agency: Option<OrganisationId>, skip: i64) -> Result<Queue, Error> {
    ctx.allow(Action::ListJoins).await?;
    let mut conn = ctx.read().await?;
    let own = ctx.actor.organisation;
    let mut waiting = join::waiting(&mut conn, own, agency, skip).await?;
    let more = waiting.len() > page();
    waiting.truncate(page());
    let agencies = join::waiting_by_agency(&mut conn, own).await?;
    let changes = changes(ctx, &mut conn).await?;
    let (looks, otherwise) = join_sample::beside_the_queue(ctx, &mut conn).await?;
    drop(conn);
    let count = waiting.len() + otherwise.len();
    let event = Event::PeopleListed { page: "/joins".to_owned(), count };
    ctx.journal_read(event, None).await?;
    Ok(Queue { waiting, more, agencies, changes, looks, otherwise })
}

fn page() -> usize {
    usize::try_from(join::PAGE).unwrap_or(0)
}

/// A number on both sides, as far as whoever looks may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberShown {
    /// Which number.
    pub kind: IdentifierKind,
    /// How alike the two are.
    pub level: Level,
    /// What the agency and we have, where the reader may read it; otherwise that they agree or differ.
    pub both: Option<(String, String)>,
}

/// What one side has of somebody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Side {
    /// Given names, each a line.
    pub given_names: Vec<String>,
    /// Family names, each a line.
    pub family_names: Vec<String>,
    /// Date of birth.
    pub date_of_birth: Option<NaiveDate>,
    /// Sex, by message key.
    pub sex: Option<&'static str>,
    /// Postcodes.
    pub postcodes: Vec<String>,
    /// Address in words; of the person it is on their own page.
    pub address: Option<String>,
}

/// The two records, while an agreement in force lets them be compared.
#[derive(Clone, Debug)]
pub struct Compared {
    /// The agency's own number.
    pub own_number: String,
    /// What the agency has.
    pub theirs: Side,
    /// What we have.
    pub ours: Side,
    /// The numbers that either has.
    pub numbers: Vec<NumberShown>,
    /// What they weigh together now.
    pub weighed: Weighed,
    /// Whether the agency marks a risk.
    pub risk_marker: bool,
    /// When the agency sent it.
    pub received_at: DateTime<Utc>,
    /// How often it said something else before.
    pub earlier: u32,
}

/// A decision with who made it.
#[derive(Clone, Debug)]
pub struct Made {
    /// The decision.
    pub decision: JoinDecision,
    /// Who made it, and for which organisation.
    pub by: Option<(String, String)>,
}

/// A join to be looked at.
#[derive(Clone, Debug)]
pub struct Review {
    /// Who the person is.
    pub header: Header,
    /// The join.
    pub kept: Kept,
    /// How it stands.
    pub state: JoinState,
    /// The last day on which a decision is in time.
    pub due_on: Option<NaiveDate>,
    /// The agency's name.
    pub agency: String,
    /// The two records; none while no agreement in force lets them be compared.
    pub compared: Option<Compared>,
    /// What was done, the earliest first.
    pub made: Vec<Made>,
    /// What the reader can decide now.
    pub moves: Vec<JoinMove>,
    /// Other people for whom the same record is a likeness, of those whose case the organisation leads too.
    pub others: Vec<(JoinId, JoinState)>,
}

/// Returns a join with the two records side by side.
///
/// # Errors
/// When there is no such join, policy refuses, or the read could not be journalled.
pub async fn review(ctx: &Ctx, id: JoinId) -> Result<Review, Error> {
    let mut conn = ctx.read().await?;
    let kept = join::find(&mut conn, id).await?.ok_or(Error::NotFound("join"))?;
    let person = kept.join.person;
    let allowed = ctx.person(&mut conn, Action::DecideJoin, person).await?;
    let header = header(ctx, &mut conn, &allowed).await?;
    let source = kept.join.source;
    let current = feed::current(&mut conn, source).await?.ok_or(Error::NotFound("record"))?;
    let both = (ctx.actor.organisation, current.organisation);
    let purpose = Purpose::Resettlement;
    let agreed = candidate::agreed_between(&mut conn, both, purpose, ctx.today()).await?;
    let candidate = candidate::load(&mut conn, person).await?.ok_or(Error::NotFound("person"))?;
    let compared = agreed
        .contains(FieldGroup::Identity)
        .then(|| compared(&current, &candidate, agreed, &header.disclosures));
    let made = made(&mut conn, &kept.join.decisions).await?;
    let others = others(&mut conn, &kept, ctx.actor.organisation).await?;
    drop(conn);
    ctx.journal_read(Event::person_read("/joins/{id}"), Some(person)).await?;
    let mut moves = kept.join.moves(ctx.actor.account);
    if compared.is_none() {
        moves.retain(|one| *one == JoinMove::Split);
    }
    Ok(Review {
        state: kept.join.state(),
        due_on: kept.join.due_on(&BankHolidays::built_in()),
        agency: current.agency,
        header,
        compared,
        made,
        moves,
        others,
        kept,
    })
}

/// Sets a record and a person beside each other, as far as an agreement covers it and the reader may read it.
pub(crate) fn compared(
    current: &Current,
    person: &Candidate,
    agreed: FieldGroups,
    disclosures: &Disclosures,
) -> Compared {
    let record = covered(&current.record, agreed);
    let weighed = weigh(&record, person);
    let numbers = Comparison::ALL.iter().filter_map(|comparison| {
        let kind = number_of(*comparison)?;
        let level = weighed.part(*comparison)?.level;
        let of = |list: &[(IdentifierKind, String)]| {
            let ours = list.iter().filter(|(known, _)| *known == kind);
            ours.map(|(_, value)| value.clone()).collect::<Vec<_>>().join(", ")
        };
        let (theirs, ours) = (of(&record.numbers), of(&person.numbers));
        // What neither has, and what an agreement does not cover, is not there.
        if theirs.is_empty() {
            return None;
        }
        let both = disclosures.full(group_of(kind)) && !is_for_its_holder(kind);
        Some(NumberShown { kind, level, both: both.then_some((theirs, ours)) })
    });
    let sex = |sex: Option<domain::Sex>| sex.map(domain::Sex::key);
    Compared {
        own_number: record.own_number.clone(),
        theirs: Side {
            given_names: vec![record.given_name.to_string()],
            family_names: vec![record.family_name.to_string()],
            date_of_birth: record.date_of_birth,
            sex: sex(record.sex),
            postcodes: record.postcode.iter().map(ToString::to_string).collect(),
            address: record.address.as_ref().map(ToString::to_string),
        },
        ours: Side {
            given_names: lines(person.names.iter().map(|(given, _)| given)),
            family_names: lines(person.names.iter().map(|(_, family)| family)),
            date_of_birth: person.date_of_birth,
            sex: sex(person.sex),
            postcodes: person.postcodes.iter().map(ToString::to_string).collect(),
            address: None,
        },
        numbers: numbers.collect(),
        risk_marker: record.risk_marker,
        received_at: current.received_at,
        earlier: current.earlier,
        weighed,
    }
}

/// Returns whether a number opens a person's benefits or health record: it is compared, and shown to nobody.
const fn is_for_its_holder(kind: IdentifierKind) -> bool {
    matches!(kind, IdentifierKind::NiNumber | IdentifierKind::NhsNumber)
}

/// Returns texts, each once.
fn lines<'a>(texts: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for text in texts {
        if !lines.contains(text) {
            lines.push(text.clone());
        }
    }
    lines
}

async fn made(conn: &mut Conn, decisions: &[JoinDecision]) -> Result<Vec<Made>, Error> {
    let mut made = Vec::with_capacity(decisions.len());
    for decision in decisions {
        let by = match decision.by {
            Some((account, for_whom)) => {
                let name = account::find(conn, account).await?.map(|found| found.name);
                let organisation = organisation::find(conn, for_whom).await?;
                name.zip(organisation.map(|organisation| organisation.name))
            }
            None => None,
        };
        made.push(Made { decision: decision.clone(), by });
    }
    Ok(made)
}

/// Finds the other joins of the same source of which the organisation decides too. That there are others is theirs.
async fn others(
    conn: &mut Conn,
    kept: &Kept,
    own: OrganisationId,
) -> Result<Vec<(JoinId, JoinState)>, Error> {
    let all = join::of_source(conn, kept.join.source).await?;
    let ours = all
        .into_iter()
        .filter(|other| other.join.id != kept.join.id && other.join.owner.organisation == own);
    Ok(ours.map(|other| (other.join.id, other.join.state())).collect())
}

/// What another agency holds of a person, by a join.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldElsewhere {
    /// The join.
    pub join: JoinId,
    /// The agency's name.
    pub agency: String,
    /// Its own number.
    pub own_number: String,
    /// The name that it has.
    pub name: String,
    /// The date of birth that it has.
    pub date_of_birth: Option<NaiveDate>,
    /// When it sent that.
    pub received_at: DateTime<Utc>,
}

/// Returns what other agencies hold of a person, for whoever may read who the person is: of the reader's own
/// organisation, and of those with which it has an agreement in force.
pub(crate) async fn held_elsewhere(
    ctx: &Ctx,
    conn: &mut Conn,
    allowed: &Authorised<PersonId>,
) -> Result<Vec<HeldElsewhere>, Error> {
    let mut held = Vec::new();
    if !Disclosures::of(&ctx.actor, allowed.standing()).full(FieldGroup::Identity) {
        return Ok(held);
    }
    for (join, source) in join::joined(conn, allowed).await? {
        let Some(current) = feed::current(conn, source).await? else { continue };
        let both = (ctx.actor.organisation, current.organisation);
        let purpose = ctx.actor.purpose();
        let agreed = candidate::agreed_between(conn, both, purpose, ctx.today()).await?;
        if agreed.contains(FieldGroup::Identity) {
            let record = current.record;
            held.push(HeldElsewhere {
                join,
                agency: current.agency,
                own_number: record.own_number,
                name: format!("{}, {}", record.family_name, record.given_name),
                date_of_birth: record.date_of_birth,
                received_at: current.received_at,
            });
        }
    }
    Ok(held)
}
