//! `resettle evaluate`: runs a study file and says what it found. Everything that thinks is in the
//! `evaluate` crate; here files are opened and written and text is printed.

use std::fs::{self, File};
use std::io::{self, BufReader, Read, Write as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use evaluate::bundle::{Bundle, Recorded, record_watched, replay};
use evaluate::{Findings, Progress, Refusal, Stage, Study};
use indicatif::ProgressBar;

use crate::demo::style;
use crate::files;

/// Largest study file read, in bytes.
const LARGEST_STUDY: u64 = 1 << 20;

/// Bytes of memory that a byte of a data file comes to: one of a CSV of small whole numbers to 2.5,
/// measured (docs/performance.md).
const MEMORY_OF_A_BYTE: u64 = 3;
/// Bytes of memory that a person with thirty columns comes to, likewise.
const MEMORY_OF_A_PERSON: u64 = 250;

/// Compare people who took part with similar people who did not
#[derive(Args, Debug)]
pub(crate) struct EvaluateArgs {
    /// The study file; with --init, where to write it
    #[arg(default_value = "study.toml")]
    study: PathBuf,
    /// Write results.json, balance.csv, bundle.json, and the report in English and Welsh into this folder
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write the results as JSON to a file, or to standard output with -
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Write a study file with every key explained, for this data file
    #[arg(long, value_name = "DATA.csv", conflicts_with_all = ["out", "json"])]
    init: Option<PathBuf>,
    /// Run the study of a bundle.json again, and say whether the results are the same
    #[arg(long, value_name = "bundle.json", conflicts_with_all = ["init", "study"])]
    replay: Option<PathBuf>,
    /// With --replay, the folder of the data; the bundle's own folder when left out
    #[arg(long, value_name = "DIR", requires = "replay")]
    data: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// A [`Refusal`] for whatever the reader can put right; anything else is our fault.
pub(crate) fn run(args: &EvaluateArgs) -> anyhow::Result<()> {
    if let Some(data) = &args.init {
        return init(data, &args.study);
    }
    let recorded = match &args.replay {
        Some(bundle) => run_again(bundle, args.data.as_deref())?,
        None => {
            let study = Study::parse(&read_study(&args.study)?)?;
            run_shown(&study, &folder_of(&args.study))?
        }
    };
    if let Some(folder) = &args.out {
        write_all(folder, &recorded)?;
    }
    match &args.json {
        Some(path) if path.as_os_str() == "-" => print(&recorded.results),
        Some(path) => {
            write_whole(path, &recorded.results)?;
            print_text(&recorded.findings)
        }
        None => print_text(&recorded.findings),
    }
}

/// Runs a study and shows, on a terminal, what it is doing.
fn run_shown(study: &Study, folder: &Path) -> anyhow::Result<Recorded> {
    let bar = ProgressBar::new(1);
    bar.set_style(style("{msg:30} {bar:40} {percent} % {elapsed}")?);
    let mut open = |name: &str| {
        let path = folder.join(name);
        let input = open(&path)?;
        let bytes = fs::metadata(&path)?.len();
        if study.data.pool_sample.is_none() {
            warn_of_memory(name, bytes);
        }
        bar.set_length(bytes);
        Ok(Box::new(bar.wrap_read(input)) as Box<dyn Read>)
    };
    let mut show = |Progress { stage, step, of }| {
        bar.set_message(match stage {
            Stage::Reading => "Reading",
            Stage::Comparing => "Finding people to compare with",
            Stage::Beside => "Comparing by other methods",
            Stage::Analysing => "Reading the outcomes",
            Stage::Checking => "Checking the answer",
        });
        if stage != Stage::Reading {
            bar.set_length(of as u64);
            bar.set_position(step as u64 - 1);
        }
        ControlFlow::Continue(())
    };
    let recorded = record_watched(study, &mut open, &mut show);
    bar.finish_and_clear();
    Ok(recorded?)
}

/// Says before a file is read that there may be too little memory for it.
fn warn_of_memory(file: &str, bytes: u64) {
    let Some(free) = files::free_memory() else { return };
    let need = bytes.saturating_mul(MEMORY_OF_A_BYTE);
    if need > free {
        let most = (free / 2 / MEMORY_OF_A_PERSON / 1_000 * 1_000).max(1_000);
        eprintln!(
            "{file} may take about {} MB of memory, and {} MB are free. If that is too little, draw a part of the pool \
             by lot: data.pool_sample = {most}",
            need / 1_000_000,
            free / 1_000_000,
        );
    }
}

/// Runs the study of a bundle again, and says on standard error that the results are the same, so
/// that what goes to a pipe stays what it was.
fn run_again(path: &Path, data: Option<&Path>) -> anyhow::Result<Recorded> {
    let bundle = Bundle::parse(&read_text(path, evaluate::bundle::LARGEST as u64)?)?;
    let folder = data.map_or_else(|| folder_of(path), Path::to_path_buf);
    let replayed = replay(&bundle, &mut |name| open(&folder.join(name)))?;
    if let Some(version) = &replayed.other_version {
        eprintln!(
            "The bundle was made by version {version}; this is {}.",
            evaluate::bundle::VERSION
        );
    }
    eprintln!("The data and the results are the same as in the bundle, to the last byte.");
    Ok(replayed.recorded)
}

/// Returns the exit code for an error of this command: 2 when the reader can put it right, else 1.
#[must_use]
pub(crate) fn exit_code(error: &anyhow::Error) -> u8 {
    if error.downcast_ref::<Refusal>().is_some() { 2 } else { 1 }
}

/// Returns what to do about an error, where that is known.
#[must_use]
pub(crate) fn hint(error: &anyhow::Error) -> Option<String> {
    error.downcast_ref::<Refusal>().map(Refusal::hint)
}

fn init(data: &Path, study: &Path) -> anyhow::Result<()> {
    let shown = data.display().to_string();
    let input = open(data).map_err(|error| opening(data, &error))?;
    let heading = evaluate::read::read_heading(&shown, input)?;
    if study.exists() {
        let problem = format!("{} exists already, and is not written over", study.display());
        return Err(Refusal::Setting(problem).into());
    }
    // The study looks for its data from its own folder.
    let named = if folder_of(study) == folder_of(data) {
        data.file_name().map_or(shown, |name| name.to_string_lossy().into_owned())
    } else {
        fs::canonicalize(data).map_or(shown, |path| path.display().to_string())
    };
    write_whole(study, evaluate::init::study_file(&named, &heading))?;
    print(&format!("Wrote {}. Check every name in it, then run it.\n", study.display()))
}

fn read_study(path: &Path) -> anyhow::Result<String> {
    let text = read_text(path, LARGEST_STUDY)?;
    if text.len() as u64 > LARGEST_STUDY {
        return Err(Refusal::Study(format!("more than {LARGEST_STUDY} bytes")).into());
    }
    Ok(text)
}

/// Reads a text whole, or one byte more than `largest` of it, which is too much.
fn read_text(path: &Path, largest: u64) -> anyhow::Result<String> {
    let mut text = String::new();
    File::open(path)
        .and_then(|file| file.take(largest + 1).read_to_string(&mut text))
        .map_err(|error| opening(path, &error))?;
    Ok(text)
}

fn open(path: &Path) -> io::Result<Box<dyn Read>> {
    Ok(Box::new(BufReader::new(files::open(path)?)))
}

fn opening(path: &Path, error: &io::Error) -> Refusal {
    Refusal::Opening { file: path.display().to_string(), problem: error.to_string() }
}

fn folder_of(path: &Path) -> PathBuf {
    path.parent().map(Path::to_path_buf).unwrap_or_default()
}

fn write_all(folder: &Path, recorded: &Recorded) -> anyhow::Result<()> {
    // All of it is made before any of it is written.
    let (balance, bundle) = (recorded.findings.balance_csv()?, recorded.bundle.to_json()?);
    let report = report::files(&recorded.findings)?;
    let figures = folder.join("figures");
    fs::create_dir_all(&figures).map_err(|error| writing(&figures, &error))?;
    for file in report {
        write_whole(&folder.join(&file.name), &file.bytes)?;
    }
    write_whole(&folder.join("balance.csv"), balance)?;
    write_whole(&folder.join("bundle.json"), bundle)?;
    write_whole(&folder.join("results.json"), &recorded.results)
}

fn write_whole(path: &Path, contents: impl AsRef<[u8]>) -> anyhow::Result<()> {
    let written = files::write(path, |output| output.write_all(contents.as_ref()));
    written.map_err(|error| writing(path, &error).into())
}

fn writing(path: &Path, error: &io::Error) -> Refusal {
    Refusal::Writing { file: path.display().to_string(), problem: error.to_string() }
}

fn print_text(findings: &Findings) -> anyhow::Result<()> {
    let mut text = String::new();
    evaluate::text::write(findings, &mut text).context("the findings cannot be written as text")?;
    print(&text)
}

/// Prints; a reader that has seen enough (`| head`) is not a fault.
pub(crate) fn print(text: &str) -> anyhow::Result<()> {
    match io::Write::write_all(&mut io::stdout().lock(), text.as_bytes()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.context("standard output cannot be written to"),
    }
}
