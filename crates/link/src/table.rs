//! Pairs and people out, as CSV or Parquet.

use std::io::{self, Write};
use std::sync::Arc;

use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;

use crate::cluster::Clusters;
use crate::index::{Found, Index};
use crate::kept::Kept;
use crate::linker::{Pair, probability};
use crate::records::{Ids, Records};
use crate::refusal::Refusal;

/// Rows that are written together.
const ROWS: usize = 1 << 18;

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text, a row a line.
    Csv,
    /// Columns.
    Parquet,
}

impl Format {
    /// Returns the format that the ending of a file's name says.
    ///
    /// # Errors
    /// Another ending.
    pub fn of(name: &str) -> Result<Self, Refusal> {
        let lower = name.to_ascii_lowercase();
        if lower.ends_with(".csv") {
            Ok(Self::Csv)
        } else if lower.ends_with(".parquet") {
            Ok(Self::Parquet)
        } else {
            Err(Refusal::Setting(format!("{name} ends neither in .csv nor in .parquet")))
        }
    }
}

/// One column of a table, worked out of each row.
struct Out<R> {
    name: &'static str,
    cell: Cell<R>,
}

enum Cell<R> {
    Id(fn(&R) -> u32),
    Source(fn(&R) -> u32),
    Person(fn(&R) -> u32),
    Number(fn(&R) -> f64),
}

/// Writes pairs: both ids and sources, the match weight in bits, and the probability.
///
/// # Errors
/// Writing fails, or reading back what was spilled.
pub fn write_pairs(
    records: &Records,
    pairs: &Kept,
    format: Format,
    output: impl Write + Send,
) -> io::Result<()> {
    let columns: [Out<Pair>; 6] = [
        Out { name: "id_l", cell: Cell::Id(|pair| pair.left) },
        Out { name: "source_l", cell: Cell::Source(|pair| pair.left) },
        Out { name: "id_r", cell: Cell::Id(|pair| pair.right) },
        Out { name: "source_r", cell: Cell::Source(|pair| pair.right) },
        Out { name: "match_weight", cell: Cell::Number(|pair| pair.weight) },
        Out { name: "match_probability", cell: Cell::Number(Pair::probability) },
    ];
    write(records, pairs.each(), &columns, format, output)
}

/// Writes, as CSV, what was found for new records: the id of each, and of each record that it may be its
/// id (with its source before it, where there are several), the match weight in bits, and the
/// probability.
///
/// # Errors
/// Writing fails.
pub fn write_found(
    (index, new): (&Index, &Records),
    found: &[Vec<Found>],
    output: impl Write,
) -> io::Result<()> {
    let mut writer = ::csv::Writer::from_writer(output);
    writer.write_record(["new_id", "id", "match_weight", "match_probability"])?;
    for (at, of_one) in (0..).zip(found) {
        for own in of_one {
            let (weight, share) = (own.weight.to_string(), probability(own.weight).to_string());
            let id = index.records().full_id(own.record);
            writer.write_record([&new.id(at), &id, &weight, &share])?;
        }
    }
    writer.flush()
}

/// Writes which records are one person: a cluster's id is the id of its first record (with its source
/// before it, where there are several).
///
/// # Errors
/// Writing fails.
pub fn write_clusters(
    records: &Records,
    clusters: &Clusters,
    format: Format,
    output: impl Write + Send,
) -> io::Result<()> {
    // A record, and the first of its person.
    let columns: [Out<(u32, u32)>; 3] = [
        Out { name: "cluster_id", cell: Cell::Person(|(_, first)| *first) },
        Out { name: "id", cell: Cell::Id(|(record, _)| *record) },
        Out { name: "source", cell: Cell::Source(|(record, _)| *record) },
    ];
    let rows = (0..).zip(clusters.of.iter().copied()).map(Ok);
    write(records, rows, &columns, format, output)
}

fn write<R>(
    records: &Records,
    rows: impl Iterator<Item = io::Result<R>>,
    columns: &[Out<R>],
    format: Format,
    output: impl Write + Send,
) -> io::Result<()> {
    match format {
        Format::Csv => csv(records, rows, columns, output),
        Format::Parquet => parquet(records, rows, columns, output).map_err(io::Error::other),
    }
}

fn csv<R>(
    records: &Records,
    rows: impl Iterator<Item = io::Result<R>>,
    columns: &[Out<R>],
    output: impl Write,
) -> io::Result<()> {
    let mut writer = ::csv::Writer::from_writer(output);
    writer.write_record(columns.iter().map(|column| column.name))?;
    for row in rows {
        let row = row?;
        for column in columns {
            let cell = match column.cell {
                Cell::Id(record) => records.id(record(&row)),
                Cell::Source(record) => records.source(record(&row)),
                Cell::Person(record) => records.full_id(record(&row)),
                Cell::Number(number) => number(&row).to_string(),
            };
            writer.write_field(cell)?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()
}

fn parquet<R>(
    records: &Records,
    mut rows: impl Iterator<Item = io::Result<R>>,
    columns: &[Out<R>],
    output: impl Write + Send,
) -> Result<(), ::parquet::errors::ParquetError> {
    let of_numbers = matches!(records.ids, Ids::Numbers(_));
    let kind = |column: &Out<R>| match column.cell {
        Cell::Id(_) | Cell::Person(_) if of_numbers => format!("required int64 {};", column.name),
        Cell::Number(_) => format!("required double {};", column.name),
        _ => format!("required binary {} (string);", column.name),
    };
    let schema = format!("message links {{ {} }}", columns.iter().map(kind).collect::<String>());
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .build();
    let mut writer = SerializedFileWriter::new(
        output,
        Arc::new(parse_message_type(&schema)?),
        Arc::new(properties),
    )?;
    loop {
        let rows: Vec<R> = rows.by_ref().take(ROWS).collect::<io::Result<_>>()?;
        if rows.is_empty() {
            break;
        }
        let mut group = writer.next_row_group()?;
        for column in columns {
            put_cells(records, &rows, &column.cell, &mut group)?;
        }
        group.close()?;
    }
    writer.close()?;
    Ok(())
}

/// Writes a column of some rows.
fn put_cells<R, W: Write + Send>(
    records: &Records,
    rows: &[R],
    cell: &Cell<R>,
    group: &mut SerializedRowGroupWriter<'_, W>,
) -> Result<(), ::parquet::errors::ParquetError> {
    let rows = rows.iter();
    let text = |text: String| ByteArray::from(text.into_bytes());
    match (cell, &records.ids) {
        (Cell::Id(record) | Cell::Person(record), Ids::Numbers(numbers)) => {
            let ids = rows.map(|row| numbers[record(row) as usize]).collect();
            put::<Int64Type, _>(group, ids)
        }
        (Cell::Id(record), Ids::Texts(_)) => {
            let ids = rows.map(|row| text(records.id(record(row)))).collect();
            put::<ByteArrayType, _>(group, ids)
        }
        (Cell::Person(record), Ids::Texts(_)) => {
            let ids = rows.map(|row| text(records.full_id(record(row)))).collect();
            put::<ByteArrayType, _>(group, ids)
        }
        (Cell::Source(record), _) => {
            let sources = rows.map(|row| text(records.source(record(row)))).collect();
            put::<ByteArrayType, _>(group, sources)
        }
        (Cell::Number(number), _) => put::<DoubleType, _>(group, rows.map(number).collect()),
    }
}

fn put<T: DataType, W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    values: Vec<T::T>,
) -> Result<(), ::parquet::errors::ParquetError> {
    if let Some(mut column) = group.next_column()? {
        column.typed::<T>().write_batch(&values, None, None)?;
        column.close()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Input;
    use crate::records::Layout;

    fn records(sources: &[(&str, &str)]) -> Records {
        let inputs = sources.iter().map(|(source, csv)| Input {
            name: (*source).into(),
            source: (*source).into(),
            input: Box::new(csv.as_bytes()),
        });
        let layout = Layout { id: "unique_id".into(), ..Layout::default() };
        Records::read(inputs.collect(), &layout).unwrap()
    }

    fn read(bytes: &[u8], columns: &[&str]) -> Records {
        let input = Input { name: "out".into(), source: "out".into(), input: Box::new(bytes) };
        let columns = columns.iter().map(|name| (*name).to_owned()).collect();
        Records::read(vec![input], &Layout { id: "id_r".into(), columns, ..Layout::default() })
            .unwrap()
    }

    #[test]
    fn what_is_written_reads_the_same_both_ways() {
        for files in [
            vec![("prison", "unique_id\n7\n8\n9\n")],
            vec![("prison", "unique_id\na\nb\n"), ("police", "unique_id\na\n")],
        ] {
            let records = records(&files);
            let pairs = [
                Pair { left: 0, right: 1, weight: 3.25 },
                Pair { left: 0, right: 2, weight: -1.5 },
            ];
            let columns = ["id_l", "source_l", "source_r", "match_weight", "match_probability"];
            for format in [Format::Csv, Format::Parquet] {
                let mut bytes = Vec::new();
                write_pairs(&records, &pairs.to_vec().into(), format, &mut bytes).unwrap();
                let back = read(&bytes, &columns);
                for (at, pair) in (0..).zip(&pairs) {
                    let value = |column: &str| back.value(at, column).unwrap().unwrap();
                    assert_eq!(back.id(at), records.id(pair.right));
                    assert_eq!(value("id_l"), records.id(pair.left));
                    assert_eq!(value("source_l"), records.source(pair.left));
                    assert_eq!(value("source_r"), records.source(pair.right));
                    assert_eq!(value("match_weight").parse(), Ok(pair.weight));
                    assert_eq!(value("match_probability").parse(), Ok(pair.probability()));
                }
            }
            let mut bytes = Vec::new();
            let clusters = Clusters::connected(3, &pairs, 0.0);
            write_clusters(&records, &clusters, Format::Csv, &mut bytes).unwrap();
            let text = String::from_utf8(bytes).unwrap();
            let lines: Vec<&str> = text.lines().collect();
            if files.len() == 1 {
                assert_eq!(
                    lines,
                    ["cluster_id,id,source", "7,7,prison", "7,8,prison", "9,9,prison"]
                );
            } else {
                assert_eq!(lines[1..3], ["police-__-a,a,police", "police-__-a,a,prison"]);
            }
        }
        assert!(Format::of("links.xlsx").is_err());
    }
}
