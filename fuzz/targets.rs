//! Every public reader of text or bytes from outside, as a function that takes any bytes. The tests of
//! `crates/resettle/tests/readers.rs` and the fuzzer run the same list; a reader that is on neither it
//! nor the list of those tested beside their code fails a test.

use chrono::{Datelike, NaiveDate};
use domain::break_glass::parse_words;
use domain::{
    Aims, Answers, Crn, CroNumber, Email, Ethnicity, Instrument, LongText, Month, Name, NhsNumber,
    NiNumber, PersonId, PncId, Postcode, PrisonNumber, ReceptionReason, Sex, ShortText, Uprn,
    parse_date, parse_decimal, parse_iso_or_uk, parse_time_of_day, parse_whole,
    parse_whole_optional,
};
use evaluate::Study;
use evaluate::bundle::Bundle;
use evaluate::read::{read_csv, read_heading, read_table};
use link::linker::{Linker, Options};
use link::read::{Input, heading};
use link::records::{Layout, Records};
use link::settings::Settings;
use rand_core::OsRng;
use seal::{Checkpoint, Key, PublicKey, Tree};
use std::fmt::{Debug, Display};
use std::str::FromStr;
use std::sync::LazyLock;

/// A reader.
pub(crate) struct Target {
    /// Where it is written: the file under `crates`, and the function.
    pub(crate) reader: &'static str,
    /// What it reads rightly, to be spoilt.
    pub(crate) samples: fn() -> Vec<String>,
    /// Reads bytes: whatever they are, it ends, and does not panic.
    pub(crate) read: fn(&[u8]),
}

const NEEDS: &str = include_str!("../crates/domain/data/instruments/needs-2.toml");
const MODEL: &str = include_str!("../crates/link/models/uk-people.json");
const PEOPLE: &[u8] = b"id,a,b\n1,Si\xC3\xA2n Rees,1980-02-03\n2,,Rees\n3,7,\n";
const STUDY: &str = include_str!("../examples/nsw/study.toml");
static INSTRUMENT: LazyLock<Option<Instrument>> = LazyLock::new(|| Instrument::parse(NEEDS).ok());
static KEY: LazyLock<Key> = LazyLock::new(|| Key::generate(&mut OsRng, "resettle-journal-1a2b"));

/// A day after which nothing here is.
fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 25).unwrap_or_default()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// What was read is written in the same way again: it is stored in one form only.
fn same<T: FromStr + Display + Debug + PartialEq>(bytes: &[u8]) {
    if let Ok(value) = text(bytes).parse::<T>() {
        assert_eq!(value.to_string().parse::<T>().ok().as_ref(), Some(&value), "{value}");
    }
}

/// Reads bytes as a file of people.
fn people(bytes: &[u8], columns: &[&str]) -> Option<Records> {
    let layout = Layout {
        id: "id".to_owned(),
        columns: columns.iter().map(|name| (*name).to_owned()).collect(),
        ..Layout::default()
    };
    Records::read(vec![file(bytes)], &layout).ok()
}

fn file(bytes: &[u8]) -> Input<'_> {
    Input { name: "a file".into(), source: "a source".into(), input: Box::new(bytes) }
}

macro_rules! targets {
    ($($reader:literal [$($sample:expr),* $(,)?] $read:expr;)+) => {
        /// Every reader.
        pub(crate) const TARGETS: &[Target] = &[
            $(Target { reader: $reader, samples: || vec![$($sample.to_string()),*], read: $read },)+
        ];
    };
}

targets! {
    "domain/src/aims.rs parse" ["A tenancy signed\n- Keys in hand", "• one\r\n* two"] |bytes| {
        let _ = Aims::parse(&text(bytes));
    };
    "domain/src/break_glass.rs parse_words" ["He said that he has taken forty tablets."] |bytes| {
        let _ = parse_words(&text(bytes));
    };
    "domain/src/coded.rs from_str" ["sentence", "recall_standard"] |bytes| {
        let _ = ReceptionReason::from_code(&text(bytes));
        let _ = text(bytes).parse::<ReceptionReason>();
    };
    "domain/src/crn.rs parse" ["X123456", "x-12 34 56"] same::<Crn>;
    "domain/src/cro_number.rs parse" ["1234/99A", "SF12/1234X"] same::<CroNumber>;
    "domain/src/date.rs parse_date" ["27/3/2026", "1/Mawrth/26", "31/feb/1999"] |bytes| {
        let text = text(bytes);
        let mut parts = text.splitn(3, '/').chain(["", "", ""]);
        let mut part = || parts.next().unwrap_or_default();
        let (day, month, year) = (part(), part(), part());
        if let Ok(date) = parse_date(day, month, year) {
            assert!((1000..=9999).contains(&date.year()), "{date}");
        }
    };
    "domain/src/date.rs parse_iso_or_uk" ["2026-03-27", "27/03/2026", "27.3.2026"] |bytes| {
        if let Ok(date) = parse_iso_or_uk(&text(bytes)) {
            assert_eq!(parse_iso_or_uk(&date.to_string()), Ok(date));
        }
    };
    "domain/src/email.rs parse" ["sian@demo.example", "a.b+c@d-e.example"] same::<Email>;
    "domain/src/ethnicity.rs parse" ["W1", "b9"] |bytes| { let _ = Ethnicity::parse(&text(bytes)); };
    "domain/src/id.rs from_str" ["0190a1b2-0000-7000-8000-00000000000a"] same::<PersonId>;
    "domain/src/instrument/answers.rs parse" ["housing=none\nhousing-end=soon"] |bytes| {
        let text = text(bytes);
        let pairs = text.lines().filter_map(|line| line.split_once('='));
        let _ = INSTRUMENT.as_ref().map(|instrument| Answers::parse(instrument, pairs));
    };
    "domain/src/instrument/parse.rs parse" [NEEDS] |bytes| { let _ = Instrument::parse(&text(bytes)); };
    "domain/src/month.rs parse" ["3", "march", "Mawrth", "Tach."] |bytes| { let _ = Month::parse(&text(bytes)); };
    "domain/src/name.rs parse" ["Siân", "O’Neill-Prydderch", "Łukasz"] same::<Name>;
    "domain/src/name.rs parse_optional" ["", " Siân "] |bytes| { let _ = Name::parse_optional(&text(bytes)); };
    "domain/src/nhs_number.rs parse" ["943 476 5919"] same::<NhsNumber>;
    "domain/src/ni_number.rs parse" ["AB 12 34 56 C"] same::<NiNumber>;
    "domain/src/number.rs parse_decimal" ["7", "£18,000.50", "5.5 %"] |bytes| {
        if let Ok(number) = parse_decimal(&text(bytes), 0.0..=100.0) {
            assert!((0.0..=100.0).contains(&number));
        }
    };
    "domain/src/number.rs parse_whole" ["7", " 10,000 ", "0012"] |bytes| {
        if let Ok(number) = parse_whole(&text(bytes), 1..=500) {
            assert!((1..=500).contains(&number));
        }
    };
    "domain/src/number.rs parse_whole_optional" ["", "7"] |bytes| {
        let _ = parse_whole_optional(&text(bytes), 0..=u32::MAX);
    };
    "domain/src/parsed.rs from_str" ["A1234BC"] same::<PrisonNumber>;
    "domain/src/pnc_id.rs parse" ["2003/1234567L", "03/1234567L", "031234567L"] |bytes| {
        if let Ok(id) = PncId::parse(&text(bytes), today()) {
            assert_eq!(PncId::parse(id.as_str(), today()), Ok(id));
        }
    };
    "domain/src/pnc_id.rs parse_long" ["2003/1234567L"] same::<PncId>;
    "domain/src/postcode.rs parse" ["CF10 3AT", "sw1a1aa"] same::<Postcode>;
    "domain/src/prison_number.rs parse" ["A1234BC", "a 1234 bc"] same::<PrisonNumber>;
    "domain/src/sex.rs parse" ["F", "male"] |bytes| { let _ = Sex::parse(&text(bytes)); };
    "domain/src/text.rs parse" ["One line", "Several\nlines\tof text"] |bytes| {
        same::<ShortText>(bytes);
        same::<LongText>(bytes);
    };
    "domain/src/text.rs parse_optional" ["", "One line"] |bytes| {
        let _ = (ShortText::parse_optional(&text(bytes)), LongText::parse_optional(&text(bytes)));
    };
    "domain/src/time_of_day.rs parse_time_of_day" ["9.30am", "14:30", "2 pm"] |bytes| {
        let _ = parse_time_of_day(&text(bytes));
    };
    "domain/src/uprn.rs parse" ["100012345678"] same::<Uprn>;
    "evaluate/src/bundle.rs parse" ["{\"schema\":1}", "{}"] |bytes| { let _ = Bundle::parse(&text(bytes)); };
    "evaluate/src/read.rs read_csv" ["a,b\n1,2\n3,NA\n", "\u{feff}a,\"b\"\r\n1,\"2\"\r\n"] |bytes| {
        let _ = read_csv("a file", bytes, &["a", "b"]);
    };
    "evaluate/src/read.rs read_heading" ["a,b\n", "\"a\nb\",c"] |bytes| {
        let _ = read_heading("a file", bytes);
        let _ = read_heading("a file.parquet", bytes);
    };
    "evaluate/src/read.rs read_table" ["a,b\n1,2\n3,NA\n", "PAR1"] |bytes| {
        let _ = (read_table("a file", bytes, &["a"]), read_table("a file.parquet", bytes, &["a"]));
    };
    "evaluate/src/study.rs parse" [STUDY] |bytes| {
        let _ = Study::parse(&text(bytes)).map(|study| study.plan());
    };
    "link/src/records.rs read" ["id,a\n1,x\n2,\n", "\u{feff}id,\"a\"\r\n1,\"x\"\r\n", "PAR1"] |bytes| {
        let _ = heading(file(bytes));
        if let Some(mut records) = people(bytes, &["a"]) {
            let _ = (records.profile(), records.clean());
        }
    };
    "link/src/settings.rs parse" [MODEL] |bytes| {
        if let Ok(settings) = Settings::parse(&text(bytes)) {
            assert_eq!(Settings::parse(&settings.to_json()).ok().as_ref(), Some(&settings));
            if let Some(records) = people(PEOPLE, &["a", "b"]) {
                let _ = (settings.doubts(), Linker::new(settings, records, Options::default()));
            }
        }
    };
    "link/src/sql/parser.rs parse" [
        "substr(a, 1, 2) || coalesce(nullif(b, ''), split_part(a, ' ', 2))",
        "regexp_extract(a, '^[A-Z]+') = upper(b) and not (levenshtein(a, b) <= 1 or a is null)",
        "abs(epoch(try_strptime(a, '%Y-%m-%d')) - 1e5) / 2 < array_length(list_intersect(a, b))",
    ] |bytes| {
        if let Some(mut records) = people(PEOPLE, &["a", "b"]) {
            let _ = records.derive("made", &text(bytes));
        }
    };
    "seal/src/checkpoint.rs read" [
        KEY.public(), KEY.to_text(), KEY.sign(&Tree::default()).unwrap_or_default(),
    ] |bytes| {
        let text = text(bytes);
        if let Ok(key) = PublicKey::read(&text) {
            assert_eq!(PublicKey::read(&key.to_string()).ok(), Some(key));
        }
        let _ = Key::read(&text);
        if let Ok(read) = Checkpoint::read(&text, KEY.public()) {
            assert_eq!((read.size, read.root), (0, Tree::default().root()), "signed by nobody");
        }
    };
}
