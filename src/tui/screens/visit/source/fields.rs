//! The fields of the form that describes a source: which there are, what they offer, and back
//! from what is filled in to the draft.

use crate::domain::pack::{Attribute, Method, Pack, Preset, RecordKind};
use crate::domain::program::packet::Policy;
use crate::domain::survey::decide::Refusal;
use crate::domain::survey::sources::ChosenBy;
use crate::domain::survey::visit::Visit;
use crate::domain::values::calendar::Moment;
use crate::tui::screens::visit::source::draft::{Draft, Known};
use crate::tui::survey::Survey;
use crate::tui::widgets::form::{Field, Form};

/// What a field is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tui::screens) enum Slot {
    /// Papers that the practice uploaded; what a record is; a role; a kind of event.
    Kind,
    Title,
    Person,
    Sites,
    Site(usize),
    Standards,
    ChosenBy,
    ChosenHow,
    SeenAt,
    Place,
    Label,
    Quality(usize),
}

/// What a record can be chosen to be in one key.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui::screens) enum RecordChoice<'a> {
    Preset(&'a Preset),
    Kind(&'a RecordKind),
}

/// Everything that is offered for a record: the presets, kinds that have none, and last the
/// kinds with presets, described by hand.
pub(in crate::tui::screens) fn record_choices(pack: &Pack) -> Vec<RecordChoice<'_>> {
    let described = |kind: &&RecordKind| pack.presets.iter().any(|p| p.kind == kind.id);
    let presets = pack.presets.iter().map(RecordChoice::Preset);
    let plain = pack.record_kinds.iter().filter(|kind| !described(kind));
    let by_hand = pack.record_kinds.iter().filter(described);
    presets
        .chain(plain.map(RecordChoice::Kind))
        .chain(by_hand.map(RecordChoice::Kind))
        .collect()
}

/// The qualities that a record may have.
pub(in crate::tui::screens) fn qualities(pack: &Pack) -> impl Iterator<Item = &Attribute> {
    pack.attributes.iter().filter(|a| a.scope.is_source())
}

/// The fields in order, and the form that shows them.
pub(in crate::tui::screens) fn fields(survey: &Survey, draft: &Draft) -> (Vec<Slot>, Form) {
    let pack = survey.pack();
    let mut all = Vec::new();
    match draft.method {
        Method::Policy => {
            all.extend(uploads_field(survey, draft));
            all.push((Slot::Title, title_of_paper(draft)));
        }
        Method::Record => {
            all.push((Slot::Kind, records_field(pack, draft)));
            if !draft.has_qualities(pack) {
                all.push((Slot::Person, person_field(survey, draft)));
            }
        }
        Method::Interview => {
            let roles: Vec<&str> = pack.roles.iter().map(|r| r.title.as_str()).collect();
            all.push((
                Slot::Kind,
                Field::one("Role", &roles, draft.kind).numbered(),
            ));
            all.push((Slot::Person, person_field(survey, draft)));
        }
        Method::Observation => {
            let kinds: Vec<&str> = pack.events.iter().map(|e| e.title.as_str()).collect();
            let field = Field::one("What you watched", &kinds, draft.kind).numbered();
            all.push((Slot::Kind, field));
            all.push((Slot::Person, person_field(survey, draft)));
        }
    }
    all.extend(site_fields(survey, draft));
    if draft.method == Method::Record {
        all.extend(chosen_fields(draft));
    }
    all.extend(last_fields(draft));
    if draft.has_qualities(pack) {
        all.extend(quality_fields(pack, draft));
    }
    let (slots, fields) = all.into_iter().unzip();
    (slots, Form::new(fields))
}

/// Papers of the packet that are not among the sources yet.
pub(in crate::tui::screens) fn uploads(survey: &Survey) -> Vec<String> {
    let held: Vec<&str> = survey
        .visit()
        .into_iter()
        .flat_map(|visit| &visit.sources)
        .filter(|source| source.details.kind.method() == Method::Policy)
        .filter_map(|source| source.details.title.as_ref())
        .map(|title| survey.file.words(title))
        .collect();
    let policies = survey.file.packet.policies.iter();
    policies
        .map(upload_title)
        .filter(|title| !held.iter().any(|held| held.starts_with(title.as_str())))
        .collect()
}

fn upload_title(policy: &Policy) -> String {
    match &policy.version {
        Some(version) => format!("{}, version {version}", policy.title),
        None => policy.title.clone(),
    }
}

fn uploads_field(survey: &Survey, draft: &Draft) -> Option<(Slot, Field)> {
    let titles = uploads(survey);
    if draft.source.is_some() || titles.is_empty() {
        return None;
    }
    let options: Vec<&str> = titles
        .iter()
        .map(String::as_str)
        .chain(["Another paper: write its title"])
        .collect();
    let field = Field::one("Uploaded before", &options, draft.kind)
        .with_help("Sent by the practice before the visit and not added yet.")
        .numbered();
    Some((Slot::Kind, field))
}

fn title_of_paper(draft: &Draft) -> Field {
    Field::text("Title", &draft.title)
        .with_help("As on the paper, with version and section: NUR-12 Giving, version 4, 4.2")
}

fn records_field(pack: &Pack, draft: &Draft) -> Field {
    let options: Vec<String> = record_choices(pack)
        .into_iter()
        .map(|choice| match choice {
            RecordChoice::Preset(preset) => preset.title.clone(),
            RecordChoice::Kind(kind) if pack.presets.iter().any(|p| p.kind == kind.id) => {
                format!("{}, described below", kind.title)
            }
            RecordChoice::Kind(kind) => kind.title.clone(),
        })
        .collect();
    let options: Vec<&str> = options.iter().map(String::as_str).collect();
    Field::one("Kind of chart or record", &options, draft.kind).numbered()
}

/// Whom it may be: labels only, so that no name can be written.
pub(in crate::tui::screens) fn people(survey: &Survey, draft: &Draft) -> Vec<String> {
    let pack = survey.pack();
    let mut known: Vec<String> = Vec::new();
    for source in survey.visit().into_iter().flat_map(|visit| &visit.sources) {
        if let Some(person) = &source.details.person
            && !known.contains(person)
        {
            known.push(person.clone());
        }
    }
    match draft
        .role_label(pack)
        .filter(|_| draft.method == Method::Interview)
    {
        Some(label) => {
            let same = format!("{label}-");
            known.sort_by_key(|person| !person.starts_with(&same));
            let mut people = vec![survey.next_person(label)];
            people.extend(known);
            people
        }
        None => {
            let new = pack
                .roles
                .iter()
                .map(|role| survey.next_person(&role.label));
            known.extend(new);
            known.dedup();
            known
        }
    }
}

fn person_field(survey: &Survey, draft: &Draft) -> Field {
    let interview = draft.method == Method::Interview;
    let people = people(survey, draft);
    let mut options: Vec<String> = people.iter().map(|one| person_words(survey, one)).collect();
    if !interview {
        options.insert(0, "nobody noted".to_owned());
    }
    let place = draft
        .person
        .as_ref()
        .and_then(|person| people.iter().position(|held| held == person))
        .map_or(0, |place| place + usize::from(!interview));
    let options: Vec<&str> = options.iter().map(String::as_str).collect();
    Field::one("Person", &options, place)
        .with_help("One label stays with one person everywhere in the visit; never a name.")
        .numbered()
}

/// `RN-A (I01, O2)`, or `RN-C (new)`.
fn person_words(survey: &Survey, person: &str) -> String {
    let labels: Vec<&str> = survey
        .visit()
        .into_iter()
        .flat_map(|visit| &visit.sources)
        .filter(|source| source.details.person.as_deref() == Some(person))
        .map(|source| source.details.label.as_str())
        .collect();
    if labels.is_empty() {
        format!("{person} (new)")
    } else {
        format!("{person} ({})", labels.join(", "))
    }
}

fn site_fields(survey: &Survey, draft: &Draft) -> Vec<(Slot, Field)> {
    let Some(visit) = survey.visit().filter(|visit| visit.sites.len() > 1) else {
        return Vec::new();
    };
    let name = |id| {
        let site = survey.file.packet.site(id);
        site.map_or_else(|| id.to_string(), |site| site.name.clone())
    };
    let names: Vec<String> = visit.sites.iter().map(name).collect();
    let mut options: Vec<&str> = names.iter().map(String::as_str).collect();
    options.push("All sites");
    if names.len() > 2 {
        options.push("Several of them");
    }
    let chosen = Field::one("Site", &options, draft.sites).numbered();
    let mut fields = vec![(Slot::Sites, chosen)];
    if draft.sites > names.len() {
        for (index, name) in names.iter().enumerate() {
            let ticked = draft.ticked.get(index).copied().unwrap_or(false);
            let label = format!("  at {name}");
            fields.push((Slot::Site(index), Field::tick(&label, ticked)));
        }
    }
    fields
}

fn chosen_fields(draft: &Draft) -> Vec<(Slot, Field)> {
    let by: Vec<&str> = ["Not said"]
        .into_iter()
        .chain(ChosenBy::ALL.map(ChosenBy::title))
        .collect();
    vec![
        (
            Slot::ChosenBy,
            Field::one("Chosen by", &by, draft.chosen_by).numbered(),
        ),
        (
            Slot::ChosenHow,
            Field::text("How it was chosen", &draft.chosen_how)
                .with_help("Such as: every fifth of last month's treatment list"),
        ),
        (
            Slot::Standards,
            Field::text("Only for Standards", &draft.standards)
                .with_help("Empty: read in full, for all. Else numbers, such as 3.12, 3.13"),
        ),
    ]
}

fn last_fields(draft: &Draft) -> Vec<(Slot, Field)> {
    let mut fields = Vec::new();
    if draft.method != Method::Policy {
        let words = Field::text("In a few words", &draft.title)
            .with_help("If it helps you; goes in the report. No names, no dates, no numbers.");
        fields.push((Slot::Title, words));
    }
    if draft.source.is_none() {
        let seen = Field::text("Seen at", &draft.seen_at)
            .with_help("Empty: now. Else 14:05 for today, or 2026-01-14 14:05");
        fields.push((Slot::SeenAt, seen));
    }
    if draft.method != Method::Policy {
        let place =
            Field::text("Place", &draft.place).with_help("The room or area, such as chair 4");
        fields.push((Slot::Place, place));
    }
    fields.push((
        Slot::Label,
        Field::text("Label", &draft.label).with_help("Letters and digits, such as R01"),
    ));
    fields
}

fn quality_fields(pack: &Pack, draft: &Draft) -> Vec<(Slot, Field)> {
    qualities(pack)
        .zip(&draft.qualities)
        .enumerate()
        .map(|(index, (quality, known))| {
            let at = Known::ALL.iter().position(|held| held == known);
            let options = ["not known, so it applies", "yes", "no"];
            let field = Field::one(&quality.title, &options, at.unwrap_or(0))
                .with_help(if quality.scope.is_service() {
                    &quality.title
                } else {
                    &quality.question
                })
                .numbered();
            (Slot::Quality(index), field)
        })
        .collect()
}

/// Takes what is filled in back into the draft.
pub(in crate::tui::screens) fn read(
    survey: &Survey,
    draft: &mut Draft,
    slots: &[Slot],
    form: &Form,
) {
    for (slot, field) in slots.iter().zip(form.fields()) {
        let text = || field.as_text().to_owned();
        match slot {
            Slot::Kind => draft.kind = field.chosen(),
            Slot::Title => draft.title = text(),
            Slot::Person => {
                let people = people(survey, draft);
                draft.person = match draft.method {
                    Method::Interview => people.get(field.chosen()).cloned(),
                    _ => field
                        .chosen()
                        .checked_sub(1)
                        .and_then(|n| people.get(n))
                        .cloned(),
                };
            }
            Slot::Sites => draft.sites = field.chosen(),
            Slot::Site(index) => {
                if let Some(ticked) = draft.ticked.get_mut(*index) {
                    *ticked = field.chosen() == 1;
                }
            }
            Slot::Standards => draft.standards = text(),
            Slot::ChosenBy => draft.chosen_by = field.chosen(),
            Slot::ChosenHow => draft.chosen_how = text(),
            Slot::SeenAt => draft.seen_at = text(),
            Slot::Place => draft.place = text(),
            Slot::Label => {
                draft.label_proposed = draft.label_proposed && draft.label == field.as_text();
                draft.label = text();
            }
            Slot::Quality(index) => {
                let known = Known::ALL.get(field.chosen()).copied().unwrap_or_default();
                if let Some(held) = draft.qualities.get_mut(*index) {
                    *held = known;
                }
            }
        }
    }
}

/// What is wrong with a field, in a sentence that says what to do.
pub(in crate::tui::screens) fn problem(
    survey: &Survey,
    visit: &Visit,
    now: Moment,
    draft: &Draft,
    (slot, field): (Slot, &Field),
) -> Option<String> {
    let written = field.as_text().trim();
    match slot {
        Slot::Title if draft.method == Method::Policy && written.is_empty() => {
            Some("Write the title as it stands on the paper.".to_owned())
        }
        Slot::Standards => draft.coverage(survey.pack()).err(),
        Slot::SeenAt => draft.seen_at(now).err(),
        Slot::Sites => {
            let none = draft.sites(&visit.sites).is_err();
            none.then(|| "Tick the sites below.".to_owned())
        }
        Slot::Label => visit
            .sources
            .iter()
            .find(|held| held.details.label == written && Some(&held.id) != draft.source.as_ref())
            .map(|held| Refusal::LabelTaken(held.details.label.clone()).to_string()),
        _ => None,
    }
}
