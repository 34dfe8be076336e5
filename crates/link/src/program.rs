//! A compiled model: for a batch of pairs, the level of each comparison and the match weight.

use fearless_simd::Level as Lanes;
use hashbrown::HashTable;

use crate::abreast::{Abreast, Ladders, Sources};
use crate::agreement::{Agreement, Asked, OPEN, Told};
use crate::compile::{Compiler, Gathered, conjuncts};
use crate::lanes::{self, Rows, STEP};
use crate::measure::Measure;
use crate::predicate::{BATCH, Batch, Gather, Mask, Predicate};
use crate::records::Records;
use crate::refusal::Refusal;
use crate::settings::{Comparison, Level, Settings};
use crate::sql::{Columns, Expression, Named, Operator, Side, parse};
use crate::value::{Column, NULL, mix};

/// The level of a pair for which no condition holds: it says nothing either way.
pub(crate) const NO_LEVEL: u8 = u8::MAX;
/// Least probability that a weight is made of, as in Splink, so that no logarithm is infinite.
const LEAST: f64 = 1e-300;

/// A compiled model, with the codes that its pairs need side by side.
pub(crate) struct Program {
    pub(crate) comparisons: Vec<Compiled>,
    /// Match weight before anything is compared.
    pub(crate) prior: f64,
    /// Conditions that blocking rules add to their equalities.
    filters: Vec<(Predicate, Vec<Gather>)>,
    measures: Vec<Measure>,
    gathered: Vec<(Side, usize)>,
    /// By record: its codes, and then the classes of their rarity; at the end, room for a step.
    table: Vec<u32>,
    width: usize,
    codes: usize,
    lanes: Lanes,
}

/// One comparison.
pub(crate) struct Compiled {
    levels: Vec<CompiledLevel>,
    /// The gathers that they need.
    needs: Vec<Gather>,
}

/// One level.
struct CompiledLevel {
    /// `None` takes what is left.
    condition: Option<Predicate>,
    weight: f64,
    frequency: Option<Frequency>,
}

/// How the rarity of a value changes the weight of a level.
struct Frequency {
    /// The column whose values are rare or common.
    column: usize,
    /// Where a row has the class of its value: those that are as common as each other.
    place: usize,
    /// Logarithm (base 2) of the share of each value, by class.
    logs: Vec<f64>,
    /// The least of them.
    rarest: f64,
    /// What it replaces: that of the u of the exact level.
    replaces: f64,
    /// Logarithm of the least share.
    least: f64,
    weight: f64,
}

impl Program {
    /// Compiles a model, and conditions beside it.
    pub(crate) fn new(
        settings: &Settings,
        filters: &[(Expression<Named>, String)],
        records: &mut Records,
    ) -> Result<Self, Refusal> {
        let mut compiler = Compiler::new(records);
        let mut comparisons = Vec::with_capacity(settings.comparisons.len());
        for comparison in &settings.comparisons {
            let levels = comparison
                .comparison_levels
                .iter()
                .map(|level| CompiledLevel::new(level, &mut compiler))
                .collect::<Result<_, _>>()?;
            comparisons.push(Compiled { levels, needs: Vec::new() });
        }
        let mut filters = filters
            .iter()
            .map(|(condition, sql)| compiler.condition(condition, sql))
            .collect::<Result<Vec<_>, _>>()?;
        compiler.settle(
            comparisons
                .iter_mut()
                .flat_map(|comparison| &mut comparison.levels)
                .filter_map(|level| level.condition.as_mut())
                .chain(&mut filters),
        );
        let (gathered, measures) = (compiler.gathered, compiler.measures);
        for comparison in &mut comparisons {
            comparison.needs = comparison.needs(&measures);
        }
        let filters = filters
            .into_iter()
            .map(|filter| {
                let mut needs = Vec::new();
                filter.needs(&measures, &mut needs);
                (filter, needs)
            })
            .collect();
        let mut program = Self {
            comparisons,
            prior: 0.0,
            filters,
            measures,
            gathered: Vec::new(),
            table: Vec::new(),
            width: 0,
            codes: 0,
            lanes: Lanes::new(),
        };
        program.lay_out(&gathered, records);
        program.share(records, settings, |column, _| shares(column))?;
        Ok(program)
    }

    /// Puts the codes that pairs need side by side, record by record.
    fn lay_out(&mut self, gathered: &[Gathered], records: &Records) {
        let mut columns: Vec<usize> = Vec::new();
        for wanted in gathered {
            let known = columns.iter().position(|column| *column == wanted.column);
            let place = known.unwrap_or_else(|| {
                columns.push(wanted.column);
                columns.len() - 1
            });
            self.gathered.push((wanted.side, place));
        }
        let levels = self.comparisons.iter_mut().flat_map(|comparison| &mut comparison.levels);
        let mut classes: Vec<usize> = Vec::new();
        for frequency in levels.filter_map(|level| level.frequency.as_mut()) {
            let known = classes.iter().position(|column| *column == frequency.column);
            let at = known.unwrap_or_else(|| {
                classes.push(frequency.column);
                classes.len() - 1
            });
            frequency.place = columns.len() + at;
        }
        self.codes = columns.len();
        self.width = columns.len() + classes.len();
        let columns: Vec<&[u32]> =
            columns.iter().map(|column| &records.at(*column).codes[..]).collect();
        self.table = Vec::with_capacity(self.width * records.len() + STEP);
        for record in 0..records.len() {
            self.table.extend(columns.iter().map(|codes| codes[record]));
            self.table.extend(classes.iter().map(|_| NULL));
        }
        self.table.extend([NULL; STEP]);
    }

    /// Takes the weights of a model whose conditions are those that were compiled.
    pub(crate) fn weigh(&mut self, settings: &Settings) -> Result<(), Refusal> {
        let prior = settings.probability_two_random_records_match;
        self.prior = (prior / (1.0 - prior)).log2();
        for (own, comparison) in self.comparisons.iter_mut().zip(&settings.comparisons) {
            let numbers = comparison.level_numbers();
            let levels = own.levels.iter_mut().zip(&comparison.comparison_levels);
            for ((own, level), number) in levels.zip(numbers) {
                own.weight = weight(comparison, level, number);
                if let Some(frequency) = &mut own.frequency {
                    frequency.replaces = exact_u(comparison, level)?.log2();
                }
            }
        }
        Ok(())
    }

    /// Takes the logarithm of each value's share, by the column and its name.
    pub(crate) fn share(
        &mut self,
        records: &Records,
        settings: &Settings,
        of: impl Fn(&Column, &str) -> Vec<f64>,
    ) -> Result<(), Refusal> {
        let Self { comparisons, table, width, .. } = self;
        let levels = comparisons.iter_mut().flat_map(|comparison| &mut comparison.levels);
        let mut told: Vec<(usize, Vec<f64>)> = Vec::new();
        let mut classes: Vec<(usize, &[u32], Vec<u32>)> = Vec::new();
        for frequency in levels.filter_map(|level| level.frequency.as_mut()) {
            let known = told.iter().find(|(place, _)| *place == frequency.place);
            frequency.logs = known.map(|(_, logs)| logs.clone()).unwrap_or_else(|| {
                let column = records.at(frequency.column);
                let (own, logs) = in_classes(&of(column, records.name(frequency.column)));
                classes.push((frequency.place, &column.codes, own));
                told.push((frequency.place, logs.clone()));
                logs
            });
            frequency.rarest = frequency.logs.iter().copied().fold(0.0, f64::min);
        }
        // All of one row, and then of the next: each is as far away as the one before.
        let rows = table.chunks_exact_mut((*width).max(1)).take(records.len());
        for (record, row) in rows.enumerate() {
            for (place, codes, classes) in &classes {
                row[*place] = classes.get(codes[record] as usize).copied().unwrap_or(NULL);
            }
        }
        self.weigh(settings)
    }

    /// Makes room for pairs.
    pub(crate) fn batch(&self) -> Batch {
        Batch::new(self.gathered.len(), self.measures.len())
    }

    /// Fetches codes of the pairs of a batch that are not there yet.
    fn fetch(&self, needed: &[Gather], batch: &mut Batch) {
        for gather in needed {
            if std::mem::replace(&mut batch.fetched[*gather], true) {
                continue;
            }
            let (side, place) = self.gathered[*gather];
            let records = if side == Side::Left { &batch.left } else { &batch.right };
            for (code, record) in batch.codes[*gather].iter_mut().zip(records) {
                *code = self.table[*record as usize * self.width + place];
            }
        }
    }

    /// Finds the level of each of the asked pairs in one comparison.
    pub(crate) fn levels(
        &self,
        comparison: usize,
        batch: &mut Batch,
        asked: &Mask,
        levels: &mut Mask,
    ) {
        self.fetch(&self.comparisons[comparison].needs, batch);
        let mut open = *asked;
        let mut one = [0; BATCH];
        levels.fill(NO_LEVEL);
        for (at, level) in self.comparisons[comparison].levels.iter().enumerate() {
            let at = at as u8;
            let Some(condition) = &level.condition else {
                for (level, open) in levels.iter_mut().zip(open.iter()) {
                    *level = if *open == 1 { at } else { *level };
                }
                break;
            };
            condition.holds(batch, &self.measures, &open, &mut one);
            for ((level, open), one) in levels.iter_mut().zip(open.iter_mut()).zip(one.iter()) {
                *level = if *open & *one == 1 { at } else { *level };
                *open &= 1 ^ one;
            }
        }
    }

    /// Says for which of the asked pairs a condition of a blocking rule holds.
    pub(crate) fn filter(&self, filter: usize, batch: &mut Batch, asked: &Mask, out: &mut Mask) {
        let (filter, needs) = &self.filters[filter];
        self.fetch(needs, batch);
        filter.holds(batch, &self.measures, asked, out);
    }

    /// Adds the agreement of each pair of records.
    pub(crate) fn agree(&self, left: &[u32], right: &[u32], agreements: &mut Vec<Agreement>) {
        let rows = Rows { codes: &self.table, width: self.width, compared: self.codes };
        lanes::agree(self.lanes, rows, (left, right), agreements);
    }

    /// Returns what an agreement tells of each comparison.
    pub(crate) fn told(&self, agreement: Agreement) -> Vec<Told> {
        let asked = Asked { agreement, gathered: &self.gathered, measures: &self.measures };
        let mut most_from = 0.0;
        let of = |comparison: &Compiled| {
            let (level, most) = comparison.told(&asked);
            most_from += most;
            Told { level, most_from }
        };
        let mut told: Vec<Told> = self.comparisons.iter().rev().map(of).collect();
        told.reverse();
        told
    }

    /// Returns the weight of one level of one pair, and what the rarity of its value adds.
    #[inline]
    pub(crate) fn parts(&self, comparison: usize, level: u8, left: u32, right: u32) -> (f64, f64) {
        if level == NO_LEVEL {
            return (0.0, 0.0);
        }
        let level = &self.comparisons[comparison].levels[level as usize];
        let rarity = level.frequency.as_ref().map_or(0.0, |own| self.rarity(own, left, right));
        (level.weight, rarity)
    }

    fn rarity(&self, frequency: &Frequency, left: u32, right: u32) -> f64 {
        frequency.weight_of(self.class(frequency, left), self.class(frequency, right))
    }

    fn class(&self, frequency: &Frequency, record: u32) -> u32 {
        self.table[record as usize * self.width + frequency.place]
    }

    /// Returns some comparisons as far as many pairs at once tell them.
    pub(crate) fn ladders(&self, comparisons: &[usize]) -> Ladders {
        let mut ladders = Ladders::default();
        let sources = Sources { measures: &self.measures, gathered: &self.gathered };
        for comparison in comparisons {
            let levels = self.comparisons[*comparison].levels.iter();
            ladders.add(levels.map(|level| level.condition.as_ref()), &sources);
        }
        ladders
    }

    /// Puts the records of a block side by side.
    pub(crate) fn load(&self, ladders: &Ladders, abreast: &mut Abreast, records: &[u32]) {
        abreast.load(ladders, &self.table, self.width, records);
    }

    /// Returns the most that a level of a comparison can add beside one record on the left.
    pub(crate) fn most_beside(&self, comparison: usize, level: usize, record: u32) -> f64 {
        let level = &self.comparisons[comparison].levels[level];
        let rarity =
            level.frequency.as_ref().map_or(0.0, |own| own.most_beside(self.class(own, record)));
        level.weight + rarity
    }

    /// Returns the bytes of the codes of one record.
    pub(crate) fn row_bytes(&self) -> usize {
        self.width * size_of::<u32>()
    }

    /// Returns the bytes of all tables by record and by value.
    pub(crate) fn bytes(&self) -> u64 {
        let levels = self.comparisons.iter().flat_map(|comparison| &comparison.levels);
        let frequencies = levels.filter_map(|level| level.frequency.as_ref());
        let logs: usize = frequencies.map(|own| size_of_val(&own.logs[..])).sum();
        let measures: u64 = self.measures.iter().map(Measure::bytes).sum();
        (self.table.capacity() * size_of::<u32>() + logs) as u64 + measures
    }

    /// Returns the number of levels of a comparison.
    pub(crate) fn count(&self, comparison: usize) -> usize {
        self.comparisons[comparison].levels.len()
    }
}

impl Compiled {
    /// Returns the most that it can add: no level says nothing.
    pub(crate) fn most(&self) -> f64 {
        self.levels.iter().map(CompiledLevel::most).fold(0.0, f64::max)
    }

    /// Returns the level that an agreement tells, or [`OPEN`], and the most that the comparison can add.
    fn told(&self, asked: &Asked<'_>) -> (u8, f64) {
        let (mut is_open, mut most) = (false, 0.0_f64);
        for (at, level) in self.levels.iter().enumerate() {
            match level.condition.as_ref().map_or(Some(true), |of| asked.holds(of)) {
                Some(false) => {}
                Some(true) if is_open => return (OPEN, most.max(level.most())),
                Some(true) => return (at as u8, level.most()),
                None => (is_open, most) = (true, most.max(level.most())),
            }
        }
        (if is_open { OPEN } else { NO_LEVEL }, most)
    }

    fn needs(&self, measures: &[Measure]) -> Vec<Gather> {
        let mut needed = Vec::new();
        for level in &self.levels {
            if let Some(condition) = &level.condition {
                condition.needs(measures, &mut needed);
            }
        }
        needed.sort_unstable();
        needed.dedup();
        needed
    }
}

impl Frequency {
    /// Returns the most that it can add.
    fn most(&self) -> f64 {
        self.at(self.rarest.max(self.least)).max(self.at(0.0)).max(0.0)
    }

    /// Returns the most that it can add beside a value of a class: the commoner of two counts.
    fn most_beside(&self, class: u32) -> f64 {
        if class == NULL || self.weight < 0.0 {
            return self.most();
        }
        self.at(self.logs[class as usize].max(self.least))
    }

    /// Returns what a share adds, of which this is the logarithm.
    #[inline]
    fn at(&self, share: f64) -> f64 {
        self.weight * (self.replaces - share)
    }

    /// Returns log2(u of the exact level) − log2(share of the commoner value), damped.
    ///
    /// Source: Splink 5.0, `comparison_level.py`, `_tf_adjustment_sql`.
    #[inline]
    fn weight_of(&self, left: u32, right: u32) -> f64 {
        let of = |class: u32| {
            if class == NULL { f64::NEG_INFINITY } else { self.logs[class as usize] }
        };
        let share = of(left).max(of(right));
        if share == f64::NEG_INFINITY {
            return 0.0;
        }
        self.at(share.max(self.least))
    }
}

impl CompiledLevel {
    /// Returns the most that it can add.
    fn most(&self) -> f64 {
        self.weight + self.frequency.as_ref().map_or(0.0, Frequency::most)
    }

    fn new(level: &Level, compiler: &mut Compiler<'_>) -> Result<Self, Refusal> {
        if level.is_else() {
            return Ok(Self { condition: None, weight: 0.0, frequency: None });
        }
        let sql = &level.sql_condition;
        let condition = compiler.condition(&parse(sql, Columns::Suffixed)?, sql)?;
        let weight = level.tf_adjustment_weight.unwrap_or(1.0);
        let frequency = match &level.tf_adjustment_column {
            Some(name) if weight != 0.0 && !level.is_null_level => {
                let column = compiler.records.position(&unquoted(name))?;
                Some(Frequency {
                    column,
                    place: 0,
                    logs: Vec::new(),
                    rarest: 0.0,
                    replaces: 0.0,
                    least: level.tf_minimum_u_value.unwrap_or(0.0).log2(),
                    weight,
                })
            }
            _ => None,
        };
        Ok(Self { condition: Some(condition), weight: 0.0, frequency })
    }
}

/// Returns the name of a column without double quotes around it.
pub(crate) fn unquoted(name: &str) -> String {
    name.trim_matches('"').to_owned()
}

/// Numbers what comes up, and returns the number of each and what has it.
fn in_classes(of: &[f64]) -> (Vec<u32>, Vec<f64>) {
    let (mut known, mut own): (HashTable<u32>, Vec<f64>) = Default::default();
    let hash = |of: f64| mix(0, of.to_bits());
    let mut number = |of: &f64| {
        let found = known.find(hash(*of), |at| own[*at as usize].to_bits() == of.to_bits());
        found.copied().unwrap_or_else(|| {
            let at = own.len() as u32;
            own.push(*of);
            known.insert_unique(hash(*of), at, |at| hash(own[*at as usize]));
            at
        })
    };
    (of.iter().map(&mut number).collect(), own)
}

/// Returns the logarithm of each value's share of the records whose value is known.
fn shares(column: &Column) -> Vec<f64> {
    let counts = column.counts();
    let known: u32 = counts.iter().sum();
    counts.iter().map(|count| (f64::from(*count) / f64::from(known)).log2()).collect()
}

/// Returns the m and u of a level: its own, or those that it starts from.
pub(crate) fn m_and_u(comparison: &Comparison, level: &Level, number: i32) -> (f64, f64) {
    let (m, u) = comparison.default_of(number);
    (level.m_probability.unwrap_or(m), level.u_probability.unwrap_or(u))
}

fn weight(comparison: &Comparison, level: &Level, number: i32) -> f64 {
    if level.is_null_level {
        return 0.0;
    }
    let (m, u) = m_and_u(comparison, level, number);
    (m.max(LEAST) / u.max(LEAST)).log2()
}

/// Returns the names of the columns, in lower case, of which a condition says that they are equal;
/// `None` where it says anything else.
pub(crate) fn exact_columns(sql: &str) -> Option<Vec<String>> {
    let condition = parse(sql, Columns::Suffixed).ok()?;
    let mut names = Vec::new();
    for part in conjuncts(&condition) {
        let Expression::Binary(Operator::Equal, a, b) = part else { return None };
        let (Expression::Column(a), Expression::Column(b)) = (&**a, &**b) else { return None };
        if !a.name.eq_ignore_ascii_case(&b.name) || a.side == b.side {
            return None;
        }
        names.push(a.name.to_lowercase());
    }
    Some(names)
}

/// Returns the u that the frequency of a value replaces: that of the level at which the values of
/// the column are equal, and no other column has to be.
fn exact_u(comparison: &Comparison, level: &Level) -> Result<f64, Refusal> {
    let column = level.tf_adjustment_column.as_deref().map(unquoted).unwrap_or_default();
    let numbers = comparison.level_numbers();
    let levels = || comparison.comparison_levels.iter().zip(&numbers);
    if level.disable_tf_exact_match_detection {
        let own = levels().find(|(own, _)| std::ptr::eq(*own, level));
        return Ok(own.map_or(1.0, |(own, number)| m_and_u(comparison, own, *number).1));
    }
    levels()
        .filter(|(own, _)| !own.is_else() && !own.is_null_level)
        .find(|(own, _)| exact_columns(&own.sql_condition) == Some(vec![column.to_lowercase()]))
        .map(|(own, number)| m_and_u(comparison, own, *number).1)
        .ok_or_else(|| {
            let name = &comparison.output_column_name;
            Refusal::Model(format!("\"{name}\" weighs rare values of \"{column}\" more, and has no level at which {column}_l = {column}_r"))
        })
}
