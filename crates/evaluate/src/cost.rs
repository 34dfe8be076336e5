//! What a programme costs and what it may be worth, with the interval of its effect carried
//! through.
//!
//! Social value, savings to public bodies and cash that can really be released are three figures,
//! never added up. Unit costs are averages, not what one reoffence less would save, and come in as
//! a dated table: none is kept here. If the interval of the effect includes none, so does every
//! figure.

use std::collections::BTreeMap;

use crate::distribution::unanswerable;
use crate::interval::Interval;
use crate::refusal::Refusal;

/// Yearly discount rate for social value over the first thirty years: HM Treasury, The Green Book
/// (2022), annex 6.
pub const DISCOUNT_RATE: f64 = 0.035;

/// Most years ahead that are counted: after these the rate above no longer holds (same annex).
const MOST_YEARS: u32 = 30;

/// Whose gain it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gain {
    /// To everyone, people harmed by crime included.
    Social,
    /// To public bodies, on average; most of it is spent on other people instead.
    Fiscal,
    /// Money that a public body can stop spending.
    Cashable,
}

/// What one reoffence of one kind costs, as published.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitCost {
    /// Kind of offence.
    pub offence: String,
    /// Whose gain it is when it does not happen.
    pub gain: Gain,
    /// Share of reoffences that are of this kind.
    pub share: f64,
    /// Offences committed for each that is proven.
    pub uplift: f64,
    /// Cost of one, in the prices of `price_year`.
    pub amount: f64,
    /// First year of the financial year of the prices: 2015 for 2015/16.
    pub price_year: u16,
    /// Where it was published.
    pub source: String,
}

/// A price index by year, such as the GDP deflator: any base, same years as `UnitCost`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prices(pub BTreeMap<u16, f64>);

/// What happened in one year of a programme.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Year {
    /// Years after the one that all is discounted to.
    pub offset: u32,
    /// People whose outcome falls in it.
    pub people: f64,
    /// Proven reoffences avoided for each of them, with the interval; below 0 is more of them.
    pub avoided: Interval,
    /// Whole cost of the programme in it, given time and premises included.
    pub cost: f64,
    /// Price year of that cost.
    pub price_year: u16,
}

/// Worth and cost in the prices of one year, discounted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Balance {
    /// Whose gain it is.
    pub gain: Gain,
    /// What was avoided.
    pub benefit: Interval,
    /// What was spent.
    pub cost: f64,
    /// Benefit less cost.
    pub net: Interval,
    /// Benefit over cost; `None` when nothing was spent.
    pub ratio: Option<Interval>,
}

impl Prices {
    /// Returns by how much an amount of one year is multiplied to be in the prices of another.
    ///
    /// # Errors
    /// A year that the index does not have, or that is not above 0.
    pub fn between(&self, from: u16, to: u16) -> Result<f64, Refusal> {
        let of = |year: u16| {
            self.0.get(&year).copied().filter(|index| *index > 0.0 && index.is_finite()).ok_or_else(
                || unanswerable(format!("there is no price index for {year}; add it to the table")),
            )
        };
        Ok(of(to)? / of(from)?)
    }
}

/// Works out worth and cost for each kind of gain that has a unit cost, in the prices of
/// `price_year`. The interval is that of the effect alone, in every year at once: unit costs and
/// prices are taken as certain, which they are not.
///
/// # Errors
/// No unit cost or year, a year too far ahead, a missing price index, shares of one gain that add
/// up to more than 1, or a number that makes no sense.
pub fn balance(
    years: &[Year],
    costs: &[UnitCost],
    prices: &Prices,
    price_year: u16,
) -> Result<Vec<Balance>, Refusal> {
    check(years, costs)?;
    let mut spent = 0.0;
    for year in years {
        spent += year.cost * prices.between(year.price_year, price_year)? * discount(year.offset);
    }
    let mut gains: Vec<Gain> = costs.iter().map(|cost| cost.gain).collect();
    gains.sort_unstable();
    gains.dedup();
    let mut found = Vec::new();
    for gain in gains {
        let mut each = 0.0;
        for cost in costs.iter().filter(|cost| cost.gain == gain) {
            let now = cost.amount * prices.between(cost.price_year, price_year)?;
            each += cost.share * cost.uplift * now;
        }
        let sum = |limit: fn(&Interval) -> f64| -> f64 {
            let worth =
                |year: &Year| year.people * limit(&year.avoided) * each * discount(year.offset);
            years.iter().map(worth).sum()
        };
        let benefit = Interval {
            estimate: sum(|avoided| avoided.estimate),
            low: sum(|avoided| avoided.low),
            high: sum(|avoided| avoided.high),
        };
        found.push(Balance {
            gain,
            benefit,
            cost: spent,
            net: map(benefit, |value| value - spent),
            ratio: (spent > 0.0).then(|| map(benefit, |value| value / spent)),
        });
    }
    Ok(found)
}

fn map(interval: Interval, change: impl Fn(f64) -> f64) -> Interval {
    Interval {
        estimate: change(interval.estimate),
        low: change(interval.low),
        high: change(interval.high),
    }
}

fn discount(years: u32) -> f64 {
    (1.0 + DISCOUNT_RATE).powi(-(years as i32))
}

fn check(years: &[Year], costs: &[UnitCost]) -> Result<(), Refusal> {
    if years.is_empty() || costs.is_empty() {
        return Err(unanswerable("a balance needs at least one year and one unit cost"));
    }
    for year in years {
        let Interval { estimate, low, high } = year.avoided;
        let sound = year.people >= 0.0
            && year.people.is_finite()
            && year.cost >= 0.0
            && year.cost.is_finite()
            && low <= estimate
            && estimate <= high
            && low.is_finite()
            && high.is_finite()
            && year.offset <= MOST_YEARS;
        if !sound {
            return Err(unanswerable(format!(
                "year {}: people and cost must be 0 or more, the effect inside its interval, and \
                 the year at most {MOST_YEARS} ahead",
                year.offset
            )));
        }
    }
    for cost in costs {
        let sound = (0.0..=1.0).contains(&cost.share)
            && cost.uplift >= 1.0
            && cost.uplift.is_finite()
            && cost.amount >= 0.0
            && cost.amount.is_finite();
        let together: f64 =
            costs.iter().filter(|other| other.gain == cost.gain).map(|other| other.share).sum();
        if !sound || together > 1.0 + 1e-9 {
            return Err(unanswerable(format!(
                "unit cost of \"{}\": shares of one gain are from 0 to 1 and add up to at most 1, \
                 the uplift is 1 or more, and the amount 0 or more",
                cost.offence
            )));
        }
    }
    Ok(())
}
