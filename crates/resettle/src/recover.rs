//! `resettle recover`: a way back for whom nobody else can let in, such as an organisation's only
//! administrator. Whoever can run it has the database anyway; the journal and the holder see it.

use anyhow::{Context, anyhow};
use app::{App, Error, recovery};
use clap::Args;
use domain::Email;
use store::Db;

/// Make a way back into an account, and print the link
#[derive(Args)]
pub(crate) struct RecoverArgs {
    /// Address of the database: sqlite:FILE or postgres://USER@HOST/NAME
    #[arg(long, env = "RESETTLE_DATABASE")]
    database: String,
    /// E-mail address that signs in
    #[arg(long)]
    email: String,
    /// Address of the site, which the link begins with
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080")]
    site: String,
}

/// Runs the command.
pub(crate) fn run(args: &RecoverArgs) -> anyhow::Result<()> {
    let email = Email::parse(&args.email)
        .map_err(|why| anyhow!("--email cannot be used ({why}); write it like name@example.org"))?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("the machine has no threads left")?;
    runtime.block_on(async {
        let db = Db::open(&args.database).await?;
        let begun = recovery::bootstrap(&App::new(db.clone()), email.as_str()).await;
        db.close().await;
        let begun = begun.map_err(|error| match error {
            Error::NotFound(_) => anyhow!("no account has the address {email}"),
            Error::Moved(_) => anyhow!("the account of {email} was deactivated; invite them again"),
            other => other.into(),
        })?;
        println!("Way back into the account of {} ({}):", begun.name, begun.email);
        println!("{}{}", args.site.trim_end_matches('/'), begun.path);
        println!("It works once, until {}.", begun.expires_at.format("%-d %B %Y, %H:%M UTC"));
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn args(database: &str, email: &str) -> RecoverArgs {
        let site = "https://site.example/".to_owned();
        RecoverArgs { database: database.to_owned(), email: email.to_owned(), site }
    }

    #[test]
    fn a_slip_is_named_before_anything_is_opened() {
        let error = run(&args("sqlite:/nowhere/at/all.db", "nobody")).unwrap_err();
        assert!(error.to_string().contains("--email cannot be used"), "{error}");
    }

    #[test]
    fn an_address_of_nobody_is_named() {
        let file = std::env::temp_dir().join(format!("resettle-recover-{}.db", Uuid::now_v7()));
        let database = format!("sqlite:{}", file.display());
        let error = run(&args(&database, "Nobody@site.example")).unwrap_err();
        assert_eq!(error.to_string(), "no account has the address nobody@site.example");
        let _ = std::fs::remove_file(&file);
    }
}
