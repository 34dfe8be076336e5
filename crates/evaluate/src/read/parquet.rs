//! Parquet in, column after column and row group after row group; only the columns that the study
//! names are decoded, to the same numbers as the same table in CSV would be.

use std::io::Read;

use ::table::parquet::{Opened, Problem, guarded};
use parquet::basic::{ConvertedType, LogicalType, Type};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl, get_column_reader};
use parquet::data_type::DataType;
use parquet::errors::ParquetError;
use parquet::file::reader::FileReader;
use parquet::schema::types::ColumnDescriptor;

use super::{MOST_COLUMNS, MOST_PASSED, most_rows, number, quick, whole};
use crate::lots::Drawing;
use crate::refusal::Refusal;
use crate::table::{Table, unknown};
use crate::values::Values;

/// Largest file read, in bytes: ten million people with thirty columns need about 2.4 GB.
pub(super) const LARGEST: u64 = 4 << 30;
/// Rows decoded at a time.
const BATCH: usize = 8_192;

/// A file that was opened, and its name for messages.
struct File<'a> {
    name: &'a str,
    opened: Opened,
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
pub(super) fn table(
    file: &str,
    input: impl Read,
    columns: &[&str],
    drawing: Option<Drawing<'_>>,
) -> Result<Table, Refusal> {
    opened(file, input, most_rows(drawing.as_ref()), |file| {
        let wanted: Vec<usize> =
            columns.iter().map(|name| file.position(name)).collect::<Result<_, _>>()?;
        if file.opened.rows == 0 {
            return Err(whole(file.name, "there are columns and nobody in them"));
        }
        let stays = drawing.map(|drawing| file.drawn(drawing, columns, &wanted)).transpose()?;
        let each = columns.iter().zip(wanted);
        let each =
            each.map(|(name, at)| Ok(((*name).to_owned(), file.column(at, stays.as_deref())?)));
        Table::new(each.collect::<Result<_, Refusal>>()?)
    })
}

/// Reads the names of the columns alone.
pub(super) fn heading(file: &str, input: impl Read) -> Result<Vec<String>, Refusal> {
    opened(file, input, MOST_PASSED, |file| Ok(file.opened.heading))
}

/// Returns the number of rows.
pub(super) fn rows(file: &str, input: impl Read) -> Result<usize, Refusal> {
    opened(file, input, MOST_PASSED, |file| Ok(file.opened.rows))
}

/// Opens a file and reads of it; a table of more columns or rows than are read is refused.
fn opened<T>(
    name: &str,
    input: impl Read,
    most: usize,
    read: impl FnOnce(File<'_>) -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    let opened = guarded(|| {
        let opened = Opened::new(input, LARGEST)?;
        Ok(match opened.heading.len() {
            columns if columns > MOST_COLUMNS => {
                Err(whole(name, &format!("more than {MOST_COLUMNS} columns")))
            }
            _ if opened.rows > most => Err(Refusal::TooManyRows { file: name.to_owned(), most }),
            _ => read(File { name, opened }),
        })
    });
    opened.unwrap_or_else(|problem: Problem| match problem {
        Problem::NamedTwice(column) => Err(Refusal::NamedTwice(column)),
        other => Err(whole(name, &other.to_string())),
    })
}

impl File<'_> {
    fn position(&self, column: &str) -> Result<usize, Refusal> {
        let heading = &self.opened.heading;
        let at = heading.iter().position(|known| known == column);
        at.ok_or_else(|| unknown(column, heading, self.name))
    }

    /// Draws lots for every row, and returns who stays.
    fn drawn(
        &self,
        drawing: Drawing<'_>,
        columns: &[&str],
        wanted: &[usize],
    ) -> Result<Vec<bool>, Refusal> {
        let side = drawing.took_part.map(|at| Ok((columns[at], self.column(wanted[at], None)?)));
        let side = side.transpose()?;
        for row in 0..self.opened.rows {
            drawing.lots.of(side.as_ref().map(|(name, values)| (*name, values[row])))?;
            if drawing.lots.crowded() {
                drawing.lots.thin();
            }
        }
        drawing.lots.thin();
        let mut stays = vec![false; self.opened.rows];
        drawing.lots.rows().for_each(|row| stays[row as usize] = true);
        Ok(stays)
    }

    /// Decodes a column, of everyone or of whoever stays.
    fn column(&self, at: usize, stays: Option<&[bool]>) -> Result<Values, Refusal> {
        let metadata = self.opened.reader.metadata();
        let column = metadata.file_metadata().schema_descr().column(at);
        let named = || (self.name.to_owned(), self.opened.heading[at].clone());
        let numbers = Numbers::of(&column).map_err(|holds| {
            let (file, column) = named();
            Refusal::NotNumbers { file, column, holds }
        })?;
        let mut values = Values::default();
        let mut before = 0;
        for group in 0..metadata.num_row_groups() {
            let first = values.len();
            self.chunk(group, at, numbers, &mut values).map_err(|trouble| match trouble {
                Trouble::Broken(problem) => {
                    whole(self.name, &Problem::Damaged(problem).to_string())
                }
                Trouble::Value(row, problem) => {
                    let (file, column) = named();
                    Refusal::Value { file, row: before + row + 1, column, problem }
                }
            })?;
            let rows = values.len() - first;
            if let Some(stays) = stays {
                values.retain_from(first, &stays[before..before + rows]);
            }
            before += rows;
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
        let pages = self.opened.pages(group, at)?;
        let metadata = self.opened.reader.metadata();
        let rows = metadata.row_group(group).num_rows() as usize;
        let column = metadata.file_metadata().schema_descr().column(at);
        let known = column.max_def_level();
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
