//! The OpenAPI document names what there is: every route, and every field of every form and link.

use crate::form_filler::forms;
use crate::harness::{World, on_sqlite};
use crate::hostile::WRITERS;
use crate::matrix::asks;
use crate::rich::Rich;
use axum::http::Method;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use web::{fields, openapi, path_of, table};

/// What is sent to a route, by method and path.
type Fields = BTreeMap<(String, String), BTreeSet<String>>;

const FIELDS_FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/openapi/fields.txt");

#[test]
fn the_document_has_every_route_and_no_other() {
    let document = openapi();
    let mut documented = BTreeSet::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            documented.insert(format!("{} {path}", method.to_uppercase()));
            let parts = path.matches('{').count();
            let named = operation["parameters"].as_array().unwrap();
            let in_path = named.iter().filter(|one| one["in"] == "path").count();
            assert_eq!(in_path, parts, "{path}");
            let language = named.iter().any(|one| one["name"] == "lang");
            assert_eq!(language, method == "get", "{method} {path}");
        }
    }
    let routes: BTreeSet<_> =
        table().iter().map(|route| format!("{} {}", route.method, route.path)).collect();
    assert_eq!(documented, routes);
}

#[test]
fn the_document_names_each_operation_once() {
    let document = openapi();
    let mut ids = BTreeSet::new();
    for operations in document["paths"].as_object().unwrap().values() {
        for operation in operations.as_object().unwrap().values() {
            assert!(
                ids.insert(operation["operationId"].to_string()),
                "{}",
                operation["operationId"]
            );
        }
    }
}

/// Returns the route that an address is of.
fn route_of(method: &Method, address: &str) -> Option<&'static str> {
    let routes = table().into_iter().filter(|route| route.method == *method);
    path_of(routes.map(|route| route.path), address)
}

/// Returns the text of an attribute's values.
fn values<'a>(page: &'a str, attribute: &'a str) -> impl Iterator<Item = String> + 'a {
    page.split(attribute).skip(1).filter_map(|rest| {
        let value = rest.split('"').next()?;
        Some(value.replace("&#x2f;", "/").replace("&amp;", "&"))
    })
}

/// Adds what the forms and links of a page send.
fn add(seen: &mut Fields, page: &str) {
    let mut put = |method: Method, path: &str, names: Vec<String>| {
        let path = path.split('?').next().unwrap_or_default();
        let Some(route) = route_of(&method, path) else { return };
        // A name with the id of a thing in it is another for every thing.
        let names = names.into_iter().filter(|name| !name.contains(|c: char| c.is_ascii_digit()));
        seen.entry((method.to_string(), route.to_owned())).or_default().extend(names);
    };
    for form in forms(page, "words") {
        let names = form.pairs.iter().map(|(name, _)| name.clone());
        put(Method::POST, &form.action, names.chain(form.file).collect());
    }
    for link in values(page, "href=\"").filter(|link| link.starts_with('/')) {
        let Some((path, query)) = link.split_once('?') else { continue };
        let query = query.split('#').next().unwrap_or_default();
        let names = query.split('&').filter_map(|pair| pair.split('=').next()).map(str::to_owned);
        put(Method::GET, path, {
            // Every page has a link to itself in the other language.
            names.filter(|name| !name.is_empty() && name != "lang").collect()
        });
    }
    for form in page.split("<form ").skip(1).filter_map(|rest| rest.split("</form>").next()) {
        if form.starts_with("method=\"get\"") {
            let action = values(form, "action=\"").next().unwrap_or_default();
            put(Method::GET, &action, values(form, " name=\"").collect());
        }
    }
}

async fn fields_of_pages(world: &World, rich: &Rich) -> Fields {
    let mut seen = Fields::new();
    for path in ["/", "/sign-in", "/first-sign-in"] {
        add(&mut seen, &world.ask("GET", path, "", String::new()).await.text);
    }
    for (place, role) in WRITERS {
        let cookie = world.session(rich.place(place).account(role)).await;
        for asked in asks(rich).iter().filter(|ask| ask.method == Method::GET) {
            if asked.thing.is_none_or(|(case, _)| case.name == "first") {
                add(&mut seen, &world.ask("GET", &asked.path, &cookie, String::new()).await.text);
            }
        }
    }
    seen.retain(|_, names| !names.is_empty());
    seen
}

#[test]
fn the_document_names_every_field_of_every_form_and_link() {
    on_sqlite(&async |world: World| {
        let rich = Rich::build(&world).await;
        let seen = fields_of_pages(&world, &rich).await;
        if std::env::var_os("RESETTLE_WRITE_FIELDS").is_some() {
            let head = std::fs::read_to_string(FIELDS_FILE).unwrap();
            let mut text = format!("{}\n", head.lines().next().unwrap());
            for ((method, path), names) in &seen {
                let names: Vec<_> = names.iter().map(String::as_str).collect();
                writeln!(text, "{method} {path}: {}", names.join(" ")).unwrap();
            }
            std::fs::write(FIELDS_FILE, text).unwrap();
            return;
        }
        let named: Fields = fields()
            .into_iter()
            .map(|(method, path, names)| {
                let names = names.into_iter().map(str::to_owned).collect();
                ((method.to_string(), path.to_owned()), names)
            })
            .collect();
        assert_eq!(named, seen, "the first line of {FIELDS_FILE} says how it is written anew");
    });
}
