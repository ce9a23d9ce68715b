//! Screens name one another by routes, never by their modules.

use crate::rules::above;
use crate::source::Source;

/// The modules of the screens that a route opens, read from the list of screens: `visit::home`.
pub fn screens(list: &Source) -> Vec<String> {
    let routes = list.code.split("routes {").nth(2).unwrap_or_default();
    let rows = routes.split('}').next().unwrap_or_default().lines();
    rows.filter_map(|row| row.split_once(" = "))
        .filter_map(|(_, path)| path.split(',').next()?.rsplit_once("::"))
        .map(|(module, _)| module.to_owned())
        .collect()
}

/// Where a file of `tui` names the module of a screen instead of its route.
pub fn not_by_route(source: &Source, screens: &[String]) -> Vec<String> {
    let module = source.module();
    let ["tui", inner @ ..] = &module[..] else {
        return Vec::new();
    };
    if *inner == ["screens"] {
        return Vec::new();
    }
    let own = inner.strip_prefix(&["screens"]).unwrap_or_default();
    let mut found = Vec::new();
    for screen in screens {
        let path: Vec<&str> = screen.split("::").collect();
        let (last, wing) = path.split_last().unwrap_or((&"", &[]));
        // A screen's own parts may name it.
        if own.starts_with(&path) {
            continue;
        }
        let whole = format!("screens::{screen}");
        let beside = if own.len() == path.len() && own.starts_with(wing) {
            above(source, 1)
        } else {
            Vec::new()
        };
        let named = source.code.match_indices(&whole).map(|(at, _)| at);
        let named = named.filter(|at| {
            let rest = source.code[at + whole.len()..].chars().next();
            !rest.is_some_and(|next| next.is_alphanumeric() || next == '_')
        });
        let beside = beside.iter().filter(|(_, name)| name == last);
        for at in named.chain(beside.map(|(at, _)| *at)) {
            found.push(format!("{}: {screen}", source.place(at)));
        }
    }
    found
}

#[test]
fn a_screen_that_is_named_by_its_module_is_found() {
    let list = "routes { $x }\nscreens! {\n    routes {\n        Home = visit::home::Home, \"\";\n        \
                Form(a: B) = visit::source::form::Form, \"\";\n    }\n    popups {\n        \
                Ask = ask::Ask, \"\";\n    }\n}";
    let list = screens(&Source::new("src/tui/screens/mod.rs", list));
    assert_eq!(list, ["visit::home", "visit::source::form"]);
    for (path, text, count) in [
        (
            "src/tui/desk.rs",
            "use super::screens::visit::home::Home;",
            1,
        ),
        ("src/tui/screens/visit/left.rs", "use super::home::Home;", 1),
        (
            "src/tui/screens/visit/left.rs",
            "use super::{anywhere, home};",
            1,
        ),
        (
            "src/tui/screens/start/cases.rs",
            "fn f() { crate::tui::screens::visit::source::form::Form::open() }",
            1,
        ),
        ("src/tui/screens/visit/home.rs", "use super::anywhere;", 0),
        (
            "src/tui/screens/visit/source/form.rs",
            "use super::draft;",
            0,
        ),
        ("src/tui/screens/visit/left.rs", "use super::homely;", 0),
        ("src/tui/screens/mod.rs", "Home = visit::home::Home", 0),
        ("src/cli/app.rs", "use crate::tui::screens::Route;", 0),
    ] {
        let found = not_by_route(&Source::new(path, text), &list);
        assert_eq!(found.len(), count, "{path}: {text}: {found:?}");
    }
}
