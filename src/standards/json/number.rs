//! Numbers as JSON writes them.

/// A number of the JSON grammar. 5.0 is the whole number 5, as JSON Schema has it.
pub(super) fn number(text: &str) -> Option<serde_json::Number> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let leading_zero =
        unsigned.starts_with('0') && unsigned.as_bytes().get(1).is_some_and(u8::is_ascii_digit);
    let wrong_start = !unsigned.starts_with(|c: char| c.is_ascii_digit());
    let bare_point = unsigned.split(['e', 'E']).next()?.ends_with('.');
    if leading_zero || wrong_start || bare_point {
        return None;
    }
    if let Ok(whole) = text.parse::<i64>() {
        return Some(whole.into());
    }
    let value: f64 = text.parse().ok()?;
    // Beyond 2^53 a double no longer tells whole numbers apart.
    if value.fract() == 0.0 && value.abs() < 9_007_199_254_740_992.0 {
        #[allow(clippy::cast_possible_truncation)]
        return Some((value as i64).into());
    }
    serde_json::Number::from_f64(value)
}
