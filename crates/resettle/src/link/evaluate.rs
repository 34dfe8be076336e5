//! `resettle link evaluate`: how right a model is, where a column says who is who.

use std::path::PathBuf;

use clap::Args;
use link::accuracy::{Accuracy, Truth};
use link::cluster::Clusters;
use link::linker::weight_of;

use super::open::{self, ModelArgs, spinner};
use super::{number, print};

/// Thresholds looked at, as probabilities.
const THRESHOLDS: [f64; 8] = [0.1, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 0.9999];

/// Say how right a model is, where a column says who is who
#[derive(Args, Debug)]
pub(super) struct EvaluateArgs {
    /// The files, CSV or Parquet
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    model: ModelArgs,
    /// The column that has the same value in all records of one person
    #[arg(long, value_name = "COLUMN")]
    truth: String,
}

/// Runs the command.
pub(super) fn run(args: &EvaluateArgs) -> anyhow::Result<()> {
    let mut linker = open::linker(&args.model, &args.files, &[&args.truth])?;
    let shown = spinner("Comparing")?;
    let found = linker.predict(weight_of(THRESHOLDS[0]))?;
    shown.finish_and_clear();
    let truth = Truth::new(linker.records().groups(&args.truth)?);
    let mut rows = String::new();
    let mut best = [(0.0, 0.0); 2];
    let mut of = 0;
    for threshold in THRESHOLDS {
        let weight = weight_of(threshold);
        let people = Clusters::connected(linker.records().len(), &found.pairs, weight);
        let both = [truth.of_pairs(&found.pairs, weight), truth.of_clusters(&people)];
        of = both[0].of;
        for (best, own) in best.iter_mut().zip(&both) {
            if own.f1() > best.0 {
                *best = (own.f1(), threshold);
            }
        }
        rows += &format!("{threshold:>9}  {}   {}\n", cells(&both[0]), cells(&both[1]));
    }
    let text = format!(
        "{} records; {} pairs are one person by \"{}\"; {} pairs compared\n\n",
        number(linker.records().len()),
        number(of),
        args.truth,
        number(found.scored()),
    );
    let heading = format!("{:>9} {:>8} {:>7}", "precision", "recall", "F1");
    let heading =
        format!("{:>9}  {:<26}   people\n{:>9}  {heading}   {heading}\n", "", "pairs", "threshold");
    let [pairs, people] = best.map(|(f1, threshold)| format!("F1 {f1:.4} at {threshold}"));
    let best = format!("\nbest: pairs {pairs}; people {people}\n");
    print(&(text + &heading + &rows + &best))
}

fn cells(own: &Accuracy) -> String {
    format!("{:>9.4} {:>8.4} {:>7.4}", own.precision(), own.recall(), own.f1())
}
