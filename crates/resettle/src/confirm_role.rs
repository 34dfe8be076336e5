//! `resettle confirm-role`: the second person for an organisation in which nobody else could confirm a
//! role, such as one with a single administrator. Whoever can run it has the database anyway; the journal
//! and the organisation see it.

use anyhow::{Context, anyhow};
use app::{App, Error, role_request};
use clap::Args;
use domain::RoleRequestId;
use store::Db;
use store::role_request::Listed;

/// Show the roles that wait for a second person, or confirm one of them
#[derive(Args)]
pub(crate) struct ConfirmRoleArgs {
    /// Address of the database: sqlite:FILE or postgres://USER@HOST/NAME
    #[arg(long, env = "RESETTLE_DATABASE")]
    database: String,
    /// The request to confirm, as the list and its page name it; without it, what waits is listed
    #[arg(value_name = "REQUEST")]
    request: Option<String>,
}

/// Runs the command.
pub(crate) fn run(args: &ConfirmRoleArgs) -> anyhow::Result<()> {
    let request = args.request.as_deref().map(str::parse::<RoleRequestId>).transpose();
    let request = request.map_err(|_| {
        anyhow!("REQUEST cannot be read; run this without it to see what waits, each with its id")
    })?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("the machine has no threads left")?;
    runtime.block_on(async {
        let db = Db::open(&args.database).await?;
        let app = App::new(db.clone());
        let done = match request {
            Some(request) => confirm(&app, request).await,
            None => list(&app).await,
        };
        db.close().await;
        done
    })
}

async fn list(app: &App) -> anyhow::Result<()> {
    let waiting = role_request::waiting(app).await?;
    if waiting.is_empty() {
        println!("No role waits to be confirmed.");
    }
    for one in waiting {
        println!("{}  {}", one.request.id, said(&one));
        let ends_on = one.request.ends_on.format("%-d %B %Y");
        println!("  asked by {}; ends by itself after {ends_on}", one.asked_by);
    }
    Ok(())
}

async fn confirm(app: &App, request: RoleRequestId) -> anyhow::Result<()> {
    let confirmed = role_request::confirm_on_machine(app, request).await;
    let confirmed = confirmed.map_err(|error| match error {
        Error::NotFound(_) => anyhow!("there is no such request"),
        Error::Moved(moved) => anyhow!("it was not confirmed: it is {}", moved.from),
        other => other.into(),
    })?;
    println!("Confirmed: {}", said(&confirmed));
    Ok(())
}

/// Returns what a request grants.
fn said(one: &Listed) -> String {
    let role = one.request.role.code().replace('_', " ");
    format!("{} ({}), {role} of {}", one.whom.name, one.whom.email, one.organisation)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn args(database: &str, request: Option<&str>) -> ConfirmRoleArgs {
        let request = request.map(str::to_owned);
        ConfirmRoleArgs { database: database.to_owned(), request }
    }

    #[test]
    fn a_slip_is_named_before_anything_is_opened() {
        let error = run(&args("sqlite:/nowhere/at/all.db", Some("all"))).unwrap_err();
        assert!(error.to_string().contains("REQUEST cannot be read"), "{error}");
    }

    #[test]
    fn a_request_that_is_not_there_is_said_so() {
        let file = std::env::temp_dir().join(format!("resettle-role-{}.db", Uuid::now_v7()));
        let database = format!("sqlite:{}", file.display());
        run(&args(&database, None)).unwrap();
        let id = Uuid::now_v7().to_string();
        let error = run(&args(&database, Some(&id))).unwrap_err();
        assert_eq!(error.to_string(), "there is no such request");
        let _ = std::fs::remove_file(&file);
    }
}
