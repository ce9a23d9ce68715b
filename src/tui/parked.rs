//! Forms that were left before they were finished, as plain data: nothing typed is lost by going
//! back. The screens make their forms again from it.

use super::widgets::form::Contents;
use crate::domain::pack::Method;
use crate::domain::values::ids::{CaseId, SourceId};

/// What is put aside.
#[derive(Debug, Default)]
pub struct Parked {
    /// The description of a source.
    pub source: Option<ParkedSource>,
    /// Of a case, for each service and site whether it is offered, where that is answered.
    pub services: Option<(CaseId, Vec<Vec<Option<bool>>>)>,
    /// A visit that is being set up.
    pub visit: Option<ParkedVisit>,
}

/// The description of a source, as far as it came.
#[derive(Debug)]
pub struct ParkedSource {
    /// The case it belongs to.
    pub case: CaseId,
    /// The way of looking.
    pub method: Method,
    /// The source that is described again; nothing for a new one.
    pub source: Option<SourceId>,
    /// What is filled in.
    pub form: Contents,
    /// The person that was chosen.
    pub person: Option<String>,
    /// The label that was proposed last.
    pub proposed: Option<String>,
}

/// A visit that is being set up, as far as it came.
#[derive(Debug)]
pub struct ParkedVisit {
    /// What is filled in, page by page.
    pub pages: Vec<Contents>,
    /// The page in front, from 0.
    pub front: usize,
    /// The id of the case, once it was made.
    pub case: Option<CaseId>,
}
