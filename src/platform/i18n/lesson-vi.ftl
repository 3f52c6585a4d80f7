# Trang bài học.
