//! `resettle link train`: learns a model from files without labels.

use std::io::Write as _;
use std::path::PathBuf;

use clap::Args;
use link::linker::Linker;
use link::model::{RANDOM_PAIRS, RECALL, strict_rules};
use link::refusal::Refusal;
use link::settings::Rule;
use link::train::Session;

use super::open::{ModelArgs, note, records, spinner};
use super::{number, print, warn, whole};

/// Learn a model from files without labels, and write it
#[derive(Args, Debug)]
pub(super) struct TrainArgs {
    /// The files, CSV or Parquet
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    model: ModelArgs,
    /// Where to write the model
    #[arg(long, value_name = "FILE.json")]
    out: PathBuf,
    /// A rule that is nearly always right, such as "l.dob = r.dob and l.surname = r.surname"; may be given
    /// several times. When left out, the strictest rules of the model
    #[arg(long = "prior-rule", value_name = "RULE")]
    prior: Vec<String>,
    /// Share of all true pairs that these rules are thought to find
    #[arg(long, value_name = "SHARE", default_value_t = RECALL)]
    recall: f64,
    /// Random pairs to learn from how often two people agree by chance
    #[arg(long, value_name = "PAIRS", default_value_t = RANDOM_PAIRS)]
    random_pairs: u64,
    /// A rule whose pairs teach how often the records of one person agree; may be given several times.
    /// When left out, rules of the model that together leave each comparison open
    #[arg(long = "train-on", value_name = "RULE")]
    sessions: Vec<String>,
    /// A column that says who is who: how often the records of one person agree is then counted, and no
    /// rule is needed for it
    #[arg(long, value_name = "COLUMN", conflicts_with = "sessions")]
    truth: Option<String>,
}

/// Runs the command.
pub(super) fn run(args: &TrainArgs) -> anyhow::Result<()> {
    let truth: Vec<&str> = args.truth.as_deref().into_iter().collect();
    let fitted = args.model.fitted(&args.files, &truth)?;
    note(&fitted.notes);
    let records = records(&args.files, &args.model.sources, &fitted)?;
    let mut linker = args.model.joined(fitted, records)?;
    let mut text = String::new();
    text += &prior(args, &mut linker)?;
    let shown = spinner("Comparing random pairs")?;
    let random = linker.estimate_u(args.random_pairs, args.model.seed)?;
    shown.finish_and_clear();
    text += &format!("u: from {} random pairs\n", number(random.pairs));
    note(&random.warnings);
    text += &match &args.truth {
        Some(column) => told(&linker.estimate_m_from_labels(column)?),
        None => sessions(args, &mut linker)?,
    };
    warn(&linker);
    let model = linker.settings().to_json();
    whole::write(&args.out, |out| out.write_all(model.as_bytes()))?;
    print(&format!("{text}wrote {}\n", args.out.display()))
}

fn prior(args: &TrainArgs, linker: &mut Linker) -> anyhow::Result<String> {
    let mut rules: Vec<Rule> = args.prior.iter().map(Rule::of).collect();
    if rules.is_empty() && args.model.is_clean() {
        rules = strict_rules(linker);
    }
    if rules.is_empty() {
        rules = linker.settings().plan()?.prior;
    }
    if rules.is_empty() {
        let prior = linker.settings().probability_two_random_records_match;
        return Ok(format!(
            "prior: {prior}, as in the model: none of its rules is strict enough to learn it from\n"
        ));
    }
    let shown = spinner("Counting sure pairs")?;
    let prior = linker.estimate_prior(&rules, args.recall)?;
    shown.finish_and_clear();
    let (recall, rules) = (args.recall, rules.len());
    Ok(format!("prior: {prior:.3e}, from {rules} rules that find {recall} of all true pairs\n"))
}

fn sessions(args: &TrainArgs, linker: &mut Linker) -> anyhow::Result<String> {
    let mut rules: Vec<Rule> = args.sessions.iter().map(Rule::of).collect();
    let is_chosen = !rules.is_empty();
    if !is_chosen {
        let plan = linker.settings().plan()?;
        for name in plan.untaught {
            eprintln!(
                "warning: every rule uses a column of \"{name}\": nothing is learned about it"
            );
        }
        rules = plan.sessions;
    }
    let mut text = String::new();
    for rule in &rules {
        let shown = spinner("Learning")?;
        let session = match linker.estimate_m(rule) {
            // A rule that nobody asked for is passed over.
            Err(refusal @ Refusal::NothingToTrainOn(_)) if !is_chosen => {
                eprintln!("note: {refusal}");
                continue;
            }
            session => session?,
        };
        shown.finish_and_clear();
        text += &told(&session);
    }
    Ok(text)
}

/// Says what a session learned, and on standard error what to look at.
fn told(session: &Session) -> String {
    for warning in &session.warnings {
        eprintln!("warning: {warning}");
    }
    format!(
        "m of {}: from {} pairs of `{}`, settled in round {}\n",
        session.trained.join(", "),
        number(session.pairs),
        session.rule,
        session.rounds,
    )
}
