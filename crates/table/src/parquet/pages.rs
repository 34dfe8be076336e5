//! Pages as they are read, refused when they claim to hold more than they can: the decoders set
//! memory aside for what a page claims.

use parquet::basic::{Encoding, Type};
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::errors::{ParquetError, Result};
use parquet::schema::types::ColumnDescriptor;

/// Hands on the pages of one column of one row group.
pub struct Checked {
    pages: Box<dyn PageReader>,
    /// Fewest bits that one value of a dictionary takes.
    bits: usize,
    /// Values that may still come.
    left: usize,
}

impl Checked {
    pub(super) fn new(
        pages: Box<dyn PageReader>,
        column: &ColumnDescriptor,
        values: usize,
    ) -> Self {
        let bits = match column.physical_type() {
            Type::BOOLEAN => 1,
            Type::INT32 | Type::FLOAT | Type::BYTE_ARRAY => 32,
            Type::INT64 | Type::DOUBLE => 64,
            Type::INT96 => 96,
            Type::FIXED_LEN_BYTE_ARRAY => 8 * usize::try_from(column.type_length()).unwrap_or(1),
        };
        Self { pages, bits: bits.max(1), left: values }
    }

    fn checked(&mut self, page: Page) -> Result<Page> {
        let values = page.num_values() as usize;
        if page.is_dictionary_page() {
            if values > page.buffer().len().saturating_mul(8) / self.bits {
                return Err(wrong("a dictionary that is longer than its page"));
            }
            return Ok(page);
        }
        // Their lengths come first, as many as they say.
        let lengths = [Encoding::DELTA_LENGTH_BYTE_ARRAY, Encoding::DELTA_BYTE_ARRAY];
        if lengths.contains(&page.encoding()) {
            return Err(wrong("text in a DELTA encoding is not read; write it PLAIN"));
        }
        self.left = self
            .left
            .checked_sub(values)
            .ok_or_else(|| wrong("more values than there are rows"))?;
        Ok(page)
    }
}

fn wrong(problem: &str) -> ParquetError {
    ParquetError::General(problem.to_owned())
}

impl Iterator for Checked {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

impl PageReader for Checked {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        let page = self.pages.get_next_page()?;
        page.map(|page| self.checked(page)).transpose()
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        self.pages.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<()> {
        self.pages.skip_next_page()
    }

    fn at_record_boundary(&mut self) -> Result<bool> {
        self.pages.at_record_boundary()
    }
}
