//! Killing the process at any moment loses no acknowledged change, and the next start says so.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops here")]

use serde::Deserialize;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Times the process is killed: each takes about a second. The standing bar of 100,000 kills is a
/// soak run of its own.
const KILLS: usize = 5;

#[derive(Deserialize)]
struct Started {
    address: String,
    accounts: Vec<Account>,
}

#[derive(Deserialize)]
struct Account {
    role: String,
    email: String,
    password: String,
}

struct Server {
    child: Child,
    started: Started,
}

impl Server {
    fn start(data: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_resettle"))
            .args(["demo", "--people", "20", "--port", "0", "--print-json", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { started: serde_json::from_str(&line).unwrap(), child }
    }

    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// What the site answered.
struct Answer {
    status: u16,
    cookie: String,
    text: String,
}

/// Sends a request; `None` when the process went away before it had answered.
fn ask(address: &str, method: &str, path: &str, cookie: &str, body: &str) -> Option<Answer> {
    let host = address.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(host).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(30))).ok()?;
    let length = body.len();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).ok()?;
    let mut text = String::new();
    stream.read_to_string(&mut text).ok()?;
    let status = text.split(' ').nth(1)?.parse().ok()?;
    let cookie = text
        .lines()
        .find_map(|line| line.strip_prefix("set-cookie: ")?.split(';').next().map(str::to_owned));
    Some(Answer { status, cookie: cookie.unwrap_or_default(), text })
}

/// Gets past the password, again and again: each acknowledged answer has stored a new session.
fn half_sign_in(server: &Started) -> Option<String> {
    let account = server.accounts.iter().find(|account| account.role == "board_member").unwrap();
    let body = format!(
        "email={}&password={}",
        account.email.replace('@', "%40"),
        account.password.replace(' ', "+")
    );
    let answer = ask(&server.address, "POST", "/sign-in", "", &body)?;
    (answer.status == 303).then_some(answer.cookie)
}

#[test]
fn a_killed_process_loses_no_acknowledged_change() {
    let data = std::env::temp_dir().join(format!("resettle-kill-{}", std::process::id()));
    let mut sessions: Vec<String> = Vec::new();
    for _ in 0..KILLS {
        let server = Server::start(&data);
        let found: Vec<String> = std::thread::scope(|scope| {
            let started = &server.started;
            let writers: Vec<_> = (0..4)
                .map(|_| {
                    scope.spawn(|| {
                        let mut found = Vec::new();
                        while let Some(cookie) = half_sign_in(started) {
                            found.push(cookie);
                        }
                        found
                    })
                })
                .collect();
            std::thread::sleep(Duration::from_millis(400));
            // The scope needs the server until the writers end, so kill by its number.
            let id = server.child.id().to_string();
            Command::new("kill").args(["-KILL", &id]).status().unwrap();
            writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect()
        });
        server.kill();
        sessions.extend(found);
    }
    assert!(sessions.len() > KILLS, "the test did not write enough to mean anything");
    let server = Server::start(&data);
    for cookie in &sessions {
        // On a demo the second page shows the code, but only to a session that is stored.
        let page = ask(&server.started.address, "GET", "/sign-in/code", cookie, "").unwrap();
        assert!(page.text.contains("This is a demo"), "an acknowledged session was lost");
    }
    let recoveries = recoveries(&data);
    server.kill();
    assert_eq!(recoveries, KILLS as i64, "a start after a kill did not say so");
    std::fs::remove_dir_all(&data).unwrap();
}

/// Counts how many starts journalled that the run before was killed.
fn recoveries(data: &Path) -> i64 {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let address = format!("sqlite:{}", data.join("demo.db").display());
        let db = store::Db::open(&address).await.unwrap();
        let mut conn = db.read().await.unwrap();
        store::journal::count(&mut conn, None, "recovered_after_kill").await.unwrap()
    })
}
