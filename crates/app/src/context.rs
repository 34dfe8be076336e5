//! The context of one request: who asks, when, and in which request.

use crate::read_alert::Watch;
use crate::study_run::{StudyRuns, at_a_time};
use crate::upload::Scanner;
use crate::{Error, journal, read_alert};
use chrono::{DateTime, LocalResult, NaiveDate, NaiveDateTime, SubsecRound, Utc};
use chrono_tz::Europe::London;
use domain::life_cycle::By;
use domain::{AccountId, Event, Invalid, PersonId, Purpose, ReadLimits, Schedule};
use policy::{Action, Actor, Authorised, Relation, Standing, authorise};
use std::sync::Arc;
use store::journal::Entry;
use store::{Conn, Db, ReadJournal, Tx, sharing};
use uuid::Uuid;

/// The running application: its database, its journal of reads and its clock.
#[derive(Clone)]
pub struct App {
    /// The database.
    pub db: Db,
    /// The journal of reads.
    pub reads: ReadJournal,
    /// For how long each kind of record is kept.
    pub retention: Schedule,
    pub(crate) watch: Arc<Watch>,
    pub(crate) study_runs: Arc<StudyRuns>,
    /// What looks at files from outside first, if anything does.
    pub(crate) scanner: Option<Arc<Scanner>>,
    clock: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("db", &self.db).finish_non_exhaustive()
    }
}

impl App {
    /// Returns the application on a database, with the machine's clock. Needs a running runtime.
    #[must_use]
    pub fn new(db: Db) -> Self {
        Self::with_clock(db, || {
            #[expect(clippy::disallowed_methods, reason = "this is the one place that reads it")]
            Utc::now()
        })
    }

    /// Returns the application with another clock, for tests.
    #[must_use]
    pub fn with_clock(db: Db, clock: impl Fn() -> DateTime<Utc> + Send + Sync + 'static) -> Self {
        let watch = Arc::new(Watch::new(Some(ReadLimits::default())));
        let retention = Schedule::default();
        let study_runs = Arc::new(StudyRuns::new(at_a_time()));
        let (reads, clock) = (ReadJournal::start(db.clone()), Arc::new(clock));
        Self { reads, db, retention, watch, study_runs, scanner: None, clock }
    }

    /// Returns the application with other periods than those that it comes with.
    #[must_use]
    pub fn with_retention(self, retention: Schedule) -> Self {
        Self { retention, ..self }
    }

    /// Returns the application with other limits on how many people's records an account may read;
    /// `None` sets none, for measurements only.
    #[must_use]
    pub fn with_read_limits(self, limits: Option<ReadLimits>) -> Self {
        Self { watch: Arc::new(Watch::new(limits)), ..self }
    }

    /// Returns the application with another number of studies that run at a time: of none, tests see how they wait.
    #[must_use]
    pub fn with_studies_at_a_time(self, count: usize) -> Self {
        Self { study_runs: Arc::new(StudyRuns::new(count)), ..self }
    }

    /// Returns the application with a scanner, which looks at files from outside before they are read.
    #[must_use]
    pub fn with_scanner(self, scanner: Option<Scanner>) -> Self {
        Self { scanner: scanner.map(Arc::new), ..self }
    }

    /// Returns the present moment, in whole microseconds: what both databases keep.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        (self.clock)().trunc_subsecs(6)
    }

    /// Returns the context of one request.
    #[must_use]
    pub fn context(&self, actor: Actor, request: Uuid) -> Ctx {
        Ctx { now: self.now(), app: self.clone(), actor, request, form: None }
    }
}

/// Returns a moment as clocks in England and Wales show it.
#[must_use]
pub fn local_time(at: DateTime<Utc>) -> NaiveDateTime {
    at.with_timezone(&London).naive_local()
}

/// Returns the moment at which clocks in England and Wales show a day and a time.
///
/// # Errors
/// `invalid-time-skipped` for a time that clocks skip when they go forward in March, and
/// `invalid-time-twice` for one that comes twice when they go back in October.
pub fn moment_of(local: NaiveDateTime) -> Result<DateTime<Utc>, Invalid> {
    match local.and_local_timezone(London) {
        LocalResult::Single(at) => Ok(at.with_timezone(&Utc)),
        LocalResult::Ambiguous(..) => Err(Invalid::new("invalid-time-twice")),
        LocalResult::None => Err(Invalid::new("invalid-time-skipped")),
    }
}

/// A form that changes something once, however often it is submitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormOnce {
    /// The form's own token.
    pub token: Uuid,
    /// Where it leads, so that the second submit leads there too.
    pub leads_to: String,
}

impl FormOnce {
    /// Takes a form, if there is one: it counts as taken when the transaction commits.
    ///
    /// # Errors
    /// [`Error::Repeated`] when the same form was taken before: the second submit leads on.
    pub(crate) async fn take(
        form: Option<&Self>,
        tx: &mut Tx,
        by: Option<AccountId>,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let Some(Self { token, leads_to }) = form else { return Ok(()) };
        match store::submission::take(tx, *token, by, leads_to, now).await? {
            Some(leads_to) => Err(Error::Repeated(leads_to)),
            None => Ok(()),
        }
    }
}

/// Who asks, when, and in which request.
#[derive(Clone, Debug)]
pub struct Ctx {
    /// The application.
    pub app: App,
    /// Who asks.
    pub actor: Actor,
    /// The moment of the request: one for everything in it.
    pub now: DateTime<Utc>,
    /// The request's id, which the journal and the log share.
    pub request: Uuid,
    /// The form that asks for a change, if it came by one.
    pub form: Option<FormOnce>,
}

impl Ctx {
    /// Returns today in England and Wales, where every deadline is counted.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.now.with_timezone(&London).date_naive()
    }

    /// Returns a new id.
    #[must_use]
    pub fn new_id<T: From<Uuid>>(&self) -> T {
        Uuid::now_v7().into()
    }

    /// Returns who makes a move.
    #[must_use]
    pub const fn by(&self) -> By {
        By { account: self.actor.account, organisation: self.actor.organisation, at: self.now }
    }

    /// Returns a connection to read with.
    ///
    /// # Errors
    /// When none is free in time.
    pub async fn read(&self) -> Result<Conn, Error> {
        Ok(self.app.db.read().await?)
    }

    /// Begins the transaction of a change. If it came by a form, the form counts as taken when
    /// the transaction commits.
    ///
    /// # Errors
    /// [`Error::Repeated`] when the same form was taken before, or when the writer is not free in
    /// time.
    pub async fn begin(&self) -> Result<Tx, Error> {
        let mut tx = self.app.db.begin().await?;
        let by = Some(self.actor.account);
        FormOnce::take(self.form.as_ref(), &mut tx, by, self.now).await?;
        Ok(tx)
    }

    /// Asks policy about an action on no person in particular.
    ///
    /// # Errors
    /// When policy refuses; the refusal is journalled.
    pub async fn allow(&self, action: Action) -> Result<(), Error> {
        self.allow_as(action, Relation::None, ()).await.map(|_| ())
    }

    /// Asks policy about an action on a person's record.
    ///
    /// # Errors
    /// When there is no such person, or policy refuses; the refusal is journalled.
    pub async fn person(
        &self,
        conn: &mut Conn,
        action: Action,
        person: PersonId,
    ) -> Result<Authorised<PersonId>, Error> {
        let relation = store::relation::to_person(conn, &self.actor, person)
            .await?
            .ok_or(Error::NotFound("person"))?;
        self.allow_in(conn, action, relation, person, person).await
    }

    /// Asks policy whether an action on a person's record would be allowed: before a form with a mistake
    /// in it comes back, so that a mistake never answers who would be refused.
    ///
    /// # Errors
    /// As [`Ctx::person`].
    pub async fn may(&self, action: Action, person: PersonId) -> Result<(), Error> {
        let mut conn = self.read().await?;
        self.person(&mut conn, action, person).await.map(|_| ())
    }

    /// Asks policy about a change of a person's case, and keeps other such changes waiting until the
    /// transaction ends.
    ///
    /// # Errors
    /// As [`Ctx::person`].
    pub async fn person_alone(
        &self,
        tx: &mut Tx,
        action: Action,
        person: PersonId,
    ) -> Result<Authorised<PersonId>, Error> {
        store::person::hold(tx, person).await?;
        self.person(tx, action, person).await
    }

    /// Asks policy about an action on no person in particular, with a relation that the caller has found.
    ///
    /// # Errors
    /// When policy refuses; the refusal is journalled.
    pub async fn allow_as<T>(
        &self,
        action: Action,
        relation: Relation,
        resource: T,
    ) -> Result<Authorised<T>, Error> {
        self.decide(action, relation.into(), None, resource).await
    }

    /// Asks policy about an action on a person's record or a thing in it, with a relation that the
    /// caller has found, and with what is agreed and consented to today.
    ///
    /// # Errors
    /// When policy refuses; the refusal is journalled.
    pub async fn allow_in<T>(
        &self,
        conn: &mut Conn,
        action: Action,
        relation: Relation,
        person: PersonId,
        resource: T,
    ) -> Result<Authorised<T>, Error> {
        let reader = (self.actor.organisation, self.actor.purpose());
        let standing = sharing::standing(conn, relation, reader, person, self.today()).await?;
        self.decide(action, standing, Some(person), resource).await
    }

    /// Refuses what policy would allow, because whoever asks has another part in it already; the refusal
    /// is journalled.
    ///
    /// # Errors
    /// When it could not be journalled.
    pub(crate) async fn refuse(&self, action: Action) -> Result<Error, Error> {
        let event = Event::Refused { action: action.code().to_owned() };
        self.app.reads.post(self.entry(event, None, None)).await?;
        let (role, relation) = (self.actor.role, Relation::Own);
        Ok(policy::Refusal { role, action, relation, agreement_lacks: false }.into())
    }

    /// Asks policy about an action on a person's record or a thing in it, with a standing that the caller
    /// has found.
    ///
    /// # Errors
    /// When policy refuses; the refusal is journalled.
    pub(crate) async fn allow_standing<T>(
        &self,
        action: Action,
        standing: Standing,
        person: PersonId,
        resource: T,
    ) -> Result<Authorised<T>, Error> {
        self.decide(action, standing, Some(person), resource).await
    }

    async fn decide<T>(
        &self,
        action: Action,
        standing: Standing,
        person: Option<PersonId>,
        resource: T,
    ) -> Result<Authorised<T>, Error> {
        match authorise(&self.actor, action, standing, resource) {
            Ok(allowed) => Ok(allowed),
            Err(refusal) => {
                let event = Event::Refused { action: action.code().to_owned() };
                self.app.reads.post(self.entry(event, person, None)).await?;
                Err(refusal.into())
            }
        }
    }

    /// Journals a read, and returns once it is on the disk.
    ///
    /// # Errors
    /// When it could not be written, or the account has read too many people's records: then nothing may
    /// be shown.
    pub async fn journal_read(&self, event: Event, person: Option<PersonId>) -> Result<(), Error> {
        self.journal_read_for(self.actor.purpose(), event, person).await
    }

    /// Journals a read for another purpose than that of the actor's role, as [`Ctx::journal_read`].
    ///
    /// # Errors
    /// As [`Ctx::journal_read`].
    pub(crate) async fn journal_read_for(
        &self,
        purpose: Purpose,
        event: Event,
        person: Option<PersonId>,
    ) -> Result<(), Error> {
        if let Some(person) = person {
            read_alert::watch(self, person).await?;
        }
        let entry = Entry { purpose, ..self.entry(event, person, None) };
        Ok(self.app.reads.write(entry).await?)
    }

    /// Journals a change, in its transaction: the entry counts when that commits.
    pub fn journal(
        &self,
        tx: &mut Tx,
        event: Event,
        person: Option<PersonId>,
        subject: Option<Uuid>,
    ) {
        self.journal_for(tx, self.actor.purpose(), event, person, subject);
    }

    /// Journals a change for another purpose than that of the actor's role, in its transaction.
    pub(crate) fn journal_for(
        &self,
        tx: &mut Tx,
        purpose: Purpose,
        event: Event,
        person: Option<PersonId>,
        subject: Option<Uuid>,
    ) {
        store::journal::write(tx, Entry { purpose, ..self.entry(event, person, subject) });
    }

    fn entry(&self, event: Event, person: Option<PersonId>, subject: Option<Uuid>) -> Entry {
        Entry {
            account: Some(self.actor.account),
            organisation: Some(self.actor.organisation),
            role: Some(self.actor.role),
            purpose: self.actor.purpose(),
            person,
            subject,
            ..journal::entry(self.now, self.request, event)
        }
    }
}
