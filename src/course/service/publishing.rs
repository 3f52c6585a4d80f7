//! Publishing a version of a course: its files, what they say, its question bank, the assessments of its lessons.

use std::collections::HashMap;

use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::CourseService;
use crate::audit::service as audit;
use crate::course::model::{Asset, Content, ContentChange, EnrolmentMode, VersionNote};
use crate::course::package::{CoursePackage, Files};
use crate::course::store::{self, CourseRow, FileRow};
use crate::course::{assets, rules};
use crate::kernel::clock::Moment;
use crate::kernel::problem::{FieldError, Outcome, Problem};
use crate::platform::db::Tx;
use crate::platform::text::fold;

/// What publishing a package did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Published {
    /// A new course.
    Created,
    /// The same files as before.
    Unchanged,
    /// The number of the new version, and what it changes.
    Changed(i32, Vec<ContentChange>),
}

/// SHA-256 of bytes in hexadecimal.
#[must_use]
pub fn digest_of(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .fold(String::with_capacity(64), |mut text, byte| {
            use std::fmt::Write as _;
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// One digest of all files of a package: of their paths and digests, in order.
fn digest_of_all(files: &Files) -> String {
    let mut all = Sha256::new();
    for (path, bytes) in files {
        all.update(path.as_bytes());
        all.update([0]);
        all.update(Sha256::digest(bytes));
    }
    digest_of(&all.finalize())
}

impl CourseService {
    /// Publishes a package: creates the course, or gives it a new version when its files differ from the published ones. Repeating it changes
    /// nothing, and files that an older version had are not published again unless somebody (`by`) asks for it. Who has begun goes on with their
    /// version until they move.
    ///
    /// # Errors
    /// When the organisation or a course to be completed before is not known, or the database fails.
    pub async fn publish(
        &self,
        package: CoursePackage,
        by: Option<Uuid>,
        reviewed_by: Option<Uuid>,
        now: Moment,
    ) -> Outcome<Published> {
        let organisation = self.owner(&package.content).await?;
        self.check_prerequisites(&package).await?;
        // The bank has a transaction of its own: should this process end in between, the next import goes on here.
        let bank = match package.bank.clone() {
            Some(bank) => {
                let slug = bank.slug.clone();
                self.banks.import(bank, now).await?;
                self.banks.bank_id(&slug).await?
            }
            None => None,
        };
        let (service, slug) = (self.clone(), package.slug.clone());
        let published = self
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let publication = Publication {
                        service: &service,
                        tx,
                        bank,
                        organisation,
                        by,
                        reviewed_by,
                        now,
                    };
                    publication.run(&package).await
                })
            })
            .await?;
        self.forget();
        let head = self.head(&slug).await?;
        for (assessment, _) in store::assessments(self.db.read(), head.id).await? {
            self.assessments.forget(assessment);
        }
        Ok(published)
    }

    async fn owner(&self, content: &Content) -> Outcome<Option<Uuid>> {
        let Some(code) = &content.organisation else {
            return Ok(None);
        };
        match self.organisations.by_code(code).await? {
            Some(unit) => Ok(Some(unit.id)),
            None => Err(Problem::fields(vec![FieldError {
                field: "organisation".into(),
                message: "field-organisation-code",
                args: vec![("code", code.clone())],
            }])),
        }
    }

    async fn check_prerequisites(&self, package: &CoursePackage) -> Outcome<()> {
        for slug in &package.content.prerequisites {
            let known = *slug != package.slug && self.head(slug).await.is_ok();
            if !known {
                return Err(Problem::fields(vec![FieldError {
                    field: "prerequisites".into(),
                    message: "field-course-unknown",
                    args: vec![("course", slug.clone())],
                }]));
            }
        }
        Ok(())
    }

    /// Takes a course off the catalogue, or puts it back; people in it go on.
    ///
    /// # Errors
    /// When it is out of the person's reach, or the database fails.
    pub async fn set_retired(
        &self,
        slug: &str,
        retired: bool,
        actor: &crate::kernel::actor::Actor,
        now: Moment,
    ) -> Outcome<()> {
        let head = self.head(slug).await?;
        let lineage = self.lineage(&head).await?;
        if !actor.may(crate::kernel::actor::Role::Author, &lineage) {
            return Err(Problem::not_found());
        }
        let (id, audit_id, by) = (head.id, self.id(now), actor.account);
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let stamp = store::next_stamp(tx, now).await?;
                    store::set_retired(tx, id, retired.then_some(now), stamp).await?;
                    let action = if retired {
                        "course.retire"
                    } else {
                        "course.restore"
                    };
                    audit::record(
                        tx,
                        audit_id,
                        now,
                        Some(by),
                        action,
                        &format!("course/{id}"),
                        "{}",
                    )
                    .await
                })
            })
            .await?;
        self.forget();
        Ok(())
    }
}

/// One publication.
struct Publication<'a> {
    service: &'a CourseService,
    tx: &'a Tx,
    bank: Option<Uuid>,
    organisation: Option<Uuid>,
    by: Option<Uuid>,
    reviewed_by: Option<Uuid>,
    now: Moment,
}

impl Publication<'_> {
    async fn run(&self, package: &CoursePackage) -> Outcome<Published> {
        let before = store::by_slug(self.tx, &package.slug).await?;
        let digest = digest_of_all(&package.files);
        let known = before.as_ref().filter(|row| row.version > 0);
        let mut changes = Vec::new();
        if let Some(row) = known {
            let newest = store::digest(self.tx, row.id, row.version).await?;
            // Folders are imported at every start: what was published from one before, and edited in the browser since, stays as it was edited.
            let known = match self.by {
                Some(_) => newest.as_deref() == Some(&digest),
                None => store::was_published(self.tx, row.id, &digest).await?,
            };
            if known {
                return Ok(Published::Unchanged);
            }
            let old = store::content(self.tx, row.id, row.version).await?;
            changes = rules::changes(&old, &package.content);
        }
        let row = self.head(package, before.as_ref()).await?;
        let note = VersionNote {
            version: row.version,
            note: package.note.clone(),
            changes: changes.clone(),
            published_at: self.now,
        };
        let (id, version) = (row.id, row.version);
        store::put(self.tx, row).await?;
        store::add_version(
            self.tx,
            id,
            &package.content,
            &digest,
            &note,
            self.by,
            self.reviewed_by,
        )
        .await?;
        self.keep_files(id, version, &package.files).await?;
        self.publish_assessments(id, version, &package.content)
            .await?;
        let detail = serde_json::json!({ "version": version, "note": package.note }).to_string();
        let subject = format!("course/{id}");
        let audit_id = self.service.id(self.now);
        audit::record(
            self.tx,
            audit_id,
            self.now,
            self.by,
            "course.publish",
            &subject,
            &detail,
        )
        .await?;
        Ok(if known.is_some() {
            Published::Changed(version, changes)
        } else {
            Published::Created
        })
    }

    async fn head(
        &self,
        package: &CoursePackage,
        before: Option<&CourseRow>,
    ) -> Outcome<CourseRow> {
        let content = &package.content;
        let number = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
        let lessons = u32::try_from(content.lessons().count()).unwrap_or(u32::MAX);
        let words = [&content.title, &content.summary, &content.topic].map(String::as_str);
        let agency = content.issued_by.as_deref().unwrap_or_default();
        let audience = content.audience.iter().map(String::as_str);
        let search = words.into_iter().chain([agency]).chain(audience);
        let cover = content.cover.as_ref().and_then(|c| content.asset(&c.asset));
        Ok(CourseRow {
            id: before.map_or_else(|| self.service.id(self.now), |row| row.id),
            slug: package.slug.clone(),
            title: content.title.clone(),
            summary: content.summary.clone(),
            topic: content.topic.clone(),
            audience: serde_json::to_string(&content.audience).map_err(Problem::internal)?,
            issued_by: content.issued_by.clone(),
            organisation_id: self.organisation,
            cover: cover.map(|asset| address(&package.slug, asset)),
            minutes: number(content.minutes()),
            hours: number(content.hours()),
            lessons: number(lessons),
            enrolment: match content.enrolment {
                EnrolmentMode::Open => "open",
                EnrolmentMode::Code { .. } => "code",
                EnrolmentMode::Invitation => "invitation",
            }
            .to_owned(),
            version: before.map_or(0, |row| row.version) + 1,
            retired_at: before.and_then(|row| row.retired_at),
            search_text: fold(&search.collect::<Vec<_>>().join(" ")),
            created_at: before.map_or(self.now.0, |row| row.created_at),
            published_at: Some(self.now.0),
            stamp: store::next_stamp(self.tx, self.now).await?,
            revision: before.map_or(0, |row| row.revision) + 1,
        })
    }

    async fn keep_files(&self, course: Uuid, version: i32, files: &Files) -> Outcome<()> {
        let mut rows = Vec::new();
        for (path, bytes) in files {
            let digest = digest_of(bytes);
            store::put_blob(self.tx, &digest, bytes.clone(), self.now).await?;
            rows.push(FileRow {
                course_id: course,
                version,
                path: path.clone(),
                digest,
                media_type: assets::media_type_of(path, bytes).to_owned(),
            });
        }
        store::add_files(self.tx, rows).await
    }

    /// Gives every quiz and examination its assessment; one that a newer version no longer has stays for those who learn by an older one.
    async fn publish_assessments(
        &self,
        course: Uuid,
        version: i32,
        content: &Content,
    ) -> Outcome<()> {
        let quizzes: Vec<_> = content
            .lessons()
            .filter_map(|(_, lesson)| Some((lesson, lesson.kind.quiz()?)))
            .collect();
        if quizzes.is_empty() {
            return Ok(());
        }
        let bank = self
            .bank
            .ok_or_else(|| Problem::internal("a course with quizzes has no question bank"))?;
        let pool = self.service.banks.current_revisions(self.tx, bank).await?;
        let known = store::assessments(self.tx, course).await?;
        let known: HashMap<String, Uuid> = known.into_iter().map(|(id, key)| (key, id)).collect();
        for (lesson, quiz) in quizzes {
            let id = match known.get(&lesson.key) {
                Some(id) => *id,
                None => {
                    let id = self.service.id(self.now);
                    store::add_assessment(self.tx, id, course, &lesson.key).await?;
                    id
                }
            };
            let settings = rules::settings(quiz);
            let assessments = &self.service.assessments;
            assessments
                .publish(self.tx, id, bank, &settings, version, &pool, self.now)
                .await?;
        }
        Ok(())
    }
}

/// The address under which a file of a course is served.
#[must_use]
pub fn address(slug: &str, asset: &Asset) -> String {
    format!("/khoa-hoc/{slug}/tep/{}/{}", asset.digest, asset.name)
}
