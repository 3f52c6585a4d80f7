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
problem-lesson-not-done = Bạn chưa học xong bài này: hãy xem đủ phần ghi hình, ghi âm và làm các câu tự kiểm tra.
problem-cohort-over = Lớp học của bạn đã kết thúc.
problem-own-review = Người soạn không tự duyệt bản của mình. Hãy nhờ một người khác.
