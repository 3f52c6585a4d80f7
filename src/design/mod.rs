//! The design system on one page: every component of the pages, in every state, for whoever builds a page or judges the look.

pub mod pages;
pub mod views;
