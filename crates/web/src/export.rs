//! Everything that is held about a person, handed to them: to read and print, and for machines. Both are
//! written part by part as they are read, from the same parts.

mod document;
mod file;

use crate::language::Language;
use crate::problem::Problem;
use crate::visit::SignedIn;
use app::Error;
use app::export::{Export, Marks, Part, of_oneself, of_person};
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use document::Document;
use domain::{ExportForm, PersonId};
use file::File;
use futures_util::stream::try_unfold;

/// Returns the person's own record, to read.
pub(crate) async fn own_document(page: SignedIn) -> Result<Response, Problem> {
    let export = of_oneself(&page.ctx, ExportForm::Document, in_words(page.asked.language)).await?;
    let document = Document::new(page, &export, None).await?;
    Ok(respond(Kind::Document(Box::new(document)), export))
}

/// Returns the person's own record, for a machine.
pub(crate) async fn own_file(page: SignedIn) -> Result<Response, Problem> {
    let export = of_oneself(&page.ctx, ExportForm::File, for_machines()).await?;
    Ok(respond(Kind::File(File::new(&export, page.asked.language)), export))
}

/// Returns a person's record, for their worker to hand over.
pub(crate) async fn document(
    page: SignedIn,
    Path(id): Path<PersonId>,
) -> Result<Response, Problem> {
    let marks = in_words(page.asked.language);
    let export = of_person(&page.ctx, id, ExportForm::Document, marks).await?;
    let document = Document::new(page, &export, Some(id)).await?;
    Ok(respond(Kind::Document(Box::new(document)), export))
}

/// Returns a person's record, for a machine.
pub(crate) async fn file(page: SignedIn, Path(id): Path<PersonId>) -> Result<Response, Problem> {
    let export = of_person(&page.ctx, id, ExportForm::File, for_machines()).await?;
    Ok(respond(Kind::File(File::new(&export, page.asked.language)), export))
}

fn in_words(language: Language) -> Marks {
    Marks {
        worker: language.text("export-mark-worker", &[]),
        contact: language.text("export-mark-contact", &[]),
    }
}

/// As docs/export.md has them.
fn for_machines() -> Marks {
    Marks {
        worker: "[redacted: worker_name]".to_owned(),
        contact: "[redacted: contact_of_another]".to_owned(),
    }
}

/// How an export is written.
enum Kind {
    Document(Box<Document>),
    File(File),
}

impl Kind {
    fn start(&mut self) -> String {
        match self {
            Self::Document(document) => document.start(),
            Self::File(file) => file.start(),
        }
    }

    async fn part(&mut self, part: Part) -> Result<String, Error> {
        match self {
            Self::Document(document) => document.part(part).await,
            Self::File(file) => file.part(part),
        }
    }

    fn end(&mut self) -> String {
        match self {
            Self::Document(document) => document.end(),
            Self::File(file) => file.end(),
        }
    }
}

/// An export that is being written.
struct Writing {
    kind: Kind,
    export: Export,
    place: Place,
}

enum Place {
    Start,
    Parts,
    Over,
}

impl Writing {
    /// Returns what comes next, or nothing after the end. An error breaks the answer off, so that half an
    /// export is not taken for a whole one.
    async fn next(&mut self) -> Result<Option<String>, Error> {
        match self.place {
            Place::Start => {
                self.place = Place::Parts;
                Ok(Some(self.kind.start()))
            }
            Place::Parts => match self.export.next().await? {
                Some(part) => self.kind.part(part).await.map(Some),
                None => {
                    self.place = Place::Over;
                    Ok(Some(self.kind.end()))
                }
            },
            Place::Over => Ok(None),
        }
    }
}

fn respond(kind: Kind, export: Export) -> Response {
    let (content_type, disposition) = match kind {
        Kind::Document(_) => ("text/html; charset=utf-8", None),
        // No name in the file's name: it is seen where the file is not.
        Kind::File(_) => ("application/json", Some("attachment; filename=\"my-record.json\"")),
    };
    let writing = Writing { kind, export, place: Place::Start };
    let parts = try_unfold(writing, async |mut writing| {
        let written = writing.next().await.inspect_err(|error| {
            tracing::error!(error = %error, "an export was broken off");
        })?;
        Ok::<_, Error>(written.map(|text| (text, writing)))
    });
    let mut response = Body::from_stream(parts).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    if let Some(disposition) = disposition {
        headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static(disposition));
    }
    response
}
