//! Certificates: numbered without gaps, printed as PDF, checked by anybody, revoked and issued again; the same award as an Open Badge.

pub mod document;
pub mod fonts;
pub mod model;
pub mod rules;
mod typeset;
