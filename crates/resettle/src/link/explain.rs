//! `resettle link explain`: why two records are one person, or not.

use std::io::Write as _;
use std::path::PathBuf;

use clap::Args;
use link::refusal::Refusal;

use super::open::{self, ModelArgs};
use super::{print, whole};

/// Show why two records are one person, or not
#[derive(Args, Debug)]
#[command(override_usage = "resettle link explain [OPTIONS] <FILE>... <A> <B>")]
pub(super) struct ExplainArgs {
    /// The files, CSV or Parquet, then the ids of two records; of several files with the same ids, the
    /// source and a colon before each
    #[arg(required = true, num_args = 3.., value_name = "FILE")]
    files: Vec<String>,
    #[command(flatten)]
    model: ModelArgs,
    /// Where to draw it too, as SVG
    #[arg(long, value_name = "FILE.svg")]
    svg: Option<PathBuf>,
}

/// Runs the command.
pub(super) fn run(args: &ExplainArgs) -> anyhow::Result<()> {
    let [files @ .., left, right] = args.files.as_slice() else {
        return Err(Refusal::Setting("name a file and two records".into()).into());
    };
    let files: Vec<PathBuf> = files.iter().map(PathBuf::from).collect();
    let linker = open::linker(&args.model, &files, &[])?;
    let waterfall = linker.explain(left, right)?;
    if let Some(path) = &args.svg {
        whole::write(path, |out| out.write_all(waterfall.to_svg().as_bytes()))?;
    }
    print(&waterfall.to_text())
}
