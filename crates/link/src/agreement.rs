//! What the codes of two records tell at once: which of them are the same, and which are not known. Few
//! such agreements come up, so what one says of the levels of a model is worked out once, and
//! remembered. What it leaves open is likeness and distance.

use hashbrown::HashTable;

use crate::measure::Measure;
use crate::predicate::{Gather, Predicate};
use crate::program::{NO_LEVEL, Program};
use crate::sql::Side;
use crate::value::mix;

/// Stands for a level that an agreement leaves open.
pub(crate) const OPEN: u8 = NO_LEVEL - 1;
/// Places of a row of which an agreement tells: a bit each.
pub(crate) const PLACES: usize = u32::BITS as usize;
/// Agreements that are remembered: more than files of people have, and few enough to stay nearby.
const MOST: usize = 1 << 14;

/// By place in the rows of two records: a bit where the codes are the same, and where that of the left
/// or of the right is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Agreement {
    pub(crate) same: u32,
    pub(crate) left_null: u32,
    pub(crate) right_null: u32,
}

/// What an agreement tells of a comparison.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Told {
    /// The level, or [`OPEN`].
    pub(crate) level: u8,
    /// The most that this comparison and those after it can add.
    pub(crate) most_from: f64,
}

/// Agreements that came up, and those of some pairs.
#[derive(Debug, Default)]
pub(crate) struct Agreements {
    known: HashTable<u32>,
    own: Vec<Agreement>,
    /// By agreement, then by comparison.
    told: Vec<Told>,
    /// By agreement: whether it leaves nothing open.
    whole: Vec<bool>,
    /// By pair: its agreement.
    pairs: Vec<u32>,
    seen: Vec<Agreement>,
}

impl Agreement {
    /// Leaves out all but some places.
    #[inline(always)]
    pub(crate) fn only(self, places: u32) -> Self {
        Self {
            same: self.same & places,
            left_null: self.left_null & places,
            right_null: self.right_null & places,
        }
    }

    fn hash(self) -> u64 {
        mix(u64::from(self.same) << 32 | u64::from(self.left_null), self.right_null.into())
    }
}

impl Agreements {
    /// Looks at some pairs.
    pub(crate) fn see(&mut self, program: &Program, left: &[u32], right: &[u32]) {
        if self.own.len() > MOST {
            *self = Self::default();
        }
        self.seen.clear();
        program.agree(left, right, &mut self.seen);
        self.pairs.clear();
        for agreement in &self.seen {
            let Self { known, own, told, whole, pairs, .. } = self;
            let hash = agreement.hash();
            let at = known.find(hash, |at| own[*at as usize] == *agreement).copied();
            let at = at.unwrap_or_else(|| {
                let at = own.len() as u32;
                own.push(*agreement);
                let levels = program.told(*agreement);
                whole.push(levels.iter().all(|told| told.level != OPEN));
                told.extend(levels);
                known.insert_unique(hash, at, |at| own[*at as usize].hash());
                at
            });
            pairs.push(at);
        }
    }

    /// Returns what is told of one of the pairs, by comparison.
    #[inline]
    pub(crate) fn of(&self, pair: usize) -> &[Told] {
        let agreement = self.pairs[pair] as usize;
        let comparisons = self.told.len() / self.own.len();
        &self.told[comparisons * agreement..][..comparisons]
    }

    /// Returns whether nothing is left open of one of the pairs.
    #[inline]
    pub(crate) fn is_whole(&self, pair: usize) -> bool {
        self.whole[self.pairs[pair] as usize]
    }
}

/// A condition is asked of an agreement.
pub(crate) struct Asked<'a> {
    pub(crate) agreement: Agreement,
    pub(crate) gathered: &'a [(Side, usize)],
    pub(crate) measures: &'a [Measure],
}

impl Asked<'_> {
    /// Says whether a condition holds, unless that is left open.
    pub(crate) fn holds(&self, condition: &Predicate) -> Option<bool> {
        match condition {
            Predicate::Never => Some(false),
            Predicate::Always => Some(true),
            Predicate::Null(at) => self.is_null(*at),
            Predicate::Known(at) => self.is_null(*at).map(|null| !null),
            Predicate::Is(at, _) => self.no_null(&[*at], || None),
            Predicate::Same(left, right) => {
                self.no_null(&[*left, *right], || self.is_same(*left, *right))
            }
            Predicate::Differ(left, right) => self
                .no_null(&[*left, *right], || self.is_same(*left, *right).map(|is_same| !is_same)),
            Predicate::Reaches { measure, .. } => {
                let measure = &self.measures[*measure];
                self.no_null(&[measure.left, measure.right], || None)
            }
            Predicate::Near(near) => self.no_null(&[near.left, near.right], || None),
            Predicate::General(_) => None,
            Predicate::All(parts) => self.first(parts, false),
            Predicate::Any(parts) => self.first(parts, true),
        }
    }

    /// Returns what decides a condition of parts: one of them that is so, or all that are not.
    fn first(&self, parts: &[Predicate], decides: bool) -> Option<bool> {
        let mut found = Some(!decides);
        for part in parts {
            match self.holds(part) {
                Some(holds) if holds == decides => return Some(decides),
                Some(_) => {}
                None => found = None,
            }
        }
        found
    }

    /// Nothing that is asked of what is not known is true.
    fn no_null(&self, of: &[Gather], then: impl FnOnce() -> Option<bool>) -> Option<bool> {
        if of.iter().any(|at| self.is_null(*at) == Some(true)) {
            return Some(false);
        }
        if of.iter().any(|at| self.is_null(*at).is_none()) { None } else { then() }
    }

    fn is_null(&self, at: Gather) -> Option<bool> {
        let (side, place) = self.gathered[at];
        let of =
            if side == Side::Left { self.agreement.left_null } else { self.agreement.right_null };
        (place < PLACES).then(|| of >> place & 1 == 1)
    }

    fn is_same(&self, left: Gather, right: Gather) -> Option<bool> {
        let ((one, place), (other, other_place)) = (self.gathered[left], self.gathered[right]);
        let told = one != other && place == other_place && place < PLACES;
        told.then(|| self.agreement.same >> place & 1 == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::predicate::Batch;
    use crate::value::NULL;
    use proptest::prelude::*;

    /// Both sides of two columns.
    const GATHERED: [(Side, usize); 4] =
        [(Side::Left, 0), (Side::Right, 0), (Side::Left, 1), (Side::Right, 1)];

    fn condition() -> impl Strategy<Value = Predicate> {
        let at = || 0..GATHERED.len();
        let one = prop_oneof![
            Just(Predicate::Never),
            Just(Predicate::Always),
            at().prop_map(Predicate::Null),
            at().prop_map(Predicate::Known),
            (at(), 0_u32..3).prop_map(|(at, code)| Predicate::Is(at, code)),
            (at(), at()).prop_map(|(left, right)| Predicate::Same(left, right)),
            (at(), at()).prop_map(|(left, right)| Predicate::Differ(left, right)),
        ];
        one.prop_recursive(3, 12, 3, |part| {
            let parts = prop::collection::vec(part, 1..4);
            prop_oneof![parts.clone().prop_map(Predicate::All), parts.prop_map(Predicate::Any)]
        })
    }

    proptest! {
        /// What an agreement tells is what the codes tell; that two codes of one column are the same,
        /// or are not known, it leaves to nobody else.
        #[test]
        fn what_is_told_is_so(
            condition in condition(),
            codes in prop::array::uniform4(prop_oneof![Just(NULL), 0_u32..3]),
        ) {
            let mut batch = Batch::new(GATHERED.len(), 0);
            batch.fill(&[0], &[1]);
            batch.codes.iter_mut().zip(codes).for_each(|(own, code)| own[0] = code);
            let (asked, mut out) = (batch.all_pairs(), batch.all_pairs());
            condition.holds(&mut batch, &[], &asked, &mut out);
            let bits = |is: &dyn Fn(usize) -> bool| u32::from(is(0)) | u32::from(is(1)) << 1;
            let agreement = Agreement {
                same: bits(&|place| codes[2 * place] == codes[2 * place + 1]),
                left_null: bits(&|place| codes[2 * place] == NULL),
                right_null: bits(&|place| codes[2 * place + 1] == NULL),
            };
            let told = Asked { agreement, gathered: &GATHERED, measures: &[] }.holds(&condition);
            if let Some(told) = told {
                prop_assert_eq!(told, out[0] == 1);
            }
            if matches!(condition, Predicate::Null(_) | Predicate::Same(0, 1) | Predicate::Differ(2, 3)) {
                prop_assert!(told.is_some());
            }
        }
    }
}
