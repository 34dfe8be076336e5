//! A table in Parquet gives what the same table in CSV gives, and a broken file a refusal.

use std::fmt::Write;
use std::io::Read;
use std::sync::Arc;

use evaluate::bundle::{Recorded, record, replay};
use evaluate::read::{read_heading, read_table};
use evaluate::{Refusal, Study};
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DataType, DoubleType, FixedLenByteArray,
    FixedLenByteArrayType, FloatType, Int32Type, Int64Type,
};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::parser::parse_message_type;
use proptest::prelude::*;

const SCHEMA: &str = "message people {
    required boolean treated;
    optional int32 age;
    required int32 prior (INTEGER(32, false));
    required int64 days;
    optional double score;
    optional float half;
    optional binary reoffend (UTF8);
    required fixed_len_byte_array(5) fine (DECIMAL(10, 2));
    required int64 cost (DECIMAL(18, 4));
    required int64 born (TIMESTAMP(NANOS, true));
    optional binary note;
    optional group address { optional int32 moves; }
}";
const NAMES: [&str; 9] =
    ["treated", "age", "prior", "days", "score", "half", "reoffend", "fine", "cost"];

/// One person, in the numbers of the file.
#[derive(Clone, Copy)]
pub(crate) struct Person {
    pub(crate) treated: bool,
    age: Option<i32>,
    pub(crate) prior: u32,
    days: i64,
    score: Option<f64>,
    half: Option<f32>,
    pub(crate) reoffend: &'static str,
    fine: i64,
    cost: i64,
}

fn person(at: usize) -> Person {
    let spread = (at * 7919) % 101;
    Person {
        treated: spread.is_multiple_of(3),
        age: (!at.is_multiple_of(17)).then_some(18 + (at * 29 % 40) as i32),
        prior: (at * 31 % 9) as u32,
        days: 300 + (at * 53 % 97) as i64 * 11,
        score: Some(if at.is_multiple_of(13) { f64::NAN } else { spread as f64 / 7.0 }),
        half: (!at.is_multiple_of(23)).then_some((at * 89 % 61) as f32 / 4.0),
        reoffend: ["0", "1", "NA", "1", "0", " 1 "][at * 31 % 6],
        fine: (at * 41 % 83) as i64 * 125 - 3_000,
        cost: (at * 67 % 71) as i64 * 1_000_003,
    }
}

pub(crate) fn people(count: usize) -> Vec<Person> {
    (0..count).map(person).collect()
}

pub(crate) fn csv(people: &[Person]) -> String {
    let mut text = NAMES.join(",") + "\n";
    for own in people {
        let score = own.score.filter(|score| !score.is_nan());
        let cell = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
        let _ = writeln!(
            text,
            "{},{},{},{},{},{},{},{}{}.{:02},{}.{:04}",
            u8::from(own.treated),
            cell(own.age.map(f64::from)),
            own.prior,
            own.days,
            cell(score),
            cell(own.half.map(f64::from)),
            own.reoffend,
            if own.fine < 0 { "-" } else { "" },
            own.fine.abs() / 100,
            own.fine.abs() % 100,
            own.cost / 10_000,
            own.cost % 10_000,
        );
    }
    text
}

/// Writes what there is of a column, and where there is nothing.
fn write<T: DataType>(
    column: &mut SerializedColumnWriter<'_>,
    values: &[Option<T::T>],
    must: bool,
) {
    let levels: Vec<i16> = values.iter().map(|own| i16::from(own.is_some())).collect();
    let there: Vec<T::T> = values.iter().flatten().cloned().collect();
    let levels = (!must).then_some(levels.as_slice());
    column.typed::<T>().write_batch(&there, levels, None).unwrap();
}

pub(crate) fn file(people: &[Person], properties: WriterProperties, group: usize) -> Vec<u8> {
    let schema = Arc::new(parse_message_type(SCHEMA).unwrap());
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties)).unwrap();
    for people in people.chunks(group) {
        let mut rows = writer.next_row_group().unwrap();
        let mut at = 0;
        while let Some(mut column) = rows.next_column().unwrap() {
            one(&mut column, at, people);
            column.close().unwrap();
            at += 1;
        }
        rows.close().unwrap();
    }
    writer.into_inner().unwrap()
}

fn one(column: &mut SerializedColumnWriter<'_>, at: usize, people: &[Person]) {
    macro_rules! column {
        ($kind:ty, $must:expr, $value:expr) => {{
            let values: Vec<_> = people.iter().map($value).collect();
            write::<$kind>(column, &values, $must);
        }};
    }
    match at {
        0 => column!(BoolType, true, |own| Some(own.treated)),
        1 => column!(Int32Type, false, |own| own.age),
        2 => column!(Int32Type, true, |own| Some(own.prior.cast_signed())),
        3 => column!(Int64Type, true, |own| Some(own.days)),
        4 => column!(DoubleType, false, |own| own.score),
        5 => column!(FloatType, false, |own| own.half),
        6 => column!(ByteArrayType, false, |own| Some(ByteArray::from(own.reoffend))),
        7 => column!(FixedLenByteArrayType, true, |own| {
            Some(FixedLenByteArray::from(own.fine.to_be_bytes()[3..].to_vec()))
        }),
        8 => column!(Int64Type, true, |own| Some(own.cost)),
        9 => column!(Int64Type, true, |own| Some(own.days * 86_400_000_000_000)),
        10 => column!(ByteArrayType, false, |_| None::<ByteArray>),
        // Nobody has an address, so neither group nor number is there.
        _ => column!(Int32Type, false, |_| None::<i32>),
    }
}

pub(crate) fn plain() -> WriterProperties {
    WriterProperties::builder().build()
}

/// Everything that pandas, R, Polars and DuckDB write by default or by a common option.
fn ways() -> Vec<WriterProperties> {
    let with = || WriterProperties::builder();
    vec![
        plain(),
        with().set_compression(Compression::SNAPPY).build(),
        with().set_compression(Compression::ZSTD(ZstdLevel::default())).build(),
        with().set_compression(Compression::GZIP(Default::default())).build(),
        with()
            .set_writer_version(parquet::file::properties::WriterVersion::PARQUET_2_0)
            .set_column_encoding("reoffend".into(), Encoding::PLAIN)
            .set_column_dictionary_enabled("reoffend".into(), false)
            .build(),
        with().set_dictionary_enabled(false).set_data_page_row_count_limit(50).build(),
    ]
}

pub(crate) fn study(file: &str) -> Study {
    let text = format!(
        "[data]\nfile = \"{file}\"\ntreated = \"treated\"\n[design]\n\
         covariates = [\"age\", \"prior\", \"score\", \"half\", \"fine\"]\nmethod = \"radius\"\n\
         caliper = 0.2\n[[outcomes]]\nname = \"reoffending\"\nkind = \"rate\"\n\
         column = \"reoffend\"\nprimary = true\n[[outcomes]]\nname = \"cost\"\nkind = \"mean\"\n\
         [[outcomes]]\nname = \"days\"\nkind = \"mean\"\n"
    );
    Study::parse(&text).unwrap()
}

fn run(name: &str, bytes: &[u8]) -> Recorded {
    let bytes = bytes.to_vec();
    let mut open = |_: &str| Ok(Box::new(std::io::Cursor::new(bytes.clone())) as Box<dyn Read>);
    let made = record(&study(name), &mut open).unwrap();
    assert_eq!(replay(&made.bundle, &mut open).unwrap().recorded.results, made.results);
    made
}

#[test]
fn the_results_are_those_of_the_same_table_in_csv() {
    let people = people(700);
    let from_csv = run("people.csv", csv(&people).as_bytes());
    for properties in ways() {
        let bytes = file(&people, properties, 300);
        let found = run("people.parquet", &bytes);
        assert_eq!(found.results.replace("people.parquet", "people.csv"), from_csv.results);
        let data = &found.bundle.data[0];
        assert_eq!((data.rows, data.bytes), (700, bytes.len() as u64));
        assert_ne!(data.sha256, from_csv.bundle.data[0].sha256);
    }
}

fn table(bytes: &[u8], names: &[&str]) -> Result<evaluate::Table, Refusal> {
    read_table("c.parquet", bytes, names)
}

#[test]
fn every_refusal_says_where() {
    let bytes = file(&people(60), plain(), 25);
    let check = |bytes: &[u8], name: &str, expected: &str| {
        let refusal = table(bytes, &["age", name]).unwrap_err();
        assert_eq!(format!("{refusal}; {}", refusal.hint()), expected);
    };
    let save = "save the file again as CSV in UTF-8, one row for each person, with a heading line";
    check(&bytes, "priors", "there is no column \"priors\" in c.parquet; did you mean \"prior\"?");
    check(
        &bytes,
        "born",
        "c.parquet: column \"born\" holds dates or times, and a study needs numbers; count days or \
         years, and give words a 0/1 column for each answer",
    );
    check(b"", "prior", &format!("c.parquet: the file is empty; {save}"));
    check(b"age,prior\n1,2\n", "prior", &format!("c.parquet: the file is not Parquet; {save}"));
    let nobody = file(&[], plain(), 25);
    check(&nobody, "prior", &format!("c.parquet: there are columns and nobody in them; {save}"));
    let mut wrong = people(60);
    wrong[41].reoffend = "often";
    wrong[30].half = Some(f32::INFINITY);
    let wrong = file(&wrong, plain(), 25);
    let correct = "correct the cell; leave it blank or write NA if the value is not known";
    check(
        &wrong,
        "reoffend",
        &format!(
            "c.parquet, row 42, column \"reoffend\": \"often\" is not a number (a word needs a 0/1 \
             column for each answer); {correct}"
        ),
    );
    check(
        &wrong,
        "half",
        &format!("c.parquet, row 31, column \"half\": \"inf\" is not a number; {correct}"),
    );
    let named = read_table("c.csv", bytes.as_slice(), &["age"]).unwrap_err();
    assert_eq!(
        named.to_string(),
        "c.csv: the file is Parquet, and its name does not end in .parquet"
    );
}

#[test]
fn columns_are_named_by_their_path_and_may_be_unknown_for_everyone() {
    let bytes = file(&people(30), plain(), 25);
    let heading = read_heading("C.PARQUET", bytes.as_slice()).unwrap();
    assert_eq!(heading[..3], ["treated", "age", "prior"]);
    assert_eq!(heading[10..], ["note", "address.moves"]);
    let table = table(&bytes, &["note", "address.moves", "prior"]).unwrap();
    assert!(table.column("note").unwrap().iter().all(|value| value.is_nan()));
    assert!(table.column("address.moves").unwrap().iter().all(|value| value.is_nan()));
    assert_eq!(table.column("prior").unwrap()[29], f64::from(person(29).prior));
}

/// However much of it is missing, at either end.
#[test]
fn a_file_that_is_cut_off_is_refused() {
    let bytes = file(&people(40), plain(), 25);
    for length in 0..bytes.len() {
        assert!(table(&bytes[..length], &NAMES).is_err(), "{length}");
        assert!(read_heading("c.parquet", &bytes[..length]).is_err(), "{length}");
        let _ = table(&bytes[length..], &NAMES);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300), marked in any::<bool>()) {
        let mut whole = if marked { b"PAR1".to_vec() } else { Vec::new() };
        whole.extend(&bytes);
        if marked {
            whole.extend(u32::try_from(bytes.len()).unwrap().to_le_bytes());
            whole.extend(b"PAR1");
        }
        let _ = table(&whole, &["a"]);
    }

    /// A few bytes are others, in pages or in what the end says of them.
    #[test]
    fn a_spoilt_file_is_read_or_refused(
        way in 0_usize..6,
        spoilt in prop::collection::vec((any::<prop::sample::Index>(), any::<bool>(), any::<u8>()), 1..6),
    ) {
        let mut bytes = file(&people(40), ways().swap_remove(way), 25);
        let size = bytes.len();
        let end = u32::from_le_bytes(bytes[size - 8..size - 4].try_into().unwrap()) as usize + 8;
        for (at, footer, byte) in spoilt {
            let place = if footer { size - end + at.index(end) } else { at.index(size) };
            bytes[place] = byte;
        }
        let _ = table(&bytes, &NAMES);
    }
}
