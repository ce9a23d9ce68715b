use super::*;

const MEANINGS: [Meaning; 22] = [
    Meaning::Plain,
    Meaning::Title,
    Meaning::Selected,
    Meaning::ActiveTab,
    Meaning::Muted,
    Meaning::KeyName,
    Meaning::Warning,
    Meaning::Error,
    Meaning::Done,
    Meaning::Border,
    Meaning::ReportNote,
    Meaning::PrivateNote,
    Meaning::Training,
    Meaning::Urgent,
    Meaning::Match,
    Meaning::Field,
    Meaning::Answer(Mark::Met),
    Meaning::Answer(Mark::NotMet),
    Meaning::Answer(Mark::Mixed),
    Meaning::Answer(Mark::NotApplicable),
    Meaning::Answer(Mark::CouldNotAssess),
    Meaning::Answer(Mark::ToDo),
];

fn with(colors: Colors) -> Theme {
    Theme {
        colors,
        signs: DRAWN,
    }
}

#[test]
fn no_color_means_none_and_the_selection_still_shows() {
    let theme = with(Colors::Monochrome);
    for meaning in MEANINGS {
        let style = theme.style(meaning);
        assert_eq!((style.fg, style.bg), (None, None), "{meaning:?}");
    }
    let selected = theme.style(Meaning::Selected);
    assert!(selected.add_modifier.contains(Modifier::REVERSED));
}

#[test]
fn no_palette_paints_a_background_or_uses_other_than_ansi_colors() {
    for colors in [Colors::Ansi, Colors::HighContrast] {
        for meaning in MEANINGS {
            let style = with(colors).style(meaning);
            assert_eq!(style.bg, None, "{meaning:?}");
            assert!(
                !matches!(
                    style.fg,
                    Some(
                        Color::Rgb(..)
                            | Color::Indexed(_)
                            | Color::White
                            | Color::Black
                            | Color::DarkGray
                    )
                ),
                "{meaning:?} would vanish on some background"
            );
        }
    }
}

#[test]
fn notes_for_the_report_and_to_self_look_different_everywhere() {
    for colors in [Colors::Ansi, Colors::Monochrome, Colors::HighContrast] {
        let theme = with(colors);
        assert_ne!(
            theme.style(Meaning::ReportNote),
            theme.style(Meaning::PrivateNote)
        );
    }
}

#[test]
fn marks_differ_by_sign_and_by_word() {
    for (index, mark) in Mark::ALL.into_iter().enumerate() {
        for other in Mark::ALL.into_iter().skip(index + 1) {
            assert_ne!(mark.sign(), other.sign());
            assert_ne!(mark.word(), other.word());
        }
        assert_eq!(mark.sign().len(), 3);
    }
}

#[test]
fn the_environment_chooses() {
    let choose = |wishes, set: &[(&str, &str)]| {
        Theme::choose(wishes, |name| {
            set.iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned())
        })
    };
    let none = Wishes::default();
    assert_eq!(choose(none, &[("LANG", "en_US.UTF-8")]), Theme::default());
    assert_eq!(
        choose(none, &[("LANG", "en_US.UTF-8"), ("NO_COLOR", "1")]).colors,
        Colors::Monochrome
    );
    assert_eq!(
        choose(none, &[("LANG", "en_US.UTF-8"), ("NO_COLOR", "")]).colors,
        Colors::Ansi
    );
    let ascii = Wishes {
        ascii: true,
        ..none
    };
    assert_eq!(choose(ascii, &[("LANG", "en_US.UTF-8")]).signs, ASCII);
    if !cfg!(windows) {
        assert_eq!(choose(none, &[]).signs, ASCII);
        assert_eq!(choose(none, &[("LANG", "C")]).signs, ASCII);
        assert_eq!(
            choose(none, &[("LC_ALL", "C"), ("LANG", "de_DE.utf8")]).signs,
            ASCII
        );
    }
}
