//! The name that was probably meant where a column is not there.

/// Returns the nearest of the names that are known, if one is near.
#[must_use]
pub fn nearest<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<String> {
    // Jaro–Winkler above 0.7 catches shortened words and most slips of the keyboard without offering
    // names that have nothing to do with it; of three letters in another order it makes next to
    // nothing, but that is one slip.
    let likeness = |candidate: &str| {
        let (name, candidate) = (name.to_lowercase(), candidate.to_lowercase());
        let slip = name.len() > 2 && strsim::damerau_levenshtein(&name, &candidate) == 1;
        strsim::jaro_winkler(&name, &candidate).max(if slip { 0.9 } else { 0.0 })
    };
    known
        .into_iter()
        .map(|candidate| (likeness(candidate), candidate))
        .filter(|(likeness, _)| *likeness > 0.7)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate.to_owned())
}
