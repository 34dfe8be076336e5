//! The OpenAPI document of the site: every route of the table, what it is asked with and what it
//! answers. The site is pages for people; the document is for those who test it from outside.

use crate::routes::{Access, Route, table};
use axum::http::Method;
use serde_json::{Map, Value, json};

/// The fields of every form and query, a line for each route: a test compares them with the pages.
const FIELDS: &str = include_str!("openapi/fields.txt");

/// What is no page: path and media type.
const FILES: [(&str, &str); 4] = [
    ("/health", "text/plain"),
    ("/journal/checkpoint", "text/plain"),
    ("/my-record/export/file", "application/json"),
    ("/people/{id}/export/file", "application/json"),
];

/// What a form gives that makes a file: path and media type.
const MADE: [(&str, &str); 1] = [(crate::pilot::justice_data_lab::PATH, "text/csv")];

/// Returns the fields that are sent to a route, by method and path.
#[must_use]
pub fn fields() -> Vec<(Method, &'static str, Vec<&'static str>)> {
    let lines = FIELDS.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines
        .filter_map(|line| {
            let (method, rest) = line.split_once(' ')?;
            let (path, names) = rest.split_once(": ")?;
            Some((method.parse().ok()?, path, names.split(' ').collect()))
        })
        .collect()
}

/// Returns the document, of version 3.1 of OpenAPI.
#[must_use]
pub fn openapi() -> Value {
    let fields = fields();
    let mut paths = Map::new();
    for route in table() {
        let sent =
            fields.iter().find(|(method, path, _)| *method == route.method && *path == route.path);
        let names = sent.map_or(&[][..], |(_, _, names)| names);
        let method = route.method.as_str().to_lowercase();
        let path = paths.entry(route.path).or_insert_with(|| json!({}));
        path[method] = operation(&route, names);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Resettle",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Pages and forms, in English and Welsh. Whoever is not signed in is led to /sign-in.",
            "license": { "name": "MIT", "identifier": "MIT" },
        },
        "paths": paths,
        "components": { "securitySchemes": {
            "session": { "type": "apiKey", "in": "cookie", "name": "__Host-session" },
        } },
    })
}

fn operation(route: &Route, names: &[&str]) -> Value {
    let mut parameters: Vec<Value> = parts(route.path).map(part).collect();
    let mut operation = json!({
        "operationId": operation_id(route),
        "summary": summary(route),
        "responses": responses(route),
    });
    if route.method == Method::GET {
        // Every page is in both languages.
        let names = names.iter().chain(&["lang"]);
        parameters
            .extend(names.map(
                |name| json!({ "name": name, "in": "query", "schema": { "type": "string" } }),
            ));
    } else {
        operation["requestBody"] = body(names);
    }
    operation["parameters"] = Value::from(parameters);
    if route.access != Access::Public {
        operation["security"] = json!([{ "session": [] }]);
    }
    operation
}

/// Returns the parts of a path that are filled in.
fn parts(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
}

/// Describes a part of a path: an id of something, a secret on paper or in a link, or a word of ours.
fn part(name: &str) -> Value {
    let schema = match name {
        "id" | "item" | "service" => json!({ "type": "string", "format": "uuid" }),
        "token" => json!({ "type": "string", "minLength": 1, "maxLength": 200 }),
        _ => json!({ "type": "string", "minLength": 1, "maxLength": 60 }),
    };
    json!({ "name": name, "in": "path", "required": true, "schema": schema })
}

/// Describes a form: text, all of it, because every mistake in it is answered on the form itself.
fn body(names: &[&str]) -> Value {
    let text = json!({ "type": "string" });
    let properties: Map<String, Value> =
        names.iter().map(|name| ((*name).to_owned(), text.clone())).collect();
    let schema =
        json!({ "type": "object", "properties": properties, "additionalProperties": text });
    // A form with a file is the same fields in parts.
    let media = if names.contains(&"file") {
        "multipart/form-data"
    } else {
        "application/x-www-form-urlencoded"
    };
    json!({ "required": true, "content": { media: { "schema": schema } } })
}

fn operation_id(route: &Route) -> String {
    let words: Vec<_> = route.path.split(['/', '-']).filter(|word| !word.is_empty()).collect();
    let words = words.join("_").replace(['{', '}'], "");
    format!(
        "{}_{}",
        route.method.as_str().to_lowercase(),
        if words.is_empty() { "start" } else { &words }
    )
}

fn summary(route: &Route) -> String {
    let needs = match route.access {
        Access::Public => "For anybody".to_owned(),
        Access::Needs(action) => format!("For whoever may {action}"),
        Access::NeedsFresh(action) => {
            format!("For whoever may {action} and gave a one-time code lately")
        }
    };
    match route.journal {
        Some(event) => format!("{needs}; journalled as {event}"),
        None => needs,
    }
}

/// Returns what a route answers; the words are those of the pages that are shown.
fn responses(route: &Route) -> Value {
    let media =
        FILES.iter().find(|(path, _)| *path == route.path).map_or("text/html", |(_, media)| media);
    let reads = route.method == Method::GET;
    let page = |words: &str| json!({ "description": words, "content": { "text/html": {} } });
    let mut answers = json!({
        "400": page("What was sent cannot be read"),
        "403": page("Not for you, or a page of another site's frame"),
        "404": page("There is nothing here, or nothing that is shared with you"),
        "429": page("Too many requests"),
        "503": page("Too busy"),
    });
    if reads {
        answers["200"] = json!({ "description": "The page or file", "content": { media: {} } });
    } else {
        answers["200"] = page("What came of it, to be looked at");
        if let Some((_, media)) = MADE.iter().find(|(path, _)| *path == route.path) {
            answers["200"]["content"][media] = json!({});
        }
        answers["413"] = page("Too large");
        answers["415"] = page("Not a form");
        answers["422"] = page("The form, filled in, with what is wrong");
    }
    if !reads || route.access != Access::Public {
        answers["303"] = json!({ "description": "On to another page" });
        answers["409"] = page("It has moved on since");
    }
    if parts(route.path).any(|name| name == "token") {
        answers["410"] = page("The link does not work any more");
    }
    answers
}
