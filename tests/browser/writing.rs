//! Writing a course in the browser: the preview beside the text, what a careless step would lose, a picture, two authors at once.

use serde_json::json;

use crate::browser::{Page, in_browser};
use crate::contest::Timing;
use crate::look::set_cookie;
use crate::package::COURSE;
use crate::service::Service;

/// The keys of the lessons of the first module, as the page has them.
const ORDER: &str = "[...document.querySelectorAll('section[aria-labelledby=module-0] .lesson-row form:has([value=len]) [name=key]')].map((i) => i.value)";
const BODY: &str = "textarea[name=body]";

#[tokio::test]
async fn an_author_sees_the_text_as_it_will_look_and_loses_none_of_it() {
    let (service, classroom) = Service::start_with_courses(&Timing::LONG).await;
    in_browser(&service, async |page| {
        set_cookie(page, "hocluat_session", &classroom.author).await;
        let lesson = format!("/soan/{COURSE}/bai/vai-tro");
        page.goto(&lesson).await;
        assert!(!would_ask(page).await, "nothing is typed yet");

        page.fill(
            BODY,
            "## Lời mở\n\nChào **bà con**.\n\n<script>window.broken = 1</script>\n<img src=x onerror=\"window.broken = 1\">\n",
        )
        .await;
        let preview = "document.querySelector('[data-preview]')";
        page.until(&format!(
            "{preview}.querySelector('h2')?.textContent === 'Lời mở' && {preview}.querySelector('strong')?.textContent === 'bà con'"
        ))
        .await;
        assert_eq!(
            page.js(&format!("[window.broken ?? 0, {preview}.querySelectorAll('script, img').length]")).await,
            json!([0, 0])
        );
        assert!(would_ask(page).await, "leaving now loses what was typed");
        page.is_sound("authoring-preview").await;

        // Meanwhile somebody else, or the same author in another tab, saves the same lesson.
        page.in_second_tab(async || {
            page.goto(&lesson).await;
            page.fill("#title", "Vai trò của người nói").await;
            save(page).await;
            page.until("!document.querySelector('.error')").await;
        })
        .await;
        save(page).await;
        page.until("document.querySelector('main .error, main .note.alarm')").await;
        let said = page.text("main").await;
        assert!(said.contains("bấm Lưu lần nữa"), "{said}");
        page.shot("authoring-stale").await;
        let errors = page.errors().await;
        assert!(errors.iter().all(|e| e.contains("409")), "{errors:#?}");
        let kept = page.js(&format!("document.querySelector('{BODY}').value")).await;
        assert!(kept.as_str().is_some_and(|text| text.contains("Chào **bà con**")), "what was written is still there: {kept}");
        save(page).await;
        page.goto(&lesson).await;
        let saved = page.js(&format!("document.querySelector('{BODY}').value")).await;
        assert!(saved.as_str().is_some_and(|text| text.contains("Chào **bà con**")), "{saved}");
        assert_eq!(page.errors().await, Vec::<String>::new());
    })
    .await;
}

/// Whether leaving the page would ask first.
async fn would_ask(page: &Page<'_>) -> bool {
    let asked = page
        .js("(() => { const e = new Event('beforeunload', { cancelable: true }); dispatchEvent(e); return e.defaultPrevented; })()")
        .await;
    asked == true
}

async fn save(page: &Page<'_>) {
    page.js("(window.before = 1)").await;
    page.click("button[name=do][value=luu]").await;
    page.until("window.before === undefined && document.readyState === 'complete'")
        .await;
}

#[tokio::test]
async fn an_author_puts_a_picture_and_a_lesson_into_a_course_in_its_new_place() {
    let (service, classroom) = Service::start_with_courses(&Timing::LONG).await;
    let folder = tempfile::tempdir().expect("a folder");
    let picture = folder.path().join("ba-buoc.svg");
    let drawn = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 20\"><rect width=\"40\" height=\"20\" fill=\"#0a5\"/></svg>";
    std::fs::write(&picture, drawn).expect("written");
    in_browser(&service, async |page| {
        set_cookie(page, "hocluat_session", &classroom.author).await;
        page.goto(&format!("/soan/{COURSE}/tep")).await;
        page.choose_file("#file", &picture).await;
        page.click("main form button.main").await;
        page.until("[...document.querySelectorAll('input.link')].some((i) => i.value.includes('ba-buoc.svg'))")
            .await;
        page.is_sound("authoring-assets").await;

        // A new lesson comes last in its module; a step up, and it stands before the one it followed.
        page.goto(&format!("/soan/{COURSE}")).await;
        page.click("details:has(#lesson-0) > summary").await;
        page.fill("#lesson-0", "Bài viết thêm").await;
        page.click("details:has(#lesson-0) button[value=them-bai]").await;
        page.until(&format!("{ORDER}.join() === 'vai-tro,nghe,kiem-tra,bai-viet-them'"))
            .await;
        page.click("form:has([name=key][value=bai-viet-them]) button[value=len]").await;
        page.until(&format!("{ORDER}.join() === 'vai-tro,nghe,bai-viet-them,kiem-tra'"))
            .await;
        page.is_sound("authoring-course").await;
    })
    .await;
}
