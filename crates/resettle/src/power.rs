//! `resettle power`: the question to ask before money is spent. Everything that thinks is in the
//! `evaluate` crate.

use anyhow::Context;
use clap::Args;
use evaluate::power::Losses;
use evaluate::power::answer::answer;
use evaluate::power::question::{Direction, Measure, PowerQuestion, Sides, Wanted};
use evaluate::power::words::Language;

/// Say how many people a study needs, and what so many can show
#[derive(Args, Debug)]
pub(crate) struct PowerArgs {
    /// Rate without the programme, 0 to 1
    #[arg(long, value_name = "RATE")]
    rate: Option<f64>,
    /// For an amount: its standard deviation between people
    #[arg(long, value_name = "SD")]
    sd: Option<f64>,
    /// For counts: events a person without the programme
    #[arg(long, value_name = "EVENTS")]
    count: Option<f64>,
    /// For counts: how much more people scatter than by chance (variance = mean + this × mean²)
    #[arg(long, value_name = "NUMBER")]
    dispersion: Option<f64>,
    /// Rate or events a person expected among those who take part
    #[arg(long, value_name = "FIGURE", conflicts_with = "change")]
    expected: Option<f64>,
    /// Least change worth having, with its sign: -0.05 is a fall of 5 points
    #[arg(long, value_name = "CHANGE", allow_negative_numbers = true)]
    change: Option<f64>,
    /// People who take part
    #[arg(long, value_name = "NUMBER")]
    people: Option<u64>,
    /// Comparison people, at their worth, for each one who takes part
    #[arg(long, default_value_t = 10.0)]
    ratio: f64,
    /// Chance to find the change if it is real
    #[arg(long, default_value_t = 0.8)]
    power: f64,
    /// Chance of a false finding
    #[arg(long, default_value_t = 0.05)]
    alpha: f64,
    /// Look only for the change hoped for, and not for harm
    #[arg(long)]
    one_sided: bool,
    /// Without a change: look for a rise
    #[arg(long)]
    rise: bool,
    /// Outcomes tested (Holm)
    #[arg(long, default_value_t = 1)]
    outcomes: u32,
    /// Share of people who are found in the records
    #[arg(long, default_value_t = 1.0)]
    linked: f64,
    /// People served together, on average
    #[arg(long, default_value_t = 1.0)]
    cluster_size: f64,
    /// How alike people served together are: the intra-cluster correlation
    #[arg(long, default_value_t = 0.0)]
    correlation: f64,
    /// Write JSON to standard output
    #[arg(long, value_name = "-", value_parser = ["-"])]
    json: Option<String>,
    /// Write in Welsh
    #[arg(long)]
    welsh: bool,
}

/// Runs the command.
///
/// # Errors
/// A refusal for whatever the reader can put right; anything else is our fault.
pub(crate) fn run(args: &PowerArgs) -> anyhow::Result<()> {
    let figure = args.expected.map(Wanted::Figure);
    let found = answer(&PowerQuestion {
        measure: Measure::of(args.rate, args.sd, args.count, args.dispersion)?,
        wanted: figure.or(args.change.map(Wanted::Change)),
        direction: if args.rise { Direction::Rise } else { Direction::Fall },
        people: args.people,
        ratio: args.ratio,
        power: args.power,
        alpha: args.alpha,
        sides: if args.one_sided { Sides::One } else { Sides::Two },
        outcomes: args.outcomes,
        losses: Losses {
            linked: args.linked,
            cluster_size: args.cluster_size,
            correlation: args.correlation,
        },
    })?;
    if args.json.is_some() {
        return crate::evaluate::print(&found.to_json()?);
    }
    let language = if args.welsh { Language::Welsh } else { Language::English };
    let mut text = String::new();
    found.write(language, &mut text).context("the answer cannot be written as text")?;
    crate::evaluate::print(&text)
}
