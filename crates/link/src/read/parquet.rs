//! Parquet in, column after column: texts, numbers, dates, times, and lists of texts or numbers.

use std::io::Read;

use ::table::parquet::{Checked, Opened, Problem, guarded};
use parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl, get_column_reader};
use parquet::data_type::DataType;
use parquet::file::reader::FileReader;
use parquet::schema::types::ColumnDescriptor;
use uuid::Uuid;

use super::{Reading, broken, known_ids, push};
use crate::records::Layout;
use crate::refusal::{Refusal, unknown};
use crate::value::Value;

/// Largest file read, in bytes.
const LARGEST: u64 = 16 << 30;
/// Rows decoded at a time.
const BATCH: usize = 8_192;

/// Reads the names of the columns.
pub(super) fn heading(file: &str, input: impl Read) -> Result<Vec<String>, Refusal> {
    opened(file, input, |opened| Ok(names(&opened)))
}

/// Appends the columns asked for; returns whether the column of sources is there.
pub(super) fn table(
    file: &str,
    input: impl Read,
    layout: &Layout,
    wanted: Vec<(&str, &mut Reading)>,
    source: &mut Reading,
) -> Result<bool, Refusal> {
    opened(file, input, |opened| {
        let heading = names(&opened);
        let told = layout.place(&heading, &layout.source);
        for (at_first, (name, reading)) in wanted.into_iter().enumerate() {
            let at = layout
                .place(&heading, name)
                .ok_or_else(|| unknown(name, heading.iter().map(String::as_str), file))?;
            column(file, &opened, at, reading)?;
            if at_first == 0 {
                known_ids(file, &reading.1)?;
            }
        }
        if let Some(at) = told {
            column(file, &opened, at, source)?;
        }
        Ok(told.is_some())
    })
}

/// Opens a file and reads of it.
fn opened<T>(
    file: &str,
    input: impl Read,
    read: impl FnOnce(Opened) -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    let read = guarded(|| Ok(read(Opened::new(input, LARGEST)?)));
    read.unwrap_or_else(|problem: Problem| Err(broken(file, &problem.to_string())))
}

/// Returns the names of the columns: that of a list is the name of the whole.
fn names(opened: &Opened) -> Vec<String> {
    let schema = opened.reader.metadata().file_metadata().schema_descr();
    let name = |column: &std::sync::Arc<ColumnDescriptor>| {
        if column.max_rep_level() > 0 {
            column.path().parts()[0].clone()
        } else {
            column.path().string()
        }
    };
    schema.columns().iter().map(name).collect()
}

/// What the numbers of a column mean.
#[derive(Clone, Copy)]
enum Meaning {
    Plain,
    Unsigned,
    Day,
    /// Parts of a time in one second.
    Moment(i64),
    /// What the digits of a decimal are divided by.
    Decimal(f64),
    Uuid,
}

impl Meaning {
    fn of(column: &ColumnDescriptor) -> Self {
        match (column.logical_type_ref(), column.converted_type()) {
            (Some(LogicalType::Date), _) | (_, ConvertedType::DATE) => Self::Day,
            (Some(LogicalType::Timestamp(time)), _) => Self::Moment(match time.unit {
                TimeUnit::MILLIS => 1_000,
                TimeUnit::MICROS => 1_000_000,
                TimeUnit::NANOS => 1_000_000_000,
            }),
            (_, ConvertedType::TIMESTAMP_MILLIS) => Self::Moment(1_000),
            (_, ConvertedType::TIMESTAMP_MICROS) => Self::Moment(1_000_000),
            (_, ConvertedType::DECIMAL) => {
                Self::Decimal(10_f64.powi(column.type_scale().clamp(0, 38)))
            }
            (Some(LogicalType::Uuid), _) => Self::Uuid,
            (_, ConvertedType::UINT_8 | ConvertedType::UINT_16 | ConvertedType::UINT_32) => {
                Self::Unsigned
            }
            _ => Self::Plain,
        }
    }

    fn number(self, number: i64) -> Value<'static> {
        match self {
            Self::Plain | Self::Unsigned | Self::Uuid => Value::Integer(number),
            Self::Day => Value::Day(number),
            Self::Moment(parts) if parts <= 1_000_000 => {
                Value::Moment(number.saturating_mul(1_000_000 / parts))
            }
            Self::Moment(parts) => Value::Moment(number.div_euclid(parts / 1_000_000)),
            Self::Decimal(tens) => Value::Real(number as f64 / tens),
        }
    }

    /// Reads what bytes stand for: text, unless they are said to be something else.
    fn bytes(self, bytes: &[u8]) -> Result<Value<'static>, String> {
        match self {
            Self::Decimal(tens) => Ok(Value::Real(whole(bytes)? as f64 / tens)),
            Self::Uuid => match Uuid::from_slice(bytes) {
                Ok(id) => Ok(Value::Text(id.to_string().into())),
                Err(error) => Err(error.to_string()),
            },
            _ => match std::str::from_utf8(bytes) {
                Ok(text) => Ok(Value::Text(text.to_owned().into())),
                Err(_) => Err("a text is not UTF-8".to_owned()),
            },
        }
    }
}

/// Reads the digits of a decimal: a whole number of two's complement, the highest byte first.
fn whole(bytes: &[u8]) -> Result<i128, String> {
    let negative = bytes.first().is_some_and(|first| *first >= 0x80);
    let mut wide = [if negative { 0xFF } else { 0 }; size_of::<i128>()];
    let start = wide.len().checked_sub(bytes.len());
    let start = start.ok_or("a decimal of more than 38 digits is not read; write it as text")?;
    wide[start..].copy_from_slice(bytes);
    Ok(i128::from_be_bytes(wide))
}

fn column(file: &str, opened: &Opened, at: usize, reading: &mut Reading) -> Result<(), Refusal> {
    for group in 0..opened.reader.metadata().num_row_groups() {
        chunk(opened, group, at, reading)
            .map_err(|problem| broken(file, &Problem::Damaged(problem).to_string()))?;
    }
    Ok(())
}

/// Decodes a column's part of one row group.
fn chunk(opened: &Opened, group: usize, at: usize, reading: &mut Reading) -> Result<(), String> {
    let said = |error: parquet::errors::ParquetError| error.to_string();
    let pages = opened.pages(group, at).map_err(said)?;
    let metadata = opened.reader.metadata();
    let rows = usize::try_from(metadata.row_group(group).num_rows());
    let column = metadata.file_metadata().schema_descr().column(at);
    let shape = Shape::of(&column, rows.map_err(|error| error.to_string())?);
    let means = Meaning::of(&column);
    let is_text = column.physical_type() == Type::BYTE_ARRAY && matches!(means, Meaning::Plain);
    if is_text && shape.list.is_none() {
        return texts(pages, shape, reading);
    }
    match get_column_reader(column, Box::new(pages)) {
        ColumnReader::BoolColumnReader(reader) => {
            append(reader, shape, reading, |yes| Ok(Value::Yes(*yes)))
        }
        ColumnReader::Int32ColumnReader(reader) => append(reader, shape, reading, |own| {
            Ok(means.number(match means {
                Meaning::Unsigned => i64::from(own.cast_unsigned()),
                _ => i64::from(*own),
            }))
        }),
        ColumnReader::Int64ColumnReader(reader) => {
            append(reader, shape, reading, |own| Ok(means.number(*own)))
        }
        ColumnReader::FloatColumnReader(reader) => {
            append(reader, shape, reading, |own| Ok(Value::Real(f64::from(*own))))
        }
        ColumnReader::DoubleColumnReader(reader) => {
            append(reader, shape, reading, |own| Ok(Value::Real(*own)))
        }
        ColumnReader::ByteArrayColumnReader(reader) => {
            append(reader, shape, reading, |own| means.bytes(own.data()))
        }
        ColumnReader::FixedLenByteArrayColumnReader(reader) => {
            if matches!(means, Meaning::Decimal(_) | Meaning::Uuid) {
                return append(reader, shape, reading, |own| means.bytes(own.data()));
            }
            Err("a column holds values of a kind that is not read; write them as text".into())
        }
        // Times, as Spark writes them unless it is told otherwise.
        ColumnReader::Int96ColumnReader(reader) => {
            append(reader, shape, reading, |own| Ok(Value::Moment(own.to_micros())))
        }
    }
}

/// Appends a chunk of texts.
fn texts(pages: Checked, shape: Shape, reading: &mut Reading) -> Result<(), String> {
    let before = reading.1.len();
    super::texts::append(pages, shape.known, reading)?;
    shape.all_there(reading.1.len() - before)
}

/// How the values of a column sit in its rows.
#[derive(Clone, Copy)]
struct Shape {
    rows: usize,
    /// The level at which a value is there.
    known: i16,
    /// For a list: the level at which there is an item, known or not.
    list: Option<i16>,
}

impl Shape {
    fn of(column: &ColumnDescriptor, rows: usize) -> Self {
        let known = column.max_def_level();
        let item = known - i16::from(column.self_type().is_optional());
        Self { rows, known, list: (column.max_rep_level() > 0).then_some(item) }
    }

    /// Refuses a chunk that gave another number of rows than its row group has.
    fn all_there(self, read: usize) -> Result<(), String> {
        if read == self.rows {
            return Ok(());
        }
        Err(format!("{read} of {} rows are there", self.rows))
    }
}

/// Appends a chunk's values.
fn append<T: DataType>(
    mut reader: ColumnReaderImpl<T>,
    shape: Shape,
    reading: &mut Reading,
    value: impl Fn(&T::T) -> Result<Value<'static>, String>,
) -> Result<(), String> {
    let (mut levels, mut repeated, mut found) = (Vec::new(), Vec::new(), Vec::new());
    let before = reading.1.len();
    let mut done = 0;
    while done < shape.rows {
        levels.clear();
        repeated.clear();
        found.clear();
        let most = BATCH.min(shape.rows - done);
        let (read, _, count) = reader
            .read_records(most, Some(&mut levels), Some(&mut repeated), &mut found)
            .map_err(|error| error.to_string())?;
        if read == 0 {
            return Err(format!("{done} of {} rows are there", shape.rows));
        }
        let mut values = found.iter();
        if let Some(item) = shape.list {
            let entries = (0..count).map(|at| (levels[at], repeated[at]));
            lists(entries, (shape.known, item), &mut values, reading, &value)?;
        } else {
            for row in 0..read {
                let there = shape.known == 0 || levels.get(row) == Some(&shape.known);
                let own = if there { values.next().map(&value).transpose()? } else { None };
                push(reading, own.unwrap_or(Value::Null))?;
            }
        }
        done += read;
    }
    // In a damaged file a list may go on that never began.
    shape.all_there(reading.1.len() - before)
}

/// Appends lists: an entry of level 0 begins one.
fn lists<'v, V: 'v>(
    entries: impl Iterator<Item = (i16, i16)>,
    (known, item): (i16, i16),
    values: &mut impl Iterator<Item = &'v V>,
    reading: &mut Reading,
    value: &impl Fn(&V) -> Result<Value<'static>, String>,
) -> Result<(), String> {
    let mut open: Option<Value<'static>> = None;
    for (level, repeated) in entries {
        if repeated == 0 {
            if let Some(list) = open.take() {
                push(reading, list)?;
            }
            open = Some(if level + 1 >= item { Value::List(Vec::new()) } else { Value::Null });
        }
        if let Some(Value::List(items)) = &mut open {
            if level == known {
                items.push(value(values.next().ok_or("a value is not there")?)?);
            } else if level >= item {
                items.push(Value::Null);
            }
        }
    }
    open.map_or(Ok(()), |list| push(reading, list))
}
