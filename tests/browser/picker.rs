//! Choosing a unit while typing, with the keyboard alone and by touch; and the pages of organisations.

use thirtyfour::Key;

use crate::browser::{Page, in_browser};
use crate::contest::Timing;
use crate::service::Service;

const PARENT: &str = "#parent";

async fn become_administrator(page: &Page<'_>, service: &Service) {
    page.goto(&service.setup_path()).await;
    for (field, text) in [
        ("full_name", "Vũ Văn Giang"),
        ("password", "mat-khau-rat-dai"),
        ("password_again", "mat-khau-rat-dai"),
    ] {
        page.fill(&format!("[name={field}]"), text).await;
    }
    page.click("main [type=submit]").await;
    page.arrives("/").await;
}

async fn of_field(page: &Page<'_>, property: &str) -> String {
    let value = page
        .js(&format!("document.querySelector('{PARENT}').{property}"))
        .await;
    value.as_str().unwrap_or_default().to_owned()
}

async fn code(page: &Page<'_>) -> String {
    let value = page
        .js("document.querySelector('[name=parent-code]').value")
        .await;
    value.as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_unit_is_chosen_while_typing_by_keyboard_and_by_touch() {
    let service = Service::start(&Timing::LONG);
    in_browser(&service, async |page| {
        become_administrator(page, &service).await;
        page.goto("/quan-tri/don-vi/moi").await;
        let open =
            format!("document.querySelector('{PARENT}').getAttribute('aria-expanded') === 'true'");

        page.click(PARENT).await;
        page.type_text("ba dinh").await;
        page.until(&open).await;
        page.is_sound("organisation-picker-open").await;
        assert_eq!(of_field(page, "getAttribute('role')").await, "combobox");
        page.press(Key::Down).await;
        let option = of_field(page, "getAttribute('aria-activedescendant')").await;
        let marked = page
            .js(&format!(
                "document.getElementById('{option}').getAttribute('aria-selected')"
            ))
            .await;
        assert_eq!(marked, "true");
        page.press(Key::Enter).await;
        assert_eq!(
            of_field(page, "value").await,
            "Phường Ba Đình, Thành phố Hà Nội"
        );
        assert_eq!(code(page).await, "00004");
        assert_eq!(
            page.path().await,
            "/quan-tri/don-vi/moi",
            "Enter chose and did not send the form"
        );

        page.type_text("x").await;
        assert_eq!(code(page).await, "", "a changed text is no chosen unit");
        page.until("document.querySelector('.picker-said').textContent.includes('Không tìm thấy')")
            .await;

        page.fill(PARENT, "Thanh Hoá").await;
        page.until(&open).await;
        page.press(Key::Escape).await;
        assert_eq!(
            of_field(page, "getAttribute('aria-expanded')").await,
            "false"
        );
        page.press(Key::Down).await;
        page.until(&open).await;
        page.click(".picker-list li").await;
        assert_eq!(code(page).await, "38");
        assert_eq!(page.errors().await, Vec::<String>::new());
    })
    .await;
}

#[tokio::test]
async fn every_page_of_organisations_fits_a_phone() {
    let service = Service::start(&Timing::LONG);
    in_browser(&service, async |page| {
        become_administrator(page, &service).await;
        for (path, name) in [
            ("/don-vi", "organisation-search"),
            ("/don-vi?q=thanh+hoa", "organisation-found"),
            ("/don-vi/75?ngay=1/1/2026", "organisation-unit"),
            ("/quan-tri/don-vi", "organisation-admin-list"),
            ("/quan-tri/don-vi/moi", "organisation-new"),
            ("/quan-tri/don-vi/75", "organisation-admin-unit"),
        ] {
            page.goto(path).await;
            page.is_sound(name).await;
        }
        page.goto("/quan-tri/don-vi/moi").await;
        page.fill("#title", "Ngành Tư pháp").await;
        page.click("#new-tree ~ form [type=submit]").await;
        page.arrives("/quan-tri/don-vi/moi").await;
        page.goto("/quan-tri/don-vi/nhap").await;
        page.is_sound("organisation-import").await;
    })
    .await;
}
