//! What the engine says in English only, in Welsh. Its sentences are known by their shape: the
//! text between the numbers and names. One that is not known stays English, marked as such.

use serde::Serialize;

use crate::language::Language;

/// A text and the language it is in, where that is not the report's.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Said {
    /// The text.
    pub text: String,
    /// Its language, where another than the report's.
    pub language: Option<&'static str>,
}

/// Sentences of the engine with what changes in braces, and the message that says the same.
const SENTENCES: [(&str, &str); 48] = [
    ("step-in-file", "in the file"),
    ("step-drawn", "drawn by lot"),
    ("step-known", "every covariate known"),
    ("step-matched", "matched"),
    ("step-weighted", "weighted"),
    (
        "caveat-few",
        "Only {people} people who took part are in the comparison. Under {fewest} only very large differences can show, and intervals are rough.",
    ),
    (
        "caveat-unknown",
        "{people} people were left out because something in the design was not known for them.",
    ),
    (
        "caveat-outcome-unknown",
        "{outcome} is not known for {people} people in the comparison; they are not in its figures.",
    ),
    ("caveat-no-aipw", "There is no AIPW estimate to read beside the main one: {why}."),
    (
        "caveat-many-outcomes",
        "The verdict is about the primary outcome. Read the others as questions for the next study: the more outcomes, the likelier that one differs by chance.",
    ),
    (
        "caveat-drawn",
        "Of {people} people in the pool {drawn} were drawn by lot and compared. What that costs in precision is in the intervals; another seed gives a somewhat different answer.",
    ),
    (
        "caveat-recorded",
        "Only differences that were recorded can be adjusted for. Agreement between estimators does not rule out what is not recorded.",
    ),
    (
        "caveat-unmatched",
        "{people} of {all} people who took part had nobody comparable; the estimate is for the others.",
    ),
    (
        "caveat-few-in-bins",
        "Fewer than half of the people who took part, {people} of {all}, share bins with somebody of the pool: the estimate says little of the programme as a whole. Cut into fewer bins (design.cutpoints), match on fewer covariates, or use radius matching.",
    ),
    (
        "caveat-outside",
        "{percent}% of the people who took part have a score that nobody in the pool reaches.",
    ),
    (
        "caveat-rests-on",
        "The comparison rests on the equivalent of {people} people: a few are used over and over.",
    ),
    (
        "caveat-order",
        "People with the same score were chosen between by their order in the file {times} times: another order gives a somewhat different answer.",
    ),
    (
        "caveat-straight-lines",
        "The groups are unlike before adjustment ({name} by {size} standard deviations): regression bridges that by assuming straight lines.",
    ),
    (
        "caveat-lost",
        "{people} people in the comparison were followed for less than the horizon without {outcome}. Its rates are read off survival curves, as if they would have fared like those who were followed on.",
    ),
    (
        "caveat-placebo",
        "{outcome}, which the programme cannot have changed, differs between the groups: they probably differ in something that was not recorded.",
    ),
    (
        "caveat-placebo-lot",
        "{outcome}, which the programme cannot have changed, differs between the groups: by chance, if the lot was kept to; check that it was.",
    ),
    ("refusal-no-covariates", "there are no covariates to match on"),
    ("refusal-constant", "covariate \"{name}\" is the same for everyone"),
    ("refusal-collinear", "covariate \"{name}\" is an exact combination of {others}"),
    ("refusal-separation", "the covariates separate the two groups: {names}"),
    ("refusal-nobody", "nobody in the treated group has anyone comparable in the pool"),
    ("refusal-not-feasible", "no weights of the pool give it the treated group's mean of {names}"),
    (
        "refusal-blown-up",
        "the weights rest on the equivalent of {effective} people of the pool, where {needed} are needed, and one person carries {percent}% of all the weight, where 5% is the limit",
    ),
    (
        "refusal-sparse",
        "the bins hold only {matched} of {treated} people who took part, with the equivalent of {effective} people of the pool, where {needed} of each are needed",
    ),
    (
        "refusal-no-overlap",
        "{outside} of {treated} people who took part have a score beyond everybody's in the pool",
    ),
    (
        "refusal-exact",
        "method \"{method}\" holds means equal, and cannot compare only people with the same \"{column}\"",
    ),
    ("refusal-few-treated", "the treated group has {people} people with every covariate known"),
    ("refusal-few-pool", "the pool group has {people} people with every covariate known"),
    (
        "refusal-outcome-unknown",
        "outcome \"{outcome}\" is known for fewer than two people in one of the groups",
    ),
    ("refusal-not-settled", "the score did not settle in {rounds} rounds"),
    ("hint-none", "list what was known before in design.covariates, or use method = \"none\""),
    (
        "hint-few",
        "at least two people are needed on each side, and 60 treated for a result worth reading",
    ),
    ("hint-copies", "use fewer covariates, or look for ones that are nearly copies of each other"),
    (
        "hint-wait",
        "wait for outcomes, or check that missing values are blank or NA only where truly unknown",
    ),
    ("hint-take-out", "take it out of design.covariates"),
    ("hint-take-one-out", "take \"{column}\" or one of the others out of design.covariates"),
    (
        "hint-widen",
        "widen design.caliper, ask for fewer exact columns, or find a more similar pool",
    ),
    (
        "hint-add",
        "add it to design.covariates (a 0/1 column for each answer but one), or use radius, nearest or cem",
    ),
    (
        "hint-overlap",
        "take out covariates that only one group can have, or choose a pool that overlaps",
    ),
    (
        "hint-range",
        "take these covariates out, find a pool whose range includes the treated, or use radius matching",
    ),
    (
        "hint-radius",
        "use radius matching, which leaves out whoever has nobody comparable, or find a more similar pool",
    ),
    (
        "hint-bins",
        "cut into fewer bins with design.cutpoints, match on fewer covariates, or use radius matching, which compares people by one score",
    ),
    (
        "hint-radius-says",
        "use radius matching, which leaves them out and says so, or find a pool with people like them",
    ),
];

/// Says a sentence of the engine in a language.
#[must_use]
pub fn said(sentence: &str, language: Language) -> Said {
    match language {
        Language::En => Said { text: sentence.to_owned(), language: None },
        Language::Cy => welsh(sentence).map_or_else(
            || Said { text: sentence.to_owned(), language: Some("en") },
            |text| Said { text, language: None },
        ),
    }
}

fn welsh(sentence: &str) -> Option<String> {
    SENTENCES.iter().find_map(|(key, shape)| {
        let mut found = parts(sentence, shape)?;
        for (name, value) in &mut found {
            if *name == "why" {
                *value = welsh(value)?;
            }
        }
        let named: Vec<(&str, &str)> =
            found.iter().map(|(name, value)| (*name, value.as_str())).collect();
        Some(Language::Cy.text(key, &named))
    })
}

/// Returns what stands in place of each name in braces, if a sentence has this shape.
fn parts<'a>(sentence: &str, shape: &'a str) -> Option<Vec<(&'a str, String)>> {
    let mut pieces = shape.split('{');
    let mut rest = sentence.strip_prefix(pieces.next()?)?;
    let mut found = Vec::new();
    for piece in pieces {
        let (name, after) = piece.split_once('}')?;
        let end = if after.is_empty() { rest.len() } else { rest.find(after)? };
        found.push((name, rest[..end].to_owned()));
        rest = &rest[end + after.len()..];
    }
    rest.is_empty().then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_are_known_and_english_is_the_engine_s_own() {
        let sentence =
            "3 of 185 people who took part had nobody comparable; the estimate is for the others.";
        let welsh = said(sentence, Language::Cy);
        assert_eq!(welsh.language, None);
        assert!(welsh.text.contains("185") && !welsh.text.contains("people"), "{welsh:?}");
        assert_eq!(said(sentence, Language::En).text, sentence);
        let bins = "Fewer than half of the people who took part, 68 of 185, share bins with somebody of the pool: the estimate says little of the programme as a whole. Cut into fewer bins (design.cutpoints), match on fewer covariates, or use radius matching.";
        let welsh = said(bins, Language::Cy);
        assert!(welsh.language.is_none() && welsh.text.contains("68 o’r 185"), "{welsh:?}");
        let unknown = said("something quite new", Language::Cy);
        assert_eq!(unknown.language, Some("en"));
    }

    #[test]
    fn a_reason_inside_a_sentence_is_said_in_welsh_too() {
        let reason = evaluate::Refusal::WeightsBlowUp { effective: 3, needed: 46, percent: 55 };
        let whole = format!("There is no AIPW estimate to read beside the main one: {reason}.");
        let welsh = said(&whole, Language::Cy);
        assert_eq!(welsh.language, None);
        assert!(welsh.text.contains("46") && !welsh.text.contains("weights"), "{welsh:?}");
    }

    /// The reasons and hints that a pilot's page or the estimators beside the main one can give are
    /// the engine's own words, so this breaks when they change there.
    #[test]
    fn refusals_are_known_by_their_shape() {
        use evaluate::Refusal;
        let refusals = [
            Refusal::TooFew { group: "treated", count: 1 },
            Refusal::TooFew { group: "pool", count: 0 },
            Refusal::OutcomeUnknown("A home at 3 months".into()),
            Refusal::Constant("age".into()),
            Refusal::Collinear { column: "age".into(), others: vec!["a".into(), "b".into()] },
            Refusal::Separation(vec!["age".into()]),
            Refusal::NotSettled(50),
            Refusal::NoCovariates,
            Refusal::NobodyMatched,
            Refusal::NotFeasible(vec!["age".into()]),
            Refusal::WeightsBlowUp { effective: 3, needed: 46, percent: 55 },
            Refusal::TooSparse { matched: 4, treated: 60, effective: 3, needed: 30 },
            Refusal::NoOverlap { outside: 40, treated: 100 },
            Refusal::ExactByWeights { method: "odds", column: "male".into() },
        ];
        for refusal in refusals {
            for sentence in [refusal.to_string(), refusal.hint()] {
                let welsh = said(&sentence, Language::Cy);
                assert_eq!(welsh.language, None, "{sentence}");
                assert!(!welsh.text.contains('['), "{welsh:?}");
            }
        }
    }
}
