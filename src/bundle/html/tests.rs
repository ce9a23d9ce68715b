use super::*;

fn page(body: &str) -> Result<(), HtmlFault> {
    check(format!("<!DOCTYPE html>\n<title>T</title>{body}").as_bytes())
}

#[test]
fn what_only_shows_something_passes() {
    for good in [
        "",
        "<p class=\"a b\">3 > 2 &amp; 1 &lt; 2</p><br/>",
        "<a href=\"#s-1.1\">to 1.1</a>",
        "<svg viewBox=\"0 0 16 16\" xmlns=\"http://www.w3.org/2000/svg\"><title>a</title>\
         <path d=\"M4.8 8.3l2.2 2.2 4.2-4.7\" stroke=\"#fff\"/><use href=\"#g-met\"/></svg>",
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\">",
        "<style>\n@media print { td > p { color: #55606e; content: \"Page \" } }</style>",
        "<td colspan=\"2\" hidden data-n=\"&quot;\" aria-label=\"it's\"\n style=\"width: 3em\">",
        "<ul><li>a<li>b</ul><u>c</u><wbr>",
    ] {
        assert_eq!(page(good), Ok(()), "{good}");
    }
    assert_eq!(check(b"<!doctype HTML>plain"), Ok(()));
}

#[test]
fn what_runs_loads_or_embeds_is_refused() {
    for bad in [
        "<script>alert(1)</script>",
        "<SCRIPT>alert(1)</SCRIPT>",
        "<p onclick=\"a()\">",
        "<p\nonclick=\"a()\">",
        "<svg onload=\"a()\"></svg>",
        "<svg><script>a()</script></svg>",
        "<svg><animate/></svg>",
        "<svg><foreignObject></foreignObject></svg>",
        "<svg><use href=\"other.svg#a\"/></svg>",
        "<svg><use xlink:href=\"#a\"/></svg>",
        "<img src=\"https://example.org/a.png\">",
        "<img src=\"a.png\">",
        "<a href=\"https://example.org\">",
        "<a href=\"javascript:a()\">",
        "<a href=\"&#106;avascript:a()\">",
        "<a href=\"\">",
        "<link rel=\"stylesheet\" href=\"a.css\">",
        "<base href=\"https://example.org\">",
        "<iframe srcdoc=\"a\"></iframe>",
        "<object data=\"a\"></object>",
        "<form action=\"a\"></form>",
        "<input type=\"image\">",
        "<meta http-equiv=\"refresh\" content=\"0\">",
        "<meta charset=\"utf-7\">",
        "<p style=\"background: url(a.png)\">",
        "<p style=\"background: URL(a.png)\">",
        "<p style=\"background: u\\72l(a.png)\">",
        "<p style=\"background: &#117;rl(a.png)\">",
        "<path fill=\"url(https://example.org/#a)\"/>",
        "<path fill=\"&#117;rl(a)\"/>",
        "<style>@import \"a.css\";</style>",
        "<style>p { background: image-set(\"a.png\" 1x) }</style>",
        "<template></template>",
        "<noscript></noscript>",
        "<textarea></textarea>",
    ] {
        assert!(page(bad).is_err(), "{bad}");
    }
}

#[test]
fn what_browsers_would_guess_at_is_refused() {
    for bad in [
        "<!-- a comment -->",
        "<![CDATA[a]]>",
        "<?xml version=\"1.0\"?>",
        "a < b",
        "<p class=a>",
        "<p class='a'>",
        "<p class=\"a>\">",
        "<p class=\"a\"id=\"b\">",
        "<p class=\"a\" class=\"b\">",
        "<p / class=\"a\">",
        "<p class =\"a\">",
        "</p >",
        "</ p>",
        "<p",
        "<",
        "<style>p { color: red }",
        "<style>a</style ><script>a()</script>",
        "<title><b></title>",
        "<title><style></title><script>a()</script></style>",
        "\u{0}",
        "a\rb",
    ] {
        assert!(page(bad).is_err(), "{bad}");
    }
    assert_eq!(check(b"<p>no doctype"), Err(HtmlFault::Doctype));
    assert_eq!(check(b"<!DOCTYPE html><p>\xff"), Err(HtmlFault::Text));
    assert_eq!(
        check("\u{feff}<!DOCTYPE html>".as_bytes()),
        Err(HtmlFault::Doctype)
    );
    let second = page("<p>\n\n<b onclick=\"a\">");
    let told = HtmlFault::Attribute {
        line: 4,
        name: "onclick".into(),
    };
    assert_eq!(second, Err(told));
}
