//! One table per file. Nothing but the shape of rows lives here.
#![allow(
    missing_docs,
    reason = "derives generate public items without documentation"
)]
#![allow(
    clippy::disallowed_methods,
    reason = "derives generate code that names what only platform::db may call"
)]

pub mod account;
pub mod assessment;
pub mod assessment_pool;
pub mod attempt;
pub mod audit;
pub mod bank;
pub mod certificate;
pub mod certificate_due;
pub mod certificate_file;
pub mod certificate_series;
pub mod cohort;
pub mod cohort_organisation;
pub mod contest;
pub mod contest_rules;
pub mod course;
pub mod course_assessment;
pub mod course_blob;
pub mod course_draft;
pub mod course_file;
pub mod course_version;
pub mod enrolment;
pub mod entry;
pub mod entry_code;
pub mod identity;
pub mod invitation;
pub mod job;
pub mod lesson_answer;
pub mod lesson_note;
pub mod lesson_progress;
pub mod lesson_question;
pub mod one_time_link;
pub mod organisation;
pub mod organisation_above;
pub mod organisation_import;
pub mod organisation_tree;
pub mod organisation_version;
pub mod outbox;
pub mod question;
pub mod question_revision;
pub mod result;
pub mod role;
pub mod round;
pub mod search_word;
pub mod session;
pub mod setting;
pub mod submission;
pub mod survey_answer;
