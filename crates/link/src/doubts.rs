//! What is odd about a model, said before anybody relies on it.

use crate::program::m_and_u;
use crate::settings::{Comparison, Settings};

impl Settings {
    /// Returns what is odd about the m and u of the model: levels that were never learned, a better
    /// agreement that says less than a worse one, and agreement that speaks against.
    #[must_use]
    pub fn doubts(&self) -> Vec<String> {
        self.comparisons.iter().flat_map(of_comparison).collect()
    }
}

fn of_comparison(comparison: &Comparison) -> Vec<String> {
    let name = &comparison.output_column_name;
    let mut doubts = Vec::new();
    let mut best: Option<f64> = None;
    let mut least: Option<(f64, &str)> = None;
    let levels = comparison.comparison_levels.iter().zip(comparison.level_numbers());
    for (level, number) in levels.filter(|(level, _)| !level.is_null_level) {
        let label = level.label();
        let lacks = [("m", level.m_probability), ("u", level.u_probability)];
        for (what, _) in lacks.iter().filter(|(_, value)| value.is_none()) {
            doubts.push(format!("in \"{name}\", \"{label}\" has no {what}: a default is used"));
        }
        let (m, u) = m_and_u(comparison, level, number);
        let weight = (m / u).log2();
        if best.is_none() && weight < 0.0 {
            doubts.push(format!(
                "in \"{name}\", the best agreement (\"{label}\") speaks against: m {m:.6} is below u {u:.6}"
            ));
        }
        best = best.or(Some(weight));
        match least {
            Some((above, better)) if weight > above + 1e-9 => doubts.push(format!(
                "in \"{name}\", \"{label}\" ({weight:+.2} bits) says more than the better agreement \"{better}\" ({above:+.2} bits)"
            )),
            _ => least = Some((weight, label)),
        }
    }
    doubts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_odd_is_said() {
        let model = |m: [f64; 3], u: [f64; 3]| {
            let levels: Vec<String> = ["a_l = a_r", "levenshtein(a_l, a_r) <= 1", "ELSE"]
                .iter()
                .zip(m.iter().zip(u))
                .map(|(sql, (m, u))| {
                    format!(r#"{{"sql_condition": "{sql}", "m_probability": {m}, "u_probability": {u}}}"#)
                })
                .collect();
            let json = format!(
                r#"{{"comparisons": [{{"output_column_name": "a", "comparison_levels": [{}]}}]}}"#,
                levels.join(",")
            );
            Settings::parse(&json).unwrap().doubts()
        };
        assert_eq!(model([0.9, 0.05, 0.05], [0.1, 0.1, 0.8]), Vec::<String>::new());
        let odd = model([0.1, 0.8, 0.1], [0.2, 0.1, 0.7]);
        assert_eq!(odd.len(), 2);
        assert!(odd[0].contains("m 0.100000 is below u 0.200000"), "{odd:?}");
        assert!(odd[1].contains("(+3.00 bits) says more"), "{odd:?}");
        let json = r#"{"comparisons": [{"output_column_name": "a",
            "comparison_levels": [{"sql_condition": "a_l = a_r"}, {"sql_condition": "ELSE"}]}]}"#;
        assert_eq!(Settings::parse(json).unwrap().doubts().len(), 4);
    }
}
