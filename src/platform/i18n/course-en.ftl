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
problem-lesson-not-done =
    { $why ->
         [watch] You have watched { $percent } % of the recording; at least { $needed } % is needed.
         [checks] Self-checks in the lesson not answered yet: { $open }.
        *[other] This lesson is done once you pass the quiz, hand in the assignment or answer the survey.
    }
problem-cohort-over = Your cohort is over.
problem-own-review = Whoever edited a draft does not review it. Please ask somebody else.
field-course-code = This code is not right. Please look again at the code your organiser sent you.
field-cohort-elsewhere = This cohort is for another organisation than the one in your profile. Correct the organisation in your profile if it is wrong.
field-course-unknown = There is no course with the short name “{ $course }”. Please import it first.
audit-course-publish = Published a course
audit-course-retire = Took a course off the catalogue
audit-course-restore = Put a course back on the catalogue
