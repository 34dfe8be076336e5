//! Files in: CSV and Parquet, told apart by how they begin. Only the columns asked for are read, and
//! an empty field of a CSV file is not known.

use std::io::Read;

use ::table::parquet::BEGINNING;

use crate::records::Layout;
use crate::refusal::{Refusal, unknown};
use crate::value::{Dictionary, NULL, Value};

mod parquet;
mod texts;

/// One file.
pub struct Input<'a> {
    /// Name for messages.
    pub name: String,
    /// Name of the source, where the file has no column that says it.
    pub source: String,
    /// What it holds.
    pub input: Box<dyn Read + 'a>,
}

/// Codes of one column, as far as it is read.
pub(crate) type Reading = (Dictionary, Vec<u32>);

/// Appends what a file holds; returns whether it says the source of each record.
pub(crate) fn table(
    mut input: Input<'_>,
    layout: &Layout,
    ids: &mut Reading,
    source: &mut Reading,
    columns: &mut [Reading],
) -> Result<bool, Refusal> {
    let mut start = Vec::new();
    let read = input.input.by_ref().take(BEGINNING.len() as u64).read_to_end(&mut start);
    read.map_err(|error| broken(&input.name, &error.to_string()))?;
    if start.is_empty() {
        return Err(broken(&input.name, "the file is empty"));
    }
    let is_parquet = start == BEGINNING;
    let whole = start.as_slice().chain(input.input);
    let mut wanted: Vec<(&str, &mut Reading)> = vec![(&layout.id, ids)];
    wanted.extend(layout.columns.iter().map(String::as_str).zip(columns));
    if is_parquet {
        parquet::table(&input.name, whole, layout, wanted, source)
    } else {
        csv(&input.name, whole, layout, wanted, source)
    }
}

/// Returns the names of the columns of a file.
///
/// # Errors
/// [`Refusal::File`].
pub fn heading(mut input: Input<'_>) -> Result<Vec<String>, Refusal> {
    let mut start = Vec::new();
    let read = input.input.by_ref().take(BEGINNING.len() as u64).read_to_end(&mut start);
    read.map_err(|error| broken(&input.name, &error.to_string()))?;
    let is_parquet = start == BEGINNING;
    let whole = start.as_slice().chain(input.input);
    if is_parquet {
        return parquet::heading(&input.name, whole);
    }
    let mut reader = ::csv::ReaderBuilder::new().from_reader(whole);
    let heading = reader.headers().map_err(|error| broken(&input.name, &error.to_string()))?;
    Ok(names(heading))
}

pub(super) fn broken(file: &str, problem: &str) -> Refusal {
    Refusal::File { file: file.to_owned(), problem: problem.to_owned() }
}

/// Returns the names in the heading of a CSV file.
fn names(heading: &::csv::StringRecord) -> Vec<String> {
    heading.iter().map(|name| name.trim_start_matches('\u{feff}').trim().to_owned()).collect()
}

fn csv(
    file: &str,
    input: impl Read,
    layout: &Layout,
    wanted: Vec<(&str, &mut Reading)>,
    source: &mut Reading,
) -> Result<bool, Refusal> {
    let wrong = |error: ::csv::Error| broken(file, &error.to_string());
    let mut reader = ::csv::ReaderBuilder::new().buffer_capacity(1 << 18).from_reader(input);
    let heading = names(reader.headers().map_err(wrong)?);
    let mut places: Vec<(usize, &str, &mut Reading)> = Vec::new();
    for (name, reading) in wanted {
        let at = layout
            .place(&heading, name)
            .ok_or_else(|| unknown(name, heading.iter().map(String::as_str), file))?;
        places.push((at, name, reading));
    }
    let told = layout.place(&heading, &layout.source);
    if let Some(at) = told {
        places.push((at, &layout.source, source));
    }
    let mut record = ::csv::ByteRecord::new();
    while reader.read_byte_record(&mut record).map_err(wrong)? {
        for (at, name, (values, codes)) in &mut places {
            let field = record.get(*at).unwrap_or_default();
            if field.is_empty() {
                codes.push(NULL);
                continue;
            }
            let text = std::str::from_utf8(field).map_err(|_| {
                let line = record.position().map_or(0, ::csv::Position::line);
                broken(file, &format!("line {line}, column \"{name}\" is not UTF-8"))
            })?;
            codes.push(values.text(text).map_err(|full| broken(file, &full.to_string()))?);
        }
    }
    known_ids(file, &places[0].2.1)?;
    Ok(told.is_some())
}

/// Refuses a record without an id.
fn known_ids(file: &str, codes: &[u32]) -> Result<(), Refusal> {
    match codes.iter().position(|code| *code == NULL) {
        Some(row) => Err(broken(file, &format!("row {} has no id", row + 1))),
        None => Ok(()),
    }
}

/// Keeps one value.
fn push(reading: &mut Reading, value: Value<'_>) -> Result<(), String> {
    let code = reading.0.code(value).map_err(|full| full.to_string())?;
    reading.1.push(code);
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use ::parquet::data_type::{
        ByteArray, ByteArrayType, DataType, FixedLenByteArray, FixedLenByteArrayType, Int64Type,
        Int96, Int96Type,
    };
    use ::parquet::file::properties::{WriterProperties, WriterVersion};
    use ::parquet::file::writer::SerializedFileWriter;
    use ::parquet::schema::parser::parse_message_type;
    use proptest::prelude::*;

    use super::*;
    use crate::records::Records;

    const SCHEMA: &str = "message people {
        required int64 unique_id;
        optional binary name (string);
        required binary sex (string);
        optional group aliases (list) { repeated group list { optional binary element (string); } }
    }";

    /// A record: a name, a sex, and aliases, each of which need not be known.
    type Row = (Option<String>, String, Option<Vec<Option<String>>>);

    fn write<T: DataType>(
        group: &mut ::parquet::file::writer::SerializedRowGroupWriter<'_, Vec<u8>>,
        values: &[T::T],
        definition: Option<&[i16]>,
        repetition: Option<&[i16]>,
    ) {
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<T>().write_batch(values, definition, repetition).unwrap();
        column.close().unwrap();
    }

    /// Writes rows as Parquet, in two row groups, with or without dictionaries.
    fn file(rows: &[Row], dictionary: bool, version: WriterVersion) -> Vec<u8> {
        let schema = Arc::new(parse_message_type(SCHEMA).unwrap());
        let properties = WriterProperties::builder()
            .set_dictionary_enabled(dictionary)
            // So that the writer changes from dictionary to plain within a column.
            .set_dictionary_page_size_limit(40)
            .set_data_page_row_count_limit(7)
            .set_write_batch_size(3)
            .set_writer_version(version)
            .build();
        let mut writer =
            SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties)).unwrap();
        let text = |text: &String| ByteArray::from(text.as_bytes().to_vec());
        for (at, rows) in rows.chunks(rows.len().div_ceil(2)).enumerate() {
            let mut group = writer.next_row_group().unwrap();
            let first = at as i64 * 1_000;
            let ids: Vec<i64> = (0..rows.len() as i64).map(|id| first + id).collect();
            write::<Int64Type>(&mut group, &ids, None, None);
            let names: Vec<ByteArray> =
                rows.iter().filter_map(|row| row.0.as_ref()).map(text).collect();
            let levels: Vec<i16> = rows.iter().map(|row| i16::from(row.0.is_some())).collect();
            write::<ByteArrayType>(&mut group, &names, Some(&levels), None);
            let sexes: Vec<ByteArray> = rows.iter().map(|row| text(&row.1)).collect();
            write::<ByteArrayType>(&mut group, &sexes, None, None);
            let (mut items, mut definition, mut repetition) = (Vec::new(), Vec::new(), Vec::new());
            for (_, _, aliases) in rows {
                let aliases = aliases.as_deref();
                if aliases.is_none_or(<[_]>::is_empty) {
                    definition.push(i16::from(aliases.is_some()));
                    repetition.push(0);
                }
                for (at, alias) in aliases.unwrap_or_default().iter().enumerate() {
                    definition.push(if alias.is_some() { 3 } else { 2 });
                    repetition.push(i16::from(at > 0));
                    items.extend(alias.iter().map(text));
                }
            }
            write::<ByteArrayType>(&mut group, &items, Some(&definition), Some(&repetition));
            group.close().unwrap();
        }
        writer.into_inner().unwrap()
    }

    fn read(bytes: &[u8]) -> Result<Records, Refusal> {
        let input = Input { name: "p".into(), source: "p".into(), input: Box::new(bytes) };
        let columns = ["name", "sex", "aliases"].map(String::from).to_vec();
        Records::read(vec![input], &Layout { id: "unique_id".into(), columns, ..Layout::default() })
    }

    fn rows() -> impl Strategy<Value = Vec<Row>> {
        let alias = prop::option::of(prop::collection::vec(prop::option::of("[a-c]{0,2}"), 0..4));
        prop::collection::vec((prop::option::of("[a-dé]{0,5}"), "[MF]", alias), 1..60)
    }

    proptest! {
        #[test]
        fn parquet_comes_back_as_it_was_written(
            rows in rows(),
            dictionary in any::<bool>(),
            second in any::<bool>(),
        ) {
            let version =
                if second { WriterVersion::PARQUET_2_0 } else { WriterVersion::PARQUET_1_0 };
            // Version 2 writes text without a dictionary in an encoding that is refused.
            let dictionary = dictionary || second;
            let written = file(&rows, dictionary, version);
            let records = match read(&written) {
                Err(refusal) if second && refusal.to_string().contains("DELTA") => return Ok(()),
                records => records.unwrap(),
            };
            prop_assert_eq!(records.len(), rows.len());
            for (at, (name, sex, aliases)) in rows.iter().enumerate() {
                let value = |column: &str| {
                    let column = records.column(column).unwrap();
                    column.values.get(column.codes[at]).owned()
                };
                let text = |text: &String| Value::Text(text.clone().into());
                prop_assert_eq!(value("name"), name.as_ref().map_or(Value::Null, text));
                prop_assert_eq!(value("sex"), text(sex));
                let list = |items: &Vec<Option<String>>| {
                    Value::List(items.iter().map(|own| own.as_ref().map_or(Value::Null, text)).collect())
                };
                prop_assert_eq!(value("aliases"), aliases.as_ref().map_or(Value::Null, list));
            }
        }

        /// Whatever is done to a file, it is read or refused, and nothing stops.
        #[test]
        fn a_damaged_file_is_read_or_refused(
            rows in rows(),
            at in any::<prop::sample::Index>(),
            byte in any::<u8>(),
        ) {
            let mut written = file(&rows, true, WriterVersion::PARQUET_1_0);
            let at = at.index(written.len());
            written[at] = byte;
            let _ = read(&written);
            written.truncate(at);
            prop_assert!(read(&written).is_err());
        }
    }

    /// A list that goes on and never began is among what comes of it.
    #[test]
    fn a_file_of_which_any_bit_is_turned_is_read_or_refused() {
        let row =
            |at: usize| (None, "F".to_owned(), Some(vec![Some("ab"[..at % 3].to_owned()); at]));
        let whole = file(&(0..4).map(row).collect::<Vec<_>>(), true, WriterVersion::PARQUET_1_0);
        for bit in 0..whole.len() * 8 {
            let mut turned = whole.clone();
            turned[bit / 8] ^= 1 << (bit % 8);
            if let Ok(records) = read(&turned) {
                assert!(records.profile().iter().all(|own| own.records == records.len() as u64));
            }
        }
    }

    /// Decimals and ids as DuckDB and pyarrow write them, and times as Spark does.
    #[test]
    fn values_of_bytes_are_what_they_stand_for() {
        let schema = "message p {
            required fixed_len_byte_array(16) id (uuid);
            optional fixed_len_byte_array(5) debt (decimal(10, 2));
            required binary far (decimal(20, 1));
            required int96 at;
        }";
        let schema = Arc::new(parse_message_type(schema).unwrap());
        let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::default()).unwrap();
        let bytes = |bytes: &[u8]| ByteArray::from(bytes.to_vec());
        let fixed = |own: &[u8]| FixedLenByteArray::from(bytes(own));
        let mut group = writer.next_row_group().unwrap();
        let ids: Vec<u8> = (0xF0..=0xFF).collect();
        write::<FixedLenByteArrayType>(&mut group, &[fixed(&[0; 16]), fixed(&ids)], None, None);
        let debt = [fixed(&[0xFF, 0xFF, 0xFF, 0xFF, 0x85])];
        write::<FixedLenByteArrayType>(&mut group, &debt, Some(&[1, 0]), None);
        write::<ByteArrayType>(&mut group, &[bytes(&[0x01, 0x00]), bytes(&[])], None, None);
        // The second of the day's nanoseconds, and the days of the Julian calendar.
        let at = |nanoseconds: u32, day: u32| {
            let mut own = Int96::new();
            own.set_data(nanoseconds, 0, day);
            own
        };
        write::<Int96Type>(&mut group, &[at(5_000, 2_440_588), at(0, 2_440_589)], None, None);
        group.close().unwrap();
        let written = writer.into_inner().unwrap();
        let input = Input { name: "p".into(), source: "p".into(), input: Box::new(&written[..]) };
        let columns = ["debt", "far", "at"].map(String::from).to_vec();
        let layout = Layout { id: "id".into(), columns, ..Layout::default() };
        let records = Records::read(vec![input], &layout).unwrap();
        let first = |column: &str| records.column(column).unwrap().of(0).owned();
        let second = |column: &str| records.column(column).unwrap().of(1).owned();
        assert_eq!(records.id(1), "f0f1f2f3-f4f5-f6f7-f8f9-fafbfcfdfeff");
        assert_eq!((first("debt"), second("debt")), (Value::Real(-1.23), Value::Null));
        assert_eq!((first("far"), second("far")), (Value::Real(25.6), Value::Real(0.0)));
        let day = 86_400_000_000;
        assert_eq!((first("at"), second("at")), (Value::Moment(5), Value::Moment(day)));
    }

    #[test]
    fn csv_says_where_it_is_wrong() {
        let read = |text: &str| read(text.as_bytes()).unwrap_err();
        let refusal = read("unique_id,nmae,sex,aliases\n1,A,M,\n");
        assert_eq!(refusal.to_string(), "p has no column \"name\"");
        assert_eq!(refusal.hint(), "did you mean \"nmae\"?");
        let twice = read("unique_id,name,sex,aliases\n1,A,M,\n1,B,F,\n");
        assert_eq!(twice.to_string(), "two records have the same \"unique_id\": 1");
        let without = read("unique_id,name,sex,aliases\n,A,M,\n");
        assert_eq!(without.to_string(), "p: row 1 has no id");
        assert_eq!(read("").to_string(), "p: the file is empty");
    }
}
