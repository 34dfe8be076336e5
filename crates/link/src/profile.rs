//! What files are like before anything is linked: what is missing, what is common, how dates are
//! written, how many pairs each blocking rule would make, and who could never be linked.
//!
//! A value is shown only where many records share it: a profile names no one.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::clean::day_of;
use crate::linker::{Linker, RuleSize};
use crate::records::{Records, shown};

/// Fewest records that share a value that is shown.
pub const FEWEST: u64 = 10;
/// Values shown of each column.
const SHOWN: usize = 5;

/// What one column is like.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnProfile {
    /// Its name.
    pub name: String,
    /// Records.
    pub records: u64,
    /// Records without a value.
    pub missing: u64,
    /// Distinct values.
    pub distinct: u64,
    /// The commonest values that at least [`FEWEST`] records share, and how many do.
    pub common: Vec<(String, u64)>,
    /// Where most values look like dates: how they are written, and how many of each.
    pub dates: Vec<(String, u64)>,
}

impl Records {
    /// Returns what the columns that were read are like.
    #[must_use]
    pub fn profile(&self) -> Vec<ColumnProfile> {
        let names: Vec<&str> = self.columns().filter(|name| !name.starts_with('=')).collect();
        names.into_iter().filter_map(|name| self.profile_of(name)).collect()
    }

    fn profile_of(&self, name: &str) -> Option<ColumnProfile> {
        let column = self.column(name).ok()?;
        let counts: Vec<u64> = column.counts().into_iter().map(u64::from).collect();
        let found: u64 = counts.iter().sum();
        let mut common = Vec::new();
        let mut written: BTreeMap<String, u64> = BTreeMap::new();
        for (code, count) in (0..).zip(&counts).filter(|(_, count)| **count > 0) {
            let value = shown(&column.values.get(code));
            *written.entry(way_of(&value)).or_default() += count;
            if *count >= FEWEST {
                common.push((value, *count));
            }
        }
        commonest_first(&mut common);
        common.truncate(SHOWN);
        let other = written.get(NO_DATE).copied().unwrap_or_default();
        let mut dates: Vec<(String, u64)> = Vec::new();
        if found > 0 && other * 2 < found {
            dates.extend(written);
            commonest_first(&mut dates);
        }
        Some(ColumnProfile {
            name: name.to_owned(),
            records: self.len() as u64,
            missing: self.len() as u64 - found,
            distinct: counts.iter().filter(|count| **count > 0).count() as u64,
            common,
            dates,
        })
    }
}

fn commonest_first(counts: &mut [(String, u64)]) {
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
}

const NO_DATE: &str = "no date";

/// Returns how a date is written.
fn way_of(text: &str) -> String {
    let day = day_of(text);
    let figures = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let Some(mark) = day.chars().find(|letter| ['-', '/', '.', ' '].contains(letter)) else {
        let is_date = day.len() == 8 && figures(day);
        return if is_date { "YYYYMMDD".into() } else { NO_DATE.into() };
    };
    let parts: Vec<&str> = day.split(mark).collect();
    let above_12 = |part: &str| part.parse::<u32>().is_ok_and(|number| number > 12);
    match parts.as_slice() {
        [year, month, date]
            if year.len() == 4 && [year, month, date].iter().all(|own| figures(own)) =>
        {
            format!("YYYY{mark}MM{mark}DD")
        }
        [first, second, year] if figures(first) && figures(second) && figures(year) => {
            let year = if year.len() == 2 { "YY" } else { "YYYY" };
            match (above_12(first), above_12(second)) {
                (true, false) => format!("DD{mark}MM{mark}{year}"),
                (false, true) => format!("MM{mark}DD{mark}{year}"),
                (true, true) => NO_DATE.into(),
                (false, false) => format!("DD{mark}MM{mark}{year} or MM{mark}DD{mark}{year}"),
            }
        }
        [day, month, year]
            if figures(day) && month.chars().all(char::is_alphabetic) && figures(year) =>
        {
            format!("DD{mark}month{mark}YYYY")
        }
        _ => NO_DATE.into(),
    }
}

impl Linker {
    /// Returns the share of records that hold so little that even a copy of each would stay below a
    /// match weight.
    #[must_use]
    pub fn unlinkable(&self, least_weight: f64) -> f64 {
        let itself: Vec<(u32, u32)> = (0..self.records.len() as u32).map(|at| (at, at)).collect();
        let below =
            self.weights(&itself).into_iter().filter(|weight| *weight < least_weight).count();
        below as f64 / itself.len().max(1) as f64
    }
}

/// Writes columns as a table of text.
#[must_use]
pub fn columns_text(columns: &[ColumnProfile]) -> String {
    let widest = columns.iter().map(|own| own.name.chars().count()).max().unwrap_or(0).max(6);
    let mut text =
        format!("{:widest$}  {:>8}  {:>10}  commonest\n", "column", "missing", "distinct");
    for own in columns {
        let share = |count: u64| 100.0 * count as f64 / own.records.max(1) as f64;
        let common: Vec<String> = own
            .common
            .iter()
            .map(|(value, count)| format!("{value} {:.2} %", share(*count)))
            .collect();
        // Writing to a text cannot fail.
        let _ = writeln!(
            text,
            "{:widest$}  {:>6.2} %  {:>10}  {}",
            own.name,
            share(own.missing),
            own.distinct,
            common.join(", ")
        );
        if !own.dates.is_empty() {
            let dates: Vec<String> =
                own.dates.iter().map(|(way, count)| format!("{way} {count}")).collect();
            let _ = writeln!(text, "{:widest$}  dates written as {}", "", dates.join(", "));
        }
        if own.distinct == 1 && own.missing == 0 {
            let _ =
                writeln!(text, "{:widest$}  the same in every record: it tells nobody apart", "");
        }
    }
    text
}

/// Writes what blocking rules would make as lines of text.
#[must_use]
pub fn rules_text(sizes: &[RuleSize], largest_block: u64) -> String {
    let mut text = format!("{:>14}  {:>14}  rule\n", "pairs", "of one value");
    for size in sizes {
        let _ = writeln!(text, "{:>14}  {:>14}  {}", size.pairs, size.largest, size.rule);
        if size.largest > largest_block {
            let key = size.largest_key.as_deref().unwrap_or_default();
            let _ = writeln!(text, "{:32}refused: too many records share {key}", "");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Input;
    use crate::records::Layout;

    #[test]
    fn dates_written_in_three_ways_are_counted_and_nobody_is_named() {
        let ways: [fn(u32) -> String; 3] = [
            |n| format!("19{:02}-01-13", n % 90 + 10),
            |n| format!("13/01/19{:02}", n % 90 + 10),
            |n| format!("19{:02}0113", n % 90 + 10),
        ];
        let mut csv = String::from("unique_id,dob,name\n");
        for n in 0..30_u32 {
            let name = if n < 12 { "Smith".to_owned() } else { format!("Rare{n}") };
            csv += &format!("{n},{},{name}\n", ways[n as usize % 3](n));
        }
        csv += "99,,\n";
        let input = Input { name: "p".into(), source: "p".into(), input: Box::new(csv.as_bytes()) };
        let columns = vec!["dob".to_owned(), "name".to_owned()];
        let layout = Layout { id: "unique_id".into(), columns, ..Layout::default() };
        let profile = Records::read(vec![input], &layout).unwrap().profile();
        let counts: Vec<u64> = profile[0].dates.iter().map(|(_, count)| *count).collect();
        assert_eq!(counts, [10, 10, 10]);
        assert_eq!((profile[0].missing, profile[1].distinct), (1, 19));
        assert_eq!(profile[1].common, [("Smith".to_owned(), 12)]);
        assert!(profile[1].dates.is_empty());
        assert!(!columns_text(&profile).contains("Rare"));
    }
}
