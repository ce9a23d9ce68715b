//! What a developer prints never holds what somebody typed.

use onsite::domain::survey::answers::NoteTarget;
use onsite::domain::values::secret::Secret;
use onsite::domain::values::text::Text;
use onsite::tui::desk::Effect;
use onsite::tui::screens::{Ask, EffectResult, Reply};
use onsite::tui::terminal::input::Input;
use onsite::tui::unsaved::Unsaved;

#[test]
fn nothing_that_was_typed_is_printed_for_a_developer() {
    let words = "velvet harbor 4471902";
    let text = || words.to_owned();
    let target = NoteTarget::Standard(onsite::domain::values::ids::StandardId::new("1.1").unwrap());
    let printed = [
        format!("{:?}", Text::new([1; 16], words)),
        format!("{:?}", Input::Paste(text())),
        format!("{:?}", Ask::Paste(text())),
        format!("{:?}", Ask::Reply(Reply::Typed(text()))),
        format!("{:?}", EffectResult::Recovery(Secret::new(words))),
        format!(
            "{:?}",
            Effect::SaveDraft {
                target: onsite::tui::survey::draft_target(&target),
                text: text(),
            }
        ),
        format!("{:?}", Effect::TakeForm(text())),
        format!(
            "{:?}",
            Effect::Unlock {
                secret: Secret::new(words),
                recovery: false,
            }
        ),
        format!(
            "{:?}",
            Unsaved {
                target: None,
                text: text(),
            }
        ),
    ];
    for line in printed {
        for word in words.split(' ') {
            assert!(!line.contains(word), "{line}");
        }
    }
}
