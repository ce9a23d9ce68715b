//! What this very version of the program accepts and writes, where that lies in layers that the
//! bundle may not import. The workspace, which knows them all, passes it in.

use super::step::StepHeader;
use crate::domain::pack::Pack;
use crate::domain::program::packet::Packet;
use crate::domain::survey::case::Case;
use crate::domain::survey::changes::Changes;
use crate::domain::survey::visit::Visit;
use crate::domain::values::calendar::Moment;
use crate::domain::values::text::Texts;
use std::fmt;
use std::sync::Arc;

/// Why a pack is not accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PackFault {
    /// It has a form that only a newer version knows; which one.
    Newer(String),
    /// It is no pack, or breaks a rule; the first thing that is wrong.
    Bad(String),
}

/// A sealed survey as its report is made from it.
#[derive(Clone, Copy, Debug)]
pub struct SealedSurvey<'a> {
    /// The header: who signed, by which program, which chains.
    pub header: &'a StepHeader,
    /// The case, sealed last by the entry that the chains end with.
    pub case: &'a Case,
    /// The visit that was sealed.
    pub visit: &'a Visit,
    /// The pack that it is pinned to.
    pub pack: &'a Pack,
    /// The packet that was taken last.
    pub packet: &'a Packet,
    /// The texts that are held.
    pub texts: &'a Texts,
    /// What changed in it.
    pub changes: &'a Changes,
    /// When it was sealed, by the clock of the laptop.
    pub sealed_at: Moment,
}

/// What this version of the program accepts and writes.
#[derive(Clone, Copy)]
pub struct ThisVersion {
    /// Its name and number, as headers have it.
    pub app: &'static str,
    /// Reads a pack as the program would.
    pub read_pack: fn(&[u8]) -> Result<Arc<Pack>, PackFault>,
    /// Writes the report of a survey, or says why it cannot.
    pub write_report: fn(&SealedSurvey<'_>) -> Result<Vec<u8>, String>,
}

impl fmt::Debug for ThisVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.app)
    }
}
