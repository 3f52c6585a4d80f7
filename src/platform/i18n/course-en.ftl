# Courses.

result-passed = Well done, you have passed.
result-not-passed = Not passed yet: at least { $percent } % of the answers must be right. Look at the lessons again, then try once more.
result-lesson = Lesson
problem-attempt-too-soon = It is too soon to try again. You can from { $moment }.
problem-enrolment-needed = Enrol in the course first.
problem-enrolment-closed = The course takes nobody in this way at present.
problem-prerequisite-missing = Complete the course “{ $course }” first.
problem-lesson-locked =
    { $moment ->
         [none] This lesson is not open yet. Finish the lessons before it.
        *[other] This lesson opens on { $moment }.
    }
problem-lesson-not-done = This lesson is not finished yet: watch the recording to its end and answer the self-checks.
problem-cohort-over = Your cohort is over.
problem-own-review = Whoever edited a draft does not review it. Please ask somebody else.
