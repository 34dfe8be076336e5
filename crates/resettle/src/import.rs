//! `resettle import people`: a custody release list, from the command line.

use crate::serve::runtime;
use anyhow::{Context, bail};
use app::App;
use app::import::{Importer, Mistake, Mistakes, Options, Progress, Report, Watch};
use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use std::fs::File;
use std::io::{BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use store::Db;
use web::Language;

/// Imports a list
#[derive(Args)]
pub(crate) struct ImportArgs {
    #[command(subcommand)]
    what: What,
}

/// What can be imported.
#[derive(Subcommand)]
enum What {
    People(PeopleArgs),
}

/// Imports a custody release list (docs/import.md names its columns)
#[derive(Args)]
struct PeopleArgs {
    /// The list: CSV in UTF-8 with named columns
    file: PathBuf,
    /// Address of the database: sqlite:FILE or postgres://USER@HOST/NAME
    #[arg(long, env = "RESETTLE_DATABASE")]
    database: String,
    /// Load the rows that are right, although others are not
    #[arg(long, conflicts_with = "check")]
    accept_good: bool,
    /// Check the list and load nothing
    #[arg(long)]
    check: bool,
    /// The prison that the list is of, by its code: the list may then leave it out
    #[arg(long, value_parser = prison_code)]
    prison: Option<String>,
    /// Write every mistake to this file, as CSV
    #[arg(long)]
    report: Option<PathBuf>,
}

/// Runs the command. Returns whether every row was right.
pub(crate) fn run(args: &ImportArgs) -> anyhow::Result<bool> {
    let What::People(args) = &args.what;
    let mut file = File::open(&args.file)
        .with_context(|| format!("the list {} cannot be opened", args.file.display()))?;
    let bytes = file.metadata().map_or(0, |metadata| metadata.len());
    let options = Options {
        accept_good: args.accept_good,
        check_only: args.check,
        prison: args.prison.clone(),
    };
    let mut terminal = Terminal::new(bytes, args.report.as_deref())?;
    let report = runtime()?.block_on(async {
        let db = Db::open(&args.database).await?;
        let importer = Importer::operator(&App::new(db.clone()));
        let report = app::import::run(&importer, &mut file, &options, &mut terminal).await?;
        db.close().await;
        anyhow::Ok(report)
    })?;
    terminal.finish(&report, args.report.as_deref())?;
    say(&report, args.check);
    Ok(report.mistakes.count == 0)
}

fn prison_code(text: &str) -> Result<String, String> {
    let code = text.trim().to_ascii_uppercase();
    if code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase()) {
        Ok(code)
    } else {
        Err("a prison's code has three letters, like MDI".to_owned())
    }
}

/// Shows progress on a terminal, and writes mistakes to the report file as they are found.
struct Terminal {
    bar: ProgressBar,
    report: Option<BufWriter<File>>,
    broken: Option<std::io::Error>,
}

impl Terminal {
    fn new(bytes: u64, report: Option<&Path>) -> anyhow::Result<Self> {
        let bar = if std::io::stderr().is_terminal() {
            ProgressBar::new(bytes).with_style(
                ProgressStyle::with_template("{msg} {wide_bar} {percent} % {eta}")
                    .unwrap_or_else(|_| ProgressStyle::default_bar()),
            )
        } else {
            ProgressBar::hidden()
        };
        bar.set_message("Checking");
        let report = report.map(create).transpose()?;
        Ok(Self { bar, report, broken: None })
    }

    fn write(&mut self, line: &str) {
        if let Some(report) = &mut self.report
            && let Err(error) = writeln!(report, "{line}")
        {
            self.broken = Some(error);
            self.report = None;
        }
    }

    fn finish(&mut self, report: &Report, path: Option<&Path>) -> anyhow::Result<()> {
        self.bar.finish_and_clear();
        for notice in &report.notices.shown {
            self.write(&csv_line(notice));
        }
        let flushed = self.report.as_mut().map_or(Ok(()), BufWriter::flush);
        if let (Some(error), Some(path)) = (self.broken.take().or(flushed.err()), path) {
            bail!("the report {} cannot be written: {error}", path.display());
        }
        Ok(())
    }
}

fn create(path: &Path) -> anyhow::Result<BufWriter<File>> {
    let file = File::create(path)
        .with_context(|| format!("the report {} cannot be written", path.display()))?;
    let mut report = BufWriter::new(file);
    writeln!(report, "line,column,what_is_wrong_and_what_to_do")?;
    Ok(report)
}

impl Watch for Terminal {
    fn mistake(&mut self, mistake: &Mistake) {
        let line = csv_line(mistake);
        self.write(&line);
    }

    fn progress(&mut self, progress: Progress) {
        self.bar.set_message(if progress.loading { "Loading" } else { "Checking" });
        self.bar.set_position(progress.bytes);
    }
}

fn csv_line(mistake: &Mistake) -> String {
    let column = mistake.column.unwrap_or_default();
    let why = Language::En.invalid(&mistake.why).replace('"', "\"\"");
    format!("{},{column},\"{why}\"", mistake.line)
}

/// Says what came of it.
fn say(report: &Report, check: bool) {
    table("Mistakes", &report.mistakes);
    table("Worth a look", &report.notices);
    println!(
        "{} rows: {} added, {} changed, {} unchanged, {} refused",
        report.rows, report.added, report.changed, report.unchanged, report.refused
    );
    match (report.loaded, check) {
        (true, _) => {}
        (false, true) => println!("Nothing was loaded: the list was only checked."),
        (false, false) if report.unreadable => println!("Nothing was loaded."),
        (false, false) => println!(
            "Nothing was loaded. Correct the list and import it again, or load the rows that are \
             right with --accept-good."
        ),
    }
}

fn table(title: &str, mistakes: &Mistakes) {
    if mistakes.count == 0 {
        return;
    }
    println!("{title}");
    println!("  {:>8}  {:<20}  what is wrong and what to do", "line", "column");
    for mistake in &mistakes.shown {
        let column = mistake.column.unwrap_or_default();
        let why = Language::En.invalid(&mistake.why);
        println!("  {:>8}  {column:<20}  {why}", mistake.line);
    }
    let more = mistakes.count - mistakes.shown.len() as u64;
    if more > 0 {
        println!("  and {more} more: --report FILE writes every one");
    }
    println!();
}
