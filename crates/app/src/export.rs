//! Everything that is held about a person, given to them: part by part, so that the memory it takes
//! does not grow with the record.
//!
//! It is decided and journalled before the first part is read. Parts are read one after another, and
//! not at one moment: what is written meanwhile may be in it or not.

mod redactor;

use crate::my_plan::own;
use crate::{Ctx, Error, record_use};
use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::{Event, ExportForm, PersonId};
use policy::{Action, Authorised};
pub use redactor::Marks;
use redactor::Redactor;
use store::export::{PART, Row, Section, Value};
use store::journal::Happened;
use store::person;
use uuid::Uuid;

/// What is at the top of an export.
#[derive(Clone, Debug)]
pub struct Head {
    /// Whose record it is.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// When they were born.
    pub date_of_birth: Option<NaiveDate>,
    /// The organisation that leads the case.
    pub lead: String,
    /// When it was made.
    pub made_at: DateTime<Utc>,
}

/// A part of an export.
#[derive(Clone, Debug)]
pub enum Part {
    /// Rows of a section; a section without rows comes once, without any.
    Rows {
        /// The section.
        section: Section,
        /// Whether they are its first.
        first: bool,
        /// The rows.
        rows: Vec<Row>,
    },
    /// Days on which the record was used, the latest first: in a document.
    Uses(Vec<record_use::Day>),
    /// What happened, the latest first: in a document.
    Happened(Vec<Happened>),
}

/// Where the next part begins.
#[derive(Clone, Copy, Debug)]
enum Place {
    Section { index: usize, skip: i64 },
    Uses { before: NaiveDate },
    Happened { before: Option<Uuid> },
    End,
}

/// An export on its way.
#[derive(Debug)]
pub struct Export {
    /// What is at its top.
    pub head: Head,
    ctx: Ctx,
    allowed: Authorised<PersonId>,
    redactor: Redactor,
    form: ExportForm,
    place: Place,
}

/// Begins the export of the actor's own record.
///
/// # Errors
/// When policy refuses, or the export could not be journalled.
pub async fn of_oneself(ctx: &Ctx, form: ExportForm, marks: Marks) -> Result<Export, Error> {
    let mut conn = ctx.read().await?;
    let allowed = own(ctx, &mut conn, Action::ExportOwnRecord).await?;
    begin(ctx, conn, allowed, form, marks).await
}

/// Begins the export of a person's record, to be handed to them.
///
/// # Errors
/// When there is no such person, policy refuses, or the export could not be journalled.
pub async fn of_person(
    ctx: &Ctx,
    id: PersonId,
    form: ExportForm,
    marks: Marks,
) -> Result<Export, Error> {
    let mut conn = ctx.read().await?;
    let allowed = ctx.person(&mut conn, Action::ExportRecord, id).await?;
    begin(ctx, conn, allowed, form, marks).await
}

async fn begin(
    ctx: &Ctx,
    mut conn: store::Conn,
    allowed: Authorised<PersonId>,
    form: ExportForm,
    marks: Marks,
) -> Result<Export, Error> {
    let found = person::load_led(&mut conn, &allowed).await?;
    let (person, lead) = found.ok_or(Error::NotFound("person"))?;
    let names = store::export::worker_names(&mut conn, &allowed).await?;
    let own = store::export::own(&mut conn, &allowed).await?;
    drop(conn);
    let redactor = Redactor::new(&names, &own, marks)
        .map_err(|_| Error::Internal("the names of workers cannot be looked for"))?;
    ctx.journal_read(Event::RecordExported { form }, Some(person.id)).await?;
    Ok(Export {
        head: Head {
            person: person.id,
            name: person.full_name(),
            date_of_birth: person.date_of_birth,
            lead: lead.organisation,
            made_at: ctx.now,
        },
        ctx: ctx.clone(),
        allowed,
        redactor,
        form,
        place: Place::Section { index: 0, skip: 0 },
    })
}

impl Export {
    /// Reads the next part; `None` after the last.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn next(&mut self) -> Result<Option<Part>, Error> {
        // A connection for each part, so that whoever reads slowly keeps none from others.
        match self.place {
            Place::Section { index, skip } => self.section(index, skip).await.map(Some),
            Place::Uses { before } => {
                let mut conn = self.ctx.read().await?;
                let uses = record_use::page(&mut conn, &self.allowed, before).await?;
                self.place = uses
                    .next
                    .map_or(Place::Happened { before: None }, |before| Place::Uses { before });
                Ok(Some(Part::Uses(uses.days)))
            }
            Place::Happened { before } => self.happened(before).await.map(Some),
            Place::End => Ok(None),
        }
    }

    async fn section(&mut self, index: usize, skip: i64) -> Result<Part, Error> {
        let section = Section::ALL[index];
        let mut conn = self.ctx.read().await?;
        let mut rows = section.read(&mut conn, &self.allowed, skip).await?;
        drop(conn);
        for (_, value) in rows.iter_mut().flatten() {
            self.redact(value);
        }
        let full = i64::try_from(rows.len()).is_ok_and(|rows| rows == PART);
        self.place =
            if full { Place::Section { index, skip: skip + PART } } else { self.after(index) };
        Ok(Part::Rows { section, first: skip == 0, rows })
    }

    /// A document tells the journal by days and in words; a file has its entries.
    fn after(&self, index: usize) -> Place {
        let file = self.form == ExportForm::File;
        let next = Section::ALL.get(index + 1);
        match next {
            Some(section) if file || *section != Section::Journal => {
                Place::Section { index: index + 1, skip: 0 }
            }
            _ if file => Place::End,
            _ => Place::Uses { before: self.ctx.today() + Days::new(1) },
        }
    }

    async fn happened(&mut self, before: Option<Uuid>) -> Result<Part, Error> {
        let mut conn = self.ctx.read().await?;
        let id = *self.allowed.resource();
        let mut happened = store::journal::timeline(&mut conn, id, before, PART).await?;
        drop(conn);
        for entry in &mut happened {
            entry.account = None;
            // What was written is in the entry's own form, and only its texts are changed.
            let redacted = serde_json::to_value(&entry.event)
                .map(|mut event| {
                    self.redactor.json(&mut event);
                    event
                })
                .and_then(serde_json::from_value);
            entry.event = redacted.map_err(|_| Error::Internal("an entry cannot be redacted"))?;
        }
        let full = i64::try_from(happened.len()).is_ok_and(|rows| rows == PART);
        self.place = match happened.last() {
            Some(last) if full => Place::Happened { before: Some(last.id) },
            _ => Place::End,
        };
        Ok(Part::Happened(happened))
    }

    fn redact(&self, value: &mut Value) {
        match value {
            Value::Words(words) => *words = self.redactor.text(words),
            Value::Json(json) => self.redactor.json(json),
            _ => {}
        }
    }
}
