# Tài khoản: đăng ký, đăng nhập, hồ sơ, mã dự thi; quản trị tài khoản, vai trò, nhật ký.

label-login-any = Tên đăng nhập, số điện thoại hoặc thư điện tử
hint-login-any = Dùng để đăng nhập. Nếu nhiều người trong nhà dùng chung một số điện thoại, mỗi người chọn một tên riêng, thí dụ: an.nguyen.
hint-login-shared = Nếu nhiều người dùng chung một số điện thoại, hãy nhập tên đăng nhập của riêng bạn.
hint-login-own = Từ 3 đến 80 ký tự: chữ không dấu, chữ số, dấu chấm, gạch nối. Có thể là số điện thoại hoặc thư điện tử của bạn.
label-phone = Số điện thoại
hint-phone-shared = Có thể dùng chung với người nhà, thí dụ con dùng số của bố mẹ.
hint-email-reset = Để nhận thư đặt lại mật khẩu và tin kết quả.
label-birth-date = Ngày sinh
label-organisation = Đơn vị
hint-organisation = Xã, phường nơi bạn ở, hoặc cơ quan, trường học của bạn. Gõ vài chữ của tên, có dấu hay không dấu đều được.
label-new-password = Mật khẩu mới
label-current-password = Mật khẩu hiện nay
label-entry-code = Mã dự thi
hint-entry-code = 12 chữ và số, thí dụ: K7QM-2XPB-9RTB. Gõ liền hay cách đều được.
label-role = Vai trò
label-state = Trạng thái
label-current = Mật khẩu hiện nay
label-code = Mã dự thi

field-login-taken-phone = Số điện thoại này đã có người dùng để đăng nhập. Nếu cả nhà dùng chung một số, hãy chọn một tên đăng nhập riêng ở đây và ghi số điện thoại vào ô bên dưới.
field-login-unknown = Không tìm thấy tài khoản này. Nếu nhiều người dùng chung số điện thoại, hãy ghi tên đăng nhập.
field-password-wrong = Mật khẩu hiện nay chưa đúng.
field-entry-code = Mã này chưa đúng. Mã có 12 chữ và số, không có chữ O, I, L và các nguyên âm. Hãy xem lại giấy hoặc ảnh chụp khi đăng ký.
field-organisation = Chưa tìm thấy đơn vị này. Hãy gõ vài chữ của tên rồi chọn trong danh sách.
field-organisation-reach = Bạn không quản trị đơn vị này.

problem-identity-taken = Danh tính này đã gắn với một tài khoản khác. Hãy đăng nhập bằng tài khoản đó.
problem-identity-refused = Chưa xác thực được. Có thể bạn đã bấm từ chối hoặc để quá lâu. Hãy thử lại từ trang đăng nhập.
problem-own-role = Bạn không thể tự bỏ quyền quản trị hay tự đóng tài khoản của mình. Hãy nhờ một quản trị viên khác.

sign-in-otherwise = Cách khác
sign-in-with = Đăng nhập bằng { $name }
sign-in-forgot = Quên mật khẩu
sign-in-code = Quay lại bằng mã dự thi

forgot-title = Quên mật khẩu
forgot-lead = Ghi tên đăng nhập, số điện thoại hoặc thư điện tử của bạn. Chúng tôi gửi đường dẫn đặt lại mật khẩu tới thư điện tử đã ghi trong hồ sơ.
forgot-submit = Gửi đường dẫn cho tôi
forgot-sent = Nếu tài khoản có thư điện tử, thư đang trên đường tới.
forgot-sent-words = Đường dẫn trong thư dùng được một lần, trong 1 giờ. Không thấy thư thì hãy xem mục thư rác, hoặc thử lại sau vài phút.
forgot-no-mail = Tài khoản không có thư điện tử? Hãy nhờ người tổ chức cuộc thi hoặc quản trị viên đơn vị bạn cấp một đường dẫn dùng một lần.
forgot-back = Về trang đăng nhập
mail-reset-subject = Đặt lại mật khẩu Học Luật
mail-reset-line =
    { $name } (tên đăng nhập: { $login })
    { $link }
mail-reset-body =
    Có người, có lẽ là bạn, vừa xin đặt lại mật khẩu. Hãy mở đường dẫn dưới tên của bạn trong vòng 1 giờ; mỗi đường dẫn dùng được một lần.

    { $lines }

    Nếu không phải bạn, hãy bỏ qua thư này: mật khẩu cũ vẫn dùng được.

reset-title = Đặt mật khẩu mới
reset-lead = Cho tài khoản của { $name } (tên đăng nhập: { $login }).
reset-submit = Lưu mật khẩu mới
reset-ends-sessions = Đổi mật khẩu sẽ đăng xuất mọi thiết bị khác.

code-title = Quay lại bằng mã dự thi
code-lead = Bạn đã đăng ký mà không đặt mật khẩu? Nhập mã dự thi đã nhận khi đăng ký để thi tiếp hoặc xem kết quả trên thiết bị này.
code-submit = Vào
code-lost = Mất mã? Nếu thiết bị lúc đăng ký còn đăng nhập, mã có trong Hồ sơ. Nếu không, hãy gọi người tổ chức cuộc thi; cách liên hệ có ở trang cuộc thi.
code-password = Tôi có mật khẩu

profile-title = Hồ sơ
profile-me = Thông tin của bạn
profile-save = Lưu thông tin
profile-verified = Đã xác thực bởi { $by }
profile-code = Mã dự thi của bạn
profile-code-words = Dùng mã này ở mục “Quay lại bằng mã dự thi” để vào lại từ thiết bị khác. Ai có mã đều vào được, nên đừng đưa cho người khác.
profile-code-change = Đổi mã khác
profile-code-change-words = Nếu mã bị lộ, hãy đổi. Mã cũ hết dùng được và các thiết bị khác bị đăng xuất.
profile-password = Đổi mật khẩu
profile-password-first = Đặt mật khẩu
profile-password-first-words = Tài khoản này chưa có mật khẩu. Đặt mật khẩu và chọn một tên đăng nhập dễ nhớ ở trên thì lần sau vào không cần mã.
profile-password-save = Lưu mật khẩu
profile-identity = Xác thực danh tính
profile-identity-words = Gắn tài khoản này với tài khoản của một hệ thống khác để được ghi là đã xác thực, và để đăng nhập bằng hệ thống đó.
profile-identity-with = Xác thực bằng { $name }
profile-sessions = Thiết bị đang đăng nhập
profile-sessions-words = Thấy thiết bị lạ thì đăng xuất nó và đổi mật khẩu.
session-this = Thiết bị này
session-times = Vào từ { $since } · dùng gần nhất { $seen }
session-end = Đăng xuất
session-end-others = Đăng xuất mọi thiết bị khác
device-unknown = Thiết bị không rõ

flash-profile-saved = Đã lưu thông tin.
flash-password-changed = Đã lưu mật khẩu mới. Các thiết bị khác đã bị đăng xuất.
flash-entry-code-changed = Đã đổi mã dự thi. Hãy ghi lại mã mới.
flash-session-ended = Đã đăng xuất.
flash-verified = Đã xác thực danh tính.
flash-role-granted = Đã trao vai trò.
flash-role-revoked = Đã thu hồi vai trò.
flash-account-closed = Đã đóng tài khoản.
flash-account-opened = Đã mở lại tài khoản.

nav-administration = Quản trị
nav-overview = Tổng quan
nav-accounts = Tài khoản
nav-roles = Vai trò
nav-organisations = Đơn vị
nav-audit = Nhật ký

role-administrator = Quản trị
role-organiser = Tổ chức thi
role-author = Biên soạn
role-marker = Chấm thi
place-everywhere = Toàn hệ thống
filter-any = Tất cả

administration-lead = Giúp mọi người vào được tài khoản, trao việc cho đúng người, giữ danh mục đơn vị đúng với thực tế.
administration-places = Bạn quản trị:
administration-accounts = Tìm một người, cấp đường dẫn đặt lại mật khẩu, đóng hoặc mở tài khoản.
administration-roles = Ai được làm gì, ở đơn vị nào. Trao và thu hồi.
administration-organisations = Tỉnh, xã và các ngành: đổi tên, chuyển, sáp nhập, nhập từ tệp.
administration-audit = Ai đã làm gì, lúc nào.
administration-contests = Các cuộc thi bạn được tổ chức.

accounts-search = Tìm người
accounts-search-hint = Họ tên (trọn từng từ, không cần dấu), tên đăng nhập.
accounts-total = { $n } tài khoản
accounts-more-than = Hơn { $n } tài khoản. Hãy lọc thêm để tìm nhanh.
account-state-open = Đang dùng
account-state-closed = Đã đóng
account-verified = Đã xác thực
account-closed = Tài khoản đã đóng
account-no-roles = Chưa có vai trò nào: chỉ học và dự thi.
account-grant = Trao vai trò
account-help = Giúp người này
account-reset = Đặt lại mật khẩu
account-reset-words = Tạo đường dẫn dùng một lần, có hiệu lực 3 ngày, để bạn đưa tận tay người này sau khi chắc chắn đúng người.
account-reset-make = Tạo đường dẫn
account-reset-made = Đường dẫn đặt lại mật khẩu
account-reset-made-words = Chỉ hiện lần này. Hãy đưa cho đúng người; ai có đường dẫn đều đặt được mật khẩu.
account-sessions = Thiết bị đang đăng nhập
account-sessions-open = { $n } thiết bị đang đăng nhập
account-sessions-end = Đăng xuất hết
account-close-title = Đóng tài khoản
account-close-words = Người này không đăng nhập được nữa. Bài thi và kết quả vẫn giữ nguyên. Có thể mở lại.
account-close = Đóng
account-open-title = Mở lại tài khoản
account-open-words = Người này đăng nhập lại được như trước.
account-open = Mở lại
account-trail = Việc gần đây

column-since = Từ ngày
column-place = Nơi giữ vai trò
column-granted-by = Người trao
column-when = Lúc

roles-lead = Một vai trò có hiệu lực ở một đơn vị và mọi đơn vị bên dưới. Mỗi lần trao, thu hồi đều được ghi vào nhật ký.
roles-grant = Trao vai trò
roles-login-hint = Tài khoản của người nhận. Người đó cần đăng ký tài khoản trước.
roles-at = Tại đơn vị
roles-at-hint = Vai trò có hiệu lực ở đơn vị này và bên dưới.
roles-everywhere = Toàn hệ thống (bỏ qua ô đơn vị)
roles-grant-submit = Trao vai trò
roles-held = Vai trò đang giữ
roles-revoke = Thu hồi

audit-lead = Mọi việc làm thay đổi quyền, tài khoản, đơn vị, thể lệ và kết quả. Không ai sửa hay xoá được.
audit-who = Người làm
audit-who-hint = Tên đăng nhập.
audit-what = Việc
audit-from = Từ ngày
audit-until = Đến hết ngày
audit-subject = Đối tượng
audit-detail = Chi tiết
audit-program = Hệ thống
audit-account-register = Đăng ký tài khoản
audit-account-quick = Đăng ký nhanh bằng phiếu dự thi
audit-account-change = Sửa hồ sơ
audit-account-password = Đổi mật khẩu
audit-account-reset = Đặt lại mật khẩu bằng đường dẫn
audit-account-reset-link = Cấp đường dẫn đặt lại mật khẩu
audit-account-entry-code = Đổi mã dự thi
audit-account-verified = Xác thực danh tính
audit-account-close = Đóng tài khoản
audit-account-open = Mở lại tài khoản
audit-account-first-administrator = Nhận quyền quản trị đầu tiên
audit-session-end = Đăng xuất một thiết bị
audit-session-end-others = Đăng xuất các thiết bị khác
audit-session-end-all = Đăng xuất mọi thiết bị
audit-role-grant = Trao vai trò
audit-role-revoke = Thu hồi vai trò
audit-organisation-create = Thêm đơn vị
audit-organisation-seed = Nạp danh sách tỉnh, xã
audit-organisation-tree = Thêm hệ thống đơn vị
audit-organisation-rename = Đổi tên đơn vị
audit-organisation-move = Chuyển đơn vị
audit-organisation-change = Đổi tên và chuyển đơn vị
audit-organisation-merge = Sáp nhập đơn vị
audit-organisation-close = Kết thúc đơn vị
audit-organisation-import = Nhập đơn vị từ tệp
audit-contest-rules = Đổi thể lệ
audit-contest-enter = Đăng ký dự thi
audit-what-contest-people-export = Tải danh sách người đăng ký
audit-round-finalise = Công bố kết quả
audit-what-round-export = Tải tệp của kỳ thi
