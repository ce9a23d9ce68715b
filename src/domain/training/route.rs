//! Where the Surveyor of the training visit goes: two days, a site each, and what is looked at
//! there in which order. What is found is in [`super::findings`].

use crate::domain::survey::sources::ChosenBy;

/// One thing that is looked at. Ids are those of the embedded packs.
#[derive(Clone, Copy, Debug)]
pub(super) enum Look {
    /// A chart.
    Chart {
        /// What sort of chart: a preset.
        preset: &'static str,
        /// What arose in it beside that.
        shows: &'static [&'static str],
        /// What is known not to be so of it, beside what its sort says.
        not: &'static [&'static str],
        /// Who chose it.
        chosen: ChosenBy,
    },
    /// A record of another kind.
    File(&'static str),
    /// A talk with somebody of this role.
    Person(&'static str),
    /// An event of this kind, and what arose in it.
    Event(&'static str, &'static [&'static str]),
}

use ChosenBy::{AtRandom, Practice};
use Look::{Chart, Event, File, Person};

/// The main site.
const FIRST_DAY: &[Look] = &[
    Person("manager"),
    Event("tour", &[]),
    Person("infusion-nurse"),
    Event("intake", &[]),
    Event("administration", &["multi-part"]),
    Chart {
        preset: "new-iv",
        shows: &[
            "vesicant",
            "cumulative-agent",
            "childbearing",
            "multi-part",
            "pump",
        ],
        not: &[],
        chosen: AtRandom,
    },
    Chart {
        preset: "continuing-iv",
        shows: &[
            "vesicant",
            "vinca",
            "cumulative-agent",
            "dose-change",
            "psychosocial-need",
            "pump",
        ],
        not: &[],
        chosen: Practice,
    },
    Person("pharmacist"),
    Event("ordering", &[]),
    Event("preparation", &["multi-part"]),
    Person("technician"),
    File("personnel"),
    File("log"),
    Chart {
        preset: "oral",
        shows: &["new-regimen", "adherence-problem", "dose-change"],
        not: &[],
        chosen: AtRandom,
    },
    Event("teaching", &[]),
    Event("administration", &[]),
    Event("dispensing", &[]),
    Person("prescriber"),
    Chart {
        preset: "iv-oral",
        shows: &["exception-order", "missed-visit", "setting-change", "pump"],
        not: &["new-regimen"],
        chosen: AtRandom,
    },
    Chart {
        preset: "trial",
        shows: &["parenteral", "multi-part", "childbearing", "pump"],
        not: &["oral", "new-regimen"],
        chosen: AtRandom,
    },
    Person("triage-nurse"),
    Person("educator"),
    Person("front-desk"),
];

/// The second site: nothing is prepared or handed out there.
const SECOND_DAY: &[Look] = &[
    Event("tour", &[]),
    Person("infusion-nurse"),
    Event("administration", &[]),
    Event("ordering", &[]),
    Chart {
        preset: "new-iv",
        shows: &[
            "psychosocial-need",
            "childbearing",
            "cumulative-agent",
            "pump",
        ],
        not: &[],
        chosen: AtRandom,
    },
    Chart {
        preset: "continuing-iv",
        shows: &["missed-visit", "pump"],
        not: &[],
        chosen: Practice,
    },
    Event("intake", &[]),
    Event("administration", &[]),
    Person("prescriber"),
    File("personnel"),
    File("log"),
    Chart {
        preset: "oral",
        shows: &["new-regimen"],
        not: &[],
        chosen: AtRandom,
    },
    Chart {
        preset: "iv-oral",
        shows: &["setting-change", "pump"],
        not: &["new-regimen"],
        chosen: AtRandom,
    },
    Chart {
        preset: "continuing-iv",
        shows: &["dose-change", "pump"],
        not: &[],
        chosen: AtRandom,
    },
    Person("front-desk"),
];

/// What is looked at on the nth day, from 0: the first at the first site, every other as at the
/// second one.
pub(super) fn day(nth: usize) -> &'static [Look] {
    match nth {
        0 => FIRST_DAY,
        _ => SECOND_DAY,
    }
}
