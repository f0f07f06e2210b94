//! `raftarium open` and `--save` without a screen.

use crate::support::{err, out, program, run_with_input, scratch};
use std::path::{Path, PathBuf};
use std::process::Output;

/// A folder that is gone after the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = scratch().join(format!("opened-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// Tells the story line by line, with these commands from a pipe.
    fn told(&self, arguments: &[&str], commands: &str) -> Output {
        run_with_input(program(&self.0).args(arguments).arg("--plain"), commands.as_bytes())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn shown(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn complaint(output: &Output) -> String {
    assert_eq!((output.status.code(), out(output).as_str()), (Some(2), ""));
    err(output)
}

#[test]
fn a_session_is_saved_and_gone_on_with_line_by_line() {
    let folder = Folder::new("plain");
    let path = folder.0.join("mine.raftarium");
    let saved = folder.told(&["sandbox", "--save", shown(&path)], "next\nnext\nseek 8\ncrash S1\nstep 3\n");
    assert!(saved.status.success(), "{saved:?}");
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("\nbranch 2 from 1\nat step 8 ") && text.ends_with("cursor 2 12\n"), "{text}");
    let opened = folder.told(&["open", shown(&path)], "status\n");
    assert!(out(&opened).contains("mine · 5 servers") && out(&opened).contains("step 12: "), "{opened:?}");
    assert!(out(&opened).contains("S1: down"), "{opened:?}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text, "it is read, and not written");
    assert!(!folder.0.join(".local/share/raftarium").exists(), "commands from a pipe are nobody's session");

    let changed = folder.file("changed.raftarium", &text.replace("crash S1", "crash S2"));
    let opened = folder.told(&["open", shown(&changed)], "");
    let notice =
        "This does not run as it did before: branch 2 (line 9) differs after step 8: by step 12 the state";
    assert!(out(&opened).contains(notice), "{opened:?}");

    let again = folder.told(&["sandbox", "--save", shown(&path)], "next\n");
    assert!(complaint(&again).contains("already exists: it is not replaced"), "{again:?}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
}

#[test]
fn a_script_is_opened_too() {
    let folder = Folder::new("script");
    let script = folder.file("story.raft", "servers 3\nrun until leader exists\ncrash leader\n");
    let opened = folder.told(&["open", shown(&script)], "end\nstatus\n");
    assert!(out(&opened).contains("story · 3 servers") && out(&opened).contains(": down"), "{opened:?}");
}

#[test]
fn what_cannot_be_opened_is_said_with_its_place() {
    let folder = Folder::new("wrong");
    let said = complaint(&folder.told(&["open"], ""));
    assert!(said.contains("there is no session yet"), "{said}");
    let session = folder.file("broken", "session 1\nbranch 1\nat step 9 crush S1\nend 20\n");
    let said = complaint(&folder.told(&["open", shown(&session)], ""));
    assert!(said.contains("broken:3:11") && said.contains("did you mean `crash`?"), "{said}");
    let script = folder.file("script", "crush S1\n");
    let said = complaint(&folder.told(&["open", shown(&script)], ""));
    assert!(said.contains("script:1:1"), "{said}");
    let hostile = folder.0.join("bytes");
    std::fs::write(&hostile, b"session 1\nname \xff\x1b[2J\n").unwrap();
    let said = complaint(&folder.told(&["open", shown(&hostile)], ""));
    assert!(said.contains("bytes:2:6") && !said.contains('\u{1b}'), "{said}");
    let missing = folder.0.join("missing");
    let said = complaint(&folder.told(&["open", shown(&missing)], ""));
    assert!(said.contains("cannot read"), "{said}");
    let nowhere = folder.file("a-file", "");
    let below = nowhere.join("x.raftarium");
    let unsaved = folder.told(&["sandbox", "--save", shown(&below)], "next\n");
    assert_eq!(unsaved.status.code(), Some(2));
    assert!(err(&unsaved).contains("the session is not saved"), "{unsaved:?}");
}
