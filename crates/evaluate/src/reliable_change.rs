//! Did one person's score move by more than the instrument wavers? And how far would scores have
//! drifted by themselves?
//!
//! Change in a score is an intermediate outcome without a comparison group. It is never a fall in
//! reoffending.

use crate::distribution::unanswerable;
use crate::interval::{Better, Interval, mean_and_variance};
use crate::refusal::Refusal;
use statrs::distribution::{ContinuousCDF, FisherSnedecor};

/// Standard errors of a difference from which a change is called reliable: 95% of a normal
/// distribution, rounded as Jacobson and Truax (1991) have it.
const RELIABLE: f64 = 1.96;

/// How an instrument wavers, as its authors published it for people like these.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Instrument {
    /// Standard deviation of first scores.
    pub sd_before: f64,
    /// Standard deviation of second scores, where it is known to differ.
    pub sd_after: Option<f64>,
    /// Reliability: the share of the variance that is not error, 0 to 1.
    pub reliability: f64,
    /// Which way is better.
    pub better: Better,
}

/// How well the questions of a measure agree: coefficient alpha (Cronbach 1951, Psychometrika 16:297),
/// which is the reliability of their sum where each measures the same with an error of its own.
///
/// What all questions of one sitting share, the day and whoever asks, looks like agreement. So it
/// says less than two sittings a week apart would, and takes the measure for more reliable than it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alpha {
    /// Alpha, at most 1, with its 95% interval (Feldt, Woodruff and Salih 1987, Applied Psychological
    /// Measurement 11:93, formulas 6 and 7). Below 0 the questions pull against each other.
    pub interval: Interval,
    /// How many people answered every question.
    pub people: usize,
    /// How many questions there are.
    pub questions: usize,
}

impl Alpha {
    /// Works it out from the answers, a row for each person and in it a number for each question.
    /// `None` with fewer than two people or questions, rows of different lengths, or where everybody
    /// has the same sum.
    #[must_use]
    pub fn of(rows: &[Vec<f64>]) -> Option<Self> {
        let questions = rows.first()?.len();
        if questions < 2 || rows.iter().any(|row| row.len() != questions) {
            return None;
        }
        let of_question = |at: usize| {
            let answers: Vec<f64> = rows.iter().map(|row| row[at]).collect();
            mean_and_variance(&answers).map(|(_, variance)| variance)
        };
        let apart: f64 = (0..questions).map(of_question).sum::<Option<f64>>()?;
        let sums: Vec<f64> = rows.iter().map(|row| row.iter().sum()).collect();
        let (_, together) = mean_and_variance(&sums)?;
        let number = questions as f64;
        let estimate = number / (number - 1.0) * (1.0 - apart / together);
        let degrees = rows.len() as f64 - 1.0;
        let f = FisherSnedecor::new(degrees, degrees * (number - 1.0)).ok()?;
        let limit = |share: f64| 1.0 - (1.0 - estimate) * f.inverse_cdf(share);
        let interval = Interval { estimate, low: limit(0.975), high: limit(0.025) };
        (together > 0.0).then_some(Self { interval, people: rows.len(), questions })
    }
}

/// What one person's two scores say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Better by more than the instrument wavers.
    Better,
    /// Within what the instrument wavers. Not the same as no change.
    NoReliableChange,
    /// Worse by more than the instrument wavers.
    Worse,
}

/// One person's change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// Second score less first.
    pub change: f64,
    /// The same in standard errors of a difference: the reliable change index.
    pub index: f64,
    /// What it says.
    pub verdict: Verdict,
}

/// Everybody, in four groups: leaving out people without a second score makes any service look
/// better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Reliably better.
    pub better: usize,
    /// No reliable change.
    pub no_reliable_change: usize,
    /// Reliably worse.
    pub worse: usize,
    /// Without a second score.
    pub no_second_score: usize,
}

impl Instrument {
    /// Returns the standard error of one first score, s √(1 - r).
    ///
    /// # Errors
    /// A standard deviation that is not above 0, or a reliability that is not from 0 to below 1.
    pub fn error_of_measurement(&self) -> Result<f64, Refusal> {
        let positive = |sd: f64| sd > 0.0 && sd.is_finite();
        if !(positive(self.sd_before)
            && self.sd_after.is_none_or(positive)
            && (0.0..1.0).contains(&self.reliability))
        {
            return Err(unanswerable(
                "standard deviations must be above 0 and the reliability from 0 to below 1; take \
                 them from the instrument's own publication",
            ));
        }
        Ok(self.sd_before * (1.0 - self.reliability).sqrt())
    }

    /// Returns the standard error of a difference of two scores: Jacobson and Truax (1991), Journal
    /// of Consulting and Clinical Psychology 59:12; with two standard deviations Maassen (2004),
    /// Journal of the International Neuropsychological Society 10:888.
    ///
    /// # Errors
    /// As [`Instrument::error_of_measurement`].
    pub fn error_of_difference(&self) -> Result<f64, Refusal> {
        let before = self.error_of_measurement()?;
        let after = self.sd_after.unwrap_or(self.sd_before) * (1.0 - self.reliability).sqrt();
        Ok(before.hypot(after))
    }

    /// Returns the smallest change that is called reliable, at 95%.
    ///
    /// # Errors
    /// As [`Instrument::error_of_measurement`].
    pub fn smallest_reliable_change(&self) -> Result<f64, Refusal> {
        Ok(RELIABLE * self.error_of_difference()?)
    }

    /// Returns what one person's two scores say.
    ///
    /// # Errors
    /// As [`Instrument::error_of_measurement`], and a score that is missing.
    pub fn change(&self, before: f64, after: f64) -> Result<Change, Refusal> {
        let change = after - before;
        if !change.is_finite() {
            return Err(unanswerable("a score is missing; count the person as without one"));
        }
        let verdict = if change.abs() < self.smallest_reliable_change()? {
            Verdict::NoReliableChange
        } else if (change > 0.0) == (self.better == Better::Higher) {
            Verdict::Better
        } else {
            Verdict::Worse
        };
        Ok(Change { change, index: change / self.error_of_difference()?, verdict })
    }

    /// Returns how far a second score is expected to move by itself, because first scores far from
    /// the `mean` of people like these are partly error: (1 - r) (mean - first).
    ///
    /// # Errors
    /// As [`Instrument::error_of_measurement`].
    pub fn expected_drift(&self, before: f64, mean: f64) -> Result<f64, Refusal> {
        self.error_of_measurement()?;
        Ok((1.0 - self.reliability) * (mean - before))
    }

    /// Counts everybody.
    ///
    /// # Errors
    /// As [`Instrument::change`].
    pub fn count(&self, scores: &[(f64, Option<f64>)]) -> Result<Counts, Refusal> {
        self.error_of_measurement()?;
        let mut counts = Counts::default();
        for (before, after) in scores {
            match after.map(|after| self.change(*before, after)).transpose()? {
                None => counts.no_second_score += 1,
                Some(own) => match own.verdict {
                    Verdict::Better => counts.better += 1,
                    Verdict::NoReliableChange => counts.no_reliable_change += 1,
                    Verdict::Worse => counts.worse += 1,
                },
            }
        }
        Ok(counts)
    }
}
