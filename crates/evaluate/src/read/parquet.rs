//! Parquet in, column after column and row group after row group; only the columns that the study
//! names are decoded, to the same numbers as the same table in CSV would be.
//!
//! The file is held whole, because its end says where everything is and an input can only be read
//! forwards. What it says of itself is checked before it is believed: the library that decodes it
//! sets aside as much memory as a page claims to need, and stops the program on some claims that
//! cannot be, which is caught here as the last resort.

use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};

use bytes::Bytes;
use parquet::basic::{ConvertedType, LogicalType, Type};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl, get_column_reader};
use parquet::data_type::DataType;
use parquet::errors::ParquetError;
use parquet::file::metadata::ParquetMetaData;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::schema::types::ColumnDescriptor;

use super::{MOST_COLUMNS, MOST_ROWS, broken, number, quick, whole};
use crate::refusal::Refusal;
use crate::table::{Table, unknown};
use crate::values::Values;

mod pages;

use pages::Checked;

/// Largest file read, in bytes: ten million people with thirty columns need about 2.4 GB.
pub(super) const LARGEST: u64 = 4 << 30;
/// Rows decoded at a time.
const BATCH: usize = 8_192;

/// A file whose claims about where things are have been checked.
struct Opened<'a> {
    name: &'a str,
    reader: SerializedFileReader<Bytes>,
    heading: Vec<String>,
    rows: usize,
}

/// How the values of a column become numbers.
#[derive(Clone, Copy)]
enum Numbers {
    /// As they are; words as the same words in CSV.
    Plain,
    /// Whole numbers that are stored without a sign.
    Unsigned,
    /// Digits, and what they are divided by.
    Decimal(f64),
}

/// Why the values of a column cannot be had.
enum Trouble {
    Broken(String),
    /// A row of this row group, counted from 0, and what is wrong with its value.
    Value(usize, String),
}

impl From<ParquetError> for Trouble {
    fn from(error: ParquetError) -> Self {
        Self::Broken(error.to_string())
    }
}

/// Reads the named columns.
pub(super) fn table(file: &str, input: impl Read, columns: &[&str]) -> Result<Table, Refusal> {
    let bytes = taken(file, input)?;
    guarded(file, || {
        let file = Opened::new(file, bytes)?;
        let wanted: Vec<usize> =
            columns.iter().map(|name| file.position(name)).collect::<Result<_, _>>()?;
        if file.rows == 0 {
            return Err(whole(file.name, "there are columns and nobody in them"));
        }
        let each = columns.iter().zip(wanted);
        let each = each.map(|(name, at)| Ok(((*name).to_owned(), file.column(at)?)));
        Table::new(each.collect::<Result<_, Refusal>>()?)
    })
}

/// Reads the names of the columns alone.
pub(super) fn heading(file: &str, input: impl Read) -> Result<Vec<String>, Refusal> {
    let bytes = taken(file, input)?;
    guarded(file, || Opened::new(file, bytes).map(|file| file.heading))
}

/// Returns the number of rows.
pub(super) fn rows(file: &str, input: impl Read) -> Result<usize, Refusal> {
    let bytes = taken(file, input)?;
    guarded(file, || Opened::new(file, bytes).map(|file| file.rows))
}

fn taken(file: &str, input: impl Read) -> Result<Bytes, Refusal> {
    let mut bytes = Vec::new();
    let read = input.take(LARGEST + 1).read_to_end(&mut bytes);
    match read.map_err(|error| broken(file, &error))? as u64 {
        0 => Err(whole(file, "the file is empty")),
        read if read > LARGEST => Err(whole(file, &format!("more than {LARGEST} bytes"))),
        _ if !bytes.starts_with(b"PAR1") => Err(whole(file, "the file is not Parquet")),
        _ => Ok(Bytes::from(bytes)),
    }
}

/// Turns a panic of the library, which some broken files lead to, into a refusal.
fn guarded<T>(file: &str, read: impl FnOnce() -> Result<T, Refusal>) -> Result<T, Refusal> {
    // Nothing outlives the call that a panic could leave half done.
    let result = catch_unwind(AssertUnwindSafe(read));
    result.unwrap_or_else(|_| Err(damaged(file, "it says of itself what cannot be")))
}

fn damaged(file: &str, problem: &str) -> Refusal {
    whole(file, &format!("the file is cut off or damaged: {problem}"))
}

impl<'a> Opened<'a> {
    fn new(name: &'a str, bytes: Bytes) -> Result<Self, Refusal> {
        let size = bytes.len() as i64;
        let reader =
            SerializedFileReader::new(bytes).map_err(|error| damaged(name, &error.to_string()))?;
        let metadata = reader.metadata();
        let columns = metadata.file_metadata().schema_descr().columns();
        if columns.len() > MOST_COLUMNS {
            return Err(whole(name, &format!("more than {MOST_COLUMNS} columns")));
        }
        let mut heading: Vec<String> = Vec::with_capacity(columns.len());
        for column in columns {
            let own = column.path().string();
            if heading.contains(&own) {
                return Err(Refusal::NamedTwice(own));
            }
            heading.push(own);
        }
        let rows = counted(metadata, size).ok_or_else(|| {
            damaged(name, "its parts are said to be where the file is not, or of no length")
        })?;
        if rows > MOST_ROWS {
            return Err(whole(name, &format!("more than {MOST_ROWS} rows")));
        }
        Ok(Self { name, reader, heading, rows })
    }

    fn position(&self, column: &str) -> Result<usize, Refusal> {
        let at = self.heading.iter().position(|known| known == column);
        at.ok_or_else(|| unknown(column, &self.heading, self.name))
    }

    fn column(&self, at: usize) -> Result<Values, Refusal> {
        let metadata = self.reader.metadata();
        let column = metadata.file_metadata().schema_descr().column(at);
        let named = || (self.name.to_owned(), self.heading[at].clone());
        let numbers = Numbers::of(&column).map_err(|holds| {
            let (file, column) = named();
            Refusal::NotNumbers { file, column, holds }
        })?;
        let mut values = Values::default();
        for group in 0..metadata.num_row_groups() {
            let before = values.len();
            self.chunk(group, at, numbers, &mut values).map_err(|trouble| match trouble {
                Trouble::Broken(problem) => damaged(self.name, &problem),
                Trouble::Value(row, problem) => {
                    let (file, column) = named();
                    Refusal::Value { file, row: before + row + 1, column, problem }
                }
            })?;
        }
        Ok(values)
    }

    /// Decodes a column's part of one row group.
    fn chunk(
        &self,
        group: usize,
        at: usize,
        numbers: Numbers,
        values: &mut Values,
    ) -> Result<(), Trouble> {
        let group = self.reader.get_row_group(group)?;
        let rows = group.metadata().num_rows() as usize;
        let column = group.metadata().schema_descr().column(at);
        let known = column.max_def_level();
        let pages = Checked::new(group.get_column_page_reader(at)?, &column, rows);
        let each = (rows, known);
        match get_column_reader(column, Box::new(pages)) {
            ColumnReader::BoolColumnReader(reader) => {
                append(reader, each, values, |yes| Ok(f64::from(u8::from(*yes))))
            }
            ColumnReader::Int32ColumnReader(reader) => append(reader, each, values, |own| {
                Ok(match numbers {
                    Numbers::Unsigned => f64::from(own.cast_unsigned()),
                    Numbers::Decimal(tens) => f64::from(*own) / tens,
                    Numbers::Plain => f64::from(*own),
                })
            }),
            ColumnReader::Int64ColumnReader(reader) => append(reader, each, values, |own| {
                Ok(match numbers {
                    Numbers::Unsigned => own.cast_unsigned() as f64,
                    Numbers::Decimal(tens) => *own as f64 / tens,
                    Numbers::Plain => *own as f64,
                })
            }),
            ColumnReader::FloatColumnReader(reader) => {
                append(reader, each, values, |own| finite(f64::from(*own)))
            }
            ColumnReader::DoubleColumnReader(reader) => {
                append(reader, each, values, |own| finite(*own))
            }
            ColumnReader::ByteArrayColumnReader(reader) => {
                append(reader, each, values, |own| bytes(own.data(), numbers))
            }
            ColumnReader::FixedLenByteArrayColumnReader(reader) => {
                append(reader, each, values, |own| bytes(own.data(), numbers))
            }
            // Numbers::of has refused it.
            ColumnReader::Int96ColumnReader(_) => Err(Trouble::Broken("INT96".into())),
        }
    }
}

/// Returns the rows of a file if every part of it lies inside of its `size` bytes.
fn counted(metadata: &ParquetMetaData, size: i64) -> Option<usize> {
    let mut rows = 0_usize;
    for group in metadata.row_groups() {
        rows = rows.checked_add(usize::try_from(group.num_rows()).ok()?)?;
        for chunk in group.columns() {
            let start = chunk.dictionary_page_offset().unwrap_or_else(|| chunk.data_page_offset());
            let length = chunk.compressed_size();
            let inside = start >= 0 && length >= 0 && start.checked_add(length)? <= size;
            if !inside || chunk.num_values() < 0 {
                return None;
            }
        }
    }
    Some(rows)
}

impl Numbers {
    /// Returns how a column becomes numbers, or what it holds instead of them.
    fn of(column: &ColumnDescriptor) -> Result<Self, &'static str> {
        const DAYS: &str = "dates or times";
        if column.max_rep_level() > 0 {
            return Err("lists");
        }
        let logical = column.logical_type_ref();
        let of_a_day =
            matches!(logical, Some(LogicalType::Time { .. } | LogicalType::Timestamp { .. }));
        let known = matches!(
            logical,
            None | Some(
                LogicalType::String
                    | LogicalType::Enum
                    | LogicalType::Decimal { .. }
                    | LogicalType::Integer { .. }
                    | LogicalType::Unknown
            )
        );
        match (column.physical_type(), column.converted_type()) {
            (Type::INT96, _)
            | (
                _,
                ConvertedType::DATE
                | ConvertedType::TIME_MILLIS
                | ConvertedType::TIME_MICROS
                | ConvertedType::TIMESTAMP_MILLIS
                | ConvertedType::TIMESTAMP_MICROS
                | ConvertedType::INTERVAL,
            ) => Err(DAYS),
            // In billionths of a second they have no converted type.
            _ if of_a_day => Err(DAYS),
            (
                Type::INT32 | Type::INT64 | Type::BYTE_ARRAY | Type::FIXED_LEN_BYTE_ARRAY,
                ConvertedType::DECIMAL,
            ) => Ok(Self::Decimal(10_f64.powi(column.type_scale().clamp(0, 38)))),
            (
                Type::INT32 | Type::INT64,
                ConvertedType::UINT_8
                | ConvertedType::UINT_16
                | ConvertedType::UINT_32
                | ConvertedType::UINT_64,
            ) => Ok(Self::Unsigned),
            (Type::BOOLEAN | Type::INT32 | Type::INT64 | Type::FLOAT | Type::DOUBLE, _)
            | (Type::BYTE_ARRAY, ConvertedType::NONE | ConvertedType::UTF8 | ConvertedType::ENUM)
                if known =>
            {
                Ok(Self::Plain)
            }
            _ => Err("something that is no number"),
        }
    }
}

/// Appends a chunk's values, NaN where there is none: a value is there whose level is `known`.
fn append<T: DataType>(
    mut reader: ColumnReaderImpl<T>,
    (rows, known): (usize, i16),
    values: &mut Values,
    number: impl Fn(&T::T) -> Result<f64, String>,
) -> Result<(), Trouble> {
    let (mut levels, mut found) = (Vec::new(), Vec::new());
    let mut done = 0;
    while done < rows {
        levels.clear();
        found.clear();
        let most = BATCH.min(rows - done);
        let (read, _, _) = reader.read_records(most, Some(&mut levels), None, &mut found)?;
        if read == 0 {
            return Err(Trouble::Broken(format!("{done} of {rows} rows are there")));
        }
        let mut found = found.iter();
        for row in 0..read {
            if known > 0 && levels.get(row) != Some(&known) {
                values.push(f64::NAN);
                continue;
            }
            let own = found.next().ok_or_else(|| Trouble::Broken("a value is not there".into()))?;
            values.push(number(own).map_err(|why| Trouble::Value(done + row, why))?);
        }
        done += read;
    }
    Ok(())
}

/// A number that is not one is missing, as pandas writes it.
fn finite(value: f64) -> Result<f64, String> {
    if value.is_infinite() { Err(format!("\"{value}\" is not a number")) } else { Ok(value) }
}

/// Reads words as in CSV, or a decimal's digits, which stand with the highest byte first (Parquet
/// format, logical types).
fn bytes(own: &[u8], numbers: Numbers) -> Result<f64, String> {
    let Numbers::Decimal(tens) = numbers else {
        return quick(own).map_or_else(|| number(own), Ok);
    };
    if own.is_empty() || own.len() > 16 {
        return Err(format!("a decimal of {} bytes, where 1 to 16 are read", own.len()));
    }
    let sign = if own[0] >= 0x80 { -1 } else { 0 };
    let digits = own.iter().fold(sign, |digits: i128, byte| digits << 8 | i128::from(*byte));
    Ok(digits as f64 / tens)
}
