//! A pool drawn by lot: of a pool that is larger than the memory at hand, at most so many people,
//! each as likely as any other, in one pass over the file.
//!
//! Every person of the pool gets a number at random, and those with the lowest stay (bottom-k
//! sampling: Cohen and Kaplan 2007, PODC 26:225). Who stays follows from the seed and the order of
//! the pool alone, not from how the file is stored. The score's intercept is another one in such a
//! sample and nothing else is (Prentice and Pyke 1979, Biometrika 66:403); what the lot costs in
//! precision is in every interval, because the sample is what is analysed.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use crate::refusal::Refusal;
use crate::values::Values;

/// The lot of everyone who is still in.
#[derive(Debug)]
pub(crate) struct Lots {
    /// People of the pool who stay at the end.
    most: usize,
    dice: ChaCha8Rng,
    /// Number and row of each who is in, in the order of rows; 0 is the number of whoever took
    /// part, who always stays.
    drawn: Vec<(u64, u32)>,
    /// Whoever of the pool is beyond this is out.
    limit: (u64, u32),
    /// People of the pool who are in.
    of_pool: usize,
    /// People of the pool who were seen.
    pub(crate) pool: usize,
    rows: u32,
}

/// Lots drawn while columns are filled row by row.
pub(crate) struct Drawing<'a> {
    pub(crate) lots: &'a mut Lots,
    /// Which of the columns says by 1 who took part; nobody did where there is none.
    pub(crate) took_part: Option<usize>,
}

impl Lots {
    pub(crate) fn new(most: usize, seed: u64) -> Self {
        Self {
            most,
            dice: ChaCha8Rng::seed_from_u64(seed),
            drawn: Vec::new(),
            limit: (u64::MAX, u32::MAX),
            of_pool: 0,
            pool: 0,
            rows: 0,
        }
    }

    /// Takes somebody who took part.
    fn keep(&mut self) {
        self.drawn.push((0, self.rows));
        self.rows += 1;
    }

    /// Draws for the next person of the pool, and returns whether they are in.
    fn draw(&mut self) -> bool {
        let lot = (self.dice.next_u64().max(1), self.rows);
        self.pool += 1;
        self.rows += 1;
        let is_in = lot <= self.limit;
        if is_in {
            self.drawn.push(lot);
            self.of_pool += 1;
        }
        is_in
    }

    /// Takes the next person by what a 0/1 column says of them, the pool's where there is none, and
    /// returns whether they are in.
    ///
    /// # Errors
    /// [`Refusal::NotZeroOne`].
    pub(crate) fn of(&mut self, took_part: Option<(&str, f64)>) -> Result<bool, Refusal> {
        match took_part {
            None | Some((_, 0.0)) => Ok(self.draw()),
            Some((_, 1.0)) => {
                self.keep();
                Ok(true)
            }
            Some((column, _)) => {
                let row = self.rows as usize + 1;
                Err(Refusal::NotZeroOne { column: column.to_owned(), row })
            }
        }
    }

    /// Returns whether so many are in that a thinning pays.
    pub(crate) fn crowded(&self) -> bool {
        self.of_pool >= self.most.saturating_mul(2)
    }

    /// Sends away all but the lowest, and returns who of those that were in stays.
    pub(crate) fn thin(&mut self) -> Vec<bool> {
        if self.of_pool > self.most {
            let mut lots: Vec<_> = self.drawn.iter().filter(|(number, _)| *number > 0).collect();
            self.limit = **lots.select_nth_unstable(self.most - 1).1;
            self.of_pool = self.most;
        }
        let stays = self.drawn.iter().map(|lot| *lot <= self.limit).collect();
        self.drawn.retain(|lot| *lot <= self.limit);
        stays
    }

    /// Returns how many people were seen.
    pub(crate) fn seen(&self) -> usize {
        self.rows as usize
    }

    /// Returns the row in the file, counted from 0, of each who is in.
    pub(crate) fn rows(&self) -> impl ExactSizeIterator<Item = u32> + '_ {
        self.drawn.iter().map(|(_, row)| *row)
    }
}

impl Drawing<'_> {
    /// Draws for the row that was added to all columns last.
    pub(crate) fn row(&mut self, columns: &mut [Values], names: &[&str]) -> Result<(), Refusal> {
        let side = self.took_part.map(|at| (names[at], columns[at][columns[at].len() - 1]));
        if !self.lots.of(side)? {
            columns.iter_mut().for_each(Values::drop_last);
        } else if self.lots.crowded() {
            self.thin(columns);
        }
        Ok(())
    }

    /// Leaves in the columns whoever stays.
    pub(crate) fn thin(&mut self, columns: &mut [Values]) {
        let stays = self.lots.thin();
        columns.iter_mut().for_each(|column| column.retain(&stays));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn drawn(most: usize, seed: u64, sides: &[bool]) -> Vec<u32> {
        let mut lots = Lots::new(most, seed);
        for took_part in sides {
            lots.of(Some(("treated", f64::from(u8::from(*took_part))))).unwrap();
            if lots.crowded() {
                lots.thin();
            }
        }
        lots.thin();
        lots.rows().collect()
    }

    proptest! {
        /// However often it is thinned on the way, those with the lowest numbers are left.
        #[test]
        fn those_with_the_lowest_numbers_stay(
            most in 1_usize..20,
            seed in any::<u64>(),
            sides in proptest::collection::vec(proptest::bool::weighted(0.2), 0..200),
        ) {
            let mut dice = ChaCha8Rng::seed_from_u64(seed);
            let numbered = sides.iter().map(|on| if *on { 0 } else { dice.next_u64().max(1) });
            let mut all: Vec<(u64, u32)> = numbered.zip(0..).collect();
            all.sort_unstable();
            let treated = sides.iter().filter(|on| **on).count();
            all.truncate(treated + most);
            let mut expected: Vec<u32> = all.into_iter().map(|(_, row)| row).collect();
            expected.sort_unstable();
            prop_assert_eq!(drawn(most, seed, &sides), expected);
        }
    }

    /// Of 20 people 5 are drawn 4,000 times: each 1,000 times give or take 5 standard deviations.
    #[test]
    fn everyone_is_as_likely_as_any_other() {
        let mut times = [0_u32; 20];
        for seed in 0..4_000 {
            for row in drawn(5, seed, &[false; 20]) {
                times[row as usize] += 1;
            }
        }
        let spread = f64::sqrt(4_000.0 * 0.25 * 0.75);
        let far = times.iter().map(|times| (f64::from(*times) - 1_000.0).abs()).fold(0.0, f64::max);
        assert!(far < 5.0 * spread, "{times:?}");
    }
}
