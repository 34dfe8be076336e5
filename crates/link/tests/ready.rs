//! The model that is ready, on invented people: found under other names, fitted, and right.

#![expect(clippy::unwrap_used, reason = "a fixture that cannot be read is a failed test")]

use link::accuracy::Truth;
use link::cluster::Clusters;
use link::linker::{Linker, Options, weight_of};
use link::model::{Heading, UK_PEOPLE, fit, ready};
use link::read::{Input, heading};
use link::records::Records;
use link::refusal::Refusal;
use link::settings::Settings;

const PEOPLE: &str = include_str!("golden/people.csv");

fn model() -> Settings {
    ready(UK_PEOPLE).unwrap().unwrap()
}

fn input(text: &str) -> Input<'_> {
    Input { name: "people.csv".into(), source: "people".into(), input: Box::new(text.as_bytes()) }
}

fn opened(text: &str, more: &[&str]) -> Linker {
    let columns = heading(input(text)).unwrap();
    let headings = [Heading { file: "people.csv".into(), columns }];
    let fitted = fit(model(), &headings, &[], more).unwrap();
    let records = Records::read(vec![input(text)], &fitted.layout).unwrap();
    let (mut linker, _) = fitted.with(records, Options::default()).unwrap();
    linker.adapt(1).unwrap();
    linker
}

fn f1(linker: &mut Linker) -> (f64, f64) {
    let found = linker.predict(weight_of(0.5)).unwrap();
    let truth = Truth::new(linker.records().groups("person_id").unwrap());
    let people = Clusters::connected(linker.records().len(), &found.pairs, weight_of(0.5));
    (truth.of_pairs(&found.pairs, weight_of(0.5)).f1(), truth.of_clusters(&people).f1())
}

fn headings(columns: &[&str]) -> [Heading; 1] {
    let columns = columns.iter().map(|name| (*name).to_owned()).collect();
    [Heading { file: "p.csv".into(), columns }]
}

#[test]
fn most_invented_people_are_found() {
    let (pairs, people) = f1(&mut opened(PEOPLE, &["person_id"]));
    assert!(pairs > 0.94 && people > 0.88, "{pairs} {people}");
}

/// The strict rules alone say that most pairs are one person.
#[test]
fn a_file_of_few_people_can_be_fitted() {
    let row = |id: usize| format!("{id},{},Price,1980-02-03\n", ["Ann", "Anne", "Joan"][id % 3]);
    let rows: String = (0..1_200).map(row).collect();
    let linker = opened(&format!("id,first_name,surname,dob\n{rows}"), &[]);
    assert!(linker.settings().probability_two_random_records_match > 0.5);
}

#[test]
fn the_names_of_columns_and_the_way_values_are_written_change_nothing() {
    let (first, rest) = PEOPLE.split_once('\n').unwrap();
    let first = first
        .replace("first_name", "Forename")
        .replace("surname", "Family Name")
        .replace("dob", " date_of_birth ");
    let expected = opened(PEOPLE, &["person_id"]).predict(0.0).unwrap();
    let found = opened(&format!("{first}\n{}", rest.to_lowercase()), &["person_id"]).predict(0.0);
    assert_eq!(found.unwrap(), expected);
}

/// Bill and William weigh more than another first name or another surname does, and where nothing
/// else is shared but the town, the rule of the forms alone finds them.
#[test]
fn forms_of_a_first_name_may_be_one_person() {
    let of = |records: [&str; 4]| {
        let heading = "id,first_name,surname,dob,postcode,town,sex";
        opened(&format!("{heading}\n{}\n", records.join("\n")), &[])
    };
    let linker = of([
        "1,Bill,Smith,1980-02-03,,,M",
        "2,William,Smith,1980-02-03,,,M",
        "3,Robert,Smith,1980-02-03,,,M",
        "4,William,Jones,1980-02-03,,,M",
    ]);
    let weights = linker.weights(&[(0, 1), (0, 2), (0, 3)]);
    assert!(weights[0] > weights[1] + 5.0 && weights[0] > weights[2] + 5.0, "{weights:?}");
    let mut linker = of([
        "1,Bill,Smith,1980-02-03,,Leeds,M",
        "2,William,Smith,1954-11-20,,Leeds,M",
        "3,Robert,Smith,1967-07-14,,Leeds,M",
        "4,William,Jones,1991-05-30,,Leeds,M",
    ]);
    let found = linker.predict(f64::NEG_INFINITY).unwrap();
    let pairs: Vec<(u32, u32)> = found.pairs.iter().map(|own| (own.left, own.right)).collect();
    assert_eq!(pairs, [(0, 1)]);
}

#[test]
fn what_a_file_does_not_have_is_left_out_or_refused() {
    let fitted =
        fit(model(), &headings(&["id", "given_name", "last_name", "dob", "sex"]), &[], &[])
            .unwrap();
    let kept: Vec<&str> =
        fitted.settings.comparisons.iter().map(|own| &*own.output_column_name).collect();
    assert_eq!(kept, ["name", "dob", "sex"]);
    assert!(fitted.notes.contains(&"p.csv: \"given_name\" is taken for \"first_name\"".to_owned()));
    let postcode = "p.csv has no \"postcode\": what is compared by it is left out";
    assert!(fitted.notes.iter().any(|note| note == postcode), "{:?}", fitted.notes);
    let rules = fitted.settings.blocking_rules_to_generate_predictions;
    assert!(!rules.is_empty());
    assert!(rules.iter().all(|rule| !rule.blocking_rule.contains("postcode")));

    let refused = fit(model(), &headings(&["id", "first_name", "sirname", "dob"]), &[], &[]);
    let nearest = Some("sirname".to_owned());
    assert_eq!(
        refused.unwrap_err(),
        Refusal::UnknownColumn { name: "surname".into(), file: "p.csv".into(), nearest }
    );
    let named = [("surname".to_owned(), "sirname".to_owned())];
    assert!(fit(model(), &headings(&["id", "first_name", "sirname", "dob"]), &named, &[]).is_ok());
}

/// Splink's own way leaves the prior where strict rules put it: far too low where names are often
/// wrong. What the model expects of all pairs is nearer to the truth.
#[test]
fn the_prior_settles_near_the_share_of_true_pairs() {
    let mut linker = opened(PEOPLE, &["person_id"]);
    let truth = Truth::new(linker.records().groups("person_id").unwrap());
    let share = truth.of_pairs(&[], 0.0).of as f64 / linker.possible_pairs() as f64;
    let prior = linker.settle_prior(u64::MAX).unwrap();
    assert!((0.7..1.4).contains(&(prior / share)), "{prior} {share}");
}

#[test]
fn the_ready_model_leaves_no_doubt_about_what_it_learned() {
    let untaught: Vec<String> =
        model().doubts().into_iter().filter(|doubt| doubt.contains("has no")).collect();
    assert_eq!(untaught, Vec::<String>::new());
}
