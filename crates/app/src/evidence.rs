//! The evidence register: every pilot whose plan is fixed, and what was published of it. Anybody may read
//! it; of people it holds rounded numbers of groups and nothing else (`domain::evidence`).
//!
//! What came of a pilot is published once the board has looked at it, as it was looked at. The figures of a
//! publication give way to others only when enough people have come in between; until then a new decision
//! stands beside the old figures.

use crate::pilot::{Analysis, Casework, Found, hash, is_answerable, served, services_of};
use crate::{App, Ctx, Error};
use domain::evidence::{
    Counted, Difference, Group, Publication, PublishedDecision, PublishedOutcome, Reading,
    may_stand_beside,
};
use domain::life_cycle::IllegalMove;
use domain::{Area, Event, Invalid, Measure, PersonId, Pilot, PilotId, PilotOutcome, PilotPlan};
use evaluate::verdict::Code;
use policy::Action;
use std::collections::HashMap;
use store::evidence;
pub use store::evidence::{Published, Registered};
use store::pilot::Decided;
use store::{Conn, pilot};
use uuid::Uuid;

/// What of the register is wanted; everything where nothing is named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// A need that a service of the pilot is for.
    pub area: Option<Area>,
    /// An outcome that its plan looks at.
    pub measure: Option<Measure>,
}

/// Returns the register, the latest start first.
///
/// # Errors
/// When the database fails.
pub async fn register(app: &App, wanted: Wanted) -> Result<Vec<Registered>, Error> {
    let mut found = evidence::register(&mut app.db.read().await?).await?;
    found.retain(|one| {
        wanted.area.is_none_or(|area| one.areas.contains(&area))
            && wanted.measure.is_none_or(|measure| one.plan.plan.measures.contains(&measure))
    });
    Ok(found)
}

/// A pilot in the register, with all that was published of it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The pilot.
    pub registered: Registered,
    /// The names of its services, with their organisations.
    pub services: Vec<(String, String)>,
    /// What was published, the latest first.
    pub publications: Vec<Published>,
}

/// Returns a pilot of the register.
///
/// # Errors
/// When there is no such pilot, its plan is not fixed, or the database fails.
pub async fn entry(app: &App, id: PilotId) -> Result<Entry, Error> {
    let mut conn = app.db.read().await?;
    let registered = evidence::find(&mut conn, id).await?.ok_or(Error::NotFound("pilot"))?;
    let services = services_of(&mut conn, &registered.pilot).await?;
    let publications = published(&mut conn, id).await?;
    Ok(Entry { registered, services, publications })
}

/// What would be published of a pilot.
#[derive(Clone, Debug)]
pub struct Preparing {
    /// The pilot.
    pub pilot: Pilot,
    /// What would be said.
    pub publication: Publication,
    /// SHA-256 of it: what is published is what was looked at.
    pub hash: String,
    /// Whether its figures are those of the publication before, because too few people came since.
    pub is_carried: bool,
    /// Whether it says anything that was not said before.
    pub is_new: bool,
    plan: PilotPlan,
    counted: Vec<(PilotOutcome, Counted)>,
    number: i64,
}

/// Returns what would be published of a pilot; and the name of the pilot with whose published figures it
/// cannot stand, if there is one, because they are nearly about the same people.
///
/// # Errors
/// When there is no such pilot, its plan is not fixed, policy refuses, or the read could not be journalled.
pub async fn preparing(ctx: &Ctx, id: PilotId) -> Result<(Preparing, Option<String>), Error> {
    ctx.allow(Action::DecidePilots).await?;
    let prepared = prepare(ctx, id).await?;
    let too_near = prepared.too_near(&mut ctx.read().await?).await?;
    ctx.journal_read(Event::FiguresRead { page: "/pilots/{id}/publish".to_owned() }, None).await?;
    Ok((prepared, too_near))
}

/// Publishes what came of a pilot, as it was `seen`: by its hash.
///
/// # Errors
/// When it has changed since it was seen, says nothing new, or cannot stand beside what is published of
/// another pilot; and as for [`preparing`].
pub async fn publish(ctx: &Ctx, id: PilotId, seen: &str) -> Result<(), Error> {
    ctx.allow(Action::DecidePilots).await?;
    let prepared = prepare(ctx, id).await?;
    let mut tx = ctx.begin().await?;
    evidence::hold(&mut tx).await?;
    if let Some(name) = prepared.too_near(&mut tx).await? {
        return Err(Error::field("seen", Invalid::new("evidence-too-near").with("name", name)));
    }
    if !prepared.is_new {
        return Err(Error::field("seen", Invalid::new("evidence-nothing-new")));
    }
    let published = Published {
        pilot: id,
        number: prepared.number,
        publication: prepared.publication,
        hash: prepared.hash,
        counted: prepared.counted,
        at: ctx.now,
        by: ctx.actor.account,
    };
    let is_seen = published.hash == seen;
    if !is_seen || !evidence::publish(&mut tx, Uuid::now_v7(), &published).await? {
        return Err(Error::field("seen", Invalid::new("evidence-changed")));
    }
    ctx.journal(&mut tx, Event::EvidencePublished { hash: published.hash }, None, Some(id.0));
    Ok(tx.commit().await?)
}

impl Preparing {
    /// Returns the name of the pilot beside which it cannot stand. Figures that are public already, or
    /// none, stand beside any.
    async fn too_near(&self, conn: &mut Conn) -> Result<Option<String>, Error> {
        if self.is_carried || self.publication.outcomes.is_empty() {
            return Ok(None);
        }
        let mut mine = None;
        for other in evidence::register(conn).await? {
            let own = &self.pilot;
            let shares = other.pilot.services.iter().any(|service| own.services.contains(service));
            if other.pilot.id == own.id || !shares || other.latest.is_none() {
                continue;
            }
            let public = counts(&published(conn, other.pilot.id).await?);
            let theirs = served(conn, other.pilot.id, &other.plan.plan).await?;
            let mine = match &mut mine {
                Some(mine) => mine,
                none => none.insert(served(conn, own.id, &self.plan).await?),
            };
            let is_near = |(outcome, then, now)| {
                mine.get(&outcome)
                    .zip(theirs.get(&outcome))
                    .is_some_and(|(mine, theirs)| are_near(mine, theirs, then, now))
            };
            if in_both(&public, &self.counted).any(is_near) {
                return Ok(Some(other.pilot.name));
            }
        }
        Ok(None)
    }
}

async fn prepare(ctx: &Ctx, id: PilotId) -> Result<Preparing, Error> {
    let mut conn = ctx.read().await?;
    pilot::find(&mut conn, id).await?.ok_or(Error::NotFound("pilot"))?;
    let (noun, from) = ("pilot", "without a fixed plan");
    let found = evidence::find(&mut conn, id).await?;
    let found = found.ok_or(IllegalMove { noun, from, attempted: "be published" })?;
    let decision = pilot::decisions(&mut conn, id).await?.into_iter().next().map(decided);
    let pools = pilot::pools(&mut conn, id).await?;
    let reoffending = pilot::reoffending_files(&mut conn, id).await?;
    let before = published(&mut conn, id).await?;
    let casework = match is_answerable(&found.plan, &pools, &reoffending) {
        true => Some(Casework::load(&mut conn, id).await?),
        false => None,
    };
    drop(conn);
    let analysis = match casework {
        Some(casework) => {
            Some(casework.analyse(&ctx.app, |outcome| outcome.code().to_owned()).await?)
        }
        None => None,
    };
    let counted_on = ctx.today();
    let nothing = Publication {
        reading: Reading::Nothing,
        outcomes: Vec::new(),
        maryland: None,
        nesta: None,
        counted_on,
        decision: None,
    };
    let (now, counted) = match analysis {
        Some(Analysis::Found(found)) => figures(&found, nothing),
        Some(Analysis::Refused(_) | Analysis::NotKnown) | None => (nothing, Vec::new()),
    };
    let latest = before.first();
    let is_carried = is_near(&counts(&before), &counted)
        && latest.is_some_and(|latest| primary(&latest.publication) == primary(&now));
    let (figures, counted) = match latest {
        Some(latest) if is_carried => (latest.publication.clone(), latest.counted.clone()),
        _ => kept(&before, now, counted),
    };
    let publication = Publication { decision, ..figures };
    let text = serde_json::to_string(&publication)
        .map_err(|_| Error::Internal("a publication could not be written"))?;
    let says = |published: &Published| {
        let counted_on = published.publication.counted_on;
        Publication { counted_on, ..publication.clone() } == published.publication
    };
    Ok(Preparing {
        pilot: found.pilot,
        plan: found.plan.plan,
        hash: hash(&text),
        is_carried,
        is_new: !latest.is_some_and(says),
        number: latest.map_or(1, |latest| latest.number + 1),
        publication,
        counted,
    })
}

fn primary(publication: &Publication) -> Option<PilotOutcome> {
    publication.outcomes.first().map(|first| first.outcome)
}

/// Returns all that was published of a pilot, the latest first: what stays public is what others are held
/// against, however old it is.
async fn published(conn: &mut Conn, id: PilotId) -> Result<Vec<Published>, Error> {
    Ok(evidence::publications(conn, id, evidence::PUBLICATIONS_LIMIT).await?)
}

fn counts(published: &[Published]) -> Vec<(PilotOutcome, Counted)> {
    published.iter().flat_map(|one| one.counted.iter().copied()).collect()
}

/// Leaves of what is new each outcome as it was published last that rests on nearly the same people as at any
/// time before: once it is known who reoffended, that is published beside what was published of homes and work.
fn kept(
    before: &[Published],
    mut now: Publication,
    mut counted: Vec<(PilotOutcome, Counted)>,
) -> (Publication, Vec<(PilotOutcome, Counted)>) {
    let earlier = counts(before);
    for (published, count) in now.outcomes.iter_mut().zip(&mut counted) {
        let mut each =
            before.iter().flat_map(|one| one.publication.outcomes.iter().zip(&one.counted));
        if is_near(&earlier, &[*count])
            && let Some((last, count_last)) =
                each.find(|(then, _)| then.outcome == published.outcome)
        {
            *published = last.clone();
            *count = *count_last;
        }
    }
    (now, counted)
}

fn decided(decided: Decided) -> PublishedDecision {
    PublishedDecision {
        verdict: decided.decision.verdict,
        why: decided.decision.why,
        by: decided.organisation,
        decided_on: crate::local_time(decided.decision.at).date(),
    }
}

/// Returns what was found as it is published, and how many people who were served each outcome rests on.
/// Where its first outcome cannot be published, nothing of it is.
fn figures(found: &Found, nothing: Publication) -> (Publication, Vec<(PilotOutcome, Counted)>) {
    let Found { findings, rating, outcomes: looked_at, .. } = found;
    let reading = match findings.verdict.code {
        Code::Higher => Reading::Higher,
        Code::Lower => Reading::Lower,
        Code::NoClearEffect => Reading::Unclear,
        Code::Descriptive | Code::Unbalanced | Code::EstimatorsDisagree | Code::PlaceboDiffers => {
            return (nothing, Vec::new());
        }
    };
    let of_outcome = |outcome: &PilotOutcome| {
        let row = findings.outcomes.iter().find(|row| row.name == outcome.code())?;
        let estimate = findings.estimates.iter().find(|estimate| {
            estimate.outcome == row.name
                && estimate.estimator == findings.method
                && estimate.reading == evaluate::findings::Reading::Effect
        })?;
        let group = |known: usize, share| Group { known: known as u64, share };
        let effect = Difference {
            estimate: estimate.figures.estimate,
            low: estimate.figures.ci_low,
            high: estimate.figures.ci_high,
        };
        let served = group(row.known_treated, row.mean_treated);
        let compared = group(row.known_pool, row.mean_pool);
        let published = PublishedOutcome::of(*outcome, served, compared, effect)?;
        Some((published, (*outcome, served.counted())))
    };
    // What is published is a difference in percentage points, and a number of offences is none.
    let shares = looked_at.iter().filter(|outcome| **outcome != PilotOutcome::Reoffences);
    let outcomes: Vec<_> = shares.filter_map(of_outcome).collect();
    if outcomes.first().map(|(published, _)| published.outcome) != looked_at.first().copied() {
        return (nothing, Vec::new());
    }
    let (outcomes, counted): (Vec<_>, Vec<_>) = outcomes.into_iter().unzip();
    let (maryland, nesta) = (rating.maryland.level, rating.nesta.level);
    (Publication { reading, outcomes, maryland, nesta, ..nothing }, counted)
}

/// Returns whether an outcome rests on nearly the same people as before, or on as many: whoever is corrected,
/// or changes places with another, is not found either.
fn is_near(before: &[(PilotOutcome, Counted)], now: &[(PilotOutcome, Counted)]) -> bool {
    in_both(before, now).any(|(_, then, now)| !now.may_follow(then))
}

/// Returns the outcomes that are counted in both, with either count.
fn in_both<'a>(
    before: &'a [(PilotOutcome, Counted)],
    now: &'a [(PilotOutcome, Counted)],
) -> impl Iterator<Item = (PilotOutcome, Counted, Counted)> + 'a {
    before.iter().flat_map(move |(outcome, then)| {
        let same = now.iter().filter(move |(other, _)| other == outcome);
        same.map(move |(outcome, now)| (*outcome, *then, *now))
    })
}

/// Whoever was served and whose outcome is known, with whether they had it.
type Had = HashMap<PersonId, bool>;

/// Returns whether two pilots are nearly about the same people. Where one has nobody whom the other has not, the
/// two are held against each other as they were counted too: the figures of the other may be older than some
/// of its people.
fn are_near(mine: &Had, theirs: &Had, published: Counted, now: Counted) -> bool {
    let alone = |one: &Had, other: &Had| {
        Counted::of(one.iter().filter(|(who, _)| !other.contains_key(who)).map(|(_, had)| *had))
    };
    let (only_mine, only_theirs) = (alone(mine, theirs), alone(theirs, mine));
    let is_within = only_mine.is_nobody() || only_theirs.is_nobody();
    !may_stand_beside(only_mine, only_theirs)
        || is_within && !may_stand_beside(now.beyond(published), published.beyond(now))
}

#[cfg(test)]
mod tests {
    use super::*;
    use PilotOutcome::Reoffended;

    const HOUSED: PilotOutcome = PilotOutcome::Came(Measure::HousedFirstNight);
    const EMPLOYED: PilotOutcome = PilotOutcome::Came(Measure::EmployedSixWeeks);

    const fn counted(with: u64, without: u64) -> Counted {
        Counted { with, without }
    }

    #[test]
    fn figures_stay_until_enough_people_have_come() {
        let before = [(HOUSED, counted(60, 20)), (EMPLOYED, counted(20, 40))];
        let near = |housed, employed| is_near(&before, &[(HOUSED, housed), (EMPLOYED, employed)]);
        let (more_housed, more_employed) = (counted(66, 24), counted(24, 48));
        assert!(!near(more_housed, more_employed) && !near(counted(50, 15), more_employed));
        assert!(near(counted(60, 20), more_employed), "as many people, who may be others");
        assert!(near(counted(64, 24), more_employed), "a few more");
        assert!(near(counted(60, 40), more_employed), "who are all alike");
        let fewer_between = [before[0], (HOUSED, counted(50, 15))];
        assert!(is_near(&fewer_between, &[(HOUSED, counted(61, 20))]), "one more than at first");
        assert!(!is_near(&before, &[]) && !is_near(&[], &before));
    }

    #[test]
    fn pilots_are_near_where_those_who_are_in_one_alone_are_few_or_all_alike() {
        let people: Vec<_> = (0..120).map(|at| PersonId(Uuid::from_u128(at))).collect();
        let had = |numbers: std::ops::Range<usize>| -> Had {
            numbers.map(|at| (people[at], at % 4 == 0 || at >= 100)).collect()
        };
        let count = |had: &Had| Counted::of(had.values().copied());
        let near = |first: &Had, second: &Had| are_near(first, second, count(second), count(first));
        let public = had(0..80);
        assert!(!near(&public, &public), "the same people");
        assert!(near(&had(0..85), &public) && near(&had(5..80), &public), "five");
        assert!(!near(&had(0..96), &public) && !near(&had(16..80), &public));
        assert!(!near(&had(20..100), &public), "twenty in each alone");
        let mut alike = public.clone();
        alike.extend(had(100..120));
        assert!(near(&alike, &public), "twenty who all had it");
        // Twenty more have come to both since the other was published: who they are is the same in both now.
        assert!(are_near(&alike, &alike, count(&public), count(&alike)));
    }

    #[test]
    fn who_reoffended_is_published_beside_what_was_published_before() {
        let counted_on = chrono::NaiveDate::from_ymd_opt(2028, 1, 1).unwrap();
        let publication = |outcomes: &[(PilotOutcome, i64)]| Publication {
            reading: Reading::Lower,
            outcomes: outcomes
                .iter()
                .map(|(outcome, points)| PublishedOutcome {
                    outcome: *outcome,
                    served: 80,
                    compared: 200,
                    points: [*points; 3],
                })
                .collect(),
            maryland: Some(3),
            nesta: None,
            counted_on,
            decision: None,
        };
        let before = Published {
            pilot: PilotId(Uuid::nil()),
            number: 1,
            publication: publication(&[(HOUSED, 20), (EMPLOYED, 3)]),
            hash: String::new(),
            counted: vec![(HOUSED, counted(60, 20)), (EMPLOYED, counted(20, 40))],
            at: chrono::DateTime::UNIX_EPOCH,
            by: domain::AccountId(Uuid::nil()),
        };
        let now = publication(&[(Reoffended, -8), (HOUSED, 21), (EMPLOYED, 9)]);
        let reoffended = (Reoffended, counted(30, 45));
        let more = (EMPLOYED, counted(35, 55));
        let (published, counted) = kept(
            std::slice::from_ref(&before),
            now,
            vec![reoffended, (HOUSED, counted(62, 22)), more],
        );
        let points = published.outcomes.iter().map(|outcome| outcome.points[0]);
        assert_eq!(points.collect::<Vec<_>>(), [-8, 20, 9], "only who came more is told anew");
        assert_eq!(counted, [reoffended, before.counted[0], more]);
    }
}
