//! Scores a file with a model.
use link::{linker::*, read::Input, records::Records, settings::Settings};
use std::time::Instant;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let t = Instant::now();
    let settings = Settings::parse(&std::fs::read_to_string(&a[2]).unwrap()).unwrap();
    let threads: usize = a[3].parse().unwrap();
    let derived: Vec<(String, String)> = a[5..].iter().map(|s| { let (a, b) = s.split_once('=').unwrap(); (a.into(), b.into()) }).collect();
    let layout = settings.layout_with(&[], &derived).unwrap();
    let mut records = Records::read(vec![Input { name: a[1].clone(), source: "a".into(), input: Box::new(std::fs::File::open(&a[1]).unwrap()) }], &layout).unwrap();
    eprintln!("read {:?}", t.elapsed());
    for (n, s) in &derived { records.derive(n, s).unwrap(); }
    eprintln!("derived {:?}", t.elapsed());
    let mut linker = Linker::new(settings, records, Options { threads, ..Options::default() }).unwrap();
    eprintln!("compiled {:?}", t.elapsed());
    let p = linker.predict(weight_of(0.0001)).unwrap();
    eprintln!("predicted {:?} {} {:?} kept {}", t.elapsed(), p.scored(), p.by_rule, p.pairs.len());
    let mut out = String::new();
    for x in &p.pairs { out += &format!("{},{},{}\n", linker.records().id(x.left), linker.records().id(x.right), x.weight); }
    std::fs::write(&a[4], out).unwrap();
}
