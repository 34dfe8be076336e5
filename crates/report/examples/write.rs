//! Writes the report of a study file into a folder, to be looked at:
//! `cargo run -p report --example write -- examples/nsw/study.toml out`.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1).map(PathBuf::from);
    let (Some(study), Some(out)) = (arguments.next(), arguments.next()) else {
        return Err("give a study file and a folder".into());
    };
    let folder = study.parent().unwrap_or(Path::new("")).to_owned();
    let read = evaluate::Study::parse(&fs::read_to_string(&study)?)?;
    let mut open = |name: &str| Ok(Box::new(File::open(folder.join(name))?) as Box<dyn Read>);
    let findings = evaluate::run(&read, &mut open)?;
    for file in report::files(&findings)? {
        let path = out.join(&file.name);
        fs::create_dir_all(path.parent().unwrap_or(&out))?;
        fs::write(path, &file.bytes)?;
    }
    Ok(())
}
