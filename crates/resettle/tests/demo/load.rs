//! Two demos that are started at once in the same folder: the second says so, and takes nothing from the first.

use crate::server::folder;
use std::fs;
use std::process::Command;

#[test]
fn a_folder_in_which_a_region_is_being_loaded_is_left_alone() {
    let data = folder("load");
    fs::create_dir_all(&data).unwrap();
    let half = data.join("demo.db.part");
    fs::write(&half, "half a region").unwrap();
    let lock = fs::File::create(data.join("demo.lock")).unwrap();
    lock.lock().unwrap();
    let load = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_resettle"));
        command.args(["demo", "--load-only", "--people", "20", "--data"]).arg(&data);
        command.output().unwrap()
    };
    let refused = load();
    assert!(!refused.status.success());
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("another demo is loading its region into"), "{said}");
    assert_eq!(fs::read_to_string(&half).unwrap(), "half a region");
    lock.unlock().unwrap();
    assert!(load().status.success(), "whoever was killed holds nothing");
    assert!(data.join("demo.db").exists() && !half.exists());
}
