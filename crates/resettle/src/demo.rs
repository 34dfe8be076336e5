//! `resettle demo`: the site with an invented region, for a stranger to walk through.
//!
//! The region is loaded into a file of its own name first and renamed when it is whole, so a load
//! that was killed starts over. The second start keeps what was done in the meantime.

use crate::feeds;
use crate::journal_key;
use crate::load::{self, Secrets};
use crate::serve::{Door, listen_on, runtime, site, start_log};
use anyhow::Context;
use app::App;
use app::sign_in::{hash_password, new_totp_secret};
use chrono::Utc;
use clap::Args;
use domain::ReadLimits;
use indicatif::{ProgressBar, ProgressStyle};
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::{Db, NewFile};
use synth::{Region, ServiceTruth, Truth, Worker};
use web::InventedEffect;

/// The password of every account of a demo. Nothing here is real, so nothing is protected by it.
const PASSWORD: &str = "a walk by the river";
/// How often a bar that waits for something long shows that it is alive.
const TICK: Duration = Duration::from_millis(200);
/// The setting that holds the sign-ins.
const SIGN_INS: &str = "demo_sign_ins";
/// The setting that holds what is true of the region. A region of an older program has none.
const TRUTH: &str = "demo_truth";

/// Serves an invented region to try everything out
#[derive(Args)]
pub(crate) struct DemoArgs {
    /// Start over with a new region
    #[arg(long)]
    fresh: bool,
    /// How many people the region has
    #[arg(long, default_value_t = 3_000)]
    people: u32,
    /// The same seed makes the same region
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Port to listen on; 0 takes a free one
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Folder for the database
    #[arg(long, default_value = "data")]
    data: PathBuf,
    /// Database to load instead of a file in the folder: postgres://USER@HOST/NAME
    #[arg(long)]
    database: Option<String>,
    /// Load the region and stop
    #[arg(long)]
    load_only: bool,
    /// Print address and sign-ins as one line of JSON
    #[arg(long)]
    print_json: bool,
    /// Let everything through, however fast it is asked: for measurements
    #[arg(long, hide = true)]
    unlimited: bool,
}

/// One account that can sign in.
#[derive(Clone, Debug, Deserialize, Serialize)]
struct SignIn {
    role: String,
    organisation: String,
    name: String,
    email: String,
    password: String,
    totp_secret: String,
}

/// Runs the command.
pub(crate) fn run(args: &DemoArgs) -> anyhow::Result<()> {
    if std::env::var_os("RUST_LOG").is_none() {
        quiet();
    } else {
        start_log();
    }
    runtime()?.block_on(async {
        let started = Instant::now();
        let db = open(args).await?;
        if args.load_only {
            db.close().await;
            return Ok(());
        }
        let mut conn = db.read().await?;
        let stored = store::setting::get(&mut conn, SIGN_INS).await?.unwrap_or_default();
        let truth = store::setting::get(&mut conn, TRUTH).await?;
        drop(conn);
        let sign_ins: Vec<SignIn> = serde_json::from_str(&stored)
            .context("this database has no demo in it; use --fresh, or another --data folder")?;
        let listener = listen_on(([127, 0, 0, 1], args.port).into()).await?;
        let address = format!("http://{}", listener.local_addr()?);
        if args.print_json {
            println!("{}", serde_json::json!({ "address": address, "accounts": sign_ins }));
        } else {
            greet(&address, &sign_ins, started.elapsed());
        }
        let key = args
            .database
            .as_deref()
            .map_or_else(|| args.data.join("demo.db.journal-key"), journal_key::default_path);
        let key = journal_key::open(&key)?;
        let limits = (!args.unlimited).then(web::Limits::default);
        let invented_effects = truth.as_deref().map(effects).transpose()?.unwrap_or_default();
        let settings = web::Settings {
            demo: true,
            secure_cookies: false,
            limits,
            patience: Some(web::PATIENCE),
            invented_effects,
            ..web::Settings::default()
        };
        let read_limits = (!args.unlimited).then(ReadLimits::default);
        let app = App::new(db).with_read_limits(read_limits);
        site(app, key, Door { listener, tls: None }, settings, None).await
    })
}

/// Returns what the services of a region do to those who start them.
fn effects(truth: &str) -> anyhow::Result<Arc<[InventedEffect]>> {
    let truth: Truth = serde_json::from_str(truth).context(
        "what is true of this demo cannot be read; use --fresh, or another --data folder",
    )?;
    let of_service = |service: &ServiceTruth| {
        let known = service.effects.iter().filter_map(|effect| {
            let (measure, difference) = (effect.endpoint.measure()?, effect.on_starters?);
            let (service, name) = (service.service, service.name.clone());
            Some(InventedEffect { service, name, measure, difference })
        });
        known.collect::<Vec<_>>()
    };
    Ok(truth.services.iter().flat_map(of_service).collect())
}

/// Logs warnings only, in plain words: a stranger's terminal is not a log collector.
fn quiet() {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::new("warn"))
        .with_writer(std::io::stderr)
        .init();
}

/// Opens the demo's database, and loads a region where there is none.
async fn open(args: &DemoArgs) -> anyhow::Result<Db> {
    if let Some(address) = &args.database {
        let db = Db::open(address).await?;
        let loaded = store::setting::get(&mut db.read().await?, SIGN_INS).await?.is_some();
        if !loaded {
            let region = fill(&db, args).await?;
            feeds::send(&db, &region).await?;
        }
        return Ok(db);
    }
    fs::create_dir_all(&args.data)
        .with_context(|| format!("the folder {} cannot be made", args.data.display()))?;
    let file = args.data.join("demo.db");
    let _alone = alone(&args.data)?;
    if args.fresh {
        remove(&file)?;
    }
    if !file.exists() {
        let part = args.data.join("demo.db.part");
        remove(&part)?;
        let new = NewFile::create(&sqlite(&part)).await?;
        let region = fill(new.db(), args).await?;
        put_in_place(new, &part, &file).await?;
        // What agencies send is looked up by the indexes.
        let db = Db::open(&sqlite(&file)).await?;
        feeds::send(&db, &region).await?;
        return Ok(db);
    }
    Ok(Db::open(&sqlite(&file)).await?)
}

/// Holds the folder while a region is looked for or made in it: another load that began meanwhile would take the
/// file away from under the first. Ends with what is returned, and with the process.
fn alone(data: &Path) -> anyhow::Result<fs::File> {
    let lock = fs::File::create(data.join("demo.lock"))
        .with_context(|| format!("nothing can be written into the folder {}", data.display()))?;
    lock.try_lock().with_context(|| {
        let folder = data.display();
        format!("another demo is loading its region into {folder}: wait until it is done, or name another folder with --data")
    })?;
    Ok(lock)
}

/// Makes the indexes of a filled file, and gives it its name once it is on the disk.
async fn put_in_place(new: NewFile, part: &Path, file: &Path) -> anyhow::Result<()> {
    let started = Instant::now();
    let progress = ProgressBar::new(new.indexes() as u64);
    progress.set_style(style("Making indexes {bar:40} {pos}/{len} {elapsed}")?);
    progress.enable_steady_tick(TICK);
    new.finish(|| progress.inc(1)).await?;
    fs::File::open(part)
        .and_then(|file| file.sync_all())
        .context("the loaded region cannot be written to the disk")?;
    fs::rename(part, file).context("the loaded region cannot be put in its place")?;
    progress.finish_and_clear();
    eprintln!("Made their indexes in {:.1} s.", started.elapsed().as_secs_f64());
    Ok(())
}

pub(crate) fn style(template: &str) -> anyhow::Result<ProgressStyle> {
    ProgressStyle::with_template(template).context("the progress bar has a mistake")
}

fn sqlite(file: &Path) -> String {
    format!("sqlite:{}", file.display())
}

/// Removes a database file, what SQLite keeps beside it, and the key of its journal.
fn remove(file: &Path) -> anyhow::Result<()> {
    for end in ["", "-wal", "-shm", ".journal-key"] {
        let path = PathBuf::from(format!("{}{end}", file.display()));
        if path.exists() {
            fs::remove_file(&path)
                .with_context(|| format!("{} cannot be removed", path.display()))?;
        }
    }
    Ok(())
}

/// Loads the region, with its truth beside it, and returns it.
async fn fill(db: &Db, args: &DemoArgs) -> anyhow::Result<Arc<Region>> {
    #[expect(clippy::disallowed_methods, reason = "a demo ends on the day it is made")]
    let now = Utc::now();
    let today = app::local_time(now).date();
    let started = Instant::now();
    let region = Arc::new(synth::region(&synth::Settings::new(args.seed, args.people, today)?));
    let progress = ProgressBar::new(args.people.into());
    progress.set_style(style("Loading an invented region {bar:40} {pos}/{len} {eta}")?);
    let secrets =
        Secrets { password_hash: hash_password(PASSWORD)?, totp_secret: new_totp_secret() };
    load::region(db, &region, &secrets, now, &progress).await?;
    progress.finish_and_clear();
    let mut tx = db.begin().await?;
    let sign_ins = serde_json::to_string(&sign_ins(&region, &secrets))?;
    store::setting::set(&mut tx, SIGN_INS, &sign_ins).await?;
    store::setting::set(&mut tx, TRUTH, &serde_json::to_string(&region.truth)?).await?;
    tx.commit().await?;
    if args.database.is_none() {
        let truth = serde_json::to_string_pretty(&region.truth)?;
        fs::write(args.data.join("truth.json"), truth).context("the truth cannot be written")?;
    }
    let seconds = started.elapsed().as_secs_f64();
    eprintln!("Loaded {} invented people in {seconds:.1} s.", args.people);
    Ok(region)
}

fn sign_ins(region: &Region, secrets: &Secrets) -> Vec<SignIn> {
    let organisation = |worker: &Worker| {
        let found = region.organisations.iter().find(|place| place.id == worker.organisation);
        found.map(|place| place.name.clone()).unwrap_or_default()
    };
    let demonstration = region.workers.iter().filter(|worker| worker.demonstration);
    demonstration
        .map(|worker| SignIn {
            role: worker.role.code().to_owned(),
            organisation: organisation(worker),
            name: worker.name.clone(),
            email: worker.email.clone(),
            password: PASSWORD.to_owned(),
            totp_secret: secrets.totp_secret.clone(),
        })
        .collect()
}

/// Says where the site is and who can sign in.
fn greet(address: &str, sign_ins: &[SignIn], took: Duration) {
    println!("Everyone here is invented. Ready in {:.1} s.\n", took.as_secs_f64());
    println!("  {address}\n");
    println!("Sign in with the password “{PASSWORD}” as one of:\n");
    let width = sign_ins.iter().map(|sign_in| sign_in.email.len()).max().unwrap_or(0);
    for sign_in in sign_ins {
        let role = sign_in.role.replace('_', " ");
        println!("  {:width$}  {role}, {}", sign_in.email, sign_in.organisation);
    }
    println!("\nThe page that asks for a one-time code shows it, because this is a demo.");
    println!("Stop with Ctrl+C. --fresh starts over.");
}
