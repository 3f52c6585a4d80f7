use uuid::Uuid;

use super::*;
use crate::kernel::actor::Role;
use crate::kernel::problem::{Code, Problem};
use crate::organisation::sheet::Unreadable;
use crate::platform::http::page::samples;

fn item(code: &str, name: &str, above: &str) -> Item {
    Item {
        code: code.to_owned(),
        name: name.to_owned(),
        above: above.to_owned(),
        kind: "Phường".to_owned(),
        closed: String::new(),
    }
}

fn wards() -> Vec<Item> {
    let mut closed = item("99999", "Phường Cũ <b>", "Thành phố Hà Nội");
    closed.closed = "1/1/2026".to_owned();
    vec![item("00004", "Phường Ba Đình", "Thành phố Hà Nội"), closed]
}

fn history() -> Vec<Past> {
    vec![
        Past {
            from: "30/04/2026".into(),
            until: String::new(),
            full_name: "Thành phố Đồng Nai".into(),
            reason: "Thành lập thành phố".into(),
        },
        Past {
            from: "01/07/2025".into(),
            until: "30/04/2026".into(),
            full_name: "Tỉnh Đồng Nai".into(),
            reason: String::new(),
        },
    ]
}

fn trees() -> Vec<Tree> {
    let tree = |slug: &str, title: &str| Tree {
        slug: slug.into(),
        title: title.into(),
        stamp: 1,
    };
    vec![
        tree("lanh-tho", "Địa giới hành chính"),
        tree("tu-phap", "Ngành Tư pháp"),
    ]
}

fn choices() -> Picked {
    Picked {
        text: "hoa an".into(),
        code: String::new(),
        choices: vec![Choice {
            code: "00004".into(),
            label: "Xã Hoà An, Tỉnh Cao Bằng".into(),
        }],
    }
}

fn search(lang: Lang) -> [SearchView; 2] {
    let view = |tops, items: Vec<Item>| SearchView {
        page: samples::page(lang, "/don-vi?q=ba", None),
        text: "ba".into(),
        within: Some(item("01", "Thành phố Hà Nội", "")),
        paging: Paging::new(120, 2, 50, "/don-vi?q=ba&trong=01".into()),
        items,
        tops,
    };
    let top = |items| Top {
        title: "Ngành Tư pháp".into(),
        items,
    };
    [
        view(vec![], wards()),
        view(vec![top(wards()), top(vec![])], vec![]),
    ]
}

fn unit(lang: Lang) -> [UnitView; 2] {
    let open = UnitView {
        page: samples::page(lang, "/don-vi/75", Some(&[Role::Administrator])),
        unit: item("75", "Thành phố Đồng Nai", ""),
        tree: "Địa giới hành chính".into(),
        above: vec![item("01", "Thành phố Hà Nội", "")],
        successor: None,
        closed_reason: String::new(),
        origin: Some(item("74", "Tỉnh A", "")),
        related: wards(),
        below: wards(),
        history: history(),
        day: "1/1/2026".into(),
        on_day: lang.t_args(
            "organisation-on-day-was",
            &[
                ("day", "01/01/2026".into()),
                ("name", "Tỉnh Đồng Nai".into()),
            ],
        ),
        mine: true,
    };
    let mut closed = UnitView {
        page: samples::page(lang, "/don-vi/75", None),
        successor: Some(item("01", "Thành phố Hà Nội", "")),
        closed_reason: "Nghị quyết số 1".into(),
        above: vec![],
        below: vec![],
        mine: false,
        unit: open.unit.clone(),
        tree: open.tree.clone(),
        origin: None,
        related: vec![],
        history: history(),
        day: String::new(),
        on_day: String::new(),
    };
    closed.unit.closed = "01/01/2027".into();
    [open, closed]
}

fn admin(lang: Lang) -> AdminListView {
    AdminListView {
        page: samples::page(lang, "/quan-tri/don-vi", Some(&[Role::Administrator])),
        text: String::new(),
        tree: "tu-phap".into(),
        kind: "phuong".into(),
        closed: true,
        trees: trees(),
        items: wards(),
        paging: Paging::new(2, 1, 50, "/quan-tri/don-vi?".into()),
    }
}

fn new(lang: Lang) -> NewView {
    NewView {
        page: samples::page(lang, "/quan-tri/don-vi/moi", Some(&[Role::Administrator])),
        trees: trees(),
        tree: "tu-phap".into(),
        parent: choices(),
        origin: Picked::default(),
        code: "H26".into(),
        name: "Sở \"A\"".into(),
        kind: String::new(),
        from: "mai".into(),
        reason: String::new(),
        title: String::new(),
        everywhere: true,
        errors: Errors::of(lang, &Problem::field("from", "organisation-field-date")),
    }
}

fn admin_unit(lang: Lang) -> [AdminUnitView; 2] {
    let view = |closed: &str, forms| AdminUnitView {
        page: samples::page(lang, "/quan-tri/don-vi/00004", Some(&[Role::Administrator])),
        unit: Item {
            closed: closed.into(),
            ..item("00004", "Phường Ba Đình", "Thành phố Hà Nội")
        },
        revision: 3,
        below: 2,
        everywhere: true,
        forms,
        history: history(),
    };
    let forms = UnitForms {
        open: "merge".into(),
        name: "Phường Ba Đình".into(),
        kind: "Phường".into(),
        into: choices(),
        from: "1/1/2026".into(),
        reason: "Nghị quyết".into(),
        errors: Errors::of(
            lang,
            &Problem::field("merge-into", "organisation-picker-several"),
        ),
        ..UnitForms::default()
    };
    [view("", forms), view("01/01/2026", UnitForms::default())]
}

fn import(lang: Lang) -> [ImportView; 2] {
    let view = |trees, errors| ImportView {
        page: samples::page(lang, "/quan-tri/don-vi/nhap", Some(&[Role::Administrator])),
        trees,
        tree: "tu-phap".into(),
        from: "1/7/2026".into(),
        reason: "Quyết định".into(),
        everywhere: true,
        errors,
    };
    let problem = Problem::field("file", Unreadable::Macros.message());
    [
        view(trees(), Errors::of(lang, &problem)),
        view(
            vec![],
            Errors::of(lang, &Problem::new(Code::ChangedMeanwhile)),
        ),
    ]
}

fn report(lang: Lang, applied: bool) -> ReportView {
    let line = |n, done| Line {
        line: n,
        code: "H26".into(),
        name: "Sở Tư pháp".into(),
        done,
    };
    let lines = [
        line(2, Done::Created),
        line(
            3,
            Done::Changed(vec![
                "organisation-row-renamed".into(),
                "organisation-row-moved".into(),
            ]),
        ),
        line(4, Done::Unchanged),
        line(
            5,
            Done::Refused(
                "organisation-row-twice".into(),
                vec![("line".into(), "2".into())],
            ),
        ),
    ];
    ReportView {
        page: samples::page(
            lang,
            "/quan-tri/don-vi/nhap/x",
            Some(&[Role::Administrator]),
        ),
        import: Import {
            id: Uuid::nil(),
            tree: "tu-phap".into(),
            file_name: "Đơn vị.xlsx".into(),
            from: NaiveDate::from_ymd_opt(2026, 7, 1).unwrap_or_default(),
            reason: "Quyết định".into(),
            applied_at: applied.then_some(samples::NOW),
        },
        tree: "Ngành Tư pháp".into(),
        counts: Counts::of(&lines),
        rows: lines.iter().map(|l| ReportRow::of(lang, l)).collect(),
        hidden: 7,
    }
}

/// Every view of this module with sample data.
pub(crate) fn rendered(lang: Lang) -> Vec<(&'static str, String)> {
    let mut pages = Vec::new();
    let mut add =
        |name, html: askama::Result<String>| pages.push((name, html.expect("the sample renders")));
    for view in search(lang) {
        add("organisation-search", view.render());
    }
    for view in unit(lang) {
        add("organisation-unit", view.render());
    }
    add("organisation-admin-list", admin(lang).render());
    add("organisation-admin-new", new(lang).render());
    for view in admin_unit(lang) {
        add("organisation-admin-unit", view.render());
    }
    for view in import(lang) {
        add("organisation-import", view.render());
    }
    for applied in [false, true] {
        add("organisation-report", report(lang, applied).render());
    }
    pages
}

#[test]
fn every_page_of_organisations_renders_in_every_language() {
    for lang in Lang::ALL {
        for (name, html) in rendered(lang) {
            samples::assert_clean(name, &html);
            assert!(
                !html.contains("Cũ <b>"),
                "{name} writes what a person typed as markup"
            );
        }
    }
}

#[test]
fn the_field_for_a_unit_offers_choices_and_sends_its_code_without_a_script() {
    let html = new(Lang::Vi).render().expect("rendered");
    assert!(
        html.contains(r#"<input type="radio" name="parent-code" value="00004">"#),
        "{html}"
    );
    assert!(
        !html.contains(r#"type="hidden" name="parent-code""#),
        "one code only"
    );
    assert!(html.contains(r#"<input type="hidden" name="origin-code" value="">"#));
    assert!(html.contains(r#"name="find" value="origin" formnovalidate"#));
}

#[test]
fn a_form_that_comes_back_keeps_what_was_typed() {
    let html = new(Lang::Vi).render().expect("rendered");
    for (name, value) in [
        ("code", "H26"),
        ("name", "Sở &#34;A&#34;"),
        ("kind", ""),
        ("from", "mai"),
    ] {
        let kept = format!(r#"name="{name}" type="text" value="{value}""#);
        assert!(html.contains(&kept), "{kept} in {html}");
    }
}

#[test]
fn a_file_is_carried_out_once() {
    assert!(report(Lang::Vi, false).can_apply() && !report(Lang::Vi, true).can_apply());
}

#[test]
fn every_reason_of_the_import_and_every_kind_has_words_in_every_language() {
    for lang in Lang::ALL {
        for why in Unreadable::ALL {
            assert!(lang.has(why.message()), "{}", why.message());
        }
        for kind in KINDS {
            assert!(lang.has(&format!("organisation-kind-{kind}")), "{kind}");
        }
        // Keys named in rules and plans, which no page of samples can all show.
        for source in [
            include_str!("../rules.rs"),
            include_str!("../import.rs"),
            include_str!("../service/edit.rs"),
            include_str!("../service/imports.rs"),
        ] {
            for key in source.split(['"', '+']).filter(|s| {
                s.starts_with("organisation-field-") || s.starts_with("organisation-row-")
            }) {
                assert!(
                    lang.has(key) || key.ends_with('-') || key.contains('{'),
                    "{key}"
                );
            }
        }
    }
}

#[test]
fn pages_of_a_list_lead_on_and_back_and_end() {
    let paging = |n| Paging::new(120, n, 50, "/x?q=a".into());
    assert_eq!(
        (paging(1).before(), paging(1).after()),
        (String::new(), "/x?q=a&trang=2".into())
    );
    assert_eq!(
        (paging(3).before(), paging(3).after()),
        ("/x?q=a&trang=2".into(), String::new())
    );
    assert_eq!(Paging::new(0, 1, 50, String::new()).pages, 1);
    assert_eq!(
        query(&[("q", "ba đình"), ("trong", "")]),
        "q=ba%20%C4%91%C3%ACnh"
    );
}
