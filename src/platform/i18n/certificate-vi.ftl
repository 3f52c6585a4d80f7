# Giấy chứng nhận.

problem-certificate-ended = Giấy chứng nhận này đã bị thu hồi hoặc đã được thay bằng giấy khác.
