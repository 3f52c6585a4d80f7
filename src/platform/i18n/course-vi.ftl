# Khoá học.

result-passed = Chúc mừng, bạn đã đạt yêu cầu của bài này.
result-not-passed = Bạn chưa đạt: cần đúng ít nhất { $percent } % số câu. Hãy xem lại bài học rồi làm lại.
result-lesson = Bài
problem-attempt-too-soon = Chưa đến lúc làm lại. Bạn có thể làm lại từ { $moment }.
problem-enrolment-needed = Bạn cần ghi danh vào khoá học trước.
problem-enrolment-closed = Hiện không thể ghi danh vào khoá học theo cách này.
problem-prerequisite-missing = Bạn cần hoàn thành khoá học “{ $course }” trước.
problem-lesson-locked =
    { $moment ->
         [none] Bài này chưa mở. Hãy học xong các bài đứng trước.
        *[other] Bài này mở từ { $moment }.
    }
problem-lesson-not-done =
    { $why ->
         [watch] Bạn mới xem { $percent } % phần ghi hình, ghi âm; cần xem ít nhất { $needed } %.
         [checks] Còn { $open } câu tự kiểm tra trong bài chưa trả lời.
        *[other] Bài này được tính là xong khi bạn đạt bài kiểm tra, nộp bài tập hoặc trả lời khảo sát.
    }
problem-cohort-over = Lớp học của bạn đã kết thúc.
problem-own-review = Người soạn không tự duyệt bản của mình. Hãy nhờ một người khác.
field-course-code = Mã ghi danh không đúng. Hãy xem lại mã đơn vị tổ chức đã gửi cho bạn.
field-cohort-elsewhere = Lớp này dành cho đơn vị khác với đơn vị trong hồ sơ của bạn. Hãy sửa đơn vị trong hồ sơ nếu chưa đúng.
field-course-unknown = Không có khoá học nào mang tên ngắn “{ $course }”. Hãy nhập khoá học đó trước.
audit-course-publish = Công bố khoá học
audit-course-retire = Đưa khoá học ra khỏi danh mục
audit-course-restore = Đưa khoá học trở lại danh mục
