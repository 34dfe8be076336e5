//! Are two or more curves the same? The log-rank test: Mantel (1966), Cancer Chemotherapy Reports
//! 50:163; Peto and Peto (1972), Journal of the Royal Statistical Society A 135:185.

use faer::prelude::Solve;
use faer::{Mat, Side};

use crate::distribution::{chi_squared_p, unanswerable};
use crate::refusal::Refusal;

use super::FollowUp;

/// What the test found. It says whether the curves differ, and nothing about by how much.
#[derive(Clone, Debug, PartialEq)]
pub struct LogRank {
    /// Spells in each group.
    pub rows: Vec<usize>,
    /// Events in each group.
    pub observed: Vec<usize>,
    /// Events to be expected in each group if all had the same hazard.
    pub expected: Vec<f64>,
    /// The statistic.
    pub chi_squared: f64,
    /// Its degrees of freedom: groups less one.
    pub df: usize,
    /// p-value of no difference.
    pub p: f64,
}

/// Tests whether the hazard is the same in every group, comparing people only with those of their
/// own stratum. Groups are numbered from 0 without gaps.
///
/// # Errors
/// [`Refusal::UnevenColumn`]; fewer than two groups, a group without people, no event, or no time
/// at which two groups were both at risk.
pub fn log_rank(
    follow_up: &FollowUp,
    group: &[usize],
    strata: Option<&[usize]>,
) -> Result<LogRank, Refusal> {
    let rows = follow_up.rows();
    if group.len() != rows {
        return Err(Refusal::UnevenColumn("group".into()));
    }
    if strata.is_some_and(|strata| strata.len() != rows) {
        return Err(Refusal::UnevenColumn("stratum".into()));
    }
    let groups = group.iter().max().map_or(0, |most| most + 1);
    let mut size = vec![0; groups.min(rows + 1)];
    for own in group {
        // A number past the rows means a gap, which the next check refuses.
        if let Some(size) = size.get_mut(*own) {
            *size += 1;
        }
    }
    if groups < 2 || groups > rows || size.contains(&0) {
        return Err(unanswerable(
            "the log-rank test needs two groups or more, numbered from 0, with people in each",
        ));
    }
    if follow_up.events() == 0 {
        return Err(unanswerable(
            "nobody had the event, so the groups cannot be compared yet; wait for outcomes",
        ));
    }
    let mut sums = Sums::new(groups);
    sums.sweep(follow_up, group, strata);
    sums.test(size)
}

struct Sums {
    observed: Vec<usize>,
    expected: Vec<f64>,
    variance: Vec<f64>,
}

impl Sums {
    fn new(groups: usize) -> Self {
        Self {
            observed: vec![0; groups],
            expected: vec![0.0; groups],
            variance: vec![0.0; groups * groups],
        }
    }

    /// Goes from the last time of each stratum to the first, letting people in at their end and
    /// out at their beginning.
    fn sweep(&mut self, follow_up: &FollowUp, group: &[usize], strata: Option<&[usize]>) {
        let stratum = |row: usize| strata.map_or(0, |strata| strata[row]);
        let (mut ending, mut entering) = (follow_up.in_order(), follow_up.in_order_of_start());
        // Both are in order of time, and a stable sort keeps that inside each stratum.
        ending.sort_by_key(|row| stratum(*row));
        entering.sort_by_key(|row| stratum(*row));
        let (mut last, mut leaving) = (ending.len(), entering.len());
        let mut at_risk = vec![0.0; self.observed.len()];
        let mut events = vec![0; self.observed.len()];
        while last > 0 {
            let (here, time) = (stratum(ending[last - 1]), follow_up.stop[ending[last - 1]]);
            if last < ending.len() && stratum(ending[last]) != here {
                at_risk.fill(0.0);
                leaving = leaving.min(last);
            }
            events.fill(0);
            while last > 0
                && stratum(ending[last - 1]) == here
                && follow_up.stop[ending[last - 1]] == time
            {
                last -= 1;
                at_risk[group[ending[last]]] += 1.0;
                events[group[ending[last]]] += usize::from(follow_up.event[ending[last]]);
            }
            while leaving > 0
                && stratum(entering[leaving - 1]) == here
                && follow_up.start[entering[leaving - 1]] >= time
            {
                leaving -= 1;
                at_risk[group[entering[leaving]]] -= 1.0;
            }
            self.add(&at_risk, &events);
        }
    }

    /// Adds one time: events are shared out as if drawn from everyone at risk without replacement.
    fn add(&mut self, at_risk: &[f64], events: &[usize]) {
        let (n, d) = (at_risk.iter().sum::<f64>(), events.iter().sum::<usize>() as f64);
        if d == 0.0 {
            return;
        }
        let groups = at_risk.len();
        let spread = if n > 1.0 { d * (n - d) / (n - 1.0) } else { 0.0 };
        for i in 0..groups {
            let own = at_risk[i] / n;
            self.observed[i] += events[i];
            self.expected[i] += d * own;
            for (j, other) in at_risk.iter().enumerate() {
                let same = f64::from(u8::from(i == j));
                self.variance[i * groups + j] += spread * own * (same - other / n);
            }
        }
    }

    fn test(self, rows: Vec<usize>) -> Result<LogRank, Refusal> {
        let (groups, df) = (rows.len(), rows.len() - 1);
        // The rows of the variance add up to 0, so one group is left out.
        let variance = Mat::from_fn(df, df, |i, j| self.variance[i * groups + j]);
        let gap = Mat::from_fn(df, 1, |i, _| self.observed[i] as f64 - self.expected[i]);
        let solved = variance.llt(Side::Lower).ok().map(|factor| factor.solve(&gap));
        let chi_squared = solved
            .map(|solved| (0..df).map(|i| solved[(i, 0)] * gap[(i, 0)]).sum::<f64>())
            .filter(|statistic| statistic.is_finite())
            .ok_or_else(|| {
                unanswerable(
                    "the groups were never at risk at the same time as an event, so they cannot be \
                     compared; compare groups that were followed over the same time",
                )
            })?;
        Ok(LogRank {
            rows,
            observed: self.observed,
            expected: self.expected,
            chi_squared,
            df,
            p: chi_squared_p(chi_squared, df),
        })
    }
}
