//! The texts of a Parquet column, page by page. A page that refers to a dictionary is read as the
//! numbers that it holds, so that a text which comes a million times is looked up once.
//!
//! Source: Apache Parquet, "Data pages", "Encodings" (plain, dictionary, run-length/bit-packed).

use ::table::parquet::Checked;
use parquet::basic::Encoding;
use parquet::column::page::Page;

use super::Reading;
use crate::value::NULL;

/// Appends the texts of one column of one row group; a value is there whose level is `known`.
pub(super) fn append(pages: Checked, known: i16, reading: &mut Reading) -> Result<(), String> {
    let mut dictionary = Vec::new();
    for page in pages {
        match page.map_err(|error| error.to_string())? {
            Page::DictionaryPage { buf, num_values, .. } => {
                let mut rest: &[u8] = &buf;
                for _ in 0..num_values {
                    dictionary.push(code(reading, &mut rest)?);
                }
            }
            Page::DataPage { buf, num_values, encoding, .. } => {
                let mut rest: &[u8] = &buf;
                let levels = if known > 0 {
                    let length = length(&mut rest)?;
                    taken(&mut rest, length)?
                } else {
                    &[]
                };
                let page = Values { rest, encoding, dictionary: &dictionary };
                page.append(levels, known, num_values as usize, reading)?;
            }
            Page::DataPageV2 {
                buf,
                num_values,
                encoding,
                def_levels_byte_len,
                rep_levels_byte_len,
                ..
            } => {
                let mut rest: &[u8] = &buf;
                taken(&mut rest, rep_levels_byte_len as usize)?;
                let levels = taken(&mut rest, def_levels_byte_len as usize)?;
                let page = Values { rest, encoding, dictionary: &dictionary };
                page.append(levels, known, num_values as usize, reading)?;
            }
        }
    }
    Ok(())
}

/// The values of a page.
struct Values<'p> {
    rest: &'p [u8],
    encoding: Encoding,
    dictionary: &'p [u32],
}

impl Values<'_> {
    fn append(
        mut self,
        levels: &[u8],
        known: i16,
        count: usize,
        reading: &mut Reading,
    ) -> Result<(), String> {
        let known = known.unsigned_abs();
        let mut there = Vec::with_capacity(if known > 0 { count } else { 0 });
        if known > 0 {
            hybrid(levels, 16 - known.leading_zeros(), count, |level| {
                there.push(level == u32::from(known));
            })?;
        }
        let values = if known > 0 { there.iter().filter(|yes| **yes).count() } else { count };
        let mut codes = Vec::with_capacity(values);
        match self.encoding {
            Encoding::PLAIN => {
                for _ in 0..values {
                    codes.push(code(reading, &mut self.rest)?);
                }
            }
            Encoding::RLE_DICTIONARY | Encoding::PLAIN_DICTIONARY => {
                let width = u32::from(*taken(&mut self.rest, 1)?.first().unwrap_or(&0));
                let mut beyond = false;
                hybrid(self.rest, width, values, |at| {
                    let code = self.dictionary.get(at as usize).copied();
                    beyond |= code.is_none();
                    codes.push(code.unwrap_or(NULL));
                })?;
                if beyond {
                    return Err("a value is not in its dictionary".into());
                }
            }
            other => {
                return Err(format!("text in the encoding {other} is not read; write it PLAIN"));
            }
        }
        if known == 0 {
            reading.1.extend(codes);
            return Ok(());
        }
        let mut codes = codes.into_iter();
        let next = |yes: &bool| if *yes { codes.next().unwrap_or(NULL) } else { NULL };
        reading.1.extend(there.iter().map(next));
        Ok(())
    }
}

fn taken<'b>(rest: &mut &'b [u8], length: usize) -> Result<&'b [u8], String> {
    let (own, after) = rest.split_at_checked(length).ok_or("a page is cut off")?;
    *rest = after;
    Ok(own)
}

fn length(rest: &mut &[u8]) -> Result<usize, String> {
    let bytes = taken(rest, 4)?.try_into().map_err(|_| "a page is cut off")?;
    Ok(u32::from_le_bytes(bytes) as usize)
}

/// Reads a plain text, and returns its code.
fn code(reading: &mut Reading, rest: &mut &[u8]) -> Result<u32, String> {
    let length = length(rest)?;
    let text = std::str::from_utf8(taken(rest, length)?).map_err(|_| "a text is not UTF-8")?;
    reading.0.text(text).map_err(|full| full.to_string())
}

/// Reads numbers of so many bits, in runs and in packs of eight.
fn hybrid(
    mut rest: &[u8],
    width: u32,
    count: usize,
    mut see: impl FnMut(u32),
) -> Result<(), String> {
    if width > 32 {
        return Err("a page holds numbers of more than 32 bits".into());
    }
    let mut left = count;
    while left > 0 {
        let head = variable(&mut rest)?;
        if head & 1 == 0 {
            let bytes = taken(&mut rest, width.div_ceil(8) as usize)?;
            let value = bytes.iter().rev().fold(0_u32, |value, byte| value << 8 | u32::from(*byte));
            let run = usize::try_from(head >> 1).unwrap_or(usize::MAX).min(left);
            if run == 0 {
                return Err("a run of nothing".into());
            }
            (0..run).for_each(|_| see(value));
            left -= run;
            continue;
        }
        let groups = usize::try_from(head >> 1).unwrap_or(usize::MAX);
        let length = groups.checked_mul(width as usize).ok_or("a page is cut off")?;
        // The last pack may be cut off after the last value.
        let length = length.min(rest.len());
        let packs = taken(&mut rest, length)?;
        let run = groups.saturating_mul(8).min(left);
        if run == 0 || packs.len() * 8 < run * width as usize {
            return Err("a page is cut off".into());
        }
        let (mut bits, mut held, mut at) = (0_u64, 0, 0);
        let mask = (1_u64 << width) - 1;
        for _ in 0..run {
            while held < width {
                bits |= u64::from(packs[at]) << held;
                held += 8;
                at += 1;
            }
            see((bits & mask) as u32);
            bits >>= width;
            held -= width;
        }
        left -= run;
    }
    Ok(())
}

/// Reads a number of seven bits a byte, the lowest first.
fn variable(rest: &mut &[u8]) -> Result<u64, String> {
    let mut value = 0;
    for shift in (0..63).step_by(7) {
        let byte = *taken(rest, 1)?.first().unwrap_or(&0);
        value |= u64::from(byte & 0x7F) << shift;
        if byte & 0x80 == 0 {
            return Ok(value);
        }
    }
    Err("a number of a page is too long".into())
}
