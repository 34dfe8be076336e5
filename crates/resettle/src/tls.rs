//! TLS 1.2 and 1.3 with rustls, for a site that no proxy stands in front of.
//!
//! What is wrong with the files is found out at the start, by its human cause. Nothing older than TLS 1.2
//! is spoken (ASVS 5.0 12.1.1), and plain HTTP on the same port is not answered (12.2.1).

use anyhow::{Context, bail};
use axum::serve::Listener;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::client::WebPkiServerVerifier;
use tokio_rustls::rustls::client::danger::ServerCertVerifier;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use tokio_rustls::rustls::{CertificateError, Error, RootCertStore, ServerConfig};
use tokio_rustls::server::TlsStream;

/// Longest that a handshake is waited for: it takes two round trips.
const HANDSHAKE_LONGEST: Duration = Duration::from_secs(10);
/// Handshakes under way at once; others wait in the queue of the machine.
const HANDSHAKES: usize = 256;
/// Connections that are open and not yet taken.
const OPENED: usize = 64;

/// The files of a certificate and of its key, in PEM.
#[derive(Clone, Debug)]
pub(crate) struct Files {
    certificate: PathBuf,
    key: PathBuf,
}

impl Files {
    /// Returns the files, if TLS is asked for: both or neither.
    pub(crate) fn named(
        certificate: Option<PathBuf>,
        key: Option<PathBuf>,
    ) -> anyhow::Result<Option<Self>> {
        match (certificate, key) {
            (Some(certificate), Some(key)) => Ok(Some(Self { certificate, key })),
            (None, None) => Ok(None),
            (Some(_), None) => bail!("TLS needs a key too; name its file with --tls-key"),
            (None, Some(_)) => {
                bail!("TLS needs a certificate too; name its file with --tls-certificate")
            }
        }
    }

    /// Reads the files, for handshakes from now on.
    ///
    /// # Errors
    /// When one cannot be read, holds something else, does not fit the other, or the certificate does not
    /// hold now.
    pub(crate) fn read(&self, now: UnixTime) -> anyhow::Result<Arc<ServerConfig>> {
        let chain = certificates(&self.certificate)?;
        let key = key(&self.key)?;
        if let Some(wrong) = not_valid(&chain, now) {
            bail!("the certificate {} {wrong}", self.certificate.display());
        }
        let provider = Arc::new(ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .context("TLS 1.2 and 1.3 cannot be spoken")?
            .with_no_client_auth()
            .with_single_cert(chain, key);
        let mut config = config.map_err(|error| match error {
            Error::InconsistentKeys(_) => anyhow::anyhow!(
                "the key {} is not the one of the certificate {}",
                self.key.display(),
                self.certificate.display()
            ),
            error => anyhow::Error::new(error).context(format!(
                "the certificate {} or its key {} is of a kind that cannot be used",
                self.certificate.display(),
                self.key.display()
            )),
        })?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Arc::new(config))
    }
}

fn certificates(path: &Path) -> anyhow::Result<Vec<CertificateDer<'static>>> {
    let text = read(path, "certificate")?;
    let chain: Vec<_> = CertificateDer::pem_slice_iter(&text)
        .collect::<Result<_, _>>()
        .with_context(|| format!("the certificate {} is not whole", path.display()))?;
    if chain.is_empty() {
        bail!(
            "the file {} holds no certificate; it must be in PEM, the site's own first",
            path.display()
        );
    }
    Ok(chain)
}

fn key(path: &Path) -> anyhow::Result<PrivateKeyDer<'static>> {
    let text = read(path, "key")?;
    PrivateKeyDer::from_pem_slice(&text).with_context(|| {
        format!(
            "the file {} holds no key; it must be in PEM and without a password",
            path.display()
        )
    })
}

fn read(path: &Path, what: &str) -> anyhow::Result<Vec<u8>> {
    std::fs::read(path).with_context(|| {
        format!("the {what} {} cannot be read; check --tls-{what}", path.display())
    })
}

/// Returns what is wrong with the days of a certificate. It is asked of the library that browsers' checks
/// are made of, which looks at the days before it looks for who signed it; that nobody it trusts did is
/// expected, and no matter here.
fn not_valid(chain: &[CertificateDer<'static>], now: UnixTime) -> Option<&'static str> {
    let (own, rest) = chain.split_first()?;
    let mut roots = RootCertStore::empty();
    roots.add(rest.last().unwrap_or(own).clone()).ok()?;
    let provider = Arc::new(ring::default_provider());
    let verifier =
        WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider).build().ok()?;
    let name = ServerName::try_from("localhost").ok()?;
    match verifier.verify_server_cert(own, rest, &name, &[], now) {
        Err(Error::InvalidCertificate(
            CertificateError::Expired | CertificateError::ExpiredContext { .. },
        )) => Some("has expired; have it renewed"),
        Err(Error::InvalidCertificate(
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. },
        )) => Some("does not hold yet; check the clock of this machine"),
        _ => None,
    }
}

/// Listens for connections over TLS. Handshakes go on beside each other, so that one that is slow holds up
/// nobody.
pub(crate) struct TlsListener {
    address: SocketAddr,
    opened: mpsc::Receiver<(TlsStream<TcpStream>, SocketAddr)>,
    accepting: JoinHandle<()>,
}

impl TlsListener {
    /// Takes over a listener.
    ///
    /// # Errors
    /// When it does not know its own address.
    pub(crate) fn on(listener: TcpListener, config: Arc<ServerConfig>) -> anyhow::Result<Self> {
        let address = listener.local_addr().context("the site does not know its own address")?;
        let (open, opened) = mpsc::channel(OPENED);
        let accepting = tokio::spawn(accept(listener, TlsAcceptor::from(config), open));
        Ok(Self { address, opened, accepting })
    }
}

impl Drop for TlsListener {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn accept(
    mut listener: TcpListener,
    acceptor: TlsAcceptor,
    open: mpsc::Sender<(TlsStream<TcpStream>, SocketAddr)>,
) {
    let handshakes = Arc::new(Semaphore::new(HANDSHAKES));
    loop {
        // Never closed, so there always is one in the end.
        let Ok(under_way) = handshakes.clone().acquire_owned().await else { return };
        let (stream, peer) = Listener::accept(&mut listener).await;
        let (acceptor, open) = (acceptor.clone(), open.clone());
        tokio::spawn(async move {
            // Whoever cannot shake hands is a scanner, an old browser or gone: nothing to be told of.
            if let Ok(Ok(stream)) =
                tokio::time::timeout(HANDSHAKE_LONGEST, acceptor.accept(stream)).await
            {
                drop(under_way);
                let _ = open.send((stream, peer)).await;
            }
        });
    }
}

impl Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.opened.recv().await {
            Some(connection) => connection,
            // Only when what accepts has ended: then there is nothing more to come.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> std::io::Result<Self::Addr> {
        Ok(self.address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::{Command, Stdio};

    /// Makes a certificate and its key in a folder of this test's own; `None` where there is no openssl.
    fn made(name: &str) -> Option<Files> {
        let folder =
            std::env::temp_dir().join(format!("resettle-tls-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let files = Files { certificate: folder.join("site.pem"), key: folder.join("site.key") };
        let made = Command::new("openssl")
            .args(["req", "-x509", "-nodes", "-days", "30", "-subj", "/CN=localhost"])
            .args(["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"])
            .arg("-out")
            .arg(&files.certificate)
            .arg("-keyout")
            .arg(&files.key)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        match made {
            Ok(status) => {
                assert!(status.success(), "openssl could not make a certificate");
                Some(files)
            }
            Err(_) => {
                println!("skipped: TLS files (install openssl)");
                None
            }
        }
    }

    fn said(files: &Files, now: UnixTime) -> String {
        files.read(now).map_or_else(|error| format!("{error:#}"), |_| "right".to_owned())
    }

    fn in_days(days: u64) -> UnixTime {
        let now = UnixTime::now().as_secs();
        UnixTime::since_unix_epoch(Duration::from_secs(now + days * 86_400))
    }

    #[test]
    fn what_is_wrong_with_the_files_is_said_at_the_start() {
        let (Some(one), Some(other)) = (made("one"), made("other")) else { return };
        let now = UnixTime::now();
        assert_eq!(said(&one, now), "right");
        assert_eq!(said(&one, in_days(29)), "right");
        let expired = said(&one, in_days(31));
        assert!(expired.contains("has expired; have it renewed"), "{expired}");
        let early = said(&one, UnixTime::since_unix_epoch(Duration::from_secs(1_000_000_000)));
        assert!(early.contains("does not hold yet; check the clock"), "{early}");
        let crossed = Files { key: other.key.clone(), ..one.clone() };
        assert!(said(&crossed, now).contains("is not the one of the certificate"));
        for (files, expected) in [
            (Files { certificate: "no-such.pem".into(), ..one.clone() }, "check --tls-certificate"),
            (Files { key: "no-such.key".into(), ..one.clone() }, "check --tls-key"),
            (Files { certificate: one.key.clone(), ..one.clone() }, "holds no certificate"),
            (Files { key: one.certificate.clone(), ..one.clone() }, "holds no key"),
        ] {
            let said = said(&files, now);
            assert!(said.contains(expected), "{said}");
        }
        for files in [one, other] {
            std::fs::remove_dir_all(files.certificate.parent().unwrap()).unwrap();
        }
    }

    #[test]
    fn a_file_alone_is_half_a_setting() {
        let (certificate, key) = (Some(PathBuf::from("a")), Some(PathBuf::from("b")));
        assert!(Files::named(None, None).unwrap().is_none());
        assert!(Files::named(certificate.clone(), key.clone()).unwrap().is_some());
        let half = Files::named(certificate, None).unwrap_err().to_string();
        assert!(half.contains("--tls-key"), "{half}");
        let half = Files::named(None, key).unwrap_err().to_string();
        assert!(half.contains("--tls-certificate"), "{half}");
    }
}
