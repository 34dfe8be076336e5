//! Times with people who were followed for less than the horizon, and competing events.

use evaluate::survival::competing::weighted;
use evaluate::survival::{FollowUp, KaplanMeier, aalen_johansen, log_rank, weighted_log_rank};
use evaluate::{Findings, Refusal};
use proptest::prelude::*;

use crate::fixture::{columns, run_on_data};

const RELEASES: &str = r#"
[data]
file = "c.csv"
treated = "workprg"
[design]
covariates = ["priors", "tserved", "felon", "alcohol", "drugs", "black", "married", "educ", "age"]
method = "METHOD"
leave_one_out = false
[[outcomes]]
name = "return"
kind = "time"
time = "durat"
event = "returned"
horizon = HORIZON
COMPETING
"#;

/// The men released in North Carolina, who were followed for 70 to 81 months. Every tenth of those
/// who did not return is said to have died half way.
fn releases(method: &str, horizon: &str, competing: bool) -> Result<Findings, Refusal> {
    let names = [
        "workprg", "priors", "tserved", "felon", "alcohol", "drugs", "black", "married", "educ",
        "age", "durat", "cens",
    ];
    let columns = columns("recid_nc1978_extract.csv", &names, |_| true);
    let mut csv = names[..10].join(",") + ",durat,returned,died\n";
    for row in 0..columns[0].len() {
        let (months, censored) = (columns[10][row], columns[11][row]);
        let died = competing && censored == 1.0 && row % 10 == 0;
        for column in &columns[..10] {
            csv += &format!("{},", column[row]);
        }
        let months = if died { months / 2.0 } else { months };
        csv += &format!("{months},{},{}\n", 1.0 - censored, u8::from(died));
    }
    let study = RELEASES
        .replace("METHOD", method)
        .replace("HORIZON", horizon)
        .replace("COMPETING", if competing { "competing = \"died\"" } else { "" });
    let study = evaluate::Study::parse(&study)?;
    evaluate::run(&study, &mut |_| Ok(Box::new(std::io::Cursor::new(csv.clone()))))
}

#[test]
fn rates_come_off_the_curves_when_people_were_lost() {
    let found = releases("radius", "78", false).unwrap();
    let main = &found.estimates[0];
    assert_eq!(main.estimator, "radius_kaplan_meier");
    let curves = &found.survival["return"];
    let at = curves.at_horizon.as_ref().unwrap();
    assert_eq!(main.figures.estimate.to_bits(), found.att.to_bits());
    assert!((main.figures.estimate + at.difference.estimate).abs() < 1e-12);
    assert!((main.figures.se.unwrap() - at.difference.se.unwrap()).abs() < 1e-12);
    assert!((found.outcomes[0].mean_treated - (1.0 - at.treated.estimate)).abs() < 1e-12);
    assert_eq!(curves.censored.treated, found.outcomes[0].censored_treated);
    assert!(curves.censored.treated > 0);
    for name in ["radius", "radius_hc1", "aipw", "regression", "entropy", "nearest"] {
        let own = found.refused.iter().find(|row| row.estimator == name).unwrap();
        assert!(own.why.contains("followed for less than 78"), "{name}: {}", own.why);
    }
    let has = |name: &str| found.estimates.iter().any(|row| row.estimator == name);
    assert!(has("entropy_kaplan_meier") && has("nearest_kaplan_meier") && has("naive"));
    assert!(found.caveats.iter().any(|own| own.contains("read off survival curves")));
    // The unadjusted row is that of two plain curves.
    let plain = columns("recid_nc1978_extract.csv", &["workprg", "durat", "cens"], |_| true);
    let side = |on: f64| {
        let rows: Vec<usize> = (0..plain[0].len()).filter(|row| plain[0][*row] == on).collect();
        let stop = rows.iter().map(|row| plain[1][*row]).collect();
        let event = rows.iter().map(|row| plain[2][*row] == 0.0).collect();
        let times = FollowUp::until(stop, event).unwrap();
        KaplanMeier::of(&times, None, 0.95).unwrap().at(78.0).unwrap()
    };
    let direct = side(1.0).share_with_event_less(&side(0.0), 0.95);
    let naive = found.estimates.last().unwrap().figures;
    assert!((naive.estimate - direct.estimate).abs() < 1e-12);
    assert!((naive.ci_low - direct.low).abs() < 1e-9 && (naive.ci_high - direct.high).abs() < 1e-9);
    let mut text = String::new();
    evaluate::text::write(&found, &mut text).unwrap();
    assert!(text.contains("radius, Kaplan-Meier"), "{text}");
}

#[test]
fn nobody_lost_before_the_horizon_is_read_as_before() {
    let found = releases("radius", "12", false).unwrap();
    assert_eq!(found.estimates[0].estimator, "radius");
    assert!(found.estimates.iter().any(|row| row.estimator == "aipw"));
    assert!(found.refused.iter().all(|row| !row.why.contains("followed for less")));
    // Sets share people, so their error is that of the estimate, and so is the p-value without a
    // confounder: half of it, being one-sided.
    let bounds = found.sensitivity.rosenbaum.as_ref().unwrap();
    assert!(bounds.inflation.unwrap() > 1.0);
    assert!((2.0 * bounds.bounds[0].p_upper - found.p.unwrap()).abs() < 1e-6, "{bounds:?}");
    assert_eq!(bounds.gamma_withstood, None);
}

#[test]
fn a_death_is_not_a_loss() {
    let found = releases("radius", "78", true).unwrap();
    assert_eq!(found.estimates[0].estimator, "radius_aalen_johansen");
    let survival = &found.survival["return"];
    let competing = survival.competing.as_ref().unwrap();
    assert!(survival.at_horizon.is_none() && survival.median.is_none());
    assert!(competing.events.treated > 10);
    let at = &competing.at_horizon;
    assert!((at.difference.estimate - found.att).abs() < 1e-12);
    // One less Kaplan–Meier, with deaths as losses, is too high.
    let plain = survival.curves.treated.last().unwrap().survival;
    assert!(1.0 - plain > at.treated.estimate + 0.001, "{plain} {at:?}");
    let last = competing.incidence.treated.last().unwrap();
    assert_eq!(last.incidence.to_bits(), at.treated.estimate.to_bits());
    assert!(competing.competing_incidence.comparison.last().unwrap().incidence > 0.0);
}

#[test]
fn methods_that_need_everyone_and_horizons_beyond_everybody_are_refused() {
    let refusal = releases("aipw", "78", false).unwrap_err();
    assert!(matches!(refusal, Refusal::FollowedTooShort { .. }), "{refusal}");
    assert!(refusal.hint().contains("use radius"));
    let refusal = releases("radius", "90", false).unwrap_err();
    assert!(matches!(refusal, Refusal::HorizonBeyond { .. }), "{refusal}");
    let twice = RELEASES
        .replace("METHOD", "radius")
        .replace("COMPETING", "competing = \"durat\"")
        .replace("HORIZON", "9");
    assert!(
        matches!(run_on_data(&twice).unwrap_err(), Refusal::NamedTwice(name) if name == "durat")
    );
}

/// One person: time, how it ended (0 lost, 1 and 2 events), group, weight.
type Person = (u8, usize, bool, f64);

fn people() -> impl Strategy<Value = Vec<Person>> {
    prop::collection::vec((1u8..25, 0usize..3, any::<bool>(), 0.1f64..3.0), 20..60)
}

fn follow_up(people: &[Person], counts: impl Fn(usize) -> bool) -> FollowUp {
    let stop = people.iter().map(|own| f64::from(own.0)).collect();
    FollowUp::until(stop, people.iter().map(|own| counts(own.1)).collect()).unwrap()
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * (1.0 + a.abs())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A weight that all share changes nothing; with it the weighted form is the plain one, and
    /// with one kind of event its error is Greenwood's.
    #[test]
    fn equal_weights_are_no_weights(people in people(), weight in 0.2f64..5.0) {
        let either = follow_up(&people, |ending| ending > 0);
        prop_assume!(either.events() > 0);
        let cause: Vec<usize> = people.iter().map(|own| own.1.saturating_sub(1)).collect();
        let weights = vec![weight; people.len()];
        let found = weighted(&either, &cause, 2, &weights, 0.95).unwrap();
        let plain = aalen_johansen(&either, &cause, 2, 0.95).unwrap();
        for (found, plain) in found.iter().zip(&plain) {
            prop_assert_eq!(found.steps.len(), plain.steps.len());
            for (a, b) in found.steps.iter().zip(&plain.steps) {
                prop_assert!(close(a.incidence, b.incidence), "{a:?} {b:?}");
                prop_assert!((a.se - b.se).abs() < 1e-7, "{a:?} {b:?}");
                prop_assert_eq!((a.time, a.at_risk, a.events), (b.time, b.at_risk, b.events));
            }
        }
    }

    /// When nobody is lost, the share is the weighted share, and its error that of a weighted mean.
    #[test]
    fn without_losses_the_share_is_the_weighted_share(people in people()) {
        let people: Vec<Person> = people.iter().map(|own| (own.0, own.1.max(1), own.2, own.3)).collect();
        let cause: Vec<usize> = people.iter().map(|own| own.1 - 1).collect();
        let weights: Vec<f64> = people.iter().map(|own| own.3).collect();
        let found = weighted(&follow_up(&people, |_| true), &cause, 2, &weights, 0.95).unwrap();
        let all: f64 = weights.iter().sum();
        for (kind, curve) in found.iter().enumerate() {
            for step in &curve.steps {
                let had = |own: &Person| f64::from(own.0) <= step.time && own.1 == kind + 1;
                let mean = people.iter().filter(|own| had(own)).map(|own| own.3).sum::<f64>() / all;
                let squares = people.iter().map(|own| {
                    let gap = f64::from(u8::from(had(own))) - mean;
                    (own.3 * gap).powi(2)
                });
                let error = squares.sum::<f64>().sqrt() / all;
                prop_assert!(close(step.incidence, mean), "{step:?} {mean}");
                prop_assert!((step.se - error).abs() < 1e-7, "{step:?} {error}");
            }
        }
    }

    /// The area under the curve is the mean of the times when nobody is lost, with its error.
    #[test]
    fn the_restricted_mean_is_a_mean(people in people(), horizon in 3u8..24) {
        let horizon = f64::from(horizon);
        let times = follow_up(&people, |_| true);
        let curve = KaplanMeier::of(&times, None, 0.95).unwrap();
        let found = curve.restricted_mean(horizon);
        let cut: Vec<f64> = people.iter().map(|own| f64::from(own.0).min(horizon)).collect();
        let n = cut.len() as f64;
        let mean = cut.iter().sum::<f64>() / n;
        let spread = cut.iter().map(|own| (own - mean).powi(2)).sum::<f64>() / n;
        let found = found.unwrap();
        prop_assert!(close(found.mean, mean));
        prop_assert!((found.se - (spread / n).sqrt()).abs() < 1e-7, "{found:?} {spread}");
    }

    /// The robust test as its definition has it, person by person; the score is the log-rank one.
    #[test]
    fn the_weighted_test_is_its_definition(people in people(), by in 0.2f64..5.0) {
        let times = follow_up(&people, |ending| ending == 1);
        let first: Vec<bool> = people.iter().map(|own| own.2).collect();
        let weights: Vec<f64> = people.iter().map(|own| own.3).collect();
        let at_risk = |time: u8, group: Option<bool>| -> f64 {
            let at = people.iter().filter(|own| own.0 >= time);
            at.filter(|own| group.is_none_or(|group| own.2 == group)).map(|own| own.3).sum()
        };
        let share = |time: u8| at_risk(time, Some(true)) / at_risk(time, None);
        let (mut score, mut squares) = (0.0, 0.0);
        for own in &people {
            let side = f64::from(u8::from(own.2));
            let mut residual = if own.1 == 1 { side - share(own.0) } else { 0.0 };
            for event in people.iter().filter(|event| event.1 == 1 && event.0 <= own.0) {
                residual -= event.3 / at_risk(event.0, None) * (side - share(event.0));
            }
            score += own.3 * residual;
            squares += (own.3 * residual).powi(2);
        }
        match weighted_log_rank(&times, &first, &weights) {
            Ok(found) => {
                let direct = score * score / squares;
                prop_assert!((found.chi_squared - direct).abs() < 1e-7 * (1.0 + direct));
                let scaled: Vec<f64> = weights.iter().map(|own| own * by).collect();
                let other = weighted_log_rank(&times, &first, &scaled).unwrap();
                prop_assert!((found.chi_squared - other.chi_squared).abs() < 1e-7 * (1.0 + direct));
                let plain = weighted_log_rank(&times, &first, &vec![1.0; people.len()]);
                let group: Vec<usize> = first.iter().map(|own| usize::from(*own)).collect();
                if let (Ok(plain), Ok(usual)) = (plain, log_rank(&times, &group, None)) {
                    prop_assert!(close(plain.expected[0], usual.expected[1]));
                    prop_assert!(close(plain.observed[0], usual.observed[1] as f64));
                }
            }
            Err(_) => prop_assert!(squares < 1e-9 || times.events() == 0),
        }
    }
}

#[test]
fn the_robust_test_is_near_the_usual_one_on_the_rossi_data() {
    // Half the men had payments by lot and few were arrested, so the two variances agree closely.
    let rossi = columns("rossi.csv", &["week", "arrest", "fin"], |_| true);
    let event = rossi[1].iter().map(|own| *own == 1.0).collect();
    let times = FollowUp::until(rossi[0].clone(), event).unwrap();
    let first: Vec<bool> = rossi[2].iter().map(|own| *own == 1.0).collect();
    let found = weighted_log_rank(&times, &first, &[1.0; 432]).unwrap();
    // Published log-rank 3.84 (Allison 1995).
    assert!((found.chi_squared - 3.84).abs() < 0.1, "{found:?}");
}
