//! Reading a form: every field parsed into a type that cannot be wrong, all errors at once, and
//! everything typed kept so that the page comes back filled in.

use crate::language::Language;
use app::{Error, FieldErrors};
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use domain::{Coded, Invalid, LongText, ShortText, parse_date};
use minijinja::value::Serde;
use minijinja::{Value, context};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The hidden field by which a second submit of the same form is known.
pub(crate) const TOKEN: &str = "form-token";

/// A submitted form, as typed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Form {
    pairs: Vec<(String, String)>,
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        if !is_form(request.headers()) {
            return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response());
        }
        let body =
            Bytes::from_request(request, state).await.map_err(IntoResponse::into_response)?;
        // A body in another encoding than UTF-8 would store other words than were typed.
        let text =
            std::str::from_utf8(&body).map_err(|_| StatusCode::BAD_REQUEST.into_response())?;
        Ok(Self { pairs: form_pairs(text).ok_or_else(|| StatusCode::BAD_REQUEST.into_response())? })
    }
}

/// Whether a request says that its body is a form in UTF-8, or says nothing of it.
fn is_form(headers: &HeaderMap) -> bool {
    let Some(kind) = headers.get(header::CONTENT_TYPE) else { return true };
    let Ok(kind) = kind.to_str() else { return false };
    let mut parts = kind.split(';').map(str::trim);
    let is_form = parts
        .next()
        .is_some_and(|kind| kind.eq_ignore_ascii_case("application/x-www-form-urlencoded"));
    let in_utf8 = parts.all(|parameter| match parameter.split_once('=') {
        Some((name, value)) if name.eq_ignore_ascii_case("charset") => {
            value.trim_matches('"').eq_ignore_ascii_case("utf-8")
        }
        _ => true,
    });
    is_form && in_utf8
}

/// Decodes `application/x-www-form-urlencoded`; `None` when what is encoded is not UTF-8.
fn form_pairs(body: &str) -> Option<Vec<(String, String)>> {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(body).ok()?;
    // The decoder puts this mark where bytes are not UTF-8, which would store other words.
    let whole =
        pairs.iter().all(|(key, value)| !key.contains('\u{fffd}') && !value.contains('\u{fffd}'));
    whole.then_some(pairs)
}

impl Form {
    /// Returns a form that came in parts.
    pub(crate) const fn of(pairs: Vec<(String, String)>) -> Self {
        Self { pairs }
    }

    /// Returns this form with the fields of another where it has none of that name: what was sent
    /// of one part of a page, over what the rest of the page holds.
    pub(crate) fn over(&self, rest: &Self) -> Self {
        let mut pairs = self.pairs.clone();
        let others = rest.pairs.iter().filter(|(name, _)| self.all(name).next().is_none());
        pairs.extend(others.cloned());
        Self { pairs }
    }

    /// Returns what was typed in a field, without the spaces around it; empty when there is none.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
    }

    /// Returns what was typed in a field to the last space, as a password is.
    pub(crate) fn exact(&self, name: &str) -> &str {
        self.pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// Returns everything given for a field, such as ticked boxes.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.pairs.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.trim())
    }

    /// Returns the fields whose names start so, without that start.
    pub(crate) fn starting<'a>(
        &'a self,
        start: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.pairs
            .iter()
            .filter_map(move |(key, value)| Some((key.strip_prefix(start)?, value.trim())))
    }

    /// Returns the token by which a second submit is known.
    pub(crate) fn token(&self) -> Option<Uuid> {
        self.text(TOKEN).parse().ok()
    }

    /// Returns a reader that gathers errors.
    pub(crate) const fn fields(&self) -> Fields<'_> {
        Fields { form: self, errors: Vec::new() }
    }

    /// Returns what a template needs to show the form again.
    pub(crate) fn state(&self, errors: &FieldErrors, language: Language) -> Value {
        let mut values: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (key, value) in &self.pairs {
            // A password is typed again, never sent back.
            if !key.ends_with("password") && key != TOKEN {
                values.entry(key).or_default().push(value);
            }
        }
        let mut by_field: BTreeMap<&str, String> = BTreeMap::new();
        let mut list = Vec::with_capacity(errors.len());
        for (field, why) in errors {
            let text = language.invalid(why);
            list.push(context! { text => text.as_str(), href => format!("#{field}") });
            by_field.entry(field).or_insert(text);
        }
        context! { values => Serde(values), errors => Serde(by_field), list }
    }
}

/// Reads fields one by one and gathers what is wrong.
#[derive(Debug)]
pub(crate) struct Fields<'a> {
    form: &'a Form,
    errors: FieldErrors,
}

impl Fields<'_> {
    /// Notes what is wrong with a field.
    pub(crate) fn refuse(&mut self, name: &str, why: Invalid) {
        self.errors.push((name.to_owned(), why));
    }

    /// Reads a field with its type's own parser.
    pub(crate) fn read<T>(
        &mut self,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, Invalid>,
    ) -> Option<T> {
        parse(self.form.text(name)).map_err(|why| self.refuse(name, why)).ok()
    }

    /// Reads one of a list; `missing` says what to choose when nothing was.
    pub(crate) fn coded<T: Coded>(&mut self, name: &str, missing: &'static str) -> Option<T> {
        let found = T::from_code(self.form.text(name));
        if found.is_none() {
            self.refuse(name, Invalid::new(missing));
        }
        found
    }

    /// Reads a text of a line.
    pub(crate) fn short(&mut self, name: &str) -> Option<String> {
        self.read(name, |text| ShortText::parse(text).map(|text| text.to_string()))
    }

    /// Reads a text of several lines.
    pub(crate) fn long(&mut self, name: &str) -> Option<String> {
        self.read(name, |text| LongText::parse(text).map(|text| text.to_string()))
    }

    /// Reads a text of a line; `missing` says what to write when nothing was.
    pub(crate) fn short_or(&mut self, name: &str, missing: &'static str) -> Option<String> {
        if self.form.text(name).is_empty() {
            self.refuse(name, Invalid::new(missing));
            return None;
        }
        self.short(name)
    }

    /// Reads a text of several lines; `missing` says what to write when nothing was.
    pub(crate) fn long_or(&mut self, name: &str, missing: &'static str) -> Option<String> {
        if self.form.text(name).is_empty() {
            self.refuse(name, Invalid::new(missing));
            return None;
        }
        self.long(name)
    }

    /// Reads a text of several lines that may be left empty; gives an empty text then.
    pub(crate) fn long_or_empty(&mut self, name: &str) -> Option<String> {
        if self.form.text(name).is_empty() { Some(String::new()) } else { self.long(name) }
    }

    /// Reads a date of three boxes, `name-day`, `name-month` and `name-year`.
    pub(crate) fn date(&mut self, name: &str) -> Option<NaiveDate> {
        let part = |part: &str| self.form.text(&format!("{name}-{part}")).to_owned();
        let (day, month, year) = (part("day"), part("month"), part("year"));
        parse_date(&day, &month, &year).map_err(|why| self.refuse(&format!("{name}-day"), why)).ok()
    }

    /// Reads a date that may be left empty; gives none then.
    pub(crate) fn date_or_empty(&mut self, name: &str) -> Option<Option<NaiveDate>> {
        let parts = ["day", "month", "year"];
        let empty = parts.iter().all(|part| self.form.text(&format!("{name}-{part}")).is_empty());
        if empty { Some(None) } else { self.date(name).map(Some) }
    }

    /// Reads a field that may be left empty with its type's own parser.
    pub(crate) fn optional<T>(
        &mut self,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, Invalid>,
    ) -> Option<Option<T>> {
        if self.form.text(name).is_empty() { Some(None) } else { self.read(name, parse).map(Some) }
    }

    /// Reads one of a list that may be left empty; what is not in the list counts as empty.
    pub(crate) fn coded_or_empty<T: Coded>(&self, name: &str) -> Option<T> {
        T::from_code(self.form.text(name))
    }

    /// Returns the whole, or everything that is wrong.
    pub(crate) fn finish<T>(self, whole: Option<T>) -> Result<T, Error> {
        match whole {
            Some(whole) if self.errors.is_empty() => Ok(whole),
            _ => Err(Error::Invalid(self.errors)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_never_comes_back() {
        let pairs = vec![
            ("password".into(), "secret".into()),
            ("current-password".into(), " secret".into()),
            ("email".into(), "a@b".into()),
        ];
        let state = Form { pairs }.state(&Vec::new(), Language::En).to_string();
        assert!(!state.contains("secret") && state.contains("a@b"), "{state}");
    }

    #[test]
    fn what_was_sent_stands_over_the_rest_of_the_page() {
        let form = |pairs: &[(&str, &str)]| {
            Form::of(pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect())
        };
        let whole = form(&[("a", "")]).over(&form(&[("a", "old"), ("b", "kept")]));
        assert_eq!((whole.text("a"), whole.text("b")), ("", "kept"));
    }

    #[test]
    fn a_wrong_encoding_is_refused() {
        assert_eq!(form_pairs("name=%FF"), None);
        assert_eq!(form_pairs("name=%C5%B5"), Some(vec![("name".into(), "ŵ".into())]));
    }
}
