# Lời về đơn vị: tìm kiếm, trang của đơn vị, quản trị, nhập từ tệp. Mỗi khoá có trong mọi ngôn ngữ.

## Loại đơn vị

organisation-kind-thanh-pho = Thành phố
organisation-kind-tinh = Tỉnh
organisation-kind-phuong = Phường
organisation-kind-xa = Xã
organisation-kind-dac-khu = Đặc khu
organisation-kind-bo = Bộ, ngành
organisation-kind-so = Sở
organisation-kind-phong = Phòng
organisation-kind-ban = Ban
organisation-kind-trung-tam = Trung tâm
organisation-kind-truong = Trường
organisation-kind-lop = Lớp
organisation-kind-hoi = Hội
organisation-kind-doan-the = Đoàn thể
organisation-kind-doanh-nghiep = Doanh nghiệp

## Ô chọn đơn vị

organisation-picker-hint = Gõ tên, có dấu hay không dấu đều được. Thí dụ: ba dinh ha noi.
organisation-picker-find = Tìm
organisation-picker-choose = Chọn một đơn vị
organisation-picker-one = 1 đơn vị. Dùng phím mũi tên để chọn.
organisation-picker-many = { $n } đơn vị. Dùng phím mũi tên để chọn.
organisation-picker-more = { $n } đơn vị. Gõ thêm để thu hẹp, hoặc dùng phím mũi tên để chọn.
organisation-picker-nothing = Không tìm thấy đơn vị nào. Hãy kiểm tra lại tên.
organisation-picker-lost = Chưa kết nối được để tìm. Bạn cứ gõ đủ tên rồi gửi.
organisation-picker-several = Có nhiều đơn vị hợp với tên này. Hãy chọn một đơn vị bên dưới.
organisation-picker-none = Không có đơn vị nào tên như vậy. Hãy kiểm tra lại tên rồi bấm Tìm.

## Trang công khai

organisation-search-title = Tra cứu đơn vị
organisation-search-lead = Tỉnh, thành phố, xã, phường, đặc khu và các đơn vị của ngành, đoàn thể, nhà trường.
organisation-search-label = Tên hoặc mã đơn vị
organisation-search-hint = Gõ có dấu hay không dấu, viết tắt TP, P., X. đều được. Thí dụ: tp ha noi; p. ba dinh; 00004.
organisation-search-within = Chỉ tìm trong { $name }
organisation-search-in = Tìm trong { $name }
organisation-search-empty = Không tìm thấy đơn vị nào. Hãy thử bớt chữ, hoặc kiểm tra lại tên.
organisation-tree-empty = Chưa có đơn vị nào.
organisation-count = { $n } đơn vị
organisation-pages = Các trang của danh sách
organisation-page-before = Trang trước
organisation-page-after = Trang sau
organisation-page-number = Trang { $n } trên { $of }
organisation-unit-description = { $kind } { $name }: thuộc đơn vị nào, gồm những đơn vị nào, tên gọi trước đây.
organisation-above = Trực thuộc
organisation-below = { $n } đơn vị trực thuộc
organisation-below-none = Không có đơn vị nào trực thuộc.
organisation-history = Tên gọi và nơi trực thuộc qua các thời kỳ
organisation-since = Từ { $from }
organisation-from-until = Từ { $from } đến trước { $until }
organisation-closed-tag = đến { $day }
organisation-closed-on = Đơn vị này không còn từ ngày { $day }.
organisation-merged-on = Từ ngày { $day }, đơn vị này nhập vào
organisation-split-from = Tách ra từ
organisation-related = Đơn vị nhập vào đây hoặc tách ra từ đây
organisation-on-day = Xem tên gọi và nơi trực thuộc vào một ngày
organisation-on-day-was = Ngày { $day }: { $name }.
organisation-on-day-none = Ngày { $day } chưa có hoặc không còn đơn vị này.
organisation-on-day-unreadable = Chưa đọc được ngày. Hãy viết như 1/7/2025.
organisation-show = Xem
organisation-manage = Quản trị đơn vị này

## Quản trị

organisation-admin-title = Đơn vị
organisation-admin-empty = Không có đơn vị nào như vậy trong phạm vi bạn quản trị. Hãy bỏ bớt điều kiện lọc, hoặc thêm đơn vị mới.
organisation-new = Thêm đơn vị
organisation-import = Nhập từ tệp
organisation-filter = Lọc
organisation-all-trees = Tất cả hệ thống
organisation-all-kinds = Tất cả các loại
organisation-with-closed = Cả đơn vị không còn
organisation-label-tree = Hệ thống đơn vị
organisation-label-parent = Đơn vị cấp trên
organisation-label-code = Mã
organisation-label-name = Tên
organisation-label-kind = Loại
organisation-label-origin = Tách ra từ đơn vị
organisation-label-from = Có hiệu lực từ ngày
organisation-label-reason = Căn cứ, lý do
organisation-label-title = Tên hệ thống đơn vị
organisation-label-into = Nhập vào đơn vị
organisation-label-file = Tệp XLSX hoặc CSV
organisation-hint-parent = Để trống nếu là đơn vị cao nhất của hệ thống.
organisation-hint-code = Chữ cái không dấu, chữ số, dấu chấm, gạch nối. Thí dụ: H26.01. Mã không đổi về sau.
organisation-hint-name = Viết đủ, có dấu. Thí dụ: Phường Ba Đình.
organisation-hint-kind = Thí dụ: Sở, Phòng, Trung tâm, Trường.
organisation-hint-origin = Chỉ ghi khi đơn vị mới được tách ra từ một đơn vị khác.
organisation-hint-day = Thí dụ: 1/7/2025.
organisation-hint-reason = Số, ngày của quyết định hoặc nghị quyết. Mọi người đều xem được.
organisation-hint-title = Thí dụ: Ngành Tư pháp; Hội Luật gia; Trường Trung học cơ sở Chu Văn An.
organisation-hint-file = Tối đa 4 MB và 20.000 dòng. Hàng đầu là tên cột như mẫu bên dưới.
organisation-new-lead = Đơn vị mới có ngay trong các ô chọn đơn vị. Tách một đơn vị: thêm từng đơn vị mới ở đây, rồi cho đơn vị cũ kết thúc nếu không còn.
organisation-new-submit = Thêm đơn vị
organisation-new-tree = Thêm hệ thống đơn vị
organisation-new-tree-lead = Mỗi ngành, đoàn thể hay nhà trường có thể có hệ thống riêng. Tỉnh, xã đã có sẵn.
organisation-new-tree-submit = Thêm hệ thống
organisation-public-page = Xem trang công khai
organisation-rename = Đổi tên, đổi loại
organisation-rename-lead = Tên cũ vẫn được giữ trong phần các thời kỳ. Ghi đúng ngày bắt đầu của tên hiện nay nếu chỉ sửa lỗi gõ.
organisation-rename-submit = Ghi tên mới
organisation-move = Chuyển sang đơn vị cấp trên khác
organisation-move-lead = Các đơn vị trực thuộc chuyển theo. Người có vai trò ở nơi mới sẽ thấy đơn vị này, người ở nơi cũ thì không.
organisation-move-top = Đưa lên thành đơn vị cao nhất của hệ thống
organisation-move-submit = Chuyển
organisation-merge = Nhập vào đơn vị khác
organisation-merge-lead = Đơn vị này kết thúc; { $n } đơn vị trực thuộc chuyển sang đơn vị nhận. Người quản trị đơn vị nhận cũng quản trị những gì thuộc đơn vị này.
organisation-merge-submit = Nhập
organisation-close = Kết thúc đơn vị
organisation-close-lead = Chỉ khi không còn đơn vị nào trực thuộc. Tên và lịch sử vẫn tra cứu được.
organisation-close-submit = Kết thúc

## Nhập từ tệp

organisation-import-lead = Hệ thống đọc tệp và cho xem trước từng dòng. Chưa có gì thay đổi cho đến khi bạn đồng ý.
organisation-import-submit = Đọc tệp và xem trước
organisation-import-no-tree = Chưa có hệ thống đơn vị nào để nhập.
organisation-import-columns = Mẫu cột
organisation-import-note-order = Thứ tự dòng tuỳ ý: đơn vị cấp trên có thể đứng sau.
organisation-import-note-again = Nhập lại cùng một tệp không làm thay đổi gì. Mã đã có thì cập nhật, mã mới thì thêm.
organisation-import-note-missing = Đơn vị không có trong tệp thì giữ nguyên, không bị xoá.
organisation-import-note-zero = Mã bắt đầu bằng số 0: hãy để cột mã ở dạng Văn bản (Text) trong bảng tính.
organisation-column-code = Mã
organisation-column-parent = Mã cấp trên
organisation-column-name = Tên
organisation-column-kind = Loại
organisation-preview = Xem trước khi nhập
organisation-preview-lead = Chưa có gì thay đổi. Dòng bị bỏ qua không cản các dòng khác; bạn có thể sửa tệp rồi nhập lại.
organisation-report = Kết quả nhập
organisation-report-done = Đã nhập lúc { $at }.
organisation-report-csv = Tải báo cáo từng dòng (CSV)
organisation-another-file = Chọn tệp khác
organisation-apply = Đồng ý nhập
organisation-rows = Từng dòng của tệp
organisation-rows-hidden = Còn { $n } dòng nữa trong báo cáo tải về.
organisation-row-line = Dòng
organisation-row-number = Dòng { $n }
organisation-row-end = Kết quả
organisation-end-created = Thêm mới
organisation-end-changed = Cập nhật
organisation-end-unchanged = Giữ nguyên
organisation-end-refused = Bỏ qua
organisation-row-created = Đơn vị mới.
organisation-row-unchanged = Đã có, không khác.
organisation-row-renamed = đổi tên
organisation-row-other-kind = đổi loại
organisation-row-moved = chuyển đơn vị cấp trên
organisation-row-twice = Mã này đã có ở dòng { $line } của tệp.
organisation-row-parent = Không có đơn vị cấp trên mang mã { $code }, trong tệp cũng như trong hệ thống.
organisation-row-circle = Các đơn vị cấp trên đi vòng tròn, không biết đơn vị nào là cao nhất.
organisation-row-foreign = Bạn không quản trị đơn vị này.
organisation-row-top = Chỉ người quản trị toàn hệ thống mới được đặt đơn vị ở bậc cao nhất.
organisation-row-later = Hệ thống này có thay đổi từ ngày { $since }. Muốn chuyển đơn vị, hãy chọn ngày đó hoặc sau đó.

## Lời nhắc cạnh các ô

organisation-field-needed = Chưa ghi gì.
organisation-field-long = Dài quá: nhiều nhất { $max } ký tự.
organisation-field-characters = Có ký tự không dùng được.
organisation-field-code = Mã chỉ gồm chữ cái không dấu, chữ số, và dấu chấm, gạch nối ở giữa.
organisation-field-code-taken = Mã này đã có đơn vị dùng.
organisation-field-territory = Mã đơn vị hành chính gồm { $n } chữ số.
organisation-field-tree = Hãy chọn một hệ thống đơn vị.
organisation-field-tree-taken = Đã có hệ thống đơn vị mang tên này.
organisation-field-date = Chưa đọc được ngày. Hãy viết như 1/7/2025.
organisation-field-future = Ngày này chưa đến. Hãy ghi khi thay đổi đã có hiệu lực.
organisation-field-before = Đơn vị có tên và nơi trực thuộc hiện nay từ ngày { $since }. Hãy chọn ngày đó hoặc sau đó.
organisation-field-closed = Đơn vị này không còn nữa.
organisation-field-parent-closed = Đơn vị cấp trên không còn nữa.
organisation-field-parent-later = Đơn vị cấp trên chỉ có từ ngày { $since }.
organisation-field-circle = Không thể đặt một đơn vị dưới chính nó hoặc dưới đơn vị trực thuộc nó.
organisation-field-deep = Hệ thống chỉ có nhiều nhất { $max } bậc.
organisation-field-children = Còn { $n } đơn vị trực thuộc từ ngày này. Hãy chuyển chúng đi trước, hoặc nhập vào đơn vị khác.
organisation-field-child = Không chuyển được đơn vị trực thuộc { $name } từ ngày này.
organisation-field-itself = Không thể nhập một đơn vị vào chính nó.
organisation-field-other-tree = Đơn vị này không thuộc cùng hệ thống.
organisation-field-same = Chưa có gì khác so với hiện nay.
organisation-file-empty = Hãy chọn một tệp có nội dung.
organisation-file-large = Tệp lớn hơn 4 MB. Hãy chia thành nhiều tệp.
organisation-file-other = Chỉ nhận tệp .xlsx hoặc .csv.
organisation-file-old = Dạng tệp này không đọc được. Hãy mở bằng Excel rồi lưu lại thành .xlsx.
organisation-file-macros = Tệp có macro nên không được nhận. Hãy lưu lại thành .xlsx không có macro.
organisation-file-broken = Tệp hỏng, có mật khẩu, hoặc không đúng là bảng tính. Hãy mở thử rồi lưu lại.
organisation-file-bomb = Tệp giải nén ra quá lớn. Hãy chép riêng các cột cần nhập sang tệp mới.
organisation-file-encoding = Chữ trong tệp không phải Unicode. Hãy lưu lại thành .xlsx, hoặc CSV UTF-8.
organisation-file-heading = Không thấy hàng tên cột. Cần ít nhất cột Mã và cột Tên trong 10 hàng đầu.
organisation-file-rows = Tệp không có dòng nào dưới hàng tên cột.
organisation-file-many = Tệp có hơn 20.000 dòng. Hãy chia thành nhiều tệp.

## Báo tin sau khi ghi

flash-organisation-created = Đã thêm đơn vị.
flash-organisation-tree-created = Đã thêm hệ thống đơn vị.
flash-organisation-changed = Đã ghi thay đổi.
