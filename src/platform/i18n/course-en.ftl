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

## The catalogue

nav-courses = Courses
nav-my-courses = My courses
course-catalogue = Courses
course-catalogue-lead = Learn on your phone, whenever you have time; the site remembers how far you are.
course-search = Find a course
course-search-go = Search
course-filters = Filter by topic, audience, hours, agency
course-filter-all = All
course-topic = Topic
course-audience = For
course-hours-label = Learning hours
course-agency = Issuing agency
course-hours-den-4 = Up to 4 hours
course-hours-4-8 = More than 4, up to 8 hours
course-hours-tren-8 = More than 8 hours
course-found =
    { $n ->
        [one] { $n } course
       *[other] { $n } courses
    }
course-none = No courses yet
course-none-words = New courses will appear here. Meanwhile, have a look at the contests.
course-none-fits = No course fits
course-none-fits-words = Try other words, with or without diacritics, or take some filters off.
course-see-all = See all courses
course-hours = { $n } learning hours
course-lessons =
    { $n ->
        [one] { $n } lesson
       *[other] { $n } lessons
    }
course-count =
    { $n ->
        [one] { $n } course
       *[other] { $n } courses
    }
course-for = For: { $who }

## A course's page

course-progress = Progress
course-progress-of = { $done } of { $total } lessons done
course-state-left = Left
course-state-completed = Completed
course-state-over = The cohort is over
course-state-waits = The cohort has not begun
course-state-active = Learning
course-completed-at = Completed on { $at }
course-continue = Continue: { $title }
course-continue-short = Continue
course-begin = Begin: { $title }
course-begin-short = Begin
course-open = Open the course
course-fact-hours = Learning hours
course-fact-lessons = Lessons
course-fact-length = Estimated time
course-fact-certificate = Certificate
course-certificate-yes = Yes
course-certificate-no = None
course-certificate-words = Complete the course and you are issued a certificate. Anybody can check it by its number or QR code.
course-enrol = Enrol
course-enrol-title = Enrol in the course
course-enrol-open = Anybody with an account may learn here, free of charge.
course-enrol-code = This course takes an enrolment code that its organiser sent you.
course-enrol-invitation = This course is for those who are invited. If the organiser sent you a cohort's code, type it here.
course-sign-in = Sign in to enrol
course-register = Make an account
course-code = Enrolment code
course-code-hint = Capital and small letters are the same.
course-have-code = I have a cohort's code
course-code-cohort-hint = Only when your organisation runs a cohort of its own and sent you a code.
course-closed = The course takes no more people. Those who are in it go on.
course-then-learn = Learn lesson by lesson
course-then-learn-words = Read, watch, answer self-checks. Stop whenever you like; on any device you go on where you stopped.
course-then-check = Take the quizzes
course-then-check-words = Not passed yet? Look at the lessons again and try once more. The best attempt counts.
course-then-done = Complete
course-then-certificate = Once the conditions are met you are issued a certificate, and your hours are on your transcript.
course-then-hours = Once the conditions are met your hours are on your transcript.
course-newer = The course has a new version
course-newer-words = You are learning by an earlier version. When you move, every lesson that is done stays done.
course-version = Version { $n }
course-move = Move to the new version
course-content = Content
course-cohort = Your cohort
course-cohort-from = Begins
course-cohort-until = Ends
course-cohort-extended = You were given more time.
course-cohort-exam = Final examination
course-cohort-opens = Begins { $at }
course-cohort-ended = Ended { $at }
course-cohort-ends = Ends { $at }, { $left }
course-objectives = Afterwards you can
course-audience-title = For whom
course-completion = What completes it
course-rule-lessons =
    { $n ->
        [one] Finish { $n } required lesson.
       *[other] Finish { $n } required lessons.
    }
course-rule-optional =
    { $n ->
        [one] { $n } lesson is optional.
       *[other] { $n } lessons are optional.
    }
course-rule-watch = Watch or hear at least { $percent } % of each recording; seeking does not count.
course-rule-quiz = Pass “{ $title }”: { $n } questions, at least { $percent } % right.
course-rule-exam = Pass “{ $title }”: { $n } questions in { $length }, at least { $percent } % right.
course-rule-exam-last = The final examination opens once the other required lessons are done.
course-rule-attempts = Final examination: at most { $n } attempts, the best counts.
course-rule-attempts-free = Final examination: attempts without limit, the best counts.
course-rule-wait = Another attempt after { $length }, counted from the deadline of the earlier one.
course-rule-assignment = Hand in “{ $title }” and get at least { $percent } % of the points.
course-prerequisites = To be completed before
course-framework = Training framework
course-options = Options
course-reminders-are-on = You get a letter when you have not been here for some days or your cohort ends soon.
course-reminders-are-off = You switched reminders of this course off.
course-reminders-stop = Stop reminders
course-reminders-start = Send reminders
course-leave = Leave the course
course-leave-words = The course leaves your list. What you have done is kept, should you enrol again.
course-leave-sure = I want to leave the course
course-versions = What is new
course-change-added = New lesson “{ $title }”.
course-change-removed = Lesson “{ $title }” taken out.
course-change-changed = Lesson “{ $title }” changed.
course-change-completion = What completes the course has changed.
course-share = Tell others
flash-enrolled = You are enrolled. Begin with the first lesson.
flash-enrol-first = Enrol first, then open the lesson.
flash-course-left = You have left the course.
flash-course-moved = You are learning by the new version. Every lesson that was done stays done.
flash-course-completed = Well done, you have completed the course!
flash-reminders-on = Reminders are on.
flash-reminders-off = Reminders are off.

## My courses, the transcript

course-mine = My courses
course-mine-lead = The course you used last stands first.
course-mine-none = You are in no course yet
course-mine-none-words = Choose a course and enrol; it will appear here with your progress.
course-mine-all = See all my courses
course-offered = You may like
course-transcript = Transcript
course-transcript-name = Full name
course-transcript-organisation = Organisation
course-transcript-hours = Learning hours together
course-transcript-completed = Completed
course-transcript-at = Made on
course-transcript-none = Nothing on the transcript yet
course-transcript-caption = Courses
course-transcript-note = Hours are counted by the modules that are done. The examination's result is the number of right answers of the best attempt.
course-transcript-print = Print
course-transcript-pdf = Download PDF
course-transcript-cohort = Cohort: { $title }
course-transcript-made = Made on { $at } at { $site }
course-transcript-since = Since { $at }
course-transcript-done = Completed
course-transcript-exam = Final examination: { $right } of { $of } right
course-transcript-page = Page
course-column-number = No.
course-column-period = Period
course-column-certificate = Certificate
course-column-course = Course
course-column-begun = Enrolled
course-column-result = Result
course-column-exam = Final examination
course-column-hours = Hours
home-courses = Courses
home-courses-lead = Lesson by lesson, with self-checks and a final examination.
home-learning = My courses
home-see-courses = See courses
audit-certificate-export = Took a list of certificates away
audit-certificate-file = Replaced a certificate by its signed file
audit-certificate-issue = Issued certificates
audit-certificate-reissue = Issued a certificate again
audit-certificate-revoke = Revoked a certificate
audit-cohort-change = Changed a cohort
audit-cohort-create = Made a cohort
audit-cohort-export = Took a list of a cohort away
audit-cohort-extend = Extended somebody’s time
audit-cohort-invitations = Took invitations of a cohort
audit-cohort-letter = Wrote to people of a cohort
audit-cohort-newest-version = Moved a cohort to the newest version
audit-cohort-remove = Took somebody out of a cohort
audit-cohort-return = Let somebody back into a cohort
audit-cohort-roster = Imported a roster
audit-course-answer-hide = Hid an answer in a lesson
audit-course-answer-show = Showed an answer in a lesson
audit-course-create = Made a course
audit-course-draft = Wrote in a draft of a course
audit-course-draft-discard = Threw a draft of a course away
audit-course-draft-open = Opened a draft of a course
audit-course-draft-return = Returned a draft of a course
audit-course-draft-submit = Asked for a review of a draft
audit-course-mark = Marked an assignment
audit-course-question-answer = Answered a question
audit-course-question-hide = Hid a question
audit-course-question-show = Showed a question
