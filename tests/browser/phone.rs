//! The whole way of a contestant with a phone and a bad network, and of the organiser who closes the round.

use crate::browser::{Page, in_browser};
use crate::contest::{CONTEST, PREDICTION, ROUND, Timing};
use crate::service::Service;

/// An attempt lasts a minute, and the round is over soon after.
const SHORT: Timing = Timing {
    minutes: 1,
    closes: "105s",
};

#[tokio::test]
async fn a_contestant_loses_the_network_and_the_clock_and_still_finds_themselves_on_the_board() {
    let service = Service::start(&SHORT);
    in_browser(&service, async |page| {
        enters(page).await;
        let sitting = page.start_attempt().await;
        page.is_sound("sitting").await;
        answers_survive_a_reload(page).await;
        answers_survive_a_lost_network(page).await;
        time_runs_out(page, &sitting).await;
        stands_on_the_board(page).await;
        the_organiser_publishes_the_result(page).await;
        sees_the_right_answers(page, &sitting).await;
    })
    .await;
}

async fn enters(page: &Page<'_>) {
    page.goto(&format!("/cuoc-thi/{CONTEST}")).await;
    page.click(".dock a.btn.main").await;
    page.arrives("/dang-ky").await;
    page.type_account("Nguyễn Thị An", "an.nguyen").await;
    page.click("main form button[type=submit]").await;
    page.arrives(&format!("/cuoc-thi/{CONTEST}/du-thi")).await;
    page.enter_contest().await;
    page.is_sound("contest-entered").await;
    assert!(page.text(".note.good").await.contains("Đã đăng ký"));
}

async fn answers_survive_a_reload(page: &Page<'_>) {
    page.choose(1, 2).await;
    page.choose(4, 1).await;
    page.click("#cau-4 .option:nth-of-type(3)").await;
    page.question(PREDICTION).await;
    page.fill(&format!("#a{PREDICTION}"), "12").await;
    page.question(2).await;
    page.all_saved().await;
    page.reload().await;
    assert_eq!(page.shown_answer(1).await, "B");
    assert_eq!(page.shown_answer(4).await, "AC");
    assert_eq!(page.shown_answer(PREDICTION).await, "12");
    assert_eq!(page.kept_answer(4).await, "AC");
    assert_eq!(page.errors().await, Vec::<String>::new());
}

async fn answers_survive_a_lost_network(page: &Page<'_>) {
    page.offline(true).await;
    page.choose(2, 4).await;
    page.until("document.querySelector('#state').dataset.unsent === '1'")
        .await;
    page.choose(3, 3).await;
    page.until("document.querySelector('#state').textContent === '2 câu chưa gửi'")
        .await;
    assert!(page.text("#notice").await.contains("sẽ tự gửi khi có mạng"));
    page.shot("sitting-offline").await;
    assert_eq!(page.kept_answer(2).await, "", "the network was gone");
    page.offline(false).await;
    page.all_saved().await;
    page.until("document.querySelector('#notice').textContent.includes('Có mạng lại')")
        .await;
    page.shot("sitting-back-online").await;
    assert_eq!(page.kept_answer(2).await, "D");
    assert_eq!(page.kept_answer(3).await, "C");
    let errors = page.errors().await;
    assert!(
        errors
            .iter()
            .all(|e| e.contains("ERR_INTERNET_DISCONNECTED")),
        "{errors:#?}"
    );
}

/// Nothing is pressed: the page comes to its result by itself, with what was saved.
async fn time_runs_out(page: &Page<'_>, sitting: &str) {
    page.until_within(
        70,
        "location.pathname.startsWith('/ket-qua/') && document.readyState === 'complete'",
    )
    .await;
    assert_eq!(page.path().await, sitting.replace("/lam-bai/", "/ket-qua/"));
    page.is_sound("result-expired").await;
    assert_eq!(page.text("h1").await, "Đã hết giờ");
    let receipt = page.text(".receipt").await;
    assert!(
        receipt.contains("4/5") && receipt.contains("12"),
        "{receipt}"
    );
    assert!(
        receipt.contains("01:00,000"),
        "an attempt that runs out ends at its deadline: {receipt}"
    );
}

async fn stands_on_the_board(page: &Page<'_>) {
    page.goto(&format!("/bang-xep-hang/{CONTEST}/{ROUND}"))
        .await;
    page.until("document.querySelector('#rows .mine')").await;
    assert!(page.text("#rows .mine").await.contains("Nguyễn T. A."));
    page.is_sound("board").await;
}

async fn the_organiser_publishes_the_result(page: &Page<'_>) {
    page.sign_out().await;
    page.goto(&page.service().setup_path()).await;
    page.is_sound("setup").await;
    page.type_account("Trần Văn Bình", "quan-tri").await;
    page.fill("#password_again", "một câu dễ nhớ").await;
    page.click("main form button[type=submit]").await;
    page.arrives("/quan-tri").await;
    page.goto("/to-chuc").await;
    page.is_sound("organiser-list").await;
    page.click("tbody a").await;
    page.arrives(&format!("/to-chuc/cuoc-thi/{CONTEST}")).await;
    assert_eq!(page.text("[data-live-key=entries]").await, "1");
    assert_eq!(page.text("[data-live-key=expired]").await, "1");
    page.is_sound("organiser-contest").await;
    for _ in 0..60 {
        if page
            .js("!!document.querySelector('.confirm summary')")
            .await
            == true
        {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        page.reload().await;
    }
    page.click(".confirm summary").await;
    page.click(".confirm [name=confirm]").await;
    page.shot("organiser-confirm").await;
    page.click(".confirm button[type=submit]").await;
    page.until("document.querySelector('.note.good') && !document.querySelector('.confirm')")
        .await;
    page.is_sound("organiser-final").await;
    page.goto(&format!("/bang-xep-hang/{CONTEST}/{ROUND}"))
        .await;
    assert_eq!(page.text("h1").await, "Kết quả chính thức");
    assert!(page.text("#rows").await.contains("Giải Nhất"));
    page.is_sound("board-final").await;
}

async fn sees_the_right_answers(page: &Page<'_>, sitting: &str) {
    page.sign_out().await;
    page.goto(&sitting.replace("/lam-bai/", "/ket-qua/")).await;
    page.arrives("/dang-nhap").await;
    page.is_sound("sign-in").await;
    page.fill("#login", "an.nguyen").await;
    page.fill("#password", "một câu dễ nhớ").await;
    page.click("main form button[type=submit]").await;
    page.arrives("/ket-qua/").await;
    assert!(page.text(".law").await.contains("36/2024/QH15"));
    page.is_sound("result-final").await;
}
