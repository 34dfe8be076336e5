//! Joins with other agencies' records: what waits, the two records side by side with what they weigh, the decision,
//! and how good the joins are.

use crate::feed::ChangeRow;
use crate::figure::{Cell, ShareRow};
use crate::form::Form;
use crate::join_sample::SampleRow;
use crate::person::Header;
use crate::problem::Problem;
use crate::referral::{Choice, choices, choices_of};
use crate::visit::{SignedIn, done};
use app::Error;
use app::join::{Compared, Comparison, Found, Level, Made, NumberShown, Review, Side};
use axum::extract::{Path, Query};
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use domain::feed::CHANGES_DAYS;
use domain::join::{JOINS_AT, PROPOSES_AT};
use domain::{
    Held, IdentifierKind, JoinAct, JoinId, JoinMove, JoinReason, JoinState, OrganisationId,
};
use serde::{Deserialize, Serialize};
use store::join::{PAGE, Waiting};
use store::join_sample::Otherwise;

/// How wide the figure of weights is, in its own units.
const FIGURE_WIDTH: f64 = 240.0;

/// What the queue is asked for.
#[derive(Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    agency: String,
    #[serde(default)]
    skip: String,
}

#[derive(Serialize)]
struct WaitingRow {
    id: String,
    person: String,
    agency: String,
    own_number: String,
    state: &'static str,
    held: Option<&'static str>,
    bits: String,
    due_on: NaiveDate,
    late: bool,
    worker: Option<String>,
}

impl WaitingRow {
    fn on(waiting: Waiting, today: NaiveDate) -> Self {
        Self {
            id: waiting.id.to_string(),
            person: waiting.person,
            agency: waiting.agency,
            own_number: waiting.own_number,
            state: waiting.state.key(),
            held: waiting.held.map(Held::key),
            bits: bits(waiting.bits),
            due_on: waiting.due_on,
            late: waiting.due_on < today,
            worker: waiting.worker,
        }
    }
}

#[derive(Serialize)]
struct ListPage {
    waiting: Vec<WaitingRow>,
    agencies: Vec<(String, String, u64)>,
    agency: String,
    next: Option<String>,
    days: u64,
    changes: Vec<ChangeRow>,
    looks: usize,
    otherwise: Vec<OtherwiseRow>,
}

/// A join of which somebody who looked at a sample said otherwise.
#[derive(Serialize)]
struct OtherwiseRow {
    id: String,
    person: String,
    agency: String,
    state: &'static str,
    answer: &'static str,
}

impl From<Otherwise> for OtherwiseRow {
    fn from(found: Otherwise) -> Self {
        Self {
            id: found.join.to_string(),
            person: found.person,
            agency: found.agency,
            state: found.state.key(),
            answer: found.answer.key(),
        }
    }
}

/// Shows what waits for the reader's organisation.
pub(crate) async fn list(page: SignedIn, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let agency = asked.agency.parse::<OrganisationId>().ok();
    let skip = asked.skip.parse::<i64>().unwrap_or(0).clamp(0, 1_000_000);
    let found = app::join::queue(&page.ctx, agency, skip).await?;
    let today = page.ctx.today();
    let chosen = agency.map(|agency| agency.to_string()).unwrap_or_default();
    let next = found.more.then(|| format!("/joins?agency={chosen}&skip={}", skip + PAGE));
    let content = ListPage {
        waiting: found.waiting.into_iter().map(|one| WaitingRow::on(one, today)).collect(),
        agencies: found
            .agencies
            .into_iter()
            .map(|(id, name, count)| (id.to_string(), name, count))
            .collect(),
        agency: chosen,
        next,
        days: CHANGES_DAYS,
        changes: found.changes.into_iter().map(ChangeRow::from).collect(),
        looks: found.looks,
        otherwise: found.otherwise.into_iter().map(OtherwiseRow::from).collect(),
    };
    page.render("join/list.html", content)
}

/// A row of the two records side by side.
#[derive(Serialize)]
pub(crate) struct SideRow {
    /// What it is, by message key.
    label: &'static str,
    theirs: Vec<String>,
    ours: Vec<String>,
    /// Where a side holds a day.
    days: Option<(Option<NaiveDate>, Option<NaiveDate>)>,
    /// Where a side holds a value of a list, its message key.
    keys: Option<(Option<&'static str>, Option<&'static str>)>,
    /// Whether what both hold is shown to nobody.
    hidden: bool,
    level: Option<&'static str>,
    /// The colour of its mark, which says the same as the word.
    colour: &'static str,
}

/// A row of the table of weights, with its bar.
#[derive(Serialize)]
struct WeightRow {
    comparison: &'static str,
    level: &'static str,
    bits: String,
    x: String,
    width: String,
    for_it: bool,
}

#[derive(Serialize)]
struct DecisionRow {
    act: &'static str,
    state: &'static str,
    at: DateTime<Utc>,
    by: Option<(String, String)>,
    reason: Option<&'static str>,
    words: String,
}

impl From<Made> for DecisionRow {
    fn from(made: Made) -> Self {
        Self {
            act: JoinAct::key(made.decision.act),
            state: JoinState::key(made.decision.to),
            at: made.decision.at,
            by: made.by,
            reason: made.decision.reason.map(JoinReason::key),
            words: made.decision.words,
        }
    }
}

#[derive(Serialize)]
struct Sides {
    own_number: String,
    received_at: DateTime<Utc>,
    earlier: u32,
    risk_marker: bool,
    rows: Vec<SideRow>,
    weights: Vec<WeightRow>,
    total: WeightRow,
}

#[derive(Serialize)]
struct ShowPage {
    person: Header,
    id: String,
    agency: String,
    state: &'static str,
    open: bool,
    due_on: Option<NaiveDate>,
    late: bool,
    held: Option<&'static str>,
    takes_two: bool,
    awaits_other: bool,
    sides: Option<Sides>,
    joins_at: String,
    proposes_at: String,
    made: Vec<DecisionRow>,
    decisions: Vec<Choice>,
    reasons: Vec<Choice>,
    others: Vec<(String, &'static str)>,
}

fn bits(bits: f64) -> String {
    let text = format!("{bits:+.1}");
    // A minus as it is printed, and no sign for nothing.
    if text.ends_with("0.0") && text.len() == 4 {
        "0.0".to_owned()
    } else {
        text.replace('-', "−")
    }
}

const fn colour(level: Level) -> &'static str {
    match level {
        Level::Same | Level::OtherName => "green",
        Level::Crossed | Level::Close | Level::Alike | Level::OnePart | Level::Partly => "yellow",
        Level::District => "yellow",
        Level::Different => "red",
        Level::NotKnown | Level::Start => "grey",
    }
}

fn level_of(compared: &Compared, comparison: Comparison) -> Level {
    compared.weighed.part(comparison).map_or(Level::NotKnown, |part| part.level)
}

/// Returns the rows of two records side by side.
pub(crate) fn side_rows(compared: &Compared) -> Vec<SideRow> {
    let (theirs, ours): (&Side, &Side) = (&compared.theirs, &compared.ours);
    let row = |label, level: Level, theirs: Vec<String>, ours: Vec<String>| SideRow {
        label,
        theirs,
        ours,
        days: None,
        keys: None,
        hidden: false,
        level: Some(level.key()),
        colour: colour(level),
    };
    let of = |comparison| (Comparison::key(comparison), level_of(compared, comparison));
    let names = |comparison, theirs: &[String], ours: &[String]| {
        let (label, level) = of(comparison);
        row(label, level, theirs.to_vec(), ours.to_vec())
    };
    let (born, born_level) = of(Comparison::DateOfBirth);
    let (sex, sex_level) = of(Comparison::Sex);
    let mut rows = vec![
        names(Comparison::FamilyName, &theirs.family_names, &ours.family_names),
        names(Comparison::GivenName, &theirs.given_names, &ours.given_names),
        SideRow {
            days: Some((theirs.date_of_birth, ours.date_of_birth)),
            ..row(born, born_level, vec![], vec![])
        },
        SideRow { keys: Some((theirs.sex, ours.sex)), ..row(sex, sex_level, vec![], vec![]) },
        names(Comparison::Postcode, &theirs.postcodes, &ours.postcodes),
    ];
    rows.extend(theirs.address.iter().map(|address| SideRow {
        level: None,
        ..row("join-address", Level::NotKnown, vec![address.clone()], vec![])
    }));
    rows.extend(compared.numbers.iter().map(|number: &NumberShown| {
        let label = IdentifierKind::key(number.kind);
        let (theirs, ours) = number.both.clone().unwrap_or_default();
        let list = |text: String| if text.is_empty() { vec![] } else { vec![text] };
        SideRow {
            hidden: number.both.is_none(),
            ..row(label, number.level, list(theirs), list(ours))
        }
    }));
    rows
}

fn sides(compared: Compared) -> Sides {
    let rows = side_rows(&compared);
    let bars = compared.weighed.bars();
    let row = |(comparison, level, weight): (&'static str, &'static str, f64), place: usize| {
        let bar = bars.get(place).copied();
        let (start, width) = bar.map_or((0.0, 0.0), |bar| (bar.start, bar.width));
        WeightRow {
            comparison,
            level,
            bits: bits(weight),
            x: format!("{:.1}", start * FIGURE_WIDTH),
            // What weighs nothing has a line, so that it is not taken for left out.
            width: format!("{:.1}", (width * FIGURE_WIDTH).max(1.0)),
            for_it: weight >= 0.0,
        }
    };
    let parts = compared.weighed.parts.iter().enumerate();
    // What is not known weighs nothing, and is not in the figure.
    let weights = parts
        .filter(|(_, part)| part.level != Level::NotKnown)
        .map(|(place, part)| row((part.comparison.key(), part.level.key(), part.bits), place));
    Sides {
        weights: weights.collect(),
        total: row(
            ("join-total", "join-total", compared.weighed.bits),
            compared.weighed.parts.len(),
        ),
        own_number: compared.own_number,
        received_at: compared.received_at,
        earlier: compared.earlier,
        risk_marker: compared.risk_marker,
        rows,
    }
}

async fn content(page: &SignedIn, id: JoinId) -> Result<ShowPage, Error> {
    let review: Review = app::join::review(&page.ctx, id).await?;
    let today = page.ctx.today();
    let state = review.state;
    Ok(ShowPage {
        person: Header::on(review.header, today, "joins"),
        id: id.to_string(),
        agency: review.agency,
        state: state.key(),
        open: state.is_open(),
        late: review.due_on.is_some_and(|due| due < today),
        due_on: review.due_on,
        held: review.kept.held.map(Held::key),
        takes_two: review.kept.join.takes_two,
        awaits_other: state == JoinState::AwaitingSecond
            && review.kept.join.first() == Some(page.ctx.actor.account),
        sides: review.compared.map(sides),
        joins_at: format!("{JOINS_AT:.0}"),
        proposes_at: format!("{PROPOSES_AT:.0}"),
        made: review.made.into_iter().map(DecisionRow::from).collect(),
        decisions: choices_of(&review.moves),
        reasons: choices::<JoinReason>(),
        others: review
            .others
            .into_iter()
            .map(|(id, state)| (id.to_string(), state.key()))
            .collect(),
    })
}

/// Shows the two records side by side.
pub(crate) async fn show(page: SignedIn, Path(id): Path<JoinId>) -> Result<Response, Problem> {
    page.render("join/show.html", content(&page, id).await?)
}

/// Takes a decision.
pub(crate) async fn decide(
    page: SignedIn,
    Path(id): Path<JoinId>,
    form: Form,
) -> Result<Response, Problem> {
    let path = format!("/joins/{id}");
    let mut fields = form.fields();
    let decision = fields.coded::<JoinMove>("decision", "join-choose-decision");
    let reason = fields.coded::<JoinReason>("reason", "join-choose-reason");
    let words = fields.long_or("words", "join-without-words");
    let result = match fields.finish(decision.zip(reason).zip(words)) {
        Ok(((decision, reason), words)) => {
            let ctx = page.once(&form, &path);
            app::join::decide(&ctx, id, decision, (reason, words)).await
        }
        Err(error) => Err(error),
    };
    match result {
        Ok(()) => Ok(done(&path, "done-join-decided")),
        Err(Error::Invalid(errors)) => {
            let content = content(&page, id).await?;
            page.render_again("join/show.html", content, &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}

/// How many were found right.
#[derive(Serialize)]
struct FoundRow {
    right: Cell,
    wrong: Cell,
    share: Option<ShareRow>,
}

impl From<Found> for FoundRow {
    fn from(found: Found) -> Self {
        let share = found.share.map(ShareRow::from);
        Self { right: found.right.into(), wrong: found.wrong.into(), share }
    }
}

/// How good the joins are.
#[derive(Serialize)]
pub(crate) struct QualityPage {
    states: Vec<&'static str>,
    agencies: Vec<(String, Vec<Cell>)>,
    twice: FoundRow,
    alone: FoundRow,
    splits: Vec<(&'static str, Cell)>,
    sample: SampleRow,
}

/// Shows how good the joins are, in figures.
pub(crate) async fn quality(page: SignedIn) -> Result<Response, Problem> {
    page.render("join/quality.html", quality_content(&page).await?)
}

/// Returns what the page of quality shows.
pub(crate) async fn quality_content(page: &SignedIn) -> Result<QualityPage, Error> {
    let found = app::join::quality(&page.ctx).await?;
    let agency = |one: app::join::OfAgency| {
        (one.agency, one.states.into_iter().map(|(_, shown)| Cell::from(shown)).collect())
    };
    Ok(QualityPage {
        states: JoinState::ALL.iter().map(|state| state.key()).collect(),
        agencies: found.agencies.into_iter().map(agency).collect(),
        twice: found.twice.into(),
        alone: found.alone.into(),
        splits: found.splits.into_iter().map(|(why, shown)| (why.key(), shown.into())).collect(),
        sample: found.sample.into(),
    })
}
