//! A model and files, opened: what all commands of `resettle link` begin with.

use std::fs::{self, File};
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, ValueEnum};
use indicatif::ProgressBar;
use link::linker::{LARGEST_BLOCK, Linker, Options};
use link::model::{self, Fitted, Heading};
use link::read::{Input, heading};
use link::records::Records;
use link::refusal::Refusal;
use link::settings::{LinkType, Settings};

use crate::demo::style;
use crate::files;

/// Largest model file, in bytes.
const LARGEST_MODEL: u64 = 16 << 20;

/// Which model, and how the files are read.
#[derive(Args, Debug)]
pub(super) struct ModelArgs {
    /// The model: a settings file of Splink or of `resettle link train`, or uk-people, which is ready
    #[arg(long, value_name = "FILE", default_value = model::UK_PEOPLE)]
    pub(super) model: PathBuf,
    /// Read columns as uk-people does: under their usual names, values written in one way
    #[arg(long)]
    clean: bool,
    /// A column of the model and its name in the files
    #[arg(long = "column", value_name = "NAME=COLUMN", value_parser = pair)]
    columns: Vec<(String, String)>,
    /// Names of the files' sources, in their order, with commas between; the files' own names when left out
    #[arg(long, value_name = "NAME,…", value_delimiter = ',')]
    pub(super) sources: Vec<String>,
    /// Which records are compared: those of one file, of one with another, or both
    #[arg(long, value_name = "WHICH")]
    link_type: Option<Which>,
    /// Threads to use; the results do not depend on it
    #[arg(long, value_name = "NUMBER")]
    threads: Option<usize>,
    /// Most pairs of records that share one value of a blocking rule
    #[arg(long, value_name = "PAIRS", default_value_t = LARGEST_BLOCK)]
    largest_block: u64,
    /// Seed of what is drawn at random
    #[arg(long, default_value_t = 1)]
    pub(super) seed: u64,
}

/// Splink's names for which records are compared.
#[derive(Clone, Copy, Debug, ValueEnum)]
#[value(rename_all = "snake_case")]
enum Which {
    DedupeOnly,
    LinkOnly,
    LinkAndDedupe,
}

impl ModelArgs {
    /// Returns whether the model is the one that is ready.
    pub(super) fn is_ready(&self) -> bool {
        self.model.as_os_str() == model::UK_PEOPLE
    }

    /// Returns whether columns are read as those of people.
    pub(super) fn is_clean(&self) -> bool {
        self.clean || self.is_ready()
    }

    pub(super) fn largest_block(&self) -> u64 {
        self.largest_block
    }

    fn options(&self) -> Options {
        let threads = self.threads.unwrap_or_else(|| {
            std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get)
        });
        Options { threads, largest_block: self.largest_block }
    }

    /// Returns the model as it is in its file, for so many files.
    pub(super) fn settings(&self, files: usize) -> anyhow::Result<Settings> {
        let name = self.model.display().to_string();
        let mut settings = match model::ready(&name) {
            Some(ready) => ready?,
            None => Settings::parse(&text(&self.model)?)?,
        };
        settings.link_type = match self.link_type {
            Some(Which::DedupeOnly) => LinkType::DedupeOnly,
            Some(Which::LinkOnly) => LinkType::LinkOnly,
            Some(Which::LinkAndDedupe) => LinkType::LinkAndDedupe,
            None if self.is_ready() && files > 1 => LinkType::LinkAndDedupe,
            None => settings.link_type,
        };
        Ok(settings)
    }

    /// Fits the model to files, and says what that took.
    pub(super) fn fitted(&self, files: &[PathBuf], more: &[&str]) -> anyhow::Result<Fitted> {
        let settings = self.settings(files.len())?;
        if !self.is_clean() {
            let mut layout = settings.layout(more)?;
            let named = self.columns.iter();
            layout.also = named.map(|(name, own)| (name.clone(), vec![own.clone()])).collect();
            return Ok(Fitted { settings, layout, notes: Vec::new() });
        }
        let mut headings = Vec::new();
        for path in files {
            let file = path.display().to_string();
            let columns = heading(input(path, &file, &ProgressBar::hidden())?)?;
            headings.push(Heading { file, columns });
        }
        Ok(model::fit(settings, &headings, &self.columns, more)?)
    }

    /// Makes records ready to be compared.
    pub(super) fn joined(&self, fitted: Fitted, records: Records) -> anyhow::Result<Linker> {
        if !self.is_clean() {
            return Ok(Linker::new(fitted.settings, records, self.options())?);
        }
        let (linker, notes) = fitted.with(records, self.options())?;
        note(&notes);
        Ok(linker)
    }
}

/// Reads the files' records, on a terminal with a bar; without names of sources the files' own are
/// theirs.
pub(super) fn records(
    files: &[PathBuf],
    sources: &[String],
    fitted: &Fitted,
) -> anyhow::Result<Records> {
    let bar = ProgressBar::new(0);
    bar.set_style(style("{msg:12} {bar:40} {percent} % {elapsed}")?);
    bar.set_message("Reading");
    if !sources.is_empty() && sources.len() != files.len() {
        let (names, files) = (sources.len(), files.len());
        let problem = format!("there are {names} names of sources for {files} files");
        return Err(Refusal::Setting(problem).into());
    }
    let mut inputs = Vec::new();
    for (at, path) in files.iter().enumerate() {
        let own = path.file_stem().map_or_else(String::new, |own| own.to_string_lossy().into());
        bar.inc_length(fs::metadata(path).map_or(0, |known| known.len()));
        inputs.push(input(path, sources.get(at).unwrap_or(&own), &bar)?);
    }
    let records = Records::read(inputs, &fitted.layout);
    bar.finish_and_clear();
    Ok(records?)
}

/// Opens a model and files, ready to be compared; the ready model is fitted to them.
pub(super) fn linker(args: &ModelArgs, files: &[PathBuf], more: &[&str]) -> anyhow::Result<Linker> {
    let fitted = args.fitted(files, more)?;
    adapted(args, files, fitted)
}

/// Opens files for a model that was found to suit them; the ready model is fitted to them.
pub(super) fn adapted(
    args: &ModelArgs,
    files: &[PathBuf],
    fitted: Fitted,
) -> anyhow::Result<Linker> {
    note(&fitted.notes);
    let records = records(files, &args.sources, &fitted)?;
    let mut linker = args.joined(fitted, records)?;
    if args.is_ready() {
        let shown = spinner("Fitting the model")?;
        let notes = linker.adapt(args.seed)?;
        shown.finish_and_clear();
        note(&notes);
    }
    Ok(linker)
}

/// Says something on standard error, so that what goes to a pipe stays what it was.
pub(super) fn note(notes: &[String]) {
    for note in notes {
        eprintln!("note: {note}");
    }
}

/// Shows, on a terminal, that something is being done.
pub(super) fn spinner(doing: &'static str) -> anyhow::Result<ProgressBar> {
    let shown = ProgressBar::new_spinner().with_style(style("{spinner} {msg} {elapsed}")?);
    shown.set_message(doing);
    shown.enable_steady_tick(Duration::from_millis(200));
    Ok(shown)
}

fn input<'a>(path: &Path, source: &str, bar: &ProgressBar) -> Result<Input<'a>, Refusal> {
    let name = path.display().to_string();
    let opened = opened(path)?;
    let input = Box::new(bar.wrap_read(BufReader::new(opened)));
    Ok(Input { name, source: source.to_owned(), input })
}

fn opened(path: &Path) -> Result<File, Refusal> {
    files::open(path).map_err(|error| Refusal::Opening {
        file: path.display().to_string(),
        problem: error.to_string(),
    })
}

fn text(path: &Path) -> Result<String, Refusal> {
    let mut text = String::new();
    let file = path.display().to_string();
    opened(path)?
        .take(LARGEST_MODEL)
        .read_to_string(&mut text)
        .map_err(|error| Refusal::Opening { file, problem: error.to_string() })?;
    Ok(text)
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (name, own) = text.split_once('=').ok_or("write the model's name, =, and the file's")?;
    Ok((name.trim().to_owned(), own.trim().to_owned()))
}
