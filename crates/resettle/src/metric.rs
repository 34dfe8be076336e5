//! Metrics for the machines that watch the site, in the Prometheus text format, on an address of
//! their own so that the public never sees them.

use anyhow::Context;
use axum::Router;
use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use axum::routing::get;
use metrics_exporter_prometheus::PrometheusBuilder;
use std::net::SocketAddr;
use std::time::Instant;
use tokio::net::TcpListener;

/// Serves metrics until the process ends.
pub(crate) async fn serve(address: SocketAddr) -> anyhow::Result<()> {
    let handle = PrometheusBuilder::new().install_recorder().context("metrics cannot be kept")?;
    let listener = TcpListener::bind(address)
        .await
        .with_context(|| format!("metrics cannot listen on {address}"))?;
    let router = Router::new().route("/metrics", get(async move || handle.render()));
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(())
}

/// Counts a request and its time by route: never by address, which may hold a person's id.
pub(crate) async fn count(path: Option<MatchedPath>, request: Request, next: Next) -> Response {
    let method = request.method().to_string();
    let started = Instant::now();
    let response = next.run(request).await;
    let labels = [
        ("method", method),
        ("route", path.map_or_else(|| "none".to_owned(), |path| path.as_str().to_owned())),
        ("status", response.status().as_u16().to_string()),
    ];
    metrics::counter!("http_requests_total", &labels).increment(1);
    metrics::histogram!("http_request_seconds", &labels).record(started.elapsed().as_secs_f64());
    response
}
