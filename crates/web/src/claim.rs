//! The claims checker: anybody types in a claim about reoffending and sees what it can say. The claim is
//! in the address, so that it can be kept and sent on; nothing of it is stored.

use crate::figure::{grouped, percent};
use crate::form::Form;
use crate::problem::Problem;
use crate::referral::{Choice, choices};
use crate::visit::Visit;
use app::Error;
use app::claim::{Described, MODEST_FALL, MONTHS_TO_MEASURE, Reason, Said, Standing};
use axum::extract::Query;
use axum::response::Response;
use domain::{ClaimCounted, ClaimMeasured, parse_decimal, parse_whole, parse_whole_optional};
use serde::Serialize;
use std::ops::RangeInclusive;

/// People of one claim: more than are released in a hundred years is a slip of the keyboard.
const PEOPLE: RangeInclusive<u32> = 1..=10_000_000;
/// Pounds of one claim: the whole yearly cost of reoffending.
const COST: RangeInclusive<f64> = 0.0..=18_000_000_000.0;
/// Months of follow-up: ten years.
const MONTHS: RangeInclusive<u32> = 0..=120;
/// Per cent that a published average can be, so that there is something below and above it.
const AVERAGE: RangeInclusive<f64> = 0.1..=99.9;

#[derive(Serialize)]
struct Page {
    measured: Vec<Choice>,
    counted: Vec<Choice>,
    found: Option<Found>,
}

/// What can be said of the claim, as the page writes it.
#[derive(Serialize)]
struct Found {
    people: String,
    rate: String,
    low: String,
    high: String,
    compared_with: String,
    /// Points between the two, without a sign.
    gap: String,
    is_lower: bool,
    /// Per cent, were nobody or everybody who was not traced to have reoffended.
    untraced: Option<(String, String)>,
    cost: Option<(String, Option<String>)>,
    /// Message keys: a reason, and what the claim says of it.
    reasons: Vec<(String, &'static str)>,
    detectable: Option<String>,
    needed: Option<String>,
    modest: String,
    needed_for_modest: Option<String>,
    months: u32,
}

/// Shows the form, and what can be said of the claim that was typed in.
pub(crate) async fn show(
    visit: Visit,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let form = Form::of(pairs);
    let page = |found| Page {
        measured: choices::<ClaimMeasured>(),
        counted: choices::<ClaimCounted>(),
        found,
    };
    if form.text("people").is_empty() && form.text("rate").is_empty() {
        return visit.render("claim/show.html", page(None));
    }
    let described = read(&form).and_then(|said| Ok((said, app::claim::describe(&said)?)));
    match described {
        Ok((said, found)) => {
            visit.render_filled("claim/show.html", page(Some(Found::of(&said, &found))), &form)
        }
        Err(Error::Invalid(errors)) => {
            visit.render_again("claim/show.html", page(None), &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}

fn read(form: &Form) -> Result<Said, Error> {
    let mut fields = form.fields();
    let people = fields.read("people", |text| parse_whole(text, PEOPLE));
    let rate = fields.read("rate", |text| parse_decimal(text, 0.0..=100.0));
    let compared_with = fields.read("compared", |text| parse_decimal(text, AVERAGE));
    let untraced = fields.read("untraced", |text| parse_whole_optional(text, 0..=*PEOPLE.end()));
    let cost = fields.optional("cost", |text| parse_decimal(text, COST));
    let months = fields.read("months", |text| parse_whole_optional(text, MONTHS));
    let measured = fields.coded_or_empty("measured").unwrap_or(ClaimMeasured::Unsaid);
    let counted = fields.coded_or_empty("counted").unwrap_or(ClaimCounted::Unsaid);
    let whole = (|| {
        Some(Said {
            people: people?,
            rate: rate?,
            compared_with: compared_with?,
            untraced: untraced?.unwrap_or(0),
            cost: cost?,
            months: months?,
            measured,
            counted,
        })
    })();
    fields.finish(whole)
}

impl Found {
    fn of(said: &Said, found: &Described) -> Self {
        let count = |number: Option<u64>| number.map(grouped);
        Self {
            people: grouped(said.people.into()),
            rate: percent(found.rate.estimate),
            low: percent(found.rate.low),
            high: percent(found.rate.high),
            compared_with: percent(said.compared_with / 100.0),
            gap: percent(found.gap.abs()),
            is_lower: found.gap < 0.0,
            untraced: found.untraced.map(|(least, most)| (percent(least), percent(most))),
            cost: found
                .cost_per_person
                .map(|each| (pounds(each), found.cost_per_point.map(pounds))),
            reasons: found
                .reasons
                .iter()
                .map(|(why, of)| (key(*why, *of), standing(*of)))
                .collect(),
            detectable: found.detectable.map(percent),
            needed: count(found.needed.0),
            modest: format!("{:.0}", MODEST_FALL * 100.0),
            needed_for_modest: count(found.needed.1),
            months: MONTHS_TO_MEASURE,
        }
    }
}

/// Returns the message key of a reason: what it is, or why it is not one here.
fn key(reason: Reason, standing: Standing) -> String {
    let name = match reason {
        Reason::Selection => "selection",
        Reason::Population => "population",
        Reason::Survivors => "survivors",
        Reason::FollowUp => "follow-up",
        Reason::Source => "source",
        Reason::Untraced => "untraced",
    };
    let end = if standing == Standing::RuledOut { "-ruled-out" } else { "" };
    format!("claim-reason-{name}{end}")
}

const fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Stands => "claim-stands",
        Standing::Unknown => "claim-unknown",
        Standing::RuledOut => "claim-ruled-out",
    }
}

/// Writes an amount in whole pounds, or in pence where it is less than ten pounds.
fn pounds(amount: f64) -> String {
    if amount < 10.0 { format!("{amount:.2}") } else { grouped(amount.round() as u64) }
}
