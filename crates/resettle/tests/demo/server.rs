//! A demo in a process of its own, and the least of an HTTP client.

use serde::Deserialize;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// How to reach the demo.
#[derive(Deserialize)]
pub(crate) struct Started {
    pub(crate) address: String,
    pub(crate) accounts: Vec<Account>,
}

/// An account that can sign in.
#[derive(Deserialize)]
pub(crate) struct Account {
    pub(crate) role: String,
    pub(crate) email: String,
    pub(crate) password: String,
}

/// A running demo. It is killed when dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) started: Started,
}

/// What the site answered.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) cookie: String,
    pub(crate) text: String,
}

impl Server {
    /// Starts a demo on a folder, which keeps its region for the next start.
    pub(crate) fn start(data: &Path, people: u32) -> Self {
        let people = people.to_string();
        let mut child = Command::new(env!("CARGO_BIN_EXE_resettle"))
            .args([
                "demo",
                "--unlimited",
                "--port",
                "0",
                "--print-json",
                "--people",
                &people,
                "--data",
            ])
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { started: serde_json::from_str(&line).unwrap(), child }
    }

    /// Returns the number by which the process can be killed from elsewhere.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Returns a folder of this test's own, empty at the start.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    folder
}

impl Started {
    /// Sends a request; `None` when the process went away before it had answered.
    pub(crate) fn ask(&self, method: &str, path: &str, cookie: &str, body: &str) -> Option<Answer> {
        let host = self.address.strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(host).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(30))).ok()?;
        let length = body.len();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\nConnection: close\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        stream.write_all(request.as_bytes()).ok()?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).ok()?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let status = text.split(' ').nth(1)?.parse().ok()?;
        let cookie = text.lines().find_map(|line| {
            line.strip_prefix("set-cookie: session")?.split(';').next().map(str::to_owned)
        });
        let cookie = cookie.map(|rest| format!("session{rest}")).unwrap_or_default();
        Some(Answer { status, cookie, text })
    }

    /// Gets past the password. Returns the cookie of half a session.
    pub(crate) fn half_sign_in(&self, account: &Account) -> Option<String> {
        let email = account.email.replace('@', "%40");
        let body = format!("email={email}&password={}", account.password.replace(' ', "+"));
        let answer = self.ask("POST", "/sign-in", "", &body)?;
        (answer.status == 303).then_some(answer.cookie)
    }

    /// Signs in, with the code that a demo shows. Returns the session's cookie.
    pub(crate) fn sign_in(&self, account: &Account) -> String {
        let half = self.half_sign_in(account).unwrap();
        let page = self.ask("GET", "/sign-in/code", &half, "").unwrap().text;
        let inset = page.split_once("govuk-inset-text").unwrap().1;
        let code: String = inset.chars().filter(char::is_ascii_digit).take(6).collect();
        let answer = self.ask("POST", "/sign-in/code", &half, &format!("code={code}")).unwrap();
        assert_eq!(answer.status, 303, "{} cannot sign in", account.email);
        answer.cookie
    }
}
