//! `resettle retention`: what is due to be erased, and its erasure as it was said or not at all.

use crate::config::Config;
use crate::serve::runtime;
use anyhow::{Context, bail};
use app::App;
use app::retention::{Plan, apply, plan};
use clap::Args;
use std::fs;
use std::path::{Path, PathBuf};
use store::Db;

/// Says what is due to be erased, or erases what was said
#[derive(Args)]
pub(crate) struct RetentionArgs {
    /// Address of the database: sqlite:FILE or postgres://USER@HOST/NAME
    #[arg(long, env = "RESETTLE_DATABASE")]
    database: Option<String>,
    /// Write the plan into a file that is not there yet; nothing is erased
    #[arg(long, value_name = "PLAN", conflicts_with = "apply")]
    to: Option<PathBuf>,
    /// Erase exactly what a plan says, if all of it is still true
    #[arg(long, value_name = "PLAN")]
    apply: Option<PathBuf>,
    /// Settings file [default: resettle.toml, if there is one]
    #[arg(long)]
    config: Option<PathBuf>,
}

/// Runs the command.
pub(crate) fn run(args: &RetentionArgs) -> anyhow::Result<()> {
    let config = Config::read(args.config.as_deref())?;
    let schedule = config.schedule()?;
    let Some(database) = args.database.clone().or(config.database) else {
        bail!("no database was named; use --database sqlite:FILE or postgres://USER@HOST/NAME");
    };
    let to_apply = args.apply.as_deref().map(read).transpose()?;
    if let Some(to) = args.to.as_ref().filter(|to| to.exists()) {
        bail!("{} is there already; name a file that is not there yet", to.display());
    }
    runtime()?.block_on(async {
        let db = Db::open(&database).await?;
        let app = App::new(db.clone()).with_retention(schedule);
        let done = match &to_apply {
            Some(plan) => apply(&app, plan).await.map(|()| None).map_err(anyhow::Error::from),
            None => plan(&app).await.map(Some).map_err(anyhow::Error::from),
        };
        db.close().await;
        match (done?, &to_apply) {
            (Some(plan), _) => say(&plan, args.to.as_deref()),
            (None, Some(plan)) => {
                println!("Erased the records of {} people.", plan.cases.len());
                println!("Each is in the journal. Earlier backups still have them: see docs/retention.md.");
                Ok(())
            }
            (None, None) => Ok(()),
        }
    })
}

fn read(path: &Path) -> anyhow::Result<Plan> {
    let text = fs::read_to_string(path)
        .with_context(|| format!("the plan {} cannot be read", path.display()))?;
    serde_json::from_str(&text)
        .with_context(|| format!("{} is not a plan; make it with --to", path.display()))
}

fn say(plan: &Plan, to: Option<&Path>) -> anyhow::Result<()> {
    for (kind, months) in &plan.months {
        let count = if plan.swept.iter().any(|sweep| sweep.kind == *kind) {
            plan.swept.iter().filter(|sweep| sweep.kind == *kind).map(|sweep| sweep.count).sum()
        } else {
            plan.cases.len() as u64
        };
        println!("{kind}: {count} due after {months} months");
    }
    for person in &plan.cases {
        println!("  {person}");
    }
    if plan.more {
        println!("There are more people than one plan holds: apply this one, and make the next.");
    }
    match to {
        Some(to) => {
            let text = serde_json::to_string_pretty(plan)?;
            fs::write(to, text).with_context(|| format!("{} cannot be written", to.display()))?;
            println!("Nothing was erased. To erase exactly this: --apply {}", to.display());
        }
        None => println!("Nothing was erased. Write it into a file with --to PLAN to apply it."),
    }
    Ok(())
}
