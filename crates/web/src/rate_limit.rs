//! Limits of rate: for each account, for each place from which somebody asks who has not signed in, and
//! for all (ASVS 5.0 2.4.1, 6.3.1).
//!
//! They are kept in memory: a process that starts anew has forgotten them, and two processes count each
//! for itself. What must not be forgotten, such as ten wrong passwords, is in the database.

use crate::routes::FORM_BYTES;
use crate::state::Site;
use crate::upload;
use crate::visit::{Asked, SignedIn};
use axum::body::{Body, to_bytes};
use axum::extract::{FromRequestParts, Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{AccountId, Bucket, Rate};
use serde::Deserialize;
use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;

/// Buckets of one kind that are kept at most: about 6 MB. A bucket that is full again is dropped first.
const BUCKETS_MOST: usize = 100_000;
/// How often it is looked for full ones at most.
const SWEEP_EVERY: TimeDelta = TimeDelta::seconds(1);
/// How long whoever comes while all is busy is told to wait: long enough for what is under way to end.
const BUSY_SECONDS: i64 = 5;

/// How much of what is let through. Anything may be set in the settings file, under `[limits]`.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Requests of an account that has signed in, over all its sessions. A person at their fastest opens
    /// a page a second, and not for two minutes on end; what asks faster is a program.
    pub account: Rate,
    /// Requests without a session, by the place that they come from. A whole prison or office may stand
    /// behind one address: a hundred people who come to work in the same five minutes make 400 requests to
    /// sign in.
    pub address: Rate,
    /// Of those, what is sent to be let in by: passwords, codes, links. Those hundred people send 200. A
    /// machine that tries stolen passwords has 43,000 tries a day, and an account is locked after ten.
    pub door: Rate,
    /// Reports of what a browser stopped, by the place that they come from: a page that is broken for
    /// everybody says so in a few.
    pub reports: Rate,
    /// Requests of all. Probation has 20,823 staff (HMPPS workforce statistics, June 2025); if each of
    /// them opened a page every ten seconds that were 2,100 a second, on one process of one machine.
    pub whole: Rate,
    /// Requests under way at once, of all: each may wait for a connection to the database, of which there
    /// are far fewer, and what waits longer than a browser does is work for nobody.
    pub at_once: u32,
    /// Seconds in which a form must have arrived. It is waited for before the form counts as under way,
    /// so that whoever sends slowly is in nobody's way.
    pub form_seconds: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            account: Rate::new(120, 60),
            address: Rate::new(300, 120),
            door: Rate::new(200, 30),
            reports: Rate::new(20, 20),
            whole: Rate::new(5_000, 126_000),
            at_once: 512,
            form_seconds: 30,
        }
    }
}

/// Buckets by whom they are for.
struct Buckets<K> {
    rate: Rate,
    kept: Mutex<Kept<K>>,
}

struct Kept<K> {
    buckets: HashMap<K, Bucket>,
    /// For everybody for whom there is no room.
    others: Bucket,
    swept_at: DateTime<Utc>,
}

impl<K: Eq + Hash> Buckets<K> {
    fn new(rate: Rate, now: DateTime<Utc>) -> Self {
        let kept = Kept { buckets: HashMap::new(), others: Bucket::full(now), swept_at: now };
        Self { rate, kept: Mutex::new(kept) }
    }

    /// Takes a token of somebody's bucket, or says how long they must wait.
    fn take(&self, key: K, now: DateTime<Utc>) -> Result<(), TimeDelta> {
        // What panicked while it held the lock left a bucket as it was or one token lighter.
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.make_room(now);
        let room = kept.buckets.len() < BUCKETS_MOST || kept.buckets.contains_key(&key);
        let bucket = if room {
            kept.buckets.entry(key).or_insert(Bucket::full(now))
        } else {
            &mut kept.others
        };
        bucket.take(self.rate, now)
    }
}

impl<K: Eq + Hash> Kept<K> {
    fn make_room(&mut self, now: DateTime<Utc>) {
        if self.buckets.len() >= BUCKETS_MOST && now - self.swept_at >= SWEEP_EVERY {
            self.buckets.retain(|_, bucket| !bucket.is_full(now));
            self.swept_at = now;
        }
    }
}

/// What was let through so far.
pub(crate) struct Limiter {
    accounts: Buckets<AccountId>,
    addresses: Buckets<IpAddr>,
    doors: Buckets<IpAddr>,
    reports: Buckets<IpAddr>,
    whole: Buckets<()>,
    at_once: Arc<Semaphore>,
    form_longest: Duration,
}

impl std::fmt::Debug for Limiter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Limiter").finish_non_exhaustive()
    }
}

impl Limiter {
    /// Returns a limiter that has let nothing through yet.
    pub(crate) fn new(limits: Limits, now: DateTime<Utc>) -> Self {
        Self {
            accounts: Buckets::new(limits.account, now),
            addresses: Buckets::new(limits.address, now),
            doors: Buckets::new(limits.door, now),
            reports: Buckets::new(limits.reports, now),
            whole: Buckets::new(limits.whole, now),
            at_once: Arc::new(Semaphore::new(limits.at_once as usize)),
            form_longest: Duration::from_secs(limits.form_seconds.into()),
        }
    }

    /// Counts a request of somebody who has not signed in.
    fn stranger(
        &self,
        address: IpAddr,
        method: &Method,
        now: DateTime<Utc>,
    ) -> Result<(), TimeDelta> {
        self.addresses.take(address, now)?;
        if *method == Method::GET { Ok(()) } else { self.doors.take(address, now) }
    }
}

/// Returns the answer that tells to wait.
pub(crate) fn wait(status: StatusCode, wait: TimeDelta) -> Response {
    let seconds = (wait.num_milliseconds() + 999) / 1_000;
    (status, [(header::RETRY_AFTER, seconds.max(1).to_string())]).into_response()
}

/// Counts a request among all. What machines ask for to see whether the site lives, and the files that a
/// page is drawn with, are let through: they cost little, and a page without its style helps nobody.
pub(crate) async fn whole(State(site): State<Site>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let (Some(limiter), false) = (&site.limiter, path == "/health" || path.starts_with("/assets/"))
    else {
        return next.run(request).await;
    };
    if let Err(over) = limiter.whole.take((), site.app.now()) {
        return wait(StatusCode::SERVICE_UNAVAILABLE, over);
    }
    let request = match arrived(limiter.form_longest, request).await {
        Ok(request) => request,
        Err(status) => return (status, [(header::CONNECTION, "close")]).into_response(),
    };
    match limiter.at_once.clone().try_acquire_owned() {
        Ok(_under_way) => next.run(request).await,
        Err(_) => wait(StatusCode::SERVICE_UNAVAILABLE, TimeDelta::seconds(BUSY_SECONDS)),
    }
}

/// Waits for a form to arrive. One with a file is larger and goes to the disk as it comes, of whoever may send
/// it: it is not waited for here.
async fn arrived(longest: Duration, request: Request) -> Result<Request, StatusCode> {
    if request.method() == Method::GET || upload::is_sent_to(request.uri().path()) {
        return Ok(request);
    }
    let (parts, body) = request.into_parts();
    let body = tokio::time::timeout(longest, to_bytes(body, FORM_BYTES))
        .await
        .map_err(|_| StatusCode::REQUEST_TIMEOUT)?
        .map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?;
    Ok(Request::from_parts(parts, Body::from(body)))
}

/// Counts a request of a route that is open to anybody, by where it comes from.
pub(crate) async fn public(State(site): State<Site>, request: Request, next: Next) -> Response {
    let asked = request.extensions().get::<Asked>();
    if let (Some(limiter), Some(asked)) = (&site.limiter, asked)
        && request.uri().path() != "/health"
        && let Err(over) = limiter.stranger(asked.place, request.method(), site.app.now())
    {
        return wait(StatusCode::TOO_MANY_REQUESTS, over);
    }
    next.run(request).await
}

/// Counts a report of a browser, by where it comes from: apart from what people ask for.
pub(crate) async fn report(State(site): State<Site>, request: Request, next: Next) -> Response {
    let asked = request.extensions().get::<Asked>();
    if let (Some(limiter), Some(asked)) = (&site.limiter, asked)
        && let Err(over) = limiter.reports.take(asked.place, site.app.now())
    {
        return wait(StatusCode::TOO_MANY_REQUESTS, over);
    }
    next.run(request).await
}

/// Counts a request of a route that needs a session: by account, or by where it comes from if there is
/// none. Who asks is found out once, here, for the handler too.
pub(crate) async fn signed_in(State(site): State<Site>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let page = SignedIn::from_request_parts(&mut parts, &site).await;
    if let Some(limiter) = &site.limiter {
        let now = site.app.now();
        let counted = match (&page, parts.extensions.get::<Asked>()) {
            (Ok(page), _) => limiter.accounts.take(page.ctx.actor.account, now),
            (Err(_), Some(asked)) => limiter.stranger(asked.place, &Method::GET, now),
            (Err(_), None) => Ok(()),
        };
        if let Err(over) = counted {
            return wait(StatusCode::TOO_MANY_REQUESTS, over);
        }
    }
    match page {
        Ok(page) => {
            parts.extensions.insert(page);
            next.run(Request::from_parts(parts, body)).await
        }
        Err(response) => response,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_has_a_limit_and_nobody_slips_through_it() {
        let start = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let buckets = Buckets::new(Rate::new(1, 60), start);
        for key in 0..BUCKETS_MOST {
            assert_eq!(buckets.take(key, start), Ok(()), "{key}");
        }
        // All others share one bucket meanwhile.
        assert_eq!(buckets.take(BUCKETS_MOST, start), Ok(()));
        assert!(buckets.take(BUCKETS_MOST + 1, start).is_err());
        // Those who were counted still are.
        assert!(buckets.take(0, start).is_err());
        let later = start + TimeDelta::seconds(2);
        assert_eq!(buckets.take(BUCKETS_MOST + 1, later), Ok(()));
        assert_eq!(buckets.kept.lock().unwrap().buckets.len(), 1);
    }

    #[test]
    fn nobody_is_told_to_come_back_too_soon() {
        for (millis, seconds) in [(0, "1"), (1, "1"), (1_000, "1"), (1_001, "2")] {
            let answer = wait(StatusCode::TOO_MANY_REQUESTS, TimeDelta::milliseconds(millis));
            assert_eq!(answer.headers()[header::RETRY_AFTER], seconds, "{millis}");
        }
    }
}
