use super::*;

#[test]
fn each_file_leads_to_the_page_on_which_it_is_edited() {
    for (path, page) in [
        ("course.toml", "/soan/a/khoa-hoc"),
        ("lessons/01-vai-tro.md", "/soan/a/bai/vai-tro"),
        (
            "questions/01 a.txt",
            "/soan/a/van-ban?tep=questions/01%20a.txt",
        ),
        ("assets/loi.md", "/soan/a/van-ban?tep=assets/loi.md"),
        ("assets/hinh.svg", "/soan/a/tep"),
    ] {
        assert_eq!(editor_of("a", path), page);
    }
}
