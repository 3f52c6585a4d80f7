//! Cohorts: who may run them, rosters, invitations, reminders, letters, marking, questions.

use hocluat::course::model::Cohort;
use hocluat::course::package::read_course;
use hocluat::course::roster::Row;
use hocluat::course::service::{
    CohortDraft, LetterDraft, Member, MemberFilter, MemberState, Organised, Spread,
};
use hocluat::kernel::actor::{Actor, Grant, Role};
use hocluat::kernel::clock::{DAY, HOUR, MINUTE, Moment};
use hocluat::kernel::problem::Code;
use reqwest::Method;
use sea_orm::{ActiveModelTrait as _, ActiveValue::Set, EntityTrait as _};
use serde_json::json;
use uuid::Uuid;

use crate::certificates::text_of;
use crate::support::scene::{root, unit};
use crate::support::web::{Visitor, answer, browser, client, csrf_in, url};
use crate::support::{Person, World};

use crate::support::course::{COURSE, course_files};

const BASE: &str = "https://hocluat.example";

async fn world() -> World {
    let world = World::new().await;
    let (package, findings) = read_course(COURSE, &course_files());
    let package = package.unwrap_or_else(|| panic!("{findings:?}"));
    let courses = &world.node.app.courses;
    courses
        .publish(package, None, None, world.now())
        .await
        .expect("published");
    world
}

async fn draft(world: &World, days: i64) -> CohortDraft {
    CohortDraft {
        title: "Lớp của thành phố".into(),
        organisation: Some(unit(world, "01").await),
        opens_at: Some(world.now()),
        closes_at: Some(world.now().plus(days * DAY)),
        code: "Hoa-Giai 2026".into(),
        ..CohortDraft::default()
    }
}

async fn cohort(world: &World, days: i64) -> Organised {
    let courses = &world.node.app.courses;
    let draft = draft(world, days).await;
    let id = courses
        .create_cohort(COURSE, &draft, &root(), world.now())
        .await
        .expect("made");
    courses.organised(id, &root()).await.expect("reached")
}

fn actor(person: &Person) -> Actor {
    Actor {
        account: person.id,
        name: "Học viên".into(),
        grants: Vec::new(),
    }
}

/// Somebody in the cohort; with an e-mail address if wanted.
async fn learner(world: &World, email: Option<&str>) -> (Person, Uuid) {
    let person = world.person().await;
    if let Some(email) = email {
        let accounts = &world.node.app.accounts;
        let known = accounts.find(person.id).await.expect("known");
        let profile = hocluat::account::model::Profile {
            full_name: known.full_name,
            login: known.login,
            email: email.into(),
            ..Default::default()
        };
        accounts
            .change_profile(&actor(&person), &profile, world.now())
            .await
            .expect("changed");
    }
    let courses = &world.node.app.courses;
    let enrolled = courses
        .enrol(COURSE, "hoagiai2026", &actor(&person), world.now())
        .await;
    (person, enrolled.expect("enrolled"))
}

fn row(line: u32, name: &str, birth: &str, email: &str) -> Row {
    Row {
        line,
        full_name: name.into(),
        birth_date: birth.into(),
        email: email.into(),
        ..Row::default()
    }
}

#[tokio::test]
async fn a_roster_of_ten_thousand_is_imported_in_seconds_and_again_invites_nobody() {
    let world = world().await;
    let cohort = cohort(&world, 30).await;
    let courses = &world.node.app.courses;
    let mut file = String::from("Họ và tên,Ngày sinh,Điện thoại,Đơn vị\n");
    for n in 0..10_000 {
        let given = ["An", "Bình", "Đức", "Hoà", "Ân"][n % 5];
        let birth = if n % 100 == 7 {
            "31/02/1990".to_owned()
        } else {
            format!("01/02/{}", 1950 + n % 50)
        };
        file.push_str(&format!(
            "Nguyễn Thị {given} {n},{birth},09{:08},Thành phố Hà Nội\n",
            n
        ));
    }
    let started = std::time::Instant::now();
    let bytes = ("danh-sach.csv".to_owned(), file.clone().into_bytes());
    let done = courses
        .import_roster(&cohort, bytes, BASE, &root(), world.now())
        .await
        .expect("read");
    let took = started.elapsed();
    println!("10,000 rows imported in {took:?}");
    assert_eq!((done.invited, done.refused(), done.mailed), (9_900, 100, 0));
    assert!(took.as_secs() < 20, "{took:?}");
    assert_eq!(world.count("SELECT COUNT(*) FROM invitation").await, 9_900);
    let again = ("danh-sach.csv".to_owned(), file.into_bytes());
    let done = courses
        .import_roster(&cohort, again, BASE, &root(), world.now())
        .await
        .expect("read");
    assert_eq!(
        (done.invited, done.repeated(), done.refused()),
        (0, 9_900, 100)
    );

    // The list is read in the order of names, page by page, and searched by words.
    let mut filter = MemberFilter {
        state: MemberState::Invited,
        ..MemberFilter::default()
    };
    let mut names = Vec::new();
    loop {
        let page = courses
            .members(&cohort, &filter, 2_500, world.now())
            .await
            .expect("read");
        for member in &page.members {
            let Member::Invited(row) = member else {
                panic!("somebody came")
            };
            names.push((row.name_key.clone(), row.id));
        }
        let Some(next) = page.next else { break };
        filter.after = courses.place_of(&cohort.cohort, next).await.expect("read");
    }
    assert_eq!(names.len(), 9_900);
    assert!(names.is_sorted());
    let filter = MemberFilter {
        text: "duc 1002".into(),
        ..MemberFilter::default()
    };
    let found = courses
        .members(&cohort, &filter, 50, world.now())
        .await
        .expect("read");
    assert_eq!(found.members.len(), 1, "{found:?}");
    let hanoi = MemberFilter {
        organisation: cohort.cohort.organisation,
        text: "duc 1002".into(),
        ..MemberFilter::default()
    };
    assert_eq!(
        courses
            .members(&cohort, &hanoi, 50, world.now())
            .await
            .expect("read")
            .members
            .len(),
        1
    );
    world.end().await;
}

#[tokio::test]
async fn files_that_are_no_rosters_are_refused_in_words_and_nothing_is_stored() {
    use std::io::Write as _;
    let world = world().await;
    let id = cohort(&world, 30).await.cohort.id;
    let organiser = world.organiser().await;
    let csrf = crate::support::web::csrf(&world, &organiser.token);
    let packed = |name: &str, size: usize| {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        zip.start_file(name, zip::write::SimpleFileOptions::default())
            .expect("started");
        zip.write_all(&vec![b'0'; size]).expect("written");
        zip.finish().expect("finished").into_inner()
    };
    for (name, bytes, said) in [
        (
            "a.xlsx",
            packed("xl/worksheets/sheet1.xml", 60 << 20),
            "giải nén",
        ),
        ("a.xlsx", packed("xl/vbaProject.bin", 10), "macro"),
        ("a.xlsx", b"PK\x03\x04 half".to_vec(), "hỏng"),
        ("a.xlsx", "Họ và tên\nAn\n".as_bytes().to_vec(), "hỏng"),
        ("a.pdf", b"%PDF-1.7".to_vec(), ".xlsx"),
        ("a.csv", "Đơn vị\nX\n".as_bytes().to_vec(), "Họ và tên"),
    ] {
        let part = reqwest::multipart::Part::bytes(bytes).file_name(name);
        let form = reqwest::multipart::Form::new()
            .text("csrf", csrf.clone())
            .part("file", part);
        let request = reqwest::Client::new()
            .post(url(&world, &format!("/to-chuc/khoa-hoc/lop/{id}/moi")))
            .header("cookie", format!("hocluat_session={}", organiser.token))
            .header("origin", world.node.url.clone())
            .multipart(form);
        let got = answer(request).await;
        assert_eq!(got.status, 422, "{name} {said}: {}", got.text);
        assert!(
            got.text.contains("id=\"file-error\"") && got.text.contains(said),
            "{name} {said}"
        );
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM invitation").await, 0);
    world.end().await;
}

#[tokio::test]
async fn an_invitation_makes_a_person_once_and_a_letter_brings_its_link() {
    let world = world().await;
    let cohort = cohort(&world, 30).await;
    let courses = &world.node.app.courses;
    let rows = vec![
        row(2, "Trần Thị Ân", "1990", "an@example.vn"),
        row(3, "Lê Bình", "1980", ""),
    ];
    let done = courses
        .invite(&cohort, rows, BASE, &root(), world.now())
        .await
        .expect("invited");
    assert_eq!((done.invited, done.mailed), (2, 1));
    world.settle().await;
    let letters = std::fs::read_dir(world.letters()).expect("letters").count();
    assert_eq!(letters, 1, "one address, one letter");

    let slips = courses
        .slips(&cohort, 10, &root(), world.now())
        .await
        .expect("read");
    let slip = slips
        .iter()
        .find(|s| s.row.full_name == "Trần Thị Ân")
        .expect("invited");
    let path = format!("/khoa-hoc/moi/{}", slip.code);
    let phone = browser();
    let page = answer(phone.get(url(&world, &path))).await;
    assert_eq!(page.status, 200, "{}", page.text);
    assert!(page.text.contains("Trần Thị Ân") && page.text.contains("Khoá học nhỏ"));
    assert_eq!(
        world.count("SELECT COUNT(*) FROM enrolment").await,
        0,
        "looking changes nothing"
    );
    let csrf = csrf_in(&page.text);
    let send = || {
        let request = phone
            .post(url(&world, &path))
            .header("origin", &world.node.url);
        answer(request.form(&[("csrf", csrf.as_str()), ("how", "quick")]))
    };
    let came = send().await;
    assert_eq!(came.status, 303, "{}", came.text);
    assert!(
        came.header("location")
            .starts_with(&format!("/khoa-hoc/{COURSE}?bao="))
    );
    assert_eq!(world.count("SELECT COUNT(*) FROM enrolment WHERE cohort_id IS NOT NULL AND full_name = 'Trần Thị Ân'").await, 1);
    let accounts = world
        .count("SELECT COUNT(*) FROM account WHERE birth_date = '1990' AND email = 'an@example.vn'")
        .await;
    assert_eq!(accounts, 1);

    // Somebody else finds the paper.
    let other = browser();
    let page = answer(other.get(url(&world, &path))).await;
    assert!(
        page.text.contains("đã được dùng")
            && page.text.contains("/dang-nhap?next=")
            && !page.text.contains("Trần Thị Ân")
    );
    let csrf = csrf_in(&page.text);
    let request = other
        .post(url(&world, &path))
        .header("origin", &world.node.url);
    let refused = answer(request.form(&[("csrf", csrf.as_str()), ("how", "quick")])).await;
    assert_eq!(refused.status, 409, "{}", refused.text);
    assert_eq!(world.count("SELECT COUNT(*) FROM enrolment").await, 1);
    let wrong = answer(other.get(url(&world, "/khoa-hoc/moi/K7QM-2XPB-9RTB"))).await;
    assert_eq!(wrong.status, 404);
    let (all, came) = courses
        .invitation_counts(&cohort.cohort)
        .await
        .expect("read");
    assert_eq!((all, came), (2, 1));
    world.end().await;
}

fn letters_about(world: &World, words: &str) -> usize {
    let Ok(folder) = std::fs::read_dir(world.letters()) else {
        return 0;
    };
    let has = |entry: &std::fs::DirEntry| {
        std::fs::read_to_string(entry.path())
            .unwrap_or_default()
            .contains(words)
    };
    folder.filter_map(Result::ok).filter(has).count()
}

async fn reminded(world: &World) -> usize {
    world
        .node
        .app
        .courses
        .remind_due(BASE)
        .await
        .expect("reminded")
}

#[tokio::test]
async fn who_is_idle_gets_one_letter_on_two_nodes_and_none_after_stopping() {
    let world = world().await;
    cohort(&world, 60).await;
    let (_, enrolment) = learner(&world, Some("an@example.vn")).await;
    learner(&world, None).await;
    assert_eq!(reminded(&world).await, 0, "nobody is idle yet");
    world.advance(3 * DAY - MINUTE);
    assert_eq!(reminded(&world).await, 0);
    world.advance(2 * MINUTE);
    let other = world.another_node().await;
    let (here, there) = tokio::join!(
        world.node.app.courses.remind_due(BASE),
        other.app.courses.remind_due(BASE)
    );
    assert_eq!(here.expect("reminded") + there.expect("reminded"), 1);
    other.stop().await;
    world.settle().await;
    assert_eq!(letters_about(&world, "an@example.vn"), 1);
    world.advance(5 * DAY);
    assert_eq!(
        reminded(&world).await,
        0,
        "one letter for one time of idleness"
    );
    // A week before the end there is another.
    world.advance(46 * DAY);
    assert_eq!(reminded(&world).await, 1);
    world.settle().await;

    let courses = &world.node.app.courses;
    let (_, second) = learner(&world, Some("binh@example.vn")).await;
    let path = format!("/khoa-hoc/nhac/{}", courses.stop_token(second));
    let reader = browser();
    let page = answer(reader.get(url(&world, &path))).await;
    assert_eq!(page.status, 200, "{}", page.text);
    let wanted = "SELECT COUNT(*) FROM enrolment WHERE reminders";
    let before = world.count(wanted).await;
    let csrf = csrf_in(&page.text);
    let request = reader
        .post(url(&world, &path))
        .header("origin", &world.node.url);
    let stopped = answer(request.form(&[("csrf", csrf.as_str()), ("wanted", "no")])).await;
    assert_eq!(stopped.status, 303, "{}", stopped.text);
    assert_eq!(
        world.count(wanted).await,
        before - 1,
        "looking had changed nothing"
    );
    world.advance(4 * DAY);
    assert_eq!(reminded(&world).await, 0);
    assert_ne!(enrolment, second);
    let forged = courses.stop_token(second).replace('.', "x.");
    assert_eq!(
        answer(reader.get(url(&world, &format!("/khoa-hoc/nhac/{forged}"))))
            .await
            .status,
        404
    );
    world.end().await;
}

#[tokio::test]
async fn a_letter_reaches_each_person_once_however_often_its_job_is_done() {
    let world = world().await;
    let cohort = cohort(&world, 60).await;
    let courses = &world.node.app.courses;
    for n in 0..3 {
        learner(&world, Some(&format!("hv{n}@example.vn"))).await;
    }
    learner(&world, None).await;
    let filter = MemberFilter {
        state: MemberState::NotBegun,
        ..MemberFilter::default()
    };
    let reached = courses
        .reached(&cohort, &filter, world.now())
        .await
        .expect("read");
    assert_eq!((reached.people, reached.by_mail), (4, 3));
    let draft = LetterDraft {
        subject: "Hãy bắt đầu".into(),
        body: "Mời các anh chị vào học.".into(),
    };
    let key = courses.letter_key(world.now());
    for _ in 0..2 {
        courses
            .write_letter(&cohort, &filter, &draft, key, &root(), world.now())
            .await
            .expect("written");
    }
    let (one, two) = (courses.clone(), courses.clone());
    let payload = key.to_string();
    let (first, second) = tokio::join!(one.send_letter(&payload), two.send_letter(&payload));
    first.expect("sent");
    second.expect("sent");
    world.settle().await;
    courses
        .send_letter(&payload)
        .await
        .expect("nothing is left");
    world.settle().await;
    assert_eq!(
        std::fs::read_dir(world.letters()).expect("letters").count(),
        3
    );
    let letter = courses
        .letters(&cohort.cohort, 5)
        .await
        .expect("read")
        .remove(0);
    assert_eq!(
        (letter.sent, letter.without_address, letter.done),
        (3, 1, true)
    );
    assert_eq!(
        world
            .count("SELECT COUNT(*) FROM audit WHERE action = 'cohort.letter'")
            .await,
        1
    );
    world.end().await;
}

async fn hand_in(world: &World, person: &Person, enrolment: Uuid, course: Uuid) -> Uuid {
    let id = Uuid::from_u128(rand::random());
    let row = entity::submission::ActiveModel {
        id: Set(id),
        course_id: Set(course),
        enrolment_id: Set(enrolment),
        account_id: Set(person.id),
        lesson: Set("bai-tap".into()),
        ordinal: Set(1),
        text: Set("Đề cương của tôi <b>".into()),
        file_name: Set(None),
        file_type: Set(None),
        file_digest: Set(None),
        submitted_at: Set(world.now().0),
        scores: Set(None),
        points: Set(None),
        points_of: Set(None),
        passed: Set(None),
        comment: Set(None),
        marked_by: Set(None),
        marked_at: Set(None),
        revision: Set(1),
    };
    row.insert(world.node.app.db.read())
        .await
        .expect("handed in");
    id
}

#[tokio::test]
async fn marks_pass_the_lesson_once_and_a_second_marker_is_told() {
    let world = world().await;
    let cohort = cohort(&world, 60).await;
    let courses = &world.node.app.courses;
    let (person, enrolment) = learner(&world, Some("an@example.vn")).await;
    let id = hand_in(&world, &person, enrolment, cohort.head.id).await;
    let marker = Actor {
        account: Uuid::from_u128(9),
        name: "Người chấm".into(),
        grants: vec![Grant {
            role: Role::Marker,
            organisation: cohort.cohort.organisation,
        }],
    };
    let elsewhere = Actor {
        grants: vec![Grant {
            role: Role::Marker,
            organisation: Some(unit(&world, "79").await),
        }],
        ..marker.clone()
    };
    assert_eq!(
        courses
            .waiting(&elsewhere, None, 10)
            .await
            .expect("read")
            .len(),
        0
    );
    assert_eq!(
        courses
            .handed(id, &elsewhere)
            .await
            .map(drop)
            .map_err(|p| p.code),
        Err(Code::NotFound)
    );
    assert_eq!(
        courses
            .waiting(&marker, None, 10)
            .await
            .expect("read")
            .len(),
        1
    );
    let handed = courses.handed(id, &marker).await.expect("reached");
    let seen = world
        .count("SELECT CAST(SUM(seen_at) AS BIGINT) FROM enrolment")
        .await;
    world.advance(HOUR);
    let now = world.now();
    let too_much = courses
        .mark(&handed, 1, &[Some(7), Some(1)], "", BASE, &marker, now)
        .await;
    assert_eq!(too_much.expect_err("refused").fields[0].field, "points-0");
    courses
        .mark(&handed, 1, &[Some(3), Some(2)], "Khá", BASE, &marker, now)
        .await
        .expect("marked");
    let late = courses
        .mark(&handed, 1, &[Some(0), Some(0)], "", BASE, &marker, now)
        .await;
    assert_eq!(late.map_err(|p| p.code), Err(Code::ChangedMeanwhile));
    assert_eq!(
        courses
            .waiting(&marker, None, 10)
            .await
            .expect("read")
            .len(),
        0
    );
    let passed = world.count("SELECT COUNT(*) FROM lesson_progress WHERE lesson = 'bai-tap' AND passed_at IS NOT NULL AND best_right = 5 AND best_of = 10").await;
    assert_eq!(passed, 1, "half of the points pass");
    assert_eq!(
        world
            .count("SELECT CAST(SUM(seen_at) AS BIGINT) FROM enrolment")
            .await,
        seen,
        "marking is no visit"
    );
    world.settle().await;
    assert_eq!(letters_about(&world, "an@example.vn"), 1);
    world.end().await;
}

#[tokio::test]
async fn an_organiser_reaches_cohorts_of_their_place_and_no_others() {
    let world = world().await;
    let courses = &world.node.app.courses;
    let hanoi = unit(&world, "01").await;
    let organiser = Actor {
        account: Uuid::from_u128(9),
        name: "Người tổ chức".into(),
        grants: vec![Grant {
            role: Role::Organiser,
            organisation: Some(hanoi),
        }],
    };
    let draft = draft(&world, 30).await;
    let now = world.now();
    let id = courses
        .create_cohort(COURSE, &draft, &organiser, now)
        .await
        .expect("made");
    let other = Actor {
        grants: vec![Grant {
            role: Role::Organiser,
            organisation: Some(unit(&world, "79").await),
        }],
        ..organiser.clone()
    };
    assert_eq!(
        courses
            .organised(id, &other)
            .await
            .map(drop)
            .map_err(|p| p.code),
        Err(Code::NotFound)
    );
    assert_eq!(
        courses
            .cohorts_within(&other, "", 0, 10)
            .await
            .expect("read")
            .1,
        0
    );
    assert_eq!(
        courses
            .cohorts_within(&organiser, "thanh pho", 0, 10)
            .await
            .expect("read")
            .1,
        1
    );
    let refused = courses
        .create_cohort(COURSE, &draft, &other, now)
        .await
        .expect_err("out of reach");
    assert_eq!(refused.fields[0].field, "organisation");
    let taken = courses
        .create_cohort(COURSE, &draft, &organiser, now)
        .await
        .expect_err("the code is taken");
    assert_eq!(taken.fields[0].message, "cohort-field-code-taken");
    let longer = CohortDraft {
        closes_at: Some(now.plus(40 * DAY)),
        ..draft.clone()
    };
    courses
        .change_cohort(id, 1, &longer, &organiser, now)
        .await
        .expect("changed");
    let stale = courses.change_cohort(id, 1, &draft, &organiser, now).await;
    assert_eq!(stale.map_err(|p| p.code), Err(Code::ChangedMeanwhile));
    world.end().await;
}

#[tokio::test]
async fn one_person_is_given_more_time_and_taken_out_with_a_reason_and_the_lists_tell() {
    let world = world().await;
    let cohort = cohort(&world, 30).await;
    let courses = &world.node.app.courses;
    let (_, enrolment) = learner(&world, None).await;
    learner(&world, None).await;
    let (now, until) = (world.now(), world.now().plus(40 * DAY));
    let no_reason = courses
        .extend(&cohort, enrolment, Some(until), " ", &root(), now)
        .await;
    assert_eq!(no_reason.expect_err("refused").fields[0].field, "reason");
    let early = courses
        .extend(&cohort, enrolment, Some(now.plus(DAY)), "Ốm", &root(), now)
        .await;
    assert_eq!(early.expect_err("refused").fields[0].field, "until");
    courses
        .extend(&cohort, enrolment, Some(until), "Ốm", &root(), now)
        .await
        .expect("extended");
    let person = courses.member(&cohort, enrolment).await.expect("read");
    assert_eq!(person.journey.enrolment.extended_until, Some(until));
    let in_state = |state| MemberFilter {
        state,
        ..MemberFilter::default()
    };
    let count = async |state, at: Moment| {
        let page = courses
            .members(&cohort, &in_state(state), 50, at)
            .await
            .expect("read");
        page.members.len()
    };
    assert_eq!(count(MemberState::NotBegun, now).await, 2);
    assert_eq!(count(MemberState::Behind, now).await, 0);
    let later = now.plus(10 * DAY);
    assert_eq!(
        (
            count(MemberState::Behind, later).await,
            count(MemberState::Idle, later).await
        ),
        (2, 2)
    );
    courses
        .set_member_out(&cohort, enrolment, true, "Chuyển công tác", &root(), now)
        .await
        .expect("out");
    assert_eq!(
        (
            count(MemberState::All, now).await,
            count(MemberState::Withdrawn, now).await
        ),
        (1, 1)
    );
    let figures = courses.figures(&cohort.cohort, now).await.expect("read");
    assert_eq!((figures.all.people(), figures.all.withdrawn), (1, 1));
    assert_eq!(figures.by_unit.units, [(None, figures.all)]);
    assert_eq!(figures.by_unit.others, 0);
    courses
        .set_member_out(&cohort, enrolment, false, "Nhầm", &root(), now)
        .await
        .expect("back");
    assert_eq!(count(MemberState::All, now).await, 2);
    let file = courses
        .export_members(&cohort, &MemberFilter::default(), &root(), now)
        .await;
    assert_eq!(file.expect("read").len(), 2);
    let lines = "SELECT COUNT(*) FROM audit WHERE action IN ('cohort.extend', 'cohort.remove', 'cohort.return', 'cohort.export')";
    assert_eq!(world.count(lines).await, 4);
    world.end().await;
}

#[tokio::test]
async fn figures_are_by_the_organisations_a_cohort_is_run_for_and_else_by_peoples_own() {
    let world = world().await;
    let mut cohort = cohort(&world, 30).await;
    let courses = &world.node.app.courses;
    let (hanoi, ward, saigon) = (
        unit(&world, "01").await,
        unit(&world, "00004").await,
        unit(&world, "79").await,
    );
    for place in [Some(ward), Some(ward), Some(hanoi), None] {
        let (_, enrolment) = learner(&world, None).await;
        let Some(place) = place else { continue };
        let row = entity::enrolment::ActiveModel {
            id: Set(enrolment),
            organisation_id: Set(Some(place)),
            ..Default::default()
        };
        row.update(world.node.app.db.read()).await.expect("placed");
    }
    let people = async |cohort: &Cohort| {
        let figures = courses.figures(cohort, world.now()).await.expect("read");
        let people = |(unit, spread): &(Option<Uuid>, Spread)| (*unit, spread.people());
        let by_unit: Vec<_> = figures.by_unit.units.iter().map(people).collect();
        (figures.all.people(), by_unit)
    };
    let (all, own) = people(&cohort.cohort).await;
    assert_eq!((all, own.len(), own[0]), (4, 3, (Some(ward), 2)));
    cohort.cohort.organisations = vec![hanoi, saigon];
    let (all, named) = people(&cohort.cohort).await;
    assert_eq!((all, named), (4, vec![(Some(hanoi), 3), (None, 1)]));
    world.end().await;
}

#[tokio::test]
async fn a_whole_cohort_moves_to_the_newest_version_and_keeps_what_was_passed() {
    let world = world().await;
    let cohort = cohort(&world, 30).await;
    let courses = &world.node.app.courses;
    let (person, enrolment) = learner(&world, None).await;
    let id = hand_in(&world, &person, enrolment, cohort.head.id).await;
    let handed = courses.handed(id, &root()).await.expect("reached");
    courses
        .mark(
            &handed,
            1,
            &[Some(6), Some(4)],
            "",
            BASE,
            &root(),
            world.now(),
        )
        .await
        .expect("marked");
    let mut files = course_files();
    let head = String::from_utf8(files["course.toml"].clone()).expect("text");
    files.insert(
        "course.toml".into(),
        head.replace("Bản đầu tiên", "Bản hai").into_bytes(),
    );
    let (package, findings) = read_course(COURSE, &files);
    let package = package.unwrap_or_else(|| panic!("{findings:?}"));
    courses
        .publish(package, None, None, world.now())
        .await
        .expect("published");
    world.advance(2_000);
    let cohort = courses
        .organised(cohort.cohort.id, &root())
        .await
        .expect("reached");
    let oldest = async || {
        courses
            .figures(&cohort.cohort, world.now())
            .await
            .expect("read")
            .oldest
    };
    assert_eq!(oldest().await, Some(1));
    courses
        .move_cohort(&cohort, &root(), world.now())
        .await
        .expect("asked for");
    world.settle().await;
    let moved = courses.member(&cohort, enrolment).await.expect("read");
    assert_eq!(
        (
            moved.journey.enrolment.version,
            moved.journey.standing().done
        ),
        (2, 1)
    );
    assert_eq!(oldest().await, Some(2));
    world.end().await;
}

#[tokio::test]
async fn a_teacher_answers_and_the_question_is_shown_with_it() {
    let world = world().await;
    let cohort = cohort(&world, 30).await;
    let courses = &world.node.app.courses;
    let (person, _) = learner(&world, None).await;
    let id = Uuid::from_u128(rand::random());
    let row = entity::lesson_question::ActiveModel {
        id: Set(id),
        course_id: Set(cohort.head.id),
        lesson: Set("vai-tro".into()),
        account_id: Set(person.id),
        author_name: Set("Học viên".into()),
        text: Set("Báo cáo viên là ai?".into()),
        state: Set(0),
        created_at: Set(world.now().0),
        decided_by: Set(None),
        decided_at: Set(None),
    };
    entity::lesson_question::Entity::insert(row)
        .exec_without_returning(world.node.app.db.read())
        .await
        .expect("asked");
    let nobody = actor(&person);
    assert!(
        courses
            .asked(&nobody, 0, 10)
            .await
            .expect("read")
            .is_empty()
    );
    let refused = courses
        .answer_question(id, "Là …", &nobody, world.now())
        .await;
    assert_eq!(refused.map_err(|p| p.code), Err(Code::NotFound));
    assert_eq!(courses.asked(&root(), 0, 10).await.expect("read").len(), 1);
    courses
        .answer_question(id, "Là người …", &root(), world.now())
        .await
        .expect("answered");
    assert!(
        courses
            .asked(&root(), 0, 10)
            .await
            .expect("read")
            .is_empty()
    );
    let shown = courses.asked(&root(), 1, 10).await.expect("read").remove(0);
    assert!(shown.answers[0].teacher && shown.answers[0].state == 1);
    courses
        .show_question(id, false, &root(), world.now())
        .await
        .expect("hidden");
    assert_eq!(courses.asked(&root(), 2, 10).await.expect("read").len(), 1);
    world.end().await;
}

#[tokio::test]
async fn cohorts_are_run_over_the_api_and_every_page_of_the_organiser_opens() {
    let world = world().await;
    let organiser = world.organiser().await;
    let token = Some(organiser.token.as_str());
    let body = json!({ "course": COURSE, "cohort": {
        "title": "Lớp API", "organisation": "01", "opens_at": "2026-07-01T00:00:00+07:00",
        "closes_at": "2026-08-01T00:00:00+07:00", "code": "api2026", "organisations": ["01"]
    }});
    let made = world
        .call(Method::POST, "/api/v1/organiser/cohorts", token, Some(body))
        .await
        .expect(200);
    let id = made["id"].as_str().expect("id").to_owned();
    let base = format!("/api/v1/organiser/cohorts/{id}");
    let people = json!({ "people": [
        { "full_name": "Nguyễn Thị An", "birth_date": "1990", "organisation": "00004" },
        { "full_name": "", "birth_date": "1990" },
        { "full_name": "Lê Văn Bình", "email": "binh@example.vn", "organisation": "79" },
    ]});
    let report = world
        .call(
            Method::POST,
            &format!("{base}/invitations"),
            token,
            Some(people),
        )
        .await
        .expect(200);
    assert_eq!(report["invited"], 1, "{report}");
    assert_eq!(report["lines"][1]["end"], "refused");
    assert_eq!(report["lines"][2]["end"], "refused", "another province");
    let members = world
        .call(
            Method::GET,
            &format!("{base}/members?state=invited"),
            token,
            None,
        )
        .await
        .expect(200);
    assert_eq!(members["members"][0]["organisation"], "00004");
    let list = world
        .call(Method::GET, "/api/v1/organiser/cohorts?q=lop", token, None)
        .await
        .expect(200);
    assert_eq!(list["total"], 1);
    let stranger = world.person().await;
    world
        .call(Method::GET, &base, Some(&stranger.token), None)
        .await
        .expect_problem(404, "not-found");

    let person = world.person().await;
    let enrolled = world
        .node
        .app
        .courses
        .enrol(COURSE, "API 2026", &actor(&person), world.now())
        .await
        .expect("enrolled");
    let extension = json!({ "until": "2026-09-01T00:00:00+07:00", "reason": "Ốm" });
    world
        .call(
            Method::PUT,
            &format!("{base}/members/{enrolled}/extension"),
            token,
            Some(extension),
        )
        .await
        .expect(200);

    let lop = format!("/to-chuc/khoa-hoc/lop/{id}");
    for path in [
        "/to-chuc/khoa-hoc".to_owned(),
        format!("/to-chuc/khoa-hoc/lop-moi/{COURSE}"),
        lop.clone(),
        format!("{lop}?trang-thai=invited&q=an"),
        format!("{lop}/sua"),
        format!("{lop}/nguoi/{enrolled}"),
        format!("{lop}/moi"),
        format!("{lop}/moi/in"),
        format!("{lop}/thu"),
        format!("{lop}/khao-sat"),
        "/to-chuc/cham-bai".to_owned(),
        "/to-chuc/hoi-dap".to_owned(),
    ] {
        let request = browser()
            .get(url(&world, &path))
            .header("cookie", format!("hocluat_session={}", organiser.token));
        let page = answer(request).await;
        assert_eq!(page.status, 200, "{path}: {}", page.text);
        assert!(
            !page.text.contains('⟦') && !page.text.contains("{$"),
            "{path}: {}",
            page.text
        );
    }
    for path in [
        format!("{lop}/danh-sach.xlsx"),
        format!("{lop}/moi/giay-moi.xlsx"),
    ] {
        let request = browser()
            .get(url(&world, &path))
            .header("cookie", format!("hocluat_session={}", organiser.token));
        let file = request
            .send()
            .await
            .expect("answered")
            .bytes()
            .await
            .expect("a file");
        assert!(file.starts_with(b"PK"), "{path}");
    }
    world.end().await;
}

/// The letters that went out, whole.
fn mail(world: &World) -> Vec<String> {
    let folder = std::fs::read_dir(world.config.data_dir.join("mail"));
    let files = folder.into_iter().flatten().filter_map(Result::ok);
    let text = |file: std::fs::DirEntry| std::fs::read_to_string(file.path()).ok();
    files.filter_map(text).collect()
}

#[tokio::test]
async fn a_mail_program_stops_reminders_with_one_click_and_other_letters_offer_none() {
    let world = world().await;
    cohort(&world, 60).await;
    let (_, enrolment) = learner(&world, Some("an@example.vn")).await;
    world.advance(4 * DAY);
    assert_eq!(reminded(&world).await, 1);
    world.settle().await;
    let letter = mail(&world).pop().expect("a letter");
    // A long header goes on in the next line, after a space.
    let unfolded = letter.replace("\r\n ", " ");
    let value = |name: &str| {
        let mut lines = unfolded.lines();
        let line = lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        line.unwrap_or_else(|| panic!("no {name} in {letter}"))
            .trim()
            .to_owned()
    };
    assert_eq!(value("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    let stop = value("List-Unsubscribe");
    let stop = stop.strip_prefix('<').and_then(|s| s.strip_suffix('>'));
    let path = stop
        .expect("an address")
        .strip_prefix(BASE)
        .expect("ours")
        .to_owned();
    let token = world.node.app.courses.stop_token(enrolment);
    assert_eq!(path, format!("/khoa-hoc/nhac/{token}"));

    let wanted = "SELECT COUNT(*) FROM enrolment WHERE reminders";
    let click = async |path: &str, kind: &str, body: &str| {
        let request = client()
            .post(url(&world, path))
            .header("content-type", kind);
        let foreign = request.header("origin", "https://mail.example");
        answer(
            foreign
                .header("sec-fetch-site", "cross-site")
                .body(body.to_owned()),
        )
        .await
    };
    let pairs = "application/x-www-form-urlencoded";
    for _ in 0..2 {
        let stopped = click(&path, pairs, "List-Unsubscribe=One-Click").await;
        assert_eq!(stopped.status, 200, "no redirect: {}", stopped.text);
        assert_eq!(
            world.count(wanted).await,
            0,
            "a second click changes nothing"
        );
    }
    // Some send the same as a form of several parts, or nothing at all.
    let parts = "--x\r\ncontent-disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n";
    for (kind, body) in [
        ("multipart/form-data; boundary=x", parts),
        ("text/plain", ""),
    ] {
        world.run("UPDATE enrolment SET reminders = TRUE").await;
        assert_eq!(click(&path, kind, body).await.status, 200);
        assert_eq!(world.count(wanted).await, 0, "{kind}");
    }
    let wrong = click(
        &path.replace('.', "x."),
        pairs,
        "List-Unsubscribe=One-Click",
    )
    .await;
    assert_eq!(wrong.status, 404);
    assert!(wrong.text.contains("<html"), "a page for a person");
    // Only what the address alone gives the right to is taken from anywhere.
    let elsewhere = click(&format!("/khoa-hoc/{COURSE}/nhac"), pairs, "muon=0").await;
    assert_eq!(elsewhere.status, 401);
    world.advance(56 * DAY);
    assert_eq!(reminded(&world).await, 0);
    world.end().await;
}

#[tokio::test]
async fn the_transcript_names_the_cohort() {
    let world = world().await;
    cohort(&world, 60).await;
    let (person, _) = learner(&world, None).await;
    let page = "/khoa-hoc/ho-so-hoc-tap";
    let shown = Visitor::of(&world, &person.token).get(page).await;
    assert!(shown.text.contains("Lớp của thành phố"), "{}", shown.text);
    let cookie = format!("hocluat_session={}", person.token);
    let file = client().get(url(&world, &format!("{page}.pdf")));
    let file = file
        .header("cookie", cookie)
        .send()
        .await
        .expect("answered");
    let text = text_of(&file.bytes().await.expect("a body"));
    assert!(text.contains("Lớp của thành phố"), "{text}");
    world.end().await;
}
