use std::collections::BTreeSet;

use proptest::prelude::*;
use rstest::rstest;
use uuid::Uuid;

use super::model::{Body, Difficulty, Finding, Kind, LegalReference, Parsed, Shuffle};
use super::rules::{
    Change, Existing, Plan, check_bank, digest, plan_import, read_questions, read_reference,
    reference_texts, shuffle_of, write_question, write_questions,
};

/// A whole file with one question; the question begins on line 4.
const ONE: &str = "\
Chủ đề: Quy tắc giao thông
Mức độ: Nhận biết

Câu 1. Người đi bộ qua đường ở đâu?
A. Bất cứ chỗ nào
B. Nơi có vạch kẻ đường
C. Giữa đường cao tốc
Đáp án: B
Căn cứ: điểm a khoản 1 Điều 30 Luật số 36/2024/QH15
Giải thích: Có vạch kẻ đường thì phải đi trên vạch.
";

fn read(text: &str) -> (Vec<Parsed>, Vec<Finding>) {
    read_questions("tệp.txt", "tep", text)
}

fn shown(findings: &[Finding]) -> String {
    findings.iter().map(|f| format!("{f}\n")).collect()
}

/// Reads a file that must be without fault.
fn sound(text: &str) -> Vec<Parsed> {
    let (parsed, findings) = read(text);
    assert!(findings.is_empty(), "{}", shown(&findings));
    parsed
}

fn body_of(text: &str) -> Body {
    let mut parsed = sound(text);
    assert_eq!(parsed.len(), 1);
    parsed.remove(0).body
}

/// A question under its headings, with the lines between stem and reference given.
fn with_middle(middle: &str) -> String {
    format!(
        "Chủ đề: Chung\nMức độ: Nhận biết\nCâu 1. Xe nào được đi trước?\n{middle}\nCăn cứ: Điều 9 Luật số 36/2024/QH15\nGiải \
         thích: Vì vậy.\n"
    )
}

const MIDDLE: &str = "A. Xe tải\nB. Xe con\nC. Xe đạp\nĐáp án: B";

// ---------------------------------------------------------------------------------------------------------------------
// Reading what people write

#[test]
fn a_tidy_question_is_read_whole() {
    let parsed = sound(ONE);
    assert_eq!(parsed[0].key, "tep/1");
    assert_eq!(parsed[0].line, 4);
    assert_eq!(
        parsed[0].body,
        Body {
            kind: Kind::Single,
            stem: "Người đi bộ qua đường ở đâu?".into(),
            options: vec![
                "Bất cứ chỗ nào".into(),
                "Nơi có vạch kẻ đường".into(),
                "Giữa đường cao tốc".into()
            ],
            right: 0b010,
            shuffle: Shuffle::Free,
            topic: "Quy tắc giao thông".into(),
            difficulty: Difficulty::Recall,
            explanation: "Có vạch kẻ đường thì phải đi trên vạch.".into(),
            references: vec![LegalReference {
                document: "36/2024/QH15".into(),
                article: Some(30),
                clause: Some("1".into()),
                point: Some("a".into()),
                text: "điểm a khoản 1 Điều 30 Luật số 36/2024/QH15".into(),
            }],
        }
    );
}

#[rstest]
#[case::marks_apart_from_letters(&unicode_normalization::UnicodeNormalization::nfd(ONE).collect::<String>())]
#[case::byte_order_mark(&format!("\u{feff}{ONE}"))]
#[case::windows_line_ends(&ONE.replace('\n', "\r\n"))]
#[case::old_mac_line_ends(&ONE.replace('\n', "\r"))]
#[case::no_break_spaces(&ONE.replace(' ', "\u{a0}"))]
#[case::zero_width_spaces(&ONE.replace("Câu 1", "Câu\u{200b} 1").replace("B. ", "B.\u{200b} "))]
#[case::letter_oi_for_u_horn(&ONE.replace('ư', "ƣ"))]
#[case::full_width_colon(&ONE.replace(':', "："))]
#[case::no_blank_lines(&ONE.replace("\n\n", "\n"))]
#[case::comments(&ONE.replace("A. Bất", "# ghi chú\nA. Bất"))]
#[case::a_rule_of_dashes(&ONE.replace("\n\nCâu", "\n-----\nCâu"))]
#[case::the_word_that_ends_a_paper(&format!("{ONE}---HẾT---\n"))]
#[case::number_with_colon(&ONE.replace("Câu 1.", "Câu 1:"))]
#[case::number_with_zero(&ONE.replace("Câu 1.", "Câu 01:"))]
#[case::number_glued(&ONE.replace("Câu 1. ", "Câu1 "))]
#[case::number_in_capitals(&ONE.replace("Câu 1.", "CÂU 1."))]
#[case::question_spelt_out(&ONE.replace("Câu 1.", "Câu hỏi 1."))]
#[case::points_noted(&ONE.replace("Câu 1.", "Câu 1 (0,5 điểm):"))]
#[case::bare_number(&ONE.replace("Câu 1.", "1."))]
#[case::bare_number_with_comma(&ONE.replace("Câu 1.", "1,"))]
#[case::number_on_its_own_line(&ONE.replace("Câu 1. ", "Câu 1.\n"))]
#[case::stem_over_two_lines(&ONE.replace("qua đường ở", "qua đường\nở"))]
#[case::option_over_two_lines(&ONE.replace("Giữa đường", "Giữa\nđường"))]
#[case::options_without_space(&ONE.replace("A. ", "A.").replace("B. ", "B.").replace("C. ", "C."))]
#[case::options_with_bracket(&ONE.replace("A. ", "A) ").replace("B. ", "B) ").replace("C. ", "C) "))]
#[case::options_with_slash(&ONE.replace("A. ", "A/ ").replace("B. ", "B/ ").replace("C. ", "C/ "))]
#[case::small_letters(&ONE.replace("A. ", "a. ").replace("B. ", "b. ").replace("C. ", "c. "))]
#[case::small_letters_and_bracket(&ONE.replace("A. ", "a) ").replace("B. ", "b) ").replace("C. ", "c) "))]
#[case::options_with_colon(&ONE.replace("A. ", "A: ").replace("B. ", "B: ").replace("C. ", "C: "))]
#[case::bulleted_options(&ONE.replace("\nA. ", "\n- A. ").replace("\nB. ", "\n- B. ").replace("\nC. ", "\n- C. "))]
#[case::options_on_one_line_by_tab(&ONE.replace("\nB. ", "\tB. ").replace("\nC. ", "\tC. "))]
#[case::options_on_one_line_by_spaces(&ONE.replace("\nB. ", "  B. ").replace("\nC. ", "   C. "))]
#[case::options_on_the_line_of_the_stem(&ONE.replace("\nA. ", "  A. ").replace("\nB. ", "  B. "))]
#[case::answer_in_capitals(&ONE.replace("Đáp án: B", "ĐÁP ÁN: B"))]
#[case::answer_called_right(&ONE.replace("Đáp án: B", "Đáp án đúng: B"))]
#[case::answer_is(&ONE.replace("Đáp án: B", "Đáp án đúng là: B."))]
#[case::answer_without_colon(&ONE.replace("Đáp án: B", "Đáp án B."))]
#[case::answer_with_comma(&ONE.replace("Đáp án: B", "Đáp án B,"))]
#[case::answer_label_doubled(&ONE.replace("Đáp án: B", "Đáp ánĐáp án: B"))]
#[case::answer_in_small_letter(&ONE.replace("Đáp án: B", "Đáp án: b"))]
#[case::answer_as_a_reply(&ONE.replace("Đáp án: B", "Trả lời: Phương án b"))]
#[case::answer_repeating_the_option(&ONE.replace("Đáp án: B", "Đáp án: B. Nơi có vạch kẻ đường"))]
#[case::answer_as_text_of_the_option(&ONE.replace("Đáp án: B", "Đáp án: nơi có vạch kẻ đường."))]
#[case::answer_in_bold(&ONE.replace("Đáp án: B", "**Đáp án đúng:** B"))]
#[case::answer_on_the_line_of_an_option(&ONE.replace("\nĐáp án", "\tĐáp án"))]
#[case::reference_after_two_spaces(&ONE.replace("Đáp án: B\n", "Đáp án: B  "))]
#[case::reference_after_a_stop(&ONE.replace("Đáp án: B\n", "Đáp án: B. "))]
#[case::reference_called_legal_basis(&ONE.replace("Căn cứ:", "Cơ sở pháp lý:"))]
#[case::reference_without_colon(&ONE.replace("Căn cứ:", "Căn cứ"))]
#[case::reference_in_brackets(&ONE.replace("B\nCăn cứ: ", "B (theo ").replace("QH15", "QH15)"))]
#[case::reference_over_two_lines(&ONE.replace("Luật số", "Luật\nsố"))]
#[case::explanation_before_reference(
    &format!("{}Căn cứ: điểm a khoản 1 Điều 30 Luật số 36/2024/QH15\n",
        ONE.replace("Căn cứ: điểm a khoản 1 Điều 30 Luật số 36/2024/QH15\n", "")))]
#[case::numbered_topic(&ONE.replace("Chủ đề:", "CHỦ ĐỀ 2:"))]
#[case::level_in_capitals(&ONE.replace("Nhận biết", "NHẬN BIẾT"))]
fn every_way_of_writing_it_gives_the_same_question(#[case] text: &str) {
    assert_eq!(body_of(text), body_of(ONE), "{text}");
}

#[rstest]
#[case(
    "Loại: Nhiều đáp án\nA. Xe tải\nB. Xe con\nC. Xe đạp\nĐáp án: A, C",
    Kind::Multiple,
    0b101
)]
#[case(
    "A. Xe tải\nB. Xe con\nC. Xe đạp\nLoại: nhiều đáp án\nĐáp án: A và C.",
    Kind::Multiple,
    0b101
)]
#[case(
    "Loại: Nhiều lựa chọn\nA. Xe tải\nB. Xe con\nC. Xe đạp\nĐáp án: AC",
    Kind::Multiple,
    0b101
)]
#[case(
    "Loại: Nhiều đáp án\nA. Xe tải\nB. Xe con\nĐáp án: B",
    Kind::Multiple,
    0b10
)]
#[case("Loại: Đúng/Sai\nĐáp án: Đúng", Kind::TrueFalse, 0b01)]
#[case("Loại: Đúng/Sai\nĐáp án: sai.", Kind::TrueFalse, 0b10)]
#[case("Loại: Đúng/Sai\nĐáp án: Đ", Kind::TrueFalse, 0b01)]
#[case("Loại: Đúng/Sai\nĐáp án: S", Kind::TrueFalse, 0b10)]
#[case("Loại: Đúng/Sai\nĐáp án Sai", Kind::TrueFalse, 0b10)]
#[case("Loại: Đúng/Sai\nA. Đúng\nB. Sai\nĐáp án: B", Kind::TrueFalse, 0b10)]
fn the_kind_line_decides_how_a_question_is_answered(
    #[case] middle: &str,
    #[case] kind: Kind,
    #[case] right: u16,
) {
    let body = body_of(&with_middle(middle));
    assert_eq!((body.kind, body.right), (kind, right));
    if kind == Kind::TrueFalse {
        assert_eq!(body.options, ["Đúng", "Sai"]);
        assert_eq!(body.shuffle, Shuffle::Fixed);
    }
}

#[test]
fn numbered_clauses_quoted_under_a_reference_are_no_questions() {
    let quoted = "Căn cứ: khoản 1 Điều 30 Luật số 36/2024/QH15\n1. Người đi bộ phải:\na) Đi trên hè phố;\nb) Qua đường đúng \
                  chỗ.\n2. Trẻ em phải có người dắt.\n";
    let text = format!(
        "Chủ đề: Chung\nMức độ: Nhận biết\n7. Người đi bộ đi ở đâu?\nA. Hè phố\nB. Lòng đường\nĐáp án: A\n{quoted}8. Xe đạp đi ở \
         đâu?\na) Hè phố\nb) Lòng đường\nĐáp án: b\n{quoted}Giải thích: Luật nói rõ.\n"
    );
    let parsed = sound(&text);
    assert_eq!(
        parsed.iter().map(|p| p.key.as_str()).collect::<Vec<_>>(),
        ["tep/7", "tep/8"]
    );
    assert_eq!(
        parsed[0].body.explanation,
        "1. Người đi bộ phải:\na) Đi trên hè phố;\nb) Qua đường đúng chỗ.\n2. Trẻ em phải có người dắt."
    );
    assert!(
        parsed[1]
            .body
            .explanation
            .ends_with("người dắt.\nLuật nói rõ.")
    );
    assert_eq!(parsed[1].body.references.len(), 1);
}

#[test]
fn numbered_statements_of_a_stem_stay_in_it() {
    let text = ONE.replace("ở đâu?", "ở đâu?\n1. Trên vạch\n2. Ngoài vạch");
    assert_eq!(
        body_of(&text).stem,
        "Người đi bộ qua đường ở đâu?\n1. Trên vạch\n2. Ngoài vạch"
    );
}

#[test]
fn lettered_statements_of_a_stem_are_no_options_when_capital_ones_follow() {
    let text = ONE.replace("ở đâu?", "ở đâu?\na) Trên vạch\nb) Ngoài vạch");
    let body = body_of(&text);
    assert_eq!(
        body.stem,
        "Người đi bộ qua đường ở đâu?\na) Trên vạch\nb) Ngoài vạch"
    );
    assert_eq!(body.options.len(), 3);
}

#[test]
fn a_question_glued_to_the_end_of_the_one_before_is_found() {
    let second = ONE.replace("Câu 1. Người đi bộ", "Câu 2. Người đi xe đạp");
    let second = second.split_once("\n\n").map_or("", |(_, q)| q);
    let text = format!("{}-----{second}", ONE.trim_end());
    let parsed = sound(&text);
    assert_eq!(parsed.len(), 2);
    assert_eq!(parsed[0].body, body_of(ONE));
    assert_eq!((parsed[1].key.as_str(), parsed[1].line), ("tep/2", 10));
}

#[test]
fn a_stem_may_begin_as_a_label_does() {
    for stem in [
        "Theo khoản 2 Điều 9 Luật này, ai được đi?",
        "Đáp án nào đúng?",
        "Căn cứ Hiến pháp, ai có quyền?",
    ] {
        let text = ONE.replace(
            "Câu 1. Người đi bộ qua đường ở đâu?",
            &format!("Câu 1. Đọc kỹ.\n{stem}"),
        );
        assert_eq!(body_of(&text).stem, format!("Đọc kỹ. {stem}"));
    }
}

#[test]
fn headings_hold_until_the_next_of_their_kind() {
    let question = |n: u8| {
        format!(
            "Câu {n}. Câu hỏi số {n} là gì?\n{MIDDLE}\nCăn cứ: Điều {n} Luật số 36/2024/QH15\nGiải thích: x\n"
        )
    };
    let text = format!(
        "Chủ đề: Một\nMức độ: Nhận biết\n{}Mức độ: Vận dụng\n{}Chủ đề: Hai\n{}",
        question(1),
        question(2),
        question(3)
    );
    let found: Vec<_> = sound(&text)
        .into_iter()
        .map(|p| (p.body.topic, p.body.difficulty))
        .collect();
    let expected = [
        ("Một", Difficulty::Recall),
        ("Một", Difficulty::Apply),
        ("Hai", Difficulty::Apply),
    ];
    assert_eq!(
        found,
        expected.map(|(topic, level)| (topic.to_owned(), level))
    );
}

#[test]
fn a_code_stands_before_or_after_the_line_of_its_question() {
    for text in [
        ONE.replace("Câu 1", "Mã: GT-001\nCâu 1"),
        ONE.replace("\nA. ", "\nMã: GT-001\nA. "),
    ] {
        let parsed = sound(&text);
        assert_eq!(parsed[0].key, "GT-001");
        assert_eq!(parsed[0].body, body_of(ONE));
    }
}

#[test]
fn numbering_that_restarts_under_a_later_topic_gets_the_ordinal_of_the_topic() {
    let question = |topic: u8, n: u8| {
        format!(
            "Câu {n}. Điều thứ {topic}{n} nói gì?\n{MIDDLE}\nCăn cứ: Điều {n} Luật số 36/2024/QH15\nGiải thích: x\n"
        )
    };
    let text = format!(
        "Mức độ: Nhận biết\nChủ đề: Một\n{}{}Chủ đề: Hai\n{}{}Chủ đề: Ba\n{}",
        question(1, 1),
        question(1, 2),
        question(2, 1),
        question(2, 2),
        question(3, 3)
    );
    let keys: Vec<String> = sound(&text).into_iter().map(|p| p.key).collect();
    assert_eq!(keys, ["tep/1", "tep/2", "tep/2/1", "tep/2/2", "tep/3"]);
}

// ---------------------------------------------------------------------------------------------------------------------
// Findings

#[rstest]
#[case::no_topic(&ONE.replace("Chủ đề: Quy tắc giao thông\n", "\n"), 4, "chưa có chủ đề")]
#[case::empty_topic(&ONE.replace("Chủ đề: Quy tắc giao thông", "Chủ đề:"), 1, "chưa có tên chủ đề")]
#[case::no_level(&ONE.replace("Mức độ: Nhận biết\n", "\n"), 4, "chưa có mức độ")]
#[case::unknown_level(&ONE.replace("Nhận biết", "Rất khó"), 2, "Không có mức độ “Rất khó”")]
#[case::no_stem(&ONE.replace("Câu 1. Người đi bộ qua đường ở đâu?", "Câu 1."), 4, "chưa có nội dung")]
#[case::no_option(&ONE.replace("A. Bất cứ chỗ nào\nB. Nơi có vạch kẻ đường\nC. Giữa đường cao tốc\n", ""), 4, "chưa có phương án")]
#[case::one_option(&ONE.replace("\nB. Nơi có vạch kẻ đường\nC. Giữa đường cao tốc", "").replace("án: B", "án: A"), 4, "chỉ có một phương án")]
#[case::nine_options(&ONE.replace("C. Giữa đường cao tốc", "C. c\nD. d\nE. e\nF. f\nG. g\nH. h\nI. i"), 4, "có 9 phương án")]
#[case::first_option_missing(&ONE.replace("A. Bất cứ chỗ nào\n", ""), 5, "Thiếu phương án A")]
#[case::letter_missing(&ONE.replace("C. Giữa", "D. Giữa"), 7, "Thiếu phương án C")]
#[case::letters_swapped(&ONE.replace("A. ", "X ").replace("B. N", "A. N").replace("X ", "B. "), 5, "Thiếu phương án A")]
#[case::letter_twice(&ONE.replace("C. Giữa", "B. Giữa"), 7, "Phương án B được ghi hai lần")]
#[case::letter_d_with_stroke(&ONE.replace("C. Giữa", "C. c\nD. d\nĐ. Giữa"), 9, "Thiếu phương án E")]
#[case::options_glued(&ONE.replace("\nB. Nơi", " B. Nơi"), 6, "phương án B viết liền sau phương án A")]
#[case::empty_option(&ONE.replace("C. Giữa đường cao tốc", "C."), 7, "Phương án C chưa có nội dung")]
#[case::same_option(&ONE.replace("C. Giữa đường cao tốc", "C. bất cứ  chỗ nào."), 7, "Phương án C giống hệt phương án A")]
#[case::no_answer(&ONE.replace("Đáp án: B\n", ""), 4, "chưa có đáp án")]
#[case::empty_answer(&ONE.replace("Đáp án: B", "Đáp án:"), 8, "còn trống")]
#[case::answer_without_option(&ONE.replace("Đáp án: B", "Đáp án: D"), 8, "không có phương án D")]
#[case::answer_not_a_letter(&ONE.replace("Đáp án: B", "Đáp án: 2"), 8, "Không hiểu đáp án “2”")]
#[case::answer_with_a_remark(&ONE.replace("Đáp án: B", "Đáp án: B vì luật quy định"), 8, "Không hiểu đáp án")]
#[case::answer_as_a_guess(&ONE.replace("Đáp án: B", "Đáp án: B hoặc C"), 8, "Không hiểu đáp án")]
#[case::several_answers(&ONE.replace("Đáp án: B", "Đáp án: A, B"), 8, "ghi nhiều đáp án")]
#[case::two_answer_lines(&ONE.replace("Đáp án: B", "Đáp án: B\nĐáp án: C"), 9, "đã có đáp án ở dòng 8")]
#[case::answer_table(&format!("{ONE}\n1.A 2.B 3.C\n"), 12, "Bảng đáp án riêng không được đọc")]
#[case::unknown_kind(&ONE.replace("Đáp án: B", "Loại: Tự luận\nĐáp án: B"), 8, "Không có loại câu hỏi “Tự luận”")]
#[case::two_kinds(&ONE.replace("Đáp án: B", "Loại: Nhiều đáp án\nLoại: Đúng/Sai\nĐáp án: B"), 9, "hai dòng “Loại")]
#[case::true_false_with_options(&ONE.replace("Đáp án: B", "Loại: Đúng/Sai\nĐáp án: Sai"), 5, "không ghi phương án")]
#[case::true_false_with_a_letter(&with_middle("Loại: Đúng/Sai\nĐáp án: B"), 5, "của câu Đúng/Sai")]
#[case::no_reference(&ONE.replace("Căn cứ: điểm a khoản 1 Điều 30 Luật số 36/2024/QH15\n", ""), 4, "chưa có căn cứ pháp lý")]
#[case::empty_reference(&ONE.replace("điểm a khoản 1 Điều 30 Luật số 36/2024/QH15", ""), 9, "chưa có căn cứ pháp lý")]
#[case::reference_without_number(&ONE.replace(" số 36/2024/QH15", ""), 9, "Không đọc được căn cứ")]
#[case::code_with_spaces(&ONE.replace("Câu 1", "Mã: GT 001\nCâu 1"), 4, "không hợp lệ")]
#[case::code_at_the_end(&format!("{ONE}Mã: GT-002\n"), 11, "không đi với câu hỏi nào")]
#[case::two_codes(&ONE.replace("Câu 1", "Mã: GT-001\nMã: GT-002\nCâu 1"), 4, "không đi với câu hỏi nào")]
#[case::title_at_the_start(&format!("BỘ CÂU HỎI PHÁP LUẬT\nNăm 2026\n{ONE}"), 1, "đứng trước câu hỏi đầu tiên")]
#[case::label_before_any_question(&ONE.replace("\n\nCâu", "\nĐáp án: A\n\nCâu"), 3, "đứng trước câu hỏi đầu tiên")]
#[case::line_after_the_answer(&ONE.replace("Đáp án: B", "Đáp án: B\nVì luật nói thế"), 9, "không thuộc phần nào")]
#[case::option_after_the_answer(&ONE.replace("Đáp án: B", "Đáp án: B\nD. Trên cầu"), 9, "đứng sau đáp án")]
#[case::kind_after_the_answer(&format!("{ONE}\nLoại: Nhiều đáp án\n"), 12, "phải đứng sau dòng “Câu")]
#[case::line_after_a_blank_one(&format!("{ONE}\nXem thêm trang sau\n"), 12, "không thuộc phần nào")]
#[case::page_number(&ONE.replace("\nC. ", "\nTrang 3\nC. "), 7, "giống số trang")]
#[case::page_number_alone(&ONE.replace("\nĐáp", "\n12\nĐáp"), 8, "giống số trang")]
#[case::another_heading_among_options(&ONE.replace("\nC. ", "\nTuần 4\nC. "), 7, "Tiêu đề “Tuần 4” không đúng mẫu")]
#[case::another_heading(&format!("{ONE}\nPHẦN II. XỬ PHẠT\n"), 12, "Tiêu đề “PHẦN II. XỬ PHẠT” không đúng mẫu")]
#[case::lost_letters(&ONE.replace("vạch kẻ", "v\u{fffd}ch kẻ"), 6, "không được lưu ở dạng UTF-8")]
#[case::tcvn3("Chñ ®Ò: Quy t¾c\nC©u 1. Ng\u{ad}êi ®i bé?\nA. §i\n", 1, "TCVN3")]
#[case::vni(
    "Chuû ñeà: Quy taéc\nCaâu 1. Ngöôøi ñi boä laø ai? Phaùp luaät naøo?\n",
    1,
    "VNI"
)]
#[case::mojibake("Chá»§ Ä‘á»: Quy táº¯c\nCÃ¢u 1. NgÆ°á»i Ä‘i bá»™\n", 1, "lỗi bảng mã")]
fn a_fault_is_one_error_with_its_line(
    #[case] text: &str,
    #[case] line: usize,
    #[case] message: &str,
) {
    let (_, findings) = read(text);
    let shown = shown(&findings);
    let [finding] = findings.as_slice() else {
        panic!("one finding expected:\n{shown}\n{text}");
    };
    assert_eq!(finding.line, line, "{shown}");
    assert!(finding.message.contains(message), "{shown}");
    assert!(finding.error && finding.file == "tệp.txt", "{shown}");
}

#[rstest]
#[case::no_explanation(&ONE.replace("Giải thích: Có vạch kẻ đường thì phải đi trên vạch.\n", ""), 4, "chưa có lời giải thích")]
#[case::unused_topic(&format!("{ONE}\nChủ đề: Hai\n"), 12, "không có câu hỏi nào")]
#[case::unused_topic_at_the_start(&format!("Chủ đề: Hai\n{ONE}"), 1, "không có câu hỏi nào")]
#[case::whole_document(&ONE.replace("điểm a khoản 1 Điều 30 ", ""), 9, "chưa nêu điều")]
#[case::cyrillic_letter(&ONE.replace("A. Bất", "\u{410}. Bất"), 5, "chữ cái Kirin")]
#[case::star(&ONE.replace("B. Nơi", "*B. Nơi"), 6, "không được coi là đáp án")]
#[case::at_sign(&ONE.replace("vạch kẻ đường\nC", "vạch kẻ đường @\nC"), 6, "không được coi là đáp án")]
fn a_doubt_is_a_warning_and_the_question_is_still_read(
    #[case] text: &str,
    #[case] line: usize,
    #[case] message: &str,
) {
    let (parsed, findings) = read(text);
    let shown = shown(&findings);
    assert_eq!(findings.len(), 1, "{shown}");
    assert_eq!(
        (findings[0].line, findings[0].error),
        (line, false),
        "{shown}"
    );
    assert!(findings[0].message.contains(message), "{shown}");
    assert!(
        findings[0]
            .to_string()
            .starts_with(&format!("tệp.txt:{line}: (lưu ý) "))
    );
    assert_eq!(parsed.len(), 1);
    assert_eq!(parsed[0].body.options, body_of(ONE).options);
}

/// [`ONE`] twice, the second question changed; it begins on line 11.
fn twice(change: impl Fn(&str) -> String) -> (Vec<Parsed>, Vec<Finding>) {
    let question = ONE.split_once("\n\n").map_or("", |(_, q)| q);
    read(&format!("{ONE}{}", change(question)))
}

#[rstest]
#[case::number(
    "Câu 1. Người đi bộ",
    "Câu 1. Ai",
    11,
    "Số câu 1 đã dùng ở dòng 4",
    true
)]
#[case::whole_question("Câu 1.", "Câu 2.", 11, "trùng hoàn toàn với câu ở dòng 4", true)]
#[case::stem_but_for_filler(
    "Câu 1. Người",
    "Câu 2. Theo luật, người",
    11,
    "gần giống câu ở dòng 4",
    false
)]
fn doubles_in_a_file_are_found(
    #[case] from: &str,
    #[case] to: &str,
    #[case] line: usize,
    #[case] message: &str,
    #[case] error: bool,
) {
    let (_, findings) = twice(|q| q.replace(from, to));
    let shown = shown(&findings);
    assert_eq!(findings.len(), 1, "{shown}");
    assert_eq!(
        (findings[0].line, findings[0].error),
        (line, error),
        "{shown}"
    );
    assert!(findings[0].message.contains(message), "{shown}");
}

#[test]
fn the_same_code_twice_is_an_error() {
    let text = ONE.replace("Câu 1", "Mã: GT-1\nCâu 1");
    let second = ONE.replace("Câu 1. Người đi bộ", "Mã: GT-1\nCâu 2. Ai");
    let (_, findings) = read(&format!("{text}{second}"));
    assert_eq!(findings.len(), 1, "{}", shown(&findings));
    assert_eq!(findings[0].line, 15);
    assert!(
        findings[0]
            .message
            .contains("“GT-1” đã dùng cho câu ở dòng 5")
    );
}

#[test]
fn an_open_question_may_be_asked_again_about_other_things() {
    let ask = |n: u8, a: &str, b: &str| {
        format!(
            "Câu {n}. Hành vi nào sau đây bị cấm?\nA. {a}\nB. {b}\nĐáp án: A\nCăn cứ: Điều 9 Luật số 36/2024/QH15\nGiải thích: x\n"
        )
    };
    let text = |second: String| {
        format!(
            "Chủ đề: C\nMức độ: Vận dụng\n{}{second}",
            ask(1, "Đua xe", "Đi bộ")
        )
    };
    sound(&text(ask(2, "Uống rượu", "Nghỉ ngơi")));
    let (_, findings) = read(&text(ask(2, "Đua xe", "Nghỉ ngơi")));
    assert_eq!(findings.len(), 1);
    assert_eq!((findings[0].line, findings[0].error), (9, false));
}

#[test]
fn headings_that_are_missing_are_told_once() {
    let (parsed, findings) = read(&questions(3));
    assert!(parsed.is_empty());
    let told: Vec<usize> = findings.iter().map(|f| f.line).collect();
    assert_eq!(told, [1, 1], "{}", shown(&findings));
}

/// Questions 1 to `count` without headings, seven lines each.
fn questions(count: usize) -> String {
    (1..=count)
        .map(|n| {
            format!("Câu {n}. Điều {n} nói gì?\n{MIDDLE}\nCăn cứ: Điều {n} Luật số 36/2024/QH15\nGiải thích: x\n")
        })
        .collect()
}

#[test]
fn an_empty_file_is_an_error_of_the_whole_file() {
    let (_, findings) = read("# chỉ có ghi chú\n");
    assert_eq!(findings.len(), 1);
    assert_eq!((findings[0].line, findings[0].error), (0, true));
}

#[test]
fn faults_of_different_questions_are_all_told_in_the_order_of_lines() {
    let broken = format!("Chủ đề: C\nMức độ: Nhận biết\n{}", questions(3))
        .replace("Đáp án: B\nCăn cứ: Điều 1 ", "Căn cứ: Điều 1 ")
        .replace("Căn cứ: Điều 3 Luật số 36/2024/QH15\n", "");
    let (parsed, findings) = read(&broken);
    assert_eq!(
        findings.iter().map(|f| f.line).collect::<Vec<_>>(),
        [3, 16],
        "{}",
        shown(&findings)
    );
    assert_eq!(
        parsed.len(),
        2,
        "only the question without an answer has no body"
    );
}

// ---------------------------------------------------------------------------------------------------------------------
// Legal references

fn reference(
    document: &str,
    article: u16,
    clause: &str,
    point: &str,
) -> (String, Option<u16>, Option<String>, Option<String>) {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    (
        document.to_owned(),
        (article > 0).then_some(article),
        some(clause),
        some(point),
    )
}

#[rstest]
#[case("khoản 2 Điều 9 Luật số 36/2024/QH15", &[("36/2024/QH15", 9, "2", "")])]
#[case("Khoản 2, Điều 9, Luật 36/2024/QH15.", &[("36/2024/QH15", 9, "2", "")])]
#[case("Điều 9 Luật Trật tự, an toàn giao thông đường bộ số 36/2024/QH15", &[("36/2024/QH15", 9, "", "")])]
#[case("điểm đ khoản 1a Điều 6 Nghị định số 168/2024/NĐ-CP", &[("168/2024/NĐ-CP", 6, "1a", "đ")])]
#[case("ĐIỂM A) KHOẢN 2 ĐIỀU 11 LUẬT SỐ 36/2024/QH15", &[("36/2024/QH15", 11, "2", "a")])]
#[case("Điều 11 khoản 2 điểm b Luật số 36/2024/QH15", &[("36/2024/QH15", 11, "2", "b")])]
#[case("Luật số 36/2024/QH15, khoản 2 Điều 9", &[("36/2024/QH15", 9, "2", "")])]
#[case("khoản 2 - Điều 9 - Luật số 36/2024/QH15 - Luật giao thông", &[("36/2024/QH15", 9, "2", "")])]
#[case("khoản 4 Điều 1 Nghị định 168/2024/NÐ – CP", &[("168/2024/NĐ-CP", 1, "4", "")])]
#[case("khoản 4 Điều 1 nghị định 168/2024/nđ-cp", &[("168/2024/NĐ-CP", 1, "4", "")])]
#[case("Điều 5 Thông tư liên tịch số 05/2014/TTLT-BTP-BTC", &[("05/2014/TTLT-BTP-BTC", 5, "", "")])]
#[case("Điều 3 Văn bản hợp nhất số 55/VBHN-VPQH", &[("55/VBHN-VPQH", 3, "", "")])]
#[case("khoản 1 Điều 42 Nghị định số 168/2024/NĐ-CP (sửa đổi bởi khoản 2 Điều 1 Nghị định số 238/2026/NĐ-CP)",
    &[("168/2024/NĐ-CP", 42, "1", "")])]
#[case("Điều 20 Bộ luật Hình sự (100/2015/QH13)", &[("100/2015/QH13", 20, "", "")])]
#[case("khoản 1 Điều 16 Hiến pháp năm 2013", &[("Hiến pháp 2013", 16, "1", "")])]
#[case("khoản 2 Điều 9 Luật số 36/2024/QH15; điểm a khoản 6 Điều 7 Nghị định số 168/2024/NĐ-CP",
    &[("36/2024/QH15", 9, "2", ""), ("168/2024/NĐ-CP", 7, "6", "a")])]
#[case("khoản 1 Điều 56; khoản 3 Điều 56 Luật số 36/2024/QH15", &[("36/2024/QH15", 56, "1", ""), ("36/2024/QH15", 56, "3", "")])]
#[case("khoản 2 và khoản 3 Điều 22 Luật số 36/2024/QH15", &[("36/2024/QH15", 22, "2", ""), ("36/2024/QH15", 22, "3", "")])]
#[case("điểm a, c khoản 1 Điều 30 Luật số 36/2024/QH15", &[("36/2024/QH15", 30, "1", "a"), ("36/2024/QH15", 30, "1", "c")])]
#[case("Phụ lục I Nghị định số 168/2024/NĐ-CP", &[("168/2024/NĐ-CP", 0, "", "")])]
#[case("khoản 1 Điều 9a Luật số 36/2024/QH15", &[("36/2024/QH15", 0, "1", "")])]
#[case("(khoản 2 Điều 9 Luật số 36/2024/QH15)", &[("36/2024/QH15", 9, "2", "")])]
fn a_reference_names_document_article_clause_and_point(
    #[case] text: &str,
    #[case] expected: &[(&str, u16, &str, &str)],
) {
    let read = read_reference(text).unwrap_or_else(|| panic!("cannot read {text}"));
    let found: Vec<_> = read
        .into_iter()
        .map(|r| (r.document, r.article, r.clause, r.point))
        .collect();
    let expected: Vec<_> = expected
        .iter()
        .map(|(d, a, c, p)| reference(d, *a, c, p))
        .collect();
    assert_eq!(found, expected);
}

#[rstest]
#[case("")]
#[case(";")]
#[case("theo quy định của pháp luật")]
#[case("khoản 2 Điều 9")]
#[case("khoản 2 Điều 9 Luật Trật tự, an toàn giao thông đường bộ")]
#[case("khoản 2 Luật số 36/2024/QH15")]
#[case("điểm a–đ khoản 1 Điều 30 Luật số 36/2024/QH15")]
#[case("khoản 2-4 Điều 30 Luật số 36/2024/QH15")]
#[case("khoản 2 đến khoản 4 Điều 30 Luật số 36/2024/QH15")]
#[case("Điều 9 và Điều 10 Luật số 36/2024/QH15")]
#[case("Điều 9, 10 Luật số 36/2024/QH15")]
#[case("điểm a khoản 1, khoản 2 Điều 9 Luật số 36/2024/QH15")]
#[case("khoản 2 Điều 9 Luật số 36/2024/QH15; không rõ")]
#[case("Điều 1 Luật số 36/2024/QH15; Điều 2; Điều 3 Luật số 118/2025/QH15")]
#[case("Điều 9 ngày 27/6/2024")]
fn a_reference_that_leaves_a_doubt_is_not_read(#[case] text: &str) {
    assert_eq!(read_reference(text), None);
}

#[test]
fn the_text_of_a_reference_stays_as_written_and_is_shown_once() {
    let text = "khoản 2, khoản 3 Điều 22 Luật số 36/2024/QH15 (sửa đổi năm 2025); Điều 9 Luật số 36/2024/QH15";
    let read = read_reference(text).expect("readable");
    assert_eq!(read.len(), 3);
    assert_eq!(
        reference_texts(&read),
        [
            "khoản 2, khoản 3 Điều 22 Luật số 36/2024/QH15 (sửa đổi năm 2025)",
            "Điều 9 Luật số 36/2024/QH15"
        ]
    );
}

// ---------------------------------------------------------------------------------------------------------------------
// Which options may change places

fn shuffle_with(last: &str) -> Shuffle {
    shuffle_of(
        Kind::Single,
        &[
            "Xe tải".into(),
            "Xe con".into(),
            "Xe đạp".into(),
            last.into(),
        ],
    )
}

#[rstest]
#[case("Tất cả các phương án trên")]
#[case("TẤT CẢ CÁC PHƯƠNG ÁN TRÊN")]
#[case("Tất cả các đáp áp trên")]
#[case("Tất cả các đáp án trên đều đúng.")]
#[case("Tất cả các ý trên")]
#[case("tất cả đều đúng")]
#[case("Tất cả đều sai")]
#[case("Tất cả")]
#[case("Tât cả các phuơng án trên")]
#[case("Tất cà các câu trên đều đúng")]
#[case("Cả ba đáp án trên")]
#[case("Cả 3 phương án trên")]
#[case("Cả ba phương án")]
#[case("Cả 03 trường hợp trên")]
#[case("Cả hai hành vi nêu trên đều sai")]
#[case("Các phương án trên đều đúng")]
#[case("Cả ba phương án đều sai")]
#[case("Tất cả các hành vi nêu trên")]
#[case("Tất cả những trường hợp trên đây")]
#[case("Một trong các trường hợp trên")]
#[case("Không có đáp án nào đúng")]
#[case("Không có phương án nào")]
#[case("Không phương án nào đúng")]
#[case("Không đáp án nào")]
#[case("Không trường hợp nào nêu trên")]
#[case("Không có trường hợp nào")]
#[case("Không có câu trả lời nào đúng")]
#[case("Phương án khác")]
#[case("Đáp án khác")]
fn an_option_that_speaks_of_all_others_stays_last(#[case] option: &str) {
    assert_eq!(shuffle_with(option), Shuffle::LastPinned, "{option}");
    let first = [option.to_owned(), "Xe tải".into(), "Xe con".into()];
    assert_eq!(
        shuffle_of(Kind::Single, &first),
        Shuffle::Fixed,
        "{option} not last"
    );
}

#[rstest]
#[case("Cả A và B")]
#[case("cả a và b")]
#[case("CẢ A VÀ B")]
#[case("Cả A, B")]
#[case("Cả A, B và C")]
#[case("A và C đúng")]
#[case("A đúng, B sai")]
#[case("A, B đều đúng")]
#[case("A & B")]
#[case("A+C")]
#[case("A hoặc B")]
#[case("Đáp án A và C")]
#[case("Đáp áp A và C")]
#[case("Phương án A hoặc phương án B")]
#[case("Câu a và câu b đều đúng")]
#[case("Ý A và ý C")]
#[case("Chỉ A")]
#[case("Phương án B")]
#[case("(A) và (B)")]
#[case("Cả hai phương án đầu")]
fn an_option_that_names_others_forbids_shuffling(#[case] option: &str) {
    assert_eq!(shuffle_with(option), Shuffle::Fixed, "{option}");
}

#[rstest]
#[case("Tất cả các hành vi bị nghiêm cấm")]
#[case("Tất cả người tham gia giao thông trên đường")]
#[case("Cả người lái xe và người được chở")]
#[case("Hai năm")]
#[case("Ba lần")]
#[case("Không được đi")]
#[case("Không có trường hợp nào được miễn, giảm")]
#[case("Giấy phép lái xe hạng B và C")]
#[case("Các hạng A1, A và B1")]
#[case("Điểm a và b khoản 1")]
#[case("Cơ quan khác")]
#[case("Anh A là người có lỗi")]
#[case("Từ 18 tuổi trở lên")]
#[case("Đúng")]
#[case("")]
fn ordinary_options_may_change_places(#[case] option: &str) {
    assert_eq!(shuffle_with(option), Shuffle::Free, "{option}");
}

// ---------------------------------------------------------------------------------------------------------------------
// Digest, bank and import

#[test]
fn the_digest_of_a_body_never_changes() {
    // Digests are kept in databases: if this fails, every question of every installation would get a new revision.
    assert_eq!(
        digest(&body_of(ONE)),
        "f4a9b4390f2108f6f9da1a9a85613ae2397de89cc90e16f32f408d608c786676"
    );
}

#[test]
fn every_part_of_a_body_counts_in_its_digest() {
    let base = body_of(ONE);
    let changes: [fn(&mut Body); 13] = [
        |_| {},
        |b| b.kind = Kind::Multiple,
        |b| b.stem.push('!'),
        |b| b.options[0].push('!'),
        |b| b.options.swap(0, 2),
        |b| b.options = vec![b.options.concat()],
        |b| b.right = 1,
        |b| b.shuffle = Shuffle::Fixed,
        |b| b.topic.push('!'),
        |b| b.difficulty = Difficulty::Apply,
        |b| b.explanation.clear(),
        |b| b.references.clear(),
        |b| b.references[0].point = None,
    ];
    let digests: BTreeSet<String> = changes
        .iter()
        .map(|change| {
            let mut body = base.clone();
            change(&mut body);
            digest(&body)
        })
        .collect();
    assert_eq!(digests.len(), changes.len());
}

#[test]
fn a_bank_is_checked_across_its_files() {
    let item = |file: &str, key: &str, body: &Body| {
        (
            file.to_owned(),
            Parsed {
                key: key.to_owned(),
                line: 7,
                body: body.clone(),
            },
        )
    };
    let first = body_of(ONE);
    let mut near = first.clone();
    near.stem = "Theo quy định, người đi bộ qua đường ở đâu".into();
    near.options[0] = "Chỗ khác".into();
    let mut other = first.clone();
    other.stem = "Xe đạp đi ở đâu?".into();
    let found = |second: (String, Parsed)| -> Vec<(String, usize, bool)> {
        check_bank(&[item("một", "a", &first), second])
            .into_iter()
            .map(|f| (f.file, f.line, f.error))
            .collect()
    };
    assert_eq!(found(item("hai", "b", &other)), []);
    assert_eq!(
        found(item("hai", "a", &other)),
        [("hai".to_owned(), 7, true)]
    );
    assert_eq!(
        found(item("hai", "b", &first)),
        [("hai".to_owned(), 7, true)]
    );
    assert_eq!(
        found(item("hai", "b", &near)),
        [("hai".to_owned(), 7, false)]
    );
    assert_eq!(
        found(item("một", "b", &first)),
        [],
        "inside one file the reader tells"
    );
}

fn question(key: &str, stem: &str) -> Parsed {
    let mut body = body_of(ONE);
    body.stem = stem.to_owned();
    Parsed {
        key: key.to_owned(),
        line: 1,
        body,
    }
}

fn in_bank(id: u128, key: &str, stem: &str, retired: bool) -> Existing {
    Existing {
        question: Uuid::from_u128(id),
        key: key.to_owned(),
        digest: digest(&question(key, stem).body),
        retired,
    }
}

#[test]
fn an_import_changes_only_what_the_files_changed() {
    let bank = [
        in_bank(1, "t/1", "một", false),
        in_bank(2, "t/2", "hai", false),
        in_bank(3, "t/3", "ba", false),
        in_bank(4, "t/4", "bốn", false),
        in_bank(5, "t/5", "năm", true),
    ];
    let files = [
        question("t/1", "một"),
        question("t/2", "hai, sửa lại"),
        question("u/9", "ba"),
        question("t/5", "năm"),
        question("t/6", "sáu"),
    ];
    let id = Uuid::from_u128;
    assert_eq!(
        plan_import(&bank, &files),
        Plan {
            changes: vec![
                Change::Rename {
                    question: id(3),
                    key: "u/9".into()
                },
                Change::Restore { question: id(5) },
                Change::Revise {
                    question: id(2),
                    parsed: 1
                },
                Change::Create { parsed: 4 },
                Change::Retire { question: id(4) },
            ],
            unchanged: 1,
        }
    );
}

#[test]
fn questions_renumbered_after_one_was_taken_out_keep_their_history() {
    let bank = [
        in_bank(1, "t/1", "một", false),
        in_bank(2, "t/2", "hai", false),
        in_bank(3, "t/3", "ba", false),
    ];
    let files = [question("t/1", "hai"), question("t/2", "ba")];
    let plan = plan_import(&bank, &files);
    let id = Uuid::from_u128;
    assert_eq!(
        plan.changes,
        [
            Change::Rename {
                question: id(2),
                key: "t/1".into()
            },
            Change::Rename {
                question: id(3),
                key: "t/2".into()
            },
            Change::Rename {
                question: id(1),
                key: format!("t/1~{}", id(1).simple())
            },
            Change::Retire { question: id(1) },
        ]
    );
}

#[test]
fn a_question_in_use_is_matched_before_a_retired_one() {
    let bank = [
        in_bank(1, "t/1", "một", true),
        in_bank(2, "t/2", "một", false),
    ];
    let plan = plan_import(&bank, &[question("t/3", "một")]);
    assert_eq!(
        plan.changes,
        [Change::Rename {
            question: Uuid::from_u128(2),
            key: "t/3".into()
        }]
    );
}

/// What the bank holds after a plan was carried out.
fn carry_out(bank: &[Existing], files: &[Parsed], plan: &Plan) -> Vec<Existing> {
    let mut bank = bank.to_vec();
    let mut next = bank.iter().map(|e| e.question.as_u128()).max().unwrap_or(0);
    for change in &plan.changes {
        let mut at = |id: &Uuid, change: &dyn Fn(&mut Existing)| {
            change(
                bank.iter_mut()
                    .find(|e| e.question == *id)
                    .expect("the plan names questions of the bank"),
            );
        };
        match change {
            Change::Rename { question, key } => at(question, &|e| e.key.clone_from(key)),
            Change::Restore { question } => at(question, &|e| e.retired = false),
            Change::Retire { question } => at(question, &|e| e.retired = true),
            Change::Revise { question, parsed } => {
                at(question, &|e| e.digest = digest(&files[*parsed].body))
            }
            Change::Create { parsed } => {
                next += 1;
                let Parsed { key, body, .. } = &files[*parsed];
                let question = Uuid::from_u128(next);
                bank.push(Existing {
                    question,
                    key: key.clone(),
                    digest: digest(body),
                    retired: false,
                });
            }
        }
    }
    bank
}

/// Files with keys of their own and bodies that recur.
fn files() -> impl Strategy<Value = Vec<Parsed>> {
    prop::collection::btree_map(0..8_u8, 0..8_u8, 0..8).prop_map(|questions| {
        let mut seen = BTreeSet::new();
        questions
            .into_iter()
            .filter(|(_, stem)| seen.insert(*stem))
            .map(|(key, stem)| question(&format!("t/{key}"), &format!("Câu thứ {stem}")))
            .collect()
    })
}

// ---------------------------------------------------------------------------------------------------------------------
// Properties

fn words(least: usize) -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "xe",
        "đường",
        "Người",
        "điều",
        "khiển",
        "được",
        "ở",
        "Luật",
        "18",
        "tuổi,",
        "“an",
        "toàn”",
        "(cấm)",
        "không?",
        "Đáp",
        "án",
        "Câu",
        "A",
        "B.",
        "căn",
        "cứ:",
        "1.",
        "–",
        "và",
        "Theo",
        "khoản",
        "m²",
        "5/7",
    ]);
    // A first word that is no sign of anything, so that the text is a text at the start of a line as well.
    prop::collection::vec(word, least..8)
        .prop_map(|rest| format!("Khi {}", rest.join(" ")).trim().to_owned())
}

fn paragraphs() -> impl Strategy<Value = String> {
    let item = (
        prop::sample::select(vec!["", "- ", "1. ", "(2) ", "+ "]),
        words(1),
    );
    (words(1), prop::collection::vec(item, 0..3)).prop_map(|(first, items)| {
        items
            .into_iter()
            .fold(first, |text, (mark, item)| format!("{text}\n{mark}{item}"))
    })
}

fn references() -> impl Strategy<Value = Vec<LegalReference>> {
    let text = prop::sample::select(vec![
        "khoản 2 Điều 9 Luật số 36/2024/QH15",
        "điểm a, b khoản 1 Điều 30 Luật số 36/2024/QH15",
        "Điều 5 Nghị định số 168/2024/NĐ-CP (sửa đổi; bổ sung)",
        "Điều 16 Hiến pháp năm 2013",
    ]);
    prop::collection::vec(text, 1..4)
        .prop_map(|texts| read_reference(&texts.join("; ")).expect("each text is readable"))
        .prop_filter("neighbours with one text are one reference", |references| {
            read_reference(&reference_texts(references).join("; ")).as_ref() == Some(references)
        })
}

fn bodies() -> impl Strategy<Value = Body> {
    let options = prop::collection::btree_set(words(1), 2..=8)
        .prop_map(|set| set.into_iter().collect::<Vec<_>>())
        .prop_filter(
            "two options must not be the same but for closing marks",
            |options| {
                let plain: BTreeSet<String> =
                    options.iter().map(|o| super::text::comparable(o)).collect();
                plain.len() == options.len()
            },
        )
        .prop_shuffle();
    let kind = prop::sample::select(vec![Kind::Single, Kind::Multiple, Kind::TrueFalse]);
    let rest = (
        words(1),
        prop::sample::select(Difficulty::ALL.to_vec()),
        paragraphs(),
        references(),
    );
    (kind, paragraphs(), options, any::<u16>(), rest).prop_map(
        |(kind, stem, options, right, rest)| {
            let options = match kind {
                Kind::TrueFalse => vec!["Đúng".to_owned(), "Sai".to_owned()],
                _ => options,
            };
            let mask = (1_u16 << options.len()) - 1;
            let right = match kind {
                Kind::Multiple => (right & mask).max(1),
                _ => 1 << (usize::from(right) % options.len()),
            };
            let (topic, difficulty, explanation, references) = rest;
            let shuffle = shuffle_of(kind, &options);
            Body {
                kind,
                stem,
                options,
                right,
                shuffle,
                topic,
                difficulty,
                explanation,
                references,
            }
        },
    )
}

fn errors(findings: &[Finding]) -> Vec<&Finding> {
    findings.iter().filter(|f| f.error).collect()
}

/// Lines of every kind, for files that are nonsense in a likely way.
fn likely_lines() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        "Chủ đề: Một",
        "Chủ đề:",
        "Mức độ: Vận dụng",
        "Mức độ: gì",
        "Câu 1. Hỏi gì?",
        "Câu 2",
        "Câu 2: ",
        "3. Hỏi nữa?",
        "A. Một",
        "A.Một\tB.Hai",
        "B) Hai",
        "b) hai",
        "a) một",
        "C. Cả A và B  D. Tất cả",
        "*B. Có",
        "Đ. Năm",
        "I. Chín",
        "Loại: Đúng/Sai",
        "Loại: Nhiều đáp án",
        "Đáp án: B",
        "Đáp án: A, B",
        "Đáp án Sai",
        "Đáp án: B. Căn cứ Điều 1",
        "Đáp án: A (theo Điều 2 Luật số 1/2020/QH14)",
        "Căn cứ: Điều 1 Luật số 1/2020/QH14;",
        "Căn cứ: Điều 1",
        "Luật số 1/2020/QH14",
        "(sửa đổi",
        "Giải thích: Vì thế",
        "Giải thích:",
        "1. Khoản một",
        "- mục",
        "",
        "# ghi chú",
        "-----",
        "Mã: X-1",
        "Mã: X 1",
        "Trang 3",
        "PHẦN II",
        "đúng.-----Câu 4: Tiếp?",
        "1.A 2.B",
        "Theo khoản 1",
        "lời tiếp",
        "\u{feff}",
        "\u{410}. Ba",
        "ƣ",
        "**Đáp án:** A",
        "(0,5 điểm)",
        "a.",
        "A.",
        ":",
        ";",
        "(",
        "Đáp ánĐáp án: C",
    ]);
    prop::collection::vec(line, 0..40).prop_map(|lines| lines.join("\n"))
}

/// Two questions that have no line in common, under headings of their own: 21 lines.
fn two_questions() -> String {
    let second = ONE
        .replace("Quy tắc giao thông", "Xe đạp")
        .replace(
            "Câu 1. Người đi bộ qua đường",
            "Câu 2. Người đi xe đạp rẽ trái",
        )
        .replace("Bất cứ chỗ nào", "Sát lề đường")
        .replace("Nơi có vạch kẻ đường", "Nơi giao nhau")
        .replace("Giữa đường cao tốc", "Giữa cầu")
        .replace("án: B", "án: C")
        .replace("Điều 30", "Điều 31")
        .replace("Có vạch kẻ đường thì", "Rẽ trái thì");
    format!("{ONE}\n{second}")
}

/// Whatever the order of the lines: either something is told to be wrong, or each line is found again in what was read.
fn no_loss(lines: &[String]) -> Result<(), TestCaseError> {
    let text = lines.join("\n");
    survives_writing(&text)?;
    let (parsed, findings) = read(&text);
    if findings.is_empty() {
        let written = write_questions(&parsed);
        for line in lines.iter().filter(|line| !line.starts_with("Mức độ")) {
            let content = line
                .split_once(". ")
                .or_else(|| line.split_once(": "))
                .map_or("", |(_, c)| c);
            prop_assert!(written.contains(content), "{line} is lost in\n{text}");
        }
    }
    Ok(())
}

/// What was read, written and read again is the same.
fn survives_writing(text: &str) -> Result<(), TestCaseError> {
    let bodies = |parsed: Vec<Parsed>| parsed.into_iter().map(|p| p.body).collect::<Vec<_>>();
    let (parsed, _) = read(text);
    let written = write_questions(&parsed);
    let (again, _) = read(&written);
    prop_assert_eq!(bodies(parsed), bodies(again), "{}", written);
    Ok(())
}

proptest! {
    #[test]
    fn a_question_written_is_read_back_the_same(body in bodies()) {
        let text = format!(
            "Chủ đề: {}\nMức độ: {}\n{}",
            body.topic, body.difficulty.vietnamese(), write_question(12, Some("GT-12"), &body)
        );
        let (parsed, findings) = read(&text);
        prop_assert!(findings.is_empty(), "{}\n{}", shown(&findings), text);
        prop_assert_eq!(parsed, vec![Parsed { key: "GT-12".into(), line: 3, body }], "{}", text);
    }

    #[test]
    fn a_file_written_is_read_back_the_same(bodies in prop::collection::vec(bodies(), 1..6)) {
        let parsed: Vec<Parsed> = bodies
            .into_iter()
            .enumerate()
            .map(|(at, body)| Parsed { key: format!("tep/{}", at + 1), line: 0, body })
            .collect();
        let text = write_questions(&parsed);
        let (again, findings) = read(&text);
        let doubles = findings.iter().filter(|f| f.message.contains("giống") || f.message.contains("trùng")).count();
        prop_assert_eq!(errors(&findings).len().saturating_sub(doubles), 0, "{}", shown(&findings));
        let keyed = |p: &[Parsed]| p.iter().map(|p| (p.key.clone(), p.body.clone())).collect::<Vec<_>>();
        prop_assert_eq!(keyed(&again), keyed(&parsed), "{}", text);
    }

    #[test]
    fn any_text_at_all_is_read_without_panic(text in "\\PC{0,200}|(?s).{0,200}") {
        let (parsed, findings) = read(&text);
        prop_assert!(!findings.is_empty() || !parsed.is_empty());
        let _ = read_reference(&text);
        let _ = shuffle_of(Kind::Single, &[text.clone(), text]);
    }

    #[test]
    fn nonsense_made_of_likely_lines_survives_writing(text in likely_lines()) {
        survives_writing(&text)?;
    }

    #[test]
    fn the_lines_of_a_file_in_any_order_lose_nothing_silently(
        lines in Just(two_questions().lines().map(str::to_owned).collect::<Vec<_>>()).prop_shuffle()
    ) {
        no_loss(&lines)?;
    }

    #[test]
    fn two_lines_of_a_file_swapped_lose_nothing_silently(a in 0..21_usize, b in 0..21_usize) {
        let text = two_questions();
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.swap(a, b);
        no_loss(&lines)?;
    }

    #[test]
    fn a_line_put_anywhere_into_a_sound_file_survives_writing(
        line in likely_lines(), at in 0..30_usize
    ) {
        let text = format!("{ONE}{}", ONE.replace("Câu 1. Người đi bộ", "Câu 2. Ai"));
        let mut lines: Vec<&str> = text.lines().collect();
        lines.insert(at.min(lines.len()), line.lines().next().unwrap_or_default());
        survives_writing(&lines.join("\n"))?;
    }

    #[test]
    fn cleaning_a_clean_text_changes_nothing(text in "(?s).{0,60}") {
        let once = super::text::clean(&text);
        prop_assert_eq!(super::text::clean(&once), once);
    }

    #[test]
    fn every_finding_stands_on_a_line_of_the_file(text in likely_lines()) {
        let count = text.split('\n').count();
        let (_, findings) = read(&text);
        prop_assert!(findings.iter().all(|f| f.line <= count));
        prop_assert!(findings.windows(2).all(|w| w[0].line <= w[1].line));
    }

    #[test]
    fn importing_the_same_files_again_changes_nothing(steps in prop::collection::vec(files(), 1..5)) {
        let mut bank = Vec::new();
        for files in &steps {
            let plan = plan_import(&bank, files);
            bank = carry_out(&bank, files, &plan);
            let again = plan_import(&bank, files);
            prop_assert!(again.is_empty(), "{:?}", again);
            prop_assert_eq!(again.unchanged, files.len());
            let keys: BTreeSet<&str> = bank.iter().map(|e| e.key.as_str()).collect();
            prop_assert_eq!(keys.len(), bank.len(), "keys stay different");
            let in_use = |e: &&Existing| !e.retired;
            let held: BTreeSet<(String, String)> =
                bank.iter().filter(in_use).map(|e| (e.key.clone(), e.digest.clone())).collect();
            let wanted: BTreeSet<(String, String)> =
                files.iter().map(|p| (p.key.clone(), digest(&p.body))).collect();
            prop_assert_eq!(held, wanted, "the bank in use is what the files say");
        }
    }

    #[test]
    fn the_order_in_which_the_bank_is_listed_does_not_matter(
        (bank, shuffled) in files()
            .prop_map(|f| carry_out(&[], &f, &plan_import(&[], &f)))
            .prop_flat_map(|bank| (Just(bank.clone()), Just(bank).prop_shuffle())),
        files in files(),
    ) {
        prop_assert_eq!(plan_import(&bank, &files), plan_import(&shuffled, &files));
    }
}
