//! Hard inputs: each is refused with what to do, or goes through with a warning that says what it
//! means.

use std::io::{self, Read};

use evaluate::read::read_csv;
use evaluate::{Findings, Refusal, Study, run};

/// People who took part and a pool, from a counter that is mixed well (SplitMix64).
fn people(treated: usize, pool: usize) -> Vec<[f64; 5]> {
    let mut state = 7_u64;
    let mut next = move || {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    };
    (0..treated + pool)
        .map(|at| {
            let on = f64::from(u8::from(at < treated));
            let age = (20.0 + 30.0 * next() + 2.0 * on).floor();
            let prior = (8.0 * next() * next()).floor();
            let male = f64::from(u8::from(next() < 0.8));
            let reoffend = f64::from(u8::from(next() < 0.3 + prior / 20.0 - 0.05 * on));
            [on, age, prior, male, reoffend]
        })
        .collect()
}

fn csv(people: &[[f64; 5]], change: impl Fn(usize, &[f64; 5]) -> String) -> String {
    let rows = people.iter().enumerate().map(|(at, person)| {
        let [on, age, prior, male, reoffend] = person;
        format!("{on},{age},{prior},{male},{reoffend}{}\n", change(at, person))
    });
    rows.collect()
}

fn made(design: &str, heading: &str, rows: &str) -> Result<Findings, Refusal> {
    let text = format!(
        "[data]\nfile = \"c.csv\"\ntreated = \"treated\"\n[design]\n{design}\n[[outcomes]]\n\
         name = \"reoffend\"\nkind = \"rate\"\n"
    );
    let csv = format!("treated,age,prior,male,reoffend{heading}\n{rows}");
    run(&Study::parse(&text)?, &mut move |_| {
        Ok(Box::new(io::Cursor::new(csv.clone())) as Box<dyn Read>)
    })
}

fn said(refusal: &Refusal) -> String {
    format!("{refusal}; {}", refusal.hint())
}

const KNOWN: &str = "covariates = [\"age\", \"prior\", \"male\"]";

/// Every method that uses the score refuses a covariate that tells the groups apart.
#[test]
fn separation() {
    let rows =
        csv(&people(80, 400), |_, person| format!(",{}", person[0] * 10.0 + person[1] / 100.0));
    for method in ["radius", "nearest", "odds", "aipw"] {
        let design = format!("{}\nmethod = \"{method}\"", KNOWN.replace("\"male\"", "\"apart\""));
        assert_eq!(
            said(&made(&design, ",apart", &rows).unwrap_err()),
            "the covariates separate the two groups: \"apart\"; take out covariates that only one \
             group can have, or choose a pool that overlaps",
            "{method}"
        );
    }
    let design = format!("{}\nmethod = \"entropy\"", KNOWN.replace("\"male\"", "\"apart\""));
    let refusal = made(&design, ",apart", &rows).unwrap_err();
    assert!(matches!(&refusal, Refusal::NotFeasible(names) if names == &["apart"]), "{refusal}");
}

#[test]
fn an_empty_cell_loses_its_people_and_says_so() {
    // Nobody of the pool is in cell 3.
    let rows = csv(&people(80, 800), |at, _| format!(",{}", if at < 5 { 3 } else { 1 }));
    let design = format!("{KNOWN}\nexact = [\"region\"]\nmethod = \"nearest\"\nk = 2");
    let found = made(&design, ",region", &rows).unwrap();
    assert_eq!((found.n_treated, found.n_matched_treated), (80, 75));
    let said = found.caveats.join("\n");
    assert!(said.contains("5 of 80 people who took part had nobody comparable"), "{said}");
}

#[test]
fn nobody_in_any_cell() {
    let rows = csv(&people(80, 400), |_, person| format!(",{}", person[0]));
    let refusal = made(&format!("{KNOWN}\nexact = [\"region\"]"), ",region", &rows).unwrap_err();
    assert_eq!(
        said(&refusal),
        "nobody in the treated group has anyone comparable in the pool; widen design.caliper, ask \
         for fewer exact columns, or find a more similar pool"
    );
}

#[test]
fn weights_do_not_hold_exact_columns() {
    let rows = csv(&people(80, 400), |at, _| format!(",{}", at % 2));
    for method in ["odds", "entropy", "aipw"] {
        let design = format!("{KNOWN}\nexact = [\"region\"]\nmethod = \"{method}\"");
        let refusal = made(&design, ",region", &rows).unwrap_err();
        assert!(matches!(refusal, Refusal::ExactByWeights { .. }), "{refusal}");
    }
    // Where everybody is alike there is nothing to hold.
    let alike = csv(&people(80, 400), |_, _| ",3".to_owned());
    made(&format!("{KNOWN}\nexact = [\"region\"]\nmethod = \"odds\""), ",region", &alike).unwrap();
    // A column that is also a covariate is balanced, so nothing is promised that is not held.
    made(
        &format!("{KNOWN}\nexact = [\"male\"]\nmethod = \"odds\""),
        "",
        &csv(&people(80, 400), |_, _| String::new()),
    )
    .unwrap();
}

#[test]
fn a_constant_covariate() {
    let rows = csv(&people(80, 400), |_, _| ",7".into());
    for method in ["radius", "entropy", "regression"] {
        let design = format!("{}\nmethod = \"{method}\"", KNOWN.replace("\"male\"", "\"seven\""));
        assert_eq!(
            said(&made(&design, ",seven", &rows).unwrap_err()),
            "covariate \"seven\" is the same for everyone; take it out of design.covariates"
        );
    }
}

/// An outcome that is missing for some counts for nobody's advantage: those left are as many as
/// the figures say, by every estimator.
#[test]
fn missing_values_are_counted() {
    let mut someone = people(100, 800);
    for at in [3, 50, 150, 151, 152] {
        someone[at][4] = f64::NAN;
    }
    someone[7][1] = f64::NAN;
    let found = made(KNOWN, "", &csv(&someone, |_, _| String::new())).unwrap();
    let steps: Vec<(usize, usize)> = found.attrition.iter().map(|s| (s.treated, s.pool)).collect();
    assert_eq!(steps[..2], [(100, 800), (99, 800)]);
    let naive = found.estimates.iter().find(|row| row.estimator == "naive").unwrap();
    assert_eq!((naive.sample.n_treated, naive.sample.n_pool), (97, 797));
    let said = found.caveats.join("\n");
    assert!(said.contains("1 people were left out"), "{said}");
    assert!(said.contains("reoffend is not known for"), "{said}");
}

#[test]
fn under_sixty_is_said() {
    let found = made(KNOWN, "", &csv(&people(40, 800), |_, _| String::new())).unwrap();
    let said = found.caveats.join("\n");
    assert!(said.contains("Under 60 only very large differences can show"), "{said}");
}

#[test]
fn no_overlap() {
    // Half of those who took part are older than anybody in the pool.
    let mut someone = people(100, 1000);
    for (at, person) in someone.iter_mut().enumerate() {
        person[1] += if at < 50 { 40.0 } else { 0.0 };
    }
    let rows = csv(&someone, |_, _| String::new());
    for method in ["odds", "aipw"] {
        let refusal = made(&format!("{KNOWN}\nmethod = \"{method}\""), "", &rows).unwrap_err();
        assert!(
            matches!(refusal, Refusal::NoOverlap { .. } | Refusal::WeightsBlowUp { .. }),
            "{refusal}"
        );
    }
    // Matching leaves them out and says so.
    let found = made(KNOWN, "", &rows).unwrap();
    assert!(found.overlap.unwrap().outside > 0.3);
    let refused = found.refused.iter().find(|row| row.estimator == "aipw").unwrap();
    assert!(found.caveats.join("\n").contains(&refused.why));
}

#[test]
fn a_wrong_name_is_answered_with_the_nearest() {
    let rows = csv(&people(80, 400), |_, _| String::new());
    let refusal = made("covariates = [\"agee\", \"prior\"]", "", &rows).unwrap_err();
    assert_eq!(said(&refusal), "there is no column \"agee\" in c.csv; did you mean \"age\"?");
}

/// Hands out rows without ever holding them: what is kept is the columns asked for.
struct Endless {
    left: usize,
    rest: Vec<u8>,
    largest: usize,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.largest = self.largest.max(buffer.len());
        while self.rest.len() < buffer.len() && self.left > 0 {
            self.left -= 1;
            let row =
                format!("{},{}.25,a name that is not kept\n", self.left % 11 / 10, self.left % 50);
            self.rest.extend_from_slice(row.as_bytes());
        }
        let n = self.rest.len().min(buffer.len());
        buffer[..n].copy_from_slice(&self.rest[..n]);
        self.rest.drain(..n);
        Ok(n)
    }
}

#[test]
fn a_million_rows_are_read_a_little_at_a_time() {
    let rest = b"treated,age,name\n".to_vec();
    let mut input = Endless { left: 1_000_000, rest, largest: 0 };
    let table = read_csv("c.csv", &mut input, &["treated", "age"]).unwrap();
    assert_eq!(table.rows(), 1_000_000);
    assert!(input.largest <= 1 << 19, "{} bytes asked for at once", input.largest);
    let ages = table.column("age").unwrap();
    assert_eq!((ages[0], ages[999_999]), (49.25, 0.25));
}
