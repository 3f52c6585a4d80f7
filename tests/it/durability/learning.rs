//! What trainees have done in a course when the process is killed under them.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};

use super::{Answer, Contestant, PEOPLE, Service};

const COURSE: &str = "khoa-dai";
const LESSONS: usize = 400;

/// A course of very many short lessons.
pub fn course() -> Vec<(String, String)> {
    let keys: Vec<String> = (0..LESSONS).map(|n| format!("\"bai{n}\"")).collect();
    let toml = format!(
        "title = \"Khoá dài\"\nsummary = \"Khoá học dùng để kiểm thử.\"\ntopic = \"Kiểm thử\"\naudience = [\"Người thử\"]\n\
         [enrolment]\nmode = \"open\"\n[[modules]]\ntitle = \"Học phần\"\nhours = 1\nlessons = [{}]\n\
         [completion]\nlessons = \"all\"\nwatch_percent = 90\nexam_after_lessons = true\n",
        keys.join(", ")
    );
    let lesson = |n: usize| {
        format!(
            "+++\ntitle = \"Bài {n}\"\nminutes = 1\nobjectives = [\"Biết\"]\nreferences = [\"khoản 1 Điều 3 Luật số 35/2013/QH13\"]\n+++\nĐọc.\n"
        )
    };
    let mut files = vec![
        (format!("{COURSE}/course.toml"), toml),
        (format!("{COURSE}/page.md"), "Giới thiệu.\n".to_owned()),
    ];
    files.extend((0..LESSONS).map(|n| (format!("{COURSE}/lessons/{n:03}-bai{n}.md"), lesson(n))));
    files
}

/// Finishes lesson after lesson until the service is gone; the lessons that were acknowledged.
async fn learn(trainee: &Contestant, url: &str, ending: &AtomicBool) -> BTreeSet<String> {
    let at = |rest: &str| format!("{url}/api/v1/courses/{COURSE}{rest}");
    let call = |method, url, body| trainee.call(method, url, &trainee.session, Some(body));
    let mut acknowledged = BTreeSet::new();
    let mut lesson = 0;
    let mut enrolled = false;
    while lesson < LESSONS {
        let answer = if enrolled {
            let path = at(&format!("/lessons/bai{lesson}/progress"));
            call(Method::PUT, path, json!({ "finished": true })).await
        } else {
            call(Method::POST, at("/enrolment"), json!({})).await
        };
        match answer {
            Answer::Good(_) if enrolled => {
                acknowledged.insert(format!("bai{lesson}"));
                trainee.saved.fetch_add(1, Ordering::SeqCst);
                lesson += 1;
            }
            Answer::Good(_) => enrolled = true,
            Answer::Busy => {}
            Answer::Refused | Answer::None => {
                assert!(
                    ending.load(Ordering::SeqCst),
                    "a request was not answered while the service ran"
                );
                break;
            }
        }
    }
    acknowledged
}

#[tokio::test]
async fn killed_in_the_middle_of_learning_every_acknowledged_lesson_is_passed() {
    let (mut service, people) = Service::prepared();
    let (ending, saved) = (AtomicBool::new(false), Arc::new(AtomicU64::new(0)));
    let trainees: Vec<Contestant> = people
        .into_iter()
        .map(|session| Contestant::new(session, saved.clone()))
        .collect();
    let url = service.url();
    let learning = join_all(trainees.iter().map(|t| learn(t, &url, &ending)));
    let killing = async {
        while saved.load(Ordering::SeqCst) < 300 {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        ending.store(true, Ordering::SeqCst);
        service.end("-KILL").await;
    };
    let (acknowledged, ()) = tokio::join!(learning, killing);
    service.start_again();
    let path = format!("{}/api/v1/courses/{COURSE}/enrolment", service.url());
    let mut lessons = 0;
    for (trainee, acknowledged) in trainees.iter().zip(&acknowledged) {
        let got = trainee
            .call(Method::GET, path.clone(), &trainee.session, None)
            .await;
        let Answer::Good(state) = got else {
            panic!("the service does not answer\n{}", service.log());
        };
        let passed = |p: &&Value| p["passed_at"].is_string();
        let progress = state["progress"].as_array().expect("list");
        let kept: BTreeSet<String> = progress
            .iter()
            .filter(passed)
            .map(|p| p["lesson"].as_str().expect("a key").to_owned())
            .collect();
        assert!(
            kept.is_superset(acknowledged),
            "lost: {:?}",
            acknowledged.difference(&kept)
        );
        assert!(
            kept.len() <= acknowledged.len() + 1,
            "at most the one in doubt is there besides"
        );
        assert_eq!(state["done"], kept.len(), "the count is what was passed");
        lessons += kept.len();
    }
    assert!(lessons >= 300 && trainees.len() == PEOPLE);
}
