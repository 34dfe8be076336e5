//! Checks every component against the fixtures its makers publish, byte for byte.
//!
//! The fixtures are copies in `crates/govuk/fixtures`, so that this runs anywhere; where the npm
//! packages are installed the copies are checked against them too.

#![expect(clippy::print_stdout, reason = "a skipped test and a count of fixtures must be seen")]

use std::fs;
use std::path::{Path, PathBuf};

use minijinja::{Environment, UndefinedBehavior, Value, context};
use serde::Deserialize;

/// One example: options in, HTML out.
#[derive(Debug, PartialEq, Deserialize)]
struct Fixture {
    name: String,
    options: Value,
    html: String,
}

#[test]
fn govuk_components_match_all_725_official_fixtures() {
    check("govuk", 39, 725);
}

#[test]
fn moj_components_match_what_the_official_templates_render() {
    check("moj", 17, 67);
}

#[test]
fn fixtures_are_those_of_the_installed_package() {
    let installed = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../frontend/node_modules/govuk-frontend/dist/govuk/components");
    if !installed.is_dir() {
        println!("skipped: run npm ci in frontend");
        return;
    }
    #[derive(Deserialize)]
    struct Official {
        fixtures: Vec<Fixture>,
    }
    let mut compared = 0;
    for file in fixture_files("govuk") {
        let component = file.file_stem().and_then(|stem| stem.to_str()).expect("a name");
        let official = fs::read(installed.join(component).join("fixtures.json"));
        let official: Official =
            serde_json::from_slice(&official.expect(component)).expect(component);
        assert_eq!(official.fixtures, read(&file), "{component}: run npm run fixtures");
        compared += official.fixtures.len();
    }
    println!("{compared} fixtures are those of the installed package");
}

/// Renders each fixture of each component and compares bytes, both ends trimmed as officially.
fn check(family: &str, components: usize, fixtures: usize) {
    let mut env = Environment::new();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    govuk::install(&mut env);
    let mut counted = 0;
    let mut wrong = Vec::new();
    let files = fixture_files(family);
    for file in &files {
        let component = file.file_stem().and_then(|stem| stem.to_str()).expect("a name");
        for fixture in read(file) {
            counted += 1;
            let call = format!("{{{{ {family}_{}(options) }}}}", component.replace('-', "_"));
            let html = env
                .render_named_str("page.html", &call, context! { options => &fixture.options })
                .unwrap_or_else(|error| format!("{error:#}"));
            if html.trim() != fixture.html.trim() {
                wrong.push(difference(component, &fixture, &html));
            }
        }
    }
    println!("{family}: {} of {counted} fixtures pass", counted - wrong.len());
    assert!(wrong.is_empty(), "{} of {counted} differ\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!((files.len(), counted), (components, fixtures), "components and fixtures");
}

fn difference(component: &str, fixture: &Fixture, html: &str) -> String {
    let expected: Vec<&str> = fixture.html.trim().lines().collect();
    let actual: Vec<&str> = html.trim().lines().collect();
    let line = (0..).find(|&line| expected.get(line) != actual.get(line)).unwrap_or(0);
    format!(
        "{component}, {}, line {}:\n  expected {:?}\n  actual   {:?}",
        fixture.name,
        line + 1,
        expected.get(line),
        actual.get(line)
    )
}

fn fixture_files(family: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(family);
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).expect("fixtures").map(|entry| entry.expect("entry").path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    files
}

fn read(file: &Path) -> Vec<Fixture> {
    serde_json::from_slice(&fs::read(file).expect("a fixture file")).expect("fixtures as JSON")
}
