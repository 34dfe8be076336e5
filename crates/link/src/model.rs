//! A model that is ready for people in the United Kingdom, and what it takes to use it: columns found
//! under the names that they usually have, comparisons left out where a file has no such column, and
//! the prior and u of the file at hand.
//!
//! It learned from invented people (`models/make.py`). How often the records of one person agree (m) is
//! taken from there; how often two people agree by chance (u) and how many are the same (the prior) is
//! worked out for each file anew.

use crate::clean::ROOTED;
use crate::linker::{LARGEST_BLOCK, Linker, Options};
use crate::records::{Layout, Records};
use crate::refusal::{Refusal, unknown};
use crate::settings::{Rule, Settings};
use crate::sql::{Columns, parse};

/// The name of the model.
pub const UK_PEOPLE: &str = "uk-people";
/// The model, as a settings file.
const UK_PEOPLE_JSON: &str = include_str!("../models/uk-people.json");

/// Columns without which people are not linked.
const NEEDED: [&str; 3] = ["first_name", "surname", "dob"];
/// Columns that are made of others.
const DERIVED: [(&str, &str); 1] = [("full_name", "first_name || ' ' || surname")];
/// Names that columns go by, the likeliest first; the id has no name of its own.
const NAMES: [(&str, &[&str]); 11] = [
    (
        "first_name",
        &[
            "given_name",
            "forename",
            "firstname",
            "forename1",
            "forename_1",
            "given_names",
            "forenames",
        ],
    ),
    ("surname", &["last_name", "family_name", "lastname", "familyname", "sur_name"]),
    ("dob", &["date_of_birth", "birth_date", "birthdate", "dateofbirth", "d_o_b"]),
    ("sex", &["gender", "sex_code", "gender_code"]),
    ("postcode", &["post_code", "postal_code", "home_postcode", "zip", "postcode_fake"]),
    ("town", &["city", "post_town", "town_city", "suburb", "birth_place"]),
    ("pnc", &["pnc_id", "pnc_number", "pnc_no", "pncid"]),
    ("nino", &["ni_number", "national_insurance_number", "nino_number"]),
    ("nhs_number", &["nhs_no", "nhsnumber", "nhs"]),
    ("email", &["email_address", "e_mail"]),
    ("id", &["unique_id", "record_id", "rec_id", "person_id", "id_number", "row_id", "key"]),
];
/// Rules that are nearly always right.
const STRICT: [&[&str]; 3] = [
    &["first_name", "surname", "dob"],
    &["surname", "dob", "postcode"],
    &["first_name", "dob", "postcode"],
];
/// Share of all true pairs that they are thought to find.
pub const RECALL: f64 = 0.6;
/// Random pairs from which u is worked out.
pub const RANDOM_PAIRS: u64 = 10_000_000;
/// Fewest pairs of which u is worked out.
const FEWEST_PAIRS: u64 = 50_000;
/// Pairs of blocking rules on which the prior settles.
const SETTLING_PAIRS: u64 = 20_000_000;
/// Most pairs that a rule of the ready model makes for each record.
const WIDEST: u64 = 150;

/// What a file's first line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// The file.
    pub file: String,
    /// Its columns.
    pub columns: Vec<String>,
}

/// A model that fits some files.
#[derive(Clone, Debug, PartialEq)]
pub struct Fitted {
    /// The model, without what the files do not have.
    pub settings: Settings,
    /// Which columns to read, and what else they may be called.
    pub layout: Layout,
    /// What was left out, and which columns were taken for which.
    pub notes: Vec<String>,
}

/// Returns the model of a name, where there is one that is ready.
///
/// # Errors
/// None for the models that there are.
pub fn ready(name: &str) -> Option<Result<Settings, Refusal>> {
    (name == UK_PEOPLE).then(|| Settings::parse(UK_PEOPLE_JSON))
}

/// Fits a model of people to files: finds its columns under other names (`named` first: a column of
/// the model and its name in the files) and leaves out comparisons and rules for which there is none.
///
/// # Errors
/// A file without a name or a date of birth, or without ids.
pub fn fit(
    mut settings: Settings,
    headings: &[Heading],
    named: &[(String, String)],
    more: &[&str],
) -> Result<Fitted, Refusal> {
    // Files need not have what cleaning adds, only what it is made of.
    let (from, into) = ROOTED;
    let made = DERIVED.into_iter().chain([(into, from)]);
    let derived: Vec<_> = made.map(|(name, sql)| (name.to_owned(), sql.to_owned())).collect();
    let mut layout = settings.layout_with(&[], &derived)?;
    layout.also = also(named, &settings);
    let (mut missing, mut notes) = (Vec::new(), Vec::new());
    let own_id = settings.unique_id_column_name.clone();
    for name in layout.columns.iter().chain([&own_id]) {
        for heading in headings {
            let Some(at) = layout.place(&heading.columns, name) else {
                if NEEDED.contains(&name.as_str()) || *name == own_id {
                    // What is taken for another column is not meant by this one.
                    let taken = |own: &String| {
                        let mut others = layout.columns.iter().chain([&own_id]);
                        others.any(|other| {
                            let at = layout.place(&heading.columns, other);
                            at.is_some_and(|at| heading.columns[at] == *own)
                        })
                    };
                    let free = heading.columns.iter().filter(|own| !taken(own));
                    return Err(unknown(name, free.map(String::as_str), &heading.file));
                }
                missing.push(name.clone());
                notes.push(format!(
                    "{} has no \"{name}\": what is compared by it is left out",
                    heading.file
                ));
                break;
            };
            if !heading.columns[at].eq_ignore_ascii_case(name) {
                notes.push(format!(
                    "{}: \"{}\" is taken for \"{name}\"",
                    heading.file, heading.columns[at]
                ));
            }
        }
    }
    without(&mut settings, &missing)?;
    let mut columns = settings.layout_with(more, &derived)?.columns;
    // The words of the file's own names for what is asked for besides.
    std::mem::swap(&mut layout.columns, &mut columns);
    Ok(Fitted { settings, layout, notes })
}

/// Returns the other names of each column: those that were given, then the usual ones.
fn also(named: &[(String, String)], settings: &Settings) -> Vec<(String, Vec<String>)> {
    let given = named.iter().map(|(name, own)| (name.clone(), vec![own.clone()]));
    let usual = NAMES.iter().map(|(name, others)| {
        let others = others.iter().map(|own| (*own).to_owned());
        if *name == "id" {
            (
                settings.unique_id_column_name.clone(),
                std::iter::once("id".to_owned()).chain(others).collect(),
            )
        } else {
            ((*name).to_owned(), others.collect())
        }
    });
    given.chain(usual).collect()
}

/// Leaves out what asks for columns that are not there.
fn without(settings: &mut Settings, missing: &[String]) -> Result<(), Refusal> {
    let lacks = |columns: &[String]| {
        columns.iter().any(|own| missing.iter().any(|name| name.eq_ignore_ascii_case(own)))
    };
    let mut kept = Vec::new();
    for comparison in std::mem::take(&mut settings.comparisons) {
        if !lacks(&comparison.columns()?) {
            kept.push(comparison);
        }
    }
    settings.comparisons = kept;
    let mut rules = Vec::new();
    for rule in std::mem::take(&mut settings.blocking_rules_to_generate_predictions) {
        let mut columns = Vec::new();
        parse(&rule.blocking_rule, Columns::Prefixed)?
            .each_column(&mut |column| columns.push(column.name.clone()));
        if !lacks(&columns) {
            rules.push(rule);
        }
    }
    settings.blocking_rules_to_generate_predictions = rules;
    Ok(())
}

/// Cleans records that were read by the layout and adds what is derived of them; returns what there is
/// to say about it.
///
/// # Errors
/// Values of which nothing can be derived.
pub fn prepare(records: &mut Records) -> Result<Vec<String>, Refusal> {
    let notes = records.clean()?;
    for (name, sql) in DERIVED {
        records.derive(name, sql)?;
    }
    Ok(notes)
}

impl Fitted {
    /// Cleans records that were read by the layout, and makes them ready to be compared; returns also
    /// what there is to say about it.
    ///
    /// # Errors
    /// A model whose conditions cannot be worked out on them.
    pub fn with(
        self,
        mut records: Records,
        options: Options,
    ) -> Result<(Linker, Vec<String>), Refusal> {
        let notes = prepare(&mut records)?;
        Ok((Linker::new(self.settings, records, options)?, notes))
    }
}

/// Returns the rules that are nearly always right for people, of those whose columns the model has.
#[must_use]
pub fn strict_rules(linker: &Linker) -> Vec<Rule> {
    let has = |name: &&str| linker.records().columns().any(|own| own == *name);
    let rules = STRICT.iter().filter(|columns| columns.iter().all(&has));
    rules
        .map(|columns| {
            let equal: Vec<String> =
                columns.iter().map(|name| format!("l.{name} = r.{name}")).collect();
            Rule::of(equal.join(" and "))
        })
        .collect()
}

impl Linker {
    /// Fits the prior and u to the records at hand, and leaves out rules that would make too many
    /// pairs of them; returns what there is to say about it.
    ///
    /// # Errors
    /// A rule that cannot be compiled.
    pub fn adapt(&mut self, seed: u64) -> Result<Vec<String>, Refusal> {
        let mut notes = Vec::new();
        let most = (self.records.len() as u64).saturating_mul(WIDEST);
        let limit = self.options.largest_block.min(LARGEST_BLOCK);
        let sizes = self.rule_sizes()?;
        let rules = std::mem::take(&mut self.settings.blocking_rules_to_generate_predictions);
        for (rule, size) in rules.into_iter().zip(sizes) {
            if size.pairs <= most && size.largest <= limit {
                self.settings.blocking_rules_to_generate_predictions.push(rule);
            } else {
                notes.push(format!(
                    "the rule `{}` is left out: it would make {} pairs",
                    size.rule, size.pairs
                ));
            }
        }
        self.fit_u(seed)?;
        match self.estimate_prior(&strict_rules(self), RECALL) {
            Ok(_) => {}
            Err(refusal @ (Refusal::NothingFound { .. } | Refusal::Recall { .. })) => {
                // As many pairs as records is a guess that does little harm.
                let possible = self.possible_pairs().max(1) as f64;
                let prior = (self.records.len() as f64 / possible).min(0.5);
                self.settings.probability_two_random_records_match = prior;
                self.program.weigh(&self.settings)?;
                notes.push(format!("{refusal}: the prior is a guess"));
            }
            Err(refusal) => return Err(refusal),
        }
        self.settle_prior(SETTLING_PAIRS)?;
        Ok(notes)
    }

    /// Works out u from random pairs of the records. What the model has stays where they are too few,
    /// because one true pair among them would tell a lie, and at levels that none of them is at.
    fn fit_u(&mut self, seed: u64) -> Result<(), Refusal> {
        if self.possible_pairs() < FEWEST_PAIRS {
            return Ok(());
        }
        let before = self.settings.comparisons.clone();
        self.estimate_u(RANDOM_PAIRS, seed)?;
        for (own, before) in self.settings.comparisons.iter_mut().zip(before) {
            for (own, before) in own.comparison_levels.iter_mut().zip(before.comparison_levels) {
                own.u_probability = own.u_probability.or(before.u_probability);
            }
        }
        self.program.weigh(&self.settings)
    }
}
