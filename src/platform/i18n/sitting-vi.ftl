# Lời thêm của trang làm bài, trang kết quả và bảng xếp hạng.

## Làm bài

sitting-tools = Cỡ chữ, thời gian, trợ giúp
sitting-text-size = Cỡ chữ { $n } trên 4
sitting-say-time = Đọc thời gian còn lại
sitting-help = Trợ giúp khi làm bài
sitting-help-saved = Chọn phương án nào, máy lưu ngay phương án đó. Có chữ “Đã lưu” là câu trả lời đã ở máy chủ.
sitting-help-network = Mất mạng: bạn cứ làm tiếp. Câu chưa gửi được giữ trên máy này và tự gửi khi có mạng lại.
sitting-help-flag = Chưa chắc câu nào thì đánh dấu câu đó, rồi bấm ô vuông ở giữa phía dưới để quay lại.
sitting-help-time = Hết giờ không cần bấm gì. Những câu đã lưu là bài thi của bạn.
sitting-help-close = Làm tiếp
sitting-keys = Phím tắt
sitting-key-option = chọn phương án thứ mấy
sitting-key-arrows = đổi phương án
sitting-key-move = câu tiếp, câu trước
sitting-key-map = mở danh sách các câu
sitting-key-help = mở trợ giúp này
sitting-use-keys = Dùng phím tắt là chữ và số
sitting-legend-now = Đang làm
sitting-not-printed = Trang làm bài không in được. Sau khi nộp, bạn in được biên nhận.
js-saved-at = Đã lưu lúc { $at }
js-left-exact = Còn { $minutes } phút { $seconds } giây
js-answered-of = { $n }/{ $total }
js-answered-of-words = đã trả lời { $n } trên { $total }
js-map-look-again = đánh dấu xem lại
js-link-good = Có mạng. Lưu gần nhất lúc { $at }.
js-link-ready = Có mạng. Câu trả lời được lưu ngay khi chọn.
js-link-lost = Mất mạng, máy đang thử lại.

## Kết quả

result-next = Việc tiếp theo
receipt-print = In biên nhận
result-picture = Ảnh kết quả để chia sẻ
result-picture-words = Gửi qua Zalo hoặc Facebook. Ảnh không có tên, trừ khi bạn chọn ghi tên.
result-picture-named = Ghi tên tôi lên ảnh
result-picture-change = Đổi ảnh
result-picture-take = Tải ảnh
result-picture-alt = Ảnh kết quả: tên cuộc thi, điểm và thứ hạng; không có tên người thi.
result-picture-alt-named = Ảnh kết quả: tên cuộc thi, điểm, thứ hạng và tên của bạn.

## Bảng xếp hạng

board-own = Hạng của bạn: { $rank } trên { $total } người.
board-organisation = Đơn vị
board-by-organisation = Xem xếp hạng các đơn vị
board-organisations-title = Xếp hạng các đơn vị
board-organisations-total = { $n } đơn vị
board-organisations-caption = Các đơn vị có người dự thi
board-organisations-none = Chưa có đơn vị nào trên bảng
board-organisations-none-words = Bảng này hiện các đơn vị khi có người của đơn vị nộp bài.
board-organisations-people = Người dự thi
board-organisations-mean = Điểm trung bình
board-organisations-perfect = Đạt điểm tối đa
board-organisation-several = Có nhiều đơn vị giống tên này: { $names }. Hãy ghi rõ hơn, hoặc gõ mã đơn vị.
board-organisations-ranked-by = Đơn vị có nhiều người dự thi hơn xếp trên; bằng nhau thì xét điểm trung bình. Chỉ tính người đã chọn đơn vị khi đăng ký.
board-organisations-below = Xem các đơn vị bên dưới
board-organisations-up = Về tất cả đơn vị
share-card-place = Hạng { $rank } trên { $total }
share-card-points = { $points } điểm
share-card-took-part = Đã dự thi
