//! One record held against many others at once. What a model asks of the records of a block lies side
//! by side, a lane for each, so that a condition over all of them is worked out in a few steps of the
//! processor. Equalities are told exactly. Of likenesses and distances it is only told that they are
//! out of reach, by lengths, letters and digits: what may hold is left to be worked out in full.

use std::ops::Range;

use fearless_simd::Level;

use crate::lanes::{self, Bits, Halves, Letters, Needed, Others, lay};
use crate::measure::{Measure, Outline};
use crate::predicate::{Near, Predicate};
use crate::sql::{Function, Side};
use crate::value::NULL;

/// Beyond this, single precision does not tell numbers a sixteenth apart.
const MOST_NUMBER: f64 = 1_048_576.0;

/// What lies side by side: a word of each record.
#[derive(Clone, Debug)]
struct Plane {
    /// The place of its code among those that are laid out record by record.
    place: usize,
    /// The word of each code; the last is that of what is not known. Without, the code is the word.
    words: Option<Vec<u32>>,
    /// What it was made for, so that it is made once.
    what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Code,
    Number,
    Letters,
    Shape,
    Halves(usize),
}

/// A condition, as far as lanes tell it, by planes.
#[derive(Clone, Debug, PartialEq)]
enum Test {
    Always,
    Never,
    Null(Side, usize),
    Known(Side, usize),
    Is(Side, usize, u32),
    Same(usize, usize),
    Differ(usize, usize),
    Near {
        left: usize,
        right: usize,
        limit: f32,
    },
    /// The place of a likeness, which is told once.
    Reaches(usize),
    All(Vec<Self>),
    Any(Vec<Self>),
}

/// What tells that two texts are too unlike: planes of the left and of the right.
#[derive(Clone, Debug)]
struct Likeness {
    measure: usize,
    /// The length of a text, and its first byte above that.
    shapes: [usize; 2],
    seen: Seen,
}

/// What can be seen of two texts at a glance, and how alike they have to be.
#[derive(Clone, Copy, Debug)]
enum Seen {
    /// A bit for each letter.
    Alike { letters: [usize; 2], needed: Needed },
    /// A bit for each letter; the most changes.
    Changes { letters: [usize; 2], most: f32 },
    /// Half of each of sixteen bytes, in two words: no text is longer, and one change is the most.
    OneChange { low: [usize; 2], high: [usize; 2] },
}

/// A level of a comparison, as far as lanes tell it.
#[derive(Clone, Debug)]
struct Rung {
    test: Test,
    /// Whether the test is the condition itself, and not only what the condition needs.
    is_exact: bool,
    /// Whether it is the test of the level before.
    is_repeated: bool,
}

/// The comparisons of a model, as far as lanes tell them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ladders {
    planes: Vec<Plane>,
    likenesses: Vec<Likeness>,
    comparisons: Vec<Vec<Rung>>,
}

/// What is being compiled: codes are laid out record by record at the place of their gather.
pub(crate) struct Sources<'s> {
    pub(crate) measures: &'s [Measure],
    pub(crate) gathered: &'s [(Side, usize)],
}

impl Ladders {
    /// Adds a comparison with these conditions, of which `None` takes what is left.
    pub(crate) fn add<'c>(
        &mut self,
        conditions: impl Iterator<Item = Option<&'c Predicate>>,
        sources: &Sources<'_>,
    ) {
        let mut rungs: Vec<Rung> = Vec::new();
        for condition in conditions {
            let (test, is_exact) =
                condition.map_or((Test::Always, true), |condition| self.test(condition, sources));
            let is_repeated = rungs.last().is_some_and(|last| last.test == test);
            rungs.push(Rung { test, is_exact, is_repeated });
        }
        self.comparisons.push(rungs);
    }

    /// Returns the number of comparisons.
    pub(crate) fn len(&self) -> usize {
        self.comparisons.len()
    }

    /// Returns how many tests of a comparison leave it open whether its condition holds.
    pub(crate) fn guesses(&self, comparison: usize) -> usize {
        self.comparisons[comparison].iter().filter(|rung| !rung.is_exact).count()
    }

    /// Compiles a condition; says whether the test is the condition itself.
    fn test(&mut self, of: &Predicate, sources: &Sources<'_>) -> (Test, bool) {
        let side = |gather: usize| sources.gathered[gather].0;
        match of {
            Predicate::Never => (Test::Never, true),
            Predicate::Always => (Test::Always, true),
            Predicate::Null(at) => (Test::Null(side(*at), self.code(*at, sources)), true),
            Predicate::Known(at) => (Test::Known(side(*at), self.code(*at, sources)), true),
            Predicate::Is(at, code) => (Test::Is(side(*at), self.code(*at, sources), *code), true),
            Predicate::Same(left, right) => {
                (Test::Same(self.code(*left, sources), self.code(*right, sources)), true)
            }
            Predicate::Differ(left, right) => {
                (Test::Differ(self.code(*left, sources), self.code(*right, sources)), true)
            }
            Predicate::Reaches { measure, negated: false, .. } => {
                (self.likeness(*measure, sources).map_or(Test::Always, Test::Reaches), false)
            }
            Predicate::Near(near) if !near.negated => {
                self.near(near, sources).unwrap_or((Test::Always, false))
            }
            Predicate::Reaches { .. } | Predicate::Near(_) | Predicate::General(_) => {
                (Test::Always, false)
            }
            Predicate::All(parts) => {
                let (tests, exact) = self.tests(parts, sources);
                (Test::All(tests), exact)
            }
            Predicate::Any(parts) => {
                let (tests, exact) = self.tests(parts, sources);
                (Test::Any(tests), exact)
            }
        }
    }

    fn tests(&mut self, parts: &[Predicate], sources: &Sources<'_>) -> (Vec<Test>, bool) {
        let made: Vec<(Test, bool)> = parts.iter().map(|part| self.test(part, sources)).collect();
        let exact = made.iter().all(|(_, exact)| *exact);
        (made.into_iter().map(|(test, _)| test).collect(), exact)
    }

    fn plane(
        &mut self,
        place: usize,
        what: What,
        words: impl FnOnce() -> Option<Vec<u32>>,
    ) -> usize {
        let known = self.planes.iter().position(|own| (own.place, own.what) == (place, what));
        known.unwrap_or_else(|| {
            self.planes.push(Plane { place, words: words(), what });
            self.planes.len() - 1
        })
    }

    fn code(&mut self, gather: usize, sources: &Sources<'_>) -> usize {
        self.plane(sources.gathered[gather].1, What::Code, || None)
    }

    fn near(&mut self, near: &Near, sources: &Sources<'_>) -> Option<(Test, bool)> {
        let mut side = |gather: usize, numbers: &[f64]| {
            // One that is no number is near to none.
            let fits = |number: &f64| number.is_nan() || number.abs() <= MOST_NUMBER;
            numbers.iter().all(fits).then(|| {
                let words = || numbers.iter().map(|number| *number as f32).chain([f32::NAN]);
                let words = || Some(words().map(f32::to_bits).collect());
                self.plane(sources.gathered[gather].1, What::Number, words)
            })
        };
        let left = side(near.left, &near.left_numbers)?;
        let right = side(near.right, &near.right_numbers)?;
        let limit = near.limit as f32;
        let numbers = || near.left_numbers.iter().chain(&*near.right_numbers);
        // Whole numbers are as they were, and so are the differences of two.
        if f64::from(limit) == near.limit && numbers().all(|number| number.fract() == 0.0) {
            let limit = if near.strict { limit.next_down() } else { limit };
            return Some((Test::Near { left, right, limit }, true));
        }
        // Each of the others may be off by a thirty-second.
        Some((Test::Near { left, right, limit: limit * 1.000_001 + 0.125 }, false))
    }

    fn likeness(&mut self, at: usize, sources: &Sources<'_>) -> Option<usize> {
        if let Some(known) = self.likenesses.iter().position(|own| own.measure == at) {
            return Some(known);
        }
        let measure = &sources.measures[at];
        let easiest = measure.thresholds.first()?.limit;
        let needs = |jaro: f64| (3.0 * jaro - 1.0).max(0.0) as f32;
        let mut planes = |what: What, of: &dyn Fn(&Outline) -> u32| {
            [(measure.left, true), (measure.right, false)].map(|(gather, left)| {
                let place = sources.gathered[gather].1;
                let words = measure.outlines(left).iter().map(of).chain([NULL]);
                self.plane(place, what, || Some(words.collect()))
            })
        };
        let shape = |of: &Outline| of.first() << 16 | u32::from(of.length());
        let mut letters = || planes(What::Letters, &Outline::letters);
        let seen = match measure.function {
            Function::Jaro => {
                let needed = Needed { apart: needs(easiest), together: needs(easiest) };
                Seen::Alike { letters: letters(), needed }
            }
            Function::JaroWinkler => {
                // Four letters at the beginning bring it nearer to one by four tenths.
                let together = needs((easiest - 0.4) / 0.6);
                Seen::Alike {
                    letters: letters(),
                    needed: Needed { apart: needs(easiest), together },
                }
            }
            Function::Levenshtein if measure.is_of_one_change() && measure.are_whole() => {
                Seen::OneChange {
                    low: planes(What::Halves(0), &|of| of.halves(0)),
                    high: planes(What::Halves(1), &|of| of.halves(1)),
                }
            }
            Function::Levenshtein | Function::DamerauLevenshtein => {
                Seen::Changes { letters: letters(), most: easiest as f32 }
            }
            _ => return None,
        };
        let shapes = planes(What::Shape, &shape);
        self.likenesses.push(Likeness { measure: at, shapes, seen });
        Some(self.likenesses.len() - 1)
    }
}

/// The records of a block, side by side.
#[derive(Debug)]
pub(crate) struct Abreast {
    pub(crate) level: Level,
    /// By plane, then by record.
    words: Vec<Vec<u32>>,
    /// The record that is held against others, and those: places in the block.
    left: usize,
    others: Range<usize>,
    /// By likeness: what it says of them, once that is known.
    likenesses: Vec<Option<Bits>>,
}

/// One record, and the others that it is held against: places in the block.
#[derive(Clone, Debug)]
struct Run<'b> {
    level: Level,
    words: &'b [Vec<u32>],
    left: usize,
    others: &'b Range<usize>,
}

impl Run<'_> {
    fn one(&self, plane: usize) -> u32 {
        self.words[plane][self.left]
    }

    fn others(&self, plane: usize) -> Others<'_> {
        Others::of(&self.words[plane], self.others)
    }

    fn same(&self, plane: usize, word: u32) -> Bits {
        lanes::same(self.level, word, self.others(plane))
    }

    fn all(&self, are: bool) -> Bits {
        if are { Bits::first(self.others.len()) } else { Bits::NONE }
    }
}

impl Abreast {
    pub(crate) fn new(ladders: &Ladders) -> Self {
        Self {
            level: Level::new(),
            words: ladders.planes.iter().map(|_| Vec::new()).collect(),
            left: 0,
            others: 0..0,
            likenesses: vec![None; ladders.likenesses.len()],
        }
    }

    /// Takes the records of a block, whose codes are laid out record by record in rows of a width.
    pub(crate) fn load(&mut self, ladders: &Ladders, table: &[u32], width: usize, records: &[u32]) {
        for (words, plane) in self.words.iter_mut().zip(&ladders.planes) {
            let codes = records.iter().map(|record| table[*record as usize * width + plane.place]);
            match &plane.words {
                None => lay(words, codes),
                Some(own) => {
                    // That of what is not known comes last.
                    let last = own.len() - 1;
                    lay(words, codes.map(|code| own[(code as usize).min(last)]));
                }
            }
        }
    }

    /// Begins to hold one record against others.
    pub(crate) fn begin(&mut self, left: usize, others: &Range<usize>) {
        (self.left, self.others) = (left, others.clone());
        self.likenesses.fill(None);
    }

    /// Calls a function with the number of each level of a comparison, the first first, whether its
    /// lanes are those for which the condition holds or only those for which it may, and the lanes;
    /// until that returns false.
    #[inline]
    pub(crate) fn levels(
        &mut self,
        ladders: &Ladders,
        comparison: usize,
        mut see: impl FnMut(usize, bool, Bits) -> bool,
    ) {
        let Self { level, words, left, others, likenesses } = self;
        let run = Run { level: *level, words, left: *left, others };
        let mut lanes = Bits::NONE;
        for (at, rung) in ladders.comparisons[comparison].iter().enumerate() {
            if !rung.is_repeated {
                lanes = rung.test.holds(ladders, &run, likenesses);
            }
            if !see(at, rung.is_exact, lanes) {
                break;
            }
        }
    }
}

impl Test {
    /// Says for which of the others the condition holds or, where the test is not exact, may hold.
    /// Of lanes beyond the last it may say anything.
    fn holds(&self, ladders: &Ladders, run: &Run<'_>, likenesses: &mut [Option<Bits>]) -> Bits {
        match self {
            Self::Always => run.all(true),
            Self::Never => Bits::NONE,
            Self::Null(Side::Left, plane) => run.all(run.one(*plane) == NULL),
            Self::Null(Side::Right, plane) => run.same(*plane, NULL),
            Self::Known(Side::Left, plane) => run.all(run.one(*plane) != NULL),
            Self::Known(Side::Right, plane) => !run.same(*plane, NULL),
            Self::Is(Side::Left, plane, code) => run.all(run.one(*plane) == *code),
            Self::Is(Side::Right, plane, code) => run.same(*plane, *code),
            Self::Same(left, right) => match run.one(*left) {
                NULL => Bits::NONE,
                code => run.same(*right, code),
            },
            Self::Differ(left, right) => match run.one(*left) {
                NULL => Bits::NONE,
                code => !(run.same(*right, code) | run.same(*right, NULL)),
            },
            Self::Near { left, right, limit } => {
                let own = f32::from_bits(run.one(*left));
                lanes::near(run.level, own, run.others(*right), *limit)
            }
            Self::Reaches(at) => {
                *likenesses[*at].get_or_insert_with(|| ladders.likenesses[*at].may_reach(run))
            }
            Self::All(parts) => {
                let mut all = run.all(true);
                for part in parts {
                    all &= part.holds(ladders, run, likenesses);
                    if all.is_empty() {
                        break;
                    }
                }
                all
            }
            Self::Any(parts) => parts
                .iter()
                .fold(Bits::NONE, |any, part| any | part.holds(ladders, run, likenesses)),
        }
    }
}

impl Likeness {
    /// Says which of the others are not too unlike.
    fn may_reach(&self, run: &Run<'_>) -> Bits {
        let [left, right] = self.shapes;
        let (shape, shapes) = (run.one(left), run.others(right));
        if shape == NULL {
            return Bits::NONE;
        }
        let letters = |[left, right]: [usize; 2]| {
            let own = Letters { shape, letters: run.one(left) };
            (own, Letters { shape: shapes, letters: run.others(right) })
        };
        match self.seen {
            Seen::Alike { letters: planes, needed } => {
                let (own, others) = letters(planes);
                lanes::alike(run.level, own, others, needed)
            }
            Seen::Changes { letters: planes, most } => {
                let (own, others) = letters(planes);
                lanes::changed(run.level, own, others, most)
            }
            Seen::OneChange { low, high } => {
                let own = Halves { shape, low: run.one(low[0]), high: run.one(high[0]) };
                let others =
                    Halves { shape: shapes, low: run.others(low[1]), high: run.others(high[1]) };
                lanes::changed_once(run.level, own, others)
            }
        }
    }
}
