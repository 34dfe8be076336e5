//! Every page that every role can reach by links, in both languages: it is there, it has one main
//! heading, no message is missing, and no English is left on a Welsh page.

use crate::server::{Answer, Server, Started, folder};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs;
use std::path::Path;

/// Pages of one kind looked at for each role and language.
const OF_A_KIND: usize = 3;
/// Pages for each role and language at most, so that a loop of links ends.
const PAGES: usize = 200;

#[test]
fn every_page_that_a_role_can_reach_is_whole_in_both_languages() {
    let server = Server::start(&folder("crawl"), 60);
    let started = &server.started;
    let english = english_sentences();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut problems = BTreeSet::new();
    for account in &started.accounts {
        let cookie = started.sign_in(account);
        for language in ["en", "cy"] {
            for (path, answer) in pages(started, &cookie, language) {
                if let Some(problem) = problem(&answer, language, &english) {
                    problems.insert(format!(
                        "{} in {language} as {}: {problem}",
                        kind(&path),
                        account.role
                    ));
                }
                *seen.entry(kind(&path)).or_default() += 1;
            }
        }
    }
    assert_eq!(problems, BTreeSet::new());
    assert!(seen.len() >= 10, "only these kinds of page were found: {seen:?}");
}

/// Follows links from the first page on, breadth first.
fn pages(started: &Started, cookie: &str, language: &str) -> Vec<(String, Answer)> {
    let cookie = format!("{cookie}; lang={language}");
    let mut waiting = VecDeque::from(["/home".to_owned()]);
    let mut known: BTreeSet<String> = waiting.iter().cloned().collect();
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    let mut found = Vec::new();
    while let Some(path) = waiting.pop_front() {
        let count = kinds.entry(kind(&path)).or_default();
        *count += 1;
        if *count > OF_A_KIND || found.len() >= PAGES {
            continue;
        }
        let answer = started.ask("GET", &path, &cookie, "").unwrap();
        if answer.status == 303 {
            waiting.extend(
                answer
                    .text
                    .lines()
                    .find_map(|line| line.strip_prefix("location: "))
                    .map(str::to_owned),
            );
            continue;
        }
        for link in links(&answer.text) {
            if known.insert(link.clone()) {
                waiting.push_back(link);
            }
        }
        found.push((path, answer));
    }
    found
}

/// How addresses end that give a file.
const FILES: [&str; 3] = ["/export/file", "/report", "/cohort"];

/// Returns the addresses on our own site that a page links to, but not the same page in the other
/// language, assets, or places within the page.
fn links(text: &str) -> Vec<String> {
    text.split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|link| link.starts_with('/') && !link.starts_with("/assets/"))
        .filter(|link| !link.contains("lang="))
        // A file to download is no page.
        .filter(|link| !FILES.iter().any(|end| link.ends_with(end)))
        .map(|link| link.split('#').next().unwrap().replace("&amp;", "&"))
        .collect()
}

/// Returns the kind of a page: its path with every id alike, and without its query.
fn kind(path: &str) -> String {
    let path = path.split('?').next().unwrap();
    let parts = path.split('/').map(|part| if part.len() == 36 { "{id}" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

/// Returns the first thing that is wrong with a page.
fn problem(answer: &Answer, language: &str, english: &[String]) -> Option<String> {
    let text = &answer.text;
    if answer.status != 200 {
        return Some(format!("status {}", answer.status));
    }
    if !text.contains(&format!("<html lang=\"{language}\"")) {
        return Some("another language".to_owned());
    }
    if text.matches("<h1").count() != 1 {
        return Some("not one main heading".to_owned());
    }
    if let Some(key) = missing_message(text) {
        return Some(format!("the message {key} is missing"));
    }
    let left = english.iter().find(|sentence| language == "cy" && text.contains(*sentence));
    left.map(|sentence| format!("English is left: {sentence}"))
}

/// Finds a message shown as its key in brackets.
fn missing_message(text: &str) -> Option<&str> {
    text.split('[').skip(1).find_map(|rest| {
        let (key, _) = rest.split_once(']')?;
        let plain = key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        (plain && key.contains('-')).then_some(key)
    })
}

/// Returns the English messages that are whole sentences and have another Welsh text.
fn english_sentences() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/locales");
    let mut sentences = Vec::new();
    for file in fs::read_dir(folder.join("en")).unwrap() {
        let name = file.unwrap().file_name();
        let welsh = fs::read_to_string(folder.join("cy").join(&name)).unwrap();
        for line in fs::read_to_string(folder.join("en").join(&name)).unwrap().lines() {
            let Some((_, text)) = line.split_once(" = ") else { continue };
            let sentence = text.split_whitespace().count() >= 4 && !text.contains('{');
            if sentence && !welsh.contains(text) {
                sentences.push(text.to_owned());
            }
        }
    }
    assert!(sentences.len() > 50, "the messages were not found");
    sentences
}
