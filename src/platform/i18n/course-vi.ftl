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

## Danh mục khoá học

nav-courses = Khoá học
nav-my-courses = Khoá học của tôi
course-catalogue = Khoá học
course-catalogue-lead = Học trên điện thoại, lúc nào rảnh thì học, học đến đâu máy nhớ đến đó.
course-search = Tìm khoá học
course-search-go = Tìm
course-filters = Lọc theo chủ đề, đối tượng, số giờ, đơn vị
course-filter-all = Tất cả
course-topic = Chủ đề
course-audience = Dành cho
course-hours-label = Số giờ học
course-agency = Đơn vị ban hành
course-hours-den-4 = Đến 4 giờ
course-hours-4-8 = Trên 4 đến 8 giờ
course-hours-tren-8 = Trên 8 giờ
course-found = { $n } khoá học
course-none = Chưa có khoá học nào
course-none-words = Khi có khoá học mới, khoá học sẽ hiện ở đây. Trong lúc chờ, mời bạn xem các cuộc thi.
course-none-fits = Không có khoá học nào như vậy
course-none-fits-words = Hãy thử từ khác, viết không dấu cũng được, hoặc bỏ bớt điều kiện lọc.
course-see-all = Xem mọi khoá học
course-hours = { $n } giờ học
course-lessons = { $n } bài
course-count = { $n } khoá học
course-for = Dành cho: { $who }

## Trang khoá học

course-progress = Tiến độ học
course-progress-of = Đã xong { $done }/{ $total } bài
course-state-left = Đã rời khoá học
course-state-completed = Đã hoàn thành
course-state-over = Lớp đã kết thúc
course-state-waits = Lớp chưa bắt đầu
course-state-active = Đang học
course-completed-at = Hoàn thành ngày { $at }
course-continue = Học tiếp: { $title }
course-continue-short = Học tiếp
course-begin = Bắt đầu: { $title }
course-begin-short = Bắt đầu học
course-open = Mở khoá học
course-fact-hours = Số giờ học
course-fact-lessons = Số bài
course-fact-length = Thời gian ước tính
course-fact-certificate = Giấy chứng nhận
course-certificate-yes = Có
course-certificate-no = Không có
course-certificate-words = Hoàn thành khoá học, bạn được cấp giấy chứng nhận. Ai cũng kiểm tra được bằng số giấy hoặc mã QR.
course-enrol = Ghi danh
course-enrol-title = Ghi danh vào khoá học
course-enrol-open = Ai có tài khoản cũng học được, không mất phí.
course-enrol-code = Khoá học này cần mã ghi danh do đơn vị tổ chức gửi cho bạn.
course-enrol-invitation = Khoá học này dành cho người được mời. Nếu đơn vị tổ chức đã gửi mã lớp cho bạn, hãy nhập mã đó.
course-sign-in = Đăng nhập để ghi danh
course-register = Tạo tài khoản
course-code = Mã ghi danh
course-code-hint = Không phân biệt chữ hoa, chữ thường.
course-have-code = Tôi có mã lớp
course-code-cohort-hint = Chỉ nhập khi đơn vị của bạn mở lớp riêng và gửi mã cho bạn.
course-closed = Khoá học không nhận thêm người học. Ai đang học vẫn học tiếp được.
course-then-learn = Học từng bài
course-then-learn-words = Đọc, xem, trả lời câu tự kiểm tra. Dừng lúc nào cũng được; mở lại trên máy nào cũng đúng chỗ.
course-then-check = Làm bài kiểm tra
course-then-check-words = Chưa đạt thì xem lại bài rồi làm lại. Lượt tốt nhất được tính.
course-then-done = Hoàn thành
course-then-certificate = Đủ điều kiện là được cấp giấy chứng nhận và ghi giờ học vào hồ sơ của bạn.
course-then-hours = Đủ điều kiện là giờ học được ghi vào hồ sơ của bạn.
course-newer = Khoá học có bản mới
course-newer-words = Bạn đang học bản cũ. Chuyển sang bản mới thì bài nào đã xong vẫn là đã xong.
course-version = Bản { $n }
course-move = Chuyển sang bản mới
course-content = Nội dung
course-cohort = Lớp của bạn
course-cohort-from = Bắt đầu
course-cohort-until = Kết thúc
course-cohort-extended = Bạn được gia hạn riêng.
course-cohort-exam = Thi cuối khoá
course-cohort-opens = Bắt đầu { $at }
course-cohort-ended = Đã kết thúc { $at }
course-cohort-ends = Kết thúc { $at }, { $left }
course-objectives = Học xong, bạn làm được
course-audience-title = Dành cho ai
course-completion = Thế nào là hoàn thành
course-rule-lessons = Học xong { $n } bài bắt buộc.
course-rule-optional = { $n } bài tự chọn, học hay không tuỳ bạn.
course-rule-watch = Xem hoặc nghe ít nhất { $percent } % mỗi phần ghi hình, ghi âm; tua không được tính.
course-rule-quiz = Đạt “{ $title }”: { $n } câu, đúng ít nhất { $percent } %.
course-rule-exam = Đạt “{ $title }”: { $n } câu trong { $length }, đúng ít nhất { $percent } %.
course-rule-exam-last = Bài thi cuối khoá mở khi bạn đã xong các bài bắt buộc khác.
course-rule-attempts = Bài thi cuối khoá: nhiều nhất { $n } lượt, lượt tốt nhất được tính.
course-rule-attempts-free = Bài thi cuối khoá: không giới hạn số lượt, lượt tốt nhất được tính.
course-rule-wait = Thi lại sau { $length }, tính từ lúc hết giờ của lượt trước.
course-rule-assignment = Nộp “{ $title }” và được chấm từ { $percent } % số điểm trở lên.
course-prerequisites = Cần hoàn thành trước
course-framework = Chương trình khung
course-options = Tuỳ chọn
course-reminders-are-on = Máy sẽ gửi thư nhắc khi bạn nghỉ học lâu hoặc lớp sắp kết thúc.
course-reminders-are-off = Bạn đã tắt thư nhắc học của khoá này.
course-reminders-stop = Tắt thư nhắc
course-reminders-start = Bật thư nhắc
course-leave = Rời khoá học
course-leave-words = Khoá học sẽ không còn trong danh sách đang học. Những gì đã học vẫn được giữ, phòng khi bạn ghi danh lại.
course-leave-sure = Tôi muốn rời khoá học
course-versions = Có gì mới
course-change-added = Thêm bài “{ $title }”.
course-change-removed = Bỏ bài “{ $title }”.
course-change-changed = Sửa bài “{ $title }”.
course-change-completion = Đổi điều kiện hoàn thành.
course-share = Giới thiệu cho người khác
flash-enrolled = Bạn đã ghi danh. Hãy bắt đầu với bài đầu tiên.
flash-enrol-first = Hãy ghi danh trước, rồi mở bài học.
flash-course-left = Bạn đã rời khoá học.
flash-course-moved = Bạn đang học bản mới. Bài nào đã xong vẫn được tính là xong.
flash-course-completed = Chúc mừng, bạn đã hoàn thành khoá học!
flash-reminders-on = Đã bật thư nhắc.
flash-reminders-off = Đã tắt thư nhắc.

## Khoá học của tôi, hồ sơ học tập

course-mine = Khoá học của tôi
course-mine-lead = Khoá học bạn mở gần đây nhất đứng trước.
course-mine-none = Bạn chưa học khoá nào
course-mine-none-words = Chọn một khoá học và ghi danh; khoá học sẽ hiện ở đây cùng tiến độ của bạn.
course-mine-all = Xem tất cả khoá học của tôi
course-offered = Có thể bạn quan tâm
course-transcript = Hồ sơ học tập
course-transcript-name = Họ và tên
course-transcript-organisation = Đơn vị
course-transcript-hours = Tổng số giờ học
course-transcript-completed = Đã hoàn thành
course-transcript-at = Lập lúc
course-transcript-none = Hồ sơ chưa có gì
course-transcript-caption = Các khoá học
course-transcript-note = Giờ học được tính theo học phần đã xong. Kết quả thi là số câu đúng của lượt tốt nhất.
course-transcript-print = In hồ sơ
course-column-course = Khoá học
course-column-begun = Ghi danh
course-column-result = Kết quả
course-column-exam = Thi cuối khoá
course-column-hours = Giờ học
home-courses = Khoá học
home-courses-lead = Học theo từng bài, có câu tự kiểm tra và bài thi cuối khoá.
home-learning = Khoá học của tôi
home-see-courses = Xem khoá học
audit-certificate-export = Tải danh sách giấy chứng nhận
audit-certificate-file = Thay giấy chứng nhận bằng bản ký số
audit-certificate-issue = Cấp giấy chứng nhận
audit-certificate-reissue = Cấp lại giấy chứng nhận
audit-certificate-revoke = Thu hồi giấy chứng nhận
audit-cohort-change = Sửa lớp học
audit-cohort-create = Mở lớp học
audit-cohort-export = Tải danh sách lớp
audit-cohort-extend = Gia hạn cho học viên
audit-cohort-invitations = Lấy giấy mời của lớp
audit-cohort-letter = Gửi thư cho học viên
audit-cohort-newest-version = Chuyển cả lớp sang bản mới
audit-cohort-remove = Đưa học viên ra khỏi lớp
audit-cohort-return = Đưa học viên trở lại lớp
audit-cohort-roster = Nhập danh sách học viên
audit-course-answer-hide = Ẩn câu trả lời trong bài học
audit-course-answer-show = Hiện câu trả lời trong bài học
audit-course-create = Tạo khoá học
audit-course-draft = Sửa bản nháp khoá học
audit-course-draft-discard = Bỏ bản nháp khoá học
audit-course-draft-open = Mở bản nháp khoá học
audit-course-draft-return = Trả lại bản nháp khoá học
audit-course-draft-submit = Gửi duyệt bản nháp khoá học
audit-course-mark = Chấm bài tập
audit-course-question-answer = Trả lời câu hỏi của học viên
audit-course-question-hide = Ẩn câu hỏi của học viên
audit-course-question-show = Hiện câu hỏi của học viên
