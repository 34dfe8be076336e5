//! A hermetic site: its own database, a clock that moves only when told, and somebody of every role.

use crate::fault;
use app::App;
use app::sign_in::{code_at, hash_password, new_token, token_hash};
use app::single_sign_on::SingleSignOn;
use app::upload::Scanner;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use axum::response::Response;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::agreement::Signature;
use domain::{
    AccountId, Agreement, AgreementId, Area, Assessment, AssessmentId, Episode, EpisodeId,
    EpisodeKind, EpisodeReason, FieldGroup, LawfulRoute, Need, NeedId, NeedState, Organisation,
    OrganisationId, OrganisationKind, Owner, Person, PersonId, Purpose, Rating, Role, Sector,
    Session, SessionId, Sex, Voice,
};
use std::future::Future;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;
use store::account::NewAccount;
use store::{Db, Tx};
use tower::ServiceExt;
use uuid::Uuid;
use web::{Settings, Site};

/// A Wednesday afternoon.
pub(crate) const NOW: &str = "2026-11-25T14:30:00Z";
/// The password of every account here.
pub(crate) const PASSWORD: &str = "a walk by the river";
/// The one-time secret of every account here.
pub(crate) const SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

static HASH: LazyLock<String> = LazyLock::new(|| hash_password(PASSWORD).unwrap());

/// Runs a test on a fresh SQLite file, and on a fresh PostgreSQL database where one is named.
#[expect(clippy::print_stdout, reason = "a test that was not done says so")]
pub(crate) fn on_both<F, Done>(test: F)
where
    F: Fn(World) -> Done,
    Done: Future<Output = ()>,
{
    on_sqlite(&test);
    if fault::is_walked() {
        return;
    }
    runtime().block_on(async {
        match store_postgres().await {
            Some(db) => {
                test(World::new(db.clone()).await).await;
                db.close().await;
            }
            None => println!("skipped: PostgreSQL (set RESETTLE_TEST_POSTGRES)"),
        }
    });
}

/// Runs a test on a fresh SQLite file only: where it makes thousands of requests, and what it finds
/// is above the database.
pub(crate) fn on_sqlite<F, Done>(test: &F)
where
    F: Fn(World) -> Done,
    Done: Future<Output = ()>,
{
    runtime().block_on(async {
        let file = temporary();
        let db = Db::open(&format!("sqlite:{}", file.display())).await.unwrap();
        test(World::new(db.clone()).await).await;
        db.close().await;
        let _ = std::fs::remove_file(&file);
    });
}

/// Runs a test on a fresh SQLite file and on one thread, so that what is logged meanwhile is its own.
pub(crate) fn on_one_thread<F, Done>(test: F)
where
    F: FnOnce(World) -> Done,
    Done: Future<Output = ()>,
{
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let file = temporary();
        let db = Db::open(&format!("sqlite:{}", file.display())).await.unwrap();
        test(World::new(db.clone()).await).await;
        db.close().await;
        let _ = std::fs::remove_file(&file);
    });
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap()
}

/// Returns the name of a file that is not there yet.
pub(crate) fn temporary() -> PathBuf {
    std::env::temp_dir().join(format!("resettle-web-{}.db", Uuid::now_v7()))
}

/// Opens a fresh PostgreSQL database beside the one named in the environment.
async fn store_postgres() -> Option<Db> {
    let admin = std::env::var("RESETTLE_TEST_POSTGRES").ok()?;
    let name = format!("web_{}", Uuid::now_v7().simple());
    store::create_database(&admin, &name).await.unwrap();
    let (server, _) = admin.rsplit_once('/').unwrap();
    Some(Db::open(&format!("{server}/{name}")).await.unwrap())
}

/// The site, and who is in it.
pub(crate) struct World {
    pub(crate) db: Db,
    pub(crate) app: App,
    clock: Arc<Mutex<DateTime<Utc>>>,
    router: Router,
    pub(crate) prison: OrganisationId,
    pub(crate) probation: OrganisationId,
    pub(crate) provider: OrganisationId,
    /// Another provider, which nobody here is referred to.
    pub(crate) stranger: OrganisationId,
    pub(crate) prison_worker: AccountId,
    pub(crate) probation_worker: AccountId,
    pub(crate) service_worker: AccountId,
    pub(crate) stranger_worker: AccountId,
    pub(crate) evaluator: AccountId,
    pub(crate) board_member: AccountId,
    pub(crate) administrator: AccountId,
    /// Who signs for the prison, and for probation.
    pub(crate) prison_officer: AccountId,
    pub(crate) probation_officer: AccountId,
    /// An agreement in force between all organisations here, about everything.
    pub(crate) agreement: AgreementId,
    /// The account of the person.
    pub(crate) person_account: AccountId,
    /// A person whom the prison leads.
    pub(crate) person: PersonId,
    /// A red need of theirs: accommodation.
    pub(crate) need: NeedId,
}

/// An answer of the site.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) location: Option<String>,
    pub(crate) cookies: Vec<String>,
    pub(crate) text: String,
}

impl Answer {
    /// Returns the cookie that was set, as a browser sends it back.
    pub(crate) fn cookie(&self) -> String {
        self.cookies[0].split(';').next().unwrap().to_owned()
    }
}

impl World {
    async fn new(db: Db) -> Self {
        let clock = Arc::new(Mutex::new(now()));
        let (app, router) = site(&db, Settings::default(), &clock);
        let mut tx = db.begin().await.unwrap();
        let prison = organisation(&mut tx, "HMP Cardiff", OrganisationKind::Prison).await;
        let probation = organisation(&mut tx, "Wales Probation", OrganisationKind::Probation).await;
        let provider = organisation(&mut tx, "Harbour Steps", OrganisationKind::Provider).await;
        let stranger = organisation(&mut tx, "Far Shore", OrganisationKind::Provider).await;
        let office = organisation(&mut tx, "Partnership", OrganisationKind::Partnership).await;
        let worker = Role::ResettlementWorker;
        let prison_worker = account(&mut tx, "prison", prison, worker, None).await;
        let probation_worker = account(&mut tx, "probation", probation, worker, None).await;
        let service = Role::ServiceWorker;
        let service_worker = account(&mut tx, "provider", provider, service, None).await;
        let stranger_worker = account(&mut tx, "stranger", stranger, service, None).await;
        let evaluator = account(&mut tx, "evaluator", office, Role::Evaluator, None).await;
        let board_member = account(&mut tx, "board", office, Role::BoardMember, None).await;
        let administrator =
            account(&mut tx, "administrator", provider, Role::Administrator, None).await;
        let person = person(&mut tx, Owner::worker(prison, prison_worker)).await;
        let person_account = account(&mut tx, "person", prison, Role::Person, Some(person)).await;
        let need = need(&mut tx, person, Owner::worker(prison, prison_worker)).await;
        let parties = [
            ("dpo.prison", prison),
            ("dpo.probation", probation),
            ("dpo.provider", provider),
            ("dpo.stranger", stranger),
            ("dpo.office", office),
        ];
        let agreement = agreed(&mut tx, &parties).await;
        let officer = |party: usize| agreement.signatures[party].account;
        tx.commit().await.unwrap();
        Self {
            db,
            app,
            clock,
            router,
            prison,
            probation,
            provider,
            stranger,
            prison_worker,
            probation_worker,
            service_worker,
            stranger_worker,
            evaluator,
            board_member,
            administrator,
            prison_officer: officer(0),
            probation_officer: officer(1),
            agreement: agreement.id,
            person_account,
            person,
            need,
        }
    }

    /// Lets time pass.
    pub(crate) fn later(&self, by: TimeDelta) {
        *self.clock.lock().unwrap() += by;
    }

    /// Returns the one-time code of every account here, now.
    pub(crate) fn code(&self) -> String {
        code_at(SECRET, self.app.now()).unwrap()
    }

    /// Signs somebody in by the pages, and returns their session's cookie.
    pub(crate) async fn sign_in(&self, name: &str, password: &str, code: &str) -> String {
        let email = format!("{name}@demo.example");
        let form = encode(&[("email", &email), ("password", password)]);
        let first = self.ask("POST", "/sign-in", "", form).await;
        assert_eq!(first.location.as_deref(), Some("/sign-in/code"), "{}", first.text);
        let half = first.cookie();
        let second = self.ask("POST", "/sign-in/code", &half, encode(&[("code", code)])).await;
        assert_eq!(second.location.as_deref(), Some("/home"), "{}", second.text);
        second.cookie()
    }

    /// Returns the same world on another database that holds the same.
    pub(crate) fn on(&self, db: &Db) -> Self {
        let (app, router) = site(db, Settings::default(), &self.clock);
        Self { db: db.clone(), app, router, clock: self.clock.clone(), ..*self }
    }

    /// Returns the same world with providers through which people of organisations sign in.
    pub(crate) fn through(&self, providers: SingleSignOn) -> Self {
        let (app, _) = site(&self.db, Settings::default(), &self.clock);
        let served = Site::new(app.clone(), Settings::default()).through(Some(providers));
        let router = web::router(served);
        Self { db: self.db.clone(), app, router, clock: self.clock.clone(), ..*self }
    }

    /// Returns the same world with a scanner for what is uploaded.
    pub(crate) fn scanned_by(&self, scanner: Scanner) -> Self {
        let (app, _) = site(&self.db, Settings::default(), &self.clock);
        let app = app.with_scanner(Some(scanner));
        let router = web::router(Site::new(app.clone(), Settings::default()));
        Self { db: self.db.clone(), app, router, clock: self.clock.clone(), ..*self }
    }

    /// Returns the same world where nobody waits for a study, and so many run at a time.
    pub(crate) fn impatient(&self, studies: usize) -> Self {
        let (app, _) = site(&self.db, Settings::default(), &self.clock);
        let app = app.with_studies_at_a_time(studies);
        let settings = Settings { patience: Some(Duration::ZERO), ..Settings::default() };
        let router = web::router(Site::new(app.clone(), settings));
        Self { db: self.db.clone(), app, router, clock: self.clock.clone(), ..*self }
    }

    /// Returns the same world as it is served over TLS.
    pub(crate) fn over_tls(&self) -> Self {
        self.with(Settings { secure_cookies: true, ..Settings::default() })
    }

    /// Returns the same world with other settings.
    pub(crate) fn with(&self, settings: Settings) -> Self {
        let (app, router) = site(&self.db, settings, &self.clock);
        Self { db: self.db.clone(), app, router, clock: self.clock.clone(), ..*self }
    }

    /// Returns the site as a service, to be listened with.
    pub(crate) fn router(&self) -> Router {
        self.router.clone()
    }

    /// Returns the answer to a request as it is.
    pub(crate) async fn respond(&self, request: Request<Body>) -> Response {
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// Returns today, as the site counts it.
    pub(crate) fn today() -> NaiveDate {
        now().date_naive()
    }

    /// Signs somebody in without the pages, and returns their session's cookie.
    pub(crate) async fn session(&self, account: AccountId) -> String {
        let token = new_token();
        let mut tx = self.db.begin().await.unwrap();
        let begun = Session::begin(SessionId(Uuid::now_v7()), account, true, self.app.now());
        store::session::add(&mut tx, &token_hash(&token), &begun).await.unwrap();
        tx.commit().await.unwrap();
        format!("session={token}")
    }

    /// Asks for a page as somebody.
    pub(crate) async fn get(&self, account: AccountId, path: &str) -> Answer {
        let cookie = self.session(account).await;
        self.ask("GET", path, &cookie, String::new()).await
    }

    /// Submits a form as somebody.
    pub(crate) async fn post(
        &self,
        account: AccountId,
        path: &str,
        fields: &[(&str, &str)],
    ) -> Answer {
        let cookie = self.session(account).await;
        self.ask("POST", path, &cookie, encode(fields)).await
    }

    /// Submits a form with a file as somebody.
    pub(crate) async fn upload(
        &self,
        account: AccountId,
        path: &str,
        fields: &[(&str, &str)],
        file: &[u8],
    ) -> Answer {
        const BOUNDARY: &str = "a-line-between-parts";
        let mut body = Vec::new();
        for (name, value) in fields {
            let part = format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
            body.extend_from_slice(part.as_bytes());
        }
        let part = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"list.csv\"\r\n\r\n"
        );
        body.extend_from_slice(part.as_bytes());
        body.extend_from_slice(file);
        body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
        let cookie = self.session(account).await;
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        self.send("POST", path, &cookie, &kind, body).await
    }

    /// Sends a request with a cookie.
    pub(crate) async fn ask(&self, method: &str, path: &str, cookie: &str, body: String) -> Answer {
        let kind = "application/x-www-form-urlencoded";
        self.send(method, path, cookie, kind, body.into_bytes()).await
    }

    /// Sends a request with a cookie and a body of some content type.
    pub(crate) async fn send(
        &self,
        method: &str,
        path: &str,
        cookie: &str,
        kind: &str,
        body: Vec<u8>,
    ) -> Answer {
        if method == "POST" {
            // On copies of this world, whose requests come here too.
            Box::pin(fault::before_change(self, path, cookie, kind, &body)).await;
        }
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, kind)
            .body(Body::from(body))
            .unwrap();
        let response = self.respond(request).await;
        let headers = response.headers().clone();
        let status = response.status();
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let text = |name| {
            let values = headers.get_all(name).iter();
            values.map(|value| value.to_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        Answer {
            status,
            location: text(header::LOCATION).pop(),
            cookies: text(header::SET_COOKIE),
            text: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    }

    /// Adds another person whom the prison leads, without an account.
    pub(crate) async fn another_person(&self) -> PersonId {
        self.person_born(NaiveDate::from_ymd_opt(1985, 3, 27)).await
    }

    /// Adds another person whom the prison leads, born on a day, without an account.
    pub(crate) async fn person_born(&self, born: Option<NaiveDate>) -> PersonId {
        let mut tx = self.db.begin().await.unwrap();
        let person = Person {
            id: PersonId(Uuid::now_v7()),
            given_name: "Rhys".to_owned(),
            family_name: "Morgan".to_owned(),
            date_of_birth: born,
            sex: None,
            ethnicity: None,
            language: "cy".to_owned(),
            home_region: None,
            lead: Owner::worker(self.prison, self.prison_worker),
        };
        store::person::add(&mut tx, &person, None, now()).await.unwrap();
        tx.commit().await.unwrap();
        person.id
    }

    /// Returns how many entries the journal has.
    pub(crate) async fn journal_size(&self) -> u64 {
        store::sealed::head(&mut self.db.begin().await.unwrap()).await.unwrap().size()
    }

    /// Counts journal entries of a kind about the person.
    pub(crate) async fn journalled(&self, event: &str) -> i64 {
        let mut conn = self.db.read().await.unwrap();
        store::journal::count(&mut conn, Some(self.person), event).await.unwrap()
    }
}

/// Returns the site on a database, with a clock that tests move.
fn site(db: &Db, settings: Settings, clock: &Arc<Mutex<DateTime<Utc>>>) -> (App, Router) {
    let hand = clock.clone();
    let app = App::with_clock(db.clone(), move || *hand.lock().unwrap());
    (app.clone(), web::router(Site::new(app, settings)))
}

/// Returns the moment at which the clock begins.
pub(crate) fn now() -> DateTime<Utc> {
    NOW.parse().unwrap()
}

/// Encodes a form.
pub(crate) fn encode(fields: &[(&str, &str)]) -> String {
    serde_urlencoded::to_string(fields).unwrap()
}

/// Adds an organisation.
pub(crate) async fn organisation(
    tx: &mut Tx,
    name: &str,
    kind: OrganisationKind,
) -> OrganisationId {
    let id = OrganisationId(Uuid::now_v7());
    let organisation = Organisation {
        id,
        name: name.to_owned(),
        sector: Sector::Public,
        kind,
        region: Some("wales".to_owned()),
        prison_code: (kind == OrganisationKind::Prison).then(|| "CFI".to_owned()),
    };
    store::organisation::add(tx, &organisation, now()).await.unwrap();
    id
}

/// Adds an account.
pub(crate) async fn account(
    tx: &mut Tx,
    name: &str,
    organisation: OrganisationId,
    role: Role,
    person: Option<PersonId>,
) -> AccountId {
    let id = AccountId(Uuid::now_v7());
    let account = NewAccount {
        id,
        email: format!("{name}@demo.example"),
        name: format!("Demo {name}"),
        organisation,
        role,
        person,
        password_hash: HASH.clone(),
        totp_secret: SECRET.to_owned(),
        language: "en".to_owned(),
    };
    store::account::add(tx, &account, now()).await.unwrap();
    id
}

/// Adds an agreement in force between organisations, each signed for by an account of this name.
async fn agreed(tx: &mut Tx, parties: &[(&str, OrganisationId)]) -> Agreement {
    let mut signed = Vec::new();
    for (name, organisation) in parties {
        let role = Role::DataProtectionOfficer;
        signed.push((*organisation, account(tx, name, *organisation, role, None).await));
    }
    let agreement = agreement(&signed);
    store::agreement::add(tx, &agreement, now()).await.unwrap();
    agreement
}

/// Returns an agreement about everything, in force for a month and for a year on, between these
/// organisations, each with who signed for it.
pub(crate) fn agreement(signed: &[(OrganisationId, AccountId)]) -> Agreement {
    let at = now() - chrono::TimeDelta::days(60);
    let signature = |(organisation, account): &(OrganisationId, AccountId)| Signature {
        organisation: *organisation,
        account: *account,
        at,
    };
    Agreement {
        id: AgreementId(Uuid::now_v7()),
        title: "Resettlement in Wales".to_owned(),
        parties: signed.iter().map(|(organisation, _)| *organisation).collect(),
        purposes: vec![Purpose::Resettlement, Purpose::Service],
        groups: FieldGroup::ALL.to_vec(),
        route: LawfulRoute::PublicTask,
        retention_months: 12,
        starts_on: World::today() - chrono::Days::new(30),
        review_on: World::today() + chrono::Days::new(180),
        ends_on: World::today() + chrono::Days::new(365),
        signatures: signed.iter().map(signature).collect(),
        ended_on: None,
    }
}

async fn person(tx: &mut Tx, lead: Owner) -> PersonId {
    named(tx, ("Siân", "O’Neill"), lead).await
}

/// Adds a person by this name.
pub(crate) async fn named(tx: &mut Tx, (given, family): (&str, &str), lead: Owner) -> PersonId {
    let id = PersonId(Uuid::now_v7());
    let person = Person {
        id,
        given_name: given.to_owned(),
        family_name: family.to_owned(),
        date_of_birth: NaiveDate::from_ymd_opt(1990, 5, 17),
        sex: Some(Sex::Female),
        ethnicity: None,
        language: "en".to_owned(),
        home_region: Some("wales".to_owned()),
        lead,
    };
    store::person::add(tx, &person, None, now()).await.unwrap();
    id
}

/// Adds a draft of an assessment and a red need: accommodation.
pub(crate) async fn need(tx: &mut Tx, person: PersonId, owner: Owner) -> NeedId {
    let assessment = Assessment {
        id: AssessmentId(Uuid::now_v7()),
        person,
        voice: Voice::Worker,
        instrument: "needs".to_owned(),
        version: 2,
        answers: domain::Answers::default(),
        by: (owner.account.unwrap(), owner.organisation),
        started_on: World::today(),
        submitted_at: None,
    };
    store::assessment::start(tx, &assessment).await.unwrap();
    let need = Need {
        id: NeedId(Uuid::now_v7()),
        person,
        area: Area::Accommodation,
        rating: Rating::Red,
        assessment: assessment.id,
        owner,
        opened_on: World::today(),
        state: NeedState::NotStarted { since: World::today() },
    };
    store::need::save(tx, &need).await.unwrap();
    need.id
}

/// Puts the person into the prison, received on a day.
pub(crate) async fn received(world: &World, on: &str) -> EpisodeId {
    let episode = Episode {
        id: EpisodeId(Uuid::now_v7()),
        person: world.person,
        kind: EpisodeKind::Custody,
        organisation: world.prison,
        started_on: on.parse().unwrap(),
        reason: EpisodeReason::NewReception,
        ended_on: None,
    };
    let mut tx = world.db.begin().await.unwrap();
    store::person::add_episode(&mut tx, &episode, now()).await.unwrap();
    tx.commit().await.unwrap();
    episode.id
}

/// Returns the three boxes of a date, from `YYYY-MM-DD`.
pub(crate) fn boxes(name: &str, day: &str) -> Vec<(String, String)> {
    let parts = ["year", "month", "day"].into_iter().zip(day.split('-'));
    parts.map(|(part, value)| (format!("{name}-{part}"), value.to_owned())).collect()
}

/// Returns the fields of a form: dates of three boxes, and the rest.
pub(crate) fn fields<'a>(
    dates: &'a [Vec<(String, String)>],
    rest: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    let dates = dates.iter().flatten().map(|(name, value)| (&**name, &**value));
    dates.chain(rest.iter().copied()).collect()
}
