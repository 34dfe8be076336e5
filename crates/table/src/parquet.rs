//! Parquet, opened. The file is held whole, because its end says where everything is and an input
//! can only be read forwards. What it says of itself is checked before it is believed: the library
//! that decodes it sets aside as much memory as a page claims to need, and stops the program on
//! some claims that cannot be, which [`guarded`] catches as the last resort.

use std::collections::HashSet;
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use bytes::Bytes;
use parquet::errors::ParquetError;
use parquet::file::metadata::ParquetMetaData;
use parquet::file::reader::{FileReader, SerializedFileReader};

mod pages;

pub use pages::Checked;

/// What every Parquet file begins with.
pub const BEGINNING: &[u8] = b"PAR1";

/// A file whose claims about where things are have been checked.
pub struct Opened {
    /// What decodes it.
    pub reader: SerializedFileReader<Bytes>,
    /// The names of its columns, each once; a nested one has its whole path, with dots.
    pub heading: Vec<String>,
    /// How many rows it has.
    pub rows: usize,
}

/// Why a file cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// The input broke off.
    #[error(transparent)]
    Input(#[from] io::Error),
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It has more bytes than are read.
    #[error("more than {0} bytes")]
    TooLarge(u64),
    /// It is something else.
    #[error("the file is not Parquet")]
    Other,
    /// Two columns have one name.
    #[error("\"{0}\" is named twice")]
    NamedTwice(String),
    /// It cannot be decoded.
    #[error("the file is cut off or damaged: {0}")]
    Damaged(String),
}

impl From<ParquetError> for Problem {
    fn from(error: ParquetError) -> Self {
        Self::Damaged(error.to_string())
    }
}

impl Opened {
    /// Opens a file of at most so many bytes.
    ///
    /// # Errors
    /// [`Problem`]. Some broken files let the library panic: see [`guarded`].
    pub fn new(input: impl Read, largest: u64) -> Result<Self, Problem> {
        let mut bytes = Vec::new();
        match input.take(largest + 1).read_to_end(&mut bytes)? as u64 {
            0 => return Err(Problem::Empty),
            read if read > largest => return Err(Problem::TooLarge(largest)),
            _ if !bytes.starts_with(BEGINNING) => return Err(Problem::Other),
            _ => {}
        }
        let size = bytes.len() as i64;
        let reader = SerializedFileReader::new(Bytes::from(bytes))?;
        let metadata = reader.metadata();
        let columns = metadata.file_metadata().schema_descr().columns();
        let heading: Vec<String> = columns.iter().map(|column| column.path().string()).collect();
        let mut known = HashSet::with_capacity(heading.len());
        if let Some(again) = heading.iter().find(|name| !known.insert(name.as_str())) {
            return Err(Problem::NamedTwice(again.clone()));
        }
        let rows = counted(metadata, size).ok_or_else(|| {
            let why = "its parts are said to be where the file is not, or of no length";
            Problem::Damaged(why.to_owned())
        })?;
        Ok(Self { reader, heading, rows })
    }

    /// Returns the pages of a column's part of one row group, checked as they come.
    ///
    /// # Errors
    /// When the file does not hold them.
    pub fn pages(&self, group: usize, column: usize) -> Result<Checked, ParquetError> {
        let group = self.reader.get_row_group(group)?;
        let metadata = group.metadata();
        let described = metadata.schema_descr().column(column);
        // A row of a list has several values.
        let values = match described.max_rep_level() {
            0 => metadata.num_rows(),
            _ => metadata.column(column).num_values(),
        };
        let pages = group.get_column_page_reader(column)?;
        Ok(Checked::new(pages, &described, usize::try_from(values).unwrap_or_default()))
    }
}

/// Reads, and turns a panic of the library, which some broken files lead to, into a problem.
///
/// # Errors
/// Those of `read`, and [`Problem::Damaged`].
pub fn guarded<T, E: From<Problem>>(read: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    // Nothing outlives the call that a panic could leave half done.
    let result = catch_unwind(AssertUnwindSafe(read));
    result.unwrap_or_else(|_| {
        Err(Problem::Damaged("it says of itself what cannot be".to_owned()).into())
    })
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
