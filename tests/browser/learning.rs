//! Learning on a phone: the whole journey over a failed and a repeated examination, what is counted of a recording, the keyboard.

use thirtyfour::Key;

use crate::browser::{Page, in_browser};
use crate::contest::Timing;
use crate::course::{self, COURSE, QUESTIONS};
use crate::service::Service;

#[tokio::test]
async fn a_trainee_comes_from_the_catalogue_over_a_failed_and_a_repeated_examination_to_a_verified_certificate()
 {
    let service = Service::start_with(&Timing::LONG, course::write);
    in_browser(&service, async |page| {
        page.register("Nguyễn Thị An", "an.nguyen").await;
        page.goto("/khoa-hoc").await;
        page.fill("#q", "khoa thu nghe").await;
        page.click(".course-filter button").await;
        page.until("document.querySelectorAll('.course-card').length === 1")
            .await;
        page.is_sound("learning-catalogue").await;
        page.click(".course-card a.cover").await;
        page.arrives(&format!("/khoa-hoc/{COURSE}")).await;
        page.is_sound("learning-course").await;
        course::enrol(page).await;
        page.is_sound("learning-enrolled").await;
        page.click(".dock a").await;

        page.arrives(&format!("/khoa-hoc/{COURSE}/bai/doc")).await;
        page.is_sound("learning-lesson").await;
        answer_check(page).await;
        page.is_sound("learning-answered").await;
        page.click("#hoc-xong button").await;

        page.arrives(&format!("/khoa-hoc/{COURSE}/bai/nghe")).await;
        page.click("[data-media]").await;
        page.js("document.querySelector('audio').play() && 1").await;
        page.until("document.querySelector('[data-watched]').textContent.includes('đủ rồi')")
            .await;
        page.is_sound("learning-listened").await;
        page.click("#hoc-xong button").await;

        // It leads on; going elsewhere before it is taken would leave the lesson undone.
        page.arrives(&format!("/khoa-hoc/{COURSE}/bai/nghe-dai"))
            .await;
        course::open(page, "thi").await;
        page.is_sound("learning-exam").await;
        sit(page, "hai").await;
        assert!(page.text("main").await.contains("Bạn chưa đạt"));
        page.is_sound("learning-failed").await;
        page.click("main .actions a.main").await;
        page.arrives(&format!("/khoa-hoc/{COURSE}/bai/thi")).await;
        assert!(page.text("#lam-bai").await.contains("còn 2/3"));
        sit(page, "(đúng)").await;
        assert_eq!(page.text("h1").await, "Bạn đã đạt");
        page.is_sound("learning-passed").await;

        page.goto(&format!("/khoa-hoc/{COURSE}")).await;
        assert!(page.text(".poster").await.contains("Đã hoàn thành"));
        page.is_sound("learning-completed").await;
        page.goto("/khoa-hoc/ho-so-hoc-tap").await;
        assert!(page.text("main").await.contains("3/3"));
        page.is_sound("learning-transcript").await;

        // The certificate comes by itself; whoever has its address sees that it holds, without signing in.
        let title = "main h2 a[href^='/chung-nhan/']";
        for _ in 0..40 {
            page.goto("/giay-chung-nhan").await;
            let asked = format!("!!document.querySelector(\"{title}\")");
            if page.js(&asked).await == true {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        }
        page.is_sound("learning-certificates").await;
        let address = page
            .js(&format!(
                "document.querySelector(\"{title}\").getAttribute('href')"
            ))
            .await;
        let address = address.as_str().expect("an address").to_owned();
        page.sign_out().await;
        page.goto(&address).await;
        let said = page.text("main").await;
        assert!(
            said.contains("Nguyễn Thị An") && said.contains("có thật và còn giá trị"),
            "{said}"
        );
        page.is_sound("learning-certificate").await;
    })
    .await;
}

/// Answers the self-check wrong and then right, in place.
async fn answer_check(page: &Page<'_>) {
    let said = "document.querySelector('[data-check-result]').textContent";
    page.click(".self-check button").await;
    page.until(&format!("{said}.includes('Hãy chọn')")).await;
    page.click(".self-check .option:nth-of-type(1)").await;
    page.click(".self-check button").await;
    page.until(&format!("{said}.includes('Chưa đúng')")).await;
    page.click(".self-check .option:nth-of-type(2)").await;
    page.click(".self-check button").await;
    page.until(&format!(
        "{said}.includes('Đúng rồi') && {said}.includes('Luật ấy')"
    ))
    .await;
}

/// Starts the examination, answers every question with the option that has these words, hands in.
async fn sit(page: &Page<'_>, words: &str) {
    page.click("#lam-bai form button").await;
    page.arrives("/lam-bai/").await;
    for number in 1..=QUESTIONS {
        page.question(number).await;
        let place = page
            .js(&format!(
                "[...document.querySelectorAll('#cau-{number} .option')].findIndex((o) => o.textContent.includes('{words}')) + 1"
            ))
            .await;
        let place = place.as_u64().and_then(|n| usize::try_from(n).ok());
        page.choose(number, place.expect("there is one")).await;
    }
    page.all_saved().await;
    page.click("#submit").await;
    page.until("document.querySelector('#confirm').open").await;
    page.click("#confirm-yes").await;
    page.arrives("/ket-qua/").await;
}

#[tokio::test]
async fn seeking_to_the_end_counts_only_what_was_played_and_another_device_goes_on_there() {
    let service = Service::start_with(&Timing::LONG, course::write);
    in_browser(&service, async |page| {
        page.register("Trần Văn Bình", "binh.tran").await;
        course::enrol(page).await;
        course::open(page, "nghe-dai").await;
        page.click("[data-media]").await;
        page.js("document.querySelector('audio').play() && 1").await;
        page.until("document.querySelector('audio').currentTime > 4").await;
        page.js("document.querySelector('audio').pause() || 1").await;
        page.until("Number(document.querySelector('[data-media]').dataset.percent) >= 9")
            .await;

        // Without network the rest is played by jumping to the end; it is sent when the network is back.
        page.offline(true).await;
        page.js("(document.querySelector('audio').currentTime = 37, document.querySelector('audio').play(), 1)")
            .await;
        page.until("document.querySelector('audio').ended || document.querySelector('audio').currentTime > 39")
            .await;
        page.until("document.querySelector('[data-watched]').textContent.includes('Mất mạng')")
            .await;
        page.offline(false).await;
        page.until("Number(document.querySelector('[data-media]').dataset.percent) >= 14")
            .await;
        let percent = page.js("Number(document.querySelector('[data-media]').dataset.percent)").await;
        let percent = percent.as_u64().expect("a number");
        assert!((14..=25).contains(&percent), "about seven of forty seconds were played: {percent} %");
        // The browser tells of the requests that found no network; nothing else went wrong.
        let errors = page.errors().await;
        assert!(errors.iter().all(|e| e.contains("ERR_INTERNET_DISCONNECTED")), "{errors:#?}");
        page.click("#hoc-xong button").await;
        page.until("document.querySelector('.note.alarm')").await;
        assert!(page.text(".note.alarm").await.contains(&format!("{percent} %")));
        let errors = page.errors().await;
        assert!(errors.iter().all(|e| e.contains("409")), "{errors:#?}");

        // Another device knows nothing but what the server knows: it goes on where playing stopped first.
        page.js("(localStorage.clear(), 1)").await;
        course::open(page, "nghe-dai").await;
        page.until("document.querySelector('audio').currentTime > 3").await;
        let at = page.js("document.querySelector('audio').currentTime").await;
        assert!(at.as_f64().is_some_and(|s| s < 8.0), "{at}");
        page.is_sound("learning-resumed").await;
    })
    .await;
}

#[tokio::test]
async fn the_keyboard_alone_goes_through_a_lesson() {
    let service = Service::start_with(&Timing::LONG, course::write);
    in_browser(&service, async |page| {
        page.register("Vũ Văn Giang", "giang.vu").await;
        course::enrol(page).await;
        course::open(page, "doc").await;
        tab_to(page, ".learn-map > summary").await;
        page.press(Key::Enter).await;
        page.until("document.querySelector('.learn-map').open")
            .await;
        tab_to(page, "[name=chon]").await;
        page.press(Key::Space).await;
        page.press(Key::Down).await;
        tab_to(page, ".self-check button").await;
        page.press(Key::Enter).await;
        page.until(
            "document.querySelector('[data-check-result]').textContent.includes('Đúng rồi')",
        )
        .await;
        tab_to(page, "#hoc-xong button").await;
        page.press(Key::Enter).await;
        page.arrives(&format!("/khoa-hoc/{COURSE}/bai/nghe")).await;

        // A note is saved while it is typed.
        tab_to(page, "#ghi-chu").await;
        page.type_text("Nghe lại đoạn cuối").await;
        page.until("document.querySelector('[data-note-state]').textContent === 'Đã lưu'")
            .await;
        page.reload().await;
        let note = page.js("document.querySelector('#ghi-chu').value").await;
        assert_eq!(note, "Nghe lại đoạn cuối");
        assert_eq!(page.errors().await, Vec::<String>::new());
    })
    .await;
}

/// Presses Tab until the focus is on an element that `css` selects.
async fn tab_to(page: &Page<'_>, css: &str) {
    for _ in 0..90 {
        page.press(Key::Tab).await;
        let here = page
            .js(&format!("document.activeElement.matches({css:?})"))
            .await;
        if here == true {
            return;
        }
    }
    panic!("Tab never comes to {css}");
}
