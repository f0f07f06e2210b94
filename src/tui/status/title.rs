//! What a run is called, in ever fewer words.

/// The title from whole to shortest: `Figure 8, (a) to (d): overwritten · 5 servers · seed 1`, without the
/// seed, without the servers, `Fig. 8 a–d`.
pub(super) fn wordings(title: &str) -> Vec<String> {
    let mut words = vec![title.to_owned()];
    let mut rest = title;
    while let Some((shorter, _)) = rest.rsplit_once(" · ") {
        words.push(shorter.to_owned());
        rest = shorter;
    }
    let short = short(rest);
    if words.last() != Some(&short) {
        words.push(short);
    }
    words
}

/// A name without what explains it.
fn short(name: &str) -> String {
    let name = match name.split_once(": ") {
        // What comes first there is no name.
        Some(("Bug", rest)) => rest,
        Some((name, _)) => name,
        None => name,
    };
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let mut short = name.replace("Figure ", "Fig. ");
    // `(a) to (d)` is `a–d`.
    for (from, to) in [(", (", " ("), (") to (", "–"), ("(", ""), (")", "")] {
        short = short.replace(from, to);
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_gives_up_its_details_first_and_its_explanation_last() {
        assert_eq!(
            wordings("Figure 8, (a) to (d): overwritten · 5 servers · seed 1"),
            [
                "Figure 8, (a) to (d): overwritten · 5 servers · seed 1",
                "Figure 8, (a) to (d): overwritten · 5 servers",
                "Figure 8, (a) to (d): overwritten",
                "Fig. 8 a–d"
            ]
        );
        assert_eq!(wordings("sandbox"), ["sandbox"]);
        assert_eq!(wordings("/home/ada/my.raft").last().unwrap(), "my.raft");
    }
}
