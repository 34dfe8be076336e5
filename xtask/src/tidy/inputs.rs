//! Time, chance and identity come in as arguments below `app`: the same arguments then give the
//! same answer, in a test, in a replay of a failure, and for the evaluator who checks a figure.

use super::{Findings, Rule, Tree};

pub(super) const RULE: Rule =
    Rule { name: "time, chance and identity come in as arguments below app", check };

const ROOMS: [&str; 10] = [
    "disclosure",
    "domain",
    "evaluate",
    "govuk",
    "link",
    "policy",
    "report",
    "store",
    "synth",
    "table",
];

/// What reads the clock, rolls dice or looks around.
const BANNED: [&str; 12] = [
    "Utc::now",
    "Local::now",
    "SystemTime",
    "Instant::now",
    "thread_rng",
    "rand::rng",
    "rand::random",
    "OsRng",
    "SysRng",
    "Uuid::new_v4",
    "Uuid::now_v7",
    "env::var",
];

fn check(tree: &Tree, findings: &mut Findings) {
    for (file, rust) in tree.product_rust() {
        if !file.room().is_some_and(|room| ROOMS.contains(&room)) {
            continue;
        }
        for banned in BANNED {
            for at in rust.product_uses(banned) {
                let wrong = format!("`{banned}` below app");
                let what_to_do = "take the time, the random numbers or the id as an argument";
                findings.add(&file.path, file.line(at), &wrong, what_to_do);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::tidy::check_rule;

    #[test]
    fn only_code_of_the_product_below_app_is_bound() {
        let now = "//! Utc::now in a doc\nfn a() { chrono::Utc::now() }\n";
        let in_test = "//! a\n#[cfg(test)]\nmod tests { fn a() { std::env::var(\"A\") } }\n";
        let files = [
            ("crates/app/src/clock.rs", now),
            ("crates/domain/src/clock.rs", now),
            ("crates/evaluate/src/test.rs", in_test),
            ("crates/synth/src/lib.rs", "fn a() { my_rand::rngs() }\nfn b() { rand::rng() }"),
        ];
        let expected = ["crates/domain/src/clock.rs:2", "crates/synth/src/lib.rs:2"];
        check_rule(&super::RULE, &files, &expected);
    }
}
