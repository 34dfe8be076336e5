//! Forms of first names: BILL and WILLIAM may be one person, so both have one root.
//!
//! The forms are those of `models/first-names.txt`. What is in none of its lines, also two names in
//! one column, is its own root; mistakes in writing are left to the similarity of texts.

use std::collections::HashMap;
use std::sync::LazyLock;

/// A root and its forms a line, as names are cleaned; what follows # is for the reader.
const FORMS: &str = include_str!("../models/first-names.txt");

static ROOTS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let with_root = |(root, forms): (&'static str, Vec<&'static str>)| {
        forms.into_iter().map(move |form| (form, root)).chain([(root, root)])
    };
    lines().flat_map(with_root).collect()
});

/// Returns each root with its other forms.
fn lines() -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
    FORMS.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut forms = line.split_whitespace();
        Some((forms.next()?, forms.collect()))
    })
}

/// Returns the root of a first name that was cleaned: itself where no other is known.
#[must_use]
pub(crate) fn root(name: &str) -> &str {
    ROOTS.get(name).copied().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::clean;

    #[test]
    fn each_form_stands_once_and_as_names_are_cleaned() {
        let mut seen = HashSet::new();
        for (root, forms) in lines() {
            assert!(!forms.is_empty(), "{root} has no other form");
            for form in forms.into_iter().chain([root]) {
                assert!(form.bytes().all(|letter| letter.is_ascii_uppercase()), "{form}");
                assert_eq!(clean::name(form).as_deref(), Some(form));
                assert!(seen.insert(form), "{form} stands twice");
            }
        }
        assert!(seen.len() > 1_000, "{}", seen.len());
    }

    #[test]
    fn a_root_is_its_own_root() {
        for (first, forms) in lines() {
            assert_eq!(root(first), first);
            assert!(forms.iter().all(|form| root(form) == first), "{first}");
        }
    }

    #[test]
    fn forms_of_one_name_have_one_root() {
        for forms in [
            &["BILL", "WILLIAM", "GWILYM"][..],
            &["PEGGY", "MARGARET"],
            &["DAFYDD", "DAVE"],
            &["MUHAMMAD", "MOHAMED"],
            // Short for both.
            &["CHRISTINE", "CHRIS", "CHRISTOPHER"],
        ] {
            let of_all: HashSet<&str> = forms.iter().map(|form| root(form)).collect();
            assert_eq!(of_all.len(), 1, "{of_all:?}");
        }
        assert_ne!(root("BILL"), root("ROBERT"));
        // Neither in a line, nor a line for each part.
        assert_eq!(root("ADERIBIGBE"), "ADERIBIGBE");
        assert_eq!(root("BILL BOB"), "BILL BOB");
    }
}
