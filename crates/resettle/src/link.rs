//! `resettle link`: which records are one person. Everything that thinks is in the `link` crate; here
//! files are opened and written and text is printed.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use link::bytes::Bytes;
use link::cluster::{Clusters, LARGEST_CLUSTER};
use link::kept::{Kept, SpillFolder};
use link::linker::{Linker, Predicted, weight_of};
use link::refusal::Refusal;
use link::table::{Format, write_clusters, write_pairs};

use crate::evaluate::print;
use crate::files;

mod evaluate;
mod explain;
mod find;
mod open;
mod profile;
mod train;
mod whole;

use open::ModelArgs;

/// Say which records, in one file or several, are the same person
#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct LinkArgs {
    #[command(subcommand)]
    command: Option<LinkCommand>,
    /// The files, CSV or Parquet
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    model: ModelArgs,
    /// Where to write the pairs: links.parquet or links.csv
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Where to write which records are one person: clusters.parquet or clusters.csv
    #[arg(long, value_name = "FILE")]
    clusters: Option<PathBuf>,
    /// Least probability that two records are one person for them to be joined
    #[arg(long, value_name = "SHARE", default_value_t = 0.95)]
    threshold_match_probability: f64,
    /// Most records of one person
    #[arg(long, value_name = "NUMBER", default_value_t = LARGEST_CLUSTER)]
    largest_cluster: usize,
    /// Most memory for records and pairs, such as 2GiB: pairs beyond it are spilled to disk
    #[arg(long, value_name = "SIZE", value_parser = Bytes::of)]
    memory: Option<Bytes>,
    /// Where pairs are spilled; when left out, where --out or --clusters is
    #[arg(long, value_name = "FOLDER", requires = "memory")]
    spill_to: Option<PathBuf>,
}

/// What else can be done with a model and files.
#[derive(Subcommand, Debug)]
enum LinkCommand {
    Train(train::TrainArgs),
    Explain(explain::ExplainArgs),
    Find(find::FindArgs),
    Profile(profile::ProfileArgs),
    Evaluate(evaluate::EvaluateArgs),
}

/// Runs the command.
///
/// # Errors
/// A [`Refusal`] for whatever the reader can put right; anything else is our fault.
pub(crate) fn run(args: &LinkArgs) -> anyhow::Result<()> {
    match &args.command {
        Some(LinkCommand::Train(args)) => train::run(args),
        Some(LinkCommand::Explain(args)) => explain::run(args),
        Some(LinkCommand::Find(args)) => find::run(args),
        Some(LinkCommand::Profile(args)) => profile::run(args),
        Some(LinkCommand::Evaluate(args)) => evaluate::run(args),
        None => link(args),
    }
}

/// Returns the exit code for an error of this command: 2 when the reader can put it right.
#[must_use]
pub(crate) fn exit_code(error: &anyhow::Error) -> Option<u8> {
    error.downcast_ref::<Refusal>().map(|_| 2)
}

/// Returns what to do about an error, where that is known.
#[must_use]
pub(crate) fn hint(error: &anyhow::Error) -> Option<String> {
    Some(match error.downcast_ref::<Refusal>()? {
        refusal @ Refusal::UnknownColumn { name, nearest: Some(nearest), .. } => {
            format!("{} Then say --column {name}={nearest}", refusal.hint())
        }
        Refusal::UnknownColumn { name, nearest: None, .. } => {
            format!("say which column it is with --column {name}=COLUMN")
        }
        refusal => refusal.hint(),
    })
}

fn link(args: &LinkArgs) -> anyhow::Result<()> {
    let threshold = checked(args.threshold_match_probability)?;
    // What cannot be written is said before anything is read.
    let pairs_to = args.out.as_deref().map(whole::target).transpose()?;
    let people_to = args.clusters.as_deref().map(whole::target).transpose()?;
    let memory = args.memory.map(|memory| Ok::<_, Refusal>((memory, spill_folder(args)?)));
    let memory = memory.transpose()?;
    let mut linker = open::linker(&args.model, &args.files, &[])?;
    let spill = memory.map(|(memory, folder)| linker.spill(memory, folder)).transpose()?;
    let (spill, doubt) = spill.unzip();
    if let Some(doubt) = doubt.flatten() {
        eprintln!("warning: {doubt}");
    }
    let shown = open::spinner("Comparing")?;
    let found = linker.predict_spilling(weight_of(threshold), spill)?;
    shown.set_message("Joining");
    let people = linker.clusters(&found.pairs, weight_of(threshold), args.largest_cluster)?;
    shown.set_message("Writing");
    let mut written = Vec::new();
    if let Some((path, format)) = pairs_to {
        whole::write(path, |out| write_pairs(linker.records(), &found.pairs, format, out))?;
        written.push(path);
    }
    if let Some((path, format)) = people_to {
        whole::write(path, |out| write_clusters(linker.records(), &people, format, out))?;
        written.push(path);
    }
    shown.finish_and_clear();
    let mut text = summary(&linker, &found, &people, threshold);
    for path in &written {
        text += &format!("wrote {}\n", path.display());
    }
    if written.is_empty() {
        text += "nothing is written: say where with --out links.parquet and --clusters clusters.parquet\n";
    }
    print(&text)
}

/// Says what was found.
fn summary(linker: &Linker, found: &Predicted<Kept>, people: &Clusters, threshold: f64) -> String {
    let mut text = format!(
        "{} records, {} pairs compared, {} of them one person at {threshold} or above\n{} people, {} of them with more than one record",
        number(linker.records().len()),
        number(found.scored()),
        number(found.pairs.len()),
        number(people.count()),
        number(people.shared()),
    );
    if let Some((size, first)) = people.largest().filter(|(size, _)| *size > 1) {
        text += &format!("; the most, {size}, with {}", linker.records().full_id(first));
    }
    text.push('\n');
    if let Some((folder, bytes)) = found.pairs.spilled() {
        let (pairs, folder) = (number(found.pairs.len()), folder.display());
        text += &format!("spilled {pairs} pairs ({bytes}) to {folder}, removed again\n");
    }
    text
}

/// Returns the folder into which pairs are spilled.
fn spill_folder(args: &LinkArgs) -> Result<SpillFolder, Refusal> {
    let beside = args.out.as_deref().or(args.clusters.as_deref()).and_then(Path::parent);
    let here = |folder: &Path| folder.as_os_str().is_empty();
    let folder = match (&args.spill_to, beside) {
        (Some(folder), _) => folder.clone(),
        (None, Some(folder)) if here(folder) => PathBuf::from("."),
        (None, Some(folder)) => folder.to_owned(),
        (None, None) => std::env::temp_dir(),
    };
    SpillFolder::new(&folder, files::free_disk)
}

/// Returns a probability to join from, which is between 0 and 1.
fn checked(threshold: f64) -> anyhow::Result<f64> {
    if threshold > 0.0 && threshold < 1.0 {
        return Ok(threshold);
    }
    let problem = format!("a threshold of {threshold} is not between 0 and 1");
    Err(Refusal::Setting(problem).into())
}

/// Returns a whole number as it is shown.
fn number(count: impl std::fmt::Display) -> String {
    ::evaluate::verdict::grouped(&count.to_string())
}

/// Says on standard error what is odd about a model.
fn warn(linker: &Linker) {
    for doubt in linker.settings().doubts() {
        eprintln!("warning: {doubt}");
    }
}
