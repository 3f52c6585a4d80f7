//! Organisations on real databases: the territory, changes that keep the past, who may do what, imports, pages.

use std::time::Duration;

use hocluat::kernel::actor::{Actor, Grant, Role};
use hocluat::kernel::clock::DAY;
use hocluat::kernel::problem::{Outcome, Problem};
use hocluat::organisation::import::{Counts, Done};
use hocluat::organisation::model::{
    Change, Ending, NewOrganisation, Organisation, Resolved, Search, TERRITORY,
};
use hocluat::organisation::rules::read_date;
use hocluat::organisation::service::{OrganisationService, Upload};
use reqwest::multipart::{Form, Part};
use reqwest::{Client, redirect};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use tokio::time::Instant;
use uuid::Uuid;

use crate::support::{World, on_postgres};

fn day(text: &str) -> chrono::NaiveDate {
    read_date(text).expect("a date")
}

fn administrator(at: Option<Uuid>) -> Actor {
    Actor {
        account: Uuid::from_u128(7),
        name: "Người quản trị".into(),
        grants: vec![Grant {
            role: Role::Administrator,
            organisation: at,
        }],
    }
}

fn service(world: &World) -> &OrganisationService {
    &world.node.app.organisations
}

async fn unit(world: &World, code: &str) -> Organisation {
    let found = service(world).by_code(code).await.expect("read");
    found.unwrap_or_else(|| panic!("no unit {code}"))
}

/// Makes a unit in the tree `nganh` that is there since 1/8/2025.
async fn make(world: &World, code: &str, parent: Option<&str>, name: &str) -> Organisation {
    let parent = match parent {
        Some(parent) => Some(unit(world, &format!("nganh.{parent}")).await.id),
        None => None,
    };
    let new = NewOrganisation {
        tree: "nganh".into(),
        code: code.into(),
        name: name.into(),
        kind: "Phòng".into(),
        parent,
        origin: None,
        from: day("1/8/2025"),
        reason: String::new(),
    };
    let actor = administrator(None);
    service(world)
        .create(new, &actor, world.now())
        .await
        .expect("made")
}

/// A tree: A over B over C, and D beside A.
async fn sector() -> World {
    let world = World::new().await;
    let actor = administrator(None);
    let slug = service(&world)
        .create_tree("", "Ngành", &actor, world.now())
        .await
        .expect("made");
    assert_eq!(slug, "nganh");
    make(&world, "A", None, "Sở A").await;
    make(&world, "B", Some("A"), "Phòng B").await;
    make(&world, "C", Some("B"), "Tổ C").await;
    make(&world, "D", None, "Sở D").await;
    world
}

fn at(unit: &Organisation, on: &str) -> Ending {
    Ending {
        revision: unit.revision,
        on: day(on),
        reason: "Quyết định số 1".into(),
    }
}

#[track_caller]
fn message<T: std::fmt::Debug>(outcome: Outcome<T>) -> &'static str {
    let problem = outcome.expect_err("refused");
    problem.fields.first().expect("beside a field").message
}

async fn on(world: &World, code: &str, text: &str) -> String {
    let id = unit(world, &format!("nganh.{code}")).await.id;
    let then = service(world).on_date(id, day(text)).await.expect("read");
    then.map_or_else(|| "–".to_owned(), |then| then.full_name())
}

/// The pairs of the tree as the database has them must be those that follow from the units.
async fn assert_closure(world: &World) {
    let index = service(world).index().await.expect("read");
    let found = index.search(&Search {
        tree: Some("nganh".into()),
        include_closed: true,
        limit: usize::MAX,
        ..Search::default()
    });
    let mut pairs = 0;
    for unit in &found.items {
        let lineage = index.lineage(unit.id);
        let stored = hocluat::organisation::store::lineage(world.node.app.db.read(), unit.id)
            .await
            .expect("read");
        assert_eq!(stored, lineage, "{}", unit.code);
        pairs += lineage.len();
    }
    let of_tree = "SELECT COUNT(*) FROM organisation_above a JOIN organisation o ON o.id = a.organisation_id WHERE o.tree = 'nganh'";
    let stored = world.count(of_tree).await;
    assert_eq!(stored, i64::try_from(pairs).expect("small"));
}

#[tokio::test]
async fn the_territory_is_there_after_the_first_start_and_seeding_again_changes_nothing() {
    let world = World::new().await;
    assert_eq!(service(&world).seed(world.now()).await, Ok(0));
    for (sql, expected) in [
        (
            "SELECT COUNT(*) FROM organisation WHERE parent_id IS NULL",
            34,
        ),
        (
            "SELECT COUNT(*) FROM organisation WHERE parent_id IS NOT NULL",
            3_321,
        ),
        ("SELECT COUNT(*) FROM organisation_version", 3_356),
        ("SELECT COUNT(*) FROM organisation_above", 34 + 2 * 3_321),
        (
            "SELECT COUNT(*) FROM audit WHERE action = 'organisation.seed'",
            1,
        ),
    ] {
        assert_eq!(world.count(sql).await, expected, "{sql}");
    }
    let dong_nai = unit(&world, "75").await;
    let was = service(&world)
        .on_date(dong_nai.id, day("29/4/2026"))
        .await
        .expect("read");
    assert_eq!(
        was.map(|u| (u.name, u.kind)),
        Some(("Tỉnh Đồng Nai".into(), "tinh".into()))
    );
    assert_eq!(
        (dong_nai.name.as_str(), dong_nai.kind.as_str()),
        ("Thành phố Đồng Nai", "thanh-pho")
    );
    assert_eq!(
        service(&world).on_date(dong_nai.id, day("30/6/2025")).await,
        Ok(None)
    );
    world.end().await;
}

#[tokio::test]
async fn every_spelling_finds_the_province_over_the_api_and_quickly() {
    let world = World::new().await;
    for query in [
        "thanh hoa",
        "Thanh%20Ho%C3%A1",
        "Thanh%20H%C3%B3a",
        "THANH+HO%CC%81A",
    ] {
        let found = world
            .get(&format!("/api/v1/organisations?q={query}"))
            .await
            .expect(200);
        assert_eq!(found["items"][0]["name"], "Tỉnh Thanh Hoá", "{query}");
    }
    let within = world
        .get("/api/v1/organisations?q=ba&within=01&limit=50")
        .await
        .expect(200);
    for item in within["items"].as_array().expect("a list") {
        assert!(
            item["full_name"]
                .as_str()
                .expect("a name")
                .ends_with("Thành phố Hà Nội")
        );
    }
    world
        .get("/api/v1/organisations?within=khong-co")
        .await
        .expect_problem(404, "not-found");
    let one = world.get("/api/v1/organisations/75").await.expect(200);
    assert_eq!(one["history"][0]["name"], "Tỉnh Đồng Nai");
    assert_eq!(one["history"][1]["from"], "2026-04-30");
    assert!(one["children"].as_u64().expect("a number") > 50);
    world
        .get("/api/v1/organisations/99999")
        .await
        .expect_problem(404, "not-found");
    let mut times = Vec::new();
    for text in [
        "a",
        "tan",
        "thanh pho ho chi minh",
        "xa",
        "zzz",
        "p. ba dinh",
        "01",
    ] {
        for _ in 0..20 {
            let started = Instant::now();
            let search = Search {
                text: text.into(),
                limit: 10,
                ..Search::default()
            };
            service(&world).search(&search).await.expect("searched");
            times.push(started.elapsed());
        }
    }
    times.sort_unstable();
    let p95 = times[times.len() * 95 / 100];
    // A bound on the algorithm, in a build without optimisation on a busy machine; `cargo bench --bench people` measures.
    assert!(p95 < Duration::from_millis(400), "p95 {p95:?}");
    world.end().await;
}

#[tokio::test]
async fn a_rename_keeps_the_name_of_each_day_and_passes_down() {
    let world = sector().await;
    let (actor, now) = (administrator(None), world.now());
    let a = unit(&world, "nganh.A").await;
    let renamed = service(&world)
        .rename(a.id, "Sở Mới", at(&a, "1/1/2026"), &actor, now)
        .await
        .expect("renamed");
    assert_eq!((renamed.name.as_str(), renamed.revision), ("Sở Mới", 2));
    assert_eq!(on(&world, "C", "31/12/2025").await, "Tổ C, Phòng B, Sở A");
    assert_eq!(on(&world, "C", "1/1/2026").await, "Tổ C, Phòng B, Sở Mới");
    assert_eq!(on(&world, "A", "31/7/2025").await, "–");
    assert_eq!(
        unit(&world, "nganh.C").await.full_name,
        "Tổ C, Phòng B, Sở Mới"
    );
    let found = service(&world)
        .resolve("to c so moi", "")
        .await
        .expect("read");
    assert!(matches!(found, Resolved::One(u) if u.code == "nganh.C"));

    let stale = service(&world)
        .rename(a.id, "Sở Khác", at(&a, "1/2/2026"), &actor, now)
        .await;
    assert_eq!(
        stale.expect_err("seen before").code.as_str(),
        "changed-meanwhile"
    );
    let early = service(&world)
        .rename(a.id, "Sở Khác", at(&renamed, "31/12/2025"), &actor, now)
        .await;
    assert_eq!(message(early), "organisation-field-before");
    let tomorrow = world.now().plus(DAY).date().format("%d/%m/%Y").to_string();
    let late = service(&world)
        .rename(a.id, "Sở Khác", at(&renamed, &tomorrow), &actor, now)
        .await;
    assert_eq!(message(late), "organisation-field-future");
    // On its first day a name is put right, and no day keeps the slip.
    service(&world)
        .rename(a.id, "Sở Đúng", at(&renamed, "1/1/2026"), &actor, now)
        .await
        .expect("put right");
    assert_eq!(on(&world, "A", "1/1/2026").await, "Sở Đúng");
    assert_eq!(on(&world, "A", "31/12/2025").await, "Sở A");
    assert_closure(&world).await;
    world.end().await;
}

#[tokio::test]
async fn a_move_takes_what_is_below_with_it_and_never_closes_a_circle() {
    let world = sector().await;
    let (actor, now) = (administrator(None), world.now());
    let (a, b, d) = (
        unit(&world, "nganh.A").await,
        unit(&world, "nganh.B").await,
        unit(&world, "nganh.D").await,
    );
    let circle = service(&world)
        .move_to(
            a.id,
            Some(unit(&world, "nganh.C").await.id),
            at(&a, "1/1/2026"),
            &actor,
            now,
        )
        .await;
    assert_eq!(message(circle), "organisation-field-circle");
    service(&world)
        .move_to(b.id, Some(d.id), at(&b, "1/1/2026"), &actor, now)
        .await
        .expect("moved");
    assert_eq!(on(&world, "C", "31/12/2025").await, "Tổ C, Phòng B, Sở A");
    assert_eq!(on(&world, "C", "1/1/2026").await, "Tổ C, Phòng B, Sở D");
    let c = unit(&world, "nganh.C").await;
    assert_eq!(
        service(&world).lineage(c.id).await,
        Ok(vec![c.id, b.id, d.id])
    );
    assert_closure(&world).await;
    // A below C would have been possible before the move, not in a way that makes D stand below itself.
    let circle = service(&world)
        .move_to(d.id, Some(c.id), at(&d, "1/1/2026"), &actor, now)
        .await;
    assert_eq!(message(circle), "organisation-field-circle");
    // Before the move C stood below A: putting A below D into that time is fine, below C is not.
    let past = service(&world)
        .move_to(a.id, Some(c.id), at(&a, "1/12/2025"), &actor, now)
        .await;
    assert_eq!(message(past), "organisation-field-circle");
    let b = unit(&world, "nganh.B").await;
    service(&world)
        .move_to(b.id, None, at(&b, "1/2/2026"), &actor, now)
        .await
        .expect("to the top");
    assert_closure(&world).await;
    let there = world
        .count("SELECT COUNT(*) FROM audit WHERE action = 'organisation.move'")
        .await;
    assert_eq!(there, 2, "one line for each change and none for a refusal");
    world.end().await;
}

#[tokio::test]
async fn two_moves_at_once_that_together_close_a_circle_do_not_both_happen() {
    let world = sector().await;
    let (actor, now) = (administrator(None), world.now());
    let (a, d) = (unit(&world, "nganh.A").await, unit(&world, "nganh.D").await);
    let (one, other) = (service(&world).clone(), service(&world).clone());
    let (first, second) = tokio::join!(
        one.move_to(a.id, Some(d.id), at(&a, "1/1/2026"), &actor, now),
        other.move_to(d.id, Some(a.id), at(&d, "1/1/2026"), &actor, now),
    );
    assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
    assert_closure(&world).await;
    world.end().await;
}

#[tokio::test]
async fn a_merger_moves_what_is_below_and_whoever_answers_for_the_successor_answers_for_both() {
    let world = sector().await;
    let (actor, now) = (administrator(None), world.now());
    let (a, b, c, d) = (
        unit(&world, "nganh.A").await,
        unit(&world, "nganh.B").await,
        unit(&world, "nganh.C").await,
        unit(&world, "nganh.D").await,
    );
    let not_alone = service(&world)
        .close(a.id, at(&a, "1/1/2026"), &actor, now)
        .await;
    assert_eq!(message(not_alone), "organisation-field-children");
    let ended = service(&world)
        .merge(a.id, d.id, at(&a, "1/1/2026"), &actor, now)
        .await
        .expect("merged");
    assert_eq!(
        (ended.closed_on, ended.successor),
        (Some(day("1/1/2026")), Some(d.id))
    );
    assert_eq!(on(&world, "C", "31/12/2025").await, "Tổ C, Phòng B, Sở A");
    assert_eq!(on(&world, "C", "1/1/2026").await, "Tổ C, Phòng B, Sở D");
    assert_eq!(on(&world, "A", "31/12/2025").await, "Sở A");
    assert_eq!(on(&world, "A", "1/1/2026").await, "–");
    assert_eq!(service(&world).lineage(a.id).await, Ok(vec![a.id, d.id]));
    assert_eq!(
        service(&world).lineage(c.id).await,
        Ok(vec![c.id, b.id, d.id])
    );
    assert_closure(&world).await;
    let again = service(&world)
        .close(a.id, at(&ended, "1/2/2026"), &actor, now)
        .await;
    assert_eq!(message(again), "organisation-field-closed");
    let living = service(&world)
        .search(&Search::default())
        .await
        .expect("read");
    assert!(living.items.iter().all(|u| u.id != a.id));
    assert!(
        service(&world)
            .children(d.id)
            .await
            .expect("read")
            .iter()
            .any(|u| u.id == b.id)
    );

    // A split: C's work goes to E, which comes from C, and C ends.
    let part = NewOrganisation {
        tree: "nganh".into(),
        code: "E".into(),
        name: "Tổ E".into(),
        kind: "to".into(),
        parent: Some(b.id),
        origin: Some(c.id),
        from: day("1/3/2026"),
        reason: "Chia tách".into(),
    };
    let part = service(&world)
        .create(part, &actor, now)
        .await
        .expect("made");
    let c = unit(&world, "nganh.C").await;
    service(&world)
        .close(c.id, at(&c, "1/3/2026"), &actor, now)
        .await
        .expect("ended");
    assert_eq!(unit(&world, "nganh.E").await.origin, Some(c.id));
    assert_eq!(
        service(&world).lineage(part.id).await,
        Ok(vec![part.id, b.id, d.id])
    );
    assert_closure(&world).await;
    world.end().await;
}

#[tokio::test]
async fn a_role_reaches_below_and_not_beside() {
    let world = sector().await;
    let now = world.now();
    let (a, b, c, d) = (
        unit(&world, "nganh.A").await,
        unit(&world, "nganh.B").await,
        unit(&world, "nganh.C").await,
        unit(&world, "nganh.D").await,
    );
    let of_a = administrator(Some(a.id));
    let of_b = administrator(Some(b.id));
    let author = Actor {
        grants: vec![Grant::everywhere(Role::Author)],
        ..administrator(None)
    };
    let rename = |unit: &Organisation, actor: &Actor| {
        let (service, unit, actor) = (service(&world).clone(), unit.clone(), actor.clone());
        async move {
            let name = format!("{} mới", unit.name);
            service
                .rename(unit.id, &name, at(&unit, "1/1/2026"), &actor, now)
                .await
        }
    };
    assert_eq!(rename(&a, &of_b).await, Err(Problem::not_found()), "above");
    assert_eq!(rename(&d, &of_a).await, Err(Problem::not_found()), "beside");
    assert_eq!(
        rename(&a, &author).await,
        Err(Problem::not_found()),
        "another role"
    );
    assert!(rename(&c, &of_a).await.is_ok(), "below");
    assert!(rename(&b, &of_b).await.is_ok(), "itself");
    let c = unit(&world, "nganh.C").await;
    let away = service(&world)
        .move_to(c.id, Some(d.id), at(&c, "1/2/2026"), &of_a, now)
        .await;
    assert_eq!(message(away), "organisation-row-foreign");
    let top = service(&world)
        .move_to(c.id, None, at(&c, "1/2/2026"), &of_a, now)
        .await;
    assert_eq!(message(top), "organisation-row-top");
    let merged = service(&world)
        .merge(c.id, d.id, at(&c, "1/2/2026"), &of_a, now)
        .await;
    assert_eq!(message(merged), "organisation-row-foreign");
    let tree = service(&world)
        .create_tree("", "Cây khác", &of_a, now)
        .await;
    assert_eq!(tree, Err(Problem::not_found()));
    world.end().await;
}

#[tokio::test]
async fn what_one_node_changes_another_shows_within_a_second() {
    let world = sector().await;
    let other = world.another_node().await;
    let a = unit(&world, "nganh.A").await;
    let name = |unit: Option<Organisation>| unit.map(|u| u.name);
    let there = other.app.organisations.find(a.id).await.expect("read");
    assert_eq!(name(there).as_deref(), Some("Sở A"));
    let change = Change {
        revision: a.revision,
        name: Some("Sở Mới".into()),
        kind: None,
        parent: None,
        from: day("1/1/2026"),
        reason: "Quyết định".into(),
    };
    service(&world)
        .change(a.id, change, &administrator(None), world.now())
        .await
        .expect("changed");
    let here = service(&world).find(a.id).await.expect("read");
    assert_eq!(
        name(here).as_deref(),
        Some("Sở Mới"),
        "at once where it was changed"
    );
    world.advance(1_000);
    let there = other.app.organisations.find(a.id).await.expect("read");
    assert_eq!(name(there).as_deref(), Some("Sở Mới"));
    other.stop().await;
    world.end().await;
}

// ---------------------------------------------------------------------------------------------------------------------
// Imports

fn upload(name: &str, bytes: &[u8]) -> Upload {
    Upload {
        tree: "nganh".into(),
        file_name: name.into(),
        bytes: bytes.to_vec(),
        from: "1/1/2026".into(),
        reason: "Quyết định số 2".into(),
    }
}

async fn imported(world: &World, csv: &str, actor: &Actor) -> (Counts, Vec<Done>) {
    let id = service(world)
        .stage(upload("a.csv", csv.as_bytes()), actor, world.now())
        .await
        .expect("read");
    let preview = service(world).staged(id, actor).await.expect("shown");
    let counts = service(world)
        .apply(id, actor, world.now())
        .await
        .expect("done");
    let report = service(world).staged(id, actor).await.expect("shown");
    assert_eq!(
        preview.report, report.report,
        "the preview tells what is done"
    );
    assert!(preview.import.applied_at.is_none() && report.import.applied_at.is_some());
    assert_eq!(Counts::of(&report.report), counts);
    (
        counts,
        report.report.into_iter().map(|line| line.done).collect(),
    )
}

#[tokio::test]
async fn an_import_keeps_good_rows_tells_of_bad_ones_and_can_be_repeated() {
    let world = sector().await;
    let everywhere = administrator(None);
    let csv = "Mã,Mã cấp trên,Tên,Loại\nB,D,Phòng B,Phòng\nF,E,Tổ F,Tổ\nE,A,Phòng E,Phòng\nA,,Sở A mới,Phòng\nX,Y,Không có cấp trên,Tổ\nC,B,,Tổ\n";
    let (counts, done) = imported(&world, csv, &everywhere).await;
    assert_eq!(
        (
            counts.created,
            counts.changed,
            counts.unchanged,
            counts.refused
        ),
        (2, 2, 0, 2),
        "{done:?}"
    );
    assert_eq!(
        done[0],
        Done::Changed(vec!["organisation-row-moved".into()])
    );
    assert_eq!(on(&world, "F", "1/1/2026").await, "Tổ F, Phòng E, Sở A mới");
    assert_eq!(on(&world, "C", "1/1/2026").await, "Tổ C, Phòng B, Sở D");
    assert_eq!(on(&world, "C", "31/12/2025").await, "Tổ C, Phòng B, Sở A");
    assert_eq!(
        unit(&world, "nganh.C").await.full_name,
        "Tổ C, Phòng B, Sở D"
    );
    assert_closure(&world).await;
    let before = world
        .count("SELECT COUNT(*) FROM organisation_version")
        .await;
    let (counts, _) = imported(&world, csv, &everywhere).await;
    assert_eq!(
        (counts.created, counts.changed, counts.unchanged),
        (0, 0, 4)
    );
    assert_eq!(
        world
            .count("SELECT COUNT(*) FROM organisation_version")
            .await,
        before
    );
    let lines = world
        .count("SELECT COUNT(*) FROM audit WHERE action = 'organisation.import'")
        .await;
    assert_eq!(lines, 2, "one line for each import");

    let a = unit(&world, "nganh.A").await;
    let of_a = administrator(Some(a.id));
    let csv = "code,parent code,name\nG,E,Tổ G\nH,,Sở H\nI,D,Phòng I\nD,,Sở D của tôi\n";
    let (_, done) = imported(&world, csv, &of_a).await;
    let refused = |done: &Done| matches!(done, Done::Refused(..));
    assert_eq!(
        done.iter().map(refused).collect::<Vec<_>>(),
        [false, true, true, true],
        "{done:?}"
    );
    assert_closure(&world).await;
    world.end().await;
}

#[tokio::test]
async fn an_import_is_shown_to_who_sent_it_and_carried_out_once() {
    let world = sector().await;
    let a = unit(&world, "nganh.A").await;
    let mine = administrator(Some(a.id));
    let other = Actor {
        account: Uuid::from_u128(8),
        ..mine.clone()
    };
    let file = upload("a.csv", "Mã,Mã cấp trên,Tên\nE,A,Phòng E\n".as_bytes());
    let id = service(&world)
        .stage(file, &mine, world.now())
        .await
        .expect("read");
    assert_eq!(
        service(&world).staged(id, &other).await,
        Err(Problem::not_found())
    );
    assert_eq!(
        service(&world).apply(id, &other, world.now()).await,
        Err(Problem::not_found())
    );
    let (one, two) = (service(&world).clone(), service(&world).clone());
    let (first, second) = tokio::join!(
        one.apply(id, &mine, world.now()),
        two.apply(id, &mine, world.now())
    );
    assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
    let made = world
        .count("SELECT COUNT(*) FROM organisation WHERE code = 'nganh.E'")
        .await;
    assert_eq!(made, 1);
    world.end().await;
}

#[tokio::test]
async fn a_hostile_file_gets_a_message_beside_its_field_and_nothing_is_stored() {
    let world = sector().await;
    let actor = administrator(None);
    for (name, bytes, expected) in [
        ("a.xlsm", b"x".to_vec(), "organisation-file-macros"),
        (
            "a.xlsx",
            b"not a workbook".to_vec(),
            "organisation-file-broken",
        ),
        ("a.exe", b"MZ".to_vec(), "organisation-file-other"),
        ("a.csv", vec![0xff; 100], "organisation-file-encoding"),
        ("a.csv", vec![b'a'; 5 << 20], "organisation-file-large"),
        ("a.csv", Vec::new(), "organisation-file-empty"),
    ] {
        let outcome = service(&world)
            .stage(upload(name, &bytes), &actor, world.now())
            .await;
        assert_eq!(message(outcome), expected, "{name}");
    }
    let territory = Upload {
        tree: TERRITORY.into(),
        ..upload("a.csv", "Mã,Tên\n99,Tỉnh Mới\n".as_bytes())
    };
    let outcome = service(&world).stage(territory, &actor, world.now()).await;
    assert_eq!(message(outcome), "organisation-field-tree");
    assert_eq!(
        world
            .count("SELECT COUNT(*) FROM organisation_import")
            .await,
        0
    );
    world.end().await;
}

#[tokio::test]
async fn a_large_tree_is_imported_in_one_go() {
    let world = sector().await;
    let mut csv = String::from("Mã,Mã cấp trên,Tên,Loại\n");
    for n in 0..5_000 {
        let parent = if n < 50 {
            "A".to_owned()
        } else {
            format!("N{}", n % 50)
        };
        csv.push_str(&format!("N{n},{parent},Đơn vị số {n},Phòng\n"));
    }
    let (counts, _) = imported(&world, &csv, &administrator(None)).await;
    assert_eq!((counts.created, counts.refused), (5_000, 0));
    let a = unit(&world, "nganh.A").await;
    let below = service(&world)
        .search(&Search {
            within: Some(a.id),
            ..Search::default()
        })
        .await
        .expect("read");
    assert_eq!(below.total, 5_003);
    world.end().await;
}

// ---------------------------------------------------------------------------------------------------------------------
// Pages

struct Visitor<'a> {
    world: &'a World,
    token: String,
}

impl<'a> Visitor<'a> {
    /// Somebody who administers one unit and what is below it, or everything.
    async fn administrator(world: &'a World, at: Uuid) -> Self {
        let person = world.person().await;
        let (backend, marks) = if on_postgres() {
            (DbBackend::Postgres, "$1, $2, $3, $4")
        } else {
            (DbBackend::Sqlite, "?, ?, ?, ?")
        };
        let sql = format!(
            "INSERT INTO role (account_id, kind, organisation_id, granted_at) VALUES ({marks})"
        );
        let values = [
            person.id.into(),
            "administrator".into(),
            at.into(),
            world.now().0.into(),
        ];
        world
            .node
            .app
            .db
            .read()
            .execute_raw(Statement::from_sql_and_values(backend, sql, values))
            .await
            .expect("granted");
        Self {
            world,
            token: person.token,
        }
    }

    fn client() -> Client {
        Client::builder()
            .redirect(redirect::Policy::none())
            .build()
            .expect("a client")
    }

    fn csrf(&self) -> String {
        self.world.node.app.signer.tag("form", &self.token)
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> (u16, String, String) {
        let cookie = format!("hocluat_session={}", self.token);
        let reply = request
            .header("cookie", cookie)
            .send()
            .await
            .expect("an answer");
        let to = reply
            .headers()
            .get("location")
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default()
            .to_owned();
        (
            reply.status().as_u16(),
            to,
            reply.text().await.expect("a body"),
        )
    }

    async fn get(&self, path: &str, lang: &str) -> (u16, String) {
        let request = Self::client().get(format!("{}{path}", self.world.node.url));
        let (status, _, text) = self.send(request.header("accept-language", lang)).await;
        (status, text)
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> (u16, String, String) {
        let csrf = self.csrf();
        let mut all = vec![("csrf", csrf.as_str())];
        all.extend_from_slice(fields);
        let request = Self::client().post(format!("{}{path}", self.world.node.url));
        self.send(request.form(&all)).await
    }
}

#[tokio::test]
async fn the_public_pages_answer_in_both_languages() {
    let world = World::new().await;
    for (path, vi, en) in [
        ("/don-vi", "Tra cứu đơn vị", "Find a unit"),
        ("/don-vi?q=thanh+hoa", "Tỉnh Thanh Hoá", "Tỉnh Thanh Hoá"),
        (
            "/don-vi?q=zzz",
            "Không tìm thấy đơn vị nào",
            "No unit found",
        ),
        (
            "/don-vi?q=%3Cscript%3E&trong=01",
            "Chỉ tìm trong Thành phố Hà Nội",
            "Only within Thành phố Hà Nội",
        ),
        ("/don-vi?trong=01&trang=2", "Trang trước", "Previous page"),
        ("/don-vi/00004", "Phường Ba Đình", "Phường Ba Đình"),
        (
            "/don-vi/75",
            "Từ 01/07/2025 đến trước 30/04/2026",
            "From 01/07/2025 until before 30/04/2026",
        ),
        (
            "/don-vi/75?ngay=1/1/2026",
            "Ngày 01/01/2026: Tỉnh Đồng Nai.",
            "On 01/01/2026: Tỉnh Đồng Nai.",
        ),
    ] {
        for (lang, expected) in [("vi", vi), ("en", en)] {
            let url = format!("{}{path}", world.node.url);
            let reply = Visitor::client()
                .get(url)
                .header("accept-language", lang)
                .send()
                .await
                .expect("an answer");
            assert_eq!(reply.status().as_u16(), 200, "{path}");
            let text = reply.text().await.expect("a body");
            assert!(text.contains(expected), "{path} in {lang}: {expected}");
            assert!(
                !text.contains('⟦') && !text.contains("<script>"),
                "{path} in {lang}"
            );
        }
    }
    for path in ["/don-vi/99999", "/don-vi?trong=99999", "/don-vi/%00"] {
        assert_eq!(world.get(path).await.status, 404, "{path}");
    }
    world.end().await;
}

#[tokio::test]
async fn an_administrator_changes_units_through_forms_that_work_without_a_script() {
    let world = sector().await;
    let a = unit(&world, "nganh.A").await;
    let admin = Visitor::administrator(&world, Uuid::nil()).await;
    let local = Visitor::administrator(&world, a.id).await;
    for (path, expected) in [
        ("/quan-tri/don-vi", "Sở A"),
        ("/quan-tri/don-vi?q=to&cay=nganh&het=1", "Tổ C"),
        ("/quan-tri/don-vi/moi", "Đơn vị cấp trên"),
        ("/quan-tri/don-vi/nhap", "Mẫu cột"),
        ("/quan-tri/don-vi/nganh.B", "Nhập vào đơn vị khác"),
    ] {
        let (status, text) = admin.get(path, "vi").await;
        assert!(
            status == 200 && text.contains(expected) && !text.contains('⟦'),
            "{path} {status}"
        );
        let (status, text) = admin.get(path, "en").await;
        assert!(status == 200 && !text.contains('⟦'), "{path} {status}");
    }
    let (_, list) = local.get("/quan-tri/don-vi", "vi").await;
    assert!(
        list.contains("Phòng B") && !list.contains("Sở D"),
        "only what the person administers"
    );
    assert_eq!(local.get("/quan-tri/don-vi/nganh.D", "vi").await.0, 404);
    assert_eq!(
        local
            .post("/quan-tri/don-vi/nganh.D", &[("form", "close")])
            .await
            .0,
        404
    );
    assert_eq!(
        local
            .post("/quan-tri/don-vi/cay", &[("title", "Cây mới")])
            .await
            .0,
        404
    );

    // Looking for a unit changes nothing, and offers choices.
    let to = "/quan-tri/don-vi/nganh.C";
    let looked = [
        ("form", "move"),
        ("find", "move-parent"),
        ("move-parent", "so"),
        ("move-from", "1/2/2026"),
        ("revision", "1"),
    ];
    let (status, _, text) = admin.post(to, &looked).await;
    assert_eq!(status, 200);
    assert!(
        text.contains(r#"name="move-parent-code" value="nganh.D""#)
            && text.contains(r#"value="1/2/2026""#),
        "{text}"
    );
    let several = [
        ("form", "move"),
        ("move-parent", "so"),
        ("move-from", "1/2/2026"),
        ("move-reason", "QĐ"),
        ("revision", "1"),
    ];
    let (status, _, text) = admin.post(to, &several).await;
    assert!(
        status == 422 && text.contains("Có nhiều đơn vị hợp với tên này"),
        "{status}"
    );
    let chosen = [several.as_slice(), &[("move-parent-code", "nganh.D")]].concat();
    let (status, location, _) = admin.post(to, &chosen).await;
    assert_eq!(
        (status, location.as_str()),
        (303, "/quan-tri/don-vi/nganh.C?bao=organisation-changed")
    );
    assert_eq!(unit(&world, "nganh.C").await.full_name, "Tổ C, Sở D");
    let (status, _, text) = admin.post(to, &chosen).await;
    assert_eq!(status, 409, "the form was sent twice");
    assert!(text.contains(r#"name="revision" value="2""#));

    let html = "<img src=x onerror=alert(1)>";
    let rename = [
        ("form", "rename"),
        ("rename-name", html),
        ("rename-from", "1/3/2026"),
        ("rename-reason", "QĐ"),
        ("revision", "2"),
    ];
    assert_eq!(admin.post(to, &rename).await.0, 303);
    assert!(
        !admin.get("/don-vi/nganh.C", "vi").await.1.contains(html),
        "shown as text"
    );

    let new = [
        ("tree", "nganh"),
        ("parent-code", "nganh.B"),
        ("code", "z.1"),
        ("name", "Tổ Z"),
        ("kind", "Tổ"),
        ("from", "1/1/2026"),
    ];
    let (status, location, _) = local.post("/quan-tri/don-vi/moi", &new).await;
    assert_eq!(
        (status, location.as_str()),
        (303, "/quan-tri/don-vi/nganh.Z.1?bao=organisation-created")
    );
    let (status, _, text) = local.post("/quan-tri/don-vi/moi", &new).await;
    assert!(
        status == 422 && text.contains("Mã này đã có đơn vị dùng"),
        "{status}"
    );
    let long = "á".repeat(10_000);
    let mut bad = new;
    bad[3] = ("name", long.as_str());
    let (status, ..) = local.post("/quan-tri/don-vi/moi", &bad).await;
    assert!(status == 422 || status == 413, "{status}");
    world.end().await;
}

#[tokio::test]
async fn a_file_is_previewed_then_imported_through_the_pages() {
    let world = sector().await;
    let admin = Visitor::administrator(&world, Uuid::nil()).await;
    let send = |name: &str, bytes: Vec<u8>, csrf: String| {
        let file = Part::bytes(bytes).file_name(name.to_owned());
        let form = Form::new()
            .text("csrf", csrf)
            .text("tree", "nganh")
            .text("from", "1/1/2026")
            .text("reason", "Quyết định")
            .part("file", file);
        let url = format!("{}/quan-tri/don-vi/nhap", world.node.url);
        admin.send(Visitor::client().post(url).multipart(form))
    };
    let csv = "Mã,Mã cấp trên,Tên,Loại\nE,A,=HYPERLINK(1),Tổ\nF,Q,Tổ F,Tổ\n";
    let forged = send("a.csv", csv.as_bytes().to_vec(), "sai".into()).await;
    assert_eq!(forged.0, 403);
    let (status, _, text) = send("a.pdf", b"%PDF".to_vec(), admin.csrf()).await;
    assert!(
        status == 422 && text.contains(r#"id="file-error">Chỉ nhận tệp .xlsx hoặc .csv."#),
        "{status} {text}"
    );
    let (status, ..) = send("a.csv", vec![b'a'; 6 << 20], admin.csrf()).await;
    assert_eq!(status, 413);
    assert_eq!(
        world
            .count("SELECT COUNT(*) FROM organisation_import")
            .await,
        0
    );

    let (status, preview, _) = send("a.csv", csv.as_bytes().to_vec(), admin.csrf()).await;
    assert_eq!(status, 303);
    let (_, text) = admin.get(&preview, "vi").await;
    assert!(
        text.contains("Xem trước khi nhập") && text.contains("mang mã Q"),
        "{text}"
    );
    assert!(
        service(&world)
            .by_code("nganh.E")
            .await
            .expect("read")
            .is_none(),
        "nothing yet"
    );
    let (status, report, _) = admin.post(&preview, &[]).await;
    assert_eq!((status, &report), (303, &preview));
    let (_, text) = admin.get(&report, "en").await;
    assert!(text.contains("Result of the import") && !text.contains('⟦'));
    assert_eq!(unit(&world, "nganh.E").await.name, "=HYPERLINK(1)");
    let (status, csv) = admin.get(&format!("{report}/bao-cao.csv"), "vi").await;
    assert!(status == 200 && csv.contains("'=HYPERLINK(1)"), "{csv}");
    assert_eq!(
        admin
            .get("/quan-tri/don-vi/nhap/khong-phai-ma", "vi")
            .await
            .0,
        404
    );
    world.end().await;
}
