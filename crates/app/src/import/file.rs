//! Reading a list in bounded memory: one row at a time, whatever the file holds.

use super::Mistake;
use csv::{ByteRecord, Reader, ReaderBuilder};
use domain::Invalid;
use std::collections::VecDeque;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Bytes of one row at most. A row has some 300; a quote that is opened and never closed would
/// otherwise draw the whole file into memory.
const ROW_BYTES: usize = 1024 * 1024;

/// What was read since the last whole row: how much, and where its lines end.
#[derive(Default)]
struct Ahead {
    bytes: usize,
    /// Where in the file each carriage return and each line feed stands.
    ends: VecDeque<(u64, u8)>,
}

/// Counts what is read, and stops where that is too much for one row.
struct Bounded<R> {
    inner: R,
    read: u64,
    ahead: Arc<Mutex<Ahead>>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        let mut ahead = lock(&self.ahead);
        for (at, byte) in (self.read..).zip(&buffer[..count]) {
            if matches!(byte, b'\r' | b'\n') {
                ahead.ends.push_back((at, *byte));
            }
        }
        self.read += count as u64;
        ahead.bytes += count;
        if ahead.bytes > ROW_BYTES {
            Err(io::Error::other("the row is too long"))
        } else {
            Ok(count)
        }
    }
}

fn lock(ahead: &Mutex<Ahead>) -> MutexGuard<'_, Ahead> {
    // Nothing that holds the lock can panic.
    ahead.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A list as rows of cells.
pub(crate) struct Rows<R> {
    reader: Reader<Bounded<R>>,
    ahead: Arc<Mutex<Ahead>>,
    record: ByteRecord,
    /// Line feeds before the row that was read last.
    feeds: u64,
}

impl<R: Read + Seek> Rows<R> {
    /// Starts at the beginning of a file.
    ///
    /// # Errors
    /// The mistake that makes the whole file unreadable.
    pub(crate) fn new(mut inner: R) -> Result<Self, Mistake> {
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
        let ahead = Arc::new(Mutex::new(Ahead::default()));
        let bounded = Bounded { inner, read: 0, ahead: ahead.clone() };
        // Each line is checked for its number of cells by us, so that the message names the line.
        let reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bounded);
        Ok(Self { reader, ahead, record: ByteRecord::new(), feeds: 0 })
    }

    /// Reads the next row. Returns its line and its cells, or `None` at the end.
    ///
    /// # Errors
    /// A mistake after which nothing more can be read.
    pub(crate) fn next(&mut self) -> Result<Option<(u64, &ByteRecord)>, Mistake> {
        loop {
            let more = self.reader.read_byte_record(&mut self.record).map_err(|_| {
                let long = lock(&self.ahead).bytes > ROW_BYTES;
                let key = if long { "import-quote-open" } else { "import-unreadable" };
                let line = self.line_of(self.reader.position().byte());
                Mistake { line, column: None, why: Invalid::new(key) }
            })?;
            if !more {
                return Ok(None);
            }
            let start = self.record.position().map_or(0, csv::Position::byte);
            let line = self.line_of(start);
            lock(&self.ahead).bytes = 0;
            // Spreadsheets leave lines of nothing but separators at the end.
            if self.record.iter().any(|cell| !cell.is_empty()) {
                return Ok(Some((line, &self.record)));
            }
        }
    }

    /// Returns the line of the row that begins at a place in the file. The reader's own count is not
    /// used: it begins a row at the end of the line before where lines end in two characters.
    fn line_of(&mut self, mut start: u64) -> u64 {
        let mut ahead = lock(&self.ahead);
        while let Some((at, end)) = ahead.ends.front().copied()
            && at <= start
        {
            ahead.ends.pop_front();
            self.feeds += u64::from(end == b'\n');
            start += u64::from(at == start);
        }
        self.feeds + 1
    }

    /// Returns how many bytes were read.
    pub(crate) fn bytes(&self) -> u64 {
        self.reader.position().byte()
    }
}

/// Reads the text of a cell, or says why it cannot be text.
///
/// # Errors
/// Another encoding, a NUL, or too many bytes.
pub(crate) fn text<'a>(
    cell: &'a [u8],
    line: u64,
    column: &'static str,
) -> Result<&'a str, Mistake> {
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
        let key = |cell: &[u8]| text(cell, 7, "family_name").unwrap_err().why.key;
        assert_eq!(key(b"Si\xe2n"), "import-not-utf8");
        assert_eq!(key(b"a\0b"), "import-nul");
        assert_eq!(key(&[b'a'; 20_000]), "import-cell-long");
        assert_eq!(text(b" a ", 7, "family_name").unwrap(), "a");
    }
}
