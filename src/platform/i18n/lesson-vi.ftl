# Trang bài học.

lesson-minutes = { $n } phút
lesson-optional = tự chọn
lesson-kind-text = Bài học
lesson-kind-quiz = Bài kiểm tra
lesson-kind-exam = Thi cuối khoá
lesson-kind-assignment = Bài tập
lesson-kind-survey = Khảo sát
lesson-mark-none = chưa học
lesson-mark-opened = đang học
lesson-mark-passed = Đã xong
lesson-mark-locked = Chưa mở
lesson-map = Mục lục
lesson-number = Bài { $n }/{ $of }
lesson-objectives = Học xong bài này, bạn
lesson-references = Căn cứ pháp lý ({ $n })
lesson-waits-until = Lớp của bạn bắt đầu lúc { $at }. Khi đó bài này sẽ mở.
lesson-over = Lớp của bạn đã kết thúc lúc { $at }. Bạn vẫn đọc lại được, nhưng không làm thêm được nữa.
lesson-waits-for = Bài này mở khi bạn đã xong các bài sau:
lesson-around = Bài trước, bài sau
lesson-previous = Bài trước
lesson-next = Bài sau
lesson-to-course = Về trang khoá học
lesson-go-next = Sang bài: { $title }
lesson-signed-out = Bạn đã bị đăng xuất. Phần đã xem được giữ trên máy này; hãy đăng nhập lại để gửi.

## Đọc to, ghi hình, ghi âm

lesson-read = Đọc to
lesson-read-pause = Tạm dừng
lesson-read-resume = Đọc tiếp
lesson-read-stop = Dừng
lesson-video = Phần ghi hình
lesson-audio = Phần ghi âm
lesson-captions = Phụ đề tiếng Việt
lesson-transcript = Lời ghi lại bằng chữ
lesson-watched = Phần đã xem, đã nghe
lesson-watched-enough = Đã xem { $percent } %, đủ rồi.
lesson-watched-more = Đã xem { $percent } %, cần { $needed } %. Tua không được tính.
lesson-watched-waiting = Mất mạng. Phần vừa xem được giữ trên máy này và tự gửi khi có mạng lại.
lesson-watch-script = Trình duyệt của bạn không chạy JavaScript nên máy không đếm được phần đã xem. Hãy bật JavaScript hoặc dùng trình duyệt khác.
lesson-embed-words = Phần này phát từ trang { $site }. Khi bạn bấm, trình duyệt sẽ kết nối với { $site } và trang đó biết địa chỉ mạng của bạn.
lesson-embed-play = Phát từ { $site }
lesson-embed-open = Mở ở { $site }

## Tự kiểm tra

lesson-check = Tự kiểm tra { $n }
lesson-check-send = Trả lời
lesson-check-again = Trả lời lại
lesson-check-choose = Hãy chọn một phương án trước.
lesson-check-failed = Chưa gửi được. Hãy kiểm tra mạng rồi bấm lại.
lesson-check-right = Đúng rồi
lesson-check-wrong = Chưa đúng
lesson-check-was-right = Bạn đã trả lời đúng
lesson-check-was-wrong = Bạn đã trả lời, chưa đúng
lesson-check-answer = Đáp án đúng:
lesson-check-key = Xem đáp án và giải thích

## Tài liệu, ghi chú, hỏi đáp

lesson-downloads = Tài liệu tải về
lesson-note = Ghi chú của tôi
lesson-note-label = Ghi chú
lesson-note-hint = Chỉ mình bạn đọc được.
lesson-note-save = Lưu ghi chú
lesson-note-saving = Đang lưu…
lesson-note-saved = Đã lưu
lesson-note-unsaved = Chưa lưu được, máy sẽ thử lại.
lesson-note-saved-at = Đã lưu { $at }
lesson-questions = Hỏi đáp
lesson-questions-none = Chưa có câu hỏi nào về bài này.
lesson-you = Bạn
lesson-question-waits = Chờ giảng viên trả lời
lesson-teacher = Giảng viên
lesson-ask = Đặt câu hỏi
lesson-ask-label = Câu hỏi của bạn
lesson-ask-hint = Giảng viên xem trước rồi mới hiện cho mọi người. Đừng nêu tên, địa chỉ hay chuyện riêng của ai.
lesson-ask-send = Gửi câu hỏi

## Việc cần làm trong bài

lesson-finish = Tôi đã học xong bài này
lesson-passed-at = Bạn đã học xong bài này lúc { $at }.
lesson-missing-watch = Trước khi xong bài: bạn mới xem { $percent } %, cần xem ít nhất { $needed } %.
lesson-missing-checks = Trước khi xong bài: còn { $n } câu tự kiểm tra chưa trả lời.
lesson-passed = Đạt
lesson-not-passed = Chưa đạt
lesson-quiz-passed = Bạn đã đạt bài này lúc { $at }.
lesson-quiz-questions = Số câu
lesson-quiz-length = Thời gian
lesson-quiz-pass = Để đạt
lesson-quiz-pass-percent = đúng từ { $percent } %
lesson-quiz-left = Số lượt
lesson-quiz-left-of = còn { $left }/{ $max }
lesson-quiz-left-free = không giới hạn
lesson-quiz-best = Lượt tốt nhất được tính.
lesson-quiz-saved = Chọn câu nào, máy lưu câu đó. Hết giờ, những câu đã lưu là bài làm của bạn.
lesson-quiz-wait = Mỗi lượt cách nhau { $length }, tính từ lúc hết giờ của lượt trước.
lesson-quiz-window = Làm bài từ { $from } đến { $until }.
lesson-quiz-shows = Nộp bài xong, bạn xem được đáp án và giải thích.
lesson-quiz-hides = Bài này không hiện đáp án sau khi nộp.
lesson-quiz-running = Bạn đang làm dở một lượt, còn { $time }.
lesson-quiz-resume = Làm tiếp
lesson-quiz-start = Bắt đầu làm bài
lesson-quiz-again = Làm lại
lesson-quiz-wait-until = Bạn làm lại được từ { $at } ({ $left }). Trong lúc chờ, hãy xem lại các bài học.
lesson-quiz-not-yet = Bài này mở lúc { $at }.
lesson-quiz-over = Thời gian làm bài đã hết lúc { $at }.
lesson-quiz-used = Bạn đã dùng hết số lượt. Hãy liên hệ đơn vị tổ chức nếu cần được giúp.
lesson-quiz-past = Các lượt đã làm
lesson-quiz-attempt = Lượt { $n }
lesson-assignment = Bài tập
lesson-assignment-passed = Bài của bạn đã đạt lúc { $at }.
lesson-rubric = Bài được chấm thế nào
lesson-rubric-points = { $n } điểm
lesson-rubric-pass = Đạt khi được từ { $percent } % tổng số điểm.
lesson-handed = Bài nộp lần { $n }
lesson-handed-waits = Đang chờ chấm. Có điểm, bạn sẽ thấy ở đây.
lesson-handed-text = Xem bài đã nộp
lesson-marks = { $points }/{ $of } điểm
lesson-marks-comment = Lời nhận xét
lesson-answer = Bài làm
lesson-answer-again = Bài làm lần này
lesson-answer-hint = Nhiều nhất { $n } chữ.
lesson-words = { $n }/{ $max } chữ
lesson-words-over = { $n }/{ $max } chữ – quá dài, hãy rút bớt
lesson-file = Tệp bài làm
lesson-file-hint = PDF, Word (docx, không có macro), ảnh JPG hoặc PNG; không quá 5 MB.
lesson-hand-in = Nộp bài
lesson-hand-in-words = Nộp rồi thì không sửa được nữa. Nếu chưa đạt, bạn nộp lại được.
lesson-survey-send = Gửi câu trả lời
lesson-survey-words = Mỗi người trả lời một lần. Người tổ chức xem câu trả lời để sửa khoá học cho tốt hơn.
lesson-survey-done = Cảm ơn bạn đã trả lời lúc { $at }.
lesson-scale-low = Thấp nhất
lesson-scale-high = Cao nhất
field-lesson-too-long = Dài quá: nhiều nhất { $max } ký tự.
field-survey-choose = Hãy chọn một câu trả lời.
field-hand-in-something = Hãy viết bài làm hoặc chọn một tệp.
field-too-many-words = Bài có { $words } chữ, nhiều nhất { $max } chữ.
field-no-file-here = Bài tập này không nhận tệp.
field-file-too-large = Tệp lớn hơn 5 MB.
field-file-kind = Không nhận tệp này. Chỉ nhận PDF, Word (docx, không có macro), ảnh JPG hoặc PNG.
flash-lesson-done = Đã xong bài trước.
flash-note-saved = Đã lưu ghi chú.
flash-question-sent = Đã gửi câu hỏi. Giảng viên trả lời xong, bạn sẽ thấy ở phần hỏi đáp.
flash-handed-in = Đã nộp bài. Hãy chờ người chấm.
flash-survey-sent = Cảm ơn bạn đã trả lời.

## Kết quả

result-lesson-passed = Bạn đã đạt
result-lesson-words = Bài làm của bạn đã được ghi nhận.
result-lesson-expired-words = Những câu đã lưu trước khi hết giờ là bài làm của bạn.
result-lesson-again = Làm lại
result-lesson-back = Về bài học
result-lesson-review-never = Bài này không hiện đáp án.
