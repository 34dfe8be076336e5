//! Scales and axes: where a value stands on paper, and the round numbers written beside it.

use serde::Serialize;

/// Most ticks an axis is asked for.
const MOST_TICKS: usize = 20;

/// A straight scale from values to units of a drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// Lowest value.
    pub low: f64,
    /// Highest value, above `low`.
    pub high: f64,
    /// Where `low` is drawn.
    pub from: f64,
    /// Where `high` is drawn.
    pub to: f64,
}

/// A round number on an axis.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Tick {
    /// Its value.
    pub value: f64,
    /// Where it is drawn.
    pub at: f64,
    /// The number as written.
    pub label: String,
}

impl Scale {
    /// Returns a scale that holds all of these values, out to the next round number on each side.
    /// Values that are not finite are passed over.
    #[must_use]
    pub fn around(values: impl IntoIterator<Item = f64>, (from, to): (f64, f64)) -> Self {
        let finite = values.into_iter().filter(|value| value.is_finite());
        let (low, high) = finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
            (low.min(value), high.max(value))
        });
        let (low, high) = match (low <= high, low < high) {
            (false, _) => (0.0, 1.0),
            (true, false) => (low - 0.5 * low.abs().max(1.0), high + 0.5 * high.abs().max(1.0)),
            (true, true) => (low, high),
        };
        let step = step(low, high, 5);
        Self { low: (low / step).floor() * step, high: (high / step).ceil() * step, from, to }
    }

    /// Returns where a value is drawn. What is beyond the scale stands at its end.
    #[must_use]
    pub fn at(&self, value: f64) -> f64 {
        let share = ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        rounded(self.from + share * (self.to - self.from))
    }

    /// Returns whether a value is on the scale.
    #[must_use]
    pub fn holds(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }

    /// Returns at most `most` round numbers on the scale, from low to high, written the same way.
    #[must_use]
    pub fn ticks(&self, most: usize) -> Vec<Tick> {
        let step = step(self.low, self.high, most.clamp(2, MOST_TICKS));
        let decimals = (-step.log10().floor()).clamp(0.0, 12.0) as usize;
        let first = (self.low / step - 1e-9).ceil();
        let value = |at: usize| (first + at as f64) * step;
        let inside = |value: f64| value <= self.high + step * 1e-9;
        (0..=MOST_TICKS)
            .map(value)
            .take_while(|value| inside(*value))
            .map(|value| {
                // The last bits of a sum may stand just outside.
                let value = value.clamp(self.low, self.high);
                let label = crate::number::decimals(value, decimals);
                Tick { value, at: self.at(value), label }
            })
            .collect()
    }
}

/// Returns the smallest of 1, 2 or 5 times a power of ten that cuts the range into fewer than
/// `most` steps.
fn step(low: f64, high: f64, most: usize) -> f64 {
    let rough = (high - low) / (most.max(2) - 1) as f64;
    let power = 10_f64.powf(rough.log10().floor());
    let of_power = [1.0, 2.0, 5.0, 10.0];
    // A little slack, so that a range of exactly five steps gets them.
    let fits = |times: &f64| times * power >= rough * (1.0 - 1e-9);
    of_power.into_iter().find(fits).unwrap_or(10.0) * power
}

/// Rounds to a tenth of a unit: finer than a screen shows, and the same on every machine.
#[must_use]
pub fn rounded(at: f64) -> f64 {
    (at * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ticks_are_round_numbers() {
        let labels = |low, high, most| -> Vec<String> {
            let scale = Scale { low, high, from: 0.0, to: 100.0 };
            scale.ticks(most).into_iter().map(|tick| tick.label).collect()
        };
        assert_eq!(labels(0.0, 1.0, 6), ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        assert_eq!(labels(-10.0, 20.0, 4), ["−10", "0", "10", "20"]);
        assert_eq!(labels(0.0, 365.0, 5), ["0", "100", "200", "300"]);
        assert_eq!(labels(-4000.0, 2000.0, 5), ["−4000", "−2000", "0", "2000"]);
    }

    #[test]
    fn nothing_and_one_value_have_a_scale_too() {
        for values in [vec![], vec![f64::NAN], vec![3.0], vec![0.0], vec![f64::INFINITY]] {
            let scale = Scale::around(values, (0.0, 10.0));
            assert!(scale.low < scale.high && scale.ticks(5).len() >= 2, "{scale:?}");
        }
    }

    proptest! {
        #[test]
        fn ticks_are_inside_rising_few_and_placed_by_their_value(
            low in -1e6..1e6_f64, width in 1e-6..1e6_f64, most in 2_usize..12,
        ) {
            let scale = Scale { low, high: low + width, from: 40.0, to: 300.0 };
            let ticks = scale.ticks(most);
            prop_assert!(ticks.len() <= most + 1, "{}", ticks.len());
            for tick in &ticks {
                prop_assert!(scale.holds(tick.value));
                prop_assert!((40.0..=300.0).contains(&tick.at));
            }
            for pair in ticks.windows(2) {
                prop_assert!(pair[0].value < pair[1].value && pair[0].at <= pair[1].at);
            }
        }

        #[test]
        fn a_scale_around_values_holds_them_in_order(
            values in proptest::collection::vec(-1e4..1e4_f64, 2..20),
        ) {
            let scale = Scale::around(values.iter().copied(), (300.0, 20.0));
            for value in &values {
                prop_assert!(scale.holds(*value));
            }
            let mut sorted = values;
            sorted.sort_by(f64::total_cmp);
            for pair in sorted.windows(2) {
                // Drawn from right to left here.
                prop_assert!(scale.at(pair[0]) >= scale.at(pair[1]));
            }
            let ticks = scale.ticks(5);
            prop_assert!(ticks.len() >= 2, "{:?}", ticks);
        }
    }
}
