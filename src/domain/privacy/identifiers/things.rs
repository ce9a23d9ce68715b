//! Numbers and dates of things and papers, which identify nobody: lots and expiry dates, drug and
//! trial codes, rooms, policies and their editions.

use super::phrases::is_near;
use super::tokens::{Sort, Tokens, holds};

/// What announces the number of a thing, a paper, a code, a place or a laboratory value.
const OF_THINGS: &str = "\
    lot lots batch ndc nct isrctn eudract gtin upc sku ref cat catalog catalogue serial sn model \
    pump isbn pmid doi rxnorm loinc icd cpt hcpcs clia cap irb protocol version ver edition \
    policy form document doc incident tracking sop room rm suite bldg building locker bin plt plts platelet platelets wbc anc alc hcg bhcg afp psa cea count counts load lock un \
    rcra exp pmc dose total";

/// Says whether the number at `at` is announced as one of a thing: "lot no. 20931187",
/// "NCT04512345", "platelets 1500000"; or told as one behind: "55390012401 (NDC)".
pub(super) fn is_of_a_thing(tokens: &Tokens<'_>, at: usize) -> bool {
    is_of_a_thing_since(tokens, 0, at)
}

/// The same, with no word before `from` counted: it belongs to a label that knows better, such as
/// "contact serial number".
pub(super) fn is_of_a_thing_since(tokens: &Tokens<'_>, from: usize, at: usize) -> bool {
    const FILLERS: &str = "no nr num number numbers code id is was of at";
    if is_drug_code(tokens, at) {
        return true;
    }
    for place in (from.max(at.saturating_sub(WIDEST))..at).rev() {
        match tokens.sort(place) {
            Some(Sort::Word) => {
                let word = tokens.folded(place);
                let glued = word.len() <= 3 && place + 1 == at;
                let serial = word == "n" && tokens.is_sign(place.saturating_sub(1), '/');
                if serial || holds(OF_THINGS, word) {
                    return !is_insurance(tokens, place, at);
                }
                if !holds(FILLERS, word) && !glued {
                    return false;
                }
            }
            Some(Sort::Space | Sort::Sign(':' | '#' | '.' | '=' | '(' | '-' | '/' | '>' | '<')) => {
            }
            Some(Sort::Digits | Sort::Sign(_)) | None => return false,
        }
    }
    false
}

/// How many tokens may stand between the name of a thing and its number.
const WIDEST: usize = 10;

/// National drug codes have ten digits, or eleven, and often come in a row.
fn is_drug_code(tokens: &Tokens<'_>, at: usize) -> bool {
    let mut around = tokens
        .words_before(at, 5)
        .chain(tokens.words_after(at + 1, 1));
    matches!(tokens.digits(at), 10 | 11) && around.any(|place| tokens.folded(place) == "ndc")
}

/// "insurance policy number" is a person's, "policy number" is a paper's; those are short.
fn is_insurance(tokens: &Tokens<'_>, at: usize, number: usize) -> bool {
    const LONGEST_OF_A_PAPER: usize = 7;
    let mut before = tokens.words_before(at, 1);
    let said = before.any(|place| tokens.is_one_of(place, "insurance ins health"));
    let long = tokens.digits(number) > LONGEST_OF_A_PAPER;
    said || (tokens.folded(at) == "policy" && long)
}

/// Says whether a date at `at` belongs to a thing or a paper: when it expires, when it was revised.
/// What was done with a patient in between ("consent form signed 3/2/2026") makes it a date again.
pub(super) fn is_date_of_a_thing(tokens: &Tokens<'_>, at: usize, last: usize) -> bool {
    const THINGS: &str = "\
        exp expires expire expiry expiration expiring bud beyond best good valid discard lot \
        lots batch policy policies form forms template sop guideline guidelines handbook manual \
        procedure version ver v rev revision edition effective nct irb protocol cert certified \
        certification renewal competency eyewash hood nccn acls bls recertified inspected \
        calibrated serviced";
    const WITH_A_PATIENT: &str = "\
        signed given seen started obtained completed done scanned treated admitted discharged \
        visit labs dx bx plan plans order orders ordered dose regimen note cycle chemo treatment \
        diagnosed surgery scan died consented pt patient";
    let mut revised = false;
    for place in tokens.words_before(at, 6) {
        let word = tokens.folded(place);
        let by = word == "use" && tokens.is_one_of(tokens.over_spaces(place + 1), "by before");
        if holds(THINGS, word) || by || is_code_of_paper(tokens, place) {
            return true;
        }
        if word == "expired" {
            return is_supply(tokens, place, last);
        }
        if holds(WITH_A_PATIENT, word) {
            return false;
        }
        revised |= is_near(word, "revised");
    }
    revised
}

/// NUR-12, PHARM-003: at least three capitals, a dash, a number.
fn is_code_of_paper(tokens: &Tokens<'_>, at: usize) -> bool {
    let capitals = tokens.text(at).len() >= 3 && tokens.text(at).chars().all(char::is_uppercase);
    capitals && tokens.is_sign(at + 1, '-') && (1..=3).contains(&tokens.digits(at + 2))
}

/// Vials and kits expire, and so do people.
fn is_supply(tokens: &Tokens<'_>, from: usize, last: usize) -> bool {
    const SUPPLIES: &str = "\
        vial vials kit kits bag bags drug drugs stock supply supplies item items antidote";
    let mut around = tokens
        .words_before(from, 4)
        .chain(tokens.words_after(last + 1, 3));
    around.any(|place| tokens.is_one_of(place, SUPPLIES))
}
