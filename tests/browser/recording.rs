//! Films with captions, another site's player, reading aloud, and a recording heard on two devices at once.

use reqwest::Method;
use serde_json::json;

use crate::browser::{Page, in_browser};
use crate::contest::Timing;
use crate::course::{self, COURSE, EMBED};
use crate::service::Service;

#[tokio::test]
async fn a_film_shows_its_captions_and_counts_what_was_seen() {
    let service = Service::start_with(&Timing::LONG, course::write);
    in_browser(&service, async |page| {
        page.register("Đặng Thị Hoa", "hoa.dang").await;
        course::enrol(page).await;
        course::open(page, "xem").await;
        page.until("document.querySelector('video').textTracks[0].cues?.length === 2")
            .await;
        assert_eq!(
            page.js("document.querySelector('video').textTracks[0].mode")
                .await,
            "showing"
        );
        // What is shown is told as it changes: at the end nothing is.
        page.js(
            "((window.shown = []), document.querySelector('video').textTracks[0].addEventListener('cuechange', \
             (e) => window.shown.push(...[...e.target.activeCues].map((cue) => cue.text))), 1)",
        )
        .await;
        page.click("[data-media]").await;
        page.js("document.querySelector('video').play() && 1").await;
        page.until("document.querySelector('[data-watched]').textContent.includes('đủ rồi')")
            .await;
        assert_eq!(
            page.js("window.shown").await,
            json!(["Xin chào bà con.", "Hôm nay ta nói về hoà giải."])
        );
        page.is_sound("learning-film").await;
        page.click(".learn-media summary").await;
        assert!(page.text(".learn-media details").await.contains("Lời của bài nghe"));
    })
    .await;
}

#[tokio::test]
async fn another_sites_player_comes_only_when_it_is_asked_for() {
    let service = Service::start_with(&Timing::LONG, course::write);
    in_browser(&service, async |page| {
        page.register("Ngô Văn Lâm", "lam.ngo").await;
        course::enrol(page).await;
        course::open(page, "nhung").await;
        page.is_sound("learning-embed").await;
        let asked = "performance.getEntriesByType('resource').filter((r) => !r.name.startsWith(location.origin)).length";
        assert_eq!(page.js(asked).await, 0, "nothing is fetched from elsewhere before");
        refused(page).await;
        page.click("[data-embed-load]").await;
        page.until(&format!("document.querySelector('iframe')?.src === '{EMBED}'"))
            .await;
        // The player's own host may be framed; the page's rules refuse every other.
        let said = page.js("window.refused").await;
        assert_eq!(said, json!([]), "{said}");
        page.js("document.querySelector('[data-embed]').append(Object.assign(document.createElement('iframe'), { src: 'https://elsewhere.example/' })) ?? 1")
            .await;
        page.until("window.refused.includes('frame-src https://elsewhere.example')")
            .await;
        page.errors().await;

        // A lesson without another site's player frames nobody.
        course::open(page, "doc").await;
        refused(page).await;
        page.js(&format!("document.body.append(Object.assign(document.createElement('iframe'), {{ src: '{EMBED}' }})) ?? 1"))
            .await;
        page.until("window.refused.length === 1").await;
    })
    .await;
}

/// Notes what the rules of the page refuse from now on.
async fn refused(page: &Page<'_>) {
    page.js("((window.refused = []), addEventListener('securitypolicyviolation', (e) => window.refused.push(`${e.effectiveDirective} ${new URL(e.blockedURI).origin}`)), 1)")
        .await;
}

/// A voice that says nothing and notes what it was to say: Chromium without a screen has none.
const VOICE: &str = r#"
window.said = [];
const voice = { lang: "vi-VN", name: "Giọng thử" };
const speech = {
  voices: [voice],
  getVoices() { return this.voices; },
  speak(utterance) { window.said.push(utterance.text); window.finish = () => utterance.onend(); },
  cancel() { window.stopped = (window.stopped ?? 0) + 1; },
  pause() { window.paused = true; },
  resume() { window.paused = false; },
  addEventListener() {},
};
Object.defineProperty(window, "speechSynthesis", { value: speech });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"#;

#[tokio::test]
async fn a_lesson_is_read_aloud_paragraph_by_paragraph_where_there_is_a_vietnamese_voice() {
    let service = Service::start_with(&Timing::LONG, course::write);
    in_browser(&service, async |page| {
        page.register("Mai Văn Nam", "nam.mai").await;
        course::enrol(page).await;
        course::open(page, "doc").await;
        let hidden = "document.querySelector('[data-read-aloud]').hidden";
        assert_eq!(page.js(hidden).await, true, "no voice, no button");

        page.cdp(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": VOICE }),
        )
        .await;
        course::open(page, "doc").await;
        page.is_sound("learning-aloud").await;
        page.click("[data-read=play]").await;
        assert_eq!(page.js("window.said").await, json!(["Mục một"]));
        page.js("window.finish() ?? 1").await;
        let second = page.js("window.said[1]").await;
        assert!(
            second
                .as_str()
                .is_some_and(|s| s.starts_with("Người dân có quyền"))
        );

        page.click("[data-read=pause]").await;
        assert_eq!(page.js("window.paused").await, true);
        page.click("[data-read=resume]").await;
        assert_eq!(page.js("window.paused").await, false);
        // To the end: the self-check is not read, what stands after it is.
        page.js("(() => { for (let n = 0; n < 50; n++) window.finish(); return 1; })()")
            .await;
        let all = page.js("window.said.join('\\n')").await;
        let all = all.as_str().unwrap_or_default();
        assert!(
            all.contains("Việc làm ngay") && !all.contains("theo luật nào"),
            "{all}"
        );
        assert_eq!(
            page.js("document.querySelector('[data-read=play]').hidden")
                .await,
            false
        );
        assert_eq!(page.errors().await, Vec::<String>::new());
    })
    .await;
}

#[tokio::test]
async fn two_devices_at_once_add_up_and_neither_takes_from_the_other() {
    let service = Service::start_with(&Timing::LONG, course::write);
    in_browser(&service, async |page| {
        page.register("Phùng Thị Quế", "que.phung").await;
        course::enrol(page).await;
        course::open(page, "nghe-dai").await;
        page.click("[data-media]").await;
        page.js("document.querySelector('audio').play() && 1").await;
        page.until("document.querySelector('audio').currentTime > 4")
            .await;

        // While it plays here, another device, signed in by itself, has played seconds 20 to 24, and tells twice.
        let token = sign_in(&service, "que.phung").await;
        let address = format!("/api/v1/courses/{COURSE}/lessons/nghe-dai/progress");
        for _ in 0..2 {
            let body = json!({ "watched": [[20_000, 24_000]], "finished": false });
            let (status, reply) = service
                .call(Method::PUT, &address, &token, Some(body))
                .await;
            assert_eq!(status, 200, "{reply}");
        }
        page.js("document.querySelector('audio').pause() || 1")
            .await;
        // Four and more seconds here and four there, of forty.
        page.until("Number(document.querySelector('[data-media]').dataset.percent) >= 20")
            .await;
        let percent = page
            .js("Number(document.querySelector('[data-media]').dataset.percent)")
            .await;
        assert!(percent.as_u64().is_some_and(|p| p <= 40), "{percent} %");

        // The other device writes a note; this page, opened again, has it.
        course::open(page, "doc").await;
        let (status, _) = service
            .call(
                Method::PUT,
                &format!("/api/v1/courses/{COURSE}/lessons/doc/checks/1"),
                &token,
                Some(json!({ "response": "B" })),
            )
            .await;
        assert_eq!(status, 200);
        page.reload().await;
        assert!(page.text("#tu-kiem-tra-1").await.contains("✓"));
        assert_eq!(page.errors().await, Vec::<String>::new());
    })
    .await;
}

/// A session of another device.
async fn sign_in(service: &Service, login: &str) -> String {
    let body = json!({ "login": login, "password": "một câu dễ nhớ" });
    let (status, reply) = service
        .call(Method::POST, "/api/v1/sessions", "", Some(body))
        .await;
    assert!(status < 300, "{status} {reply}");
    reply["token"].as_str().expect("a token").to_owned()
}
