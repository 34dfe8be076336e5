//! Who imports: a worker of a prison in the browser, or whoever runs the machine.

use crate::join::{self, Hand};
use crate::{App, Ctx, Error, journal};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Europe::London;
use domain::{Event, Invalid, OrganisationId, PersonId};
use policy::Action;
use store::journal::Entry;
use store::{Tx, organisation};
use uuid::Uuid;

/// Who imports.
#[derive(Debug)]
pub struct Importer {
    app: App,
    /// The moment of the import: one for everything in it.
    pub(super) now: DateTime<Utc>,
    request: Uuid,
    worker: Option<(Ctx, String)>,
}

impl Importer {
    /// Returns an import by a worker, for their own prison.
    ///
    /// # Errors
    /// When policy refuses, or the worker's organisation is not a prison.
    pub async fn worker(ctx: &Ctx) -> Result<Self, Error> {
        ctx.allow(Action::ImportPeople).await?;
        let own = organisation::find(&mut ctx.read().await?, ctx.actor.organisation).await?;
        let prison = own
            .and_then(|own| own.prison_code)
            .ok_or_else(|| Error::field("file", Invalid::new("import-only-prisons")))?;
        Ok(Self {
            app: ctx.app.clone(),
            now: ctx.now,
            request: ctx.request,
            worker: Some((ctx.clone(), prison)),
        })
    }

    /// Returns an import from the command line, by whoever runs the machine.
    #[must_use]
    pub fn operator(app: &App) -> Self {
        Self { app: app.clone(), now: app.now(), request: Uuid::now_v7(), worker: None }
    }

    /// Returns the prison whose lists a worker may import, by code.
    #[must_use]
    pub fn prison(&self) -> Option<&str> {
        self.worker.as_ref().map(|(_, prison)| prison.as_str())
    }

    /// Returns the only organisation whose people may be changed; any for the operator.
    pub(super) fn only(&self) -> Option<OrganisationId> {
        self.worker.as_ref().map(|(ctx, _)| ctx.actor.organisation)
    }

    pub(super) fn today(&self) -> NaiveDate {
        self.now.with_timezone(&London).date_naive()
    }

    pub(super) const fn app(&self) -> &App {
        &self.app
    }

    /// Begins the last transaction, which takes the form.
    pub(super) async fn begin_last(&self) -> Result<Tx, Error> {
        match &self.worker {
            Some((ctx, _)) => ctx.begin().await,
            None => Ok(self.app.db.begin().await?),
        }
    }

    /// Looks for those in agencies' files who may mean people that were added.
    pub(super) async fn look_for(&self, people: &[PersonId]) -> Result<(), Error> {
        let hand = match &self.worker {
            Some((ctx, _)) => Hand::of(ctx),
            None => Hand::own(&self.app),
        };
        join::people_added(&self.app, &hand, people).await
    }

    /// Journals a change, in its transaction.
    pub(super) fn journal(&self, tx: &mut Tx, event: Event, person: Option<PersonId>) {
        if let Some((ctx, _)) = &self.worker {
            return ctx.journal(tx, event, person, None);
        }
        let entry = Entry { person, ..journal::entry(self.now, self.request, event) };
        store::journal::write(tx, entry);
    }
}
