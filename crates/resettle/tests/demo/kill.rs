//! Killing the process at any moment loses no acknowledged change, and the next start says so.

use crate::server::{Server, folder};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// Times the process is killed: each takes about a second. The standing bar of 100,000 kills is a
/// soak run of its own.
const KILLS: usize = 5;
/// Requests under way at once.
const WRITERS: usize = 4;

#[test]
fn a_killed_process_loses_no_acknowledged_change() {
    let data = folder("kill");
    let mut sessions: Vec<String> = Vec::new();
    for _ in 0..KILLS {
        let server = Server::start(&data, 20);
        sessions.extend(write_until_killed(&server));
    }
    assert!(sessions.len() > KILLS, "the test did not write enough to mean anything");
    let server = Server::start(&data, 20);
    for cookie in &sessions {
        // On a demo the second page shows the code, but only to a session that is stored.
        let page = server.started.ask("GET", "/sign-in/code", cookie, "").unwrap();
        assert!(page.text.contains("This is a demo"), "an acknowledged session was lost");
    }
    drop(server);
    assert_eq!(recoveries(&data), KILLS as i64, "a start after a kill did not say so");
}

/// Signs in again and again, each time storing a session, while the process is killed. Returns the
/// sessions whose answer arrived.
fn write_until_killed(server: &Server) -> Vec<String> {
    let started = &server.started;
    let account = started.accounts.iter().find(|account| account.role == "board_member").unwrap();
    std::thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS)
            .map(|_| {
                scope.spawn(|| {
                    std::iter::from_fn(|| started.half_sign_in(account)).collect::<Vec<_>>()
                })
            })
            .collect();
        std::thread::sleep(Duration::from_millis(400));
        Command::new("kill").args(["-KILL", &server.process().to_string()]).status().unwrap();
        writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect()
    })
}

/// Counts how many starts journalled that the run before was killed.
fn recoveries(data: &Path) -> i64 {
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let address = format!("sqlite:{}", data.join("demo.db").display());
        let db = store::Db::open(&address).await.unwrap();
        let mut conn = db.read().await.unwrap();
        store::journal::count(&mut conn, None, "recovered_after_kill").await.unwrap()
    })
}
