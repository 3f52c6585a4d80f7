//! Creates courses, their files and versions, cohorts, enrolments, progress, and what trainees write.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::index;

/// Creates courses, their files and versions, cohorts, enrolments, progress, and what trainees write.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // A step that fails half-way must leave nothing behind, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        courses(manager).await?;
        cohorts(manager).await?;
        learning(manager).await?;
        writing(manager).await?;
        if manager.get_database_backend() == DbBackend::Postgres {
            // Pictures and recordings are packed already, and a part of one can be read without the rest only where it is kept unpacked.
            manager
                .get_connection()
                .execute_unprepared(
                    "ALTER TABLE course_blob ALTER COLUMN bytes SET STORAGE EXTERNAL",
                )
                .await?;
        }
        indexes(manager).await
    }
}

/// Courses, their versions, files and drafts.
async fn courses(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("course")
                .col(pk_uuid("id"))
                .col(string("slug"))
                .col(string("title"))
                .col(text("summary"))
                .col(string("topic"))
                .col(text("audience"))
                .col(string_null("issued_by"))
                .col(uuid_null("organisation_id"))
                .col(string_null("cover"))
                .col(integer("minutes"))
                .col(integer("hours"))
                .col(integer("lessons"))
                .col(string("enrolment"))
                .col(integer("version"))
                .col(big_integer_null("retired_at"))
                .col(text("search_text"))
                .col(big_integer("created_at"))
                .col(big_integer_null("published_at"))
                .col(big_integer("stamp"))
                .col(integer("revision"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("course_version")
                .col(uuid("course_id"))
                .col(integer("version"))
                .col(text("content"))
                .col(string("digest"))
                .col(text("note"))
                .col(big_integer("published_at"))
                .col(uuid_null("published_by"))
                .col(uuid_null("reviewed_by"))
                .primary_key(Index::create().col("course_id").col("version"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("course_file")
                .col(uuid("course_id"))
                .col(integer("version"))
                .col(string("path"))
                .col(string("digest"))
                .col(string("media_type"))
                .primary_key(Index::create().col("course_id").col("version").col("path"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("course_blob")
                .col(string("digest"))
                .col(binary("bytes"))
                .col(big_integer("size"))
                .col(big_integer("created_at"))
                .primary_key(Index::create().col("digest"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("course_draft")
                .col(uuid("course_id"))
                .col(string("state"))
                .col(text("note"))
                .col(text("review_note"))
                .col(uuid("edited_by"))
                .col(big_integer("edited_at"))
                .col(uuid_null("submitted_by"))
                .col(integer("revision"))
                .primary_key(Index::create().col("course_id"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("course_assessment")
                .col(uuid("assessment_id"))
                .col(uuid("course_id"))
                .col(string("lesson"))
                .primary_key(Index::create().col("assessment_id"))
                .to_owned(),
        )
        .await?;
    Ok(())
}

/// Cohorts and who is invited.
async fn cohorts(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("cohort")
                .col(pk_uuid("id"))
                .col(uuid("course_id"))
                .col(uuid_null("organisation_id"))
                .col(string("title"))
                .col(string_null("code"))
                .col(big_integer("opens_at"))
                .col(big_integer("closes_at"))
                .col(big_integer_null("exam_opens_at"))
                .col(big_integer_null("exam_closes_at"))
                .col(big_integer("created_at"))
                .col(uuid_null("created_by"))
                .col(integer("revision"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("cohort_organisation")
                .col(uuid("cohort_id"))
                .col(uuid("organisation_id"))
                .primary_key(Index::create().col("cohort_id").col("organisation_id"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("invitation")
                .col(pk_uuid("id"))
                .col(uuid("cohort_id"))
                .col(integer("line"))
                .col(string("full_name"))
                .col(binary("name_key"))
                .col(string_null("email"))
                .col(string_null("phone"))
                .col(string_null("birth_date"))
                .col(uuid_null("organisation_id"))
                .col(string_null("organisation_name"))
                .col(string("person_key"))
                .col(binary("code_hash"))
                .col(uuid_null("account_id"))
                .col(big_integer_null("accepted_at"))
                .col(big_integer_null("mailed_at"))
                .col(big_integer("created_at"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("cohort_letter")
                .col(pk_uuid("id"))
                .col(uuid("cohort_id"))
                .col(string("subject"))
                .col(text("body"))
                .col(text("wanted"))
                .col(big_integer("sent"))
                .col(big_integer("without_address"))
                .col(binary_null("after_key"))
                .col(uuid_null("after_id"))
                .col(boolean("done"))
                .col(integer("step"))
                .col(big_integer("created_at"))
                .col(uuid("created_by"))
                .to_owned(),
        )
        .await?;
    Ok(())
}

/// Enrolments and progress.
async fn learning(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("enrolment")
                .col(pk_uuid("id"))
                .col(uuid("course_id"))
                .col(uuid("account_id"))
                .col(uuid_null("cohort_id"))
                .col(uuid_null("organisation_id"))
                .col(string("full_name"))
                .col(binary("name_key"))
                .col(integer("version"))
                .col(small_integer("state"))
                .col(integer("done"))
                .col(integer("total"))
                .col(string_null("last_lesson"))
                .col(big_integer("enrolled_at"))
                .col(big_integer("seen_at"))
                .col(big_integer_null("completed_at"))
                .col(big_integer_null("extended_until"))
                .col(string_null("extended_reason"))
                .col(boolean("reminders"))
                .col(big_integer_null("remind_at"))
                .col(big_integer_null("reminded_at"))
                .col(integer("revision"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("lesson_progress")
                .col(uuid("enrolment_id"))
                .col(string("lesson"))
                .col(big_integer_null("opened_at"))
                .col(big_integer_null("passed_at"))
                .col(text("watched"))
                .col(big_integer("watched_ms"))
                .col(big_integer_null("reported_at"))
                .col(integer_null("best_right"))
                .col(integer_null("best_of"))
                .col(string("checks"))
                .primary_key(Index::create().col("enrolment_id").col("lesson"))
                .to_owned(),
        )
        .await?;
    Ok(())
}

/// What trainees write, and its marks.
async fn writing(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("lesson_note")
                .col(uuid("enrolment_id"))
                .col(string("lesson"))
                .col(text("text"))
                .col(big_integer("updated_at"))
                .primary_key(Index::create().col("enrolment_id").col("lesson"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("lesson_question")
                .col(pk_uuid("id"))
                .col(uuid("course_id"))
                .col(string("lesson"))
                .col(uuid("account_id"))
                .col(string("author_name"))
                .col(text("text"))
                .col(small_integer("state"))
                .col(big_integer("created_at"))
                .col(uuid_null("decided_by"))
                .col(big_integer_null("decided_at"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("lesson_answer")
                .col(pk_uuid("id"))
                .col(uuid("question_id"))
                .col(uuid("account_id"))
                .col(string("author_name"))
                .col(text("text"))
                .col(boolean("teacher"))
                .col(small_integer("state"))
                .col(big_integer("created_at"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("submission")
                .col(pk_uuid("id"))
                .col(uuid("course_id"))
                .col(uuid("enrolment_id"))
                .col(uuid("account_id"))
                .col(string("lesson"))
                .col(integer("ordinal"))
                .col(text("text"))
                .col(string_null("file_name"))
                .col(string_null("file_type"))
                .col(string_null("file_digest"))
                .col(big_integer("submitted_at"))
                .col(text_null("scores"))
                .col(integer_null("points"))
                .col(integer_null("points_of"))
                .col(boolean_null("passed"))
                .col(text_null("comment"))
                .col(uuid_null("marked_by"))
                .col(big_integer_null("marked_at"))
                .col(integer("revision"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("survey_answer")
                .col(uuid("enrolment_id"))
                .col(string("lesson"))
                .col(uuid("course_id"))
                .col(text("answers"))
                .col(big_integer("submitted_at"))
                .primary_key(Index::create().col("enrolment_id").col("lesson"))
                .to_owned(),
        )
        .await?;
    Ok(())
}

/// One for every list and every look-up.
async fn indexes(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    index(manager, "ux_course_slug", "course", &["slug"], true).await?;
    index(manager, "ix_course_stamp", "course", &["stamp"], false).await?;
    index(
        manager,
        "ix_course_file_digest",
        "course_file",
        &["course_id", "digest"],
        false,
    )
    .await?;
    index(
        manager,
        "ix_course_draft_state",
        "course_draft",
        &["state", "edited_at"],
        false,
    )
    .await?;
    index(
        manager,
        "ux_course_assessment_lesson",
        "course_assessment",
        &["course_id", "lesson"],
        true,
    )
    .await?;
    index(manager, "ux_cohort_code", "cohort", &["code"], true).await?;
    index(
        manager,
        "ix_cohort_course",
        "cohort",
        &["course_id", "opens_at"],
        false,
    )
    .await?;
    index(
        manager,
        "ix_cohort_organisation",
        "cohort",
        &["organisation_id", "opens_at"],
        false,
    )
    .await?;
    index(
        manager,
        "ux_invitation_code",
        "invitation",
        &["code_hash"],
        true,
    )
    .await?;
    index(
        manager,
        "ux_invitation_person",
        "invitation",
        &["cohort_id", "person_key"],
        true,
    )
    .await?;
    index(
        manager,
        "ix_invitation_name",
        "invitation",
        &["cohort_id", "name_key", "id"],
        false,
    )
    .await?;
    index(
        manager,
        "ix_cohort_letter_cohort",
        "cohort_letter",
        &["cohort_id", "created_at"],
        false,
    )
    .await?;
    index(
        manager,
        "ux_enrolment_person",
        "enrolment",
        &["course_id", "account_id"],
        true,
    )
    .await?;
    index(
        manager,
        "ix_enrolment_account",
        "enrolment",
        &["account_id", "seen_at"],
        false,
    )
    .await?;
    index(
        manager,
        "ix_enrolment_cohort",
        "enrolment",
        &["cohort_id", "name_key", "id"],
        false,
    )
    .await?;
    index(
        manager,
        "ix_enrolment_cohort_organisation",
        "enrolment",
        &["cohort_id", "organisation_id", "name_key"],
        false,
    )
    .await?;
    index(
        manager,
        "ix_enrolment_cohort_state",
        "enrolment",
        &["cohort_id", "state", "name_key"],
        false,
    )
    .await?;
    index(
        manager,
        "ix_enrolment_course",
        "enrolment",
        &["course_id", "state", "enrolled_at"],
        false,
    )
    .await?;
    index(
        manager,
        "ix_enrolment_remind",
        "enrolment",
        &["remind_at"],
        false,
    )
    .await?;
    index(
        manager,
        "ix_lesson_question_lesson",
        "lesson_question",
        &["course_id", "lesson", "state", "created_at"],
        false,
    )
    .await?;
    index(
        manager,
        "ix_lesson_question_waiting",
        "lesson_question",
        &["course_id", "state", "created_at"],
        false,
    )
    .await?;
    index(
        manager,
        "ix_lesson_question_person",
        "lesson_question",
        &["account_id", "course_id"],
        false,
    )
    .await?;
    index(
        manager,
        "ix_lesson_answer_question",
        "lesson_answer",
        &["question_id", "created_at"],
        false,
    )
    .await?;
    index(
        manager,
        "ux_submission_ordinal",
        "submission",
        &["enrolment_id", "lesson", "ordinal"],
        true,
    )
    .await?;
    index(
        manager,
        "ix_submission_course",
        "submission",
        &["course_id", "marked_at", "submitted_at"],
        false,
    )
    .await?;
    index(
        manager,
        "ix_submission_waiting",
        "submission",
        &["marked_at", "submitted_at"],
        false,
    )
    .await?;
    index(
        manager,
        "ix_lesson_question_state",
        "lesson_question",
        &["state", "created_at"],
        false,
    )
    .await?;
    index(
        manager,
        "ix_survey_answer_course",
        "survey_answer",
        &["course_id", "lesson", "submitted_at"],
        false,
    )
    .await?;
    Ok(())
}
