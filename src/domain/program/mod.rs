//! The program: its rules, the packet that the office sends, whether the practice is eligible and
//! how far it is prepared. What happens on the visit is in [`super::survey`].

pub mod eligibility;
pub mod packet;
pub mod preparation;
pub mod rules;
