//! Events are read strictly: nothing is carried along unseen.

use super::*;

#[test]
fn nothing_is_carried_along_unseen() {
    for event in [
        r#"{"1-case_opened":{"training":true,"more":1}}"#,
        r#"{"1-case_opened":{"training":true,"training":false}}"#,
        r#"{"1-case_opened":{"training":true},"57-thing_done":{}}"#,
        r#"{"8-source_added":{"visit":"v","source":"s","details":{"kind":{"interview":{"role":"r","name":"x"}},"label":"I01","sites":"all"}}}"#,
    ] {
        assert!(serde_json::from_str::<Event>(event).is_err(), "{event}");
    }
}
