//! What is uploaded is looked at for malware first, where the site has a scanner.
//!
//! The scanner of these tests speaks the protocol of `clamd` (clamd(8), `INSTREAM`). The last test asks a real
//! one, which the environment names.

use crate::harness::{Answer, World, on_both};
use app::upload::Scanner;
use axum::http::StatusCode;
use store::journal::count;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, UnixListener};

const LIST: &[u8] =
    b"prison_number,family_name,given_name,date_of_birth,prison,received_on,release_due_on,crn\n\
                      A1234BC,Example,Ann,1990-05-17,CFI,2026-11-20,2026-11-27,X123456\n";
const PATH: &str = "/people/import";

/// The text that every scanner finds, and which harms nothing (EICAR, 2003). It is put together here, so that
/// this file is not found itself.
fn eicar() -> Vec<u8> {
    let text = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR", "-STANDARD-ANTIVIRUS-", "TEST-FILE!$H+H*"];
    text.concat().into_bytes()
}

/// How a scanner of these tests behaves.
#[derive(Clone, Copy)]
enum Behaviour {
    /// Finds [`eicar`].
    Looks,
    /// Says that the file is too large for it.
    TooLarge,
    /// Hangs up before the file has come.
    HangsUp,
}

/// Answers one command as `clamd` does.
async fn answer(stream: &mut (impl AsyncReadExt + AsyncWriteExt + Unpin), behaviour: Behaviour) {
    let mut command = [0; 10];
    stream.read_exact(&mut command).await.unwrap();
    assert_eq!(&command, b"zINSTREAM\0");
    if matches!(behaviour, Behaviour::HangsUp) {
        return;
    }
    let mut file = Vec::new();
    loop {
        let length = stream.read_u32().await.unwrap() as usize;
        if length == 0 {
            break;
        }
        let start = file.len();
        file.resize(start + length, 0);
        stream.read_exact(&mut file[start..]).await.unwrap();
    }
    let found = file.windows(68).any(|part| part == eicar());
    let said: &[u8] = match behaviour {
        Behaviour::TooLarge => b"INSTREAM size limit exceeded. ERROR\0",
        _ if found => b"stream: Eicar-Test-Signature FOUND\0",
        _ => b"stream: OK\0",
    };
    stream.write_all(said).await.unwrap();
}

/// Starts a scanner at a port.
async fn scanner(behaviour: Behaviour) -> Scanner {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            answer(&mut stream, behaviour).await;
        }
    });
    Scanner::Tcp(address.to_string())
}

async fn send(world: &World, file: &[u8]) -> Answer {
    world.upload(world.prison_worker, PATH, &[("what", "load")], file).await
}

async fn entries(world: &World, kind: &str) -> i64 {
    count(&mut world.db.read().await.unwrap(), None, kind).await.unwrap()
}

#[test]
fn what_is_clean_is_loaded_and_what_is_infected_is_not_read() {
    on_both(async |world| {
        let world = world.scanned_by(scanner(Behaviour::Looks).await);
        // More than is handed on at once, with what is looked for across the edge.
        let mut infected = vec![b'x'; 64 * 1024 - 30];
        infected.extend(eicar());
        for file in [eicar(), infected] {
            let answer = send(&world, &file).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text);
            assert!(answer.text.contains("A scan found “Eicar-Test-Signature”"), "{}", answer.text);
            assert!(answer.text.contains("nothing of it was read"));
        }
        assert_eq!(entries(&world, "upload_refused").await, 2);
        assert_eq!(entries(&world, "people_imported").await, 0);
        let answer = send(&world, LIST).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        assert_eq!(entries(&world, "people_imported").await, 1);
        assert_eq!(entries(&world, "upload_refused").await, 2);
    });
}

#[test]
fn what_was_not_looked_at_is_not_read() {
    on_both(async |world| {
        // Nobody listens there any more.
        let gone = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        for scanner in [
            scanner(Behaviour::TooLarge).await,
            scanner(Behaviour::HangsUp).await,
            Scanner::Tcp(gone.to_string()),
            Scanner::Socket("/nowhere/clamd.ctl".into()),
        ] {
            let world = world.scanned_by(scanner.clone());
            let before = entries(&world, "upload_refused").await;
            let answer = send(&world, LIST).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{scanner:?}");
            assert!(answer.text.contains("could not be scanned for viruses"), "{}", answer.text);
            assert!(!answer.text.contains("clamd"), "how the site is built is nobody's business");
            assert_eq!(entries(&world, "upload_refused").await, before + 1, "{scanner:?}");
            assert_eq!(entries(&world, "people_imported").await, 0);
        }
    });
}

#[test]
fn a_scanner_listens_at_a_socket_too() {
    on_both(async |world| {
        let path = crate::harness::temporary().with_extension("ctl");
        let listener = UnixListener::bind(&path).unwrap();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                answer(&mut stream, Behaviour::Looks).await;
            }
        });
        let world = world.scanned_by(Scanner::Socket(path.clone()));
        assert_eq!(send(&world, &eicar()).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(send(&world, LIST).await.status, StatusCode::OK);
        std::fs::remove_file(path).unwrap();
    });
}

/// A real `clamd`, wherever it listens: `RESETTLE_TEST_SCANNER=/run/clamav/clamd.ctl`.
#[test]
fn a_real_scanner_finds_what_every_scanner_finds() {
    let Ok(address) = std::env::var("RESETTLE_TEST_SCANNER") else {
        eprintln!("skipped: RESETTLE_TEST_SCANNER names no clamd");
        return;
    };
    on_both(async |world| {
        let scanner = Scanner::try_from(address.clone()).unwrap();
        let world = world.scanned_by(scanner);
        let answer = send(&world, &eicar()).await;
        assert!(answer.text.contains("A scan found “"), "{}", answer.text);
        let answer = send(&world, LIST).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    });
}
