//! Parquet in a program that was built without it: refused, with what to do.

use std::io::Read;

use crate::refusal::Refusal;
use crate::table::Table;

const REFUSAL: Refusal = Refusal::NotBuiltIn { what: "Parquet", feature: "parquet" };

pub(super) fn table(_: &str, _: impl Read, _: &[&str]) -> Result<Table, Refusal> {
    Err(REFUSAL)
}

pub(super) fn heading(_: &str, _: impl Read) -> Result<Vec<String>, Refusal> {
    Err(REFUSAL)
}

#[cfg(test)]
mod tests {
    use crate::read::{read_heading, read_table};

    #[test]
    fn it_is_said_how_to_have_it() {
        let refusal = read_table("c.Parquet", &b"PAR1"[..], &["age"]).unwrap_err();
        assert_eq!(refusal.to_string(), "this program was built without Parquet");
        assert!(refusal.hint().contains("--features parquet"), "{}", refusal.hint());
        assert_eq!(read_heading("c.parquet", &b"PAR1"[..]).unwrap_err(), refusal);
    }
}
