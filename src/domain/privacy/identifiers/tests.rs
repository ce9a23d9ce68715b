#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;

fn kinds(text: &str, place: Surroundings) -> Vec<Kind> {
    scan(text, &Context::of(place))
        .into_iter()
        .map(|hit| hit.kind)
        .collect()
}

#[test]
fn what_identifies_anywhere_is_found_anywhere() {
    for (text, kind) in [
        ("her SSN 123-45-6789 on file", Kind::SocialSecurity),
        ("123 45 6789", Kind::SocialSecurity),
        ("write to j.doe+x@clinic-a.org today", Kind::Email),
        ("call (312) 555-0123", Kind::Phone),
        ("312-555-0123.", Kind::Phone),
        ("312.555.0123", Kind::Phone),
        ("1-312-555-0123", Kind::Phone),
        ("312\u{2011}555\u{2011}0123", Kind::Phone),
        ("+49 30 1234567", Kind::Phone),
        ("tel: 555-0123", Kind::Phone),
        ("MRN 0044712", Kind::RecordNumber),
        ("mrn#: AB447", Kind::RecordNumber),
        ("medical record number 44-71-2", Kind::RecordNumber),
        ("chart #4471", Kind::RecordNumber),
        ("Chart no. 44712", Kind::RecordNumber),
        ("pt ID 4471", Kind::RecordNumber),
        ("DOB 3/14/61", Kind::BirthDate),
        ("date of birth: March 14, 1961", Kind::BirthDate),
        ("Mrs. Rivera was asked", Kind::PersonName),
        ("pt Rivera was asked", Kind::PersonName),
        ("a 92-year-old", Kind::HighAge),
        ("aged 94", Kind::HighAge),
        ("101 y/o", Kind::HighAge),
        ("lives at 128 Main Street", Kind::Street),
    ] {
        for place in [
            Surroundings::Chart,
            Surroundings::Loose,
            Surroundings::Elsewhere,
        ] {
            assert!(
                kinds(text, place).contains(&kind),
                "{text}: {:?}",
                kinds(text, place)
            );
        }
    }
}

#[test]
fn dates_and_long_numbers_count_near_patients_only() {
    for (text, kind) in [
        ("seen on 2026-03-14", Kind::Date),
        ("seen on 3/14/2026", Kind::Date),
        ("seen on 14-3-26", Kind::Date),
        ("seen on 14.3.2026", Kind::Date),
        ("seen on 14 March 2026", Kind::Date),
        ("seen on 14-Mar-2026", Kind::Date),
        ("seen on March 14th, 2026", Kind::Date),
        ("seen on Sept 3", Kind::DayAndMonth),
        ("number 00447123", Kind::LongNumber),
        ("E4471234", Kind::LongNumber),
    ] {
        assert_eq!(kinds(text, Surroundings::Chart), [kind], "{text}");
        assert_eq!(kinds(text, Surroundings::Loose), [kind], "{text}");
        assert_eq!(kinds(text, Surroundings::Elsewhere), [], "{text}");
    }
}

#[test]
fn the_words_of_the_field_never_trip_it() {
    for text in [
        "3.12.4 and 3.12.4.1 and 3.12.13, 1.1.1.1",
        "NUR-12 §4.2 requires two signatures",
        "NUR-12-2024 section 4.2, PHARM-003",
        "Met: 15 of 15 charts; NUR-12 §4; 2 interviews; 2 observed",
        "In 2 of 5 charts (R02, R07), 4/5, 12/15, 24/7",
        "chart 3 of 5, charts 1 to 250, chart: 500 mg, record 2016 edition, chart #3",
        "vincristine 2 mg in 50 mL, 1.4 mg/m2, 5000000 units, 10000000 IU",
        "100-200 mg, 1000-2000 mL, AUC 5, cycle 2 day 1, within 60 days",
        "RN-A, MD-B and PH-A were asked; I01, O1, R03",
        "USP <800>, 29 CFR 1910.1200, 45 CFR 160.103, NDC 55390-0124-01",
        "Patient Education policy; patient Consent form; the patient confirmed",
        "given over 90 minutes at 95% of dose, age 18 and older, 100 years of age rule",
        "you may 5 times, mar 3",
        "at 14:05, 2 h 30 min later; room 4, chair 12",
        "Could not assess: no patient of this kind during the visit",
        "2 Main St nurses agreed",
    ] {
        let found: Vec<Kind> = kinds(text, Surroundings::Chart);
        let expected: &[Kind] = if text.starts_with("2 Main") {
            &[Kind::Street]
        } else {
            &[]
        };
        assert_eq!(found, expected, "{text}");
    }
    for text in [
        "spill kit expires 2027-03-01, lot 20931187",
        "antidote exp. 03/2027, lot AB1234567",
        "NUR-12 version of 3 March 2024, revised 3/3/2024",
        "card valid to March 14, 2027",
    ] {
        assert_eq!(kinds(text, Surroundings::Elsewhere), [], "{text}");
    }
}

#[test]
fn the_days_of_the_visit_are_no_dates_of_service() {
    let days = ["2026-11-17".parse().unwrap()];
    let context = Context {
        visit_days: &days,
        ..Context::of(Surroundings::Chart)
    };
    for text in ["2026-11-17", "11/17/2026", "17 November 2026", "11/17/26"] {
        assert_eq!(scan(text, &context), [], "{text}");
    }
    assert_eq!(scan("2026-11-16", &context).len(), 1);
}

#[test]
fn a_hit_says_where_and_never_what() {
    let text = "über 123-45-6789";
    let hits = scan(text, &Context::of(Surroundings::Elsewhere));
    assert_eq!(&text[hits[0].span.clone()], "123-45-6789");
    assert!(!format!("{hits:?}").contains("6789"));
}

#[test]
fn overlapping_hits_become_the_strong_one() {
    let hits = scan(
        "DOB 3/14/1961 and MRN 4471234",
        &Context::of(Surroundings::Chart),
    );
    let kinds: Vec<Kind> = hits.iter().map(|hit| hit.kind).collect();
    assert_eq!(kinds, [Kind::BirthDate, Kind::RecordNumber]);
}

#[test]
fn names_of_numbers_are_found_as_they_are_typed() {
    for (text, kind) in [
        ("pt. ID 77120", Kind::RecordNumber),
        ("patient number 77120", Kind::RecordNumber),
        ("M.R.N. 4471", Kind::RecordNumber),
        ("M R N 4471", Kind::RecordNumber),
        ("MRNs 4471, 4472", Kind::RecordNumber),
        ("csn 30048812", Kind::RecordNumber),
        ("medical recrod no 44712", Kind::RecordNumber),
        ("4471902 (MRN)", Kind::RecordNumber),
        ("MRN on the bag was 4471902", Kind::RecordNumber),
        ("insurance policy no. 44719022", Kind::RecordNumber),
        ("d.o.b. 3/14/61", Kind::BirthDate),
        ("birth date 14 Mar 61", Kind::BirthDate),
        ("born in March 1961", Kind::BirthDate),
        ("DOB 031461", Kind::BirthDate),
        ("DOB 3/61", Kind::BirthDate),
        ("social security number 123456789", Kind::SocialSecurity),
        ("SSN ***-**-6789", Kind::SocialSecurity),
        ("123 - 45 - 6789", Kind::SocialSecurity),
        ("patients dial 555-0123", Kind::Phone),
        ("her number is 5550123", Kind::Phone),
        ("(555-0123)", Kind::Phone),
        ("312-555-0123x2", Kind::Phone),
    ] {
        assert_eq!(kinds(text, Surroundings::Elsewhere), [kind], "{text}");
    }
}

#[test]
fn a_date_is_read_in_any_order() {
    for text in [
        "14 march 2026",
        "march 14 2026",
        "2026 March 14",
        "14MAR2026",
        "14-Mar-26",
        "Mar. 14th, '26",
        "the 14th of March, 2026",
        "14.03.26",
        "3 / 14 / 26",
        "2026-03-14T08:40",
        "3/14/26@0840",
        "Februray 14 2026",
    ] {
        assert_eq!(kinds(text, Surroundings::Chart), [Kind::Date], "{text}");
    }
    let twice = kinds("1/5/26-1/9/26", Surroundings::Chart);
    assert_eq!(twice, [Kind::Date, Kind::Date]);
}

#[test]
fn talk_about_identifiers_identifies_nobody() {
    for text in [
        "two identifiers (name, DOB) checked at 3 of 3",
        "DOB was asked in 4 of 5",
        "name and DOB 4/5, MRN 5/5",
        "MRN on 12 of 14 pages",
        "patient number 3 of the day",
        "policy number 12-204, form no. 77120",
        "8/9/10 h",
        "vitals 5/10/15 min, days 1/8/15",
        "doses 250 500 1000",
        "NCT04512345 (NDC 00069012301)",
        "lot no. 20931187, exp. 03/01/2027",
        "NUR-12, version of 14 March 2024",
        "room 4120, suite 3100",
        "pt 0915-1030, charts 100-250",
    ] {
        assert_eq!(kinds(text, Surroundings::Chart), [], "{text}");
    }
}

#[test]
fn what_was_done_with_a_patient_makes_a_date_one_of_service() {
    for text in [
        "consent form signed 3/14/2026",
        "kit expired 6/30/2025; plan of 3/14/2026",
        "deceased, expired 3/14/2026 at home",
        "lot 20931187 given 3/14/2026",
    ] {
        assert_eq!(kinds(text, Surroundings::Chart), [Kind::Date], "{text}");
    }
}

#[test]
fn time_grows_with_the_length_of_a_text_and_not_with_its_square() {
    let names: NamesHeard = ["Rivera", "Ana de Souza"].iter().collect();
    let context = Context {
        names_heard: &names,
        ..Context::of(Surroundings::Chart)
    };
    let looks = |text: &str| {
        let tokens = tokens::Tokens::of(text);
        found(&tokens, &context);
        tokens.looks.get()
    };
    for part in [
        "MRN ", "MRN: 1 ", "mrn/", "dob 3/", "call ", "(", "+1 ", "+1(", "a.", "a@", "a@b.", "1-",
        "1/2/", "312-", "312 555 ", "May ", "exp ", "Ana de ", "ana, ", "M.R.N.", "last 4 ", "#",
        "x", "1", "ID1-", "123 45 ", "\u{301}", "'", "no. ", "age: 9", "12 Old ", "name: ", "\n",
    ] {
        let (short, long) = (looks(&part.repeat(500)), looks(&part.repeat(2000)));
        assert!(
            long <= 5 * short,
            "{part:?}: {short} looks, four times the text {long}"
        );
    }
}
