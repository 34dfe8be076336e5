//! Killing the process at any moment loses no acknowledged change and no journal entry of a page that
//! was served, leaves the sealed journal whole, and the next start says so.

use crate::server::{Server, folder};
use seal::PublicKey;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use store::Db;

/// Times the process is killed, unless `RESETTLE_KILLS` says otherwise: each takes about a second.
const KILLS: usize = 5;
/// Kills of one database. Each verifies its whole journal, which grows: thousands of kills of one would
/// mostly verify.
const ROUND: usize = 50;
/// Requests of each kind under way at once.
const AT_ONCE: usize = 2;

/// What was acknowledged before a kill.
#[derive(Default)]
struct Acknowledged {
    /// Sessions whose cookie arrived.
    sessions: Vec<String>,
    /// Pages that arrived, each of which is journalled as read.
    pages: usize,
}

#[test]
fn a_killed_process_loses_no_acknowledged_change() {
    let kills = std::env::var("RESETTLE_KILLS").ok().and_then(|kills| kills.parse().ok());
    let kills: usize = kills.unwrap_or(KILLS);
    let rounds = (0..kills).step_by(ROUND).map(|killed| ROUND.min(kills - killed));
    let asked = rounds.map(kill_again_and_again).collect::<Vec<_>>();
    let (sessions, pages): (usize, usize) =
        asked.iter().fold((0, 0), |all, one| (all.0 + one.sessions.len(), all.1 + one.pages));
    assert!(sessions > kills && pages > kills, "too little was asked to mean anything");
    println!("kill: {kills} times; {sessions} sessions and {pages} reads acknowledged, none lost");
}

/// Kills the process of a fresh demo so many times, and checks each time that nothing is lost.
fn kill_again_and_again(kills: usize) -> Acknowledged {
    let data = folder("kill");
    let mut all = Acknowledged::default();
    let mut reader = None;
    for kill in 1..=kills {
        let server = Server::start(&data, 20);
        // Signed in once: that session outlives every kill too.
        let reader = reader.get_or_insert_with(|| sign_in(&server));
        let acknowledged = ask_until_killed(&server, reader, waited(kill));
        all.sessions.extend(acknowledged.sessions);
        all.pages += acknowledged.pages;
        drop(server);
        check_journal(&data, all.pages, kill - 1);
    }
    let server = Server::start(&data, 20);
    for cookie in &all.sessions {
        // On a demo the second page shows the code, but only to a session that is stored.
        let page = server.started.ask("GET", "/sign-in/code", cookie, "").unwrap();
        assert!(page.text.contains("This is a demo"), "an acknowledged session was lost");
    }
    drop(server);
    check_journal(&data, all.pages, kills);
    all
}

/// Returns how long after the first answer a kill comes: another moment each time, over half a second.
const fn waited(kill: usize) -> Duration {
    // The golden ratio's multiples lie evenly over the range, whatever their number.
    Duration::from_millis((kill as u64 * 309) % 500)
}

/// Signs in again and again, each time storing a session, and reads pages, each of which is journalled,
/// while the process is killed.
fn ask_until_killed(server: &Server, cookie: &str, after: Duration) -> Acknowledged {
    let started = &server.started;
    let account = started.accounts.iter().find(|account| account.role == "board_member").unwrap();
    let (answered, first) = std::sync::mpsc::channel();
    let sign_in = || started.half_sign_in(account).inspect(|_| _ = answered.clone().send(()));
    let sessions = || std::iter::from_fn(sign_in).collect::<Vec<_>>();
    let page = || started.ask("GET", "/pilots", cookie, "").filter(|page| page.status == 200);
    let pages = || std::iter::from_fn(page).count();
    std::thread::scope(|scope| {
        let writers: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(sessions)).collect();
        let readers: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(pages)).collect();
        first.recv_timeout(Duration::from_secs(30)).unwrap();
        std::thread::sleep(after);
        Command::new("kill").args(["-KILL", &server.process().to_string()]).status().unwrap();
        Acknowledged {
            sessions: writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect(),
            pages: readers.into_iter().map(|reader| reader.join().unwrap()).sum(),
        }
    })
}

fn sign_in(server: &Server) -> String {
    let accounts = &server.started.accounts;
    let reader = accounts.iter().find(|account| account.role == "evaluator").unwrap();
    server.started.sign_in(reader)
}

/// Checks that the sealed journal is whole, that every page that was served is in it, and that every
/// start after a kill said so.
fn check_journal(data: &Path, pages: usize, recoveries: usize) {
    let key = fs::read_to_string(data.join("demo.db.journal-key")).unwrap();
    let key = PublicKey::read(key.lines().last().unwrap()).unwrap();
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let address = format!("sqlite:{}", data.join("demo.db").display());
        let db = Db::open(&address).await.unwrap();
        store::sealed::verify(&db, &key, |_| ()).await.unwrap().unwrap();
        let mut conn = db.read().await.unwrap();
        let read = store::journal::count(&mut conn, None, "figures_read").await.unwrap();
        assert!(read >= pages as i64, "{pages} pages were served and {read} are in the journal");
        let said = store::journal::count(&mut conn, None, "recovered_after_kill").await.unwrap();
        assert_eq!(said, recoveries as i64, "a start after a kill did not say so");
        drop(conn);
        db.close().await;
    });
}
