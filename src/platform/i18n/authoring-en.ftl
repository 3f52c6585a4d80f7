# Writing courses.
