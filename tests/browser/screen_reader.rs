//! The sitting as a screen reader meets it, and the keys that spare its user the way.

use serde_json::{Value, json};
use thirtyfour::Key;

use crate::browser::{Page, in_browser};
use crate::contest::{PREDICTION, Timing};
use crate::service::Service;

/// Role, name and states of everything in the accessibility tree, in order, one line each.
async fn heard(page: &Page<'_>) -> Vec<String> {
    page.cdp("Accessibility.enable", json!({})).await;
    let tree = page.cdp("Accessibility.getFullAXTree", json!({})).await;
    let nodes = tree["nodes"].as_array().cloned().unwrap_or_default();
    nodes
        .iter()
        .filter(|n| n["ignored"] != true)
        .map(line)
        .collect()
}

fn line(node: &Value) -> String {
    let text = |name: &str| node[name]["value"].as_str().unwrap_or_default().to_owned();
    let states = node["properties"].as_array().into_iter().flatten();
    let states = states.filter_map(|p| {
        let name = p["name"].as_str()?;
        let value = &p["value"]["value"];
        let said = matches!(name, "checked" | "pressed" | "expanded")
            && value != "false"
            && value != false;
        said.then(|| format!(" [{name}]"))
    });
    format!(
        "{} “{}”{}",
        text("role"),
        text("name"),
        states.collect::<String>()
    )
}

#[tokio::test]
async fn a_screen_reader_is_told_question_options_state_and_time() {
    let service = Service::start(&Timing::LONG);
    in_browser(&service, async |page| {
        page.register("Kiều Thị Sen", "sen.kieu").await;
        page.enter_contest().await;
        page.start_attempt().await;
        page.choose(1, 2).await;
        page.click("#cau-1 .flag").await;
        page.all_saved().await;
        let heard = heard(page).await;
        let has = |line: &str| heard.iter().any(|h| h == line);
        let starts = |line: &str| heard.iter().any(|h| h.starts_with(line));
        assert!(
            starts("group “Câu 1 Khi tham gia giao thông"),
            "the question names its options: {heard:#?}"
        );
        let options: Vec<&String> = heard.iter().filter(|h| h.starts_with("radio “")).collect();
        let chosen = page
            .text("#cau-1 .option:nth-of-type(2) .option-text")
            .await;
        assert_eq!(options.len(), 4, "{options:?}");
        assert_eq!(*options[1], format!("radio “{chosen}” [checked]"));
        assert!(!options[0].contains("[checked]"), "{options:?}");
        for line in [
            "button “Đánh dấu để xem lại” [pressed]",
            "button “Câu 1, đã lưu, đánh dấu xem lại”",
            "button “Câu 2, chưa trả lời”",
            "button “Đọc thời gian còn lại”",
            "heading “Các câu”",
            "timer “Thời gian còn lại”",
        ] {
            assert!(has(line), "{line} in {heard:#?}");
        }

        assert_eq!(
            page.text("#spoken").await,
            "",
            "the clock is silent by itself"
        );
        page.click("#say-time").await;
        let said = page.text("#spoken").await;
        assert!(
            ["Còn 19 phút ", "Còn 20 phút 0 "]
                .iter()
                .any(|time| said.starts_with(time))
                && said.ends_with(" giây"),
            "{said}"
        );
    })
    .await;
}

#[tokio::test]
async fn single_keys_answer_move_and_tell_the_time_until_they_are_switched_off() {
    let service = Service::start(&Timing::LONG);
    in_browser(&service, async |page| {
        page.register("Quách Văn Tài", "tai.quach").await;
        page.enter_contest().await;
        page.start_attempt().await;
        page.type_text("3").await;
        assert_eq!(page.shown_answer(1).await, "C");
        page.type_text("f").await;
        page.until("document.querySelector('#cau-1 .flag').ariaPressed === 'true'")
            .await;
        page.type_text("n").await;
        page.until("!document.querySelector('#cau-2').hidden").await;
        page.type_text("p").await;
        page.until("!document.querySelector('#cau-1').hidden").await;
        page.type_text("t").await;
        page.until("document.querySelector('#spoken').textContent.startsWith('Còn ')")
            .await;

        page.type_text("m").await;
        page.until("document.querySelector('#open-map').ariaExpanded === 'true'")
            .await;
        page.shot("sitting-map").await;
        page.press(Key::Escape).await;
        page.until("document.activeElement.id === 'open-map'").await;
        assert_eq!(
            page.js("document.querySelector('#open-map').ariaExpanded")
                .await,
            "false"
        );

        // In a field, digits and letters are what is typed.
        page.question(PREDICTION).await;
        page.click(&format!("#a{PREDICTION}")).await;
        page.type_text("12").await;
        assert_eq!(page.shown_answer(PREDICTION).await, "12");
        page.question(1).await;

        page.type_text("?").await;
        page.until("document.querySelector('#help').open").await;
        page.shot("sitting-help").await;
        page.click("#help summary").await;
        page.click("#help .pick").await;
        page.click("#help form button").await;
        page.type_text("1").await;
        assert_eq!(
            page.shown_answer(1).await,
            "C",
            "switched off, keys do nothing"
        );
        page.reload().await;
        page.type_text("1").await;
        assert_eq!(page.shown_answer(1).await, "C", "and it is remembered");
        assert_eq!(page.errors().await, Vec::<String>::new());
    })
    .await;
}

#[tokio::test]
async fn the_text_grows_in_four_steps_and_stays_so() {
    let service = Service::start(&Timing::LONG);
    in_browser(&service, async |page| {
        page.register("Đinh Thị Uyên", "uyen.dinh").await;
        page.enter_contest().await;
        page.start_attempt().await;
        let mut sizes = vec![size(page).await];
        for _ in 0..4 {
            page.click("[data-size='1']").await;
            sizes.push(size(page).await);
        }
        assert!(sizes[..4].is_sorted_by(|a, b| a < b), "{sizes:?}");
        assert_eq!(sizes[3], sizes[4], "there are four");
        page.is_sound("sitting-largest-text").await;
        page.reload().await;
        assert_eq!(size(page).await, sizes[3]);
    })
    .await;
}

async fn size(page: &Page<'_>) -> u64 {
    let size = page.js("Math.round(parseFloat(getComputedStyle(document.querySelector('.stem')).fontSize) * 100)").await;
    size.as_u64().expect("a size")
}
