# Lớp học và người tổ chức.
