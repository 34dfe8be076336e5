//! A file from outside is looked at for malware before anything of it is read, where the site has a scanner:
//! `clamd` of ClamAV, which other programs of an organisation often use already.
//!
//! Until then the file is in quarantine: it has no name, nobody can open it, and it is gone with the request.
//! A scanner that does not answer refuses every file; whoever would rather load unseen has to say so in the
//! settings of the site.

use crate::sign_in::hexadecimal;
use crate::{Ctx, Error};
use clamav_client::tokio::{Socket, Tcp, scan_stream};
use domain::{Event, Invalid};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::PathBuf;
use std::time::Duration;

/// How long a scanner may take. `clamd` itself gives up on a file after two minutes (its `MaxScanTime`); a list
/// of the size that is let in takes seconds.
const PATIENCE: Duration = Duration::from_secs(60);
/// Bytes that are handed on at once.
const CHUNK_BYTES: usize = 64 * 1024;
/// Characters of a finding that are kept: names of signatures are shorter.
const FINDING_CHARACTERS: usize = 100;

/// Where `clamd` listens.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(try_from = "String")]
pub enum Scanner {
    /// At a host and port.
    Tcp(String),
    /// At a socket of this machine.
    Socket(PathBuf),
}

/// An address that no scanner could listen at.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "\u{201c}{0}\u{201d} is no address of a scanner; give the path of its socket, such as /run/clamav/clamd.ctl, or HOST:PORT"
)]
pub struct NoScanner(String);

impl TryFrom<String> for Scanner {
    type Error = NoScanner;

    fn try_from(text: String) -> Result<Self, NoScanner> {
        if text.starts_with('/') {
            return Ok(Self::Socket(text.into()));
        }
        match text.rsplit_once(':') {
            Some((host, port)) if !host.is_empty() && port.parse::<u16>().is_ok() => {
                Ok(Self::Tcp(text))
            }
            _ => Err(NoScanner(text)),
        }
    }
}

/// What a scanner says of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Verdict {
    Clean,
    /// The name of what is in it.
    Infected(String),
    /// It was not looked at to its end, and why.
    Unknown(String),
}

impl Verdict {
    /// Reads an answer to `INSTREAM`: `stream: OK`, `stream: NAME FOUND`, or an error (clamd(8)).
    fn of(answer: &[u8]) -> Self {
        let text = String::from_utf8_lossy(answer);
        let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\0');
        let said = text.strip_prefix("stream: ").unwrap_or(text);
        match said.strip_suffix(" FOUND") {
            Some(name) => Self::Infected(name.chars().take(FINDING_CHARACTERS).collect()),
            None if said == "OK" => Self::Clean,
            None => Self::Unknown(said.chars().take(FINDING_CHARACTERS).collect()),
        }
    }
}

/// Lets a file be looked at, from its beginning to its end, and goes back to its beginning.
///
/// # Errors
/// When something is found in it or it could not be looked at, on the field `file`; the refusal is journalled.
/// When the file cannot be read.
pub async fn check(ctx: &Ctx, file: &mut File) -> Result<(), Error> {
    let Some(scanner) = ctx.app.scanner.as_deref() else { return Ok(()) };
    let verdict = scan(scanner, file).await;
    file.rewind().map_err(|_| Error::Internal("an upload could not be read again"))?;
    let (found, why) = match verdict {
        Verdict::Clean => return Ok(()),
        Verdict::Infected(name) => {
            (Some(name.clone()), Invalid::new("upload-infected").with("found", name))
        }
        Verdict::Unknown(said) => {
            tracing::error!(said, "an upload was refused: the scanner did not look at it");
            (None, Invalid::new("upload-not-scanned"))
        }
    };
    ctx.journal_read(Event::UploadRefused { found }, None).await?;
    Err(Error::field("file", why))
}

/// Returns the hash of a file as it was sent: SHA-256, in hexadecimal.
///
/// # Errors
/// When the file cannot be read.
pub(crate) fn hash_of(file: &mut File) -> Result<String, Error> {
    let unreadable = |_| Error::Internal("an upload could not be read again");
    let (mut hash, mut part) = (Sha256::new(), vec![0; CHUNK_BYTES]);
    file.rewind().map_err(unreadable)?;
    loop {
        match file.read(&mut part).map_err(unreadable)? {
            0 => return Ok(hexadecimal(&hash.finalize())),
            read => hash.update(&part[..read]),
        }
    }
}

async fn scan(scanner: &Scanner, file: &mut File) -> Verdict {
    let answered = match file.rewind() {
        Ok(()) => tokio::time::timeout(PATIENCE, send(scanner, file)).await,
        Err(error) => Ok(Err(error)),
    };
    match answered {
        Ok(Ok(answer)) => Verdict::of(&answer),
        Ok(Err(error)) => Verdict::Unknown(error.to_string()),
        Err(_) => Verdict::Unknown("no answer in time".to_owned()),
    }
}

async fn send(scanner: &Scanner, file: &mut File) -> io::Result<Vec<u8>> {
    let chunks = tokio_stream::iter(std::iter::from_fn(|| {
        let mut chunk = vec![0; CHUNK_BYTES];
        match file.read(&mut chunk) {
            Ok(0) => None,
            Ok(read) => {
                chunk.truncate(read);
                Some(Ok(chunk.into()))
            }
            Err(error) => Some(Err(error)),
        }
    }));
    match scanner {
        Scanner::Tcp(host_address) => scan_stream(chunks, Tcp { host_address }, None).await,
        Scanner::Socket(socket_path) => scan_stream(chunks, Socket { socket_path }, None).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_clean_only_if_it_says_so() {
        for (answer, verdict) in [
            (&b"stream: OK\0"[..], Verdict::Clean),
            (b"stream: OK\n", Verdict::Clean),
            (b"stream: Eicar-Signature FOUND\0", Verdict::Infected("Eicar-Signature".to_owned())),
            // A name that looks like the other answer.
            (b"stream: stream: OK FOUND\0", Verdict::Infected("stream: OK".to_owned())),
            (b"", Verdict::Unknown(String::new())),
            (b"OKAY", Verdict::Unknown("OKAY".to_owned())),
        ] {
            assert_eq!(Verdict::of(answer), verdict, "{}", String::from_utf8_lossy(answer));
        }
        let size = b"INSTREAM size limit exceeded. ERROR\0";
        assert!(matches!(Verdict::of(size), Verdict::Unknown(_)));
        let Verdict::Infected(name) =
            Verdict::of(format!("stream: {} FOUND", "x".repeat(9_000)).as_bytes())
        else {
            panic!("a long name")
        };
        assert_eq!(name.len(), FINDING_CHARACTERS);
    }

    #[test]
    fn an_address_is_a_path_or_a_host_and_port() {
        let socket = Scanner::Socket("/run/clamav/clamd.ctl".into());
        let read = |text: &str| Scanner::try_from(text.to_owned());
        assert_eq!(read("/run/clamav/clamd.ctl"), Ok(socket));
        for tcp in ["localhost:3310", "[::1]:3310", "scanner.example:3310"] {
            assert_eq!(read(tcp), Ok(Scanner::Tcp(tcp.to_owned())));
        }
        for wrong in ["", "localhost", "localhost:", ":3310", "localhost:99999", "run/clamd.ctl"] {
            assert!(read(wrong).unwrap_err().to_string().contains("HOST:PORT"), "{wrong}");
        }
    }
}
