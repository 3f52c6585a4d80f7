# Hướng dẫn, quyền riêng tư, lời nhắc khi chưa có gì, khi mất mạng, khi hệ thống đông. Tên nút và tên mục được gọi bằng
# khoá của chính chúng, nên luôn khớp với trang.

# Mã mà người đăng ký nhanh dùng để vào lại.
-help-entry-code = mã dự thi

## Dẫn đến trợ giúp

help-guide = Hướng dẫn dự thi
help-guide-organiser = Hướng dẫn tổ chức
help-privacy = Quyền riêng tư
help-needed = Vẫn cần giúp?
help-contact = Hãy liên hệ đơn vị tổ chức. Địa chỉ liên hệ ghi ở trang cuộc thi.
help-contact-what = Cho biết tên cuộc thi, họ tên của bạn và mã lượt thi nếu có.
help-secret = Không ai cần mật khẩu hay { -help-entry-code } của bạn để giúp bạn. Đừng gửi cho ai.
help-see-also = Xem thêm

## Hướng dẫn dự thi

guide-title = Hướng dẫn dự thi
guide-lead = Sáu bước, từ lúc nhận đường dẫn đến lúc xem thứ hạng. Đọc hết chỉ vài phút.
guide-steps = Sáu bước

guide-find = Tìm cuộc thi
guide-find-alt = Điện thoại mở trang cuộc thi từ một áp phích có mã QR.
guide-find-open = Bấm đường dẫn bạn nhận được, hoặc quét mã QR trên áp phích bằng máy ảnh của điện thoại. Cả hai dẫn đến cùng một trang.
guide-find-list = Không có đường dẫn? Hãy tìm trong danh sách cuộc thi, chỗ ghi “{ stage-open }”.
guide-find-link = Xem các cuộc thi
guide-find-page = Trang cuộc thi cho biết ai được dự thi, mở và đóng lúc nào, bao nhiêu câu, bao nhiêu phút. Hãy đọc mục “{ contest-rules }” trước khi đăng ký.

guide-enter = Đăng ký dự thi
guide-enter-alt = Phiếu đăng ký đang được điền. Bên cạnh là mảnh giấy ghi mã để giữ lại.
guide-enter-form = Bấm “{ action-enter }” rồi điền phiếu. Phiếu chỉ hỏi những gì cuộc thi cần và nói rõ vì sao hỏi. Ô có ghi “{ form-optional }” thì để trống được.
guide-enter-name = Viết họ tên đủ dấu, như trên giấy tờ. Đơn vị tổ chức dùng tên này khi trao giải.
guide-enter-quick = Có cuộc thi cho đăng ký nhanh: gửi phiếu là xong, không cần đặt mật khẩu. Bạn nhận được một { -help-entry-code } gồm 12 chữ cái và chữ số, chia ba nhóm.
guide-enter-code = Hãy chụp hoặc chép mã này ra giấy ngay. Có mã, bạn vào lại được từ máy khác. Đừng cho ai xem: người có mã làm bài được dưới tên bạn.
guide-enter-account = Cuộc thi khác cần tài khoản. Bạn đặt tên đăng nhập và mật khẩu một lần, dùng cho mọi cuộc thi. Nên ghi thư điện tử để lấy lại được mật khẩu.

guide-sit = Làm bài
guide-sit-alt = Trang làm bài có đồng hồ, các phương án, chữ báo đã lưu. Bên cạnh là bảng các câu và nút chỉnh cỡ chữ.
guide-sit-start = Bấm “{ action-start }”, xem số câu và số phút, rồi bấm “{ start-submit }”. Đồng hồ chạy từ lúc đó và không dừng.
guide-sit-saved = Chọn câu nào, máy gửi câu đó ngay. Thấy “{ js-saved }” là câu trả lời đã nằm ở máy chủ. Muốn đổi thì chọn lại; lần chọn sau cùng được tính.
guide-sit-map = Mục “{ sitting-map }” cho thấy câu nào đã lưu, câu nào còn trống. Bấm vào số để đến câu đó. Câu còn phân vân thì bấm “{ sitting-flag }”.
guide-sit-text = Chữ nhỏ quá thì bấm “{ sitting-text-larger }”. Cỡ chữ bạn chọn được nhớ trên máy này.
guide-sit-network = Mất mạng thì cứ làm tiếp. Câu chưa gửi được giữ trên máy và tự gửi khi có mạng. Câu đến máy chủ trước khi hết giờ mới được tính.

guide-submit = Nộp bài và giữ biên nhận
guide-submit-alt = Biên nhận có dấu xác nhận, mã lượt thi và dấu vân tay của câu trả lời.
guide-submit-press = Làm xong thì bấm “{ sitting-submit }”. Trang nhắc bạn còn câu nào trống. Nộp rồi không sửa được nữa.
guide-submit-time-up = Hết giờ mà chưa bấm cũng không sao. Những câu đã lưu là bài thi của bạn.
guide-submit-receipt = Trang kết quả có biên nhận: mã lượt thi, giờ bắt đầu, giờ kết thúc, số câu đã trả lời và dấu vân tay của câu trả lời. Hãy chụp lại hoặc in ra.
guide-submit-review = Đáp án kèm căn cứ pháp lý hiện ra khi thể lệ cho phép.

guide-board = Xem bảng xếp hạng
guide-board-alt = Bảng xếp hạng. Dòng của bạn được tô màu. Hai người bằng điểm được phân định bằng thời gian.
guide-board-provisional = Khi còn thi, bảng chỉ là tạm thời: thứ hạng đổi khi có người khác nộp bài. Có cuộc thi ẩn bảng cho đến khi công bố.
guide-board-final = Kết quả là chính thức khi đơn vị tổ chức đã công bố.
guide-board-ties = Nhiều người bằng điểm là chuyện thường. Khi đó xét tiếp từng bước theo thể lệ, thí dụ: ai làm nhanh hơn, ai nộp sớm hơn, ai dự đoán gần hơn. Thứ tự các bước ghi ở mục “{ contest-ranking }” của trang cuộc thi.
guide-board-draw = Thể lệ có bốc thăm thì máy bốc. Con số dùng để bốc thăm được công bố cùng kết quả, nên ai cũng kiểm tra lại được.

guide-family = Trẻ em, và nhiều người chung một máy
guide-family-alt = Bà và cháu dùng chung một điện thoại; mỗi người có tên riêng.
guide-family-phone = Một số điện thoại dùng được cho nhiều người, như con và cha mẹ. Khi đó mỗi người đăng nhập bằng tên đăng nhập hoặc { -help-entry-code } của riêng mình.
guide-family-turns = Người trước làm xong, giữ lại mã rồi đăng xuất. Người sau mới vào. Trước khi bấm “{ start-submit }”, hãy nhìn tên ở đầu trang.
guide-family-child = Người dưới 16 tuổi: cha, mẹ hoặc người giám hộ đọc phiếu cùng con và đồng ý trước khi gửi.
guide-family-helper = Người lớn có thể giúp mở trang, đọc câu hỏi, chỉnh cỡ chữ. Câu trả lời để người dự thi tự chọn.

guide-faq = Câu hỏi thường gặp
guide-faq-network = Đang làm bài thì mất mạng?
guide-faq-network-stay = Cứ làm tiếp, đừng đóng trang. Máy giữ câu trả lời và tự gửi khi có mạng.
guide-faq-network-reload = Lỡ đóng hoặc tải lại trang, hãy mở lại trên đúng máy đó. Câu chưa gửi vẫn còn.
guide-faq-network-late = Hết giờ mới có mạng thì những câu đã lưu vẫn được tính; câu chưa gửi thì không.
guide-faq-phone = Điện thoại hết pin hoặc hỏng giữa chừng?
guide-faq-phone-other = Mở trang cuộc thi trên máy khác, đăng nhập hoặc nhập { -help-entry-code }, rồi làm tiếp. Vẫn đề đó, những câu đã lưu còn nguyên.
guide-faq-phone-clock = Đồng hồ không dừng lại, nên hãy vào lại sớm. Câu chưa gửi kịp thì chỉ có ở máy cũ.
guide-faq-time = Hết giờ mà chưa bấm nộp?
guide-faq-time-counted = Không ai phải bấm nộp. Hết giờ, hệ thống tự ghi nhận những câu đã lưu.
guide-faq-time-complete = Có thể lệ đòi trả lời đủ mọi câu. Khi đó bài còn câu trống không được xếp hạng. Trang trước khi bắt đầu có nhắc điều này.
guide-faq-name = Ghi nhầm tên?
guide-faq-name-account = Tên trong tài khoản: sửa ở trang hồ sơ của bạn.
guide-faq-name-entry = Tên trong phiếu dự thi: nhắn đơn vị tổ chức tên đã ghi và tên đúng. Đừng đăng ký lần nữa, vì mỗi người chỉ dự thi dưới một tên.
guide-faq-password = Quên mật khẩu?
guide-faq-password-mail = Ở trang đăng nhập, chọn mục quên mật khẩu. Liên kết đặt mật khẩu mới được gửi đến thư điện tử của bạn. Không thấy thư thì xem cả mục thư rác.
guide-faq-password-none = Chưa ghi thư điện tử thì liên hệ đơn vị tổ chức để nhận liên kết vào lại.
guide-faq-code = Quên { -help-entry-code }?
guide-faq-code-device = Máy đã dùng để đăng ký thường vẫn còn đăng nhập. Hãy mở trang hồ sơ trên máy đó trước.
guide-faq-code-organiser = Không còn máy đó thì liên hệ đơn vị tổ chức. Họ hỏi vài điều để chắc là bạn, rồi đưa một liên kết vào lại, chỉ dùng được một lần. Đừng đăng ký bằng tên khác.
guide-faq-rank = Vì sao thứ hạng của tôi khác với tôi nghĩ?
guide-faq-rank-moving = Bảng tạm thời đổi mỗi khi có người nộp bài.
guide-faq-rank-prediction = Nếu thể lệ xét câu dự đoán, con số đúng chỉ có sau khi đóng. Lúc đó thứ hạng có thể đổi nhiều.
guide-faq-rank-attempt = Thi nhiều lượt thì chỉ lượt mà thể lệ chọn được tính, thí dụ lượt cao điểm nhất hoặc lượt đầu tiên.
guide-faq-rank-division = Cuộc thi chia bảng thì hãy xem bạn đang mở bảng nào.
guide-faq-rank-ask = Vẫn thấy không đúng: gửi mã lượt thi trên biên nhận cho đơn vị tổ chức.
guide-faq-shown = Tên tôi hiện ra thế nào?
guide-faq-shown-short = Thường chỉ hiện họ và chữ cái đầu của tên đệm, tên. Thí dụ: Trần T. B.
guide-faq-shown-adult = Có cuộc thi hiện đủ họ tên của người từ đủ 18 tuổi. Thể lệ ghi rõ điều đó.
guide-faq-shown-child = Họ tên đầy đủ của trẻ em không bao giờ hiện trên bảng. Ai chưa chắc đã đủ 18 tuổi cũng chỉ hiện tên rút gọn.

## Hướng dẫn tổ chức

guide-org-title = Hướng dẫn tổ chức cuộc thi
guide-org-lead = Từ tệp câu hỏi đến một kết quả ai cũng tính lại được. Bạn không cần biết lập trình.
guide-org-steps = Bảy bước

guide-org-questions = Soạn câu hỏi
guide-org-questions-alt = Trang câu hỏi có phương án và đáp án được xếp vào một thư mục.
guide-org-questions-write = Soạn bằng Word hay chương trình nào cũng được. Mỗi câu có nội dung, các phương án, đáp án và căn cứ pháp lý. Nên thêm một hai câu giải thích.
guide-org-questions-plain = Chép phần chữ sang tệp .txt và lưu với bảng mã UTF-8. Chữ đậm, chữ màu, gạch chân không theo sang, nên đáp án phải ghi bằng dòng “Đáp án:”.
guide-org-questions-example = Một câu hỏi mẫu:
guide-org-questions-sample =
    Chủ đề: Đi đường an toàn
    Mức độ: Nhận biết

    Mã: VD-001
    Câu 1. Đèn tín hiệu giao thông màu đỏ có nghĩa là gì?
    A. Được đi
    B. Cấm đi
    C. Đi chậm
    D. Đi nhanh
    Đáp án: B
    Căn cứ: điểm c khoản 4 Điều 11 Luật số 36/2024/QH15
    Giải thích: Đèn đỏ là cấm đi.
guide-org-questions-code = Dòng “Mã:” giữ tên cố định cho câu hỏi. Sửa chữ hay đổi số câu, hệ thống vẫn biết đó là câu cũ.

guide-org-rules = Ghi thể lệ thành tệp
guide-org-rules-file = Chép một gói mẫu rồi sửa tệp contest.toml theo thể lệ đã ký: ai dự thi, phiếu hỏi gì, mấy kỳ thi, bao nhiêu câu, bao nhiêu phút, mấy lượt, xếp hạng thế nào, giải gì.
guide-org-rules-page = Tệp page.md là lời giới thiệu. Không cần chép lại các con số: trang cuộc thi tự viết chúng từ thể lệ.
guide-org-rules-draw = Nên kết thúc phần xếp hạng bằng bốc thăm. Nếu không, khi có người bằng nhau ở vị trí có giải, kết quả chưa công bố được.
guide-org-rules-ask-little = Chỉ hỏi điều thật sự cần. Bước kiểm tra không cho đưa số điện thoại, ngày sinh, địa chỉ lên bảng xếp hạng.

guide-org-check = Kiểm tra, rồi đưa lên
guide-org-check-alt = Một tệp được kiểm tra: dòng có lỗi được gạch chân và có lời nhắc bên cạnh.
guide-org-check-command = Chạy “hocluat check THƯ-MỤC”. Mỗi lỗi ghi rõ tệp, dòng và cách sửa. Sửa lỗi đầu tiên trước.
guide-org-check-import = Hết lỗi thì chạy “hocluat import THƯ-MỤC”. Làm lại bao nhiêu lần cũng được: câu không đổi giữ nguyên, câu đã sửa có phiên bản mới.
guide-org-check-help = Không quen dòng lệnh thì gửi thư mục cho người quản trị.
guide-org-check-read = Mở trang cuộc thi trên điện thoại. Đọc mục “{ contest-rules }” và so với thể lệ đã ký.
guide-org-check-change = Đã mở thi mà sửa thể lệ thì phải ghi lý do. Mỗi lượt thi giữ thể lệ có hiệu lực lúc bắt đầu.

guide-org-share = Báo cho mọi người
guide-org-share-alt = Áp phích có mã QR trên bảng tin, được một điện thoại quét.
guide-org-share-link = Gửi đường dẫn của trang cuộc thi qua Zalo, Facebook, thư điện tử. Ảnh xem trước đã có tên cuộc thi và ngày giờ.
guide-org-share-poster = In áp phích có mã QR, treo nơi có sóng điện thoại. Hãy tự quét thử một lần.
guide-org-share-early = Khuyên mọi người thi sớm. Buổi tối cuối cùng luôn đông nhất.

guide-org-watch = Theo dõi và giúp người dự thi
guide-org-watch-alt = Màn hình có các con số trực tiếp và biểu đồ cột lượt thi theo giờ.
guide-org-watch-live = Trang tổ chức của cuộc thi cho thấy số người đã đăng ký, đang làm bài, đã nộp, hết giờ. Các con số tự cập nhật.
guide-org-watch-person = Có người không vào lại được: tìm tên họ trong danh sách người dự thi, hỏi vài điều để chắc đúng người, rồi cấp liên kết vào lại. Liên kết chỉ dùng được một lần.
guide-org-watch-private = Đưa liên kết tận tay hoặc nhắn riêng. Không bao giờ hỏi mật khẩu hay { -help-entry-code }.

guide-org-publish = Công bố kết quả
guide-org-publish-when = Kỳ thi đóng và mọi lượt thi đã kết thúc thì nút “{ finalise-title }” hiện ra. Trang ghi rõ điều kiện nào đã đủ, điều kiện nào chưa.
guide-org-publish-what = Hệ thống chốt con số dự đoán, tính thứ hạng và giải thưởng, rồi báo tin. Việc này không hoàn tác được và được ghi vào nhật ký.
guide-org-publish-tie = Nếu có người bằng nhau ở vị trí có giải mà thể lệ chưa nói cách phân định, hệ thống dừng lại và nêu các lượt thi đó.

guide-org-files = Tải tệp, cho mọi người tính lại
guide-org-files-alt = Danh sách kết quả có dấu, bên cạnh là bàn tính để đếm lại.
guide-org-files-lists = Danh sách Excel hoặc CSV dùng để làm biên bản và trao giải. Trong đó có dữ liệu cá nhân: giữ cẩn thận, xong việc thì xoá. Mỗi lần tải được ghi vào nhật ký.
guide-org-files-result = Tệp kết quả (JSON) gồm thể lệ, câu trả lời đã ẩn danh và thứ hạng. Ai cũng chạy được “hocluat recount TỆP” để tính lại từ đầu.
guide-org-files-open = Tệp kết quả chứa đáp án. Vì vậy nó chỉ công khai khi không còn kỳ thi nào đang mở dùng cùng ngân hàng câu hỏi.

guide-roles = Ai được làm gì
guide-roles-lead = Vai trò được trao tại một đơn vị và có hiệu lực ở đơn vị đó cùng mọi đơn vị bên dưới.
guide-roles-example = Thí dụ: giữ vai trò tổ chức thi ở một tỉnh thì làm được cả ở mọi xã, phường của tỉnh. Giữ vai trò ở một xã thì chỉ làm được ở xã đó.
guide-roles-role = Vai trò
guide-roles-may = Được làm
guide-roles-administrator = Quản trị
guide-roles-administrator-may = Quản lý đơn vị, tài khoản và vai trò ở đó. Làm được việc của mọi vai trò khác.
guide-roles-organiser = Tổ chức thi
guide-roles-organiser-may = Theo dõi cuộc thi, giúp người dự thi, công bố kết quả, tải tệp.
guide-roles-author = Biên soạn
guide-roles-author-may = Soạn câu hỏi.
guide-roles-marker = Chấm thi
guide-roles-marker-may = Chấm câu trả lời viết, khi cuộc thi có phần này. Câu trắc nghiệm do máy chấm.
guide-roles-log = Mỗi lần trao hay thu hồi vai trò được ghi vào nhật ký. Chỉ trao vai trò đủ để làm việc; xong việc thì thu hồi.

## Quyền riêng tư

privacy-title = Quyền riêng tư
privacy-lead = Trang này nói hệ thống giữ dữ liệu gì của bạn, để làm gì, ai thấy được, và bạn có thể yêu cầu điều gì.
privacy-alt = Danh sách chỉ có tên rút gọn, được che chắn bằng một chiếc khiên có khoá.

privacy-who = Ai chịu trách nhiệm
privacy-who-organiser = Đơn vị tổ chức cuộc thi quyết định hỏi gì và dùng vào việc gì. Địa chỉ liên hệ ghi ở trang cuộc thi.
privacy-who-operator = Đơn vị vận hành trang này giữ cho hệ thống chạy và an toàn.

privacy-what = Giữ gì, để làm gì
privacy-purpose = Để làm gì
privacy-data = Giữ gì
privacy-account = Để bạn vào lại được
privacy-account-data = Họ tên, tên đăng nhập, mật khẩu hoặc { -help-entry-code }. Thêm thư điện tử, số điện thoại, ngày sinh, đơn vị nếu bạn ghi. Mật khẩu và mã được giữ ở dạng không đọc ngược lại được.
privacy-provider = Để đăng nhập bằng tài khoản của nơi khác, nếu bạn chọn cách này
privacy-provider-data = Tên, thư điện tử và mã định danh mà nơi đó gửi sang. Chúng tôi không nhận mật khẩu của bạn ở nơi đó.
privacy-entry = Để bạn dự thi
privacy-entry-data = Những ô bạn điền trong phiếu dự thi. Chúng cho biết bạn thuộc đối tượng dự thi, ở bảng nào, và mỗi người chỉ dự thi dưới một tên. Lời đồng ý của bạn được giữ cùng phiên bản và thời điểm.
privacy-attempt = Để chấm và xếp hạng
privacy-attempt-data = Đề, câu trả lời, giờ bắt đầu, giờ kết thúc, điểm, thứ hạng và giải.
privacy-message = Để báo tin và trao giải
privacy-message-data = Thư điện tử, số điện thoại, địa chỉ, nếu bạn đã ghi.
privacy-safety = Để giữ an toàn
privacy-safety-data = Mỗi lần đăng nhập: lúc nào, dùng lần cuối lúc nào, trình duyệt nào. Nhật ký ghi ai làm việc gì quan trọng, lúc nào. Địa chỉ mạng chỉ dùng để chặn thử mật khẩu và truy cập quá nhiều; chương trình không lưu nó vào cơ sở dữ liệu. Máy chủ đứng trước có thể ghi lại, tuỳ đơn vị vận hành.
privacy-not = Trang không có quảng cáo và không dùng công cụ theo dõi. Chương trình không gửi dữ liệu của bạn cho bên nào khác để quảng cáo.

privacy-seen = Ai thấy
privacy-seen-you = Bạn thấy dữ liệu của mình: hồ sơ, phiếu dự thi, bài làm và kết quả.
privacy-seen-organiser = Người giữ vai trò tổ chức thi ở đơn vị tổ chức, hoặc ở đơn vị cấp trên, thấy phiếu dự thi và kết quả của cuộc thi đó.
privacy-seen-administrator = Người quản trị thấy tài khoản, vai trò và nhật ký trong phạm vi đơn vị của mình.
privacy-seen-operator = Người vận hành máy chủ có thể truy cập cơ sở dữ liệu khi bảo trì.
privacy-seen-public = Mọi người thấy bảng xếp hạng, theo cách nói ở mục dưới đây.

privacy-names = Tên bạn hiện công khai thế nào
privacy-names-short = Thường chỉ có họ và chữ cái đầu của tên đệm, tên. Thí dụ: Trần T. B.
privacy-names-adult = Nếu thể lệ ghi rõ, người chắc chắn đã đủ 18 tuổi hiện đủ họ tên.
privacy-names-beside = Cạnh tên có thể có đơn vị, nghề nghiệp, bảng thi hoặc câu trả lời cho một câu hỏi riêng. Thể lệ ghi rõ mục nào hiện.
privacy-names-never = Số điện thoại, thư điện tử, ngày sinh, giới tính, địa chỉ, số định danh không bao giờ hiện trên bảng.
privacy-names-file = Tệp kết quả để tính lại không có tên, chỉ có mã lượt thi.
privacy-names-share = Ảnh chia sẻ kết quả chỉ có tên bạn khi bạn chọn như vậy.

privacy-minors = Trẻ em
privacy-minors-name = Họ tên đầy đủ của người dưới 18 tuổi không bao giờ hiện trên bảng xếp hạng. Ai chưa rõ tuổi cũng được bảo vệ như vậy.
privacy-minors-consent = Người dưới 16 tuổi chỉ đăng ký khi cha, mẹ hoặc người giám hộ đã đồng ý.
privacy-minors-rights = Cha, mẹ hoặc người đại diện theo pháp luật có thể thay con yêu cầu xem, sửa, xoá dữ liệu hoặc rút lại sự đồng ý.

privacy-long = Giữ bao lâu
privacy-long-session = Một lần đăng nhập hết hạn sau 30 ngày, hoặc ngay khi bạn đăng xuất. Sau đó nó bị xoá.
privacy-long-mail = Thư báo tin nằm trong hàng chờ cho đến khi gửi xong, rồi bị xoá khỏi hàng chờ.
privacy-long-contest = Tài khoản, phiếu dự thi, bài làm, kết quả và nhật ký không tự xoá. Đơn vị tổ chức và đơn vị vận hành quyết định giữ đến khi nào. Bạn có thể hỏi họ.

privacy-rights = Bạn có thể yêu cầu gì
privacy-rights-see = Xem: mở trang hồ sơ, trang kết quả của bạn. Cần nhiều hơn thì hỏi đơn vị tổ chức.
privacy-rights-correct = Sửa: tự sửa tài khoản ở trang hồ sơ. Sửa phiếu dự thi thì nhờ đơn vị tổ chức.
privacy-rights-delete = Xoá: gửi yêu cầu cho đơn vị tổ chức hoặc đơn vị vận hành. Nếu có phần phải giữ, hãy hỏi họ vì sao.
privacy-rights-withdraw = Rút lại sự đồng ý: nhắn đơn vị tổ chức. Khi họ không còn được dùng dữ liệu của bạn cho cuộc thi, bạn có thể không dự thi hay nhận giải tiếp được.
privacy-rights-devices = Đăng xuất từ xa: trang hồ sơ liệt kê các máy đang đăng nhập. Thấy máy lạ thì đăng xuất máy đó và đổi mật khẩu.
privacy-rights-how = Khi nhắn, hãy ghi tên cuộc thi, họ tên và điều bạn muốn. Đơn vị tổ chức có thể hỏi thêm để chắc đó là bạn.
privacy-law = Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15 có hiệu lực từ 01/01/2026. Các quyền của bạn nằm ở Điều 4. Theo Điều 24, người đại diện theo pháp luật thay trẻ em thực hiện quyền, trừ trường hợp luật quy định khác.

privacy-browser = Những gì nằm trong trình duyệt của bạn
privacy-browser-lead = Trang chỉ dùng cookie cần thiết để chạy, không dùng để theo dõi.
privacy-cookie = Tên
privacy-cookie-for = Để làm gì
privacy-cookie-age = Lâu nhất
privacy-cookie-session = Nhớ rằng bạn đã đăng nhập.
privacy-cookie-session-age = 30 ngày, hoặc đến khi đăng xuất
privacy-cookie-visitor = Bảo vệ biểu mẫu khi bạn chưa đăng nhập.
privacy-cookie-visitor-age = 30 ngày
privacy-cookie-language = Nhớ ngôn ngữ bạn chọn.
privacy-cookie-language-age = 365 ngày
privacy-browser-storage = Ngoài ra, trình duyệt nhớ cỡ chữ bạn chọn, giữ câu trả lời chưa gửi, câu đánh dấu và trang làm bài để mất mạng vẫn làm tiếp được. Dùng máy của người khác thì làm xong hãy đăng xuất.

## Khi chưa có gì

empty-contests = Chưa có cuộc thi nào ở đây.
empty-contests-do = Mời bạn quay lại sau, hoặc hỏi đơn vị của bạn để có đường dẫn.
empty-contests-organiser = Đơn vị của bạn chưa có cuộc thi nào.
empty-contests-organiser-do = Hãy soạn gói cuộc thi theo hướng dẫn tổ chức rồi đưa lên.
empty-mine = Bạn chưa đăng ký cuộc thi nào.
empty-mine-do = Hãy chọn một cuộc thi đang mở và đăng ký.
empty-certificates = Bạn chưa có giấy chứng nhận nào.
empty-certificates-do = Giấy chứng nhận được cấp cho bạn sẽ hiện ở đây; hiện giờ bạn có thể xem các cuộc thi đã dự.
empty-people = Chưa có ai đăng ký dự thi.
empty-people-do = Hãy gửi đường dẫn hoặc treo áp phích có mã QR của cuộc thi.
empty-people-search = Không có người dự thi nào khớp.
empty-people-search-do = Thử chỉ gõ họ hoặc tên, hoặc bỏ bớt điều kiện lọc.
empty-accounts-search = Không có tài khoản nào khớp.
empty-accounts-search-do = Thử gõ một phần họ tên hoặc tên đăng nhập.
empty-organisations = Chưa có đơn vị nào ở đây.
empty-organisations-do = Hãy thêm một đơn vị, hoặc nhập cả danh sách từ tệp Excel hay CSV.
empty-organisations-search = Không có đơn vị nào khớp.
empty-organisations-search-do = Gõ ít chữ hơn; không cần gõ dấu. Đơn vị đã sáp nhập hoặc đổi tên thì thử tên mới.
empty-audit = Không có dòng nhật ký nào khớp.
empty-audit-do = Nới khoảng ngày, hoặc bỏ bớt điều kiện lọc.
empty-roles = Chưa ai giữ vai trò ở đơn vị này.
empty-roles-do = Hãy trao vai trò cho một tài khoản; vai trò có hiệu lực cả ở các đơn vị bên dưới.
empty-exports = Chưa có tệp nào để tải.
empty-exports-do = Tệp hiện ra khi có người dự thi; tệp kết quả có sau khi bạn công bố kết quả.
empty-board = Chưa có ai trên bảng.
empty-board-do = Hãy quay lại khi đã có người nộp bài, hoặc là người đầu tiên.
empty-sessions = Không còn máy nào khác đang đăng nhập.
empty-sessions-do = Khi bạn đăng nhập ở máy khác, máy đó hiện ở đây và bạn có thể đăng xuất nó từ xa.

## Khi mất mạng

offline-title = Bạn đang mất mạng
offline-lead = Trang này chưa mở được vì máy không nối được với hệ thống.
offline-alt = Điện thoại đang giữ các câu trả lời trong khi đường truyền bị ngắt.
offline-answers = Đang làm bài? Câu trả lời chưa gửi vẫn được giữ trên máy này và tự gửi khi có mạng.
offline-keep = Hãy mở lại trang làm bài trên đúng máy này; đừng xoá dữ liệu của trình duyệt.
offline-clock = Đồng hồ vẫn chạy. Những câu đã lưu trước khi hết giờ được tính.
offline-check = Kiểm tra sóng điện thoại hoặc Wi-Fi, tắt chế độ máy bay, rồi thử lại.
offline-retry = Thử lại
offline-line = Đang mất mạng. Những gì bạn thấy có thể đã cũ.
offline-back = Có mạng lại rồi.

## Khi hệ thống đông

busy-line = Hệ thống đang đông. Bài của bạn vẫn được lưu; thao tác có thể chậm vài giây.
busy-form = Hệ thống đang đông. Hãy chờ vài giây rồi gửi lại; những gì bạn đã điền vẫn còn.
busy-sign-in = Đang có nhiều người đăng nhập cùng lúc. Hãy thử lại sau ít giây.
busy-over = Hệ thống đã hết đông.
guide-org-course = Mở lớp cho một khoá học
guide-org-course-open = Vào Lớp học, chọn khoá học rồi bấm Mở lớp: đặt tên, đơn vị tổ chức, ngày bắt đầu và kết thúc, các đơn vị tham gia.
guide-org-course-invite = Mời học viên bằng một tệp Excel: chỉ cần cột Họ và tên. Dòng sai được báo lại, dòng đúng vẫn được mời; ai có thư điện tử nhận thư, người khác nhận giấy mời in sẵn.
guide-org-course-watch = Trang của lớp cho biết ai đã học đến đâu, theo từng đơn vị. Bạn gia hạn cho một người, tải danh sách kèm kết quả, hoặc gửi thư cho những người học chậm.
guide-org-course-remind = Máy tự nhắc người ba ngày chưa học và một tuần trước khi lớp kết thúc. Trong thư có đường dẫn để thôi nhận thư nhắc.
guide-org-course-mark = Bài tập chờ chấm nằm ở Chấm bài, câu hỏi của học viên ở Hỏi đáp.

## Học một khoá học

guide-learn = Học một khoá học
guide-learn-enrol = Mở mục Khoá học, chọn một khoá và bấm “Ghi danh”. Khoá nào cần mã thì nhập mã đơn vị đã gửi cho bạn.
guide-learn-lesson = Học từng bài, trả lời câu tự kiểm tra, rồi bấm “Tôi đã học xong bài này”. Dừng lúc nào cũng được; lần sau bấm “Học tiếp”, trên máy nào cũng đúng chỗ.
guide-learn-watch = Bài có ghi hình, ghi âm: máy chỉ tính phần bạn thật sự xem. Tua đi không được tính. Mất mạng thì phần vừa xem được giữ lại và tự gửi sau.
guide-learn-quiz = Bài kiểm tra chưa đạt thì xem lại bài rồi làm lại; lượt tốt nhất được tính. Bài thi cuối khoá mở khi đã xong các bài bắt buộc khác.
guide-learn-ask = Chỗ nào chưa rõ, hãy hỏi ở cuối bài; giảng viên trả lời tại đó. Ghi chú của bạn chỉ mình bạn đọc được.
guide-learn-done = Số giờ học và kết quả nằm trong Hồ sơ học tập. Không muốn nhận thư nhắc, hãy tắt ở trang khoá học.
