//! Pages in a step: no script, no event handler, no reference outside themselves.
//!
//! That must be certain without the generosity of browsers, so a page has a plain form in which
//! every reader sees the same elements, and of these only ones that show something. FORMAT.md,
//! Contents by kind. What a page says is not looked at here.

use super::refusal::visible;
use std::collections::HashSet;
use std::sync::LazyLock;

/// What a page begins with; capitals do not matter.
const DOCTYPE: &str = "<!doctype html>";

/// Elements that show something and load, run, submit or embed nothing.
const ELEMENTS: &str = "\
    a abbr address article aside b bdi blockquote body br caption circle cite code col colgroup \
    data dd defs del desc details dfn div dl dt ellipse em fieldset figcaption figure footer g \
    h1 h2 h3 h4 h5 h6 head header hgroup hr html i input ins kbd label legend li line main mark \
    meta nav ol output p path polygon polyline pre q rect s samp section small span strong style \
    sub summary sup svg symbol table tbody td text tfoot th thead time title tr tspan u ul use \
    var wbr";

/// Attributes whose value is text or a name, and is only shown or matched.
const TEXT: &str = "\
    abbr alt class colspan datetime dir disabled focusable for headers hidden id label lang max \
    maxlength media min name open placeholder readonly reversed role rowspan scope span start \
    tabindex title translate value";

/// Attributes that draw: numbers, colors, names of fonts.
const DRAWING: &str = "\
    cx cy d dominant-baseline dx dy fill fill-opacity fill-rule font-family font-size font-style \
    font-weight height letter-spacing opacity points preserveAspectRatio r refX refY rotate rx \
    ry stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin \
    stroke-miterlimit stroke-opacity stroke-width text-anchor text-decoration textLength \
    transform vector-effect viewBox width x x1 x2 y y1 y2";

/// What no style may hold, in lower case: every way to load something.
const LOADING: &[&str] = &[
    "url(",
    "@import",
    "@namespace",
    "@font-face",
    "image(",
    "image-set(",
    "src(",
    "cross-fade(",
    "element(",
    "paint(",
    "expression(",
    "javascript:",
];

/// The lists above, to be asked for each tag and attribute: a report has thousands of both.
struct Listed {
    elements: HashSet<&'static str>,
    text: HashSet<&'static str>,
    drawing: HashSet<&'static str>,
}

static LISTED: LazyLock<Listed> = LazyLock::new(|| {
    let words = |list: &'static str| list.split(' ').collect();
    Listed {
        elements: words(ELEMENTS),
        text: words(TEXT),
        drawing: words(DRAWING),
    }
});

/// What is wrong with a page.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HtmlFault {
    /// It is not UTF-8, or holds control characters.
    #[error("it is not plain text in UTF-8")]
    Text,
    /// It does not begin as a page does.
    #[error("it does not begin with <!DOCTYPE html>")]
    Doctype,
    /// What stands behind a `<` is neither a start tag nor an end tag of the plain form.
    #[error("its line {0} holds something that is not a plain tag")]
    Tag(usize),
    /// An element that may not be in it.
    #[error("its line {line} holds the element \"{name}\"")]
    Element {
        /// The line, from 1.
        line: usize,
        /// The element, made visible.
        name: String,
    },
    /// An attribute that may not be in it, or not with that value.
    #[error("its line {line} holds the attribute \"{name}\" with a value that may not be there")]
    Attribute {
        /// The line, from 1.
        line: usize,
        /// The attribute, made visible.
        name: String,
    },
    /// A style that loads something.
    #[error("its line {0} holds a style that loads something")]
    Style(usize),
}

/// Looks through a page.
///
/// # Errors
/// The first thing that may not be in it.
pub fn check(bytes: &[u8]) -> Result<(), HtmlFault> {
    let page = std::str::from_utf8(bytes).map_err(|_| HtmlFault::Text)?;
    let is_odd = |c: char| c.is_control() && c != '\n' && c != '\t';
    if page.contains(is_odd) {
        return Err(HtmlFault::Text);
    }
    let begin = page.get(..DOCTYPE.len()).ok_or(HtmlFault::Doctype)?;
    if !begin.eq_ignore_ascii_case(DOCTYPE) {
        return Err(HtmlFault::Doctype);
    }
    let mut rest = Scanner {
        page,
        at: DOCTYPE.len(),
    };
    while rest.skip_to('<') {
        rest.tag()?;
    }
    Ok(())
}

/// Where one stands in a page.
struct Scanner<'a> {
    page: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        self.page.get(self.at..).unwrap_or_default()
    }

    /// The line on which one stands, from 1; counted only when it is to be told.
    fn line(&self) -> usize {
        let before = self.page.get(..self.at).unwrap_or_default();
        before.matches('\n').count() + 1
    }

    /// Moves behind the next `mark`; false where there is none.
    fn skip_to(&mut self, mark: char) -> bool {
        match self.rest().find(mark) {
            Some(found) => {
                self.at += found + mark.len_utf8();
                true
            }
            None => false,
        }
    }

    fn eat(&mut self, text: &str) -> bool {
        let is_next = self.rest().starts_with(text);
        if is_next {
            self.at += text.len();
        }
        is_next
    }

    /// Takes the letters that `wanted` accepts.
    fn word(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|c| !wanted(c)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or_default()
    }

    fn not_plain(&self) -> HtmlFault {
        HtmlFault::Tag(self.line())
    }

    /// The name of an element that may be in a page.
    fn element(&mut self) -> Result<&'a str, HtmlFault> {
        let name = self.word(|c| c.is_ascii_alphanumeric() || c == '-');
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return Err(self.not_plain());
        }
        if LISTED.elements.contains(name) {
            return Ok(name);
        }
        Err(HtmlFault::Element {
            line: self.line(),
            name: visible(name),
        })
    }

    /// A tag, behind its `<`.
    fn tag(&mut self) -> Result<(), HtmlFault> {
        if self.eat("/") {
            self.element()?;
            return match self.eat(">") {
                true => Ok(()),
                false => Err(self.not_plain()),
            };
        }
        let element = self.element()?;
        let mut seen: Vec<&str> = Vec::new();
        loop {
            let space = self.word(|c| c == ' ' || c == '\n' || c == '\t');
            if self.eat(">") || self.eat("/>") {
                break;
            }
            if space.is_empty() {
                return Err(self.not_plain());
            }
            let name = self.attribute(element)?;
            if seen.contains(&name) {
                return Err(self.not_plain());
            }
            seen.push(name);
        }
        match element {
            "style" => self.content_of("</style>", is_harmless),
            // Browsers take tags for text in here, so there are none.
            "title" => self.content_of("</title>", |_| true),
            _ => Ok(()),
        }
    }

    /// An attribute with its value. Gives its name.
    fn attribute(&mut self, element: &str) -> Result<&'a str, HtmlFault> {
        let name = self.word(|c| c.is_ascii_alphanumeric() || c == '-');
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return Err(self.not_plain());
        }
        let value = match self.eat("=") {
            false => "",
            true => {
                if !self.eat("\"") {
                    return Err(self.not_plain());
                }
                let value = self.word(|c| !matches!(c, '"' | '<' | '>'));
                if !self.eat("\"") {
                    return Err(self.not_plain());
                }
                value
            }
        };
        match may_be(element, name, value) {
            true => Ok(name),
            false => Err(HtmlFault::Attribute {
                line: self.line(),
                name: visible(name),
            }),
        }
    }

    /// The content up to an end tag, in which no other tag begins.
    fn content_of(&mut self, end: &str, is_good: fn(&str) -> bool) -> Result<(), HtmlFault> {
        let line = self.line();
        let content = self.word(|c| c != '<');
        if !is_good(content) {
            return Err(HtmlFault::Style(line));
        }
        match self.eat(end) {
            true => Ok(()),
            false => Err(self.not_plain()),
        }
    }
}

/// Says whether an element may have an attribute with this value.
fn may_be(element: &str, name: &str, value: &str) -> bool {
    match name {
        "href" => {
            let target = value.strip_prefix('#');
            let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
            matches!(element, "a" | "use") && target.is_some_and(|t| t.chars().all(is_name))
        }
        "style" => is_harmless(value),
        "charset" => element == "meta" && value.eq_ignore_ascii_case("utf-8"),
        "http-equiv" => element == "meta" && value == "Content-Security-Policy",
        // A policy that names an address could report to it.
        "content" => element == "meta" && !value.contains("//"),
        "xmlns" => value == "http://www.w3.org/2000/svg",
        "type" => matches!(
            value,
            "text/css" | "text" | "checkbox" | "radio" | "date" | "1" | "a"
        ),
        _ if LISTED.drawing.contains(name) => draws(value),
        _ if LISTED.text.contains(name) => true,
        _ => name.starts_with("aria-") || name.starts_with("data-"),
    }
}

/// Says whether a value is only numbers, colors and names.
fn draws(value: &str) -> bool {
    let is_plain = |c: char| {
        c.is_ascii_alphanumeric()
            || matches!(
                c,
                ' ' | '\n' | '.' | ',' | '#' | '%' | '(' | ')' | '+' | '-'
            )
    };
    value.chars().all(is_plain) && is_harmless(value)
}

/// Says whether a style loads nothing. Escapes and references to characters could hide that it
/// does, so there are none.
fn is_harmless(style: &str) -> bool {
    if style.contains(['\\', '&', '<']) {
        return false;
    }
    let style = style.to_ascii_lowercase();
    !LOADING.iter().any(|word| style.contains(word))
}

#[cfg(test)]
mod tests;
