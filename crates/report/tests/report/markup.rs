//! Markup is well formed, which a browser would forgive and other programs do not, and whatever
//! comes from outside is text in it.

use report::Language;

use crate::invented::{STUDY, example, findings, page, people, study};

/// Returns the names of the elements in order, failing on markup that is not well formed XML.
#[track_caller]
fn elements(markup: &str) -> Vec<String> {
    let (mut open, mut names): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let mut rest = markup.strip_prefix("<!DOCTYPE html>").unwrap_or(markup);
    while let Some(start) = rest.find('<') {
        check_text(&rest[..start]);
        let end = rest[start..].find('>').map(|end| start + end).expect("a tag is not closed");
        let tag = &rest[start + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "closed in another order");
            continue;
        }
        let name: String = tag.chars().take_while(|c| c.is_alphanumeric()).collect();
        assert!(!name.is_empty(), "<{tag}>");
        check_attributes(tag[name.len()..].trim_end_matches('/'));
        names.push(name.clone());
        if !tag.ends_with('/') {
            open.push(name);
        }
    }
    check_text(rest);
    assert!(open.is_empty(), "{open:?} not closed");
    names
}

#[track_caller]
fn check_text(text: &str) {
    for part in text.split('&').skip(1) {
        let name = part.split(';').next().unwrap_or_default();
        let known = ["amp", "lt", "gt", "quot"].contains(&name) || name.starts_with('#');
        assert!(known, "&{part}");
    }
    assert!(!text.chars().any(|c| c.is_control() && !"\n\t\r".contains(c)), "{text:?}");
}

/// Attributes are `name="value"`, each once.
#[track_caller]
fn check_attributes(mut rest: &str) {
    let mut seen = Vec::new();
    while let Some(equals) = rest.find('=') {
        let name = rest[..equals].trim().to_owned();
        let value = rest[equals + 1..].strip_prefix('"').expect("a value is not quoted");
        let end = value.find('"').expect("a value is not closed");
        check_text(&value[..end]);
        assert!(!seen.contains(&name), "{name} twice");
        seen.push(name);
        rest = &value[end + 1..];
    }
    assert!(rest.trim().is_empty(), "{rest:?}");
}

#[test]
fn everything_is_well_formed_and_no_page_has_a_script() {
    for findings in [findings(), example()] {
        for file in report::files(&findings).unwrap() {
            if file.name.ends_with(".csv") || file.name.ends_with(".pdf") {
                continue;
            }
            let text = String::from_utf8(file.bytes).unwrap();
            let names = elements(&text);
            for name in ["script", "iframe", "object", "link", "img", "form"] {
                assert!(!names.iter().any(|own| own == name), "{name} in {}", file.name);
            }
            for word in [" onload", " onclick", "javascript:", "http://", "https://"] {
                let text = text.replace("http://www.w3.org/2000/svg", "");
                assert!(!text.contains(word), "{word} in {}", file.name);
            }
        }
    }
}

#[test]
fn headings_come_in_order_and_there_is_one_title() {
    for language in Language::ALL {
        let names = elements(&page(&findings(), language));
        let level = |name: &String| name.strip_prefix('h').and_then(|n| n.parse::<u8>().ok());
        let levels: Vec<u8> = names.iter().filter_map(level).collect();
        assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1);
        assert_eq!(levels[0], 1);
        for pair in levels.windows(2) {
            assert!(pair[1] <= pair[0] + 1, "{levels:?}");
        }
    }
}

#[test]
fn figures_can_be_heard() {
    for file in report::write(&findings(), Language::Cy).unwrap() {
        if file.name.ends_with(".svg") {
            let text = String::from_utf8(file.bytes).unwrap();
            let names = elements(&text);
            assert_eq!(names[..3], ["svg", "title", "desc"], "{}", file.name);
            assert!(text.contains("role=\"img\"") && text.contains("xml:lang=\"cy\""));
        }
    }
}

#[test]
fn names_are_text_wherever_they_stand() {
    let bad = "<b>&\"'\u{1}<script>alert(1)</script>";
    let text = STUDY
        .replace("name = \"reoffending\"", "name = '''NAME'''\ncolumn = \"reoffending\"")
        .replace("\"priors\"", "\"<i>priors&\"");
    let csv = people().replacen("priors", "<i>priors&", 1);
    let mut findings = study(&text.replace("NAME", "name"), &csv);
    // As if it stood in the study file, which takes no control characters.
    let json = |text: &str| text.replace("name", bad);
    for row in &mut findings.outcomes {
        row.name = json(&row.name);
    }
    for row in &mut findings.estimates {
        row.outcome = json(&row.outcome);
    }
    for row in &mut findings.refused {
        row.outcome = json(&row.outcome);
    }
    for language in Language::ALL {
        for file in report::write(&findings, language).unwrap() {
            if !file.name.ends_with(".html") && !file.name.ends_with(".svg") {
                continue;
            }
            let text = String::from_utf8(file.bytes).unwrap();
            let names = elements(&text);
            assert!(!names.iter().any(|name| ["b", "i", "script"].contains(&name.as_str())));
        }
        let page = page(&findings, language);
        assert!(page.contains("&lt;b&gt;&amp;&quot;"));
        assert!(page.contains("&lt;i&gt;priors&amp;"));
    }
}
