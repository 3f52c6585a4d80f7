//! The sitting with the keyboard alone.

use thirtyfour::Key;

use crate::browser::{Page, in_browser};
use crate::contest::{PREDICTION, QUESTIONS, Timing};
use crate::service::Service;

/// Presses Tab until the focus is on an element that `css` selects.
async fn tab_to(page: &Page<'_>, css: &str) {
    for _ in 0..60 {
        page.press(Key::Tab).await;
        if page
            .js(&format!("document.activeElement.matches({css:?})"))
            .await
            == true
        {
            return;
        }
    }
    panic!("Tab never comes to {css}");
}

#[tokio::test]
async fn the_keyboard_alone_answers_and_submits() {
    let service = Service::start(&Timing::LONG);
    in_browser(&service, async |page| {
        page.register("Vũ Văn Giang", "giang.vu").await;
        page.enter_contest().await;
        page.start_attempt().await;

        tab_to(page, "[name=a1]").await;
        page.press(Key::Space).await;
        page.press(Key::Down).await;
        assert_eq!(page.shown_answer(1).await, "B");
        for number in 2..=PREDICTION {
            tab_to(page, "#next").await;
            page.press(Key::Enter).await;
            page.until(&format!("document.activeElement.closest('#cau-{number}')"))
                .await;
            if number == 4 {
                answer_several(page).await;
            }
        }
        tab_to(page, &format!("[name=a{PREDICTION}]")).await;
        for key in ["4", "2"] {
            page.type_text(key).await;
        }
        tab_to(page, "#submit").await;
        page.press(Key::Enter).await;
        page.until("document.querySelector('#confirm').open").await;
        let open = page
            .js("document.querySelectorAll('#confirm-list button').length")
            .await;
        assert_eq!(open, QUESTIONS - 2, "the dialog lists what is open");
        page.shot("sitting-confirm").await;
        assert_eq!(
            page.js("document.querySelector('#confirm').contains(document.activeElement)")
                .await,
            true
        );
        tab_to(page, "#confirm-yes").await;
        page.press(Key::Enter).await;
        page.arrives("/ket-qua/").await;
        let receipt = page.text(".receipt").await;
        assert!(
            receipt.contains("2/5") && receipt.contains("42"),
            "{receipt}"
        );
        assert_eq!(page.errors().await, Vec::<String>::new());
    })
    .await;
}

/// The second and third box of question 4.
async fn answer_several(page: &Page<'_>) {
    tab_to(page, "[name=a4][value=B]").await;
    page.press(Key::Space).await;
    tab_to(page, "[name=a4][value=C]").await;
    page.press(Key::Space).await;
    page.all_saved().await;
    assert_eq!(page.kept_answer(4).await, "BC");
}
