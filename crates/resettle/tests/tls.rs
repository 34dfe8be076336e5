//! `resettle serve` over TLS, by real handshakes: TLS 1.2 and 1.3 are spoken, nothing older and nothing
//! plain is answered, and being told to stop is as gentle as without.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops here")]
#![expect(clippy::print_stdout, reason = "a test that was not done says so")]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::version::{TLS12, TLS13};
use tokio_rustls::rustls::{
    ClientConfig, ClientConnection, ProtocolVersion, RootCertStore, StreamOwned,
    SupportedProtocolVersion,
};

/// Longest that an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Runs openssl in a folder; `None` where there is none.
fn openssl(folder: &Path, arguments: &str) -> Option<()> {
    let run = Command::new("openssl")
        .args(arguments.split(' '))
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    match run {
        Ok(status) => {
            assert!(status.success(), "openssl {arguments}");
            Some(())
        }
        Err(_) => {
            println!("skipped: TLS (install openssl)");
            None
        }
    }
}

/// Makes an authority, `ca.pem`, and a certificate of its own for localhost, `site.pem` with `site.key`.
fn certificates(folder: &Path) -> Option<()> {
    const NEW_KEY: &str = "-nodes -newkey ec -pkeyopt ec_paramgen_curve:prime256v1";
    fs::write(folder.join("site.ext"), "subjectAltName=DNS:localhost\nbasicConstraints=CA:FALSE\n")
        .unwrap();
    openssl(
        folder,
        &format!("req -x509 -days 9 -subj /CN=authority {NEW_KEY} -keyout ca.key -out ca.pem"),
    )?;
    openssl(folder, &format!("req -subj /CN=localhost {NEW_KEY} -keyout site.key -out site.csr"))?;
    openssl(
        folder,
        "x509 -req -in site.csr -days 9 -CA ca.pem -CAkey ca.key -CAcreateserial \
         -extfile site.ext -out site.pem",
    )
}

struct Server {
    child: Child,
    port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_resettle"));
    command
        .args(["serve", "--database", "sqlite:site.db", "--listen", "127.0.0.1:0"])
        .args(arguments)
        .current_dir(folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn serve(folder: &Path) -> Server {
    let arguments = ["--tls-certificate", "site.pem", "--tls-key", "site.key"];
    let mut child = command(folder, &arguments).stderr(Stdio::null()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().strip_prefix("Resettle listens on https://");
    let port = address.unwrap_or_else(|| panic!("{line}")).rsplit(':').next().unwrap();
    Server { port: port.parse().unwrap(), child }
}

fn connect(server: &Server) -> TcpStream {
    let stream = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream
}

type Tls = StreamOwned<ClientConnection, TcpStream>;

/// Shakes hands in one version of TLS, trusting the authority of the folder alone.
fn tls(server: &Server, folder: &Path, version: &'static SupportedProtocolVersion) -> Tls {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(folder.join("ca.pem")).unwrap()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(&[version])
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = "localhost".try_into().unwrap();
    let connection = ClientConnection::new(Arc::new(config), name).unwrap();
    StreamOwned::new(connection, connect(server))
}

/// Asks for a page, and returns the answer; the connection stays open.
fn ask(tls: &mut Tls, path: &str) -> String {
    write!(tls, "GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let mut reader = BufReader::new(tls);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        assert_ne!(reader.read_line(&mut head).unwrap(), 0, "{head}");
    }
    let length = head.split("content-length: ").nth(1).unwrap().split('\r').next().unwrap();
    let mut body = vec![0; length.parse().unwrap()];
    reader.read_exact(&mut body).unwrap();
    head + std::str::from_utf8(&body).unwrap()
}

/// Sends bytes and returns what comes back until the end.
fn raw(server: &Server, bytes: &[u8]) -> Vec<u8> {
    let mut stream = connect(server);
    stream.write_all(bytes).unwrap();
    let mut answer = Vec::new();
    // A connection that is reset ends too.
    let _ = stream.read_to_end(&mut answer);
    answer
}

/// A client's first words in a version of TLS (RFC 5246 section 7.4.1.2, and RFC 4346 before it).
fn hello(version: [u8; 2]) -> Vec<u8> {
    let mut hello = version.to_vec();
    hello.extend([7; 32]);
    // No session; ECDHE-ECDSA-AES128-GCM-SHA256 and two that old programs have; no compression.
    hello.extend([0, 0, 6, 0xc0, 0x2b, 0xc0, 0x09, 0x00, 0x2f, 1, 0]);
    // Extensions: ECDSA with SHA-256, X25519, uncompressed points.
    hello.extend([0, 22, 0, 13, 0, 4, 0, 2, 4, 3, 0, 10, 0, 4, 0, 2, 0, 29, 0, 11, 0, 2, 1, 0]);
    let length = u8::try_from(hello.len()).unwrap();
    let mut record = vec![0x16, 3, 1, 0, length + 4, 1, 0, 0, length];
    record.extend(hello);
    record
}

#[test]
fn a_site_is_served_over_tls_and_in_no_older_way() {
    let folder = folder("tls");
    let Some(()) = certificates(&folder) else { return };
    let mut server = serve(&folder);
    for (version, spoken) in
        [(&TLS12, ProtocolVersion::TLSv1_2), (&TLS13, ProtocolVersion::TLSv1_3)]
    {
        let mut tls = tls(&server, &folder, version);
        let answer = ask(&mut tls, "/health");
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert!(answer.contains("strict-transport-security: max-age="), "{answer}");
        assert_eq!(tls.conn.protocol_version(), Some(spoken));
        // The same connection again: it is kept.
        assert!(ask(&mut tls, "/sign-in").contains("<html lang=\"en\""));
    }
    // SSL 3.0, TLS 1.0 and 1.1: an alert that ends it, "protocol version" (70, RFC 8446 section 6.2).
    for older in [[3, 0], [3, 1], [3, 2]] {
        let answer = raw(&server, &hello(older));
        assert!(answer.len() >= 7 && answer[0] == 0x15, "{older:?}: {answer:?}");
        assert_eq!(&answer[5..7], &[2, 70], "{older:?}: {answer:?}");
    }
    // The same words in TLS 1.2 are answered by a handshake (22), so it was the version.
    let mut right = connect(&server);
    right.write_all(&hello([3, 3])).unwrap();
    let mut first = [0];
    right.read_exact(&mut first).unwrap();
    assert_eq!(first, [0x16]);
    for plain in ["GET /health HTTP/1.1\r\nHost: a\r\n\r\n", "\r\n\r\n\r\n\r\n\r\n\r\n"] {
        let answer = raw(&server, plain.as_bytes());
        assert!(!String::from_utf8_lossy(&answer).contains("HTTP"), "{answer:?}");
    }
    // Whoever does not shake hands is in nobody's way.
    let idle: Vec<_> = (0..20).map(|_| connect(&server)).collect();
    let mut open = tls(&server, &folder, &TLS13);
    assert!(ask(&mut open, "/health").ends_with("ok\n"));
    drop(idle);
    // Told to stop, it ends a connection that waits, and itself, in order.
    let process = server.child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &process]).status().unwrap().success());
    let mut rest = Vec::new();
    let _ = open.read_to_end(&mut rest);
    assert!(server.child.wait().unwrap().success());
}

#[test]
fn what_is_wrong_with_the_files_stops_the_start_by_its_name() {
    let folder = folder("tls-wrong");
    let Some(()) = certificates(&folder) else { return };
    for (arguments, expected) in [
        (&["--tls-certificate", "site.pem"][..], "name its file with --tls-key"),
        (&["--tls-key", "site.key"], "name its file with --tls-certificate"),
        (&["--tls-certificate", "no.pem", "--tls-key", "site.key"], "check --tls-certificate"),
        (
            &["--tls-certificate", "site.pem", "--tls-key", "ca.key"],
            "is not the one of the certificate",
        ),
    ] {
        let output = command(&folder, arguments).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && said.contains(expected), "{arguments:?}: {said}");
        assert!(!folder.join("site.db").exists(), "{arguments:?}: found out too late");
    }
}
