//! A PostgreSQL of our own for one test run: new, on a free port, gone afterwards.
//!
//! A shell keeps the server and waits for the pipe from this program to close, which the system
//! does however this program ends: well, by panic, by Ctrl-C or killed. Then it stops the server
//! and removes its files. No signal handling is needed.

use crate::process::{command, works};
use crate::tools::is_root;
use anyhow::{Context, Result, bail};
use std::fs;
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

/// How long a new server may take until it answers, on a busy machine.
const START_LIMIT: Duration = Duration::from_secs(60);

/// `$1` is the folder of the programs, `$2` the port. Nothing is made safe against power cuts,
/// because nothing is kept.
const SCRIPT: &str = r#"
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$1/initdb" --pgdata "$folder/data" --username postgres --auth trust --encoding UTF8 \
    --locale C.UTF-8 --no-sync >"$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 1; }
"$1/postgres" -D "$folder/data" -p "$2" -c listen_addresses=127.0.0.1 \
    -c unix_socket_directories= -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
    -c max_connections=200 -c timezone=UTC >"$folder/log" 2>&1 </dev/null &
server=$!
cat >/dev/null
kill -INT "$server" 2>/dev/null || tail -n 20 "$folder/log" >&2
wait "$server" || true
"#;

/// A running server; it ends when this is dropped.
pub(crate) struct Postgres {
    keeper: Child,
    programs: PathBuf,
    port: u16,
}

impl Postgres {
    /// Makes and starts a server from the programs in a folder.
    ///
    /// # Errors
    /// When it can't be made, or doesn't answer in time.
    pub(crate) fn start(programs: &Path) -> Result<Self> {
        let port = free_port()?;
        let mut shell = match unprivileged_user() {
            Some(user) => {
                let mut shell = command("runuser", &["-u", &user, "--", "sh"]);
                // The other user may not be able to write to the administrator's own folder.
                shell.env_remove("TMPDIR");
                shell
            }
            None => command("sh", &[]),
        };
        let keeper = shell
            .args(["-c", SCRIPT, "sh"])
            .arg(programs)
            .arg(port.to_string())
            .current_dir("/")
            .stdin(Stdio::piped())
            // Its own group: Ctrl-C ends this program, and the closing pipe then ends the server.
            .process_group(0)
            .spawn()
            .context("cannot start PostgreSQL")?;
        let mut server = Self { keeper, programs: programs.to_owned(), port };
        server.wait_until_it_answers()?;
        Ok(server)
    }

    /// Returns the address that tests connect to, as the superuser.
    pub(crate) fn address(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    fn wait_until_it_answers(&mut self) -> Result<()> {
        let started = Instant::now();
        let is_ready = self.programs.join("pg_isready").display().to_string();
        let port = self.port.to_string();
        while !works(&mut command(&is_ready, &["-h", "127.0.0.1", "-p", &port])) {
            if let Some(status) = self.keeper.try_wait()? {
                bail!("PostgreSQL did not start ({status})");
            }
            if started.elapsed() > START_LIMIT {
                bail!("PostgreSQL did not answer within {} s", START_LIMIT.as_secs());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Ok(())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        if let Err(error) = self.keeper.wait() {
            eprintln!("PostgreSQL may still be running: {error}");
        }
    }
}

/// Returns a port that was free a moment ago.
fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).context("no port is free")?;
    Ok(listener.local_addr()?.port())
}

/// Returns the user to run as: PostgreSQL refuses to run as the administrator.
fn unprivileged_user() -> Option<String> {
    if !is_root() {
        return None;
    }
    let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let has = |name: &str| users.lines().any(|line| line.split(':').next() == Some(name));
    Some(if has("postgres") { "postgres" } else { "nobody" }.to_owned())
}
