//! The bars for the signed file: verifying, sealing, size, memory. See `cargo bench`.
//!
//! Each figure is a ratio to a stock tool over the same bytes, both run as processes of their
//! own in turns in one run; the median of the rounds' ratios counts. Absolute times are shown
//! and mean little. Without `--bench` (as `cargo test --benches` calls it) it runs once over a
//! small file and judges nothing.
//!
//! `ONSITE_BENCH_MB` (256) and `ONSITE_BENCH_ROUNDS` (7) change how much is measured.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

#[path = "../support/mod.rs"]
mod support;

use onsite::bundle::kinds::Kind;
use onsite::bundle::seal::{BundleWriter, Part, Source};
use onsite::bundle::verify::{Conditions, Keep, verify};
use onsite::domain::values::digest::Digest;
use sha2::{Digest as _, Sha256};
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;
use support::bundles::{ANN, THIS_VERSION, key, new_step, now, roster, seal_step, sealed_journal};

/// How many attachments carry the bytes.
const ATTACHMENTS: u64 = 16;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.get(1..).unwrap_or_default() {
        [job, file] if job == "child-verify" => child_verify(Path::new(file)),
        [job, folder, out] if job == "child-export" => {
            child_export(Path::new(folder), Path::new(out));
        }
        rest => run(rest.iter().any(|argument| argument == "--bench")),
    }
}

/// An attachment in a file of its own.
struct InFile(PathBuf);

impl Source for InFile {
    fn open(&self) -> io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(File::open(&self.0)?))
    }
}

/// Verifies a file and tells how it came out, and the most memory this process ever had
/// resident, before and after, in KiB.
fn child_verify(file: &Path) {
    let roster = roster();
    let before = peak_memory();
    let conditions = Conditions {
        roster: Some(&roster),
        memory: None,
        now: now(),
        allow_expired: false,
        keep: Keep::Headers,
        this: &THIS_VERSION,
    };
    let outcome = verify(File::open(file).unwrap(), &conditions);
    println!("{} {before} {}", outcome.code(), peak_memory());
}

/// The most memory that was resident so far, in KiB; 0 where the system does not tell.
fn peak_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok())
        .unwrap_or(0)
}

/// Seals a survey with the folder's files as attachments and writes and syncs the signed file.
/// Sizes and digests of attachments are taken when they come in, long before; here they are read
/// from the notes that [`make_files`] left.
fn child_export(folder: &Path, out: &Path) {
    let notes = fs::read_to_string(folder.with_extension("notes")).unwrap();
    let held: Vec<(u64, u32, Digest, InFile)> = notes
        .lines()
        .map(|line| {
            let fields: Vec<&str> = line.split(' ').collect();
            (
                fields[1].parse().unwrap(),
                fields[2].parse().unwrap(),
                Digest::parse(fields[3]).unwrap(),
                InFile(folder.join(fields[0])),
            )
        })
        .collect();
    let mut parts = sealed_journal().parts(&[]);
    for (index, (size, crc, sha256, source)) in held.iter().enumerate() {
        let path = format!("files/{:04}.bin", index + 1);
        parts.push(Part::stream(path, (*size, *crc, *sha256), source));
    }
    let new = new_step(Kind::Survey, ANN.0, None);
    let step = seal_step(new, parts, None, &key(ANN.1)).unwrap();
    let mut writer = BundleWriter::new(File::create(out).unwrap());
    writer.add(&step).unwrap();
    let (file, _) = writer.finish().unwrap();
    file.sync_all().unwrap();
}

/// Makes the attachments: bytes that no program can shrink, the same in every run.
fn make_files(folder: &Path, megabytes: u64) {
    fs::create_dir(folder).unwrap();
    let mut notes = String::new();
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    for number in 1..=ATTACHMENTS {
        let name = format!("{number:04}.bin");
        let mut file = File::create(folder.join(&name)).unwrap();
        let (mut hasher, mut crc, mut size) = (Sha256::new(), crc32fast::Hasher::new(), 0);
        while size < (megabytes << 20) / ATTACHMENTS {
            let mut piece = Vec::with_capacity(1 << 20);
            while piece.len() < 1 << 20 {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                piece.extend(state.to_le_bytes());
            }
            hasher.update(&piece);
            crc.update(&piece);
            file.write_all(&piece).unwrap();
            size += piece.len() as u64;
        }
        file.sync_all().unwrap();
        let digest = hex::encode(hasher.finalize());
        notes.push_str(&format!("{name} {size} {} {digest}\n", crc.finalize()));
    }
    fs::write(folder.with_extension("notes"), notes).unwrap();
}

/// Runs a program to its end; gives its seconds and what it said.
fn timed(program: &Path, arguments: &[&str], folder: &Path) -> (f64, String) {
    let start = Instant::now();
    let output = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let seconds = start.elapsed().as_secs_f64();
    assert!(output.status.success(), "{}: {output:?}", program.display());
    (
        seconds,
        String::from_utf8_lossy(&output.stdout).into_owned(),
    )
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

fn number(name: &str, otherwise: u64) -> u64 {
    let given = std::env::var(name).ok();
    given.map_or(otherwise, |given| given.parse().unwrap())
}

/// One row of the table.
struct Row {
    bar: &'static str,
    reference: String,
    figure: f64,
    most: f64,
    unit: &'static str,
}

/// Where everything lies that is measured.
struct Bench {
    folder: tempfile::TempDir,
    us: PathBuf,
    openssl: PathBuf,
    rounds: u64,
    rows: Vec<Row>,
}

fn run(is_bench: bool) {
    let tools = ["openssl", "zip", "sha256sum", "cp"];
    if !support::tools(&tools) {
        println!("bench_bundle: skipped, one of {tools:?} is missing");
        return;
    }
    let (megabytes, rounds) = if is_bench { (256, 7) } else { (16, 1) };
    let megabytes = number("ONSITE_BENCH_MB", megabytes);
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    make_files(&folder.path().join("files"), megabytes);
    make_files(&folder.path().join("small"), ATTACHMENTS);
    let mut bench = Bench {
        folder,
        us: std::env::current_exe().unwrap(),
        openssl: support::tool("openssl").unwrap(),
        rounds: number("ONSITE_BENCH_ROUNDS", rounds),
        rows: Vec::new(),
    };
    for name in ["files", "small"] {
        let out = format!("{name}.zip");
        timed(
            &bench.us,
            &["child-export", name, &out],
            bench.folder.path(),
        );
    }
    bench.verifying();
    bench.bad_signature();
    bench.sealing();
    bench.size();
    println!("{megabytes} MiB of attachments, {} rounds", bench.rounds);
    bench.print(is_bench);
}

impl Bench {
    fn us(&self, arguments: &[&str]) -> (f64, String) {
        timed(&self.us, arguments, self.folder.path())
    }

    fn verifying(&mut self) {
        let (mut ratios, mut ours, mut theirs) = (Vec::new(), Vec::new(), Vec::new());
        let (mut peak, mut grown) = (0, 0);
        for _ in 0..self.rounds {
            let arguments = ["dgst", "-sha256", "files.zip"];
            let (reference, _) = timed(&self.openssl, &arguments, self.folder.path());
            let (seconds, said) = self.us(&["child-verify", "files.zip"]);
            let figures: Vec<&str> = said.split_whitespace().collect();
            assert_eq!(figures[0], "good");
            let (before, after): (u64, u64) =
                (figures[1].parse().unwrap(), figures[2].parse().unwrap());
            peak = peak.max(after);
            grown = grown.max(after - before);
            ratios.push(seconds / reference);
            ours.push(seconds);
            theirs.push(reference);
        }
        let (_, said) = self.us(&["child-verify", "small.zip"]);
        let small: u64 = said.split_whitespace().nth(2).unwrap().parse().unwrap();
        println!(
            "verify {:.3} s, openssl {:.3} s; resident {peak} KiB, of which {grown} KiB came \
             while verifying; {small} KiB for 16 MiB of attachments",
            median(ours),
            median(theirs)
        );
        self.row("4 verify", "openssl dgst -sha256", median(ratios), 1.2, "x");
        let mebibytes = peak as f64 / 1024.0;
        self.row("4 memory", "resident, at most", mebibytes, 16.0, "MiB");
        let growth = peak as f64 / small as f64;
        self.row("4 memory, flat", "a file of 16 MiB", growth, 1.1, "x");
    }

    fn bad_signature(&mut self) {
        let mut bytes = fs::read(self.folder.path().join("files.zip")).unwrap();
        let mark = b"BEGIN SSH SIGNATURE";
        let at = bytes.windows(mark.len()).position(|w| w == mark).unwrap();
        // A letter in the middle of the signature proper, near the end of the armour.
        let place = at + 250;
        bytes[place] = if bytes[place] == b'A' { b'B' } else { b'A' };
        fs::write(self.folder.path().join("bad.zip"), &bytes).unwrap();
        drop(bytes);
        let mut ratios = Vec::new();
        for _ in 0..self.rounds {
            let (full, _) = self.us(&["child-verify", "files.zip"]);
            let (bad, said) = self.us(&["child-verify", "bad.zip"]);
            assert!(said.starts_with("signature"), "{said}");
            ratios.push(bad / full);
        }
        fs::remove_file(self.folder.path().join("bad.zip")).unwrap();
        self.row(
            "4 bad signature",
            "a full verify",
            median(ratios),
            0.05,
            "x",
        );
    }

    fn sealing(&mut self) {
        let (mut copied, mut zipped) = (Vec::new(), Vec::new());
        let mut seconds = [Vec::new(), Vec::new(), Vec::new()];
        for _ in 0..self.rounds {
            let (ours, _) = self.us(&["child-export", "files", "out.zip"]);
            let copy = self.copy_sync_and_digest();
            let zip = self.zip_and_digest();
            copied.push(ours / copy);
            zipped.push(ours / zip);
            for (list, one) in seconds.iter_mut().zip([ours, copy, zip]) {
                list.push(one);
            }
        }
        let [ours, copy, zip] = seconds.map(median);
        println!("seal and export {ours:.3} s, copy {copy:.3} s, zip {zip:.3} s");
        let reference = "cp + fsync + openssl dgst";
        self.row("5 seal, export", reference, median(copied), 1.3, "x");
        let reference = "zip -0 + sha256sum";
        self.row("5 seal, export", reference, median(zipped), 0.6, "x");
    }

    /// Copies the attachments, syncs every copy, and takes their digests with `openssl`.
    fn copy_sync_and_digest(&self) -> f64 {
        let folder = self.folder.path();
        let start = Instant::now();
        timed(
            &support::tool("cp").unwrap(),
            &["-r", "files", "copy"],
            folder,
        );
        let mut names = Vec::new();
        for number in 1..=ATTACHMENTS {
            let name = format!("copy/{number:04}.bin");
            File::open(folder.join(&name)).unwrap().sync_all().unwrap();
            names.push(name);
        }
        let mut arguments = vec!["dgst", "-sha256"];
        arguments.extend(names.iter().map(String::as_str));
        timed(&self.openssl, &arguments, folder);
        let seconds = start.elapsed().as_secs_f64();
        fs::remove_dir_all(folder.join("copy")).unwrap();
        seconds
    }

    fn zip_and_digest(&self) -> f64 {
        let folder = self.folder.path();
        let start = Instant::now();
        let zip = support::tool("zip").unwrap();
        timed(&zip, &["-0", "-q", "-r", "stock.zip", "files"], folder);
        let sha256sum = support::tool("sha256sum").unwrap();
        timed(&sha256sum, &["stock.zip"], folder);
        let seconds = start.elapsed().as_secs_f64();
        fs::remove_file(folder.join("stock.zip")).unwrap();
        seconds
    }

    fn size(&mut self) {
        let whole = fs::metadata(self.folder.path().join("files.zip")).unwrap();
        let notes = fs::read_to_string(self.folder.path().join("files.notes")).unwrap();
        let size = |line: &str| line.split(' ').nth(1)?.parse::<u64>().ok();
        let parts: u64 = notes.lines().filter_map(size).sum();
        let ratio = whole.len() as f64 / parts as f64;
        self.row("5 size", "its attachments", ratio, 1.01, "x");
    }

    fn row(
        &mut self,
        bar: &'static str,
        reference: &str,
        figure: f64,
        most: f64,
        unit: &'static str,
    ) {
        self.rows.push(Row {
            bar,
            reference: reference.to_owned(),
            figure,
            most,
            unit,
        });
    }

    fn print(&self, is_bench: bool) {
        println!(
            "{:<16} {:<26} {:>11} {:>11}",
            "bar", "reference", "figure", "at most"
        );
        for row in &self.rows {
            let met = match is_bench {
                false => "not judged",
                true if row.figure <= row.most => "met",
                true => "NOT MET",
            };
            println!(
                "{:<16} {:<26} {:>9.4}{:<3} {:>7}{:<3}  {met}",
                row.bar, row.reference, row.figure, row.unit, row.most, row.unit
            );
        }
    }
}
