//! `resettle link profile`: what files are like before anything is linked.

use std::path::PathBuf;

use clap::Args;
use link::linker::weight_of;
use link::profile::{columns_text, rules_text};

use super::open::{ModelArgs, note, records, spinner};
use super::{number, print};

/// Weight, as a probability, that a record must be able to reach.
const SURE: f64 = 0.95;

/// Show what is missing and common in files, and how many pairs each blocking rule would make
#[derive(Args, Debug)]
pub(super) struct ProfileArgs {
    /// The files, CSV or Parquet
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    model: ModelArgs,
}

/// Runs the command.
pub(super) fn run(args: &ProfileArgs) -> anyhow::Result<()> {
    let fitted = args.model.fitted(&args.files, &[])?;
    note(&fitted.notes);
    let records = records(&args.files, &args.model.sources, &fitted)?;
    let mut text = format!("{} records\n\n", number(records.len()));
    // Before they are cleaned: this is about the files as they are.
    text += &columns_text(&records.profile());
    let mut linker = args.model.joined(fitted, records)?;
    let shown = spinner("Counting pairs")?;
    let sizes = linker.rule_sizes()?;
    if args.model.is_ready() {
        linker.adapt(args.model.seed)?;
    }
    let unlinkable = 100.0 * linker.unlinkable(weight_of(SURE));
    shown.finish_and_clear();
    text += "\nPairs that each rule makes by itself, and those of the value that most records share:\n\n";
    text += &rules_text(&sizes, args.model.largest_block());
    text += &format!(
        "\n{unlinkable:.2} % of records hold so little that not even a copy of them would reach {SURE}\n"
    );
    print(&text)
}
