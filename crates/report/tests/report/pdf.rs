//! The report for print: what it is made of is text, and the same findings give the same bytes. That a screen reader
//! can follow it (PDF/UA-1) the typesetter checks itself, or there is no file.

use crate::invented::{example, findings};
use evaluate::Findings;
use report::Language;

fn pdf(findings: &Findings, language: Language) -> String {
    let files = report::write(findings, language).unwrap();
    let file = files.into_iter().find(|file| file.name.ends_with(".pdf")).unwrap();
    assert!(file.bytes.starts_with(b"%PDF-1.7"), "{}", file.name);
    String::from_utf8_lossy(&file.bytes).into_owned()
}

#[test]
fn the_same_findings_give_the_same_bytes_in_the_language_that_is_asked_for() {
    for findings in [findings(), example()] {
        for (language, code) in [(Language::En, "/Lang(en-GB)"), (Language::Cy, "/Lang(cy-GB)")] {
            let first = pdf(&findings, language);
            assert!(first.contains(code), "the language is said");
            assert!(first.contains("pdfuaid:part"), "what standard it keeps is said");
            assert!(first == pdf(&findings, language), "another time another file");
        }
    }
}

#[test]
fn names_are_text_and_never_a_command_of_the_typesetter() {
    let bad = "#panic(\"x\") \"]; *a* \\u{1} = b @c <d> $e$ // f\u{1}\r\n- g";
    let mut findings = findings();
    for row in &mut findings.outcomes {
        row.name = bad.to_owned();
    }
    for row in &mut findings.estimates {
        row.outcome = bad.to_owned();
    }
    for row in &mut findings.refused {
        row.outcome = bad.to_owned();
    }
    for row in &mut findings.balance {
        row.name = bad.to_owned();
    }
    for language in Language::ALL {
        let file = pdf(&findings, language);
        assert!(file.contains("#panic("), "the title is what the outcome is called");
    }
}
