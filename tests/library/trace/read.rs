//! Traces are read and written: our format, bare lines, etcd's state trace.

mod broken;
mod documented;
mod etcd;
mod events;
mod formats;
mod hostile;

use raftarium::trace::read::Broken;
use raftarium::trace::{Event, Header, Names, Node, Piece, Reader};

/// All that a trace says.
struct Whole {
    reader: Reader<&'static [u8]>,
    headers: Vec<Header>,
    members: Vec<Vec<Node>>,
    events: Vec<Event>,
    broken: Vec<Broken>,
}

impl Whole {
    fn of(bytes: impl AsRef<[u8]>) -> Whole {
        let bytes: &'static [u8] = bytes.as_ref().to_vec().leak();
        let mut whole = Whole {
            reader: Reader::new(bytes),
            headers: Vec::new(),
            members: Vec::new(),
            events: Vec::new(),
            broken: Vec::new(),
        };
        while let Some(piece) = whole.reader.advance().expect("memory can be read") {
            match piece {
                Piece::Header(header) => whole.headers.push(header),
                Piece::Members(members) => whole.members.push(members),
                Piece::Event(event) => whole.events.push(event),
                Piece::Broken(broken) => whole.broken.push(broken),
            }
        }
        assert_eq!(whole.reader.tally().events, whole.events.len() as u64);
        assert_eq!(whole.reader.tally().broken, whole.broken.len() as u64);
        whole
    }

    /// A trace in which nothing is wrong.
    fn sound(bytes: impl AsRef<[u8]>) -> Whole {
        let whole = Whole::of(bytes);
        assert_eq!(whole.broken, []);
        assert_eq!(whole.reader.tally().strangers, []);
        assert_eq!(whole.reader.tally().breaks_off, None);
        whole
    }

    fn names(&self) -> &Names {
        self.reader.names()
    }

    fn node(&self, name: &str) -> Node {
        self.names().find(name).unwrap_or_else(|| panic!("no node {name}"))
    }
}
