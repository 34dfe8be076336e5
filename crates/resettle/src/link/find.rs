//! `resettle link find`: which records new ones may be, each looked up by itself.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use link::index::Index;
use link::linker::weight_of;
use link::model::prepare;
use link::table::write_found;

use super::open::{self, ModelArgs, note};
use super::{checked, print};

/// Look new records up among those of the files, each by itself
#[derive(Args, Debug)]
pub(super) struct FindArgs {
    /// The files, CSV or Parquet
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The new records, CSV or Parquet
    #[arg(long, value_name = "FILE")]
    new: PathBuf,
    #[command(flatten)]
    model: ModelArgs,
    /// Least probability that two records are one person for it to be shown
    #[arg(long, value_name = "SHARE", default_value_t = 0.5)]
    threshold_match_probability: f64,
}

/// Runs the command.
pub(super) fn run(args: &FindArgs) -> anyhow::Result<()> {
    let least = weight_of(checked(args.threshold_match_probability)?);
    let new = std::slice::from_ref(&args.new);
    // What is compared has to be in all of them.
    let fitted = args.model.fitted(&[args.files.as_slice(), new].concat(), &[])?;
    let mut new = open::records(new, &[], &fitted)?;
    if args.model.is_clean() {
        note(&prepare(&mut new)?);
    }
    let index = Index::new(open::adapted(&args.model, &args.files, fitted)?)?;
    let found = index.find(&new, least)?;
    let mut table = Vec::new();
    write_found((&index, &new), &found, &mut table)?;
    print(&String::from_utf8(table).context("an id is not UTF-8")?)
}
