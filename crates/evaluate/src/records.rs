//! Records of a CSV file, one after the other, from a small buffer (RFC 4180, with LF, CRLF or CR
//! at the end of a line). Fields are looked at where they lie: of a million rows only the numbers
//! asked for are kept.

use std::io::{self, Read};

/// Bytes read at a time.
const CHUNK: usize = 1 << 18;
/// Longest record, in bytes: what is longer is not a table.
pub(crate) const LONGEST_RECORD: usize = 1 << 24;

/// Reads records.
pub(crate) struct Records<R> {
    input: R,
    buffer: Vec<u8>,
    /// Where the next record starts, and where what was read ends.
    start: usize,
    filled: usize,
    finished: bool,
    /// Line at which the next record starts, from 1.
    line: u64,
    unquoted: Vec<u8>,
    ends: Vec<usize>,
}

/// One record.
#[derive(Clone, Copy)]
pub(crate) struct Record<'r> {
    bytes: &'r [u8],
    /// Where each field ends; between two fields is one byte.
    ends: &'r [usize],
    /// Line at which it starts, from 1.
    pub(crate) line: u64,
}

impl<'r> Record<'r> {
    /// Returns the number of fields.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Returns the fields.
    pub(crate) fn fields(self) -> impl Iterator<Item = &'r [u8]> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let field = &self.bytes[start..*end];
            start = end + 1;
            field
        })
    }
}

/// How far a look for the end of a record came.
enum Found {
    /// The record ends before this byte, and the next starts at that one.
    End { end: usize, next: usize },
    /// More has to be read first.
    More,
}

impl<R: Read> Records<R> {
    pub(crate) fn new(input: R) -> Self {
        Self {
            input,
            buffer: vec![0; CHUNK],
            start: 0,
            filled: 0,
            finished: false,
            line: 1,
            unquoted: Vec::new(),
            ends: Vec::new(),
        }
    }

    /// Returns the next record that is not an empty line.
    ///
    /// # Errors
    /// Those of the input, and a record longer than [`LONGEST_RECORD`].
    pub(crate) fn next(&mut self) -> io::Result<Option<Record<'_>>> {
        loop {
            self.ends.clear();
            match self.plain() {
                Some(Found::End { end, next }) if end == self.start => {
                    // An empty line, or the end of the file.
                    if next == self.start {
                        return Ok(None);
                    }
                    self.line += 1;
                    self.start = next;
                }
                Some(Found::End { end, next }) => {
                    let (start, line) = (self.start, self.line);
                    self.ends.push(end - start);
                    (self.start, self.line) = (next, line + 1);
                    let bytes = &self.buffer[start..end];
                    return Ok(Some(Record { bytes, ends: &self.ends, line }));
                }
                Some(Found::More) => self.fill()?,
                None => match self.quoted() {
                    Found::End { next, .. } => {
                        let line = self.line;
                        let lines = &self.buffer[self.start..next];
                        self.line +=
                            lines.iter().filter(|byte| **byte == b'\n').count().max(1) as u64;
                        self.start = next;
                        return Ok(Some(Record { bytes: &self.unquoted, ends: &self.ends, line }));
                    }
                    Found::More => self.fill()?,
                },
            }
        }
    }

    /// Looks for the end of a record without quotes, noting the commas. `None` when there are
    /// quotes.
    fn plain(&mut self) -> Option<Found> {
        let bytes = &self.buffer[self.start..self.filled];
        for (at, byte) in bytes.iter().enumerate() {
            match byte {
                b',' => self.ends.push(at),
                b'\n' => return Some(self.end(at, 1)),
                b'\r' if at + 1 < bytes.len() => {
                    let both = bytes[at + 1] == b'\n';
                    return Some(self.end(at, if both { 2 } else { 1 }));
                }
                b'\r' if self.finished => return Some(self.end(at, 1)),
                b'\r' => return Some(Found::More),
                b'"' => return None,
                _ => {}
            }
        }
        Some(if self.finished { self.end(bytes.len(), 0) } else { Found::More })
    }

    fn end(&self, at: usize, terminator: usize) -> Found {
        Found::End { end: self.start + at, next: self.start + at + terminator }
    }

    /// Reads a record with quotes, writing its fields out as they are meant.
    fn quoted(&mut self) -> Found {
        self.unquoted.clear();
        self.ends.clear();
        let bytes = &self.buffer[self.start..self.filled];
        let (mut at, mut inside, mut empty) = (0, false, true);
        while let Some(byte) = bytes.get(at) {
            let next = bytes.get(at + 1);
            if next.is_none() && !self.finished {
                return Found::More;
            }
            match byte {
                b'"' if inside && next == Some(&b'"') => {
                    self.unquoted.push(b'"');
                    at += 1;
                }
                b'"' if inside => inside = false,
                b'"' if empty => (inside, empty) = (true, false),
                b',' if !inside => {
                    self.ends.push(self.unquoted.len());
                    self.unquoted.push(b',');
                    empty = true;
                }
                b'\n' | b'\r' if !inside => {
                    let both = *byte == b'\r' && next == Some(&b'\n');
                    self.ends.push(self.unquoted.len());
                    return self.end(at, if both { 2 } else { 1 });
                }
                _ => {
                    self.unquoted.push(*byte);
                    empty = false;
                }
            }
            at += 1;
        }
        if !self.finished {
            return Found::More;
        }
        self.ends.push(self.unquoted.len());
        self.end(bytes.len(), 0)
    }

    /// Reads on, keeping the record that was begun.
    fn fill(&mut self) -> io::Result<()> {
        self.buffer.copy_within(self.start..self.filled, 0);
        (self.start, self.filled) = (0, self.filled - self.start);
        if self.filled > LONGEST_RECORD {
            return Err(io::Error::other(format!(
                "line {} goes on for more than {LONGEST_RECORD} bytes",
                self.line
            )));
        }
        if self.buffer.len() < self.filled + CHUNK {
            self.buffer.resize((2 * self.filled).max(self.filled + CHUNK), 0);
        }
        loop {
            match self.input.read(&mut self.buffer[self.filled..]) {
                Ok(0) => self.finished = true,
                Ok(read) => self.filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            }
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Hands out a few bytes at a time, so that records are cut everywhere.
    struct Drops<'a>(&'a [u8], usize);

    impl Read for Drops<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let n = self.1.min(self.0.len()).min(buffer.len());
            buffer[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }

    fn all(text: &[u8], drop: usize) -> Vec<(u64, Vec<Vec<u8>>)> {
        let mut records = Records::new(Drops(text, drop));
        let mut found = Vec::new();
        while let Some(record) = records.next().unwrap() {
            found.push((record.line, record.fields().map(<[u8]>::to_vec).collect()));
        }
        found
    }

    fn check(text: &str, expected: &[(u64, &[&str])]) {
        for drop in [1, 2, 3, 1000] {
            let found: Vec<(u64, Vec<String>)> = all(text.as_bytes(), drop)
                .into_iter()
                .map(|(line, fields)| {
                    let text = |field| String::from_utf8(field).unwrap();
                    (line, fields.into_iter().map(text).collect())
                })
                .collect();
            let expected: Vec<(u64, Vec<String>)> = expected
                .iter()
                .map(|(line, fields)| (*line, fields.iter().map(|f| (*f).to_owned()).collect()))
                .collect();
            assert_eq!(found, expected, "{text:?} by {drop}");
        }
    }

    #[test]
    fn records_end_where_lines_do() {
        check("a,b\n1,2\n", &[(1, &["a", "b"]), (2, &["1", "2"])]);
        check("a,b\r\n1,\r\n\r\n3,4", &[(1, &["a", "b"]), (2, &["1", ""]), (4, &["3", "4"])]);
        check("a\r1\r2", &[(1, &["a"]), (2, &["1"]), (3, &["2"])]);
        check("", &[]);
        check(",\n", &[(1, &["", ""])]);
    }

    #[test]
    fn quotes_hide_commas_and_line_ends() {
        check(
            "\"a,x\",b\n\"1\n2\",\"say \"\"so\"\"\"\n5\"6,7\n",
            &[(1, &["a,x", "b"]), (2, &["1\n2", "say \"so\""]), (4, &["5\"6", "7"])],
        );
        check("a\n\"\"\n\"x", &[(1, &["a"]), (2, &[""]), (3, &["x"])]);
    }

    proptest! {
        /// Whatever comes, the records are those of the `csv` crate.
        #[test]
        fn records_are_those_of_the_csv_crate(text in "[ab1.,\"\r\n]{0,40}", drop in 1usize..50) {
            // A lone CR inside of text is where the two may differ on the empty line after it.
            let text = text.replace('\r', "\r\n");
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .from_reader(text.as_bytes());
            let theirs: Vec<Vec<Vec<u8>>> = reader
                .byte_records()
                .map(|record| record.unwrap().iter().map(<[u8]>::to_vec).collect())
                .collect();
            let ours: Vec<Vec<Vec<u8>>> =
                all(text.as_bytes(), drop).into_iter().map(|(_, fields)| fields).collect();
            prop_assert_eq!(ours, theirs);
        }
    }
}
