//! How alike two texts are, character by character: Jaro, Jaro–Winkler, Levenshtein,
//! Damerau–Levenshtein and Jaccard, each with the answers of DuckDB (which takes the first four
//! from rapidfuzz), because a model trained there has its thresholds on that scale.
//!
//! Texts of ASCII alone, which most names are, are compared by bytes and without memory of their own.

/// Longest text whose matched characters fit one machine word.
const WORD: usize = 64;

/// Runs a function over the characters of two texts: bytes where both are ASCII.
macro_rules! by_character {
    ($a:expr, $b:expr, $function:ident $(, $more:expr)*) => {
        if $a.is_ascii() && $b.is_ascii() {
            $function($a.as_bytes(), $b.as_bytes() $(, $more)*)
        } else {
            let (a, b): (Vec<char>, Vec<char>) = ($a.chars().collect(), $b.chars().collect());
            $function(&a, &b $(, $more)*)
        }
    };
}

/// Returns Jaro's similarity, from 0 (nothing in common) to 1; 0 where both are empty.
///
/// Source: M. A. Jaro, "Advances in record-linkage methodology", JASA 84 (1989).
#[must_use]
pub fn jaro(a: &str, b: &str) -> f64 {
    by_character!(a, b, jaro_of)
}

/// Returns Jaro's similarity raised by a tenth of what is missing for each of the first four
/// characters in common, where it is above 0.7.
///
/// Source: W. E. Winkler, "String comparator metrics" (1990).
#[must_use]
pub fn jaro_winkler(a: &str, b: &str) -> f64 {
    by_character!(a, b, jaro_winkler_of)
}

/// Returns the fewest characters to insert, delete or replace to make one text the other.
#[must_use]
pub fn levenshtein(a: &str, b: &str) -> usize {
    by_character!(a, b, levenshtein_of)
}

/// Returns the same distance with a swap of two neighbours as one change, also where the swapped are
/// changed again (the true distance, not that of optimal alignment).
#[must_use]
pub fn damerau_levenshtein(a: &str, b: &str) -> usize {
    by_character!(a, b, damerau_of)
}

/// Returns the share of the distinct characters of both that are in both; `None` where one is empty.
#[must_use]
pub fn jaccard(a: &str, b: &str) -> Option<f64> {
    by_character!(a, b, jaccard_of)
}

fn jaro_of<T: Copy + PartialEq>(a: &[T], b: &[T]) -> f64 {
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    // A lone character matches only itself, where the window below would have no width.
    if a.len() == 1 && b.len() == 1 {
        return f64::from(u8::from(a[0] == b[0]));
    }
    let (matched, swapped) =
        if a.len() <= WORD && b.len() <= WORD { in_words(a, b) } else { in_lists(a, b) };
    scored(matched, swapped, a.len(), b.len())
}

/// Returns how far apart two equal characters may stand.
fn window(a: usize, b: usize) -> usize {
    (a.max(b) / 2).saturating_sub(1)
}

fn scored(matched: usize, swapped: usize, a: usize, b: usize) -> f64 {
    if matched == 0 {
        return 0.0;
    }
    let m = matched as f64;
    (m / a as f64 + m / b as f64 + (matched - swapped / 2) as f64 / m) / 3.0
}

/// Counts the characters in common, and those of them in another order.
fn in_words<T: Copy + PartialEq>(a: &[T], b: &[T]) -> (usize, usize) {
    let reach = window(a.len(), b.len());
    let (mut taken_a, mut taken_b) = (0_u64, 0_u64);
    for (at, own) in b.iter().enumerate() {
        let (from, to) = (at.saturating_sub(reach), (at + reach + 1).min(a.len()));
        for (other, value) in a.iter().enumerate().take(to).skip(from) {
            if value == own && taken_a >> other & 1 == 0 {
                taken_a |= 1 << other;
                taken_b |= 1 << at;
                break;
            }
        }
    }
    let matched = taken_a.count_ones() as usize;
    let mut swapped = 0;
    while taken_b != 0 {
        let (i, j) = (taken_a.trailing_zeros() as usize, taken_b.trailing_zeros() as usize);
        swapped += usize::from(a[i] != b[j]);
        taken_a &= taken_a - 1;
        taken_b &= taken_b - 1;
    }
    (matched, swapped)
}

/// Does the same for longer texts.
fn in_lists<T: Copy + PartialEq>(a: &[T], b: &[T]) -> (usize, usize) {
    let reach = window(a.len(), b.len());
    let mut taken = vec![false; a.len()];
    let mut of_b = Vec::new();
    for (at, own) in b.iter().enumerate() {
        let (from, to) = (at.saturating_sub(reach), (at + reach + 1).min(a.len()));
        let found = (from..to).find(|other| !taken[*other] && a[*other] == *own);
        if let Some(other) = found {
            taken[other] = true;
            of_b.push(*own);
        }
    }
    let of_a = a.iter().zip(&taken).filter(|(_, taken)| **taken).map(|(own, _)| *own);
    let swapped = of_a.zip(&of_b).filter(|(a, b)| a != *b).count();
    (of_b.len(), swapped)
}

fn jaro_winkler_of<T: Copy + PartialEq>(a: &[T], b: &[T]) -> f64 {
    let jaro = jaro_of(a, b);
    if jaro <= 0.7 {
        return jaro;
    }
    let prefix = a.iter().zip(b).take(4).take_while(|(a, b)| a == b).count();
    jaro + prefix as f64 * 0.1 * (1.0 - jaro)
}

/// Returns the texts without the beginning and the end that they share.
fn trimmed<'t, T: PartialEq>(mut a: &'t [T], mut b: &'t [T]) -> (&'t [T], &'t [T]) {
    let front = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    (a, b) = (&a[front..], &b[front..]);
    let back = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    (&a[..a.len() - back], &b[..b.len() - back])
}

fn levenshtein_of<T: Copy + PartialEq>(a: &[T], b: &[T]) -> usize {
    let (a, b) = trimmed(a, b);
    if a.is_empty() || b.is_empty() {
        return a.len().max(b.len());
    }
    let mut short = [0_usize; WORD + 1];
    let mut long = Vec::new();
    let row: &mut [usize] = if b.len() <= WORD {
        &mut short[..=b.len()]
    } else {
        long.resize(b.len() + 1, 0);
        &mut long
    };
    for (at, cell) in row.iter_mut().enumerate() {
        *cell = at;
    }
    for (i, own) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, other) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(own != other);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

/// The distance of Lowrance and Wagner (1975), which looks back to where each character last stood.
fn damerau_of<T: Copy + PartialEq>(a: &[T], b: &[T]) -> usize {
    let (a, b) = trimmed(a, b);
    let width = b.len() + 2;
    let far = a.len() + b.len();
    let mut cost = vec![far; (a.len() + 2) * width];
    for i in 0..=a.len() {
        cost[(i + 1) * width + 1] = i;
    }
    for j in 0..=b.len() {
        cost[width + j + 1] = j;
    }
    for (i, own) in a.iter().enumerate() {
        let mut last_in_b = 0;
        for (j, other) in b.iter().enumerate() {
            // Rows before this one that end in the other text's character.
            let last_in_a = a[..i].iter().rposition(|own| own == other).map_or(0, |at| at + 1);
            let swapped = cost[last_in_a * width + last_in_b]
                + (i - last_in_a.min(i))
                + 1
                + (j - last_in_b.min(j));
            let same = own == other;
            let replaced = cost[(i + 1) * width + j + 1] + usize::from(!same);
            let inserted = cost[(i + 2) * width + j + 1] + 1;
            let deleted = cost[(i + 1) * width + j + 2] + 1;
            cost[(i + 2) * width + j + 2] = replaced.min(inserted).min(deleted).min(swapped);
            if same {
                last_in_b = j + 1;
            }
        }
    }
    cost[(a.len() + 1) * width + b.len() + 1]
}

fn jaccard_of<T: Copy + PartialEq>(a: &[T], b: &[T]) -> Option<f64> {
    if a.is_empty() || b.is_empty() {
        return None;
    }
    let distinct =
        |text: &[T]| text.iter().enumerate().filter(|(at, own)| !text[..*at].contains(own)).count();
    let both = a.iter().enumerate().filter(|(at, own)| !a[..*at].contains(own) && b.contains(own));
    let both = both.count();
    Some(both as f64 / (distinct(a) + distinct(b) - both) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// One line of the file of DuckDB's answers: `tests/golden/make.py` wrote it.
    type Golden = (String, String, f64, f64, usize, usize, Option<f64>);

    #[test]
    fn answers_are_those_of_duckdb() {
        let goldens: Vec<Golden> =
            serde_json::from_str(include_str!("../tests/golden/similarity.json")).unwrap();
        assert!(goldens.len() > 2_000);
        for (a, b, jaro_is, winkler, edits, damerau, jaccard_is) in goldens {
            assert!((jaro(&a, &b) - jaro_is).abs() < 1e-12, "jaro {a:?} {b:?}");
            assert!((jaro_winkler(&a, &b) - winkler).abs() < 1e-12, "winkler {a:?} {b:?}");
            assert_eq!(levenshtein(&a, &b), edits, "levenshtein {a:?} {b:?}");
            assert_eq!(damerau_levenshtein(&a, &b), damerau, "damerau {a:?} {b:?}");
            match (jaccard(&a, &b), jaccard_is) {
                (Some(own), Some(theirs)) => assert!((own - theirs).abs() < 1e-12, "{a:?} {b:?}"),
                (own, theirs) => assert_eq!(own, theirs, "jaccard {a:?} {b:?}"),
            }
        }
    }

    proptest! {
        #[test]
        fn distances_are_those_of_strsim(a in "[a-eé]{0,12}", b in "[a-eé]{0,12}") {
            prop_assert_eq!(levenshtein(&a, &b), strsim::levenshtein(&a, &b));
            prop_assert_eq!(damerau_levenshtein(&a, &b), strsim::damerau_levenshtein(&a, &b));
        }

        #[test]
        fn jaro_is_that_of_strsim(a in "[A-F' ]{2,60}", b in "[A-F' ]{2,60}") {
            // strsim goes along the first text, rapidfuzz along the second: it can matter where
            // letters repeat.
            prop_assert!((jaro(&a, &b) - strsim::jaro(&b, &a)).abs() < 1e-12);
        }

        #[test]
        fn short_texts_are_compared_as_long_ones(a in "[A-D]{2,40}", b in "[A-D]{2,40}") {
            prop_assert_eq!(
                in_words(a.as_bytes(), b.as_bytes()),
                in_lists(a.as_bytes(), b.as_bytes())
            );
        }
    }
}
