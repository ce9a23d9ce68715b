//! Numbers of records: of a chart, a patient, an encounter, an account, an insurance. Found by
//! what they are called; how many digits make one depends on how sure the word is.

use super::phrases::{gap, is_prefix, phrase};
use super::tokens::{Sort, Tokens};
use super::{Found, Kind, amounts, dates, phones, things};

/// A word that announces the number of a record.
struct Label {
    words: &'static str,
    /// How many digits make a number of a record right behind the words.
    bare: usize,
    /// How many do where it is called a number, an id, or "#".
    numbered: usize,
}

const fn label(words: &'static str, bare: usize, numbered: usize) -> Label {
    Label {
        words,
        bare,
        numbered,
    }
}

/// Words that mean nothing but the number of a record. It may stand some words away.
const SURE: [Label; 9] = [
    label("MRN", 3, 3),
    label("medical record", 5, 3),
    label("medical rec", 5, 3),
    label("med rec", 5, 3),
    label("med record", 5, 3),
    label("medrec", 5, 3),
    label("CSN", 4, 4),
    label("contact serial", 4, 4),
    label("EMPI", 4, 4),
];

/// Words that mean other things as well: "chart 3 of 5" and "visit 2" announce nothing.
const UNSURE: [Label; 50] = [
    label("MR", 5, 4),
    label("patient", 5, 4),
    label("pt", 5, 4),
    label("pat", 5, 4),
    label("ptnt", 5, 4),
    label("ptid", 4, 4),
    label("client", 5, 4),
    label("chart", 5, 4),
    label("file", 6, 4),
    label("record", 5, 4),
    label("unit record", 5, 4),
    label("EMR", 5, 4),
    label("EHR", 5, 4),
    label("encounter", 5, 4),
    label("enc", 5, 5),
    label("visit", 5, 5),
    label("account", 5, 4),
    label("acct", 5, 4),
    label("AC", 12, 5),
    label("guarantor", 5, 4),
    label("FIN", 6, 5),
    label("HAR", 6, 5),
    label("HICN", 5, 4),
    label("MBI", 4, 4),
    label("medicare", 5, 4),
    label("medicaid", 5, 4),
    label("member", 6, 4),
    label("insurance", 6, 4),
    label("insurance policy", 5, 4),
    label("ins", 6, 5),
    label("subscriber", 5, 4),
    label("group", 7, 5),
    label("health plan", 6, 5),
    label("beneficiary", 5, 4),
    label("policy holder", 5, 4),
    label("policyholder", 5, 4),
    label("prior auth", 5, 4),
    label("authorization", 6, 5),
    label("claim", 6, 5),
    label("accession", 5, 4),
    label("specimen", 6, 5),
    label("case", 9, 5),
    label("RX", 6, 5),
    label("prescription", 6, 5),
    label("enterprise", 6, 5),
    label("MPI", 5, 4),
    label("hospital", 6, 4),
    label("hosp", 6, 4),
    label("NHS", 6, 6),
    label("ID", 6, 6),
];

/// Papers that a person is known by.
const PAPERS: [Label; 3] = [
    label("driver license", 6, 5),
    label("driving license", 6, 5),
    label("passport", 6, 5),
];

/// How many words may stand between a sure label and its number.
const WIDEST: usize = 7;

/// How many digits make a number of a record where words stand between.
const APART: usize = 5;

/// The number of a record whose label begins at `at`, or that begins there and is told behind.
pub(super) fn record_number(tokens: &Tokens<'_>, at: usize) -> Found {
    let last = before_label(tokens, at).or_else(|| match tokens.sort(at)? {
        Sort::Word => sure(tokens, at).or_else(|| unsure(tokens, at)),
        _ => None,
    })?;
    Some((Kind::RecordNumber, last))
}

fn sure(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let (from, label) = said(tokens, at, &SURE)?;
    behind(tokens, from, label, true).or_else(|| apart(tokens, from))
}

fn unsure(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let labels = UNSURE.iter().chain(&PAPERS);
    let said = labels.filter_map(|label| Some((phrase(tokens, at, label.words)?, label)));
    // "insurance policy no." begins like "insurance no.": the longer one knows better.
    let (from, label) = said.max_by_key(|(from, _)| *from)?;
    behind(tokens, from, label, false)
}

fn said<'l>(tokens: &Tokens<'_>, at: usize, labels: &'l [Label]) -> Option<(usize, &'l Label)> {
    labels
        .iter()
        .find_map(|label| Some((phrase(tokens, at, label.words)?, label)))
}

/// A number right behind its label.
fn behind(tokens: &Tokens<'_>, from: usize, label: &Label, sure: bool) -> Option<usize> {
    let gap = gap(tokens, from)?;
    // A word before an unsure label counts too: "document ID 1200044".
    let code = code(tokens, if sure { from } else { 0 }, gap.to)?;
    let is_phone = !gap.says_number && phones::grouped(tokens, gap.to).is_some();
    if !sure && (is_phone || is_span(tokens, gap.to, code.last)) {
        return None;
    }
    let digits = if sure || gap.says_number {
        code.digits
    } else {
        code.solid
    };
    let least = if gap.says_number || gap.says_last {
        label.numbered
    } else {
        label.bare
    };
    (digits >= least).then_some(code.last)
}

/// A number some words after a label that is sure: "MRN on the bag was 4471902".
fn apart(tokens: &Tokens<'_>, from: usize) -> Option<usize> {
    let farthest = tokens.words_after(from, WIDEST).last()?;
    let code = (from..farthest + 6)
        .filter(|place| tokens.digits(*place) > 0 && tokens.begins_alone(*place))
        .filter(|place| phones::grouped(tokens, *place).is_none())
        .find_map(|place| code(tokens, from, place).filter(|code| code.digits >= APART))?;
    let sentence = (from..code.last).all(|place| !tokens.is_sentence_end(place));
    sentence.then_some(code.last)
}

/// "4471902 (MRN)", "4471902 is the MRN".
fn before_label(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    if tokens.digits(at) < APART || !tokens.begins_alone(at) {
        return None;
    }
    let code = code(tokens, 0, at)?;
    let mut place = code.last + 1;
    for _ in 0..6 {
        let between = matches!(
            tokens.sort(place),
            Some(Sort::Space | Sort::Sign('(' | '=' | ','))
        ) || tokens.is_one_of(place, "is was the her his as");
        if !between {
            break;
        }
        place += 1;
    }
    let (after, _) = said(tokens, place, &SURE)?;
    // Not if the label announces a number of its own.
    let own = gap(tokens, after).is_some_and(|gap| tokens.digits(gap.to) > 0);
    (!own).then_some(after.saturating_sub(1))
}

/// A number with the letters in it.
struct Code {
    /// How many digits it has.
    digits: usize,
    /// How many of them stand before its first space.
    solid: usize,
    /// Its last token.
    last: usize,
}

/// Reads 4471902, AB-4471, 44-71-2, 1EG4-TE5-MK73, 0048 2913 at `at`; nothing where it is a date, an
/// amount, a share (3/3, 12 of 14), a span of years, or the number of a thing named since `from`.
fn code(tokens: &Tokens<'_>, from: usize, at: usize) -> Option<Code> {
    if dates::read(tokens, at).is_some() {
        return None;
    }
    let (mut last, mut digits, mut solid) = (None, 0, None);
    for place in at..at + LONGEST_CODE {
        match tokens.sort(place) {
            Some(Sort::Digits) => {
                digits += tokens.digits(place);
                last = Some(place);
            }
            Some(Sort::Word) if is_prefix(tokens, place) => {}
            Some(Sort::Sign('-' | '.')) if goes_on(tokens, place + 1) => {}
            Some(Sort::Space) if last.is_some() && goes_on(tokens, place + 1) => {
                solid.get_or_insert(digits);
            }
            _ => break,
        }
    }
    let last = last?;
    let share = digits <= 4
        && (tokens.folded(tokens.over_spaces(last + 1)) == "of"
            || (tokens.is_sign(last + 1, '/') && tokens.digits(last + 2) > 0));
    let harmless = amounts::is_amount(tokens, last)
        || things::is_of_a_thing_since(tokens, from, at)
        || are_years(tokens, at, last);
    (!share && !harmless).then_some(Code {
        digits,
        solid: solid.unwrap_or(digits),
        last,
    })
}

/// How many tokens a code may have.
const LONGEST_CODE: usize = 14;

/// Says whether a code goes on at `at`: digits, or capitals with digits behind them.
fn goes_on(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.digits(at) > 0 || (tokens.is_capital(at) && is_prefix(tokens, at))
}

/// 2024, 2024-2025, 11-2026.
fn are_years(tokens: &Tokens<'_>, at: usize, last: usize) -> bool {
    let numbers = (at..=last).filter(|place| tokens.digits(*place) > 0);
    let mut year = false;
    for place in numbers {
        let number = tokens.number(place).unwrap_or_default();
        let is_year = tokens.digits(place) == 4 && (1900..2100).contains(&number);
        if !is_year && tokens.digits(place) > 2 {
            return false;
        }
        year |= is_year;
    }
    year
}

/// 100-250, 0915-1030: from one to the other; and 20260302, the day in the name of a file.
fn is_span(tokens: &Tokens<'_>, at: usize, last: usize) -> bool {
    let (Some(from), Some(to)) = (tokens.number(at), tokens.number(last)) else {
        return false;
    };
    let is_time = |time: u32| time / 100 < 24 && time % 100 < 60;
    let up = last == at + 2 && tokens.digits(at) == tokens.digits(last) && from < to;
    let counts = tokens.digits(at) < 4 || (tokens.digits(at) == 4 && is_time(from) && is_time(to));
    let is_day = (1..=12).contains(&(from / 100 % 100)) && (1..=31).contains(&(from % 100));
    let day =
        last == at && tokens.digits(at) == 8 && (1990..2100).contains(&(from / 10_000)) && is_day;
    (up && counts) || day
}
