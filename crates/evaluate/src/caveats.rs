//! What a reader has to bear in mind, computed from the study itself so that it cannot be left
//! out by whoever would like the answer better without it.

use crate::balance::{Gap, POOR, worst};
use crate::coarsened::FEWEST_MATCHED;
use crate::design::{Assignment, DRAWN, KNOWN, Matched};
use crate::estimate::Analysed;
use crate::matching::Method;
use crate::secondary::Sensitivity;

/// Fewest people the Justice Data Lab takes (user guidance, 2013).
pub(crate) const FEWEST_TREATED: usize = 60;

/// Returns the caveats, the gravest first.
pub(crate) fn of(
    matched: &Matched,
    analysed: &[Analysed],
    sensitivity: &Sensitivity,
) -> Vec<String> {
    let design = &matched.design;
    let mut found = Vec::new();
    let (treated, _) = matched.used();
    if treated < FEWEST_TREATED {
        found.push(format!(
            "Only {treated} people who took part are in the comparison. Under {FEWEST_TREATED} only \
             very large differences can show, and intervals are rough."
        ));
    }
    matching(matched, &mut found);
    let step = |name| design.attrition.array_windows().find(|[_, after]| after.step == name);
    if let Some([before, after]) = step(KNOWN) {
        let lost = (before.treated + before.pool) - (after.treated + after.pool);
        if lost > 0 {
            found.push(format!(
                "{lost} people were left out because something in the design was not known for them."
            ));
        }
    }
    for outcome in analysed {
        let (used, known) = (matched.used(), outcome.known);
        let missing = (used.0 + used.1) - (known.0 + known.1);
        if missing > 0 {
            found.push(format!(
                "{} is not known for {missing} people in the comparison; they are not in its figures.",
                outcome.outcome.name
            ));
        }
    }
    lost(analysed, &mut found);
    for placebo in sensitivity.placebo.iter().filter(|placebo| placebo.differs) {
        let by_lot = design.assignment == Assignment::Random;
        found.push(format!(
            "{}, which the programme cannot have changed, differs between the groups: {}.",
            placebo.outcome,
            if by_lot {
                "by chance, if the lot was kept to; check that it was"
            } else {
                "they probably differ in something that was not recorded"
            }
        ));
    }
    if let Some((_, refusal)) = analysed[0].refused.iter().find(|(name, _)| *name == "aipw") {
        found.push(format!("There is no AIPW estimate to read beside the main one: {refusal}."));
    }
    if analysed.iter().filter(|own| !own.outcome.placebo).count() > 1 {
        found.push(
            "The verdict is about the primary outcome. Read the others as questions for the next \
             study: the more outcomes, the likelier that one differs by chance."
                .into(),
        );
    }
    if let Some([before, after]) = step(DRAWN) {
        found.push(format!(
            "Of {} people in the pool {} were drawn by lot and compared. What that costs in \
             precision is in the intervals; another seed gives a somewhat different answer.",
            before.pool, after.pool
        ));
    }
    if design.assignment == Assignment::Observed {
        found.push(
            "Only differences that were recorded can be adjusted for. Agreement between estimators \
             does not rule out what is not recorded."
                .into(),
        );
    }
    found
}

/// Says of each outcome how many people were lost before its horizon.
fn lost(analysed: &[Analysed], found: &mut Vec<String>) {
    for outcome in analysed {
        let people = outcome.lost.0 + outcome.lost.1;
        if people > 0 {
            found.push(format!(
                "{people} people in the comparison were followed for less than the horizon without \
                 {}. Its rates are read off survival curves, as if they would have fared like those \
                 who were followed on.",
                outcome.outcome.name
            ));
        }
    }
}

fn matching(matched: &Matched, found: &mut Vec<String>) {
    let (treated, _) = matched.used();
    let all = matched.design.treated.iter().filter(|treated| **treated).count();
    if treated < all {
        found.push(format!(
            "{} of {all} people who took part had nobody comparable; the estimate is for the \
             others.",
            all - treated
        ));
    }
    let few = (treated as f64) < FEWEST_MATCHED * all as f64;
    if few && matches!(matched.method(), Method::Cem(_)) {
        found.push(format!(
            "Fewer than half of the people who took part, {treated} of {all}, share bins with \
             somebody of the pool: the estimate says little of the programme as a whole. Cut into \
             fewer bins (design.cutpoints), match on fewer covariates, or use radius matching."
        ));
    }
    if let Some(overlap) = matched.overlap.filter(|overlap| overlap.outside > 0.0) {
        found.push(format!(
            "{:.0}% of the people who took part have a score that nobody in the pool reaches.",
            (overlap.outside * 100.0).max(1.0)
        ));
    }
    let effective = matched.effective_pool();
    if matched.method().weighs() && effective < (all as f64 / 4.0).max(30.0) {
        found.push(format!(
            "The comparison rests on the equivalent of {effective:.0} people: a few are used over \
             and over."
        ));
    }
    let times = matched.sets().map_or(0, |sets| sets.decided_by_row());
    if times > 0 {
        found.push(format!(
            "People with the same score were chosen between by their order in the file {times} \
             times: another order gives a somewhat different answer."
        ));
    }
    let before = worst(&matched.balance, |row| Some(row.before));
    let size = |gap: &Gap| gap.smd.unwrap_or(f64::INFINITY).abs();
    if let (Method::Regression, Some((name, gap))) = (matched.method(), before)
        && size(&gap) > POOR
        && matched.design.assignment == Assignment::Observed
    {
        found.push(format!(
            "The groups are unlike before adjustment ({name} by {:.2} standard deviations): \
             regression bridges that by assuming straight lines.",
            size(&gap)
        ));
    }
}
