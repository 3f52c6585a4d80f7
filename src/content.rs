//! Content packages on disk: finding, reading, checking and importing them.

use std::path::{Path, PathBuf};

use crate::app::App;
use crate::certificate::rules::Template;
use crate::contest::check::{BankFacts, check_contest};
use crate::contest::package::{ContestPackage, read_contest};
use crate::contest::service::Published;
use crate::course::assets::MEDIA_MAX;
use crate::course::package::{CoursePackage, Files, read_course_on};
use crate::course::service::Published as CoursePublished;
use crate::kernel::clock::Moment;
use crate::organisation::seed::territory;
use crate::question_bank::model::Finding;
use crate::question_bank::package::{BankPackage, read_bank};

/// A contest with the text of its page.
#[derive(Debug, Clone)]
pub struct ContestSource {
    /// Name in addresses: the folder's name.
    pub slug: String,
    /// What `contest.toml` says.
    pub package: ContestPackage,
    /// What `page.md` says.
    pub page: String,
}

/// Everything found under a path.
#[derive(Debug, Default)]
pub struct Content {
    /// Question banks.
    pub banks: Vec<BankPackage>,
    /// Courses, each with its own bank.
    pub courses: Vec<CoursePackage>,
    /// Contests.
    pub contests: Vec<ContestSource>,
    /// What is wrong, or worth a look.
    pub findings: Vec<Finding>,
}

impl Content {
    /// Whether anything stops an import.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|f| f.error)
    }
}

/// Largest file that is read, bytes.
const MAX_FILE: u64 = 8 * 1024 * 1024;

/// Reads a package, a folder of packages, or a single question file, and checks it.
#[must_use]
pub fn read(path: &Path, now: Moment) -> Content {
    let mut content = Content::default();
    if path.extension().is_some_and(|e| e == "txt") {
        if let Some((file, text)) = text_of(path, &mut content.findings) {
            let stem = path
                .file_stem()
                .map(|s| s.to_string_lossy().into_owned())
                .unwrap_or_default();
            content
                .findings
                .extend(crate::question_bank::format::read_questions(&file, &stem, &text).1);
        }
        return content;
    }
    let mut folders = vec![path.to_path_buf()];
    folders.extend(entries(path).into_iter().filter(|p| p.is_dir()));
    let mut found = false;
    for folder in &folders {
        found |= read_package(folder, now, &mut content);
    }
    if !found {
        let message = "Không tìm thấy gói nội dung nào: cần tệp bank.toml, course.toml hoặc contest.toml trong thư mục này hoặc thư mục con.".to_owned();
        content.findings.push(Finding {
            file: path.display().to_string(),
            line: 0,
            message,
            error: true,
        });
    }
    check_contests(path, &mut content);
    content
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|e| e.path())
        .collect();
    paths.sort();
    paths
}

fn read_package(folder: &Path, now: Moment, content: &mut Content) -> bool {
    let slug = folder
        .canonicalize()
        .ok()
        .and_then(|f| f.file_name().map(|n| n.to_string_lossy().into_owned()))
        .unwrap_or_default();
    if folder.join("course.toml").is_file() {
        read_course_folder(folder, &slug, now, content);
        return true;
    }
    let (bank, contest) = (folder.join("bank.toml"), folder.join("contest.toml"));
    if bank.is_file()
        && let Some(head) = text_of(&bank, &mut content.findings)
    {
        content.banks.extend(read_bank_folder(
            folder,
            &slug,
            &head,
            &mut content.findings,
        ));
    }
    if contest.is_file()
        && let Some((file, text)) = text_of(&contest, &mut content.findings)
    {
        let (package, findings) = read_contest(&file, &text, now);
        content.findings.extend(findings);
        let page = folder.join("page.md");
        let page = if page.is_file() {
            text_of(&page, &mut content.findings).map(|(_, t)| t)
        } else {
            None
        };
        let source = package.map(|package| ContestSource {
            slug: slug.clone(),
            package,
            page: page.unwrap_or_default(),
        });
        content.contests.extend(source);
    }
    let named = slug
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !slug.is_empty();
    let is_package = bank.is_file() || contest.is_file();
    if is_package && !named {
        let message = format!(
            "Tên thư mục \"{slug}\" sẽ nằm trong địa chỉ trang: chỉ dùng chữ thường không dấu, chữ số và dấu gạch nối."
        );
        content.findings.push(Finding {
            file: folder.display().to_string(),
            line: 0,
            message,
            error: true,
        });
    }
    is_package
}

/// Reads a course; findings name its files as they are found from here.
fn read_course_folder(folder: &Path, slug: &str, now: Moment, content: &mut Content) {
    let mut files = Files::new();
    for path in entries(folder) {
        let inner = if path.is_dir() {
            entries(&path)
        } else {
            vec![path]
        };
        for path in inner {
            let inside = path.strip_prefix(folder).unwrap_or(&path);
            let name: Vec<String> = inside
                .components()
                .map(|c| c.as_os_str().to_string_lossy().into_owned())
                .collect();
            // `.DS_Store` and the like are no part of a package.
            if name.iter().any(|n| n.starts_with('.')) {
                continue;
            }
            let bytes = bytes_of(&path, MEDIA_MAX as u64, &mut content.findings);
            files.extend(bytes.map(|bytes| (name.join("/"), bytes)));
        }
    }
    let (package, findings) = read_course_on(slug, &files, Some(now.date()));
    let placed = findings.into_iter().map(|f| Finding {
        file: folder.join(&f.file).display().to_string(),
        ..f
    });
    content.findings.extend(placed);
    let terms = package
        .as_ref()
        .and_then(|p| p.content.certificate.as_ref());
    if let Some(message) = terms.and_then(|terms| number_problem(&terms.number)) {
        content.findings.push(Finding {
            file: folder.join("course.toml").display().to_string(),
            line: 0,
            message: format!("`certificate.number`: {message}"),
            error: true,
        });
    }
    content.courses.extend(package);
}

fn read_bank_folder(
    folder: &Path,
    slug: &str,
    head: &(String, String),
    findings: &mut Vec<Finding>,
) -> Option<BankPackage> {
    let mut files = Vec::new();
    for path in entries(&folder.join("questions")) {
        if path.extension().is_some_and(|e| e == "txt") {
            files.extend(text_of(&path, findings));
        }
    }
    let (package, found) = read_bank(slug, (&head.0, &head.1), &files);
    findings.extend(found);
    package
}

fn text_of(path: &Path, findings: &mut Vec<Finding>) -> Option<(String, String)> {
    let file = path.display().to_string();
    let bytes = bytes_of(path, MAX_FILE, findings)?;
    match String::from_utf8(bytes) {
        Ok(text) => Some((file, text)),
        Err(_) => {
            findings.push(Finding {
                file,
                line: 0,
                message: "Tệp không phải UTF-8. Hãy lưu lại với mã UTF-8 (Unicode).".to_owned(),
                error: true,
            });
            None
        }
    }
}

fn bytes_of(path: &Path, max: u64, findings: &mut Vec<Finding>) -> Option<Vec<u8>> {
    let mut wrong = |message: String| {
        findings.push(Finding {
            file: path.display().to_string(),
            line: 0,
            message,
            error: true,
        });
        None
    };
    match std::fs::metadata(path) {
        Ok(meta) if meta.len() > max => wrong(format!(
            "Tệp lớn quá {} MB. Hãy chia nhỏ hoặc giảm kích thước.",
            max / (1024 * 1024)
        )),
        Ok(_) => match std::fs::read(path) {
            Ok(bytes) => Some(bytes),
            Err(error) => wrong(format!("Không đọc được tệp: {error}")),
        },
        Err(error) => wrong(format!("Không mở được tệp: {error}")),
    }
}

/// Every bank, those of courses too.
fn banks(content: &Content) -> impl Iterator<Item = &BankPackage> {
    let of_courses = content.courses.iter().filter_map(|c| c.bank.as_ref());
    content.banks.iter().chain(of_courses)
}

/// Checks each contest against its bank, which may stand beside the path that was asked for.
fn check_contests(path: &Path, content: &mut Content) {
    let mut findings = Vec::new();
    for source in &content.contests {
        let slug = &source.package.bank;
        let known = banks(content).find(|b| b.slug == *slug).cloned();
        let bank = known.or_else(|| {
            let beside = path.canonicalize().ok()?.parent()?.join(slug);
            let head = text_of(&beside.join("bank.toml"), &mut Vec::new())?;
            read_bank_folder(&beside, slug, &head, &mut Vec::new())
        });
        let Some(bank) = bank else {
            let message = format!(
                "Không tìm thấy ngân hàng câu hỏi \"{slug}\": cần thư mục cùng tên có tệp bank.toml đứng cạnh thư mục này."
            );
            findings.push(Finding {
                file: source.package.file.clone(),
                line: source.package.line("bank"),
                message,
                error: true,
            });
            continue;
        };
        let mut facts = BankFacts::default();
        for (_, question) in &bank.questions {
            facts.add(
                &question.body.topic,
                question.body.difficulty,
                question.body.kind,
            );
        }
        findings.extend(check_contest(&source.package, &facts));
        findings.extend(unknown_unit(&source.package));
        findings.extend(unusable_numbers(&source.package));
    }
    content.findings.extend(findings);
}

/// Says so when a contest belongs to a province or commune that does not exist. Units of other trees are known to the database alone: the
/// import looks for them.
fn unknown_unit(package: &ContestPackage) -> Option<Finding> {
    let code = package.organisation.as_deref()?;
    let official = code.bytes().all(|b| b.is_ascii_digit());
    let unknown = official && territory().all(|unit| unit.code != code);
    unknown.then(|| Finding {
        file: package.file.clone(),
        line: package.line("organisation"),
        message: format!("không có tỉnh, thành phố, xã, phường nào mang mã \"{code}\"; hãy tra mã ở trang /don-vi"),
        error: true,
    })
}

/// Templates of certificates' numbers in a contest, with their place in the file.
fn number_templates(package: &ContestPackage) -> Vec<(&'static str, &str)> {
    let certificates = package.rules.certificates.iter();
    let both = certificates.flat_map(|c| {
        [
            ("certificate.prize.number", &c.prize),
            ("certificate.participation.number", &c.participation),
        ]
    });
    both.filter_map(|(path, terms)| Some((path, terms.as_ref()?.number.as_str())))
        .collect()
}

/// Says so when certificates could not be numbered by a template.
fn unusable_numbers(package: &ContestPackage) -> Vec<Finding> {
    let templates = number_templates(package).into_iter();
    let wrong = templates.filter_map(|(path, template)| {
        let message = number_problem(template)?;
        Some(Finding {
            file: package.file.clone(),
            line: package.line(path),
            message,
            error: true,
        })
    });
    wrong.collect()
}

/// What is wrong with a template of certificates' numbers, in Vietnamese; nothing when it can be used.
#[must_use]
pub fn number_problem(template: &str) -> Option<String> {
    let lang = crate::platform::i18n::Lang::Vi;
    Template::parse(template).err().map(|e| lang.t(e.key()))
}

/// Imports what was read; refuses when anything is wrong. Returns one line per package on what it did.
///
/// # Errors
/// What stopped it.
pub async fn import(app: &App, content: Content, now: Moment) -> Result<Vec<String>, String> {
    if content.has_errors() {
        return Err(
            "Có lỗi trong gói nội dung nên chưa nhập gì cả. Hãy sửa rồi chạy lại.".to_owned(),
        );
    }
    let mut done = Vec::new();
    for bank in content.banks {
        let slug = bank.slug.clone();
        let report = app
            .banks
            .import(bank, now)
            .await
            .map_err(|p| format!("{slug}: {p}"))?;
        done.push(format!(
            "Ngân hàng {slug}: {} câu mới, {} câu sửa, {} câu giữ nguyên, {} câu ngừng dùng hoặc dùng lại.",
            report.created, report.revised, report.unchanged, report.retired
        ));
    }
    for course in in_order(content.courses) {
        done.push(publish_course(app, course, now).await?);
    }
    for contest in content.contests {
        let slug = contest.slug.clone();
        let templates: Vec<String> = number_templates(&contest.package)
            .into_iter()
            .map(|(_, template)| template.to_owned())
            .collect();
        let published = app
            .contests
            .publish(&slug, contest.package, &contest.page, now)
            .await;
        done.push(match published.map_err(|p| explain(&slug, &p))? {
            Published::Created => format!("Cuộc thi {slug}: đã tạo."),
            Published::Unchanged => format!("Cuộc thi {slug}: không thay đổi."),
            Published::Changed(version) => {
                format!("Cuộc thi {slug}: đã cập nhật, thể lệ phiên bản {version}.")
            }
        });
        let live = app.contests.find(&slug).await;
        let owner = live.map_err(|p| explain(&slug, &p))?.organisation;
        for template in templates {
            let claimed = app.certificates.claim_series(&template, owner).await;
            claimed.map_err(|p| explain(&slug, &p))?;
        }
    }
    Ok(done)
}

/// Courses so that each comes after those which must be completed before it, where they stand in the same import.
fn in_order(mut waiting: Vec<CoursePackage>) -> Vec<CoursePackage> {
    let mut ordered = Vec::new();
    while !waiting.is_empty() {
        let slugs: Vec<String> = waiting.iter().map(|c| c.slug.clone()).collect();
        let awaits = |c: &CoursePackage| c.content.prerequisites.iter().any(|p| slugs.contains(p));
        let (later, ready): (Vec<_>, Vec<_>) = waiting.into_iter().partition(awaits);
        if ready.is_empty() {
            // A circle: publishing says which course is not known.
            ordered.extend(later);
            break;
        }
        ordered.extend(ready);
        waiting = later;
    }
    ordered
}

/// Publishes a course together with its bank.
async fn publish_course(app: &App, course: CoursePackage, now: Moment) -> Result<String, String> {
    let slug = course.slug.clone();
    let template = course
        .content
        .certificate
        .as_ref()
        .map(|t| t.number.clone());
    let published = app.courses.publish(course, None, None, now).await;
    let published = published.map_err(|p| explain(&slug, &p))?;
    if let Some(template) = template {
        let head = app
            .courses
            .head(&slug)
            .await
            .map_err(|p| explain(&slug, &p))?;
        let claimed = app.certificates.claim_series(&template, head.organisation);
        claimed.await.map_err(|p| explain(&slug, &p))?;
    }
    Ok(match published {
        CoursePublished::Created => format!("Khoá học {slug}: đã tạo."),
        CoursePublished::Unchanged => format!("Khoá học {slug}: không thay đổi."),
        CoursePublished::Changed(version, changes) => format!(
            "Khoá học {slug}: đã cập nhật, phiên bản {version} ({} thay đổi).",
            changes.len()
        ),
    })
}

fn explain(slug: &str, problem: &crate::kernel::problem::Problem) -> String {
    let lang = crate::platform::i18n::Lang::Vi;
    let fields: Vec<String> = problem
        .fields
        .iter()
        .map(|f| lang.t_args(f.message, &f.args))
        .collect();
    if fields.is_empty() {
        format!("{slug}: {problem}")
    } else {
        format!("{slug}: {}", fields.join(" "))
    }
}

/// Writes the files of a package into a folder, byte for byte; returns how many. A folder that holds something else already is refused, so that
/// nothing of it is lost or mixed up.
///
/// # Errors
/// What stopped it.
pub fn write_files(folder: &Path, files: &Files) -> Result<usize, String> {
    if folder.exists() && std::fs::read_dir(folder).map_or(true, |mut all| all.next().is_some()) {
        return Err(format!(
            "{}: thư mục đã có tệp. Hãy chọn thư mục mới hoặc thư mục trống.",
            folder.display()
        ));
    }
    for (path, bytes) in files {
        let target = folder.join(path);
        let failed = |error: std::io::Error| format!("{}: {error}", target.display());
        if let Some(parent) = target.parent() {
            std::fs::create_dir_all(parent).map_err(failed)?;
        }
        std::fs::write(&target, bytes).map_err(failed)?;
    }
    Ok(files.len())
}
