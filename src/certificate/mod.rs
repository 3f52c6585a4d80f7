//! Certificates: numbered without gaps, printed as PDF, checked by anybody, revoked and issued again; the same award as an Open Badge.

pub mod api;
pub mod badge;
pub mod document;
mod drawing;
pub mod fonts;
pub mod model;
pub mod pages;
pub mod rules;
pub mod service;
pub mod store;
pub mod transcript;
mod typeset;
pub mod views;
