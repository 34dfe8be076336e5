//! A pool that comes as Parquet: it is written out as the CSV that it would have been, so that both are looked at
//! in the same way and a mistake is told by the line that it would be on.

use super::pool::{MOST_PEOPLE, PoolColumn};
use crate::import::{Mistake, Mistakes};
use domain::Invalid;
use evaluate::read::{read_heading, read_table, rows_of_parquet};
use evaluate::{Refusal, Values};
use std::io::{self, Read, Seek};

/// What every Parquet file begins with.
const BEGINNING: [u8; 4] = *b"PAR1";
/// What the file is called where it is read: the name that was sent with it says nothing.
const FILE: &str = "pool.parquet";

/// Returns a Parquet file as CSV; `None` if it is no Parquet.
///
/// # Errors
/// What is wrong with it, and more rows or other columns than are let in: of those nothing is decoded.
pub(super) fn as_csv(
    file: &mut (impl Read + Seek),
    columns: &[PoolColumn],
) -> Result<Option<Vec<u8>>, Mistakes> {
    let broken = |_: io::Error| mistake(1, None, Invalid::new("import-unreadable"));
    let mut beginning = Vec::new();
    file.rewind().map_err(broken)?;
    file.by_ref().take(4).read_to_end(&mut beginning).map_err(broken)?;
    file.rewind().map_err(broken)?;
    if beginning != BEGINNING {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(broken)?;
    let refused = |refusal| refused(&refusal, columns);
    let heading = read_heading(FILE, bytes.as_slice()).map_err(refused)?;
    let rows = rows_of_parquet(FILE, bytes.as_slice()).map_err(refused)?;
    if rows > MOST_PEOPLE {
        let why = Invalid::new("pool-too-many").with("most", MOST_PEOPLE);
        return Err(mistake(MOST_PEOPLE as u64 + 2, None, why));
    }
    let mut csv = heading.join(",").into_bytes();
    csv.push(b'\n');
    let is_known = |name: &String| columns.iter().any(|column| column.name() == name);
    // Of other columns the first line alone is enough to refuse the file.
    if heading.iter().all(is_known) && rows > 0 {
        let names: Vec<&str> = heading.iter().map(String::as_str).collect();
        let table = read_table(FILE, bytes.as_slice(), &names).map_err(refused)?;
        let values = names.iter().map(|name| table.column(name)).collect::<Result<Vec<_>, _>>();
        let values = values.map_err(refused)?;
        for row in 0..rows {
            let cell = |column: &&Values| {
                let value = column[row];
                if value.is_nan() { String::new() } else { value.to_string() }
            };
            let cells: Vec<String> = values.iter().map(cell).collect();
            csv.extend(cells.join(",").into_bytes());
            csv.push(b'\n');
        }
    }
    Ok(Some(csv))
}

fn mistake(line: u64, column: Option<&'static str>, why: Invalid) -> Mistakes {
    let mut mistakes = Mistakes::default();
    mistakes.add(Mistake { line, column, why });
    mistakes
}

fn refused(refusal: &Refusal, columns: &[PoolColumn]) -> Mistakes {
    let known = |name: &str| columns.iter().map(|column| column.name()).find(|own| *own == name);
    match refusal {
        Refusal::NotNumbers { column, .. } => {
            mistake(1, known(column), Invalid::new("pool-parquet-words"))
        }
        // A row counted from 1, under a first line.
        Refusal::Value { row, column, .. } => {
            mistake(*row as u64 + 1, known(column), Invalid::new("pool-parquet-words"))
        }
        other => mistake(1, None, Invalid::new("pool-parquet").with("why", other.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    const COLUMNS: [PoolColumn; 3] = [PoolColumn::Male, PoolColumn::Age, PoolColumn::StaysBefore];

    fn whys(file: &[u8]) -> Vec<String> {
        let mistakes = as_csv(&mut Cursor::new(file), &COLUMNS).unwrap_err();
        mistakes.shown.iter().map(|mistake| mistake.why.to_string()).collect()
    }

    #[test]
    fn what_does_not_begin_as_parquet_is_something_else() {
        for file in [&b""[..], b"PAR", b"male,age\n1,30\n"] {
            assert_eq!(as_csv(&mut Cursor::new(file), &COLUMNS).unwrap(), None);
        }
    }

    #[test]
    fn what_only_begins_so_is_refused() {
        for file in [&b"PAR1"[..], b"PAR1PAR1", b"PAR1 and more of it that is nothing PAR1"] {
            let whys = whys(file);
            assert_eq!(whys.len(), 1);
            assert!(whys[0].starts_with("pool-parquet"), "{whys:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..80)) {
            let mut file = BEGINNING.to_vec();
            file.extend(bytes);
            file.extend(BEGINNING);
            let _ = as_csv(&mut Cursor::new(file), &COLUMNS);
        }
    }
}
