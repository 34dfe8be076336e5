//! `resettle serve`: the site, for real use.

use crate::config::Config;
use crate::tls::{Files, TlsListener};
use crate::{journal_key, metric, single_sign_on};
use anyhow::{Context, bail};
use app::App;
use app::single_sign_on::SingleSignOn;
use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener, ListenerExt};
use axum::{Router, middleware};
use clap::Args;
use seal::Key;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use store::Db;
use tokio::net::TcpListener;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::UnixTime;
use web::{Settings, Site};

/// How long requests may go on after the site was told to stop.
const GRACE: Duration = Duration::from_secs(20);

/// How often it is looked whether the run of a night is to be done.
const LOOK_EVERY: Duration = Duration::from_secs(30 * 60);
/// How often the journal is signed. What is altered sooner than that is shown by the head of the
/// journal alone, which nobody signed yet.
const SIGN_EVERY: Duration = Duration::from_secs(60);

/// Serves the site
#[derive(Args)]
pub(crate) struct ServeArgs {
    /// Address of the database: sqlite:FILE or postgres://USER@HOST/NAME
    #[arg(long, env = "RESETTLE_DATABASE")]
    database: Option<String>,
    /// Address and port to listen on [default: 127.0.0.1:8080]
    #[arg(long, env = "RESETTLE_LISTEN")]
    listen: Option<SocketAddr>,
    /// Address and port for metrics, kept apart from the site
    #[arg(long, env = "RESETTLE_METRICS")]
    metrics: Option<SocketAddr>,
    /// File of the key that signs the journal [default: beside the database]
    #[arg(long, value_name = "FILE", env = "RESETTLE_JOURNAL_KEY")]
    journal_key: Option<PathBuf>,
    /// File of the certificate for TLS, in PEM: the site's own first [default: TLS is for a proxy in front]
    #[arg(long, value_name = "FILE", env = "RESETTLE_TLS_CERTIFICATE")]
    tls_certificate: Option<PathBuf>,
    /// File of the certificate's key, in PEM
    #[arg(long, value_name = "FILE", env = "RESETTLE_TLS_KEY")]
    tls_key: Option<PathBuf>,
    /// Settings file [default: resettle.toml, if there is one]
    #[arg(long)]
    config: Option<PathBuf>,
}

/// Runs the command.
pub(crate) fn run(args: &ServeArgs) -> anyhow::Result<()> {
    start_log();
    let config = Config::read(args.config.as_deref())?;
    let schedule = config.schedule()?;
    let Some(database) = args.database.clone().or(config.database) else {
        bail!("no database was named; use --database sqlite:FILE or postgres://USER@HOST/NAME");
    };
    let listen = args.listen.or(config.listen).unwrap_or(([127, 0, 0, 1], 8080).into());
    let settings = Settings {
        demo: false,
        secure_cookies: config.secure_cookies.unwrap_or(true),
        limits: Some(config.limits.unwrap_or_default()),
        trusted_proxies: config.trusted_proxies.unwrap_or_default(),
        patience: Some(web::PATIENCE),
        ..Settings::default()
    };
    let certificate = args.tls_certificate.clone().or(config.tls_certificate);
    let tls = Files::named(certificate, args.tls_key.clone().or(config.tls_key))?;
    let tls = tls.map(|files| files.read(UnixTime::now())).transpose()?;
    runtime()?.block_on(async {
        if let Some(address) = args.metrics.or(config.metrics) {
            metric::serve(address).await?;
        }
        let db = Db::open(&database).await?;
        let path = args.journal_key.clone().or(config.journal_key);
        let key = journal_key::open(&path.unwrap_or_else(|| journal_key::default_path(&database)))?;
        let providers =
            single_sign_on::providers(&db, config.site.as_deref(), &config.single_sign_on).await?;
        let listener = listen_on(listen).await?;
        let scheme = if tls.is_some() { "https" } else { "http" };
        println!("Resettle listens on {scheme}://{}", listener.local_addr()?);
        let read_limits = Some(config.read_limits.unwrap_or_default());
        let app = App::new(db).with_retention(schedule).with_read_limits(read_limits);
        let app = app.with_scanner(config.scanner);
        site(app, key, Door { listener, tls }, settings, providers).await
    })
}

/// Writes the log as lines of JSON to standard error; `RUST_LOG` chooses what.
pub(crate) fn start_log() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    let filter = match web::NEVER_LOGGED.parse() {
        Ok(directive) => filter.add_directive(directive),
        Err(_) => filter,
    };
    tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(std::io::stderr).init();
}

/// Starts the threads that serve.
pub(crate) fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("the machine has no threads left to serve with")
}

/// Listens, or names the human cause of why it cannot.
pub(crate) async fn listen_on(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => anyhow::anyhow!(
            "port {} is in use; stop the other program, or choose another with --listen",
            address.port()
        ),
        ErrorKind::PermissionDenied => anyhow::anyhow!(
            "port {} needs more rights; choose one above 1023 with --listen",
            address.port()
        ),
        ErrorKind::AddrNotAvailable => {
            anyhow::anyhow!("this machine has no address {}; check --listen", address.ip())
        }
        _ => anyhow::Error::new(error).context(format!("cannot listen on {address}")),
    })
}

/// Where the site listens, and how TLS is spoken there.
pub(crate) struct Door {
    /// The port.
    pub(crate) listener: TcpListener,
    /// The certificate and its key; `None` where a proxy does TLS, and on one's own machine.
    pub(crate) tls: Option<Arc<ServerConfig>>,
}

/// Serves until told to stop, then lets requests finish and closes the database.
pub(crate) async fn site(
    app: App,
    key: Key,
    door: Door,
    settings: Settings,
    providers: Option<SingleSignOn>,
) -> anyhow::Result<()> {
    if app::life::started(&app).await? {
        tracing::warn!(
            "the last run was killed; every change that was acknowledged is here, and a change \
             that was not acknowledged left no trace"
        );
    }
    let signing = tokio::spawn(sign(app.clone(), key.clone()));
    let joining = tokio::spawn(join_nightly(app.clone()));
    let served = Site::new(app.clone(), settings).through(providers);
    serve(served, door).await?;
    signing.abort();
    joining.abort();
    app::life::stopped(&app).await?;
    app::journal::sign(&app, &key).await?;
    app.db.close().await;
    Ok(())
}

/// Signs the journal at once and then every minute, as long as the site runs.
async fn sign(app: App, key: Key) {
    let mut times = tokio::time::interval(SIGN_EVERY);
    loop {
        times.tick().await;
        if let Err(error) = app::journal::sign(&app, &key).await {
            tracing::error!(%error, "the journal could not be signed; it is tried again");
        }
    }
}

/// Looks every night for whom the records of other agencies mean, as long as the site runs. A night that was missed
/// is made up for at the next look.
async fn join_nightly(app: App) {
    let mut times = tokio::time::interval(LOOK_EVERY);
    loop {
        times.tick().await;
        match app::join::run_nightly(&app).await {
            Ok(Some(count)) => {
                tracing::info!(count, "looked for whom other agencies' records mean")
            }
            Ok(None) => {}
            Err(error) => tracing::error!(%error, "the run of the night failed; it is tried again"),
        }
    }
}

/// Answers requests until told to stop, and for a while those that were under way.
async fn serve(site: Site, door: Door) -> anyhow::Result<()> {
    let router = web::router(site).layer(middleware::from_fn(metric::count));
    match door.tls {
        None => answer(door.listener, router).await,
        // Handed on as it is: with that, requests know where they come from, as without TLS.
        Some(tls) => answer(TlsListener::on(door.listener, tls)?.tap_io(|_| ()), router).await,
    }
}

async fn answer<L>(listener: L, router: Router) -> anyhow::Result<()>
where
    L: Listener<Addr = SocketAddr>,
    SocketAddr: for<'a> Connected<IncomingStream<'a, L>>,
{
    let router = router.into_make_service_with_connect_info::<SocketAddr>();
    let served = axum::serve(listener, router).with_graceful_shutdown(told_to_stop());
    tokio::select! {
        result = served => result.context("the site stopped")?,
        () = async { told_to_stop().await; tokio::time::sleep(GRACE).await } => {
            tracing::warn!("some requests did not finish in time");
        }
    }
    Ok(())
}

/// Waits for an interrupt, or for the signal with which machines stop services.
async fn told_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => signal.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = interrupt => {}
        _ = terminate => {}
    }
}
