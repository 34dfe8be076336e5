//! Templates have no words of their own: what they say comes from the messages, in both languages.

use super::{Findings, Rule, Tree};

pub(super) const RULE: Rule = Rule { name: "templates have no words of their own", check };

const TEMPLATES: &str = "crates/web/templates/";

/// Component options that are read by a person.
const READ_OPTIONS: [&str; 5] = ["text", "html", "titleText", "label", "ariaLabel"];
/// Attributes that are read by a person.
const READ_ATTRIBUTES: [&str; 4] = ["aria-label", "alt", "placeholder", "title"];
/// A language is named in itself, so that those who read it find it.
const LANGUAGES: [&str; 2] = ["English", "Cymraeg"];

fn check(tree: &Tree, findings: &mut Findings) {
    for file in tree.files.iter().filter(|file| file.path.starts_with(TEMPLATES)) {
        let (seen, expressions) = split(&file.text);
        for (part, what) in [
            (without_tags(&seen), "words in the page"),
            (attributes(&seen), "words in an attribute"),
            (options(&expressions), "words in a component's option"),
        ] {
            for (index, line) in part.lines().enumerate() {
                let word = line
                    .split(|c: char| !c.is_alphabetic())
                    .find(|word| word.len() > 1 && !LANGUAGES.contains(word));
                if let Some(word) = word {
                    let wrong = format!("{what}: “{word}”");
                    findings.add(
                        &file.path,
                        index + 1,
                        &wrong,
                        "use t(\"key\") and write the message",
                    );
                }
            }
        }
    }
}

/// Splits a template into what is put out as written, and what is computed; lines stay in place.
fn split(text: &str) -> (String, String) {
    const MARKS: [(&str, &str); 3] = [("{#", "#}"), ("{%", "%}"), ("{{", "}}")];
    let (mut seen, mut computed) = (String::new(), String::new());
    let mut rest = text;
    while !rest.is_empty() {
        let next = MARKS
            .iter()
            .filter_map(|(open, close)| Some((rest.find(open)?, *open, *close)))
            .min_by_key(|(at, _, _)| *at);
        let Some((at, open, close)) = next else {
            seen.push_str(rest);
            break;
        };
        let end = at + end_of(&rest[at..], open, close);
        seen.push_str(&rest[..at]);
        // A mark stands for what is computed, so that words on both sides stay apart.
        seen.push('\u{1}');
        let inside = &rest[at..end];
        seen.extend(inside.chars().filter(|&c| c == '\n'));
        computed.extend(rest[..at].chars().filter(|&c| c == '\n'));
        if open == "{#" {
            computed.extend(inside.chars().filter(|&c| c == '\n'));
        } else {
            computed.push_str(inside);
        }
        rest = &rest[end..];
    }
    (seen, computed)
}

/// Returns the length of a tag; `}}` may also end two maps, and anything may be in a text.
fn end_of(tag: &str, open: &str, close: &str) -> usize {
    let mut depth = 0_usize;
    let mut quote = None;
    for (at, c) in tag.char_indices().skip(open.len()) {
        match (quote, c) {
            (Some(end), c) if c == end => quote = None,
            (None, '"' | '\'') if open != "{#" => quote = Some(c),
            (None, _) if depth == 0 && tag[at..].starts_with(close) => return at + close.len(),
            (None, '{') => depth += 1,
            (None, '}') => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    tag.len()
}

fn without_tags(html: &str) -> String {
    let mut inside = false;
    let mut text = String::new();
    let mut previous = "";
    // Named characters, such as `&nbsp;`, aren't words.
    for part in html.split_inclusive(['<', '>', '&', ';']) {
        let body = part.trim_end_matches(['<', '>', '&', ';']);
        let is_entity = previous.ends_with('&') && part.ends_with(';');
        let keep = !inside && !is_entity;
        text.extend(body.chars().filter(|&c| keep || c == '\n'));
        text.push(' ');
        if part.ends_with('<') {
            inside = true;
        } else if part.ends_with('>') {
            inside = false;
        }
        previous = part;
    }
    text
}

fn attributes(html: &str) -> String {
    pick(html, |before| {
        READ_ATTRIBUTES.iter().any(|name| {
            before.strip_suffix("=").is_some_and(|before| before.ends_with(&format!(" {name}")))
        })
    })
}

fn options(computed: &str) -> String {
    pick(computed, |before| {
        let Some(before) = before.trim_end().strip_suffix([':', '=']) else {
            return false;
        };
        let before = before.trim_end().trim_end_matches(['"', '\'']);
        READ_OPTIONS.iter().any(|name| {
            before.strip_suffix(name).is_some_and(|before| !before.ends_with(char::is_alphanumeric))
        })
    })
}

/// Returns the quoted texts that follow something, on their lines.
fn pick(text: &str, follows: impl Fn(&str) -> bool) -> String {
    let mut picked = String::new();
    for line in text.lines() {
        let mut before = 0;
        while let Some(start) = line[before..].find(['"', '\'']).map(|at| before + at) {
            let quote = &line[start..=start];
            let Some(end) = line[start + 1..].find(quote).map(|at| start + 1 + at) else {
                break;
            };
            // `t("key")` is a quoted text too, but follows a bracket.
            if follows(&line[..start]) {
                picked.push_str(&line[start + 1..end]);
                picked.push(' ');
            }
            before = end + 1;
        }
        picked.push('\n');
    }
    picked
}

#[cfg(test)]
mod tests {
    use crate::tidy::check_rule;

    fn check(text: &str, expected_lines: &[usize]) {
        let path = "crates/web/templates/a.html";
        let expected: Vec<String> = expected_lines.iter().map(|n| format!("{path}:{n}")).collect();
        let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
        check_rule(&super::RULE, &[(path, text)], &expected);
    }

    #[test]
    fn what_is_computed_is_fine() {
        check(
            "{# A comment\nof two lines #}\n<p class=\"govuk-body\">{{ t(\"a\") }} · 1,&nbsp;x</p>",
            &[],
        );
        check("{% for a in b %}<a href=\"/people/{{ a.id }}\">{{ a.name }}</a>{% endfor %}", &[]);
        check("{{ govuk_button({\"text\": t(\"save\"), \"name\": \"go\"}) }}", &[]);
        check("{{ summary({\"rows\": [{\"key\": {\"a\": b}}], \"c\": \"}}\"}) }}", &[]);
        check("{{ links([{\"text\": \"Cymraeg\"}]) }}", &[]);
        check("<input title=\"{{ t('a') }}\" type=\"text\">", &[]);
    }

    #[test]
    fn words_are_not() {
        check("{% if a %}\n<p>Hello</p>{% endif %}", &[2]);
        check("<img\n alt=\"A house\">", &[2]);
        check("{{ govuk_button({\n  \"text\": \"Save\"\n}) }}", &[2]);
        check("{{ button(text='Save') }}", &[1]);
    }
}
