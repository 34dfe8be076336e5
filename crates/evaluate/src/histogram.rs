//! How the scores of the two groups lie over each other, in equal stretches: what a picture of
//! overlap is drawn from, without anybody's own score in it. Holds no outcome.

use serde::Serialize;

use crate::matching::Scale;

/// Stretches that the scale is cut into: enough to see a gap, few enough to draw on a phone.
pub const BINS: usize = 20;

/// Standard deviations of the pool around its mean that are shown. Farther people count in the
/// stretch at the end, so that a handful of strange scores does not press everybody else together.
const SHOWN: f64 = 3.0;

/// How many people of each group have a score in each stretch.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Histogram {
    /// `logit` (log odds of taking part) or `score` (its probability).
    pub scale: Scale,
    /// The stretches from low to high, all equally wide.
    pub bins: [Bin; BINS],
}

/// One stretch of the score.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Bin {
    /// Where it begins; the first one also counts everybody below.
    pub low: f64,
    /// Where it ends; the last one also counts everybody above.
    pub high: f64,
    /// Treated people in it.
    pub treated: usize,
    /// Pool people in it.
    pub pool: usize,
}

impl Histogram {
    /// Counts people by their place on the scale they were matched on. Everybody is counted once.
    #[must_use]
    pub fn of(treated: &[bool], position: &[f64], scale: Scale) -> Self {
        let (low, high) = match scale {
            Scale::Score => (0.0, 1.0),
            Scale::Logit => shown(treated, position),
        };
        let width = (high - low) / BINS as f64;
        let mut bins = [Bin::default(); BINS];
        let mut edge = low;
        for (at, bin) in bins.iter_mut().enumerate() {
            bin.low = edge;
            edge = if at + 1 == BINS { high } else { low + width * (at + 1) as f64 };
            bin.high = edge;
        }
        for (treated, at) in treated.iter().zip(position) {
            // A cast of what is below 0, or not a number, is 0.
            let place = ((at - low) / width) as usize;
            let bin = &mut bins[place.min(BINS - 1)];
            *if *treated { &mut bin.treated } else { &mut bin.pool } += 1;
        }
        Self { scale, bins }
    }
}

/// Returns the part of the scale that is shown: all of the treated, and of the pool what lies
/// within [`SHOWN`] standard deviations.
fn shown(treated: &[bool], position: &[f64]) -> (f64, f64) {
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    let (mut pool_low, mut pool_high) = (f64::INFINITY, f64::NEG_INFINITY);
    let (mut people, mut sum, mut squares) = (0.0, 0.0, 0.0);
    for (treated, at) in treated.iter().zip(position) {
        if *treated {
            (low, high) = (low.min(*at), high.max(*at));
        } else {
            (pool_low, pool_high) = (pool_low.min(*at), pool_high.max(*at));
            (people, sum, squares) = (people + 1.0, sum + at, squares + at * at);
        }
    }
    let mean: f64 = sum / people;
    let reach = SHOWN * (squares / people - mean * mean).max(0.0).sqrt();
    // `min` and `max` pass over what is not a number, as with nobody in the pool.
    let (low, high) = (low.min(pool_low.max(mean - reach)), high.max(pool_high.min(mean + reach)));
    if high > low { (low, high) } else { (low - 0.5, low + 0.5) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn everybody_is_counted_once_and_where_they_are(
            people in proptest::collection::vec((any::<bool>(), -8.0..8.0_f64), 2..200),
        ) {
            let (treated, position): (Vec<bool>, Vec<f64>) = people.iter().copied().unzip();
            let found = Histogram::of(&treated, &position, Scale::Logit);
            let count = |side: bool| treated.iter().filter(|on| **on == side).count();
            prop_assert_eq!(found.bins.iter().map(|bin| bin.treated).sum::<usize>(), count(true));
            prop_assert_eq!(found.bins.iter().map(|bin| bin.pool).sum::<usize>(), count(false));
            for pair in found.bins.windows(2) {
                prop_assert!(pair[0].low < pair[0].high);
                prop_assert_eq!(pair[0].high.to_bits(), pair[1].low.to_bits());
            }
            // All the treated lie in what is shown, to the last bits of an edge.
            for (_, at) in people.iter().filter(|(treated, _)| *treated) {
                prop_assert!(*at >= found.bins[0].low && *at <= found.bins[BINS - 1].high);
            }
        }
    }

    #[test]
    fn strange_scores_of_the_pool_do_not_press_the_rest_together() {
        let mut position: Vec<f64> = (0..1000).map(|at| f64::from(at % 10) / 10.0).collect();
        let mut treated: Vec<bool> = (0..1000).map(|at| at % 7 == 0).collect();
        position.push(-40.0);
        treated.push(false);
        let found = Histogram::of(&treated, &position, Scale::Logit);
        assert!(found.bins[0].low > -6.0);
        assert_eq!(found.bins.iter().map(|bin| bin.pool + bin.treated).sum::<usize>(), 1001);
    }

    #[test]
    fn a_probability_is_shown_from_0_to_1() {
        let found = Histogram::of(&[true, false], &[0.99, 0.051], Scale::Score);
        assert_eq!((found.bins[0].low, found.bins[BINS - 1].high), (0.0, 1.0));
        assert_eq!((found.bins[19].treated, found.bins[1].pool), (1, 1));
    }
}
