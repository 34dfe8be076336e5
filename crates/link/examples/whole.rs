//! A whole run on a benchmark file.
use link::{accuracy::Truth, cluster::Clusters, linker::*, read::Input, records::Records, settings::{Rule, Settings}};
use std::time::Instant;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let t = Instant::now();
    let preset: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&a[2]).unwrap()).unwrap();
    let settings = Settings::parse(&preset["settings"].to_string()).unwrap();
    let threads: usize = a[3].parse().unwrap();
    let strs = |k: &str| -> Vec<String> { preset[k].as_array().unwrap().iter().map(|x| x.as_str().unwrap().to_owned()).collect() };
    let derived: Vec<(String, String)> = preset["derived"].as_object().unwrap().iter().map(|(k, v)| (k.clone(), v.as_str().unwrap().to_owned())).collect();
    let truth = preset["truth"].as_str().unwrap();
    let layout = settings.layout_with(&[truth], &derived).unwrap();
    let mut records = Records::read(vec![Input { name: a[1].clone(), source: "a".into(), input: Box::new(std::fs::File::open(&a[1]).unwrap()) }], &layout).unwrap();
    eprintln!("read {:?} cpu {}", t.elapsed(), cpu());
    for (n, s) in &derived { records.derive(n, s).unwrap(); }
    eprintln!("derived {:?} cpu {}", t.elapsed(), cpu());
    if std::env::var("STOP").is_ok() { return; }
    let mut linker = Linker::new(settings, records, Options { threads, ..Options::default() }).unwrap();
    eprintln!("compiled {:?} cpu {}", t.elapsed(), cpu());
    let rules: Vec<Rule> = strs("prior").into_iter().map(Rule::of).collect();
    let prior = linker.estimate_prior(&rules, 0.6).unwrap();
    eprintln!("prior {:?} cpu {} {prior}", t.elapsed(), cpu());
    let u = linker.estimate_u(10_000_000, 1).unwrap();
    eprintln!("u {:?} cpu {} {u:?}", t.elapsed(), cpu());
    for r in strs("train") {
        let s = linker.estimate_m(&Rule::of(r)).unwrap();
        eprintln!("m {:?} cpu {} {s:?}", t.elapsed(), cpu());
    }
    let p = linker.predict(weight_of(0.5)).unwrap();
    eprintln!("predicted {:?} cpu {} scored {} {:?} kept {}", t.elapsed(), cpu(), p.scored(), p.by_rule, p.pairs.len());
    let c = linker.clusters(&p.pairs, weight_of(0.99), 1000).unwrap();
    eprintln!("clustered {:?} cpu {} {}", t.elapsed(), cpu(), c.count());
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    eprintln!("{}", status.lines().find(|l| l.starts_with("VmHWM")).unwrap());
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let f: Vec<&str> = stat.split(' ').collect();
    eprintln!("cpu {} s", (f[13].parse::<f64>().unwrap() + f[14].parse::<f64>().unwrap()) / 100.0);
    let truth = Truth::new(linker.records().groups(truth).unwrap());
    for th in [0.5, 0.8, 0.9, 0.95, 0.99, 0.999] { let q = truth.of_pairs(&p.pairs, weight_of(th)); eprintln!("edge {th} {:.5} {:.5} {:.5}", q.precision(), q.recall(), q.f1()); }
    for th in [0.95, 0.99, 0.999] { let q = truth.of_clusters(&Clusters::connected(linker.records().len(), &p.pairs, weight_of(th))); eprintln!("cluster {th} {:.5} {:.5} {:.5}", q.precision(), q.recall(), q.f1()); }
    if a.len() > 4 { std::fs::write(&a[4], linker.settings().to_json()).unwrap(); }
}

fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let f: Vec<&str> = stat.split(' ').collect();
    (f[13].parse::<f64>().unwrap() + f[14].parse::<f64>().unwrap()) / 100.0
}
