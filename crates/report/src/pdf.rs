//! The report for print and archive: a PDF that says what it is to a screen reader (PDF/UA-1, which the typesetter
//! checks and refuses to write otherwise). Built with the feature `pdf`.
//!
//! The typesetter sees nothing but the report: no clock, no files, no fonts but those that it brings. So the same
//! findings give the same bytes.

use crate::Fault;
use crate::figure::Figure;
use crate::template::render;
use minijinja::Value;
use std::sync::LazyLock;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

/// What is the same for every report.
struct Typesetter {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

static TYPESETTER: LazyLock<Typesetter> = LazyLock::new(|| {
    let fonts: Vec<Font> =
        typst_assets::fonts().flat_map(|data| Font::iter(Bytes::new(data))).collect();
    Typesetter {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
    }
});

/// A report and its figures, as the typesetter sees them.
struct Report {
    source: Source,
    /// Each figure with its name as a file.
    figures: Vec<(FileId, Bytes)>,
}

impl World for Report {
    fn library(&self) -> &LazyHash<Library> {
        &TYPESETTER.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &TYPESETTER.book
    }

    fn main(&self) -> FileId {
        self.source.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.source.id() { Ok(self.source.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let found = self.figures.iter().find(|(figure, _)| *figure == id);
        found.map(|(_, bytes)| bytes.clone()).ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        TYPESETTER.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Returns the name of a file of the report, by which the typesetter asks for it.
fn id_of(name: &str) -> Result<FileId, Fault> {
    let path = VirtualPath::new(name).map_err(|_| Fault::Typeset(format!("no name: {name}")))?;
    Ok(FileId::new(RootedPath::new(VirtualRoot::Project, path)))
}

/// Returns the report as PDF.
///
/// # Errors
/// [`Fault`], never something the reader can put right.
pub(crate) fn write(context: Value, figures: &[Figure]) -> Result<Vec<u8>, Fault> {
    let source = Source::new(id_of("report.typ")?, render("report.typ", context)?);
    let figure = |figure: &Figure| {
        Ok((id_of(&format!("{}.svg", figure.name))?, Bytes::from_string(figure.svg.clone())))
    };
    let figures = figures.iter().map(figure).collect::<Result<_, Fault>>()?;
    let report = Report { source, figures };
    let document = typst::compile::<PagedDocument>(&report).output.map_err(|all| said(&all))?;
    let standards = PdfStandards::new(&[PdfStandard::Ua_1])
        .map_err(|error| Fault::Typeset(error.message().to_string()))?;
    let options = PdfOptions {
        creator: Smart::Custom(Some("Resettle".into())),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|all| said(&all))
}

fn said(all: &[SourceDiagnostic]) -> Fault {
    let words: Vec<_> = all.iter().map(|one| one.message.to_string()).collect();
    Fault::Typeset(words.join("; "))
}
