# Pages of lessons.

lesson-minutes = { $n } min
lesson-optional = optional
lesson-kind-text = Lesson
lesson-kind-quiz = Quiz
lesson-kind-exam = Final examination
lesson-kind-assignment = Assignment
lesson-kind-survey = Survey
lesson-mark-none = not opened
lesson-mark-opened = begun
lesson-mark-passed = Done
lesson-mark-locked = Not open yet
lesson-map = Contents
lesson-number = Lesson { $n } of { $of }
lesson-objectives = After this lesson you
lesson-references = Legal references ({ $n })
lesson-waits-until = Your cohort begins at { $at }. Then this lesson opens.
lesson-over = Your cohort ended at { $at }. You can still read everything, but nothing more is counted.
lesson-waits-for = This lesson opens once these are done:
lesson-around = Lessons around this one
lesson-previous = Previous lesson
lesson-next = Next lesson
lesson-to-course = To the course
lesson-go-next = Next: { $title }
lesson-signed-out = You were signed out. What you watched is kept on this device; sign in again to send it.

## Reading aloud, recordings

lesson-read = Read aloud
lesson-read-pause = Pause
lesson-read-resume = Go on
lesson-read-stop = Stop
lesson-video = Video
lesson-audio = Recording
lesson-captions = Vietnamese captions
lesson-transcript = Everything that is said, in writing
lesson-watched = Watched or heard
lesson-watched-enough = { $percent } % watched, that is enough.
lesson-watched-more = { $percent } % watched, { $needed } % is needed. Seeking does not count.
lesson-watched-waiting = No network. What you watched is kept on this device and sent once there is.
lesson-watch-script = Your browser runs no JavaScript, so what you watch cannot be counted. Switch JavaScript on or use another browser.
lesson-embed-words = This plays from { $site }. When you press, your browser contacts { $site }, and that site learns your network address.
lesson-embed-play = Play from { $site }
lesson-embed-open = Open at { $site }

## Self-checks

lesson-check = Self-check { $n }
lesson-check-send = Answer
lesson-check-again = Answer again
lesson-check-choose = Choose an option first.
lesson-check-failed = It could not be sent. Look at your network and press again.
lesson-check-right = Right
lesson-check-wrong = Not right
lesson-check-was-right = You answered right
lesson-check-was-wrong = You answered, not right yet
lesson-check-answer = Right answer:
lesson-check-key = See the answer and why

## Files, notes, questions

lesson-downloads = To take away
lesson-note = My notes
lesson-note-label = Note
lesson-note-hint = Only you can read it.
lesson-note-save = Save the note
lesson-note-saving = Saving…
lesson-note-saved = Saved
lesson-note-unsaved = Not saved yet, trying again.
lesson-note-saved-at = Saved { $at }
lesson-questions = Questions and answers
lesson-questions-none = No questions about this lesson yet.
lesson-you = You
lesson-question-waits = Waits for the teacher
lesson-teacher = Teacher
lesson-ask = Ask a question
lesson-ask-label = Your question
lesson-ask-hint = The teacher looks at it before everybody sees it. Leave out names, addresses and private matters.
lesson-ask-send = Send the question

## What is to be done

lesson-finish = I am through with this lesson
lesson-passed-at = You finished this lesson at { $at }.
lesson-missing-watch = Before you are through: you have watched { $percent } %, at least { $needed } % is needed.
lesson-missing-checks =
    { $n ->
        [one] Before you are through: { $n } self-check is not answered yet.
       *[other] Before you are through: { $n } self-checks are not answered yet.
    }
lesson-passed = Passed
lesson-not-passed = Not passed
lesson-quiz-passed = You passed at { $at }.
lesson-quiz-questions = Questions
lesson-quiz-length = Time
lesson-quiz-pass = To pass
lesson-quiz-pass-percent = { $percent } % right
lesson-quiz-left = Attempts
lesson-quiz-left-of = { $left } of { $max } left
lesson-quiz-left-free = without limit
lesson-quiz-best = The best attempt counts.
lesson-quiz-saved = Every answer is saved as you choose it. When time is up, what is saved is your paper.
lesson-quiz-wait = { $length } between attempts, counted from the deadline of the earlier one.
lesson-quiz-window = From { $from } until { $until }.
lesson-quiz-shows = Once handed in, you see the answers and why.
lesson-quiz-hides = The answers are not shown afterwards.
lesson-quiz-running = An attempt is running, { $time } left.
lesson-quiz-resume = Go on
lesson-quiz-start = Start
lesson-quiz-again = Try again
lesson-quiz-wait-until = You can try again from { $at } ({ $left }). Meanwhile, look at the lessons again.
lesson-quiz-not-yet = It opens at { $at }.
lesson-quiz-over = It closed at { $at }.
lesson-quiz-used = You have used all attempts. Ask the organiser if you need help.
lesson-quiz-past = Your attempts
lesson-quiz-attempt = Attempt { $n }
lesson-assignment = Assignment
lesson-assignment-passed = Your work passed at { $at }.
lesson-rubric = How it is marked
lesson-rubric-points =
    { $n ->
        [one] { $n } point
       *[other] { $n } points
    }
lesson-rubric-pass = Passed from { $percent } % of all points.
lesson-handed = Handed in, { $n }
lesson-handed-waits = Waits for marks. You will see them here.
lesson-handed-text = See what was handed in
lesson-marks = { $points } of { $of } points
lesson-marks-comment = Comment
lesson-answer = Your work
lesson-answer-again = Your work this time
lesson-answer-hint = At most { $n } words.
lesson-words = { $n } of { $max } words
lesson-words-over = { $n } of { $max } words – too long, please shorten it
lesson-file = File
lesson-file-hint = PDF, Word (docx without macros), JPG or PNG; at most 5 MB.
lesson-hand-in = Hand in
lesson-hand-in-words = Once handed in it cannot be changed. If it does not pass, you can hand in again.
lesson-survey-send = Send
lesson-survey-words = Everybody answers once. The organisers read the answers to make the course better.
lesson-survey-done = Thank you for your answers of { $at }.
lesson-scale-low = Lowest
lesson-scale-high = Highest
field-lesson-too-long = Too long: at most { $max } characters.
field-survey-choose = Please choose an answer.
field-hand-in-something = Write something or choose a file.
field-too-many-words = It has { $words } words; at most { $max } are allowed.
field-no-file-here = This assignment takes no file.
field-file-too-large = The file is larger than 5 MB.
field-file-kind = This file is not accepted: only PDF, Word (docx without macros), JPG or PNG.
flash-lesson-done = The lesson before is done.
flash-note-saved = The note is saved.
flash-question-sent = The question is sent. You will see the teacher's answer here.
flash-handed-in = Handed in. Please wait for the marks.
flash-survey-sent = Thank you for your answers.

## Results

result-lesson-passed = You have passed
result-lesson-words = Your paper has been recorded.
result-lesson-expired-words = What was saved before time was up is your paper.
result-lesson-again = Try again
result-lesson-back = Back to the lesson
result-lesson-review-never = The answers of this one are not shown.
