//! One fuzz target: the reader that this program is named after.
#![no_main]

#[path = "../support/foreign.rs"]
mod foreign;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let reader = foreign::reader(env!("CARGO_BIN_NAME")).expect("named after a reader");
    reader(bytes);
});
