//! The rules of a packet.

use super::{Rules, place};
use crate::domain::pack::Pack;
use crate::domain::privacy::identifiers::{self, Context, Strength, Surroundings};
use crate::domain::program::packet::{Packet, Population};
use crate::domain::values::ids::AttributeId;
use crate::standards::json::{Member, Node, PathPart, Value};
use crate::standards::nearest;
use crate::standards::problem::Problem;
use crate::standards::{EMBEDDED, embedded_pack};

pub(super) fn check(packet: &Packet, rules: &mut Rules<'_>) {
    let practice = &packet.practice;
    let sites = place!["practice", "sites"];
    rules.unique(
        &sites,
        Some("id"),
        practice.sites.iter().map(|site| &site.id),
    );
    rules.unique(
        &sites,
        Some("name"),
        practice.sites.iter().map(|site| &site.name),
    );
    rules.unique(&place!["practice", "services"], None, &practice.services);
    for (place, site) in practice.sites.iter().enumerate() {
        let here = place!["practice", "sites", place, "services"];
        rules.unique(&here, None, &site.services);
        for (index, service) in site.services.iter().enumerate() {
            if !practice.services.contains(service) {
                rules.tell(
                    &place!["practice", "sites", place, "services", index],
                    format!("the site offers \"{service}\", the practice does not"),
                    "Add it to practice.services, or take it out here.",
                );
            }
        }
    }
    rules.unique(
        &place!["policies"],
        Some("title"),
        packet.policies.iter().map(|policy| &policy.title),
    );
    rules.unique(&place!["visit", "offered"], None, &packet.visit.offered);
    for (place, pair) in packet.visit.planned.windows(2).enumerate() {
        if let [earlier, later] = pair
            && earlier >= later
        {
            rules.tell(
                &place!["visit", "planned", place + 1],
                format!("{later} stands after {earlier}"),
                "Put the days in the order of the calendar, each once.",
            );
        }
    }
    identifying(rules.tree, &mut Vec::new(), rules);
    against_embedded(packet, rules);
    population(packet, rules);
}

/// A packet holds no telephone numbers, addresses and the like, wherever they are put.
fn identifying<'a>(node: &'a Node, here: &mut Vec<PathPart<'a>>, rules: &mut Rules<'_>) {
    match &node.value {
        Value::Text(text) => {
            let hits = identifiers::scan(text, &Context::of(Surroundings::Elsewhere));
            if let Some(hit) = hits.iter().find(|hit| hit.strength() == Strength::Strong) {
                rules.tell(
                    here,
                    format!("something in it looks like {}", hit.kind.words()),
                    "A packet holds nothing of that kind; take it out.",
                );
            }
        }
        Value::List(items) => {
            for (index, item) in items.iter().enumerate() {
                here.push(PathPart::Index(index));
                identifying(item, here, rules);
                here.pop();
            }
        }
        Value::Object(members) => {
            for Member { key, node, .. } in members {
                here.push(PathPart::Key(key));
                identifying(node, here, rules);
                here.pop();
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn against_embedded(packet: &Packet, rules: &mut Rules<'_>) {
    let at_hand = EMBEDDED
        .iter()
        .any(|embedded| embedded.id == packet.pack.as_str());
    match embedded_pack(packet.pack.as_str()) {
        Ok(pack) if at_hand => {
            for (place, wrong, todo) in services_not_in(packet, &pack.pack) {
                rules.tell(&place.path(), wrong, todo);
            }
        }
        _ => rules.notes.push(format!(
            "The pack {} does not come with this onsite; whether it knows the services was not checked.",
            packet.pack
        )),
    }
}

fn population(packet: &Packet, rules: &mut Rules<'_>) {
    let children = packet
        .practice
        .services
        .iter()
        .any(|service| service.as_str() == "pediatric");
    match packet.practice.population {
        Population::Adult if children => rules.notes.push(
            "The practice treats adults only, yet its services name \"pediatric\"; ask which is right."
                .to_string(),
        ),
        Population::Pediatric | Population::Both if !children => rules.notes.push(
            "The practice treats children, yet its services do not name \"pediatric\"; ask which is right."
                .to_string(),
        ),
        _ => {}
    }
}

/// Whose service it is: the practice's, or the site's with that place in the list.
#[derive(Clone, Copy)]
enum Whose {
    Practice(usize),
    Site(usize, usize),
}

impl Whose {
    fn path(self) -> Vec<PathPart<'static>> {
        match self {
            Self::Practice(index) => place!["practice", "services", index].to_vec(),
            Self::Site(site, index) => {
                place!["practice", "sites", site, "services", index].to_vec()
            }
        }
    }
}

fn services_not_in(packet: &Packet, pack: &Pack) -> Vec<(Whose, String, String)> {
    let practice = packet.practice.services.iter().enumerate();
    let sites = packet.practice.sites.iter().enumerate();
    practice
        .map(|(index, id)| (Whose::Practice(index), id))
        .chain(sites.flat_map(|(site, found)| {
            let services = found.services.iter().enumerate();
            services.map(move |(index, id)| (Whose::Site(site, index), id))
        }))
        .filter(|(_, id)| !is_service(pack, id))
        .map(|(whose, id)| {
            let services = pack.services();
            let known: Vec<&str> = services.map(|service| service.id.as_str()).collect();
            let wrong = format!("\"{id}\" is no service in the pack {}", pack.id);
            let listed = format!("Known there: {}.", known.join(", "));
            (whose, wrong, nearest::advice(id.as_str(), known, &listed))
        })
        .collect()
}

fn is_service(pack: &Pack, id: &AttributeId) -> bool {
    pack.attribute(id)
        .is_some_and(|attribute| attribute.scope.is_service())
}

/// Checks a packet against the pack it names: the ids of services must stand there.
///
/// # Errors
/// Every service that the pack does not know, and a pack with another id.
pub fn packet_against_pack(packet: &Packet, pack: &Pack) -> Result<(), Vec<Problem>> {
    if packet.pack != pack.id {
        return Err(vec![Problem::whole(
            format!(
                "the packet asks for the pack {}, not {}",
                packet.pack, pack.id
            ),
            "Load the pack that the packet names.",
        )]);
    }
    let problems: Vec<Problem> = services_not_in(packet, pack)
        .into_iter()
        .map(|(_, wrong, todo)| Problem::whole(wrong, todo))
        .collect();
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems)
    }
}
