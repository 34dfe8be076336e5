//! What a page says, and in which language.

use report::Language;

use crate::invented::{STUDY, example, file, findings, page, people, study};

/// The page without what belongs to one machine: the seal covers the last bit of every weight.
fn stable(page: &str, seal: &str) -> String {
    page.replace(seal, "(seal)")
}

#[test]
fn the_page_of_an_invented_study() {
    let findings = findings();
    insta::assert_snapshot!(stable(&page(&findings, Language::En), &findings.seal));
}

#[test]
fn the_welsh_page_of_an_invented_study() {
    let findings = findings();
    let page = stable(&page(&findings, Language::Cy), &findings.seal);
    let main = page.split("<main").nth(1).unwrap();
    let words: Vec<&str> = main
        .lines()
        .filter(|line| {
            ["<p>", "<p ", "<h1", "<h2", "<h3", "<h4", "<li", "<cap", "<figc"]
                .iter()
                .any(|tag| line.starts_with(tag))
        })
        .collect();
    insta::assert_snapshot!(words.join("\n"));
}

#[test]
fn figures_of_an_invented_study() {
    let findings = findings();
    insta::assert_snapshot!("love", file(&findings, Language::En, "figures/love-plot.svg"));
    insta::assert_snapshot!("love_csv", file(&findings, Language::En, "figures/love-plot.csv"));
    insta::assert_snapshot!("forest_csv", file(&findings, Language::En, "figures/forest.csv"));
}

#[test]
fn files_have_names_that_say_what_they_are() {
    let files = report::files(&findings()).unwrap().into_iter().map(|file| file.name);
    // Those for print come with a feature only.
    let names: Vec<String> = files.filter(|name| !name.ends_with(".pdf")).collect();
    assert_eq!(
        names,
        [
            "report.html",
            "figures/love-plot.svg",
            "figures/love-plot.csv",
            "figures/score-overlap.svg",
            "figures/score-overlap.csv",
            "figures/forest.svg",
            "figures/forest.csv",
            "figures/forest-2.svg",
            "figures/forest-2.csv",
            "report.cy.html",
            "figures/love-plot.cy.svg",
            "figures/love-plot.cy.csv",
            "figures/score-overlap.cy.svg",
            "figures/score-overlap.cy.csv",
            "figures/forest.cy.svg",
            "figures/forest.cy.csv",
            "figures/forest-2.cy.svg",
            "figures/forest-2.cy.csv",
        ]
    );
}

/// Whatever the engine says of these studies is known in Welsh: nothing had to stay English.
#[test]
fn nothing_stays_english_on_a_welsh_page() {
    for findings in [findings(), example()] {
        let page = page(&findings, Language::Cy);
        assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"cy\">"));
        assert!(!page.contains("<span lang=\"en\">"), "{page}");
        let body = page.split("</style>").nth(1).unwrap().split("<pre").next().unwrap();
        for word in [" the ", " people ", " and ", "took part", "interval", "["] {
            assert!(!body.contains(word), "{word}: {}", body.split(word).next().unwrap());
        }
    }
}

#[test]
fn an_unadjusted_difference_is_never_shown_as_an_effect() {
    let findings = findings();
    let page = page(&findings, Language::En);
    // Of the rate it is withheld: it is about a few people more than the matched ones.
    let all = page.lines().filter(|line| line.contains(">Everyone, unadjusted"));
    let rows: Vec<&str> = all.filter(|line| line.starts_with("<tr>")).collect();
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert!(rows[0].contains("Everyone, unadjusted: not an effect</th>"));
    assert!(page.contains("<li>Everyone, unadjusted</li>"));
    assert!(page.contains(">Descriptive only: not an effect</text>"));

    let text = STUDY.replace("method = \"radius\"\ncaliper = 0.2", "method = \"none\"");
    let described = study(&text, &people());
    let page = crate::invented::page(&described, Language::En);
    assert!(page.contains("This describes two groups. It is not an effect."));
    assert!(page.contains("That the programme caused the difference."));
    assert!(page.contains("Difference of means: not an effect</th>"));
}

#[test]
fn an_interval_across_zero_is_never_called_no_effect() {
    let findings = example();
    let page = page(&findings, Language::En).to_lowercase();
    for words in ["no effect on", "had no effect", "has no effect", "does not work"] {
        assert!(!page.contains(words), "{words}");
    }
}

/// The study file in a report can be run.
#[test]
fn the_study_file_comes_back() {
    let findings = findings();
    let page = page(&findings, Language::En);
    let written = page.split("<code>").nth(1).unwrap().split("</code>").next().unwrap();
    let text = written.replace("&quot;", "\"").replace("&#x2f;", "/").replace("&#x27;", "'");
    assert_eq!(evaluate::Study::parse(&text).unwrap(), findings.study);
}
