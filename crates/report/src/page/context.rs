//! What the sections of the page show beside figures, worked out before it is laid out.

use evaluate::findings::Reading;
use evaluate::verdict::Code;
use evaluate::{Assignment, Findings};
use serde::Serialize;

use crate::estimator;
use crate::language::Language;
use crate::number::{count, decimals};
use crate::published::Shown;
use crate::said::{Said, said};
use crate::words;

/// The question.
#[derive(Serialize)]
pub(super) struct Asked {
    primary: String,
    others: Vec<String>,
    random: bool,
    unadjusted: bool,
}

/// The verdict and what goes with it.
#[derive(Serialize)]
pub(super) struct Verdict {
    /// `None` where the primary outcome is withheld: then even a direction would tell.
    pub(super) code: Option<Code>,
    pub(super) text: String,
    could_show: Option<String>,
    random: bool,
}

/// Who is compared.
#[derive(Serialize)]
pub(super) struct People {
    rows: Vec<Step>,
    treated: String,
    pool: String,
    /// What the pool is worth in people with equal weight, where that is less.
    worth: Option<String>,
}

#[derive(Serialize)]
struct Step {
    words: Said,
    treated: String,
    pool: String,
    /// Percent of the first step.
    treated_left: f64,
    pool_left: f64,
}

/// An estimator that was refused.
#[derive(Serialize)]
pub(super) struct Refused {
    estimator: String,
    outcome: String,
    why: Said,
    hint: Said,
}

/// What it takes to do it again.
#[derive(Serialize)]
pub(super) struct Repeat<'a> {
    seal: &'a str,
    schema: u32,
    version: &'static str,
}

pub(super) fn asked(findings: &Findings) -> Asked {
    let mut names = findings.outcomes.iter().map(|row| row.name.clone());
    Asked {
        primary: names.next().unwrap_or_default(),
        others: names.collect(),
        random: findings.assignment == Assignment::Random,
        unadjusted: findings.reading == Reading::Descriptive,
    }
}

pub(super) fn verdict(findings: &Findings, shown: &[Shown<'_>], language: Language) -> Verdict {
    let random = findings.assignment == Assignment::Random;
    let Some(Shown::Open(open)) = shown.first() else {
        let text = language.text("verdict-withheld", &[]);
        return Verdict { code: None, text, could_show: None, random };
    };
    let code = findings.verdict.code;
    let text = match language {
        Language::En => &findings.verdict.text_en,
        Language::Cy => &findings.verdict.text_cy,
    };
    Verdict {
        code: Some(code),
        text: text.clone(),
        could_show: words::could_show(open, code, language),
        random,
    }
}

pub(super) fn people(findings: &Findings, language: Language) -> People {
    let first = findings.attrition.first();
    let left = |now: usize, all: Option<usize>| {
        crate::scale::rounded(100.0 * now as f64 / all.unwrap_or(1).max(1) as f64)
    };
    let rows = findings.attrition.iter().map(|step| Step {
        words: said(&step.step, language),
        treated: count(step.treated),
        pool: count(step.pool),
        treated_left: left(step.treated, first.map(|first| first.treated)),
        pool_left: left(step.pool, first.map(|first| first.pool)),
    });
    let worth =
        (findings.n_matched_pool as f64 - findings.ess > 0.5).then(|| decimals(findings.ess, 1));
    People {
        rows: rows.collect(),
        treated: count(findings.n_matched_treated),
        pool: count(findings.n_matched_pool),
        worth,
    }
}

/// Refusals, but not those about an outcome that is withheld: they may say who had it.
pub(super) fn refused(
    findings: &Findings,
    shown: &[Shown<'_>],
    language: Language,
) -> Vec<Refused> {
    let open = |name: &str| {
        shown.iter().any(|shown| matches!(shown, Shown::Open(open) if open.row.name == name))
    };
    let rows = findings.refused.iter().filter(|row| open(&row.outcome));
    rows.map(|row| Refused {
        estimator: estimator::name(&row.estimator, language),
        outcome: row.outcome.clone(),
        why: said(&row.why, language),
        hint: said(&row.hint, language),
    })
    .collect()
}

pub(super) fn caveats(findings: &Findings, language: Language) -> Vec<Said> {
    findings.caveats.iter().map(|caveat| said(caveat, language)).collect()
}

pub(super) fn repeat(findings: &Findings) -> Repeat<'_> {
    Repeat { seal: &findings.seal, schema: findings.schema, version: env!("CARGO_PKG_VERSION") }
}
