//! The whole comparison, over and over: everyone drawn anew with replacement, the score fitted, people
//! matched, and the outcome read, a thousand times.
//!
//! It measures; it is not an error of the estimate. The bootstrap is not valid for nearest
//! neighbours (Abadie and Imbens 2008, Econometrica 76:1537).

use anyhow::Context;
use evaluate::{Assignment, Design, Kind, Method, Nearest, Outcome, Scale, Table, Ties, Values};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use std::fs::File;
use std::path::Path;
use std::time::Instant;

/// What the columns of a cohort that are no covariates are called.
const OTHERS: [&str; 5] = ["id", "treated", "reoffend", "n_reoffences", "t_first"];
/// What is matched on exactly.
const EXACT: &str = "male";
/// The outcome.
const OUTCOME: &str = "reoffend";

/// Repeats the comparison of a cohort and says how long that took.
pub(crate) fn run(file: &Path, count: u64, threads: u64) -> anyhow::Result<()> {
    let name = file.display().to_string();
    let heading = evaluate::read::read_heading(&name, File::open(file)?)?;
    let covariates: Vec<String> =
        heading.into_iter().filter(|name| !OTHERS.contains(&name.as_str())).collect();
    let columns: Vec<&str> =
        covariates.iter().map(String::as_str).chain(["treated", OUTCOME]).collect();
    let table = evaluate::read::read_table(&name, File::open(file)?, &columns)?;
    let begun = Instant::now();
    let effects = std::thread::scope(|scope| {
        let one = |thread: u64| {
            let (table, covariates, columns) = (&table, &covariates, &columns);
            scope.spawn(move || {
                let mine = (0..count).filter(|nth| nth % threads == thread);
                mine.map(|nth| replicate(table, covariates, columns, nth)).collect()
            })
        };
        let running: Vec<_> = (0..threads).map(one).collect();
        let mut effects: Vec<f64> = Vec::new();
        for thread in running {
            let found: anyhow::Result<Vec<f64>> =
                thread.join().ok().context("a thread has stopped")?;
            effects.extend(found?);
        }
        anyhow::Ok(effects)
    })?;
    let mean = effects.iter().sum::<f64>() / effects.len() as f64;
    let seconds = begun.elapsed().as_secs_f64();
    println!("{} replicates in {seconds:.1} s; their mean is {mean:.5}", effects.len());
    Ok(())
}

fn replicate(
    table: &Table,
    covariates: &[String],
    columns: &[&str],
    nth: u64,
) -> anyhow::Result<f64> {
    // A stream of its own for each, so that threads change nothing.
    let mut random = ChaCha8Rng::seed_from_u64(1);
    random.set_stream(nth);
    let mut below = |n: usize| ((u128::from(random.next_u64()) * n as u128) >> 64) as usize;
    let treated = table.column("treated")?;
    let side = |on: f64| (0..treated.len()).filter(|row| treated[*row] == on).collect();
    let sides: [Vec<usize>; 2] = [side(1.0), side(0.0)];
    let mut rows = Vec::with_capacity(treated.len());
    for side in &sides {
        rows.extend(side.iter().map(|_| side[below(side.len())]));
    }
    let drawn = columns.iter().map(|name| {
        let column = table.column(name)?;
        Ok(((*name).to_owned(), rows.iter().map(|row| column[*row]).collect::<Values>()))
    });
    let mut drawn = Table::new(drawn.collect::<anyhow::Result<_>>()?)?;
    let outcomes = drawn.set_aside(&[OUTCOME])?;
    let exact = [EXACT.to_owned()];
    let design = Design::from_table(drawn, "treated", covariates, &exact, Assignment::Observed)?;
    let method = Method::Nearest(Nearest {
        k: 10,
        replace: true,
        caliper: Some(0.2),
        scale: Scale::Logit,
        ties: Ties::Share,
    });
    let sealed = design.compare(method)?.seal();
    let outcome = Outcome::new(OUTCOME, OUTCOME, Kind::Rate);
    Ok(sealed.analyse(&outcomes, &outcome)?.figure.estimate().estimate)
}
