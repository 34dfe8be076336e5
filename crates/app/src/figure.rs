//! Figures fit to be shown: no small number that could point at somebody, no share without its
//! interval, and nothing that lets a hidden number be worked out.

pub use evaluate::Interval;
use evaluate::wilson;
use store::outcome::Figure;

/// Counts below this are not shown. Ten, as a page that anybody may print is read outside the
/// partnership too; official statistics on small groups of prisoners use five to ten.
pub const SMALLEST: u64 = 10;

/// A count as it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// The count.
    Count(u64),
    /// Fewer than [`SMALLEST`], which may be none.
    Few,
    /// Not shown, because another that is not shown could be worked out from it.
    Withheld,
}

impl Shown {
    /// Returns a count on its own.
    #[must_use]
    pub const fn of(count: u64) -> Self {
        if count < SMALLEST { Self::Few } else { Self::Count(count) }
    }

    /// Returns the count, if it is shown.
    #[must_use]
    pub const fn count(self) -> Option<u64> {
        match self {
            Self::Count(count) => Some(count),
            Self::Few | Self::Withheld => None,
        }
    }
}

/// Returns counts that add up to a total which is shown elsewhere. Where one alone is small it
/// could be worked out from the total, so the next smallest is withheld too.
#[must_use]
pub fn parts_of_a_whole(counts: &[u64]) -> Vec<Shown> {
    let mut shown: Vec<Shown> = counts.iter().map(|count| Shown::of(*count)).collect();
    let hidden: Vec<usize> = (0..shown.len()).filter(|at| shown[*at].count().is_none()).collect();
    // Two hidden parts could be worked out as well where both can only be nothing.
    let sum: u64 = hidden.iter().map(|at| counts[*at]).sum();
    if hidden.len() == 1 || (!hidden.is_empty() && sum == 0) {
        let next =
            (0..shown.len()).filter(|at| shown[*at].count().is_some()).min_by_key(|at| counts[*at]);
        if let Some(next) = next {
            shown[next] = Shown::Withheld;
        }
    }
    shown
}

/// A share of a group, with how precisely it is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// The numerator.
    pub yes: u64,
    /// The denominator: those who are known to be yes or no.
    pub of: u64,
    /// The share with its 95 % Wilson interval, 0 to 1.
    pub interval: Interval,
}

/// Returns a share, or `None` where it would show a small number.
#[must_use]
pub fn share(yes: Shown, no: Shown) -> Option<Share> {
    let (yes, no) = (yes.count()?, no.count()?);
    Some(Share { yes, of: yes + no, interval: wilson(yes, yes + no, 0.95)? })
}

/// What came of a measure, fit to be shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ShownFigure {
    /// Yes on the day.
    pub yes: Shown,
    /// No on the day.
    pub no: Shown,
    /// Recorded as not known: outside the denominator.
    pub unknown: Shown,
    /// Out of scope: outside the denominator.
    pub not_applicable: Shown,
    /// The day is over and nobody has recorded anything: outside the denominator.
    pub not_recorded: Shown,
    /// The day is still to come: outside the denominator.
    pub not_due: Shown,
    /// The share, where it can be shown.
    pub share: Option<Share>,
}

impl ShownFigure {
    /// Returns the figure of a group whose size is not shown: each count stands on its own.
    #[must_use]
    pub fn each(counts: [u64; 6]) -> Self {
        Self::from_shown(counts.map(Shown::of))
    }

    fn from_shown(shown: [Shown; 6]) -> Self {
        let [yes, no, unknown, not_applicable, not_recorded, not_due] = shown;
        let share = share(yes, no);
        Self { yes, no, unknown, not_applicable, not_recorded, not_due, share }
    }

    /// Returns the figure of a group whose size is shown. The counts come in the order of the
    /// fields and add up to it.
    #[must_use]
    pub fn of(counts: [u64; 6]) -> Self {
        let shown = parts_of_a_whole(&counts);
        Self::from_shown(std::array::from_fn(|at| shown[at]))
    }
}

/// Returns the counts of a figure in the order of [`ShownFigure`], none of them still to come.
#[must_use]
pub fn counts(figure: &Figure) -> [u64; 6] {
    let count = |count: i64| u64::try_from(count).unwrap_or(0);
    [
        count(figure.yes),
        count(figure.no),
        count(figure.unknown),
        count(figure.not_applicable),
        count(figure.not_recorded),
        0,
    ]
}

/// Returns the rows of a table whose columns add up to totals that are shown: in each column, a
/// number that alone is small takes the next smallest with it. A row in which nothing was counted
/// has no figure.
#[must_use]
pub fn rows_of_a_whole(rows: &[[u64; 6]]) -> Vec<Option<ShownFigure>> {
    let is_empty = |row: &[u64; 6]| row.iter().all(|count| *count == 0);
    let counted: Vec<&[u64; 6]> = rows.iter().filter(|row| !is_empty(row)).collect();
    let columns: [Vec<Shown>; 6] = std::array::from_fn(|column| {
        parts_of_a_whole(&counted.iter().map(|row| row[column]).collect::<Vec<_>>())
    });
    let mut figures = (0..counted.len())
        .map(|row| ShownFigure::from_shown(std::array::from_fn(|column| columns[column][row])));
    rows.iter().map(|row| if is_empty(row) { None } else { figures.next() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Shown::{Count, Few, Withheld};

    fn check(counts: &[u64], expected: &[Shown]) {
        assert_eq!(parts_of_a_whole(counts), expected, "{counts:?}");
    }

    #[test]
    fn a_small_number_cannot_be_worked_out() {
        check(&[40, 30, 20], &[Count(40), Count(30), Count(20)]);
        check(&[40, 30, 9], &[Count(40), Withheld, Few]);
        check(&[40, 9, 1], &[Count(40), Few, Few]);
        check(&[40, 30, 0, 0], &[Count(40), Withheld, Few, Few]);
        check(&[0, 0], &[Few, Few]);
    }

    #[test]
    fn a_share_needs_both_its_parts() {
        let figure = ShownFigure::of([84, 16, 10, 10, 10, 10]);
        let share = figure.share.unwrap();
        assert_eq!((share.yes, share.of), (84, 100));
        assert!(share.interval.low < 0.84 && share.interval.high > 0.84);
        assert_eq!(ShownFigure::of([84, 9, 10, 10, 10, 10]).share, None);
    }

    #[test]
    fn an_empty_row_hides_nothing() {
        let rows = rows_of_a_whole(&[[0; 6], [20, 12, 0, 0, 0, 0], [11, 10, 0, 0, 0, 0]]);
        assert!(rows[0].is_none());
        assert_eq!((rows[1].unwrap().yes, rows[2].unwrap().yes), (Count(20), Count(11)));
        assert!(rows[2].unwrap().share.is_some());
    }

    proptest::proptest! {
        #[test]
        fn no_total_gives_a_hidden_number_away(
            counts in proptest::collection::vec(0_u64..60, 2..7)
        ) {
            let shown = parts_of_a_whole(&counts);
            for (count, shown) in counts.iter().zip(&shown) {
                if let Count(seen) = shown {
                    proptest::prop_assert!(seen == count && *count >= SMALLEST);
                }
            }
            let hidden = shown.iter().filter(|shown| shown.count().is_none()).count();
            proptest::prop_assert_ne!(hidden, 1);
        }
    }
}
