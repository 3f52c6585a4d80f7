//! HTTP: the gate every request passes, the context handlers receive, problems as answers, forms, and what pages share.

pub mod access;
pub mod api;
pub mod assets;
pub mod context;
pub mod file_body;
pub mod form;
pub mod gate;
pub mod limits;
pub mod listener;
pub mod page;
pub mod pager;
pub mod reply;
pub mod services;
pub mod upload;
