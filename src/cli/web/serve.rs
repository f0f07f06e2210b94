//! As little of a web server as serves the files of a folder to a browser on the same machine.

use std::convert::Infallible;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// How many are served at once.
const MOST: usize = 64;
/// Whoever has not asked, or not taken the answer, after so long has gone away.
const PATIENCE: Duration = Duration::from_secs(20);
/// The longest request, in bytes.
const LONGEST: usize = 8 * 1024;

/// What a file is, by its ending.
const KINDS: [(&str, &str); 8] = [
    ("html", "text/html; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("wasm", "application/wasm"),
    ("woff2", "font/woff2"),
    ("svg", "image/svg+xml"),
    ("json", "application/json"),
    ("webmanifest", "application/manifest+json"),
];

/// Serves a folder until the program ends.
pub(super) async fn serve(listener: TcpListener, folder: PathBuf) -> io::Result<Infallible> {
    let folder: Arc<Path> = folder.into();
    let places = Arc::new(Semaphore::new(MOST));
    loop {
        let (stream, _) = listener.accept().await?;
        let Ok(place) = places.clone().acquire_owned().await else { continue };
        let folder = folder.clone();
        tokio::spawn(async move {
            // Whoever breaks off has what it wanted, or retries.
            let _ = timeout(PATIENCE, answer(stream, &folder)).await;
            drop(place);
        });
    }
}

async fn answer(mut stream: TcpStream, folder: &Path) -> io::Result<()> {
    let mut request = Vec::new();
    let mut part = [0; 1024];
    while !request.windows(4).any(|end| end == b"\r\n\r\n") {
        let read = stream.read(&mut part).await?;
        request.extend_from_slice(&part[..read]);
        if read == 0 || request.len() > LONGEST {
            return Ok(());
        }
    }
    let response = respond(&String::from_utf8_lossy(&request), folder);
    stream.write_all(&response).await?;
    stream.shutdown().await
}

/// The whole response to a request.
fn respond(request: &str, folder: &Path) -> Vec<u8> {
    let mut words = request.split_whitespace();
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    if !matches!(method, "GET" | "HEAD") {
        return response("405 Method Not Allowed", "Allow: GET, HEAD\r\n", b"");
    }
    let Some(file) = file_of(target, folder) else { return response("404 Not Found", "", b"") };
    let packed = accepts_brotli(request).then(|| with_ending(&file, ".br")).filter(|file| file.is_file());
    let Ok(bytes) = std::fs::read(packed.as_ref().unwrap_or(&file)) else {
        return response("404 Not Found", "", b"");
    };
    let ending = file.extension().unwrap_or_default();
    let kind = KINDS.iter().find(|(known, _)| ending == *known);
    let kind = kind.map_or("application/octet-stream", |(_, kind)| kind);
    let encoding = if packed.is_some() { "Content-Encoding: br\r\n" } else { "" };
    let head = format!(
        "Content-Type: {kind}\r\n{encoding}Vary: Accept-Encoding\r\nCache-Control: no-cache\r\n\
         X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n"
    );
    let length = bytes.len();
    let body = if method == "HEAD" { &[] } else { bytes.as_slice() };
    framed("200 OK", &head, length, body)
}

/// The file that is asked for: one below the folder, or none.
fn file_of(target: &str, folder: &Path) -> Option<PathBuf> {
    let path = target.split(['?', '#']).next()?.strip_prefix('/')?;
    // Our files have plain names: whatever else is asked for is not there.
    let plain = |part: &str| {
        !part.starts_with('.')
            && part.chars().all(|char| char.is_ascii_alphanumeric() || "-_.".contains(char))
    };
    let path = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.into() };
    if !path.split('/').all(|part| !part.is_empty() && plain(part)) {
        return None;
    }
    let file = folder.join(path).canonicalize().ok()?;
    (file.starts_with(folder) && file.is_file()).then_some(file)
}

fn with_ending(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn accepts_brotli(request: &str) -> bool {
    let line = request.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("accept-encoding").then_some(value)
    });
    line.is_some_and(|value| value.split(',').any(|one| one.trim() == "br"))
}

fn response(status: &str, head: &str, body: &[u8]) -> Vec<u8> {
    framed(status, head, body.len(), body)
}

fn framed(status: &str, head: &str, length: usize, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {status}\r\n{head}Content-Length: {length}\r\nConnection: close\r\n\r\n");
    [head.as_bytes(), body].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn said(request: &str, folder: &Path) -> (String, Vec<u8>) {
        let response = respond(request, folder);
        let end = response.windows(4).position(|end| end == b"\r\n\r\n").expect("a head");
        (String::from_utf8_lossy(&response[..end]).into_owned(), response[end + 4..].to_vec())
    }

    #[test]
    fn files_of_the_folder_are_served_and_no_others() {
        let folder = std::env::temp_dir().join(format!("raftarium-serve-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("page/one")).expect("a folder");
        fs::write(folder.join("secret"), "s").expect("written");
        for (name, text) in [("index.html", "home"), ("one/a.wasm", "long long"), ("one/a.wasm.br", "short")]
        {
            fs::write(folder.join("page").join(name), text).expect("written");
        }
        let root = folder.join("page").canonicalize().expect("there");
        let get = |target: &str, more: &str| said(&format!("GET {target} HTTP/1.1\r\n{more}\r\n"), &root);
        let (head, body) = get("/", "");
        assert!(head.starts_with("HTTP/1.1 200 OK\r\nContent-Type: text/html"), "{head}");
        assert_eq!(body, b"home");
        assert_eq!(get("/index.html?embed", "").1, b"home");
        let (head, body) = get("/one/a.wasm", "Accept-Encoding: gzip, br\r\n");
        assert!(head.contains("application/wasm") && head.contains("Content-Encoding: br"), "{head}");
        assert_eq!(body, b"short");
        assert_eq!(get("/one/a.wasm", "").1, b"long long");
        for target in ["/../secret", "/one/../../secret", "/%2e%2e/secret", "/one", "/nothing", "//", "x", ""]
        {
            assert!(get(target, "").0.starts_with("HTTP/1.1 404"), "{target}");
        }
        let (head, body) = said("HEAD / HTTP/1.1\r\n\r\n", &root);
        assert!(head.contains("Content-Length: 4") && body.is_empty(), "{head}");
        assert!(said("POST / HTTP/1.1\r\n\r\n", &root).0.starts_with("HTTP/1.1 405"));
        fs::remove_dir_all(folder).expect("removed");
    }
}
