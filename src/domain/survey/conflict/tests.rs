//! The packet speaks for the Surveyor that it names, and what is confirmed here comes first.

use super::*;
use crate::domain::rich_visit::opened;
use crate::domain::survey::events::Surveyor;
use crate::domain::values::ids::Principal;

fn surveyor(principal: &str) -> Surveyor {
    Surveyor {
        principal: Principal::new(principal).unwrap(),
        name: "TRAINING Surveyor".to_owned(),
        credential: "RN".to_owned(),
    }
}

#[test]
fn what_was_confirmed_to_the_office_is_taken_over_for_the_surveyor_it_names() {
    let rich = opened();
    let day = NaiveDate::from_ymd_opt(2026, 1, 5);
    // Who is named by the packet, who carries out the visit, the packet's day → taken over.
    #[rustfmt::skip]
    let rows = [
        (Some("s-17"), Some("s-17"), day, day),
        (Some("s-17"), Some("s-18"), day, None),
        (Some("s-17"), None, day, None),
        (None, Some("s-17"), day, None),
        (Some("s-17"), Some("s-17"), None, None),
    ];
    for (assigned, here, told, expected) in rows {
        let mut packet = rich.packet.clone();
        packet.conflict_of_interest.surveyor = told;
        packet.surveyor = assigned.map(|id| crate::domain::program::packet::Surveyor {
            principal: Principal::new(id).unwrap(),
            name: "n".to_owned(),
            credential: "c".to_owned(),
        });
        let mut visit = rich.visit().clone();
        visit.surveyor = here.map(surveyor);
        visit.conflict_cleared = None;
        let found = confirmed(&visit, Some(&packet));
        assert_eq!(
            found,
            expected.map(NoConflict::ToTheOffice),
            "{assigned:?} {here:?}"
        );
        assert_eq!(confirmed(&visit, None), None, "without a packet");
        visit.conflict_cleared = Some(visit.opened_at);
        let found = confirmed(&visit, Some(&packet));
        assert_eq!(found, Some(NoConflict::Here(visit.opened_at)));
    }
}
