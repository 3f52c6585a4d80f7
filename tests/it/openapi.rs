//! The OpenAPI document that clients rely on.

use std::collections::BTreeSet;

use serde_json::Value;

fn document() -> Value {
    serde_json::from_str(&hocluat::routes::api().spec()).expect("JSON")
}

/// Every operation: its name for messages, and what the document says of it.
fn operations(document: &Value) -> Vec<(String, &Value)> {
    let paths = document["paths"].as_object().expect("paths");
    let of_path = |(path, methods): (&String, &'_ Value)| -> Vec<(String, Value)> {
        let methods = methods.as_object().expect("methods");
        methods
            .iter()
            .map(|(method, operation)| {
                (
                    format!("{} {path}", method.to_uppercase()),
                    operation.clone(),
                )
            })
            .collect()
    };
    let names = paths.iter().flat_map(of_path).map(|(name, _)| name);
    let values = paths
        .values()
        .flat_map(|methods| methods.as_object().expect("methods").values());
    names.zip(values).collect()
}

/// The schema itself, through references and lists.
fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    if let Some(name) = schema["$ref"].as_str().and_then(|r| r.rsplit('/').next()) {
        return resolved(document, &document["components"]["schemas"][name]);
    }
    if schema["type"] == "array" {
        resolved(document, &schema["items"])
    } else {
        schema
    }
}

#[test]
fn the_document_is_the_one_that_was_published() {
    // A difference is a change of what clients rely on: look at it, then accept it with `cargo insta accept`.
    insta::assert_json_snapshot!("openapi", document());
}

#[test]
fn every_operation_has_a_name_of_its_own_and_a_summary() {
    let document = document();
    let mut names = BTreeSet::new();
    let operations = operations(&document);
    assert!(operations.len() >= 15, "{}", operations.len());
    for (operation, said) in operations {
        let name = said["operationId"].as_str().unwrap_or_default();
        assert!(!name.is_empty(), "{operation} has no operationId");
        assert!(
            names.insert(name.to_owned()),
            "{operation}: {name} is used twice"
        );
        assert!(
            said["summary"].as_str().is_some_and(|s| s.len() > 3),
            "{operation} has no summary"
        );
        assert!(
            said["tags"].as_array().is_some_and(|t| !t.is_empty()),
            "{operation} has no tag"
        );
    }
}

#[test]
fn every_body_that_goes_in_or_comes_out_has_an_example() {
    let document = document();
    for (operation, said) in operations(&document) {
        let request = said["requestBody"]["content"].as_object();
        let good = said["responses"]
            .as_object()
            .expect("responses")
            .iter()
            .filter(|(status, _)| status.starts_with('2'));
        let answers = good.filter_map(|(_, response)| response["content"].as_object());
        for (kind, content) in request.into_iter().chain(answers).flatten() {
            let schema = resolved(&document, &content["schema"]);
            assert!(
                !schema["example"].is_null(),
                "{operation}: {kind} has no example"
            );
        }
    }
}

#[test]
fn every_operation_documents_what_can_go_wrong() {
    let document = document();
    for (operation, said) in operations(&document) {
        let responses = said["responses"].as_object().expect("responses");
        assert!(
            responses.keys().any(|s| s.starts_with('2')),
            "{operation} documents no success"
        );
        for status in [
            "401", "403", "404", "409", "413", "422", "429", "500", "503",
        ] {
            let problem = &responses
                .get(status)
                .unwrap_or_else(|| panic!("{operation} does not document {status}"))["content"];
            let schema = resolved(&document, &problem["application/problem+json"]["schema"]);
            assert!(
                schema["properties"]["code"].is_object(),
                "{operation}: {status} is not a problem"
            );
        }
    }
}

#[test]
fn every_parameter_and_every_code_in_a_description_exists() {
    let document = document();
    let codes: BTreeSet<&str> = hocluat::kernel::problem::Code::ALL
        .iter()
        .map(|c| c.as_str())
        .collect();
    for (operation, said) in operations(&document) {
        for (status, response) in said["responses"].as_object().expect("responses") {
            if status.starts_with('2') || status.starts_with('3') {
                continue;
            }
            let words = response["description"].as_str().unwrap_or_default();
            for code in words
                .split('`')
                .skip(1)
                .step_by(2)
                .filter(|c| *c != "Retry-After")
            {
                assert!(
                    codes.contains(code),
                    "{operation}: {status} names `{code}`, which is no code"
                );
            }
        }
    }
}

#[tokio::test]
async fn the_service_hands_out_the_same_document_and_a_page_to_read_it() {
    let world = crate::support::World::new().await;
    let served = world.get("/api/openapi.json").await.expect(200);
    assert_eq!(served["paths"], document()["paths"]);
    let page = world.get("/api").await;
    assert_eq!(page.status, 200);
    assert!(
        page.text.contains("\"operationId\": \"startAttempt\""),
        "the page holds the document"
    );
    for mark in ["src=\"http", "src=\"//", "href=\"http", "@import"] {
        assert!(
            !page.text.contains(mark),
            "nothing is loaded from elsewhere: {mark}"
        );
    }
    world.end().await;
}
