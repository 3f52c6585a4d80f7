# Pages of lessons.
