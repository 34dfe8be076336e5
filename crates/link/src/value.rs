//! Values, and columns of them in which each distinct value is kept once and a record holds its
//! number: whether two records agree is then a comparison of two integers.

use std::borrow::Cow;
use std::sync::Arc;

use hashbrown::HashTable;

/// The code of what is not known.
pub(crate) const NULL: u32 = u32::MAX;

/// One value, as expressions see it.
#[derive(Clone, Debug, PartialEq)]
// Behind a tag of one byte a value is moved in pieces that overlap, for which the processor waits.
#[repr(u64)]
pub(crate) enum Value<'a> {
    Null,
    Yes(bool),
    Integer(i64),
    Real(f64),
    Text(Cow<'a, str>),
    /// Days since 1 January 1970.
    Day(i64),
    /// Microseconds since then.
    Moment(i64),
    List(Vec<Value<'a>>),
}

impl Value<'_> {
    /// Returns the value with all that it refers to.
    pub(crate) fn owned(self) -> Value<'static> {
        match self {
            Self::Null => Value::Null,
            Self::Yes(yes) => Value::Yes(yes),
            Self::Integer(number) => Value::Integer(number),
            Self::Real(number) => Value::Real(number),
            Self::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Self::Day(day) => Value::Day(day),
            Self::Moment(moment) => Value::Moment(moment),
            Self::List(items) => Value::List(items.into_iter().map(Value::owned).collect()),
        }
    }

    /// Returns what kind of value this is, for messages.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Yes(_) => "a yes or no",
            Self::Integer(_) | Self::Real(_) => "a number",
            Self::Text(_) => "text",
            Self::Day(_) => "a date",
            Self::Moment(_) => "a time",
            Self::List(_) => "a list",
        }
    }

    /// Returns a hash that equal values share.
    pub(crate) fn hash(&self) -> u64 {
        match self {
            Self::Null => 0,
            Self::Yes(yes) => u64::from(*yes),
            Self::Integer(number) | Self::Day(number) | Self::Moment(number) => {
                mix(0, number.cast_unsigned())
            }
            Self::Real(number) => mix(0, number.to_bits()),
            Self::Text(text) => hash(text.as_bytes()),
            Self::List(items) => items.iter().fold(1, |hash, item| mix(hash, item.hash())),
        }
    }
}

/// Texts end to end.
#[derive(Clone, Debug, Default)]
pub(crate) struct Texts {
    bytes: String,
    ends: Vec<u32>,
}

impl Texts {
    pub(crate) fn get(&self, at: u32) -> &str {
        let at = at as usize;
        let start = if at == 0 { 0 } else { self.ends[at - 1] as usize };
        &self.bytes[start..self.ends[at] as usize]
    }

    pub(crate) fn push(&mut self, text: &str) -> Result<(), Full> {
        self.bytes.push_str(text);
        self.ends.push(u32::try_from(self.bytes.len()).map_err(|_| Full)?);
        Ok(())
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Returns how many bytes they take.
    pub(crate) fn bytes(&self) -> u64 {
        (self.bytes.capacity() + self.ends.capacity() * size_of::<u32>()) as u64
    }

    /// Returns one of the texts alone.
    pub(crate) fn only(&self, at: u32) -> Self {
        let bytes = self.get(at).to_owned();
        // A part of what fits.
        Self { ends: vec![bytes.len() as u32], bytes }
    }
}

/// A column holds more distinct text than is kept: 4 GiB.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Full;

impl std::fmt::Display for Full {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a column holds more than 4 GiB of distinct text, or values of two kinds")
    }
}

/// The distinct values of a column, by code.
#[derive(Clone, Debug)]
pub(crate) enum Values {
    Text(Texts),
    Yes(Vec<bool>),
    Integer(Vec<i64>),
    Real(Vec<f64>),
    Day(Vec<i64>),
    Moment(Vec<i64>),
    List(Vec<Vec<Value<'static>>>),
}

impl Values {
    /// Returns the value of a code.
    pub(crate) fn get(&self, code: u32) -> Value<'_> {
        if code == NULL {
            return Value::Null;
        }
        let at = code as usize;
        match self {
            Self::Text(texts) => Value::Text(Cow::Borrowed(texts.get(code))),
            Self::Yes(values) => Value::Yes(values[at]),
            Self::Integer(values) => Value::Integer(values[at]),
            Self::Real(values) => Value::Real(values[at]),
            Self::Day(values) => Value::Day(values[at]),
            Self::Moment(values) => Value::Moment(values[at]),
            Self::List(values) => Value::List(values[at].clone()),
        }
    }

    /// Returns the number of distinct values.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Text(texts) => texts.len(),
            Self::Yes(values) => values.len(),
            Self::Integer(values) | Self::Day(values) | Self::Moment(values) => values.len(),
            Self::Real(values) => values.len(),
            Self::List(values) => values.len(),
        }
    }

    /// Returns how many bytes they take.
    pub(crate) fn bytes(&self) -> u64 {
        let bytes: usize = match self {
            Self::Text(texts) => return texts.bytes(),
            Self::Yes(values) => values.capacity(),
            Self::Integer(values) | Self::Day(values) | Self::Moment(values) => {
                values.capacity() * size_of::<i64>()
            }
            Self::Real(values) => values.capacity() * size_of::<f64>(),
            // The text of their items is not counted.
            Self::List(values) => {
                values.iter().map(|list| size_of_val(list) + size_of_val(&list[..])).sum()
            }
        };
        bytes as u64
    }

    /// Returns the texts, where that is what the column holds.
    pub(crate) fn texts(&self) -> Option<&Texts> {
        if let Self::Text(texts) = self { Some(texts) } else { None }
    }

    /// Returns each value as a number (a date as days, a time as seconds), where that is what the
    /// column holds.
    pub(crate) fn numbers(&self) -> Option<Vec<f64>> {
        match self {
            Self::Integer(values) | Self::Day(values) => {
                Some(values.iter().map(|value| *value as f64).collect())
            }
            Self::Real(values) => Some(values.clone()),
            Self::Moment(values) => Some(values.iter().map(|at| *at as f64 / 1e6).collect()),
            Self::Text(_) | Self::Yes(_) | Self::List(_) => None,
        }
    }

    /// Starts a column with values of this kind.
    fn of(value: &Value<'_>) -> Self {
        match value {
            Value::Text(_) | Value::Null => Self::Text(Texts::default()),
            Value::Yes(_) => Self::Yes(Vec::new()),
            Value::Integer(_) => Self::Integer(Vec::new()),
            Value::Real(_) => Self::Real(Vec::new()),
            Value::Day(_) => Self::Day(Vec::new()),
            Value::Moment(_) => Self::Moment(Vec::new()),
            Value::List(_) => Self::List(Vec::new()),
        }
    }

    fn push(&mut self, value: Value<'_>) -> Result<(), Full> {
        match (self, value) {
            (Self::Text(texts), Value::Text(text)) => return texts.push(&text),
            (Self::Yes(values), Value::Yes(yes)) => values.push(yes),
            (Self::Integer(values), Value::Integer(number))
            | (Self::Day(values), Value::Day(number))
            | (Self::Moment(values), Value::Moment(number)) => values.push(number),
            (Self::Real(values), Value::Real(number)) => values.push(number),
            (Self::Real(values), Value::Integer(number)) => values.push(number as f64),
            (Self::List(values), Value::List(items)) => {
                values.push(items.into_iter().map(Value::owned).collect());
            }
            _ => return Err(Full),
        }
        Ok(())
    }
}

/// A column: a code for each record, and the distinct values.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub(crate) codes: Vec<u32>,
    pub(crate) values: Arc<Values>,
}

impl Column {
    /// Returns what a record holds.
    pub(crate) fn of(&self, record: u32) -> Value<'_> {
        self.values.get(self.codes[record as usize])
    }

    /// Returns how many records hold each value, by its code.
    pub(crate) fn counts(&self) -> Vec<u32> {
        let mut counts = vec![0; self.values.len()];
        let known = self.codes.iter().filter(|code| **code != NULL);
        known.for_each(|code| counts[*code as usize] += 1);
        counts
    }
}

/// The codes of values, found by the values.
pub(crate) struct Codes(HashTable<u32>);

impl Codes {
    pub(crate) fn new(values: &Values) -> Self {
        let hash = |code: &u32| values.get(*code).hash();
        let mut table = HashTable::with_capacity(values.len());
        for code in 0..values.len() as u32 {
            table.insert_unique(hash(&code), code, hash);
        }
        Self(table)
    }

    /// Returns the code of a value among the same values.
    pub(crate) fn of(&self, value: &Value<'_>, values: &Values) -> Option<u32> {
        self.0.find(value.hash(), |code| values.get(*code) == *value).copied()
    }
}

/// Gives each distinct value a code, in the order in which they come.
pub(crate) struct Dictionary {
    values: Option<Values>,
    /// By hash, part of which is kept so that growing looks at no text.
    table: HashTable<(u32, u32)>,
    /// By small whole number: its code and one more, or 0 where it has not come. Whoever numbers things
    /// begins with small ones, and a place is found sooner than a hash.
    small: Vec<u32>,
    /// Whether every value gets a code of its own: for ids, which come once each.
    once_each: bool,
}

/// Whole numbers from 0 that have a place of their own.
const SMALL: usize = 1 << 22;

impl Dictionary {
    pub(crate) fn new() -> Self {
        Self { values: None, table: HashTable::new(), small: Vec::new(), once_each: false }
    }

    /// For values of which each comes once: none is looked up.
    pub(crate) fn of_ids() -> Self {
        Self { once_each: true, ..Self::new() }
    }

    /// Returns the code of a text.
    pub(crate) fn text(&mut self, text: &str) -> Result<u32, Full> {
        let values = self.values.get_or_insert_with(|| Values::Text(Texts::default()));
        let Values::Text(texts) = values else { return Err(Full) };
        if self.once_each {
            texts.push(text)?;
            return Ok(texts.len() as u32 - 1);
        }
        let kept = hash(text.as_bytes()) as u32;
        let known =
            self.table.find(spread(kept), |(own, code)| *own == kept && texts.get(*code) == text);
        if let Some((_, code)) = known {
            return Ok(*code);
        }
        let code = texts.len() as u32;
        texts.push(text)?;
        self.table.insert_unique(spread(kept), (kept, code), |(own, _)| spread(*own));
        Ok(code)
    }

    /// Returns the code of a value.
    #[inline]
    pub(crate) fn code(&mut self, value: Value<'_>) -> Result<u32, Full> {
        match value {
            Value::Null => Ok(NULL),
            Value::Text(text) => self.text(&text),
            Value::Integer(number) => self.integer(number),
            other => self.other(other),
        }
    }

    /// Returns the code of a whole number.
    #[inline]
    fn integer(&mut self, number: i64) -> Result<u32, Full> {
        let values = self.values.get_or_insert_with(|| Values::Integer(Vec::new()));
        let place = usize::try_from(number).ok().filter(|place| *place < SMALL);
        match (values, place) {
            (Values::Integer(numbers), _) if self.once_each => {
                numbers.push(number);
                Ok(numbers.len() as u32 - 1)
            }
            (Values::Integer(numbers), Some(place)) => {
                if self.small.len() <= place {
                    self.small.resize((place + 1).next_power_of_two(), 0);
                }
                let known = &mut self.small[place];
                if *known == 0 {
                    numbers.push(number);
                    *known = numbers.len() as u32;
                }
                Ok(*known - 1)
            }
            _ => self.other(Value::Integer(number)),
        }
    }

    /// Returns the code of a value that is neither a text nor a whole number that has a place.
    fn other(&mut self, value: Value<'_>) -> Result<u32, Full> {
        let value = match (value, &self.values) {
            (Value::Integer(number), Some(Values::Real(_))) => Value::Real(number as f64),
            (value, _) => value,
        };
        let values = self.values.get_or_insert_with(|| Values::of(&value));
        if self.once_each {
            values.push(value)?;
            return Ok(values.len() as u32 - 1);
        }
        let kept = value.hash() as u32;
        let same = |(own, code): &(u32, u32)| *own == kept && values.get(*code) == value;
        if let Some((_, code)) = self.table.find(spread(kept), same) {
            return Ok(*code);
        }
        let code = values.len() as u32;
        values.push(value)?;
        self.table.insert_unique(spread(kept), (kept, code), |(own, _)| spread(*own));
        Ok(code)
    }

    /// Returns the values.
    pub(crate) fn into_values(self) -> Arc<Values> {
        Arc::new(self.values.unwrap_or_else(|| Values::Text(Texts::default())))
    }
}

/// Returns, for each value of one column, its code in another: [`NULL`] where the other has it not.
pub(crate) fn codes_in(source: &Values, target: &Values) -> Vec<u32> {
    let codes = Codes::new(target);
    let code = |code: u32| codes.of(&source.get(code), target).unwrap_or(NULL);
    (0..source.len() as u32).map(code).collect()
}

/// Returns a hash of all bits from the part that is kept.
fn spread(kept: u32) -> u64 {
    u64::from(kept).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// Multiplies and folds, as in wyhash: enough for tables of names that nobody chose to collide.
pub(crate) fn mix(a: u64, b: u64) -> u64 {
    let product =
        u128::from(a ^ 0x9E37_79B9_7F4A_7C15).wrapping_mul(u128::from(b ^ 0xD6E8_FEB8_6659_FD93));
    (product >> 64) as u64 ^ product as u64
}

fn hash(bytes: &[u8]) -> u64 {
    let word = |bytes: &[u8; 4]| u64::from(u32::from_le_bytes(*bytes));
    let length = bytes.len() as u64;
    // What is left at the end is taken with what comes before it, so that nothing is copied.
    let (start, last) = match (bytes.last_chunk(), bytes.first_chunk(), bytes.last_chunk()) {
        (Some(last), ..) => (&bytes[..bytes.len() - 1], u64::from_le_bytes(*last)),
        (None, Some(first), Some(last)) => (&[][..], word(first) << 32 | word(last)),
        _ => (&[][..], bytes.iter().fold(0, |word, byte| word << 8 | u64::from(*byte))),
    };
    let words = start.as_chunks().0.iter();
    mix(words.fold(length, |hash, word| mix(hash, u64::from_le_bytes(*word))), last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Each whole number has one code, small or not, and codes come in the order of the numbers.
        #[test]
        fn each_number_has_one_code(
            numbers in prop::collection::vec(
                prop_oneof![0_i64..6, Just(SMALL as i64 - 1), Just(SMALL as i64), -3_i64..0, any::<i64>()],
                1..40,
            ),
        ) {
            let mut dictionary = Dictionary::new();
            let mut distinct: Vec<i64> = Vec::new();
            for number in numbers {
                if !distinct.contains(&number) {
                    distinct.push(number);
                }
                let code = dictionary.code(Value::Integer(number)).unwrap();
                prop_assert_eq!(distinct[code as usize], number);
            }
            let Values::Integer(values) = &*dictionary.into_values() else { panic!("no numbers") };
            prop_assert_eq!(values, &distinct);
        }
    }
}
