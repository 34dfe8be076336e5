//! Requests that are wrong on the wire, over a real connection to a listening server: what two programs
//! could read in two ways is refused, and nothing that stands behind it is answered.

use crate::harness::{World, on_sqlite};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// Longest that an answer is waited for; none takes a hundredth of it.
const PATIENCE: Duration = Duration::from_secs(20);

/// Sends bytes and returns everything that comes back until the server closes the connection. What is
/// sent ends with a request that closes, so that a server that reads on also comes to an end.
fn answers(to: SocketAddr, sent: &[u8]) -> String {
    let mut stream = TcpStream::connect(to).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    // A server that has refused may be gone before it has read everything.
    let _ = stream.write_all(sent);
    let mut all = Vec::new();
    let mut part = [0; 4096];
    loop {
        match stream.read(&mut part) {
            Ok(0) => break,
            Ok(length) => all.extend_from_slice(&part[..length]),
            Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => break,
            Err(error) => panic!("no end: {error}; {}", String::from_utf8_lossy(&all)),
        }
    }
    String::from_utf8_lossy(&all).into_owned()
}

fn statuses(answers: &str) -> Vec<u16> {
    let lines = answers.split("HTTP/1.").skip(1);
    lines.filter_map(|line| line.get(2..5)?.parse().ok()).collect()
}

/// What is smuggled: if it is ever answered on its own, it was taken for a request.
const SMUGGLED: &str = "GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

/// Runs a test against a server that listens.
fn served(test: impl Fn(SocketAddr) + Send + Sync + 'static) {
    let test = std::sync::Arc::new(test);
    on_sqlite(&async |world: World| {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let service = world.router().into_make_service_with_connect_info::<SocketAddr>();
        let server = tokio::spawn(async move { axum::serve(listener, service).await });
        let test = test.clone();
        tokio::task::spawn_blocking(move || test(address)).await.unwrap();
        server.abort();
    });
}

/// Headers that say the length of a body in two ways, or in a way that some programs do not see.
fn conflicts() -> Vec<String> {
    let smuggled = SMUGGLED.len();
    let chunked = format!("0\r\n\r\n{SMUGGLED}");
    let length = chunked.len();
    let mut all = Vec::new();
    // Both, in either order, in every spelling that is known to be read in two ways (CWE-444; the
    // techniques of "HTTP Desync Attacks", Kettle 2019, and RFC 9112 section 11.2).
    for coding in [
        "Transfer-Encoding: chunked",
        "transfer-encoding: chunked",
        "TRANSFER-ENCODING: CHUNKED",
        "Transfer-Encoding:chunked",
        "Transfer-Encoding: \tchunked",
        "Transfer-Encoding: chunked ",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: identity, chunked",
        "Transfer-Encoding: identity",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: \"chunked\"",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
        "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: x",
        "Transfer-Encoding: x\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding : chunked",
        "Transfer-Encoding\t: chunked",
        " Transfer-Encoding: chunked",
        "X: x\r\n Transfer-Encoding: chunked",
        "X: x\rTransfer-Encoding: chunked",
        "Transfer-Encoding:\r\n chunked",
        "Transfer-Encoding: \u{b}chunked",
        "Transfer-Encoding: chunked\u{0}",
        "Transfer-Encoding\u{0}: chunked",
        "Transfer-Encoding;: chunked",
        "\u{feff}Transfer-Encoding: chunked",
        "Transfer-Encoding: chunked\u{a0}",
        ": chunked",
        "Transfer-Encoding",
    ] {
        all.push(format!("{coding}\r\nContent-Length: {length}\r\n\r\n{chunked}"));
        all.push(format!("Content-Length: {length}\r\n{coding}\r\n\r\n{chunked}"));
        all.push(format!("Content-Length: 6\r\n{coding}\r\n\r\n{chunked}"));
        all.push(format!("{coding}\r\n\r\n{chunked}"));
    }
    for length in [
        format!("Content-Length: 0\r\nContent-Length: {smuggled}"),
        format!("Content-Length: {smuggled}\r\nContent-Length: 0"),
        format!("Content-Length: 0, {smuggled}"),
        format!("Content-Length: {smuggled}, {smuggled}"),
        format!("Content-Length: +{smuggled}"),
        "Content-Length: -1".to_owned(),
        format!("Content-Length: 0x{smuggled:x}"),
        format!("Content-Length: {smuggled}.0"),
        format!("Content-Length: {smuggled} 0"),
        format!("Content-Length: \"{smuggled}\""),
        "Content-Length:".to_owned(),
        "Content-Length: 99999999999999999999999999999".to_owned(),
        "Content-Length: 18446744073709551616".to_owned(),
        format!("Content-Length : {smuggled}"),
        format!("Content-Length: \u{b}{smuggled}"),
        format!("Content-Length: ٣{smuggled}"),
    ] {
        all.push(format!("{length}\r\n\r\n{SMUGGLED}"));
    }
    all
}

#[test]
fn a_body_whose_length_is_said_in_two_ways_is_refused_and_nothing_behind_it_is_read() {
    served(|server| {
        let conflicts = conflicts();
        assert!(conflicts.len() > 100, "{}", conflicts.len());
        for method in ["POST /sign-in", "GET /sign-in", "POST /no/such/page"] {
            for conflict in &conflicts {
                let sent = format!("{method} HTTP/1.1\r\nHost: resettle.example\r\n{conflict}");
                let answers = answers(server, sent.as_bytes());
                let refused = matches!(statuses(&answers)[..], [] | [400 | 411 | 413]);
                assert!(refused, "{sent:?}\n{answers}");
                assert!(!answers.ends_with("ok\n"), "smuggled: {sent:?}\n{answers}");
            }
        }
        // The same two requests, said in one way, are two.
        let right =
            format!("POST /sign-in HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n{SMUGGLED}");
        let answers = answers(server, right.as_bytes());
        assert_eq!(statuses(&answers), [422, 200], "{answers}");
    });
}

#[test]
fn a_request_that_is_none_is_refused() {
    let long = "a".repeat(1_000_000);
    let many = "X: a\r\n".repeat(1_000);
    served(move |server| {
        for sent in [
            "\0\0\0\0\r\n\r\n",
            "GET\r\n\r\n",
            "GET /\r\n\r\n",
            "GET / HTTP/0.9\r\n\r\n",
            "GET / HTTP/1.1 \r\n\r\n",
            "GET / HTTP/1.2\r\nHost: a\r\n\r\n",
            "GET / HTTP/3\r\nHost: a\r\n\r\n",
            "GET / FTP/1.1\r\nHost: a\r\n\r\n",
            "GET  / HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /\u{0} HTTP/1.1\r\nHost: a\r\n\r\n",
            "G\u{0}T / HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nX Y: z\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nX: a\u{0}b\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n folded\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "\u{16}\u{3}\u{1}\u{2}\0\u{1}\0\u{1}\r\n\r\n",
            &format!("GET /{long} HTTP/1.1\r\nHost: a\r\n\r\n"),
            &format!("GET / HTTP/1.1\r\nHost: a\r\nX: {long}\r\n\r\n"),
            &format!("GET / HTTP/1.1\r\nHost: a\r\n{many}\r\n"),
        ] {
            let sent_all = format!("{sent}{SMUGGLED}");
            let answers = answers(server, sent_all.as_bytes());
            let refused = matches!(statuses(&answers)[..], [] | [400 | 414 | 431]);
            let shown: String = sent.chars().take(80).collect();
            assert!(refused && !answers.ends_with("ok\n"), "{shown:?}\n{answers}");
        }
        // It lives.
        assert_eq!(statuses(&answers(server, SMUGGLED.as_bytes())), [200]);
    });
}
