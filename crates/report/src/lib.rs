//! What a study found, as something worth publishing: a page in English and in Welsh, figures as
//! SVG and their numbers as CSV, from [`evaluate::Findings`] alone. No clock, no files, no network:
//! the caller gets names and contents and writes them.
//!
//! A report goes to everybody, so figures that rest on fewer than ten people are not in it
//! ([`published`]); `results.json`, which is the record, has them.

pub mod estimator;
pub mod figure;
pub mod language;
pub mod number;
mod page;
#[cfg(feature = "pdf")]
mod pdf;
pub mod published;
pub mod said;
pub mod scale;
mod secondary;
pub mod table;
mod template;
mod words;

use evaluate::Findings;
use evaluate::verdict::Code;
use thiserror::Error;

use page::Report;
use template::render;

pub use figure::Figure;
pub use language::Language;
pub use table::Table;

/// A report that could not be made: our fault, never the reader's.
#[derive(Debug, Error)]
pub enum Fault {
    /// A template does not fit what it is given.
    #[error("a template of the report does not fit: {0}")]
    Template(#[from] minijinja::Error),
    /// The study file cannot be written out again.
    #[error("the study file cannot be written out: {0}")]
    Study(#[from] toml::ser::Error),
    /// The typesetter refuses the report.
    #[cfg(feature = "pdf")]
    #[error("the report cannot be typeset: {0}")]
    Typeset(String),
}

/// A file of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Name, with `/` between folders.
    pub name: String,
    /// Contents.
    pub bytes: Vec<u8>,
}

/// Returns the files of a report in both languages: `report.html` and `report.cy.html`, with the feature `pdf`
/// also `report.pdf` and `report.cy.pdf`, and for
/// each figure `figures/<name>.svg` and `.csv`, and the same with `.cy` before the ending.
///
/// # Errors
/// [`Fault`], never something the reader can put right.
pub fn files(findings: &Findings) -> Result<Vec<File>, Fault> {
    let mut files = Vec::new();
    for language in Language::ALL {
        files.extend(write(findings, language)?);
    }
    Ok(files)
}

/// Returns what may be published of the verdict: what it comes to, and in words. There is no code where
/// the primary outcome is withheld: then even a direction would tell.
#[must_use]
pub fn verdict(findings: &Findings, language: Language) -> (Option<Code>, String) {
    page::verdict(findings, language)
}

/// Returns the files of a report in one language, its page first.
///
/// # Errors
/// As for [`files`].
pub fn write(findings: &Findings, language: Language) -> Result<Vec<File>, Fault> {
    let named = |name: &str, ending: &str| match language {
        Language::En => format!("{name}.{ending}"),
        Language::Cy => format!("{name}.cy.{ending}"),
    };
    let Report { context, figures } = page::of(findings, language)?;
    let html = render("report.html", context.clone())?;
    let mut files = vec![File { name: named("report", "html"), bytes: html.into_bytes() }];
    #[cfg(feature = "pdf")]
    files.push(File { name: named("report", "pdf"), bytes: pdf::write(context, &figures)? });
    for figure in figures {
        let name = format!("figures/{}", figure.name);
        files.push(File { name: named(&name, "svg"), bytes: figure.svg.into_bytes() });
        files.push(File { name: named(&name, "csv"), bytes: figure.table.csv().into_bytes() });
    }
    Ok(files)
}
