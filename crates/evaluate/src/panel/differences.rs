//! Difference in differences: how much more the pilot sites changed than the others did. It is an
//! effect only if all would have changed alike, which years before the pilot can put in doubt and
//! cannot prove.

use std::collections::HashMap;

use faer::Mat;

use crate::design::Covariate;
use crate::distribution::unanswerable;
use crate::estimate::Estimate;
use crate::interval::mean_and_variance;
use crate::linear::Rows;
use crate::refusal::Refusal;
use crate::regression::Fit;

/// Fewer sites than this make cluster-robust errors too small: Cameron and Miller (2015), Journal
/// of Human Resources 50:317, section VI.
const FEW_SITES: usize = 30;

/// One figure of one site in one period: a person's outcome, or the site's own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// Number of the site.
    pub site: usize,
    /// Whether the site has the pilot, at any time.
    pub pilot: bool,
    /// Period, counted in even steps.
    pub period: i32,
    /// The outcome.
    pub outcome: f64,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct DifferenceInDifferences {
    /// Change of the pilot sites less that of the others, from a regression on all rows: errors
    /// by site (Liang and Zeger 1986, with the small-sample factor of Stata and of R's `vcovCL`
    /// HC1), t on sites less one.
    pub effect: Estimate,
    /// The same from one change for each site, all sites alike, with unequal variances: Bertrand,
    /// Duflo and Mullainathan (2004), Quarterly Journal of Economics 119:249. Trust it before the
    /// first when sites are few. `None` when a site was not seen both before and after.
    pub by_site: Option<Estimate>,
    /// How much faster the outcome of the pilot sites rose for each period before the pilot;
    /// `None` with fewer than two periods before. A small one is no proof of equal trends.
    pub earlier_trend: Option<Estimate>,
    /// Pilot sites, and others.
    pub sites: (usize, usize),
    /// Whether sites are so few that the first error is too small.
    pub few_sites: bool,
}

/// Estimates the effect of a pilot that began in period `begins` at all its sites at once.
///
/// # Errors
/// A missing outcome, a site that is both, fewer than two sites on a side, or no row of a side
/// before or after.
pub fn difference_in_differences(
    rows: &[Row],
    begins: i32,
) -> Result<DifferenceInDifferences, Refusal> {
    let sites = sites(rows)?;
    let after = |row: &Row| row.period >= begins;
    for (pilot, late) in [(false, false), (false, true), (true, false), (true, true)] {
        if !rows.iter().any(|row| row.pilot == pilot && after(row) == late) {
            let who = if pilot { "pilot" } else { "other" };
            let when = if late { "after" } else { "before" };
            return Err(unanswerable(format!(
                "no {who} site was seen {when} the pilot began in period {begins}; add those rows"
            )));
        }
    }
    let late = |row: &Row| f64::from(u8::from(after(row)));
    let before: Vec<Row> = rows.iter().filter(|row| !after(row)).copied().collect();
    let first = before.first().map(|row| row.period);
    let trend = before.iter().any(|row| Some(row.period) != first);
    let middle = first.map_or(0.0, f64::from);
    Ok(DifferenceInDifferences {
        effect: interaction(rows, late)?,
        by_site: by_site(rows, after),
        earlier_trend: trend
            .then(|| interaction(&before, |row| f64::from(row.period) - middle))
            .transpose()
            .ok()
            .flatten(),
        sites,
        few_sites: sites.0 + sites.1 < FEW_SITES,
    })
}

fn sites(rows: &[Row]) -> Result<(usize, usize), Refusal> {
    let mut known: HashMap<usize, bool> = HashMap::new();
    for (at, row) in rows.iter().enumerate() {
        if !row.outcome.is_finite() {
            return Err(unanswerable(format!(
                "row {} has no outcome; leave it out, and count it",
                at + 1
            )));
        }
        if *known.entry(row.site).or_insert(row.pilot) != row.pilot {
            return Err(unanswerable(format!(
                "site {} is both with and without the pilot; say for each site whether it ever \
                 has it",
                row.site
            )));
        }
    }
    let pilot = known.values().filter(|pilot| **pilot).count();
    let others = known.len() - pilot;
    for (group, count) in [("pilot", pilot), ("other", others)] {
        if count < 2 {
            return Err(unanswerable(format!(
                "there are {count} {group} sites; with one, chance between sites cannot be told \
                 from the pilot: use two or more, or a synthetic control for a single site"
            )));
        }
    }
    Ok((pilot, others))
}

/// Returns the coefficient of pilot × `time` beside both alone, with errors by site.
fn interaction(rows: &[Row], time: impl Fn(&Row) -> f64) -> Result<Estimate, Refusal> {
    let pilot = |row: &Row| f64::from(u8::from(row.pilot));
    let column = |name: &str, value: &dyn Fn(&Row) -> f64| Covariate {
        name: name.into(),
        values: rows.iter().map(value).collect(),
    };
    let columns = [
        column("pilot", &pilot),
        column("time", &time),
        column("pilot × time", &|row| pilot(row) * time(row)),
    ];
    let design = Rows::checked(&columns)?;
    let (width, mut row) = (design.width(), vec![0.0; design.width()]);
    if rows.len() <= width {
        return Err(unanswerable("there are too few rows to compare changes; add periods"));
    }
    let outcome: Vec<f64> = rows.iter().map(|row| row.outcome).collect();
    let fit = Fit::of(&design, &outcome, |_| true)?;
    let inverse = fit.factor.inverse();
    let mut pulls: HashMap<usize, usize> = HashMap::new();
    let mut each: Vec<Vec<f64>> = Vec::new();
    for (at, (own, left)) in rows.iter().zip(fit.residuals(&design, &outcome)).enumerate() {
        design.read(at, &mut row);
        let next = pulls.len();
        let place = *pulls.entry(own.site).or_insert(next);
        if place == each.len() {
            each.push(vec![0.0; width]);
        }
        each[place].iter_mut().zip(&row).for_each(|(sum, value)| *sum += left * value);
    }
    let (n, clusters) = (rows.len() as f64, each.len() as f64);
    let factor = clusters / (clusters - 1.0) * (n - 1.0) / (n - width as f64);
    let meat = Mat::from_fn(width, width, |i, j| {
        factor * each.iter().map(|own| own[i] * own[j]).sum::<f64>()
    });
    let (values, errors) = design.unscale(&fit.coefficients, &(&inverse * meat * &inverse));
    Ok(Estimate::with_t(values[3], errors[3], clusters - 1.0))
}

/// Compares one change for each site: its mean after less its mean before.
fn by_site(rows: &[Row], after: impl Fn(&Row) -> bool) -> Option<Estimate> {
    let mut sums: HashMap<usize, (bool, [f64; 4])> = HashMap::new();
    let mut order = Vec::new();
    for row in rows {
        let own = sums.entry(row.site).or_insert_with(|| {
            order.push(row.site);
            (row.pilot, [0.0; 4])
        });
        let place = if after(row) { 2 } else { 0 };
        own.1[place] += row.outcome;
        own.1[place + 1] += 1.0;
    }
    let (mut pilot, mut others) = (Vec::new(), Vec::new());
    for site in order {
        let (is_pilot, [before, n_before, later, n_later]) = sums[&site];
        if n_before == 0.0 || n_later == 0.0 {
            return None;
        }
        let change = later / n_later - before / n_before;
        if is_pilot { pilot.push(change) } else { others.push(change) }
    }
    let ((a, var_a), (b, var_b)) = mean_and_variance(&pilot).zip(mean_and_variance(&others))?;
    let (va, vb) = (var_a / pilot.len() as f64, var_b / others.len() as f64);
    let df = (va + vb).powi(2)
        / (va * va / (pilot.len() as f64 - 1.0) + vb * vb / (others.len() as f64 - 1.0));
    (va + vb > 0.0).then(|| Estimate::with_t(a - b, (va + vb).sqrt(), df))
}
