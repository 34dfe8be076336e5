//! The worked examples, from study file to what is printed, and what goes wrong with others.

use std::fs::File;
use std::io::{self, Read};

use evaluate::{Findings, Refusal, Study, run};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/nsw");

pub(crate) fn example(study: &str) -> Findings {
    let text = std::fs::read_to_string(format!("{FOLDER}/{study}")).unwrap();
    run(&Study::parse(&text).unwrap(), &mut open).unwrap()
}

fn open(name: &str) -> io::Result<Box<dyn Read>> {
    Ok(Box::new(File::open(format!("{FOLDER}/{name}"))?))
}

fn printed(findings: &Findings) -> String {
    let mut text = String::new();
    evaluate::text::write(findings, &mut text).unwrap();
    // The seal covers the last bit of every weight, which may differ between machines.
    let seal = text.rfind(": ").unwrap();
    text.replace_range(seal.., ": (seal)\n");
    text
}

/// Runs a study on one small file made here.
fn made(design: &str, outcome: &str, csv: &str) -> Result<Findings, Refusal> {
    let text = format!(
        "[data]\nfile = \"c.csv\"\ntreated = \"treated\"\n[design]\n{design}\n[[outcomes]]\n{outcome}\n"
    );
    let csv = csv.to_owned();
    run(&Study::parse(&text)?, &mut move |_| {
        Ok(Box::new(io::Cursor::new(csv.clone())) as Box<dyn Read>)
    })
}

#[test]
fn the_matched_example() {
    insta::assert_snapshot!(printed(&example("study.toml")));
}

#[test]
fn the_experiment() {
    insta::assert_snapshot!(printed(&example("experiment.toml")));
}

#[test]
fn results_have_the_promised_keys() {
    let json: serde_json::Value =
        serde_json::from_str(&example("study.toml").to_json().unwrap()).unwrap();
    for key in [
        "n_treated",
        "n_pool",
        "n_matched_treated",
        "n_matched_pool",
        "ess",
        "att",
        "se",
        "ci",
        "p",
        "method",
        "balance",
        "attrition",
        "estimates",
        "verdict",
    ] {
        assert!(!json[key].is_null(), "{key}");
    }
    for key in ["survival", "frequency"] {
        assert!(json[key].as_object().unwrap().is_empty(), "{key}");
    }
    for key in ["e_value", "rosenbaum", "leave_one_out"] {
        assert!(json["sensitivity"][key].is_object(), "{key}");
    }
    for key in ["name", "before", "after"] {
        assert!(!json["balance"][0][key].is_null(), "balance {key}");
    }
    for key in ["outcome", "estimator", "estimate", "se", "ci_low", "ci_high", "p"] {
        assert!(!json["estimates"][0][key].is_null(), "estimates {key}");
    }
    for key in ["code", "text_en", "text_cy"] {
        assert!(json["verdict"][key].is_string(), "verdict {key}");
    }
    let rows = json["estimates"].as_array().unwrap();
    let naive = rows.iter().find(|row| row["estimator"] == "naive").unwrap();
    assert_eq!(naive["reading"], "descriptive");
    assert!((naive["estimate"].as_f64().unwrap() + 635.026_250_4).abs() < 1e-6);
}

/// Whatever method is primary, each estimator has a row or a reason why not.
#[test]
fn every_estimator_answers_whatever_is_primary() {
    let all = ["radius", "nearest", "odds", "entropy", "aipw", "cem", "regression", "naive"];
    let study = std::fs::read_to_string(format!("{FOLDER}/study.toml")).unwrap();
    let mut figures = std::collections::HashMap::new();
    for method in ["radius", "nearest", "odds", "entropy", "aipw", "cem", "regression", "none"] {
        let text = study
            .replace("method = \"nearest\"", &format!("method = \"{method}\""))
            .replace("caliper = 0.2\n", "");
        let found = run(&Study::parse(&text).unwrap(), &mut open).unwrap();
        assert_eq!(found.method, method);
        for estimator in all.into_iter().filter(|estimator| *estimator != method) {
            let row = found.estimates.iter().find(|row| row.estimator == estimator);
            let refused = found.refused.iter().find(|row| row.estimator == estimator);
            assert!(row.is_some() != refused.is_some(), "{method}: {estimator}");
            if let Some(row) = row.filter(|_| method != "nearest") {
                let figure = row.figures.estimate.to_bits();
                let first = *figures.entry(estimator).or_insert(figure);
                assert_eq!(first, figure, "{method}: {estimator}");
            }
        }
        assert_eq!(found.estimates[0].estimator, method);
    }
}

/// With seven covariates bins leave out most people, and with few people there is no answer.
#[test]
fn bins_that_hold_few_people_are_said_or_refused() {
    let study = std::fs::read_to_string(format!("{FOLDER}/study.toml")).unwrap();
    let text = study.replace("method = \"nearest\"", "method = \"cem\"");
    let found = run(&Study::parse(&text).unwrap(), &mut open).unwrap();
    let said = format!(
        "Fewer than half of the people who took part, {} of {}, share bins",
        found.n_matched_treated, found.n_treated
    );
    assert!(found.caveats.iter().any(|caveat| caveat.starts_with(&said)), "{:?}", found.caveats);
    // Of every age one who took part and one of the pool.
    let rows: String =
        (0..40).map(|at| format!("{},{},{}\n", at % 2, at % 3 / 2, at / 2)).collect();
    let design = "covariates = [\"age\"]\nmethod = \"cem\"";
    let refusal = made(design, "name = \"y\"\nkind = \"rate\"", &format!("treated,y,age\n{rows}"))
        .unwrap_err();
    let few = Refusal::TooSparse { matched: 20, treated: 20, effective: 20, needed: 30 };
    assert_eq!(refusal, few);
}

#[test]
fn counts_and_times_are_read_as_what_they_are() {
    let rows: String = (0..40)
        .map(|at| format!("{},{},{},{}\n", at % 2, at % 5, 100 + 20 * at, at % 3 / 2))
        .collect();
    let csv = format!("treated,events,days,back\n{rows}");
    let count = made("method = \"none\"", "name = \"events\"\nkind = \"count\"", &csv).unwrap();
    let as_mean = made("method = \"none\"", "name = \"events\"\nkind = \"mean\"", &csv).unwrap();
    assert_eq!(count.att.to_bits(), as_mean.att.to_bits());
    assert!(count.estimates.iter().all(|row| !row.estimator.contains("newcombe")));

    let time = "name = \"return\"\nkind = \"time\"\ntime = \"days\"\nevent = \"back\"\nhorizon = ";
    let found = made("method = \"none\"", &format!("{time}100"), &csv).unwrap();
    assert_eq!(found.outcomes[0].mean_treated + found.outcomes[0].mean_pool, 0.0);
    let censored = made("method = \"none\"", &format!("{time}365"), &csv).unwrap();
    assert_eq!(censored.estimates[0].estimator, "none_kaplan_meier");
    assert_eq!(censored.outcomes[0].censored_treated + censored.outcomes[0].censored_pool, 10);
    let refusal = made("method = \"none\"", &time.replace("\nhorizon = ", ""), &csv).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "outcome \"return\" of kind \"time\" needs time (a column), event (a 0/1 column) and \
         horizon (the time at which the rate is taken)"
    );
    let halves = csv.replace(",1,", ",0.5,");
    let refusal =
        made("method = \"none\"", "name = \"events\"\nkind = \"count\"", &halves).unwrap_err();
    assert!(matches!(refusal, Refusal::NotACount { .. }), "{refusal}");
}

#[test]
fn an_unadjusted_comparison_of_volunteers_is_only_a_description() {
    let csv = "treated,y\n1,0\n1,0\n1,1\n0,1\n0,1\n0,0\n";
    let found = made("method = \"none\"", "name = \"y\"\nkind = \"rate\"", csv).unwrap();
    let json = serde_json::to_value(&found).unwrap();
    assert_eq!(json["reading"], "descriptive");
    assert_eq!(json["verdict"]["code"], "descriptive");
    assert!(
        json["estimates"].as_array().unwrap().iter().all(|row| row["reading"] == "descriptive")
    );
}

#[test]
fn missing_values_are_counted_and_said() {
    let csv = "treated,y,age\n1,5,30\n1,6,\n1,7,31\n0,,30\n0,4,32\n0,3,31\n0,4,30\n";
    let found = made(
        "covariates = [\"age\"]\nmethod = \"nearest\"\nk = 1\nties = \"share\"",
        "name = \"y\"\nkind = \"mean\"",
        csv,
    )
    .unwrap();
    let left: Vec<(usize, usize)> = found.attrition.iter().map(|s| (s.treated, s.pool)).collect();
    assert_eq!(left[..2], [(3, 4), (2, 4)]);
    let said = found.caveats.join("\n");
    assert!(said.contains("1 people were left out"), "{said}");
    assert!(said.contains("y is not known for 1 people"), "{said}");
}

#[test]
fn mistakes_are_refused_with_the_place() {
    let check = |outcome: &str, csv: &str, expected: &str| {
        let refusal = made("method = \"none\"", outcome, csv).unwrap_err();
        assert_eq!(format!("{refusal}; {}", refusal.hint()), expected);
    };
    check(
        "name = \"reofend\"\nkind = \"rate\"",
        "treated,reoffend\n1,0\n",
        "there is no column \"reofend\" in c.csv; did you mean \"reoffend\"?",
    );
    check(
        "name = \"y\"\nkind = \"rate\"",
        "treated,y\n1,0\n1,2\n0,1\n0,1\n",
        "column \"y\" must hold 0 or 1, and row 2 does not; use 1 for yes and 0 for no; for \
         amounts use kind = \"mean\"",
    );
    check(
        "name = \"y\"\nkind = \"rate\"",
        "treated,y\n1,0\n0,1\n0,1\n",
        "the treated group has 1 people with every covariate known; at least two people are needed \
         on each side, and 60 treated for a result worth reading",
    );
}
