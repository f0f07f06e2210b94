//! Which kind of file it is, its first line says.

use raftarium::trace::Footage;

#[test]
fn traces_are_told_from_scripts_and_sessions() {
    for trace in ["{\"raftarium\": 1}\n", "\n  {\"node\": 1}", "# a comment\n1.5 3 n1 leader\n", "1,3,n1,f\n"]
    {
        assert!(Footage::begins(trace), "{trace:?}");
    }
    let scripts = [
        "servers 3\nrun 1s\n",
        "session 1\n",
        "# only this\n",
        "",
        "partition S1 S2 | S3\n",
        "expect no leader now",
    ];
    for script in scripts {
        assert!(!Footage::begins(script), "{script:?}");
    }
}
