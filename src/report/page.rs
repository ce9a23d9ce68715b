//! Putting the content into the page. Every value passes one formatter: what the eye cannot see is
//! made visible, then HTML is escaped. Nothing in the template can switch that off.

use super::view::Content;
use crate::domain::values::visible::visible;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Error, UndefinedBehavior, Value, escape_formatter};

/// The page, part after part.
const PAGE: &str = concat!(
    include_str!("template/macros.html"),
    include_str!("template/changes.html"),
    "<!DOCTYPE html>\n<html lang=\"en-US\">\n<head>\n",
    include_str!("template/head.html"),
    "<style>\n{% raw %}",
    include_str!("template/style.css"),
    include_str!("template/print.css"),
    "{% endraw %}",
    include_str!("template/margins.css"),
    include_str!("template/training.css"),
    "</style>\n</head>\n",
    include_str!("template/front.html"),
    include_str!("template/first.html"),
    include_str!("template/glance.html"),
    include_str!("template/standards.html"),
    include_str!("template/looked_at.html"),
    include_str!("template/trail.html"),
);

/// The page with this content.
pub(super) fn render(content: &Content) -> Result<String, Error> {
    let mut page =
        environment()?.render_named_str("report.html", PAGE, Value::from(Serde(content)))?;
    if !page.ends_with('\n') {
        page.push('\n');
    }
    Ok(page)
}

fn environment() -> Result<Environment<'static>, Error> {
    let mut environment = Environment::new();
    let syntax = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build()?;
    environment.set_syntax(syntax);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_formatter(|out, state, value| match value.as_str() {
        // What a macro of the page wrote is safe: it went through here on its way.
        Some(text) if !value.is_safe() => {
            escape_formatter(out, state, &Value::from(visible(text).into_owned()))
        }
        _ => escape_formatter(out, state, value),
    });
    environment.remove_filter("safe");
    Ok(environment)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_in_the_page_is_an_error_and_nothing_escapes_escaping() {
        let environment = environment().unwrap();
        let render = |page: &str| {
            environment.render_named_str("x", page, minijinja::context! { text => "<\u{1b}>" })
        };
        assert!(render("{{ nothing }}").is_err());
        assert!(render("{% if nothing %}{% endif %}").is_err());
        assert!(render("{{ text|safe }}").is_err());
        assert_eq!(render("{{ text }}").unwrap(), "&lt;[U+001B]&gt;");
        assert_eq!(
            render("{% macro m(t) %}<b>{{ t }}</b>{% endmacro %}{{ m(text) }}").unwrap(),
            "<b>&lt;[U+001B]&gt;</b>"
        );
        assert_eq!(
            render("{{ text ~ text }}").unwrap().matches("[U+").count(),
            2
        );
    }
}
