# Soạn khoá học.
