//! The feeds of a demo: a council and a health organisation send whom they know, as their own workers would.

use anyhow::Context;
use app::App;
use domain::{FeedId, Role, ShortText};
use std::io::Write;
use store::Db;
use synth::{AgencyFeed, Region};
use uuid::Uuid;

/// Sends the feeds of a region, so that what a demo shows is what the product would have found.
pub(crate) async fn send(db: &Db, region: &Region) -> anyhow::Result<()> {
    let app = App::new(db.clone());
    for feed in region.feeds() {
        send_one(&app, region, &feed)
            .await
            .with_context(|| format!("the feed of {} cannot be sent", feed.organisation.name))?;
    }
    Ok(())
}

async fn send_one(app: &App, region: &Region, feed: &AgencyFeed) -> anyhow::Result<()> {
    let sender = region.workers.iter().find(|worker| {
        worker.organisation == feed.organisation.id && worker.role == Role::ServiceWorker
    });
    let sender = sender.context("it has no worker")?.id;
    let actor = store::account::actor(&mut db_read(app).await?, sender).await?;
    let ctx = app.context(actor.context("its worker is not loaded")?, Uuid::now_v7());
    let path = std::env::temp_dir().join(format!("resettle-feed-{}.csv", Uuid::now_v7()));
    let mut file =
        std::fs::OpenOptions::new().read(true).write(true).create_new(true).open(&path)?;
    // Gone with the process, however that ends.
    std::fs::remove_file(&path)?;
    file.write_all(feed.csv().as_bytes())?;
    let title = ShortText::parse("Invented people of our register")
        .map_err(|why| anyhow::anyhow!("{why}"))?;
    let id = FeedId(Uuid::now_v7());
    match app::feed::send(&ctx, id, &title, false, &mut file).await? {
        Ok(()) => Ok(()),
        Err(mistakes) => anyhow::bail!("its rows are wrong: {:?}", mistakes.shown.first()),
    }
}

async fn db_read(app: &App) -> anyhow::Result<store::Conn> {
    Ok(app.db.read().await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::{self, Secrets};
    use domain::JoinState;
    use indicatif::ProgressBar;
    use std::collections::BTreeMap;
    use std::sync::Arc;

    /// Who is who is known of an invented region: nobody is joined with somebody else by the weight alone, most of
    /// those who are here are found, and some wait for somebody.
    #[test]
    fn nobody_is_joined_with_somebody_else() {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let file = std::env::temp_dir().join(format!("resettle-feeds-{}.db", Uuid::now_v7()));
            let db = Db::open(&format!("sqlite:{}", file.display())).await.unwrap();
            #[expect(clippy::disallowed_methods, reason = "a demo ends on the day it is made")]
            let now = chrono::Utc::now();
            let today = app::local_time(now).date();
            let region = Arc::new(synth::region(&synth::Settings::new(5, 700, today).unwrap()));
            let secrets =
                Secrets { password_hash: "none".to_owned(), totp_secret: "none".to_owned() };
            load::region(&db, &region, &secrets, now, &ProgressBar::hidden()).await.unwrap();
            send(&db, &region).await.unwrap();
            let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
            let mut conn = db.read().await.unwrap();
            for feed in region.feeds() {
                for row in &feed.rows {
                    let own = (feed.organisation.id, row.own_number.as_str());
                    let (source, _) =
                        store::feed::source(&mut conn, own.0, own.1).await.unwrap().unwrap();
                    let joins = store::join::of_source(&mut conn, source).await.unwrap();
                    for kept in &joins {
                        if kept.join.state() == JoinState::Joined {
                            assert_eq!(Some(kept.join.person), row.whose, "{row:?}: {kept:?}");
                            assert!(!row.risk_marker, "{row:?}");
                        }
                    }
                    let joined = joins.iter().any(|one| one.join.state() == JoinState::Joined);
                    let found = joins.iter().any(|one| Some(one.join.person) == row.whose);
                    let what = match row.whose {
                        Some(_) if joined => "joined",
                        Some(_) if found => "found",
                        Some(_) => "missed",
                        None => "stranger",
                    };
                    *counts.entry(what).or_default() += 1;
                }
            }
            // What `docs/feeds.md` says of the demo.
            let of = |what| counts.get(what).copied().unwrap_or(0);
            let all = of("joined") + of("found") + of("missed");
            assert!(of("joined") * 2 > all && all > 100 && of("stranger") > 20, "{counts:?}");
            assert!(of("found") * 5 > all && of("missed") * 33 <= all, "{counts:?}");
            drop(conn);
            db.close().await;
            std::fs::remove_file(&file).unwrap();
        });
    }
}
