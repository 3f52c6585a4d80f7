//! The pages of the site itself: guides, privacy, what a phone needs to install it, and the page for when there is no network.

pub mod pages;
pub mod views;
