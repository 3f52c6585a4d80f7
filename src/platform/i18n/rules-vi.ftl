# The rules of a contest in plain words, and messages beside the fields of its entry form.

rules-heading-who = Ai được dự thi
rules-heading-form = Phiếu đăng ký
rules-heading-rounds = Thời gian
rules-heading-paper = Đề thi
rules-heading-time = Thời gian làm bài
rules-heading-attempts = Số lượt thi
rules-heading-prediction = Câu dự đoán
rules-heading-ranking = Xếp hạng theo thứ tự sau
rules-heading-equal = Khi bằng nhau
rules-heading-prizes = Giải thưởng
rules-heading-board = Bảng xếp hạng
rules-heading-review = Xem đáp án

rules-who-own = { $text }
rules-who-everybody = Mọi người đều có thể dự thi.
rules-who-age = { $kind ->
    [both] Từ đủ { $from } đến { $to } tuổi, tính đến ngày { $on }.
    [from] Từ đủ { $from } tuổi trở lên, tính đến ngày { $on }.
    [to] Không quá { $to } tuổi, tính đến ngày { $on }.
   *[none] Không giới hạn tuổi.
}
rules-who-excluded = Không được dự thi: { $text }.

rules-form-field = { $field ->
    [full_name] Họ và tên
    [birth_date] Ngày sinh
    [sex] Giới tính
    [phone] Số điện thoại
    [email] Thư điện tử
    [id_number] Số định danh cá nhân
    [organisation] Đơn vị
    [address] Địa chỉ
    [occupation] Nghề nghiệp
    [division] Bảng thi
   *[own] { $label }
}{ $detail ->
    [diacritics] {" "}(viết có dấu)
    [year] {" "}(có thể chỉ ghi năm sinh)
    [month] {" "}(có thể chỉ ghi tháng và năm sinh)
   *[none] {""}
}: { $required ->
    [yes] bắt buộc
    [some] bắt buộc với một số bảng thi
   *[no] không bắt buộc
}{ $board ->
    [yes] , hiện trên bảng xếp hạng
   *[no] {""}
}.
rules-same-person = Mỗi người chỉ đăng ký một lần. Hai phiếu được coi là của cùng một người khi trùng nhau tất cả các mục sau:
rules-same-person-field = { $field ->
    [full_name] họ và tên
    [birth_date] ngày sinh
    [sex] giới tính
    [phone] số điện thoại
    [email] thư điện tử
    [id_number] số định danh cá nhân
    [organisation] đơn vị
    [address] địa chỉ
    [occupation] nghề nghiệp
    [division] bảng thi
   *[own] { $label }
}
rules-divisions = Cuộc thi chia các bảng: { $titles }.

rules-window = { $title }: mở từ { $opens } đến { $closes } (giờ Việt Nam).

rules-paper-count = Mỗi đề có { $count } câu hỏi, rút ngẫu nhiên từ ngân hàng câu hỏi.
rules-paper-part = { $count } câu{ $has_topic ->
    [yes] {" "}về “{ $topic }”
   *[no] {""}
}{ $level ->
    [recall] , mức nhận biết
    [understand] , mức thông hiểu
    [apply] , mức vận dụng
   *[any] {""}
}.
rules-paper-points = Mỗi câu đúng được { $right } điểm; câu sai: { $wrong } điểm; câu bỏ trống: { $blank } điểm. Câu có nhiều đáp án đúng chỉ được điểm khi chọn đủ và không thừa.
rules-paper-shuffled = { $what ->
    [both] Thứ tự câu hỏi và thứ tự phương án trả lời của mỗi người một khác.
    [questions] Thứ tự câu hỏi của mỗi người một khác.
    [options] Thứ tự phương án trả lời của mỗi người một khác.
   *[none] Các câu hỏi và phương án trả lời có thứ tự như nhau với mọi người.
}
rules-complete-only = { $prediction ->
    [yes] Bài thi chỉ hợp lệ khi trả lời hết mọi câu, kể cả câu dự đoán. Bài không hợp lệ không được tính ở bất cứ đâu.
   *[no] Bài thi chỉ hợp lệ khi trả lời hết mọi câu. Bài không hợp lệ không được tính ở bất cứ đâu.
}

rules-time-length = Mỗi lượt thi kéo dài { $amount } { $unit ->
    [second] giây
    [minute] phút
    [hour] giờ
   *[day] ngày
}, tính từ lúc bấm bắt đầu.
rules-time-server = Thời gian do máy chủ tính. Tải lại trang, mất mạng hay đổi thiết bị không làm đồng hồ dừng lại và không làm đổi đề.
rules-time-saved = Câu trả lời được lưu ngay khi chọn. Hết giờ, những câu đã lưu là bài thi, không cần bấm nộp.
rules-closing-cut-off = Đến giờ đóng kỳ thi, mọi lượt đang làm đều kết thúc, kể cả khi chưa hết thời gian làm bài. Hãy bắt đầu sớm để có đủ thời gian.
rules-closing-own-time = Lượt đã bắt đầu trước giờ đóng vẫn được làm hết thời gian của mình, nhưng không quá { $amount } { $unit ->
    [second] giây
    [minute] phút
    [hour] giờ
   *[day] ngày
} sau giờ đóng.

rules-attempts-limit = Mỗi người được thi { $max } lượt { $per ->
    [round] trong mỗi kỳ thi
    [day] mỗi ngày
    [week] mỗi tuần (tính từ thứ Hai)
    [sitting] trong mỗi ca thi
   *[contest] trong cả cuộc thi
}.
rules-attempts-unlimited = Không giới hạn số lượt thi.
rules-attempts-counts = { $counts ->
    [best] Lượt được tính là lượt nhiều điểm nhất; nếu bằng điểm thì lượt làm nhanh nhất, rồi đến lượt nộp sớm nhất.
    [best_then_earliest] Lượt được tính là lượt nhiều điểm nhất; nếu bằng điểm thì lượt nộp sớm nhất.
    [first] Lượt được tính là lượt đầu tiên.
    [last] Lượt được tính là lượt cuối cùng.
   *[most_correct_then_earliest] Lượt được tính là lượt đúng nhiều câu nhất; nếu bằng nhau thì lượt nộp sớm nhất.
}

rules-prediction-asks = Câu hỏi: “{ $question }”
prediction-question-own = { $question }
prediction-question = { $scope ->
    [contest] { $of ->
        [people_taking_part] Theo bạn, cả cuộc thi có bao nhiêu người dự thi?
        [people_all_correct] Theo bạn, cả cuộc thi có bao nhiêu người trả lời đúng tất cả các câu?
        [attempts_all_correct] Theo bạn, cả cuộc thi có bao nhiêu lượt thi đúng tất cả các câu?
        [attempts] Theo bạn, cả cuộc thi có bao nhiêu lượt thi?
       *[per_cent_all_correct] Theo bạn, cả cuộc thi có bao nhiêu phần trăm số người dự thi trả lời đúng tất cả các câu?
    }
   *[round] { $of ->
        [people_taking_part] Theo bạn, kỳ này có bao nhiêu người dự thi?
        [people_all_correct] Theo bạn, kỳ này có bao nhiêu người trả lời đúng tất cả các câu?
        [attempts_all_correct] Theo bạn, kỳ này có bao nhiêu lượt thi đúng tất cả các câu?
        [attempts] Theo bạn, kỳ này có bao nhiêu lượt thi?
       *[per_cent_all_correct] Theo bạn, kỳ này có bao nhiêu phần trăm số người dự thi trả lời đúng tất cả các câu?
    }
}
rules-prediction-true-number = Con số đúng được đếm sau khi đóng { $scope ->
    [contest] tất cả các kỳ thi
   *[round] kỳ thi
}: { $of ->
    [people_taking_part] số người có ít nhất một lượt thi hợp lệ
    [people_all_correct] số người có ít nhất một lượt thi hợp lệ đúng tất cả các câu
    [attempts_all_correct] số lượt thi hợp lệ đúng tất cả các câu (tính theo lượt, không theo người)
    [attempts] tổng số lượt thi hợp lệ
   *[per_cent_all_correct] tỷ lệ phần trăm số người đúng tất cả các câu trên số người dự thi, lấy năm chữ số thập phân
}.
rules-prediction-distance = Ai dự đoán gần con số đúng hơn thì xếp trên. { $equal ->
    [lower_first] Nếu một người đoán thừa và một người đoán thiếu cùng một khoảng, người đoán thiếu xếp trên.
    [higher_first] Nếu một người đoán thừa và một người đoán thiếu cùng một khoảng, người đoán thừa xếp trên.
   *[equal] Đoán thừa hay thiếu cùng một khoảng là như nhau.
}
rules-prediction-missing = { $optional ->
    [yes] Câu này có thể bỏ trống. Ai bỏ trống xếp sau mọi người có dự đoán, khi xét đến tiêu chí này.
   *[no] Câu này phải trả lời. Ai bỏ trống xếp sau mọi người có dự đoán, khi xét đến tiêu chí này.
}
rules-prediction-counted = Số dự đoán được xét là số trong lượt thi được tính.

rules-gate-all-correct = Chỉ người trả lời đúng tất cả các câu mới được xét giải; những người khác xếp sau.
rules-gate-points = Chỉ người đạt từ { $least } điểm trở lên mới được xét giải; những người khác xếp sau.
rules-rank-points = Nhiều điểm hơn.
rules-rank-correct = Đúng nhiều câu hơn.
rules-rank-per-cent = Tỷ lệ câu đúng cao hơn.
rules-rank-duration = Làm bài nhanh hơn{ $precision ->
    [second] {" "}(tính đến giây)
   *[millisecond] {" "}(tính đến phần nghìn giây)
}.
rules-rank-submission = Nộp bài sớm hơn{ $precision ->
    [second] {" "}(tính đến giây)
   *[millisecond] {" "}(tính đến phần nghìn giây)
}.
rules-rank-start = Bắt đầu sớm hơn{ $precision ->
    [second] {" "}(tính đến giây)
   *[millisecond] {" "}(tính đến phần nghìn giây)
}.
rules-rank-prediction = Dự đoán gần con số đúng hơn (biết sau khi đóng kỳ thi).
rules-rank-perfect-attempts = Có nhiều lượt thi đúng tất cả các câu hơn.
rules-rank-draw = Bốc thăm bằng máy. Con số dùng để bốc thăm được công bố cùng kết quả, ai cũng kiểm tra lại được.
rules-rank-committee = Ban tổ chức quyết định, ghi rõ người quyết định và lý do.

rules-equal-shared = Những người bằng nhau ở mọi tiêu chí đồng hạng và nhận giải như nhau.
rules-equal-at-prizes = Ở vị trí có giải, không có đồng hạng: ban tổ chức phải phân định những người bằng nhau ở mọi tiêu chí. Ở các vị trí sau, người bằng nhau có cùng thứ hạng.
rules-equal-everywhere = Không có đồng hạng: ban tổ chức phải phân định những người bằng nhau ở mọi tiêu chí.

rules-prizes-scope = { $scope ->
    [division] Giải trao cho từng bảng trong mỗi kỳ thi:
    [contest] Giải trao một lần cho cả cuộc thi:
   *[round] Giải trao cho mỗi kỳ thi:
}
rules-prizes-own = Giải của { $title }:
rules-prize-grade = { $name }: { $count } giải.
rules-prizes-certificates = { $who ->
    [both] Người được giải và mọi người có kết quả được tính nhận giấy chứng nhận điện tử.
    [winners] Người được giải nhận giấy chứng nhận điện tử.
   *[everybody] Mọi người có kết quả được tính nhận giấy chứng nhận điện tử.
}
rules-prizes-cap = Tổng số giải không vượt quá { $per_cent }% số người dự thi.
rules-prizes-one-per-person = Một người được giải ở nhiều kỳ thi chỉ giữ giải cao nhất. { $freed ->
    [next_in_rank] Giải còn lại chuyển cho người xếp kế tiếp.
   *[stays_empty] Giải còn lại để trống.
}

rules-board-provisional = Trong khi thi, bảng xếp hạng tạm thời được công khai; thứ hạng chính thức chỉ có sau khi ban tổ chức chốt kết quả.
rules-board-frozen = Bảng xếp hạng tạm thời được công khai và đứng yên từ { $amount } { $unit ->
    [second] giây
    [minute] phút
    [hour] giờ
   *[day] ngày
} trước giờ đóng, cho đến khi ban tổ chức chốt kết quả.
rules-board-hidden = Bảng xếp hạng chỉ được công bố sau khi ban tổ chức chốt kết quả.
rules-board-names = { $names ->
    [full_for_adults] Người từ đủ 18 tuổi hiện đủ họ tên; trẻ em và người chưa rõ tuổi chỉ hiện họ và chữ cái đầu của tên đệm, tên (ví dụ: Trần T. B.).
   *[masked] Tên người dự thi chỉ hiện họ và chữ cái đầu của tên đệm, tên (ví dụ: Trần T. B.).
}

rules-review = { $answers ->
    [after_close] Người dự thi xem được đáp án đúng và căn cứ pháp lý sau khi kỳ thi đóng và mọi lượt thi đã kết thúc.
    [after_final] Người dự thi xem được đáp án đúng và căn cứ pháp lý sau khi ban tổ chức chốt kết quả.
   *[never] Đáp án không được công bố.
}

field-required = Hãy điền mục này.
field-too-long = Nhiều nhất { $max } ký tự.
field-unknown = Phiếu đăng ký không có mục này.
field-name-letters = Họ và tên chỉ gồm chữ cái và dấu cách.
field-name-diacritics = Hãy viết họ và tên đầy đủ dấu tiếng Việt.
field-not-a-choice = Hãy chọn một trong các giá trị cho sẵn.
field-phone = Số điện thoại chưa đúng. Ví dụ: 0912 345 678.
field-email = Địa chỉ thư điện tử chưa đúng. Ví dụ: ten@example.vn.
field-id-number = Số định danh cá nhân gồm 12 chữ số (giấy cũ: 9 chữ số).
field-date = Ngày chưa đúng. Hãy ghi ngày, tháng và đủ bốn chữ số của năm, ví dụ 25/12/2010.
field-date-whole = Hãy ghi đủ ngày, tháng, năm sinh. Ví dụ: 25/12/2010.
field-date-month = Hãy ghi ít nhất tháng và năm sinh. Ví dụ: 12/2010.
field-date-future = Ngày sinh không thể ở tương lai.
field-date-past = Hãy kiểm tra lại năm sinh.
field-age = { $kind ->
    [both] Cuộc thi dành cho người từ đủ { $from } đến { $to } tuổi, tính đến ngày { $on }.
    [from] Cuộc thi dành cho người từ đủ { $from } tuổi trở lên, tính đến ngày { $on }.
   *[to] Cuộc thi dành cho người không quá { $to } tuổi, tính đến ngày { $on }.
}
