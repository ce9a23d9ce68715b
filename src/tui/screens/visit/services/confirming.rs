//! Confirming what the practice said of its services: who told, who else, and what follows.

use super::{Asked, ServicesScreen, case_id, name};
use crate::domain::survey::decide::Act;
use crate::domain::survey::words;
use crate::domain::values::ids::RoleId;
use crate::tui::commands::keymap;
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::Desk;
use crate::tui::screens::Next;
use crate::tui::screens::popups::choose::Choose;
use crate::tui::screens::visit::services_list::{as_said, news};
use crate::tui::survey::OpenCase;
use crate::tui::widgets::choice::Item;

impl ServicesScreen {
    /// Asks who told, and who else; says first what is not applicable then.
    pub(super) fn ask_who(&mut self, desk: &mut Desk, told: Vec<RoleId>) -> Next {
        let Some(OpenCase { visit, pack, .. }) = desk.open() else {
            return Next::Stay;
        };
        let count = news(visit, pack, &self.answers, &[]).len();
        if count == 0 {
            desk.warn("Nothing new to confirm: answer a service at every site first.");
            return Next::Stay;
        }
        let others = pack.roles.iter().filter(|role| !told.contains(&role.id));
        let mut items: Vec<Item> = others.map(|role| Item::plain(&role.title)).collect();
        let popup = if told.is_empty() {
            let manager = pack.roles.iter().position(|r| r.id.as_str() == "manager");
            let count = words::counted(count, "service");
            Choose::new("Who told you?", items)
                .explained(format!("{count} to confirm. {}", self.follows))
                .selected(manager.unwrap_or(0))
        } else {
            items.insert(0, Item::plain("Nobody else"));
            Choose::new("Did anybody else tell you?", items)
        };
        self.asked = Some(Asked::Who(told));
        Next::popup(popup)
    }

    /// Goes on after somebody was named, or nobody else.
    pub(super) fn named(&mut self, desk: &mut Desk, mut told: Vec<RoleId>, index: usize) -> Next {
        let place = match (told.is_empty(), index) {
            (true, place) => place,
            (false, 0) => return self.confirm(desk, &told),
            (false, place) => place - 1,
        };
        let Some(OpenCase { pack, .. }) = desk.open() else {
            return Next::Stay;
        };
        let mut others = pack.roles.iter().filter(|role| !told.contains(&role.id));
        let named = others.nth(place).map(|role| role.id.clone());
        told.extend(named);
        if told.len() == pack.roles.len() {
            return self.confirm(desk, &told);
        }
        self.ask_who(desk, told)
    }

    pub(super) fn confirm(&mut self, desk: &mut Desk, told: &[RoleId]) -> Next {
        let Some(OpenCase { visit, pack, .. }) = desk.open() else {
            return Next::Stay;
        };
        let said = news(visit, pack, &self.answers, told);
        let count = words::counted(said.len(), "service");
        if !desk.act(Act::TellServices(said)) {
            return Next::Stay;
        }
        let left = self.answers.iter();
        let left = left.filter(|at| at.iter().any(Option::is_none)).count();
        let left = match left {
            0 => String::new(),
            left => format!(" {left} still to be asked."),
        };
        let undo = keymap::key_for(&[Context::Anywhere], Command::Undo).unwrap_or_default();
        desk.say(format!(
            "{count} confirmed.{left} {} {undo} undoes.",
            self.follows
        ));
        if let Some(case) = case_id(desk) {
            desk.finish_form(&name(&case));
        }
        // What is answered at some of the sites only waits on.
        self.changed = desk.open().is_some_and(|open| {
            self.answers != as_said(open.visit, open.pack, &open.survey.file.packet)
        });
        self.park(desk);
        Next::Back
    }
}
