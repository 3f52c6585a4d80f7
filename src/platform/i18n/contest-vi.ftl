# Lời của các trang cuộc thi: trang chủ, danh sách, đăng ký, trang của tôi, trang của người tổ chức.

## Trang chủ

home-hello = Chào { $name }
home-nothing-entered = Bạn chưa ghi danh khoá học hay đăng ký cuộc thi nào. Hãy chọn ở dưới đây.
home-next = Việc nên làm tiếp của bạn ở ngay dưới đây.
home-see-open = Xem cuộc thi đang mở
home-have-code = Tôi có mã dự thi
home-mine = Cuộc thi của tôi
home-mine-all = Xem tất cả cuộc thi của tôi
home-more-open = Xem cả { $n } cuộc thi đang mở
home-none-open = Chưa có cuộc thi nào đang mở
home-all-contests = Xem mọi cuộc thi
home-all-finished = Xem mọi cuộc thi đã đóng
home-guide = Hướng dẫn dự thi từng bước

## Danh sách cuộc thi

list-search = Tìm theo tên cuộc thi
list-search-go = Tìm
list-tabs = Lọc theo tình trạng
list-tab-tat-ca = Tất cả ({ $n })
list-tab-dang-mo = Đang mở ({ $n })
list-tab-sap-mo = Sắp mở ({ $n })
list-tab-da-dong = Đã đóng ({ $n })
list-nothing-here = Chưa có cuộc thi nào ở đây
list-not-found = Không tìm thấy “{ $text }”
list-not-found-words = Hãy thử ít từ hơn, hoặc bỏ lọc để xem tất cả. Gõ không dấu cũng tìm được.

## Trang cuộc thi

clock-until-opening = Mở sau
clock-until-close = Còn lại
clock-days = ngày
clock-hours = giờ
clock-minutes = phút
clock-seconds = giây
action-enter-quick-words = Không cần tài khoản: điền phiếu chưa đến một phút rồi vào thi được ngay. Đã đăng ký?
contest-contact = Liên hệ
contest-contact-none = Đơn vị tổ chức chưa ghi người liên hệ. Hướng dẫn dưới đây giải đáp những việc hay gặp.
contest-contact-organiser = Có việc chưa rõ, hãy hỏi { $name }.
contact-phone = Điện thoại
contact-email = Thư điện tử
contact-address = Địa chỉ
contact-hours = Giờ làm việc
contest-share = Mời người khác cùng thi
contest-qr = Quét mã để mở trang cuộc thi
contest-qr-title = Mã QR dẫn đến trang cuộc thi
contest-qr-download = Tải mã QR
contest-poster = In áp phích A4
picture-alt = Hình giới thiệu cuộc thi: { $title }
picture-open = Đang mở · đến { $at }
picture-upcoming = Mở lúc { $at }
poster-how = Trang này vừa một tờ A4: bấm in, hoặc chọn “In” trong trình duyệt. Phần đầu trang và chân trang không được in.
poster-print = In
poster-scan = Quét mã để dự thi

## Phiếu đăng ký

entry-lead-quick = Điền phiếu này là xong, không cần tài khoản hay mật khẩu. { $organiser } chỉ hỏi những gì cần để tổ chức cuộc thi.
entry-quick-note = Đã có tài khoản hoặc đã đăng ký từ trước?
entry-quick-sign-in = Đăng nhập
entry-step = Câu { $n } / { $of }
entry-next = Tiếp
entry-back = Quay lại
entry-why-age = Thể lệ có quy định tuổi dự thi.
entry-why-on-board = Điều này hiện trên bảng xếp hạng.
entry-why-not-public = Không hiện công khai.
entry-unit-as-typed = Không phải những đơn vị trên. Ghi đúng như tôi viết: “{ $text }”
entry-consents = Sự đồng ý của bạn
entry-consents-words = Mỗi ô là một mục đích riêng; bạn tự đánh dấu. Mục không bắt buộc thì để trống cũng dự thi được.
entry-consent-version = (bản { $n })
entry-same-person = Đã có người đăng ký với những thông tin này
entry-same-person-words = Nếu đó là bạn, hãy vào lại bằng mã dự thi đã nhận, hoặc đăng nhập. Nếu không phải bạn, hãy xem lại họ tên và các ô khác.
consent-purpose-contest = Tổ chức cuộc thi
consent-purpose-news = Nhận tin về cuộc thi và lớp học khác
consent-purpose-publicity = Đăng tên và ảnh khi đạt giải
consent-purpose-organisation = Gửi danh sách người dự thi cho đơn vị của bạn
consent-text-contest = Tôi đồng ý để { $organiser } dùng các thông tin này để tổ chức cuộc thi: nhận ra mỗi người, xếp hạng, báo tin và trao giải. Người dưới 16 tuổi: cha, mẹ hoặc người giám hộ đã đồng ý.
consent-text-news = Tôi đồng ý để { $organiser } gửi tin về những cuộc thi và lớp học khác. Tôi có thể thôi nhận bất cứ lúc nào.
consent-text-publicity = Nếu đạt giải, tôi đồng ý để { $organiser } đăng họ tên và ảnh của tôi trong tin về kết quả.
consent-text-organisation = Tôi đồng ý để { $organiser } cho đơn vị tôi đã ghi biết tôi có dự thi và kết quả của tôi.
form-full_name-how = Viết đủ họ, tên đệm, tên và dấu, như trên giấy tờ.
form-id_number-how = 12 chữ số trên thẻ căn cước.
form-phone-how = Trẻ em có thể dùng số của cha mẹ; nhiều người dùng chung một số cũng được.
form-full_name-why = Để gọi đúng tên bạn và ghi vào giấy khen.
form-birth_date-why = Để phân biệt người cùng tên và bảo vệ tên của trẻ em trên bảng xếp hạng.
form-phone-why = Để báo tin khi bạn đạt giải.
form-email-why = Để gửi tin về kết quả.
form-organisation-why = Để tính kết quả theo đơn vị, nơi bạn học tập, làm việc hoặc sinh sống.
form-address-why = Để gửi giấy khen và giải thưởng.
form-division-why = Bạn xếp hạng cùng những người trong bảng này.
form-occupation-why = Để biết những ai quan tâm đến cuộc thi.
form-sex-why = Để ghi đúng trên giấy tờ và thống kê.
field-consent-unknown = Cuộc thi không hỏi mục đồng ý này.
field-organisation-which = Có nhiều đơn vị giống tên bạn viết. Hãy chọn một.
field-organisation-unknown = Chưa tìm thấy đơn vị này. Hãy viết tên xã, phường kèm tỉnh, hoặc tên đầy đủ của đơn vị, rồi chọn trong danh sách.
field-organisation-outside = Cuộc thi chỉ dành cho một số đơn vị; đơn vị bạn chọn không nằm trong đó.
field-organisation-code = Không có đơn vị nào mang mã { $code }. Hãy tra mã ở trang Tra cứu đơn vị.
rules-entry-quick = Không cần tài khoản: điền phiếu là có mã dự thi để quay lại từ máy khác.
rules-entry-account = Cần có tài khoản để đăng ký.
rules-consent-needed = { $purpose ->
    [news] Cần đồng ý: nhận tin về cuộc thi và lớp học khác
    [publicity] Cần đồng ý: đăng tên và ảnh khi đạt giải
    [organisation] Cần đồng ý: gửi danh sách người dự thi cho đơn vị của người đó
   *[contest] Cần đồng ý: dùng thông tin để tổ chức cuộc thi
} (bản { $version }).
rules-consent-free = { $purpose ->
    [news] Có thể đồng ý hoặc không: nhận tin về cuộc thi và lớp học khác
    [publicity] Có thể đồng ý hoặc không: đăng tên và ảnh khi đạt giải
    [organisation] Có thể đồng ý hoặc không: gửi danh sách người dự thi cho đơn vị của người đó
   *[contest] Có thể đồng ý hoặc không: dùng thông tin để tổ chức cuộc thi
} (bản { $version }).

## Sau khi đăng ký

entered-title = Bạn đã đăng ký
entered-lead = { $name } đã đăng ký “{ $contest }”.
entered-next = Tiếp theo
entered-to-contest = Về trang cuộc thi
entered-kept = Những gì bạn đã ghi
entered-shown-name = Tên hiện công khai
entered-mend = Ghi nhầm? Hãy báo đơn vị tổ chức ở phần Liên hệ trên trang cuộc thi.
entry-code-title = Mã dự thi của bạn
entry-code-words = Hãy ghi lại hoặc chụp màn hình mã này. Mất máy, đổi máy hay đăng xuất: vào “Tôi có mã dự thi” và gõ mã để quay lại.
entry-code-secret = Ai có mã này đều vào được bài thi của bạn, nên đừng gửi cho người khác.
entry-code-print = In trang này

## Trước khi làm bài

start-ready = Chuẩn bị
start-ready-quiet = Chọn chỗ yên tĩnh, có sóng hoặc Wi-Fi.
start-ready-battery = Sạc đủ pin và tắt báo thức, cuộc gọi nếu được.
start-expect = Khi làm bài

## Của tôi

mine-title = Trang của tôi
mine-contests = Cuộc thi
mine-none = Bạn chưa đăng ký cuộc thi nào
mine-none-words = Chọn một cuộc thi đang mở và điền phiếu; cuộc thi sẽ hiện ở đây cùng lượt thi và kết quả của bạn.
mine-certificates = Chứng nhận
mine-no-certificates = Bạn chưa có chứng nhận nào
mine-no-certificates-words = Chứng nhận bạn nhận được sẽ nằm ở đây để xem lại, tải về và in.
mine-place = Hạng { $rank } trên { $of }
mine-points = { $points } điểm
mine-place-final = chính thức
mine-place-provisional = tạm thời

## Người tổ chức

console-title = Quản lý cuộc thi
console-overview = Tổng quan
console-people = Thí sinh
console-exports = Tệp tải về
console-poster = Áp phích để in
filter-all-states = Mọi trạng thái
filter-all-organisations = Mọi đơn vị
organiser-list-lead = Các cuộc thi của đơn vị bạn và những đơn vị bên dưới.
organiser-none-here = Chưa có cuộc thi nào
organiser-nothing-fits = Không có cuộc thi nào khớp
organiser-charts = Biểu đồ
column-next = Việc tiếp theo
column-entered = Đăng ký lúc
column-attempts = Lượt thi
next-opens = Chờ mở lúc { $at }
next-watch = Đang thi, đóng lúc { $at }
next-running = Đã đóng, chờ những lượt cuối kết thúc
next-finalise = Công bố kết quả { $round }
next-done = Đã công bố: tải tệp kết quả
chart-no-figures = Chưa có số liệu.
chart-hours = Lượt bắt đầu theo giờ, hai ngày qua
chart-hours-none = Hai ngày qua chưa có lượt thi nào
chart-hours-what = Giờ
chart-hours-count = Lượt bắt đầu
chart-hours-most = Nhiều nhất: { $n } lượt, giờ bắt đầu từ { $what }.
chart-organisations = Mười đơn vị có nhiều người đăng ký nhất
chart-organisations-none = Chưa ai chọn đơn vị
chart-organisations-what = Đơn vị
chart-organisations-count = Người đăng ký
chart-organisations-most = Nhiều nhất: { $what }, { $n } người.
chart-organisations-without = Không chọn đơn vị trong danh sách
chart-points = Phân bố điểm của lượt được tính
chart-points-none = Chưa có bài nào được chấm
chart-points-what = Điểm
chart-points-count = Người
chart-points-most = Nhiều người nhất ở mức { $what } điểm: { $n } người.
people-lead = { $n } người đã đăng ký, xếp theo tên.
people-search = Tìm theo họ tên, số điện thoại, thư điện tử
people-organisation-hint = Gồm cả những đơn vị bên dưới. Gõ không dấu cũng được.
people-nobody-fits = Không có ai khớp
people-nobody-fits-words = Hãy thử ít từ hơn, hoặc bỏ bớt điều kiện lọc.
people-none = Chưa có ai đăng ký
people-none-words = Hãy chia sẻ trang cuộc thi hoặc in áp phích có mã QR để mời mọi người.
people-first = Trang đầu
person-lead = Đăng ký “{ $contest }” lúc { $at }.
person-form = Phiếu đăng ký
person-no-consents = Không có bằng chứng đồng ý được lưu: phiếu được gửi qua chương trình khác hoặc trước khi có mục này.
person-no-attempts = Chưa làm bài lần nào.
person-round = Kỳ thi, lượt
person-others = Cũng dự các cuộc thi khác của bạn
attempt-state-open = Đang làm
attempt-state-submitted = Đã nộp
attempt-state-expired = Hết giờ
attempt-state-voided = Không tính
exports-lead = Mọi tệp của cuộc thi và trong đó có gì.
exports-whole = Cả cuộc thi
export-personal = có dữ liệu cá nhân
export-noted = Mỗi lần tải tệp có dữ liệu cá nhân đều được ghi vào nhật ký. Hãy giữ tệp nơi an toàn và xoá khi không còn cần.
export-people-title = Danh sách người đăng ký
export-people-words = Mọi mục trong phiếu, mã đơn vị, lúc đăng ký, sự đồng ý kèm phiên bản và thời điểm. Xếp theo tên.
export-people-sheet = Thí sinh
export-unit-code = Mã đơn vị
export-entered-at = Đăng ký lúc
export-consent = Đồng ý: { $purpose }
export-consent-given = bản { $version }, { $at }
export-standings-title = Bảng xếp hạng
export-standings-words = Thứ hạng, điểm, thời gian, giải và phiếu của mỗi người có lượt được tính.
export-result-title = Tệp kết quả để kiểm tra lại
export-result-words = Đề, câu trả lời, đáp án và thứ hạng dưới mã số thay cho tên. Ai cũng tính lại được kết quả từ tệp này.
audit-contest-people-export = Tải danh sách { $people } người đăng ký (tệp { $file }).
