//! FORMAT.md names every code and every event that there is.

use std::fs;

#[test]
fn every_code_and_every_event_stands_in_the_format() {
    let format = fs::read_to_string("src/bundle/FORMAT.md").unwrap();
    let told = fs::read_to_string("src/bundle/refusal/told.rs").unwrap();
    let is_code = |text: &&str| text.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    let quoted = told.split('"').skip(1).step_by(2).filter(is_code);
    let mut count = 0;
    for code in quoted {
        assert!(format.contains(&format!("`{code}`")), "code {code}");
        count += 1;
    }
    assert!(
        count > 40,
        "the codes are no longer where this test looks: {count}"
    );
    let events = fs::read_to_string("src/domain/survey/events.rs").unwrap();
    let names = events.split("rename = \"").skip(1);
    let names: Vec<&str> = names.map(|rest| rest.split('"').next().unwrap()).collect();
    assert!(names.len() > 20, "{names:?}");
    for name in names {
        assert!(format.contains(&format!("| `{name}` |")), "event {name}");
    }
}
