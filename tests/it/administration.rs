//! What administrators do in their pages, how far it reaches, and that the trail tells of it.

use hocluat::kernel::actor::{Grant, Role};
use hocluat::kernel::clock::DAY;
use hocluat::platform::i18n::Lang;
use reqwest::Method;
use uuid::Uuid;

use crate::support::scene::{COMMUNE, ELSEWHERE, PROVINCE, grant, root, settle, unit};
use crate::support::web::{Answer, PASSWORD, Visitor, account, csrf_in};
use crate::support::{Person, World};

/// A commune of [`ELSEWHERE`].
const COMMUNE_ELSEWHERE: &str = "25747";
const GRANTS: &str = "SELECT COUNT(*) FROM audit WHERE action = 'role.grant'";
const REVOCATIONS: &str = "SELECT COUNT(*) FROM audit WHERE action = 'role.revoke'";

/// An account of this name in the unit with this code.
async fn settled(world: &World, login: &str, name: &str, code: Option<&str>) -> Person {
    let person = account(world, login, None).await;
    if let Some(code) = code {
        settle(world, &person, code).await;
    }
    let rename = format!("UPDATE account SET full_name = '{name}' WHERE login = '{login}'");
    world.run(&rename).await;
    person
}

/// A province's administrator at their desk.
async fn local_desk(world: &World) -> (Person, Visitor) {
    let person = account(world, "quan-tri-tinh", None).await;
    settle(world, &person, PROVINCE).await;
    grant(world, "quan-tri-tinh", Role::Administrator, Some(PROVINCE)).await;
    let desk = Visitor::of(world, &person.token);
    (person, desk)
}

/// The desk of an administrator of the whole installation.
async fn site_desk(world: &World) -> Visitor {
    let person = account(world, "quan-tri-vien", Some(Role::Administrator)).await;
    Visitor::of(world, &person.token)
}

async fn give(desk: &Visitor, login: &str, role: &str, code: &str) -> Answer {
    let fields = [
        ("login", login),
        ("role", role),
        ("organisation-code", code),
    ];
    desk.fill("/quan-tri/vai-tro", "/quan-tri/vai-tro", &fields)
        .await
}

async fn take(desk: &Visitor, account: Uuid, role: &str, at: Option<Uuid>) -> Answer {
    let csrf = csrf_in(&desk.get("/quan-tri/vai-tro").await.text);
    let (account, at) = (
        account.to_string(),
        at.map_or_else(String::new, |id| id.to_string()),
    );
    let fields = [
        ("account", account.as_str()),
        ("role", role),
        ("organisation", &at),
    ];
    desk.post("/quan-tri/vai-tro/thu-hoi", &csrf, &fields).await
}

fn told(got: &Answer, told: &str) -> bool {
    got.status == 303 && got.header("location") == format!("/quan-tri/vai-tro?bao={told}")
}

// ---------------------------------------------------------------------------------------------------------------------
// How far roles reach

#[tokio::test]
async fn a_role_reaches_its_unit_and_what_is_below_and_nothing_beside() {
    let world = World::new().await;
    let desk = site_desk(&world).await;
    let person = account(&world, "can-bo", None).await;
    let theirs = Visitor::of(&world, &person.token);
    let page = |code: &str| format!("/quan-tri/don-vi/{code}");
    assert_eq!(theirs.get(&page(COMMUNE)).await.status, 404);
    assert!(told(
        &give(&desk, "can-bo", "administrator", PROVINCE).await,
        "role-granted"
    ));
    for (code, status) in [
        (PROVINCE, 200),
        (COMMUNE, 200),
        (ELSEWHERE, 404),
        (COMMUNE_ELSEWHERE, 404),
    ] {
        assert_eq!(theirs.get(&page(code)).await.status, status, "{code}");
    }
    let me = world
        .call(Method::GET, "/api/v1/me", Some(&person.token), None)
        .await
        .expect(200);
    assert_eq!(me["roles"][0]["role"], "administrator");
    assert_eq!(
        me["roles"][0]["organisation"],
        unit(&world, PROVINCE).await.to_string()
    );
    // What was granted below does not reach up.
    let below = account(&world, "can-bo-xa", None).await;
    assert!(told(
        &give(&desk, "can-bo-xa", "administrator", COMMUNE).await,
        "role-granted"
    ));
    let theirs = Visitor::of(&world, &below.token);
    assert_eq!(theirs.get(&page(COMMUNE)).await.status, 200);
    assert_eq!(theirs.get(&page(PROVINCE)).await.status, 404);
    // A role that is taken away is gone with the next click.
    let at = Some(unit(&world, COMMUNE).await);
    assert!(told(
        &take(&desk, below.id, "administrator", at).await,
        "role-revoked"
    ));
    assert_eq!(theirs.get(&page(COMMUNE)).await.status, 404);
    assert_eq!(theirs.get("/quan-tri").await.status, 404);
    world.end().await;
}

#[tokio::test]
async fn a_local_administrator_sees_and_helps_only_people_of_the_own_unit() {
    let world = World::new().await;
    let (_, desk) = local_desk(&world).await;
    let near = settled(&world, "nguoi-gan", "Nguyễn Thị Gần", Some(COMMUNE)).await;
    let far = settled(&world, "nguoi-xa", "Trần Văn Xa", Some(COMMUNE_ELSEWHERE)).await;
    let nowhere = settled(&world, "nguoi-tu-do", "Lê Thị Tự Do", None).await;
    // These two belong here, but their roles reach further than the administrator's.
    let above = settled(&world, "to-chuc-ca-nuoc", "Phạm Cả Nước", Some(COMMUNE)).await;
    grant(&world, "to-chuc-ca-nuoc", Role::Organiser, None).await;
    let beside = settled(&world, "cham-thi-noi-khac", "Đỗ Nơi Khác", Some(COMMUNE)).await;
    grant(&world, "cham-thi-noi-khac", Role::Marker, Some(ELSEWHERE)).await;

    let list = desk.get("/quan-tri/tai-khoan").await.text;
    assert!(list.contains("Nguyễn Thị Gần"), "{list}");
    assert!(
        !list.contains("Trần Văn Xa") && !list.contains("Lê Thị Tự Do"),
        "{list}"
    );
    for (query, found) in [
        ("q=nguoi-gan", true),
        ("q=gan", true),
        ("q=nguoi-xa", false),
        ("q=xa", false),
        ("q=nguoi-tu-do", false),
    ] {
        let list = desk.get(&format!("/quan-tri/tai-khoan?{query}")).await;
        let links = list.text.matches("<a href=\"/quan-tri/tai-khoan/").count();
        assert_eq!(links > 0, found, "{query}: {}", list.text);
    }
    let at = |code| format!("/quan-tri/tai-khoan?don-vi-code={code}");
    assert!(!desk.get(&at(ELSEWHERE)).await.text.contains("Trần Văn Xa"));
    assert!(desk.get(&at(COMMUNE)).await.text.contains("Nguyễn Thị Gần"));

    let csrf = csrf_in(&desk.get("/quan-tri/vai-tro").await.text);
    for (person, status) in [
        (&near, 200),
        (&far, 404),
        (&nowhere, 404),
        (&above, 404),
        (&beside, 404),
    ] {
        let page = format!("/quan-tri/tai-khoan/{}", person.id);
        assert_eq!(desk.get(&page).await.status, status, "{}", person.login);
        if status == 404 {
            for action in ["mat-khau", "phien", "dong"] {
                let got = desk
                    .post(&format!("{page}/{action}"), &csrf, &[("dong", "1")])
                    .await;
                assert_eq!(got.status, 404, "{}: {action}", person.login);
            }
            assert!(Visitor::of(&world, &person.token).is_signed_in().await);
        }
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM one_time_link").await, 0);
    world.end().await;
}

#[tokio::test]
async fn a_local_administrator_grants_below_and_nowhere_else() {
    let world = World::new().await;
    let (me, desk) = local_desk(&world).await;
    let person = account(&world, "can-bo", None).await;
    let before = world.count(GRANTS).await;
    for role in ["administrator", "organiser", "author", "marker"] {
        assert!(
            told(&give(&desk, "can-bo", role, COMMUNE).await, "role-granted"),
            "{role}"
        );
    }
    assert_eq!(
        world.count(GRANTS).await,
        before + 4,
        "each grant stands in the trail"
    );
    assert!(told(
        &give(&desk, "can-bo", "marker", COMMUNE).await,
        "role-granted"
    ));
    assert_eq!(world.count(GRANTS).await, before + 4, "and once");
    let out_of_reach = Lang::Vi.t("field-organisation-reach");
    for code in [ELSEWHERE, COMMUNE_ELSEWHERE] {
        let got = give(&desk, "can-bo", "marker", code).await;
        assert_eq!(got.status, 422, "{code}");
        assert!(got.text.contains(&out_of_reach), "{code}: {}", got.text);
    }
    let fields = [("login", "can-bo"), ("role", "marker"), ("everywhere", "1")];
    let got = desk
        .fill("/quan-tri/vai-tro", "/quan-tri/vai-tro", &fields)
        .await;
    assert_eq!(got.status, 422, "nor over the installation");
    for (login, role, code, message) in [
        ("khong-co-ai", "marker", COMMUNE, "field-login-unknown"),
        ("", "marker", COMMUNE, "field-required"),
        ("can-bo", "vua", COMMUNE, "field-required"),
        ("can-bo", "marker", "khong-co", "field-required"),
    ] {
        let got = give(&desk, login, role, code).await;
        assert_eq!(got.status, 422, "{login} {role} {code}");
        assert!(
            got.text.contains(&Lang::Vi.t(message)),
            "{message}: {}",
            got.text
        );
    }
    assert_eq!(
        world.count(GRANTS).await,
        before + 4,
        "what is refused leaves no line"
    );

    let (here, there) = (unit(&world, COMMUNE).await, unit(&world, ELSEWHERE).await);
    let home = Some(unit(&world, PROVINCE).await);
    grant(&world, "can-bo", Role::Marker, Some(ELSEWHERE)).await;
    assert_eq!(
        take(&desk, person.id, "marker", Some(there)).await.status,
        404
    );
    assert_eq!(take(&desk, person.id, "author", None).await.status, 404);
    let own = take(&desk, me.id, "administrator", home).await;
    assert_eq!(own.status, 409, "somebody must be left to undo a mistake");
    assert!(
        own.text.contains(&Lang::Vi.t("problem-own-role")),
        "{}",
        own.text
    );
    assert_eq!(desk.get("/quan-tri").await.status, 200);
    assert_eq!(world.count(REVOCATIONS).await, 0);
    assert!(told(
        &take(&desk, person.id, "author", Some(here)).await,
        "role-revoked"
    ));
    assert_eq!(
        take(&desk, person.id, "author", Some(here)).await.status,
        404,
        "it is not held any more"
    );
    assert_eq!(world.count(REVOCATIONS).await, 1);
    let line = format!(
        "SELECT COUNT(*) FROM audit WHERE action = 'role.revoke' AND subject = 'account/{}' AND detail LIKE '%author%' AND detail LIKE '%{here}%'",
        person.id
    );
    assert_eq!(
        world.count(&line).await,
        1,
        "the line says what, of whom and where"
    );
    world.end().await;
}

#[tokio::test]
async fn a_closed_account_is_out_at_once_until_it_is_opened_again() {
    let world = World::new().await;
    let desk = site_desk(&world).await;
    let person = account(&world, "nguoi-pha", None).await;
    let theirs = Visitor::of(&world, &person.token);
    let link = world
        .node
        .app
        .accounts
        .make_reset_path(&root(), person.id, world.now())
        .await;
    let link = link.expect("a link");
    assert!(theirs.is_signed_in().await);
    let page = format!("/quan-tri/tai-khoan/{}", person.id);
    let close = format!("{page}/dong");
    let closed = desk.fill(&page, &close, &[("dong", "1")]).await;
    assert_eq!(
        closed.header("location"),
        format!("{page}?bao=account-closed"),
        "{}",
        closed.text
    );
    assert!(!theirs.is_signed_in().await);
    let refused = Visitor::new(&world).sign_in("nguoi-pha", PASSWORD).await;
    assert_eq!(refused.status, 401);
    assert!(
        refused.text.contains(&Lang::Vi.t("problem-sign-in-failed")),
        "{}",
        refused.text
    );
    assert_eq!(
        theirs.get(&link).await.status,
        409,
        "nor does a link lead in"
    );
    assert!(
        !desk
            .get("/quan-tri/tai-khoan")
            .await
            .text
            .contains("nguoi-pha")
    );
    assert!(
        desk.get("/quan-tri/tai-khoan?trang-thai=dong")
            .await
            .text
            .contains("nguoi-pha")
    );

    desk.fill(&page, &close, &[("dong", "0")]).await;
    assert!(!theirs.is_signed_in().await, "the old session stays ended");
    assert_eq!(
        Visitor::new(&world)
            .sign_in("nguoi-pha", PASSWORD)
            .await
            .status,
        303
    );

    // Nobody closes their own account by mistake.
    let me = "SELECT COUNT(*) FROM account WHERE closed_at IS NOT NULL";
    let own = world
        .node
        .app
        .accounts
        .id_of_login("quan-tri-vien")
        .await
        .expect("read")
        .expect("known");
    let own = format!("/quan-tri/tai-khoan/{own}");
    assert_eq!(
        desk.fill(&own, &format!("{own}/dong"), &[("dong", "1")])
            .await
            .status,
        409
    );
    assert_eq!(world.count(me).await, 0);
    world.end().await;
}

#[tokio::test]
async fn an_administrator_ends_the_sessions_of_a_lost_phone() {
    let world = World::new().await;
    let desk = site_desk(&world).await;
    let person = account(&world, "mat-may", None).await;
    let (lost, other) = (Visitor::of(&world, &person.token), Visitor::new(&world));
    other.sign_in("mat-may", PASSWORD).await;
    let page = format!("/quan-tri/tai-khoan/{}", person.id);
    assert_eq!(
        desk.fill(&page, &format!("{page}/phien"), &[]).await.status,
        303
    );
    assert!(!lost.is_signed_in().await && !other.is_signed_in().await);
    assert!(
        desk.get(&page)
            .await
            .text
            .contains(&Lang::Vi.t("audit-session-end-all"))
    );
    world.end().await;
}

// ---------------------------------------------------------------------------------------------------------------------
// The trail

fn lines(page: &str) -> usize {
    page.matches("<tr><th scope=\"row\">").count()
}

#[tokio::test]
async fn the_trail_is_filtered_by_who_what_and_when() {
    let world = World::new().await;
    let desk = site_desk(&world).await;
    account(&world, "can-bo", None).await;
    give(&desk, "can-bo", "marker", COMMUNE).await;
    world.advance(2 * DAY);
    give(&desk, "can-bo", "author", COMMUNE).await;
    let found = async |query: &str| {
        let got = desk.get(&format!("/quan-tri/nhat-ky?{query}")).await;
        assert_eq!(got.status, 200, "{query}");
        lines(&got.text)
    };
    // The territory that an installation begins with, two registrations, the role from the command line, two grants.
    assert_eq!(found("").await, 6);
    assert_eq!(found("viec=role.grant").await, 3);
    assert_eq!(found("viec=role.revoke").await, 0);
    assert_eq!(
        found("nguoi=quan-tri-vien").await,
        3,
        "a registration and two grants"
    );
    assert_eq!(found("nguoi=quan-tri-vien&viec=role.grant").await, 2);
    assert_eq!(found("tu=2026-07-03").await, 1);
    assert_eq!(found("den=2026-07-02").await, 5);
    assert_eq!(
        found("tu=2026-07-01&den=2026-07-03").await,
        6,
        "both days belong to it"
    );
    assert_eq!(found("tu=2026-07-04").await, 0);
    let known = world
        .node
        .app
        .accounts
        .id_of_login("can-bo")
        .await
        .expect("read")
        .expect("known");
    assert_eq!(found(&format!("doi-tuong=account%2F{known}")).await, 3);
    for (query, message) in [
        ("nguoi=khong-co-ai", "field-login-unknown"),
        ("tu=hom-qua", "field-date"),
    ] {
        let got = desk.get(&format!("/quan-tri/nhat-ky?{query}")).await;
        assert_eq!(lines(&got.text), 0, "{query}");
        assert!(
            got.text.contains(&Lang::Vi.t(message)),
            "{query}: {}",
            got.text
        );
    }
    world.end().await;
}

#[tokio::test]
async fn the_trail_goes_on_page_by_page_without_a_gap_or_a_repetition() {
    let world = World::new().await;
    let desk = site_desk(&world).await;
    let person = account(&world, "can-bo", None).await;
    let accounts = &world.node.app.accounts;
    let marker = Grant {
        role: Role::Marker,
        organisation: Some(unit(&world, COMMUNE).await),
    };
    for _ in 0..60 {
        accounts
            .grant(&root(), "can-bo", marker, world.now())
            .await
            .expect("granted");
        accounts
            .revoke(&root(), person.id, marker, world.now())
            .await
            .expect("revoked");
    }
    let (mut path, mut seen, mut pages) = ("/quan-tri/nhat-ky?viec=role.grant".to_owned(), 0, 0);
    let total = usize::try_from(world.count(GRANTS).await).expect("a number");
    loop {
        let page = desk.get(&path).await.text;
        seen += lines(&page);
        pages += 1;
        let next = page
            .split("rel=\"next\"")
            .next()
            .filter(|_| page.contains("rel=\"next\""));
        let Some(before) = next else { break };
        let href = before
            .rsplit("href=\"")
            .next()
            .and_then(|h| h.split('"').next());
        path = href
            .expect("an address")
            .replace("&amp;", "&")
            .replace("&#38;", "&");
    }
    assert_eq!((seen, pages), (total, 2));
    world.end().await;
}

#[tokio::test]
async fn an_account_of_an_older_installation_gets_its_place_in_lists() {
    let world = crate::support::World::new().await;
    let person = world.person().await;
    let db = &world.node.app.db;
    db.write(|tx| {
        Box::pin(async move {
            use sea_orm::ConnectionTrait as _;
            for sql in [
                // No bytes, in words that both engines understand.
                "UPDATE account SET name_key = substr(name_key, 1, 0)",
                "DELETE FROM search_word",
            ] {
                tx.execute_unprepared(sql).await.expect("made older");
            }
            Ok(())
        })
    })
    .await
    .expect("written");
    world
        .node
        .app
        .accounts
        .give_places()
        .await
        .expect("filled in");
    let left = world
        .count("SELECT COUNT(*) FROM account WHERE length(name_key) = 0")
        .await;
    let words = world.count("SELECT COUNT(*) FROM search_word").await;
    assert_eq!((left, words > 0), (0, true), "{}", person.login);
    world.end().await;
}
