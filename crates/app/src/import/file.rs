//! Reading a list in bounded memory: one row at a time, whatever the file holds.

use super::{Column, Mistake};
use csv::{ByteRecord, Reader, ReaderBuilder};
use domain::Invalid;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Bytes of one row at most. A row has some 300; a quote that is opened and never closed would
/// otherwise draw the whole file into memory.
const ROW_BYTES: usize = 1024 * 1024;

/// Counts what was read since the last whole row, and stops where that is too much.
struct Bounded<R> {
    inner: R,
    since_row: Arc<AtomicUsize>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        let since = self.since_row.fetch_add(count, Ordering::Relaxed) + count;
        if since > ROW_BYTES { Err(io::Error::other("the row is too long")) } else { Ok(count) }
    }
}

/// A list as rows of cells.
pub(super) struct Rows<R> {
    reader: Reader<Bounded<R>>,
    since_row: Arc<AtomicUsize>,
    record: ByteRecord,
    line: u64,
}

impl<R: Read + Seek> Rows<R> {
    /// Starts at the beginning of a file.
    ///
    /// # Errors
    /// The mistake that makes the whole file unreadable.
    pub(super) fn new(mut inner: R) -> Result<Self, Mistake> {
        let whole = |key| Mistake { line: 1, column: None, why: Invalid::new(key) };
        let mut start = [0; 4];
        let broken = |_| whole("import-unreadable");
        inner.seek(SeekFrom::Start(0)).map_err(broken)?;
        let count = inner.read(&mut start).map_err(broken)?;
        inner.seek(SeekFrom::Start(0)).map_err(broken)?;
        match &start[..count] {
            [] => return Err(whole("import-empty")),
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => return Err(whole("import-utf16")),
            // What spreadsheets save when not told otherwise: a zip archive, or an old binary.
            [b'P', b'K', ..] | [0xd0, 0xcf, ..] => return Err(whole("import-spreadsheet")),
            _ => {}
        }
        let since_row = Arc::new(AtomicUsize::new(0));
        let bounded = Bounded { inner, since_row: since_row.clone() };
        // Each line is checked for its number of cells by us, so that the message names the line.
        let reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bounded);
        Ok(Self { reader, since_row, record: ByteRecord::new(), line: 0 })
    }

    /// Reads the next row. Returns its line and its cells, or `None` at the end.
    ///
    /// # Errors
    /// A mistake after which nothing more can be read.
    pub(super) fn next(&mut self) -> Result<Option<(u64, &ByteRecord)>, Mistake> {
        loop {
            let more = self.reader.read_byte_record(&mut self.record).map_err(|_| {
                let long = self.since_row.load(Ordering::Relaxed) > ROW_BYTES;
                let key = if long { "import-quote-open" } else { "import-unreadable" };
                Mistake { line: self.line + 1, column: None, why: Invalid::new(key) }
            })?;
            if !more {
                return Ok(None);
            }
            self.since_row.store(0, Ordering::Relaxed);
            self.line = self.record.position().map_or(self.line + 1, csv::Position::line);
            // Spreadsheets leave lines of nothing but separators at the end.
            if self.record.iter().any(|cell| !cell.is_empty()) {
                break;
            }
        }
        Ok(Some((self.line, &self.record)))
    }

    /// Returns how many bytes were read.
    pub(super) fn bytes(&self) -> u64 {
        self.reader.position().byte()
    }
}

/// Reads the text of a cell, or says why it cannot be text.
///
/// # Errors
/// Another encoding, a NUL, or too many bytes.
pub(super) fn text(cell: &[u8], line: u64, column: Column) -> Result<&str, Mistake> {
    /// Bytes of a cell at most: far beyond any value, so each type's own limit speaks first.
    const CELL_BYTES: usize = 16 * 1024;
    let refuse = |why| Mistake { line, column: Some(column), why };
    if cell.len() > CELL_BYTES {
        return Err(refuse(Invalid::new("import-cell-long").with("limit", CELL_BYTES)));
    }
    let text = std::str::from_utf8(cell).map_err(|_| refuse(Invalid::new("import-not-utf8")))?;
    if text.contains('\0') {
        return Err(refuse(Invalid::new("import-nul")));
    }
    Ok(text.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn lines(bytes: &[u8]) -> Result<Vec<(u64, usize)>, Mistake> {
        let mut rows = Rows::new(Cursor::new(bytes))?;
        let mut found = Vec::new();
        while let Some((line, record)) = rows.next()? {
            found.push((line, record.len()));
        }
        Ok(found)
    }

    #[test]
    fn lines_are_counted_as_an_editor_counts_them() {
        let file = b"\xef\xbb\xbfa,b\r\n\"two\nlines\",2\r\n\r\n,\r\n5,6\r\n";
        assert_eq!(lines(file).unwrap(), [(1, 2), (2, 2), (6, 2)]);
    }

    #[test]
    fn what_is_not_a_list_is_named() {
        let key = |bytes: &[u8]| lines(bytes).unwrap_err().why.key;
        assert_eq!(key(b""), "import-empty");
        assert_eq!(key(b"\xff\xfea\0"), "import-utf16");
        assert_eq!(key(b"PK\x03\x04"), "import-spreadsheet");
        let mut open = b"a,b\n1,\"".to_vec();
        open.resize(3 * ROW_BYTES, b'x');
        let mistake = lines(&open).unwrap_err();
        assert_eq!((mistake.why.key, mistake.line), ("import-quote-open", 2));
    }

    #[test]
    fn a_cell_that_is_not_text_is_named() {
        let key = |cell: &[u8]| text(cell, 7, Column::FamilyName).unwrap_err().why.key;
        assert_eq!(key(b"Si\xe2n"), "import-not-utf8");
        assert_eq!(key(b"a\0b"), "import-nul");
        assert_eq!(key(&[b'a'; 20_000]), "import-cell-long");
        assert_eq!(text(b" a ", 7, Column::FamilyName).unwrap(), "a");
    }
}
