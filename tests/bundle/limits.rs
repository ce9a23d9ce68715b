//! How much a file may hold: nothing is signed that could not be written or read again.

use crate::support::bundles::*;
use onsite::bundle::container::WriteFault;
use onsite::bundle::kinds::Kind;
use onsite::bundle::seal::{BundleWriter, Finished, Part, Previous, SealFault, SealedStep, Source};
use onsite::domain::journal::chain::ChainWriter;
use onsite::domain::survey::events::Event;
use onsite::domain::values::digest::Digest;
use onsite::domain::values::ids::DeviceId;
use std::io::{self, Read};

fn seal_survey(parts: Vec<Part<'_>>) -> Result<SealedStep<'_>, SealFault> {
    let new = new_step(Kind::Survey, ANN.0, None);
    seal_step(new, parts, None, &key(ANN.1))
}

fn seal_next<'a>(
    kind: Kind,
    previous: &Previous,
    parts: Vec<Part<'a>>,
) -> Result<SealedStep<'a>, SealFault> {
    let (who, seed) = signer(kind);
    seal_step(
        new_step(kind, who, Some(previous)),
        parts,
        Some(previous),
        &key(seed),
    )
}

fn written(steps: &[SealedStep<'_>]) -> Result<(Vec<u8>, Finished), SealFault> {
    let mut writer = BundleWriter::new(Vec::new());
    for step in steps {
        writer.add(step)?;
    }
    writer.finish()
}

fn is_too_much(sealed: Result<SealedStep<'_>, SealFault>) -> bool {
    matches!(sealed, Err(SealFault::Write(WriteFault::TooMuch)))
}

/// The files of a step with a document of this size in place of the one at `path`.
fn with_size(kind: Kind, path: &str, size: usize) -> Vec<Part<'static>> {
    let mut parts = other_parts(kind);
    parts.retain(|part| part.path != path);
    parts.push(Part::bytes(path, vec![b' '; size]));
    parts
}

#[test]
fn what_comes_near_a_limit_is_told_and_what_goes_beyond_is_not_signed() {
    let survey = survey(&[]);
    let review = next(Kind::Review, &survey).previous();
    let seal = |size: usize| {
        let parts = with_size(Kind::Report, "findings.csv", size);
        seal_next(Kind::Report, &review, parts)
    };
    assert!(seal(50 << 20).unwrap().warnings.is_empty());
    assert_eq!(seal(60 << 20).unwrap().warnings.len(), 1);
    assert!(matches!(seal((64 << 20) + 1), Err(SealFault::Layout(_))));
}

#[test]
fn a_file_holds_two_thousand_files_and_no_more() {
    let seal = |count: usize| seal_survey(sealed_journal().parts(&vec![b"x".as_slice(); count]));
    let step = seal(2040).unwrap();
    assert_eq!(step.warnings.len(), 1);
    let (bytes, finished) = written(&[step]).unwrap();
    assert_eq!(finished.written.entries, 2048);
    assert_eq!(finished.warnings.len(), 1);
    assert_eq!(check(&bytes).code(), "good");
    assert!(is_too_much(seal(2041)));
}

#[test]
fn earlier_steps_count_towards_the_number_of_files() {
    // A review has five files of its own.
    let fits = seal_survey(sealed_journal().parts(&vec![b"x".as_slice(); 2035])).unwrap();
    let review = seal_next(Kind::Review, &fits.previous(), other_parts(Kind::Review)).unwrap();
    let steps = [fits, review];
    let (bytes, finished) = written(&steps).unwrap();
    assert_eq!(finished.written.entries, 2048);
    let previous = Previous::of(&check(&bytes).contents.unwrap(), 1).unwrap();
    for previous in [previous, steps[1].previous()] {
        assert!(is_too_much(seal_next(
            Kind::Report,
            &previous,
            other_parts(Kind::Report)
        )));
    }
    let full = seal_survey(sealed_journal().parts(&vec![b"x".as_slice(); 2036])).unwrap();
    assert!(is_too_much(seal_next(
        Kind::Review,
        &full.previous(),
        other_parts(Kind::Review)
    )));
}

/// An attachment of which nothing is read while it is sealed.
struct Unread;

impl Source for Unread {
    fn open(&self) -> io::Result<Box<dyn Read + '_>> {
        Err(io::Error::other("read while it was sealed"))
    }
}

fn attached(mut parts: Vec<Part<'_>>, sizes: &[u64]) -> Vec<Part<'static>> {
    let mut parts: Vec<Part<'static>> = parts
        .drain(..)
        .map(|part| match part.body {
            onsite::bundle::seal::Body::Bytes(bytes) => Part::bytes(part.path, bytes),
            onsite::bundle::seal::Body::Stream(_) => unreachable!("none given"),
        })
        .collect();
    for (index, size) in sizes.iter().enumerate() {
        let path = format!("files/{:04}.pdf", index + 1);
        parts.push(Part::stream(path, (*size, 0, Digest::ZERO), &Unread));
    }
    parts
}

#[test]
fn two_gibibytes_are_too_much_in_one_step_or_in_several() {
    const GIB: u64 = 1 << 30;
    let survey = |sizes: &[u64]| seal_survey(attached(sealed_journal().parts(&[]), sizes));
    assert!(is_too_much(survey(&[GIB, GIB, GIB])));
    assert!(is_too_much(survey(&[2 * GIB])));
    assert!(survey(&[GIB, GIB - (1 << 20)]).is_ok());
    let mut steps = vec![survey(&[GIB]).unwrap()];
    for kind in [Kind::Review, Kind::Report] {
        let previous = steps.last().unwrap().previous();
        steps.push(seal_next(kind, &previous, other_parts(kind)).unwrap());
    }
    let previous = steps[2].previous();
    let plan = |size| {
        let mut parts = other_parts(Kind::Plan);
        parts.retain(|part| !part.path.starts_with("files/"));
        seal_next(Kind::Plan, &previous, attached(parts, &[size]))
    };
    assert!(plan(GIB - (1 << 20)).is_ok());
    assert!(is_too_much(plan(GIB)));
}

#[test]
fn two_laptops_whose_names_differ_only_in_capitals_cannot_be_in_one_file() {
    let laptop = DeviceId::new("LAPTOP-1").unwrap();
    let mut pen = ChainWriter::fresh(case_id(), principal(ANN.0), laptop);
    let at = "2026-03-01T08:00:00-05:00".parse().unwrap();
    let event = Event::Redacted { text: Digest::ZERO };
    let (_, mut line) = pen.write(event, at, None).unwrap();
    line.push(b'\n');
    let mut parts = sealed_journal().parts(&[]);
    parts.push(Part::bytes("journal-LAPTOP-1.jsonl", line));
    let sealed = seal_survey(parts);
    assert!(matches!(
        sealed,
        Err(SealFault::Write(WriteFault::Name { .. }))
    ));
}

/// 50 MB of documents in a report and in each of four plans reach 256 MiB, which no single file
/// does.
#[test]
fn what_a_reader_holds_in_memory_is_limited_in_all() {
    let mut steps = vec![survey(&[])];
    let add = |steps: &mut Vec<SealedStep<'static>>, kind: Kind, size: usize| {
        let parts = match kind {
            Kind::Report => with_size(kind, "findings.csv", size),
            Kind::Plan => with_size(kind, "plan.json", size),
            _ => other_parts(kind),
        };
        let sealed = seal_next(kind, &steps[steps.len() - 1].previous(), parts)?;
        steps.push(sealed);
        Ok::<(), SealFault>(())
    };
    add(&mut steps, Kind::Review, 0).unwrap();
    add(&mut steps, Kind::Report, 50 << 20).unwrap();
    for _ in 0..3 {
        add(&mut steps, Kind::Plan, 50 << 20).unwrap();
        assert!(steps[steps.len() - 1].warnings.is_empty());
        add(&mut steps, Kind::Followup, 0).unwrap();
    }
    let beyond = add(&mut steps, Kind::Plan, 57 << 20);
    assert!(matches!(beyond, Err(SealFault::TooMuchKept)));
    add(&mut steps, Kind::Plan, 50 << 20).unwrap();
    let near = &steps[steps.len() - 1].warnings;
    assert!(near.len() == 1 && near[0].contains("256 MiB"), "{near:?}");
    let (bytes, _) = written(&steps).unwrap();
    // Made by other means, it is refused before any of it is read.
    let mut all = entries(&bytes);
    let plan = all.iter_mut().find(|(name, _)| name == "09-plan/plan.json");
    plan.unwrap().1 = vec![b' '; 57 << 20];
    assert_eq!(check(&container(&all)).code(), "too-much");
}
