//! What others wrote and we ship: its licences, sources and known weaknesses, and the bill of
//! materials (CycloneDX) that says what it is.

use crate::counts::Counts;
use crate::process::{cargo, command, output, root, run, works};
use crate::report::Report;
use crate::tools::CargoTool;
use anyhow::{Context, Result, bail};
use std::collections::BTreeSet;
use std::path::PathBuf;

const DENY: CargoTool = CargoTool { name: "cargo-deny", version: "0.20.2" };
const CYCLONEDX: CargoTool = CargoTool { name: "cargo-cyclonedx", version: "0.5.9" };

/// The bill of materials of the program, beside its manifest, where cargo-cyclonedx puts it.
const BILL: &str = "crates/resettle/resettle.cdx.json";

/// Checks licences, sources, bans and advisories, and writes and checks the bill of materials.
pub(crate) fn check(report: &mut Report) {
    for what in ["licenses", "bans", "sources"] {
        report.step(what, || {
            deny(what)?;
            Ok(Counts::ONE_PASSED)
        });
    }
    // The list of advisories is a repository that is fetched: a machine without it says so.
    let mut reachable = true;
    report.step("advisories", || {
        reachable = works(&mut command(
            "git",
            &["ls-remote", "--exit-code", "https://github.com/RustSec/advisory-db", "HEAD"],
        ));
        if !reachable {
            return Ok(Counts { skipped: 1, ..Counts::default() });
        }
        deny("advisories")?;
        Ok(Counts::ONE_PASSED)
    });
    if !reachable {
        report.note("skipped: advisories, because their list cannot be fetched".to_owned());
    }
    report.step("bill of materials", || {
        bill()?;
        Ok(Counts::ONE_PASSED)
    });
}

fn deny(what: &str) -> Result<()> {
    let program = DENY.ensure()?;
    let program = program.to_string_lossy();
    run(&mut command(&program, &["--log-level", "error", "--workspace", "check", what]))
}

/// Writes the bill of materials and returns where it is.
///
/// # Errors
/// When it can't be made, or lacks a package that the program is built from.
pub(crate) fn bill() -> Result<PathBuf> {
    let program = CYCLONEDX.ensure()?;
    let program = program.to_string_lossy();
    let arguments = [
        "cyclonedx",
        "--manifest-path",
        "crates/resettle/Cargo.toml",
        "--format",
        "json",
        "--spec-version",
        "1.5",
        "--override-filename",
        "resettle.cdx",
    ];
    run(&mut command(&program, &arguments))?;
    let path = root().join(BILL);
    let text = std::fs::read_to_string(&path)
        .with_context(|| format!("{} was not written", path.display()))?;
    let missing = missing_from(&text, &packages()?);
    if !missing.is_empty() {
        bail!("{BILL} does not name: {}", missing.join(", "));
    }
    Ok(path)
}

/// Returns `name@version` of each package from a registry that the program is built from.
fn packages() -> Result<BTreeSet<String>> {
    let arguments = ["tree", "--package", "resettle", "--edges", "normal", "--prefix", "none"];
    let tree = output(&mut cargo(&arguments))?;
    Ok(tree.lines().filter_map(package).collect())
}

/// Reads a line of `cargo tree`, such as `serde v1.0.228 (*)`; our own packages have a path.
fn package(line: &str) -> Option<String> {
    let (name, rest) = line.split_once(" v")?;
    let version = rest.split(' ').next()?;
    (!rest.contains(" (/")).then(|| format!("{name}@{version}"))
}

/// Returns the packages whose address (`pkg:cargo/name@version`) is not in a bill.
fn missing_from(bill: &str, packages: &BTreeSet<String>) -> Vec<String> {
    let named = |package: &&String| {
        // A version with a build number has its plus sign escaped.
        let escaped = package.replace('+', "%2B");
        [package.as_str(), escaped.as_str()].iter().any(|package| {
            bill.contains(&format!("pkg:cargo/{package}\""))
                || bill.contains(&format!("pkg:cargo/{package}?"))
        })
    };
    packages.iter().filter(|package| !named(package)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_is_read_from_the_tree() {
        assert_eq!(package("serde v1.0.228 (*)").as_deref(), Some("serde@1.0.228"));
        assert_eq!(package("toml v1.0.0+spec-1.1.0").as_deref(), Some("toml@1.0.0+spec-1.1.0"));
        assert_eq!(package("web v0.1.0 (/somewhere/crates/web)"), None);
        assert_eq!(
            package("serde_derive v1.0.228 (proc-macro)").as_deref(),
            Some("serde_derive@1.0.228")
        );
    }

    #[test]
    fn what_a_bill_does_not_name_is_found() {
        let packages = ["serde@1.0.2", "serde@1.0.20", "toml@1.0.0+spec"].map(str::to_owned);
        let bill = r#"{"purl": "pkg:cargo/serde@1.0.20"}, {"purl": "pkg:cargo/toml@1.0.0%2Bspec"}"#;
        assert_eq!(missing_from(bill, &packages.into()), ["serde@1.0.2"]);
    }
}
