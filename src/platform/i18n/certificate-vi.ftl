# Giấy chứng nhận.

problem-certificate-ended = Giấy chứng nhận này đã bị thu hồi hoặc đã được thay bằng giấy khác.

## In trên giấy

certificate-print-number = Số:
certificate-print-lead = Chứng nhận ông (bà)
certificate-print-lead-contest = Chứng nhận
certificate-print-check = Tra cứu tại:
certificate-print-date = ngày { $day } tháng { $month } năm { $year }
certificate-fact-birth-date = Ngày sinh
certificate-fact-organisation = Đơn vị
certificate-fact-hours = Thời lượng
certificate-fact-hours-value = { $n } giờ
certificate-fact-grade = Kết quả kiểm tra cuối khoá
certificate-fact-grade-value = { $right }/{ $of } câu đúng
certificate-fact-rank = Xếp hạng

## Tra cứu

certificate-check-title = Tra cứu giấy chứng nhận
certificate-check-lead = Gõ số in trên giấy để biết giấy có thật và còn giá trị hay không. Không cần đăng nhập.
certificate-label-number = Số giấy chứng nhận
certificate-number-hint = Ví dụ: 0001/GCN-STP/2026. Gõ không dấu, thiếu số 0 ở đầu hoặc dùng dấu gạch ngang cũng được.
certificate-check-submit = Tra cứu
certificate-check-qr = Bạn cũng có thể quét mã QR ở góc dưới bên trái của giấy.
certificate-check-another = Tra cứu giấy khác
certificate-not-found = Không có giấy chứng nhận nào mang số này.
certificate-not-found-help = Hãy so lại từng chữ, từng số với tờ giấy: số thứ tự, ký hiệu và năm. Nếu vẫn không thấy, giấy không do hệ thống này cấp; hãy hỏi cơ quan ghi trên giấy.
certificate-too-many = Bạn đã tra cứu quá nhiều số trong thời gian ngắn. Hãy đợi một phút rồi thử lại.
certificate-page-title = Giấy chứng nhận số { $number }
certificate-is-valid = Giấy chứng nhận này có thật và còn giá trị.
certificate-is-revoked = Giấy chứng nhận này đã bị thu hồi, không còn giá trị.
certificate-is-replaced = Giấy chứng nhận này đã được thay bằng giấy khác, không còn giá trị.
certificate-ended-on = Từ ngày { $date }.
certificate-ended-because = Lý do: { $reason }
certificate-see-successor = Giấy thay thế:
certificate-see-before = Thay cho giấy:
certificate-issued-on = Ngày cấp
certificate-signed = Tệp đã được thay bằng bản ký số của cơ quan ngày { $date }.
certificate-not-signed = Tệp do hệ thống lập; phần ký và đóng dấu do cơ quan thực hiện.
certificate-download = Tải giấy (PDF)
certificate-badge = Huy hiệu số
certificate-what-is-checked = Trang này cho biết điều gì?
certificate-what-is-checked-words = Trang chỉ hiện những gì in trên giấy và tình trạng của giấy. Hãy so họ tên và nội dung ở đây với tờ giấy bạn cầm.
certificate-badge-words = Huy hiệu số (Open Badges 3.0) là cùng giấy chứng nhận này dưới dạng tệp có chữ ký điện tử, đưa được vào ví điện tử và kiểm tra được bằng phần mềm khác.

## Của tôi

certificate-own-title = Giấy chứng nhận của tôi
certificate-own-lead = Xem lại, tải về, chia sẻ đường dẫn để người khác tra cứu.

## Người tổ chức

certificate-list-title = Giấy chứng nhận đã cấp
certificate-nav = Giấy chứng nhận
certificate-list-cohort = Giấy của lớp
certificate-list-all = Xem giấy của mọi lớp và cuộc thi
certificate-list-lead = Giấy do đơn vị của bạn và các đơn vị bên dưới cấp.
certificate-list-search = Họ tên hoặc số giấy
certificate-list-none = Không có giấy nào
certificate-list-none-words = Giấy được cấp khi người học hoàn thành khoá học hoặc khi kết quả cuộc thi được công bố.
certificate-all-courses = Mọi khoá học và cuộc thi
certificate-all-states = Mọi tình trạng
certificate-column-course = Khoá học
certificate-column-name = Họ và tên
certificate-column-year = Năm
certificate-column-for = Nội dung
certificate-state-valid = Còn giá trị
certificate-state-revoked = Đã thu hồi
certificate-state-replaced = Đã thay
certificate-archive = Tải tất cả (ZIP)
certificate-archive-words = Tệp nén gồm các giấy còn giá trị trong danh sách đang lọc. Việc tải về được ghi vào nhật ký.
certificate-public-page = Trang tra cứu công khai
certificate-file-title = Thay bằng bản ký số
certificate-file-words = Tải giấy về, ký số bằng phần mềm của cơ quan rồi tải lên đây. Từ đó ai tải giấy cũng nhận bản đã ký.
certificate-label-file = Tệp đã ký số
certificate-file-hint = Tệp PDF, nhiều nhất 5 MB.
certificate-file-submit = Thay tệp
certificate-file-needed = Hãy chọn tệp PDF.
certificate-file-large = Tệp lớn quá 5 MB.
certificate-file-kind = Tệp này không phải PDF, hoặc bị cắt mất phần cuối.
certificate-again-title = Cấp lại
certificate-again-words = Dùng khi họ tên sai hoặc giấy bị mất. Giấy mới có số mới; giấy cũ ghi rõ đã được thay.
certificate-label-name = Họ và tên trên giấy
certificate-label-reason = Lý do
certificate-again-reason-hint = Ví dụ: sai họ tên; người được cấp báo mất.
certificate-again-submit = Cấp lại
certificate-revoke-title = Thu hồi
certificate-revoke-words = Giấy bị thu hồi không còn giá trị và không lấy lại được. Trang tra cứu ghi rõ đã thu hồi; lý do chỉ người được cấp và người tổ chức thấy.
certificate-revoke-reason-hint = Ví dụ: cấp nhầm người.
certificate-revoke-submit = Thu hồi
certificate-reason-needed = Hãy ghi lý do.
certificate-too-long = Dài quá.
certificate-name-needed = Hãy ghi họ và tên.
certificate-name-letters = Họ và tên chỉ gồm chữ cái, dấu cách, dấu chấm, dấu nháy và dấu gạch nối.
certificate-trail = Những việc đã làm
certificate-trail-issue = Đã cấp
certificate-trail-revoke = Đã thu hồi
certificate-trail-reissue = Đã cấp lại
certificate-trail-file = Đã thay bằng bản ký số của cơ quan
certificate-reason-prize-back = Giải đã được trao lại theo thể lệ: mỗi người chỉ giữ giải cao nhất.
flash-certificate-revoked = Đã thu hồi giấy chứng nhận.
flash-certificate-again = Đã cấp lại. Đây là giấy mới.
flash-certificate-signed = Đã thay bằng bản ký số của cơ quan.

## Mẫu số

certificate-series-taken = Mẫu số này đã có đơn vị khác dùng. Hãy thêm ký hiệu của đơn vị mình vào mẫu, ví dụ {"{"}seq:04{"}"}/GCN-STP/{"{"}year{"}"}.
certificate-template-seq = Mẫu số phải có đúng một chỗ {"{"}seq{"}"} (số thứ tự), ví dụ {"{"}seq:04{"}"}/GCN-STP/{"{"}year{"}"}.
certificate-template-year = Mẫu số phải có đúng một chỗ {"{"}year{"}"} (năm).
certificate-template-order = Trong mẫu số, {"{"}seq{"}"} phải đứng trước {"{"}year{"}"}.
certificate-template-braces = Trong mẫu số chỉ được dùng {"{"}seq{"}"}, {"{"}seq:04{"}"} và {"{"}year{"}"}; mỗi ngoặc nhọn phải có đôi.
certificate-template-width = Số chữ số sau {"{"}seq: phải từ 1 đến 9, ví dụ {"{"}seq:04{"}"}.
certificate-template-character = Ngoài {"{"}seq{"}"} và {"{"}year{"}"}, mẫu số chỉ gồm chữ cái, chữ số và các dấu / - .
certificate-template-touching = Trong mẫu số, {"{"}seq{"}"} và {"{"}year{"}"} phải cách chữ và số khác bằng một dấu / - hoặc .
certificate-template-digits = Mẫu số không được có phần chỉ gồm chữ số, vì dễ lẫn với số thứ tự và năm.
certificate-template-length = Mẫu số dài quá 60 ký tự.

## Thư

certificate-mail-subject = Giấy chứng nhận số { $number }
certificate-mail-body =
    Chào { $name },

    Bạn được cấp giấy chứng nhận số { $number }: { $title }.

    Xem, tải về và chia sẻ tại: { $url }
