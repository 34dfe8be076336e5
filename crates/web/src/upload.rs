//! Receiving a file in the browser: it is written to disk as it arrives, read from there, and gone when the
//! request ends.

use crate::form::Form;
use crate::pilot::{pool, reoffending};
use crate::problem::Problem;
use crate::routes::path_of;
use crate::{feed, import};
use app::import::Mistakes;
use app::{Error, FieldErrors};
use axum::extract::Multipart;
use axum::extract::multipart::{Field, MultipartRejection};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt;
use uuid::Uuid;

/// Bytes of an upload at most: a custody list of some 250,000 people. A longer one is for the command line.
pub(crate) const UPLOAD_BYTES: usize = 64 * 1024 * 1024;
/// Bytes of a field beside the file at most.
const FIELD_BYTES: usize = 1024;

/// Returns whether a form with a file is sent to a path.
pub(crate) fn is_sent_to(path: &str) -> bool {
    path_of([import::PATH, feed::PATH, pool::PATH, reoffending::PATH], path).is_some()
}

/// What was sent.
pub(crate) struct Upload {
    pub(crate) form: Form,
    /// `None` where no file was chosen.
    pub(crate) file: Option<File>,
}

/// Receives the parts of the form; the inner response says that they were too much or broken.
pub(crate) async fn receive(
    parts: Result<Multipart, MultipartRejection>,
) -> Result<Result<Upload, Response>, Problem> {
    let mut parts = match parts {
        Ok(parts) => parts,
        Err(refused) => return Ok(Err(refused.into_response())),
    };
    let mut pairs = Vec::new();
    let mut file = None;
    loop {
        let part = match parts.next_field().await {
            Ok(Some(part)) => part,
            Ok(None) => break,
            Err(error) => return Ok(Err(error.status().into_response())),
        };
        let name = part.name().unwrap_or_default().to_owned();
        if name == "file" {
            match receive_file(part).await? {
                Ok(received) => file = received,
                Err(status) => return Ok(Err(status.into_response())),
            }
            continue;
        }
        // Not as text: that would put other words where the bytes are not UTF-8.
        match part.bytes().await {
            Ok(bytes) if bytes.len() > FIELD_BYTES => {
                return Ok(Err(StatusCode::PAYLOAD_TOO_LARGE.into_response()));
            }
            Ok(bytes) => match String::from_utf8(bytes.into()) {
                Ok(text) => pairs.push((name, text)),
                Err(_) => return Ok(Err(StatusCode::BAD_REQUEST.into_response())),
            },
            Err(error) => return Ok(Err(error.status().into_response())),
        }
    }
    Ok(Ok(Upload { form: Form::of(pairs), file }))
}

/// What is wrong with a form whose file was not taken: in the file, by line, and in its fields.
pub(crate) type Refused = (Option<Mistakes>, FieldErrors);

/// Returns what is wrong with what was sent; `None` where the file was taken.
pub(crate) fn refused(kept: Result<Result<(), Mistakes>, Error>) -> Result<Option<Refused>, Error> {
    match kept {
        Ok(Ok(())) => Ok(None),
        Ok(Err(mistakes)) => Ok(Some((Some(mistakes), FieldErrors::new()))),
        Err(Error::Invalid(errors)) => Ok(Some((None, errors))),
        Err(error) => Err(error),
    }
}

/// Writes the file to disk as it arrives. `None` when no file was chosen.
async fn receive_file(mut part: Field<'_>) -> Result<Result<Option<File>, StatusCode>, Error> {
    let mut file = unnamed_file().map_err(|_| Error::Internal(NO_ROOM))?;
    let mut chosen = part.file_name().is_some_and(|name| !name.is_empty());
    loop {
        match part.chunk().await {
            Ok(Some(chunk)) => {
                // A browser sends an empty part where no file was chosen.
                chosen |= !chunk.is_empty();
                file.write_all(&chunk).map_err(|_| Error::Internal(NO_ROOM))?;
            }
            Ok(None) => return Ok(Ok(chosen.then_some(file))),
            Err(error) => return Ok(Err(error.status())),
        }
    }
}

const NO_ROOM: &str = "the upload could not be written to the folder for temporary files";

/// Opens a file that has no name any more: a list of people in prison is gone with the request,
/// also when the process is killed.
fn unnamed_file() -> std::io::Result<File> {
    let path = std::env::temp_dir().join(format!("resettle-import-{}", Uuid::now_v7()));
    let file =
        OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(&path)?;
    std::fs::remove_file(&path)?;
    Ok(file)
}
