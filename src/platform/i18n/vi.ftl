# Lời trên các trang. Mỗi khoá có trong mọi ngôn ngữ.

## Chung

brand = Học Luật
skip-to-content = Đến nội dung chính
nav-main = Trang chính
nav-contests = Cuộc thi
nav-organiser = Tổ chức cuộc thi
nav-sign-in = Đăng nhập
nav-sign-out = Đăng xuất
switch-language = EN
switch-language-name = English
footer-about = Học Luật: học pháp luật và thi tìm hiểu pháp luật trực tuyến. Giờ trên trang là giờ Việt Nam.
footer-api = Giao diện lập trình (API)

## Thời gian, số lượng

unit-days = { $n } ngày
unit-hours = { $n } giờ
unit-minutes = { $n } phút
unit-seconds = { $n } giây
left-days-hours = còn { $large } ngày { $small } giờ
left-hours-minutes = còn { $large } giờ { $small } phút
left-minutes = còn { $large } phút
left-under-a-minute = còn chưa đến 1 phút
opens = mở lúc
closes = đóng lúc
closed = đã đóng lúc
opens-at = mở lúc { $at }
closed-at = đã đóng lúc { $at }
from-until = Từ { $from } đến { $until }
counted-at = Số liệu lúc { $at }
count-entered = { $n } người đã đăng ký
count-questions = { $n } câu
count-attempts = { $n } lượt
count-prizes = { $n } giải

## Trạng thái

stage-upcoming = Sắp mở
stage-open = Đang mở
stage-closed = Đã đóng
stage-final = Có kết quả

## Trang chủ, danh sách

home-title = Hiểu luật để sống và làm việc theo luật
home-lead = Học và thi tìm hiểu pháp luật trên điện thoại hoặc máy tính. Câu trả lời được lưu từng câu một, xếp hạng minh bạch.
home-how = Ba bước dự thi
home-step-enter = Đăng ký
home-step-enter-text = Tạo tài khoản rồi điền phiếu dự thi. Chỉ hỏi những gì thể lệ cần.
home-step-sit = Làm bài
home-step-sit-text = Chọn câu nào lưu câu đó. Mất mạng vẫn làm tiếp được; có mạng lại, máy tự gửi.
home-step-rank = Xem kết quả
home-step-rank-text = Nhận biên nhận có mã số và xem thứ hạng ngay khi thể lệ cho phép.
list-lead = Chọn một cuộc thi để xem thể lệ và dự thi.
list-open = Đang mở
list-upcoming = Sắp mở
list-finished = Đã đóng
list-none-now = Hiện chưa có cuộc thi nào đang mở. Mời bạn quay lại sau.

## Biểu mẫu

form-optional = (không bắt buộc)
form-has-errors = Có chỗ cần sửa trước khi gửi.
label-full-name = Họ và tên
hint-full-name = Viết đủ họ, tên đệm, tên và dấu. Thí dụ: Nguyễn Thị An.
label-login = Tên đăng nhập
hint-login = Từ 3 đến 40 ký tự: chữ cái không dấu, chữ số, dấu chấm, gạch nối. Dùng số điện thoại cũng được.
label-password = Mật khẩu
hint-password = Ít nhất 8 ký tự. Một câu ngắn dễ nhớ là tốt nhất.
hint-password-admin = Ít nhất 8 ký tự; càng dài càng tốt. Một câu dễ nhớ là tốt nhất.
label-password-again = Nhập lại mật khẩu
label-email = Thư điện tử
hint-email = Dùng để báo tin khi có kết quả.
label-day = Ngày
label-month = Tháng
label-year = Năm
hint-date = Thí dụ: 5/9/2012.
hint-date-partial = Thí dụ: 5/9/2012. Không rõ ngày hoặc tháng thì để trống ô đó.

## Tài khoản

register-title = Tạo tài khoản
register-lead = Chỉ mất chưa đến một phút. Bạn dùng tài khoản này cho mọi cuộc thi.
register-submit = Tạo tài khoản
register-have-account = Đã có tài khoản?
sign-in-title = Đăng nhập
sign-in-submit = Đăng nhập
sign-in-no-account = Chưa có tài khoản?
first-title = Đặt mật khẩu quản trị
first-lead = Liên kết này chỉ dùng được một lần. Tài khoản bạn tạo ở đây quản trị toàn bộ hệ thống.
first-submit = Lưu và đăng nhập

## Cuộc thi

organised-by = Đơn vị tổ chức: { $name }
action-enter = Đăng ký dự thi
action-enter-words = Đăng ký chưa đến một phút, rồi vào thi được ngay.
action-start = Vào thi
action-attempts-left = Bạn còn { $n } lượt thi.
action-attempts-unlimited = Không giới hạn số lượt thi.
action-resume = Làm tiếp · còn { $time }
action-resume-words = Bạn có một lượt thi đang chạy. Những câu đã lưu vẫn còn nguyên.
action-wait-words = Bạn đã đăng ký. Cuộc thi mở lúc { $at }.
action-used-words = Bạn đã dùng hết lượt thi. Cảm ơn bạn đã tham gia.
action-closed-words = Cuộc thi đã đóng. Kết quả sẽ được công bố tại trang này.
action-result = Xem kết quả
action-result-words = Kết quả chính thức đã được công bố.
action-my-result = Lượt thi gần nhất của tôi
contest-ranking = Cách xếp hạng
contest-rules = Thể lệ nói gọn
contest-prizes = Giải thưởng
contest-rounds = Các kỳ thi
fact-questions = Câu hỏi
fact-time = Thời gian
fact-attempts = Số lượt thi
fact-entered = Đã đăng ký

## Đăng ký dự thi

entry-title = Đăng ký dự thi
entry-lead = { $organiser } cần những thông tin dưới đây để tổ chức cuộc thi.
entry-consent = Tôi đồng ý để { $organiser } dùng các thông tin này cho cuộc thi. Người dưới 16 tuổi: cha, mẹ hoặc người giám hộ đã đồng ý.
entry-submit = Gửi đăng ký
entry-why = Vì sao hỏi những điều này?
entry-why-same-person = Để mỗi người chỉ dự thi dưới một tên.
entry-why-contact = Để báo tin và trao giải nếu bạn đạt giải.
entry-why-public-name = Bảng xếp hạng hiện tên theo cách thể lệ đã ghi; số điện thoại, ngày sinh, địa chỉ không bao giờ hiện.

## Trước khi làm bài

start-title = Sẵn sàng làm bài?
start-attempt-of = Lượt { $n } trên { $max }
start-attempt = Lượt { $n }
start-your-time = Bạn sẽ có
start-questions-and-prediction = { $n } câu + 1 dự đoán
start-shortened = Kỳ thi sắp đóng: thay vì { $full }, lượt này chỉ còn { $left }.
start-clock = Đồng hồ chạy ngay khi bạn bấm “Bắt đầu” và không dừng lại, kể cả khi bạn rời trang.
start-closes = Kỳ thi đóng lúc { $at }.
start-closing-cut-off = Đến giờ đó, lượt đang làm dừng ngay và những câu đã lưu được ghi nhận.
start-closing-own-time = Bắt đầu trước giờ đó thì vẫn được làm hết giờ của mình, nhưng không quá { $max } sau khi đóng.
start-autosave = Mỗi câu được lưu ngay khi bạn chọn. Hết giờ không cần bấm gì: câu đã lưu là bài thi của bạn.
start-offline = Mất mạng hoặc hết pin: mở lại trang này trên bất kỳ máy nào để làm tiếp trong thời gian còn lại.
start-complete-only = Lượt thi chỉ được tính khi bạn trả lời đủ mọi câu.
start-submit = Bắt đầu
start-not-yet = Để sau

## Làm bài

sitting-title = Làm bài
sitting-time-left = Thời gian còn lại
sitting-question = Câu { $n }
sitting-choose-several = Có thể chọn nhiều phương án.
sitting-prediction-label = Số bạn dự đoán
sitting-prediction-hint = Ghi một số, thí dụ 7171 hoặc 12,5.
sitting-flag = Đánh dấu để xem lại
sitting-previous = Câu trước
sitting-next = Câu tiếp
sitting-save = Lưu
sitting-submit = Nộp bài
sitting-map = Các câu
sitting-legend-saved = Đã lưu
sitting-legend-waiting = Chưa gửi được
sitting-legend-flagged = Đánh dấu
sitting-legend-empty = Chưa trả lời
sitting-map-note = Hết giờ, hệ thống tự ghi nhận những câu đã lưu.
sitting-text-smaller = Chữ nhỏ hơn
sitting-text-larger = Chữ lớn hơn
sitting-without-script = Trình duyệt không chạy được chương trình của trang: đồng hồ đứng yên và câu trả lời chỉ được lưu khi bạn bấm “Lưu”. Hãy lưu thường xuyên.
confirm-title = Nộp bài?
confirm-note = Nộp rồi không sửa được nữa.
confirm-yes = Nộp bài
confirm-no = Làm tiếp
js-all-saved = Đã lưu hết
js-saving = Đang lưu…
js-unsent = { $n } câu chưa gửi
js-offline = Đang mất mạng. Máy này đang giữ { $n } câu trả lời chưa gửi và sẽ tự gửi khi có mạng. Bạn cứ làm tiếp.
js-offline-short = Đang mất mạng. Bạn cứ làm tiếp, câu trả lời được giữ trên máy này.
js-back-online = Có mạng lại rồi. Mọi câu trả lời đã được lưu.
js-saved = Đã lưu
js-not-saved-yet = Chưa gửi được, máy sẽ tự gửi lại
js-newer-elsewhere = Câu { $number } đã được trả lời mới hơn ở nơi khác: { $response }. Trang này giữ câu trả lời mới đó.
js-newer-elsewhere-blank = Câu { $number } đã được bỏ trả lời ở nơi khác. Trang này giữ như vậy.
js-answer-not-possible = Câu trả lời này chưa đúng cách viết nên chưa được lưu.
js-question-of = Câu { $n } trên { $total }
js-map-label = Câu { $n }
js-map-answered = đã lưu
js-map-waiting = chưa gửi được
js-map-empty = chưa trả lời
js-map-flagged = đánh dấu
js-left-minutes = Còn { $n } phút
js-left-seconds = Còn { $n } giây
js-time-up = Hết giờ. Đang ghi nhận bài thi…
js-time-up-offline = Hết giờ và đang mất mạng. Những câu đã lưu trước giờ đóng được tính. Trang kết quả mở khi có mạng lại.
js-submitting = Đang nộp bài…
js-submit-failed = Chưa nộp được vì mạng yếu. Câu trả lời đã lưu vẫn được tính. Hãy bấm “Nộp bài” lần nữa.
js-all-answered = Bạn đã trả lời đủ { $total } câu.
js-some-unanswered = Còn { $n } câu chưa trả lời. Bấm vào số để quay lại câu đó:
js-signed-out = Phiên làm việc đã hết. Câu trả lời vẫn được giữ trên máy này: tải lại trang để gửi tiếp.

## Kết quả một lượt thi

result-title = Kết quả lượt thi
result-submitted = Đã nộp bài
result-submitted-words = Bài thi của bạn đã được ghi nhận.
result-expired = Đã hết giờ
result-expired-words = Những câu đã lưu trước khi hết giờ là bài thi của bạn.
result-voided = Lượt thi đã bị huỷ
result-voided-words = Ban Tổ chức đã huỷ lượt thi này. Hãy liên hệ Ban Tổ chức nếu bạn cần biết lý do.
result-not-valid = Lượt thi này không được xếp hạng vì chưa trả lời đủ mọi câu như thể lệ yêu cầu.
result-correct = Số câu đúng
result-place-provisional = Hạng tạm thời
result-place-final = Hạng chính thức
result-place-of = trong { $n } người
result-again = Thi lượt nữa
result-see-board = Xem bảng xếp hạng
result-back = Về trang cuộc thi
result-review-after-close = Đáp án kèm căn cứ pháp lý được mở sau khi kỳ thi đóng (lúc { $at }) và mọi lượt thi đã kết thúc.
result-review-after-final = Đáp án kèm căn cứ pháp lý được mở khi có kết quả chính thức.
result-review-never = Theo thể lệ, cuộc thi này không công bố đáp án.
receipt-title = Biên nhận
receipt-code = Mã lượt thi
receipt-started = Bắt đầu
receipt-finished = Kết thúc
receipt-duration = Thời gian làm bài
receipt-answered = Số câu đã trả lời
receipt-prediction = Dự đoán
receipt-digest = Dấu vân tay của câu trả lời
receipt-note = Hãy chụp lại hoặc in biên nhận này. Dấu vân tay cho thấy câu trả lời của bạn không bị thay đổi sau khi nộp.
review-title = Đáp án và căn cứ pháp lý
review-right = Đúng
review-wrong = Chưa đúng
review-blank = Bỏ trống
review-your-answer = bạn chọn
review-right-answer = đáp án đúng
review-reference = Căn cứ:

## Bảng xếp hạng

board-provisional-title = Bảng xếp hạng tạm thời
board-final-title = Kết quả chính thức
board-stamp-provisional = Tạm thời
board-stamp-frozen = Tạm dừng cập nhật
board-stamp-final = Chính thức
board-provisional-words = Thứ hạng còn thay đổi cho đến khi công bố kết quả. Bảng tự cập nhật.
board-frozen-words = Bảng tạm dừng cập nhật cho đến khi công bố kết quả.
board-final-words = Kết quả đã được Ban Tổ chức công bố.
board-empty = Chưa có ai trên bảng. Bạn có thể là người đầu tiên.
board-see-all = Xem cả bảng
board-total = { $n } người
board-you = bạn
board-all-divisions = Tất cả
board-divisions = Bảng
board-table = Bảng xếp hạng
board-updated = Cập nhật lúc { $at }
board-connection-lost = Mất kết nối, đang thử lại.
board-has-changed = Trạng thái bảng đã thay đổi. Tải lại trang để xem.
board-result-file = Tải tệp kết quả (JSON)
board-result-file-words = Gồm thể lệ, câu trả lời đã ẩn danh và thứ hạng để ai cũng tính lại được.
column-rank = Hạng
column-name = Thí sinh
column-points = Điểm
column-duration = Thời gian
column-finished = Nộp lúc
column-contest = Cuộc thi
column-stage = Trạng thái
column-hour = Giờ
column-started = Bắt đầu
column-ended = Kết thúc

## Ban Tổ chức

organiser-none = Chưa có cuộc thi nào. Nhập gói nội dung bằng lệnh “hocluat import”.
organiser-see-public = Xem trang công khai
organiser-counts = Số liệu trực tiếp
organiser-hours = Lượt bắt đầu theo giờ
organiser-hours-summary = Biểu đồ cột số lượt bắt đầu theo giờ; giờ nhiều nhất có { $n } lượt. Bảng số ở ngay dưới.
organiser-hours-table = Xem dạng bảng
organiser-hours-busiest = Cột cao nhất: { $n } lượt trong một giờ.
count-label-entries = Đã đăng ký
count-label-people = Người dự thi
count-label-running = Đang làm bài
count-label-submitted = Đã nộp
count-label-expired = Hết giờ
count-label-finished = Lượt đã kết thúc
live-connection-lost = Mất kết nối, số liệu có thể đã cũ.
true-number-later = chốt khi công bố
finalise-title = Công bố kết quả
finalise-open = Công bố kết quả…
finalise-what-happens = Hệ thống chốt các con số dự đoán, tính thứ hạng và giải thưởng rồi công bố trang kết quả. Việc này không hoàn tác được và được ghi vào nhật ký.
finalise-confirm = Tôi đã kiểm tra và muốn công bố.
finalise-submit = Công bố kết quả { $round }
finalise-not-yet = Nút công bố hiện ra khi mọi điều kiện đã đủ.
round-final-since = Kết quả chính thức từ { $at }.
condition-met = Đã đủ:
condition-unmet = Chưa đủ:
downloads-title = Tải về
download-csv = Danh sách CSV
download-xlsx = Danh sách Excel
download-result = Tệp kết quả (JSON)
audit-title = Nhật ký
audit-none = Chưa có gì được ghi.

## Thông báo

flash-entered = Đã đăng ký dự thi. Khi cuộc thi mở, hãy bấm “Vào thi”.
flash-saved = Đã lưu câu trả lời.
flash-signed-out = Bạn đã đăng xuất.

## Trang lỗi

error-title = Chưa thực hiện được
error-status = Mã { $status }
error-nothing-lost = Những gì bạn đã lưu vẫn còn nguyên.
error-back = Quay lại
error-home = Về trang chủ
error-request = Khi cần hỗ trợ, hãy cho biết mã yêu cầu:

## Lỗi

problem-not-found = Không có trang này, hoặc bạn không được xem.
problem-sign-in-needed = Bạn cần đăng nhập trước.
problem-sign-in-failed = Tên đăng nhập hoặc mật khẩu không đúng.
problem-not-allowed = Tài khoản của bạn không có quyền làm việc này.
problem-form-expired = Biểu mẫu đã quá hạn. Hãy tải lại trang rồi gửi lần nữa.
problem-fields-invalid = Có chỗ cần sửa trước khi gửi.
problem-request-unreadable = Hệ thống không đọc được yêu cầu này.
problem-body-too-large = Nội dung gửi lên quá lớn.
problem-too-many-requests = Có quá nhiều yêu cầu từ máy này. Hãy chờ một lát rồi thử lại.
problem-unavailable = Hệ thống đang bận. Hãy thử lại sau ít giây.
problem-internal = Hệ thống gặp lỗi. Lỗi đã được ghi lại để khắc phục.
problem-login-taken = Tên đăng nhập này đã có người dùng.
problem-link-expired = Liên kết này đã được dùng hoặc đã hết hạn. Nếu đã đặt mật khẩu, hãy đăng nhập.
problem-entry-needed = Bạn cần đăng ký dự thi trước.
problem-same-person-entered = Đã có người đăng ký với những thông tin này. Nếu đó là bạn, hãy đăng nhập bằng tài khoản đã dùng khi đăng ký.
problem-not-eligible = Bạn chưa thuộc đối tượng dự thi theo thể lệ.
problem-not-open-yet =
    { $moment ->
         [none] Chưa đến giờ mở.
        *[other] Chưa đến giờ mở. Mở lúc { $moment }.
    }
problem-round-closed =
    { $moment ->
         [none] Kỳ thi đã đóng.
        *[other] Kỳ thi đã đóng lúc { $moment }.
    }
problem-no-attempts-left =
    { $moment ->
         [none] Bạn đã dùng hết lượt thi.
        *[other] Bạn đã dùng hết lượt thi của lần này. Lượt tiếp theo từ { $moment }.
    }
problem-attempt-ended = Lượt thi này đã kết thúc.
problem-time-is-up = Lượt thi đã hết giờ. Những câu đã lưu trước đó được tính.
problem-answer-outdated = Đã có câu trả lời mới hơn được lưu từ nơi khác.
problem-no-such-question = Đề này không có câu đó.
problem-answer-not-possible = Câu trả lời này không hợp với câu hỏi.
problem-result-not-yet = Kết quả chưa được công bố.
problem-board-hidden = Bảng xếp hạng hiện không công khai.
problem-not-ready-to-finalise = Chưa đủ điều kiện để công bố kết quả.
problem-already-final = Kết quả đã được công bố rồi.
problem-decision-needed = Các lượt thi sau bằng nhau ở mọi tiêu chí tại vị trí có giải: { $attempts }. Hãy thêm bước "draw" (bốc thăm) vào cuối phần xếp hạng trong contest.toml, ghi lý do ở change_reason, nhập lại rồi công bố.
problem-changed-meanwhile = Người khác vừa thay đổi nội dung này. Hãy tải lại trang rồi làm lại.

## Lỗi từng ô

field-too-short = Ngắn quá: ít nhất { $min } ký tự.
field-consent = Cần đồng ý thì mới đăng ký được.
field-login = Từ 3 đến 40 ký tự: chữ cái không dấu, chữ số, dấu chấm, gạch nối.
field-login-taken = Tên đăng nhập này đã có người dùng.
field-password-short = Mật khẩu cần ít nhất { $min } ký tự.
field-password-common = Mật khẩu này dễ đoán. Hãy chọn mật khẩu khác.
field-passwords-differ = Hai lần nhập mật khẩu chưa giống nhau.
field-number = Hãy ghi một số.
field-sequence-range = Số thứ tự lần lưu không hợp lệ.
field-bank-missing = Chưa có ngân hàng câu hỏi này. Hãy nhập ngân hàng trước.
field-change-reason = Cuộc thi đã bắt đầu: cần ghi lý do thay đổi.
field-round-vanished = Kỳ thi { $round } đã có trước đây nên không bỏ được.

## Phiếu dự thi

form-full_name = Họ và tên
form-full_name-hint = Viết đủ họ, tên đệm, tên và dấu, như trên giấy tờ.
form-birth_date = Ngày sinh
form-birth_date-hint = Để phân biệt người cùng tên và xét tuổi nếu thể lệ có quy định.
form-sex = Giới tính
form-sex-hint = { "" }
form-phone = Số điện thoại
form-phone-hint = Để báo tin khi bạn đạt giải. Trẻ em có thể dùng số của cha mẹ.
form-email = Thư điện tử
form-email-hint = Để gửi tin về kết quả.
form-id_number = Số định danh cá nhân
form-id_number-hint = 12 chữ số trên thẻ căn cước. Để mỗi người chỉ dự thi dưới một tên.
form-organisation = Đơn vị
form-organisation-hint = Nơi bạn học tập, làm việc hoặc sinh sống.
form-address = Địa chỉ
form-address-hint = Xã, phường và tỉnh, thành phố nơi bạn ở.
form-occupation = Nghề nghiệp
form-occupation-hint = { "" }
form-division = Bảng
form-division-hint = Bạn xếp hạng cùng những người trong bảng này.
form-choice = Lựa chọn
form-choice-hint = { "" }
form-text = Câu hỏi thêm
form-text-hint = { "" }
sex-male = Nam
sex-female = Nữ
sex-other = Khác

## Số liệu của cuộc thi

fact-questions-only = { $n } câu
fact-questions-and-prediction = { $n } câu + 1 dự đoán
fact-attempts-unlimited = Không giới hạn
fact-attempts-limit =
    { $per ->
         [day] { $n } lượt mỗi ngày
         [week] { $n } lượt mỗi tuần
        *[round] { $n } lượt mỗi kỳ
    }
fact-entered-people = { $n } người
contest-ranking-intro = Xét lần lượt từ trên xuống; bước sau chỉ xét khi bước trước bằng nhau.
organiser-unnamed = Ban Tổ chức

## Nhật ký

audit-system = Hệ thống
audit-round-export = Tải tệp { $file } của kỳ thi { $round }.

## Tệp xuất

export-rank = Hạng
export-code = Mã lượt thi
export-shown-name = Tên trên bảng
export-division = Bảng
export-points = Điểm
export-correct = Số câu đúng
export-duration = Thời gian làm bài
export-finished = Nộp lúc
export-prize = Giải

## Thư báo

mail-final-subject = Kết quả { $round }: { $contest }
mail-final-body = Kết quả { $round } của cuộc thi “{ $contest }” đã được công bố. Xem tại: { $url }
flash-finalised = Đã công bố kết quả.

## Điều kiện công bố, con số dự đoán

finalise-needs-close = Kỳ thi đã đóng (lúc { $at }) và mọi lượt thi đã qua giờ kết thúc.
finalise-needs-none-running =
    { $n ->
         [0] Không còn lượt thi nào đang chạy.
        *[other] Không còn lượt thi nào đang chạy (hiện còn { $n }).
    }
finalise-needs-every-round =
    { $n ->
         [0] Mọi kỳ thi của cuộc thi đã đóng.
        *[other] Mọi kỳ thi của cuộc thi đã đóng (còn { $n } kỳ chưa đóng).
    }
field-confirm = Hãy đánh dấu xác nhận trước khi công bố.
true-number-people-taking-part = Số người dự thi
true-number-people-all-correct = Số người trả lời đúng tất cả
true-number-attempts-all-correct = Số lượt thi đúng tất cả
true-number-attempts = Tổng số lượt thi
true-number-per-cent-all-correct = Tỷ lệ trả lời đúng tất cả (%)
export-sheet = Xếp hạng

## Tên loại lỗi (API)

problem-title-not-found = Không tìm thấy
problem-title-unauthenticated = Chưa đăng nhập
problem-title-forbidden = Không được phép
problem-title-conflict = Chưa thực hiện được lúc này
problem-title-invalid = Nội dung chưa hợp lệ
problem-title-too-many = Quá nhiều yêu cầu
problem-title-too-large = Quá lớn
problem-title-unavailable = Hệ thống đang bận
problem-title-internal = Lỗi hệ thống
