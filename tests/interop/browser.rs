//! The report in a real browser: no message in its console, no request made by the page.
//!
//! Skipped where there is no Chromium; with `ONSITE_REQUIRE_TOOLS=1` that is a failure.

use crate::{rich_visit, support};
use onsite::report::{SurveyReport, survey_html};
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// What a browser made of a page.
struct Visit {
    /// The page as it stands after loading.
    page: String,
    /// What it wrote to its console.
    console: Vec<String>,
    /// Addresses that the page, not the browser for itself, asked for.
    requests: Vec<String>,
}

/// Opens a page in a browser for which no host of the world has an address.
fn browse(chromium: &Path, page: &str) -> Visit {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.html");
    std::fs::write(&file, page).unwrap();
    let mut child = Command::new(chromium)
        .args(["--headless", "--no-sandbox", "--disable-gpu"])
        .args([
            "--disable-background-networking",
            "--disable-component-update",
        ])
        .args(["--disable-sync", "--no-first-run", "--disable-default-apps"])
        .args(["--enable-logging=stderr", "--dump-dom"])
        .arg("--host-resolver-rules=MAP * ~NOTFOUND")
        .arg(format!(
            "--log-net-log={}",
            folder.path().join("net.json").display()
        ))
        .arg(format!(
            "--user-data-dir={}",
            folder.path().join("profile").display()
        ))
        .arg(format!("file://{}", file.display()))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let [page, log] = outputs(&mut child);
    child.wait().unwrap();
    Visit {
        page,
        console: log
            .lines()
            .filter(|line| line.contains(":CONSOLE"))
            .map(str::to_owned)
            .collect(),
        requests: requests(&folder.path().join("net.json")),
    }
}

/// What the browser writes to its two outputs until it ends; not for ever.
fn outputs(child: &mut Child) -> [String; 2] {
    let (send, receive) = mpsc::channel();
    for (index, mut pipe) in [
        Box::new(child.stdout.take().unwrap()) as Box<dyn Read + Send>,
        Box::new(child.stderr.take().unwrap()),
    ]
    .into_iter()
    .enumerate()
    {
        let send = send.clone();
        std::thread::spawn(move || {
            let mut bytes = Vec::new();
            let _ = pipe.read_to_end(&mut bytes);
            let _ = send.send((index, String::from_utf8_lossy(&bytes).into_owned()));
        });
    }
    let mut texts = [String::new(), String::new()];
    for _ in 0..2 {
        match receive.recv_timeout(Duration::from_secs(90)) {
            Ok((index, text)) => texts[index] = text,
            Err(_) => {
                let _ = child.kill();
                panic!("the browser did not end within 90 seconds");
            }
        }
    }
    texts
}

/// The requests that a page made, from the browser's own log of the network. What the browser
/// asks for itself (updates, the time) has no origin.
fn requests(log: &Path) -> Vec<String> {
    let log: serde_json::Value = serde_json::from_slice(&std::fs::read(log).unwrap()).unwrap();
    let started = &log["constants"]["logEventTypes"]["URL_REQUEST_START_JOB"];
    assert!(started.is_number(), "the browser's log has another form");
    log["events"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|event| event["type"] == *started && event["params"]["url"].is_string())
        .filter(|event| event["params"]["initiator"] != "not an origin")
        .map(|event| event["params"]["url"].to_string())
        .filter(|url| !url.starts_with("\"file:"))
        .collect()
}

#[test]
fn the_report_opens_in_silence_and_asks_the_network_for_nothing() {
    let Some(chromium) = support::tool("chromium") else {
        return;
    };
    let rich = rich_visit::finished();
    let report = survey_html(&SurveyReport {
        case: &rich.case,
        visit: rich.visit(),
        pack: &rich.pack,
        packet: &rich.packet,
        texts: &rich.texts,
        changes: &rich.changes,
        app: "onsite",
        key_fingerprint: "SHA256:TrainingKeyFingerprint",
        journal: &rich.heads,
        sealed_at: rich.visit().seals[1].at,
    })
    .unwrap();
    let seen = browse(&chromium, &String::from_utf8(report).unwrap());
    assert!(seen.page.contains("Third verification"), "{}", seen.page);
    assert_eq!(seen.console, Vec::<String>::new());
    assert_eq!(seen.requests, Vec::<String>::new());
}

#[test]
fn a_page_that_complains_and_phones_home_would_be_noticed() {
    let Some(chromium) = support::tool("chromium") else {
        return;
    };
    let page = "<!DOCTYPE html><title>x</title><script>console.error('wrong')</script>\
                <img src=\"http://somewhere.example/x.png\">";
    let seen = browse(&chromium, page);
    assert!(
        seen.console.iter().any(|line| line.contains("wrong")),
        "{:?}",
        seen.console
    );
    assert!(
        seen.requests
            .iter()
            .any(|url| url.contains("somewhere.example")),
        "{:?}",
        seen.requests
    );
}
