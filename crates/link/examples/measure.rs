//! A whole run, timed: read, derive, prior, u, m, score, cluster; then how right it is.
//!
//!     cargo run --release -p link --example measure -- people.parquet preset.json THREADS \
//!         [model.json [seed [new.parquet]]]
//!
//! With new records, an index is made and each of the first thousand is looked up in it, alone.
//!
//! The preset is JSON: `settings` as Splink has them, `derived` (name to expression), `truth` (a
//! column), `prior` and `train` (lists of rules).

#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use std::fs::File;
use std::hint::black_box;
use std::time::Instant;

use link::accuracy::Truth;
use link::cluster::Clusters;
use link::index::Index;
use link::linker::{Linker, Options, weight_of};
use link::read::Input;
use link::records::Records;
use link::settings::{Rule, Settings};
use serde_json::Value;

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Fallible<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [path, preset, threads, model @ ..] = arguments.as_slice() else {
        return Err(
            "measure people.parquet preset.json THREADS [model.json [seed [new.parquet]]]".into()
        );
    };
    let preset: Value = serde_json::from_str(&std::fs::read_to_string(preset)?)?;
    let seed = model.get(1).map_or(Ok(1), |seed| seed.parse())?;
    let begun = Instant::now();
    let lap = |what: &str| {
        let cpu = cpu_seconds().unwrap_or(f64::NAN);
        println!("{:8.2} s, {cpu:7.2} s of processors: {what}", begun.elapsed().as_secs_f64());
    };
    let mut linker = prepared(path, &preset, threads.parse()?)?;
    lap("read and compiled");
    let prior = linker.estimate_prior(&rules(&preset["prior"]), 0.6)?;
    lap(&format!("prior {prior}"));
    let random = linker.estimate_u(10_000_000, seed)?;
    lap(&format!("u from {} pairs {:?}", random.pairs, random.warnings));
    for rule in rules(&preset["train"]) {
        let session = linker.estimate_m(&rule)?;
        lap(&format!("m from {} pairs, {} rounds", session.pairs, session.rounds));
    }
    let before = begun.elapsed();
    let found = linker.predict(weight_of(0.5))?;
    let scoring = (begun.elapsed() - before).as_secs_f64();
    lap(&format!("scored {}, kept {}; {:?}", found.scored(), found.pairs.len(), found.by_rule));
    let people = Clusters::connected(linker.records().len(), &found.pairs, weight_of(0.99));
    lap(&format!("{} people", people.count()));
    println!("{}", memory("VmHWM")?);
    beside_memory(found.scored() as f64 / scoring, linker.bytes_compared(), threads.parse()?);
    let truth = Truth::new(linker.records().groups(preset["truth"].as_str().unwrap_or_default())?);
    for threshold in [0.5, 0.8, 0.9, 0.95, 0.99, 0.999] {
        let weight = weight_of(threshold);
        let pairs = truth.of_pairs(&found.pairs, weight);
        let people = Clusters::connected(linker.records().len(), &found.pairs, weight);
        let people = truth.of_clusters(&people);
        for (what, own) in [("pairs", pairs), ("people", people)] {
            let (precision, recall) = (own.precision(), own.recall());
            println!(
                "{threshold:6} {what:7} precision {precision:.5} recall {recall:.5} F1 {:.5}",
                own.f1()
            );
        }
    }
    if let [model, ..] = model {
        std::fs::write(model, linker.settings().to_json())?;
    }
    if let Some(new) = model.get(2) {
        look_up(linker, &read(new, &preset)?.1)?;
    }
    Ok(())
}

/// Says how far the pairs of a second are from what memory could bring, where of each pair all that is
/// compared of both records came from there once. What lies in a block comes from nearer by, so that
/// more is possible.
fn beside_memory(pairs_a_second: f64, bytes: usize, threads: usize) {
    // More than any cache holds; read by each thread at once, the best of five.
    let words = vec![1_u64; 1 << 26];
    let read = || {
        let begun = Instant::now();
        std::thread::scope(|scope| {
            for part in words.chunks(words.len().div_ceil(threads)) {
                scope.spawn(move || black_box(part.iter().fold(0, |sum, word| sum ^ word)));
            }
        });
        size_of_val(&words[..]) as f64 / begun.elapsed().as_secs_f64()
    };
    let bandwidth = (0..5).map(|_| read()).fold(0.0, f64::max);
    let most = bandwidth / (2 * bytes) as f64;
    println!(
        "{pairs_a_second:.0} pairs a second; memory reads {:.1} GB/s, {most:.0} pairs of 2 x {bytes} bytes: {:.0} %",
        bandwidth / 1e9,
        100.0 * pairs_a_second / most
    );
}

/// Looks each of the first thousand new records up, and one record of the index beside a thousand.
fn look_up(linker: Linker, new: &Records) -> Fallible<()> {
    let thousand: Vec<(u32, u32)> = (1..=1_000).map(|other| (0, other)).collect();
    let times = timed(1_000, |_| {
        let weights = linker.weights(&thousand);
        if weights.len() == thousand.len() { Ok(()) } else { Err("pairs are missing".into()) }
    })?;
    println!("one record beside 1,000: {}", spread(times));
    let begun = Instant::now();
    let index = Index::new(linker)?;
    println!(
        "an index of {} records in {:.2} s",
        index.records().len(),
        begun.elapsed().as_secs_f64()
    );
    let mut found = 0;
    let times = timed(1_000.min(new.len()), |at| {
        found += index.find(&new.only(at as u32), weight_of(0.5))?[0].len();
        Ok(())
    })?;
    println!("{} new records looked up, {found} found: {}", times.len(), spread(times));
    println!("{}", memory("VmRSS")?);
    Ok(())
}

/// Returns the line of one kind of memory, as Linux says it.
fn memory(kind: &str) -> Fallible<String> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    Ok(status.lines().find(|line| line.starts_with(kind)).unwrap_or_default().to_owned())
}

/// Returns the milliseconds that each of some tasks took, in order.
fn timed(times: usize, mut task: impl FnMut(usize) -> Fallible<()>) -> Fallible<Vec<f64>> {
    let one = |at| {
        let begun = Instant::now();
        task(at)?;
        Ok(begun.elapsed().as_secs_f64() * 1e3)
    };
    let mut taken = (0..times).map(one).collect::<Fallible<Vec<f64>>>()?;
    taken.sort_by(f64::total_cmp);
    Ok(taken)
}

fn spread(of: Vec<f64>) -> String {
    let at = |share: usize| of[(of.len() - 1) * share / 100];
    format!(
        "{:.2} ms in the middle, {:.2} ms of 95 in 100, {:.2} ms of 99, {:.2} ms at most",
        at(50),
        at(95),
        at(99),
        at(100)
    )
}

fn prepared(path: &str, preset: &Value, threads: usize) -> Fallible<Linker> {
    let (settings, records) = read(path, preset)?;
    Ok(Linker::new(settings, records, Options { threads, ..Options::default() })?)
}

fn read(path: &str, preset: &Value) -> Fallible<(Settings, Records)> {
    let settings = Settings::parse(&preset["settings"].to_string())?;
    let derived = preset["derived"].as_object().into_iter().flatten();
    let derived: Vec<(String, String)> = derived
        .map(|(name, sql)| (name.clone(), sql.as_str().unwrap_or_default().to_owned()))
        .collect();
    let layout = settings.layout_with(&[preset["truth"].as_str().unwrap_or_default()], &derived)?;
    let input =
        Input { name: path.into(), source: path.into(), input: Box::new(File::open(path)?) };
    let mut records = Records::read(vec![input], &layout)?;
    for (name, sql) in &derived {
        records.derive(name, sql)?;
    }
    Ok((settings, records))
}

fn rules(of: &Value) -> Vec<Rule> {
    of.as_array().into_iter().flatten().filter_map(Value::as_str).map(Rule::of).collect()
}

/// Returns the time that processors spent on this, user and system, where Linux says it.
fn cpu_seconds() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.split(' ').collect();
    let ticks = fields.get(13)?.parse::<f64>().ok()? + fields.get(14)?.parse::<f64>().ok()?;
    Some(ticks / 100.0)
}
