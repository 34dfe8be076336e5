//! SHA-256 of what passes by: a reader that hands on what it reads and keeps its fingerprint.

use std::cell::RefCell;
use std::io::{self, Read};
use std::rc::Rc;

use sha2::{Digest, Sha256};

/// What has passed by.
#[derive(Debug, Default)]
pub(super) struct Tally {
    hash: Sha256,
    bytes: u64,
    ended: bool,
}

/// A reader whose bytes are tallied.
pub(super) struct Tallied<R> {
    inner: R,
    tally: Rc<RefCell<Tally>>,
}

impl Tally {
    /// Returns the fingerprint, in hexadecimal.
    pub(super) fn sha256(&self) -> String {
        hexadecimal(&self.hash.clone().finalize())
    }

    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Returns whether the end was seen, so that the fingerprint is of all of it.
    pub(super) fn ended(&self) -> bool {
        self.ended
    }
}

impl<R> Tallied<R> {
    pub(super) fn new(inner: R, tally: Rc<RefCell<Tally>>) -> Self {
        Self { inner, tally }
    }
}

impl<R: Read> Read for Tallied<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        let mut tally = self.tally.borrow_mut();
        tally.hash.update(&buffer[..count]);
        tally.bytes += count as u64;
        tally.ended |= count == 0 && !buffer.is_empty();
        Ok(count)
    }
}

/// Returns the fingerprint of some bytes, in hexadecimal.
pub(super) fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fingerprint_is_that_of_the_standard() {
        // FIPS 180-4, example of one block.
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256(b"abc"), abc);
        let tally = Rc::new(RefCell::new(Tally::default()));
        let mut input = Tallied::new(&b"abc"[..], Rc::clone(&tally));
        let mut first = [0; 2];
        assert_eq!((input.read(&mut first).unwrap(), tally.borrow().ended()), (2, false));
        assert_eq!(io::copy(&mut input, &mut io::sink()).unwrap(), 1);
        let tally = tally.borrow();
        assert_eq!((tally.sha256().as_str(), tally.bytes(), tally.ended()), (abc, 3, true));
    }
}
