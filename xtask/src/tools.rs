//! Programs that tests need and cargo can't fetch: found, installed where we may, or asked for.

use crate::process::{cargo, command, output, run, target, works};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};

/// A program that some tests need.
struct Tool {
    /// What it is called to a person.
    name: &'static str,
    /// The Debian packages that have it, and what it needs beside it.
    package: &'static str,
    find: fn() -> Option<PathBuf>,
}

const POSTGRES: Tool = Tool { name: "PostgreSQL", package: "postgresql", find: find_postgres };
// Liberation is as wide as Arial, so that a screenshot shows what a reader with Arial sees.
/// Without what draws on a screen a walk takes a seventh less.
const CHROMIUM: Tool = Tool {
    name: "Chromium",
    package: "chromium-headless-shell fonts-liberation",
    find: find_chromium,
};

/// What was found.
pub(crate) struct Tools {
    /// The folder that has `initdb` and `postgres`.
    pub(crate) postgres: Option<PathBuf>,
    /// The browser.
    pub(crate) chromium: Option<PathBuf>,
}

/// Finds the tools that the chosen tests need, after installing what is missing.
///
/// # Errors
/// Says exactly what to install, when it can't be installed from here and may not be missing.
pub(crate) fn ensure(postgres: bool, chromium: bool, allow_missing: bool) -> Result<Tools> {
    let mut wanted = Vec::new();
    if postgres {
        wanted.push(&POSTGRES);
    }
    if chromium {
        wanted.push(&CHROMIUM);
    }
    let missing: Vec<&Tool> =
        wanted.iter().copied().filter(|tool| (tool.find)().is_none()).collect();
    if !missing.is_empty() {
        let installed = install(&missing);
        if let (Err(error), false) = (&installed, allow_missing) {
            bail!("{error:#}");
        }
    }
    let find = |tool: &Tool, wanted: bool| {
        let found = if wanted { (tool.find)() } else { None };
        match &found {
            Some(path) => println!("{}: {}", tool.name, path.display()),
            None if wanted => println!("{}: missing", tool.name),
            None => {}
        }
        found
    };
    Ok(Tools { postgres: find(&POSTGRES, postgres), chromium: find(&CHROMIUM, chromium) })
}

/// Packages of PyPI in an environment of their own.
pub(crate) struct PythonTool {
    /// The package, and the version that our tests were written for.
    package: &'static str,
    /// What it needs in one version beside it.
    with: &'static [&'static str],
    /// The program that is run, in the environment.
    program: &'static str,
}

/// Makes up requests from an OpenAPI document.
pub(crate) const SCHEMATHESIS: PythonTool =
    PythonTool { package: "schemathesis==4.32.5", with: &[], program: "bin/schemathesis" };
/// Says what links and weights are right.
pub(crate) const SPLINK: PythonTool =
    PythonTool { package: "splink==5.0.0", with: &["duckdb==2.0.1"], program: "bin/python" };

impl PythonTool {
    /// Returns where the program is, after fetching the packages if they are not there.
    ///
    /// # Errors
    /// When Python 3 or its `venv` is missing and may not be installed from here, or PyPI can't be reached.
    pub(crate) fn ensure(&self) -> Result<PathBuf> {
        let folder = target().join("tools").join(self.package.replace("==", "-"));
        let (program, whole) = (folder.join(self.program), folder.join("whole"));
        if whole.is_file() {
            return Ok(program);
        }
        let shown = folder.to_string_lossy();
        let make = ["-m", "venv", "--clear", &shown];
        if !works(&mut command("python3", &make)) {
            let prefix =
                privilege().context("install Python 3 with its venv (Debian: python3-venv)")?;
            let line = format!(
                "{prefix} env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet python3-venv"
            );
            run(&mut command("sh", &["-c", &line]))?;
            run(&mut command("python3", &make))?;
        }
        let pip = folder.join("bin/pip");
        let mut install = command(
            &pip.to_string_lossy(),
            &["install", "--quiet", "--disable-pip-version-check", self.package],
        );
        run(install.args(self.with))?;
        // The program of an environment is there before its packages are.
        std::fs::write(&whole, "")?;
        Ok(program)
    }
}

/// A program that cargo builds once and keeps beside what it builds.
pub(crate) struct CargoTool {
    /// Its package, and the program that it gives.
    pub(crate) name: &'static str,
    /// The version that our checks were written for.
    pub(crate) version: &'static str,
}

impl CargoTool {
    /// Returns where the program is, after building it if it is not there in this version.
    ///
    /// # Errors
    /// When it can't be fetched or built.
    pub(crate) fn ensure(&self) -> Result<PathBuf> {
        let folder = target().join("tools").join(format!("{}-{}", self.name, self.version));
        let program = folder.join("bin").join(self.name);
        if !program.is_file() {
            // Without optimisation: it is built for minutes otherwise, and runs for seconds.
            let root = folder.to_string_lossy();
            let version = self.version;
            let arguments = [
                "install",
                self.name,
                "--version",
                version,
                "--locked",
                "--debug",
                "--root",
                &root,
            ];
            run(&mut cargo(&arguments))?;
        }
        Ok(program)
    }
}

fn install(missing: &[&Tool]) -> Result<()> {
    let packages: Vec<&str> = missing.iter().map(|tool| tool.package).collect();
    let packages = packages.join(" ");
    let line = format!("apt-get install --no-install-recommends {packages}");
    let Some(prefix) = privilege().filter(|_| works(&mut command("apt-get", &["--version"])))
    else {
        bail!(
            "missing: {packages}\nInstall with: sudo {line}\n\
             (elsewhere than on Debian: PostgreSQL 14 or later, and Chromium), \
             or leave out those tests with --allow-missing"
        );
    };
    println!("installing {packages}");
    let install = format!("{prefix} env DEBIAN_FRONTEND=noninteractive {line} --yes --quiet");
    // The package lists of a new machine may be empty or old: look for new ones only then.
    let script = format!("{install} || ({prefix} apt-get update --quiet && {install})");
    run(&mut command("sh", &["-c", &script]))?;
    for tool in missing {
        if (tool.find)().is_none() {
            bail!("{} is still not found after installing {}", tool.name, tool.package);
        }
    }
    Ok(())
}

/// Returns the word to put before a command of the administrator, if we may run one unasked.
fn privilege() -> Option<&'static str> {
    if is_root() {
        Some("")
    } else {
        works(&mut command("sudo", &["--non-interactive", "true"]))
            .then_some("sudo --non-interactive")
    }
}

/// Returns whether this runs as the administrator, as which PostgreSQL and Chromium's sandbox won't.
pub(crate) fn is_root() -> bool {
    output(&mut command("id", &["-u"])).is_ok_and(|id| id.trim() == "0")
}

fn find_postgres() -> Option<PathBuf> {
    let mut folders: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|version| version.path().join("bin"))
        .collect();
    // The newest of Debian's versions first, then whatever else is on the path.
    folders.sort_by_key(|folder| std::cmp::Reverse(version(folder)));
    folders.extend(path_folders());
    folders
        .into_iter()
        .find(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file())
}

fn version(bin: &Path) -> Option<u32> {
    bin.parent()?.file_name()?.to_str()?.parse().ok()
}

fn find_chromium() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("RESETTLE_CHROMIUM") {
        return Some(PathBuf::from(named));
    }
    let names = [
        "chromium-headless-shell",
        "chromium",
        "chromium-browser",
        "google-chrome-stable",
        "google-chrome",
    ];
    let candidates =
        names.iter().flat_map(|name| path_folders().map(move |folder| folder.join(name)));
    candidates.into_iter().find(|path| path.is_file())
}

fn path_folders() -> impl Iterator<Item = PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).collect::<Vec<_>>().into_iter()
}
