//! The binary: parses, runs, turns the outcome into an exit code.

fn main() {}
