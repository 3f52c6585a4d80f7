# Words of the pages. Every key exists in every language.

## Common

brand = Học Luật
skip-to-content = Skip to the main content
nav-main = Main
nav-contests = Contests
nav-organiser = Running contests
nav-sign-in = Sign in
nav-sign-out = Sign out
switch-language = VI
switch-language-name = Tiếng Việt
footer-about = Học Luật: legal learning and legal-knowledge contests online. Times are those of Viet Nam.
footer-api = API

## Time and numbers

unit-days =
    { $n ->
         [one] { $n } day
        *[other] { $n } days
    }
unit-hours =
    { $n ->
         [one] { $n } hour
        *[other] { $n } hours
    }
unit-minutes =
    { $n ->
         [one] { $n } minute
        *[other] { $n } minutes
    }
unit-seconds =
    { $n ->
         [one] { $n } second
        *[other] { $n } seconds
    }
left-days-hours =
    { $large ->
         [one] { $large } day
        *[other] { $large } days
    } { $small } h left
left-hours-minutes = { $large } h { $small } min left
left-minutes = { $large } min left
left-under-a-minute = less than a minute left
opens = opens
closes = closes
closed = closed
opens-at = opens { $at }
closed-at = closed { $at }
from-until = { $from } to { $until }
counted-at = Counted at { $at }
count-entered =
    { $n ->
         [one] { $n } person has entered
        *[other] { $n } people have entered
    }
count-questions =
    { $n ->
         [one] { $n } question
        *[other] { $n } questions
    }
count-attempts =
    { $n ->
         [one] { $n } attempt
        *[other] { $n } attempts
    }
count-prizes =
    { $n ->
         [one] { $n } prize
        *[other] { $n } prizes
    }

## Stages

stage-upcoming = Opens soon
stage-open = Open
stage-closed = Closed
stage-final = Result published

## Home and lists

home-title = Know the law, live by the law
home-lead = Courses and contests about the law on your phone or computer. Every answer is saved as you give it, and every rank can be checked.
home-how = Three steps to take part
home-step-enter = Enter
home-step-enter-text = Make an account and fill in the entry form. Only what the rules need is asked.
home-step-sit = Sit the paper
home-step-sit-text = Each answer is saved at once. If the network drops, carry on: your answers are sent when it returns.
home-step-rank = See the result
home-step-rank-text = Get a receipt with a code, and your rank as soon as the rules allow.
list-lead = Choose a contest to read its rules and take part.
list-open = Open now
list-upcoming = Opening soon
list-finished = Closed
list-none-now = No contest is open at the moment. Please come back later.

## Forms

form-optional = (optional)
form-has-errors = Something needs mending before this can be sent.
label-full-name = Full name
hint-full-name = Family, middle and given name, with all marks.
label-login = Login
hint-login = 3 to 40 characters: plain letters, digits, full stop, hyphen. A phone number is fine too.
label-password = Password
hint-password = At least 8 characters. A short sentence you remember is best.
hint-password-admin = At least 8 characters; longer is better. A short sentence works best.
label-password-again = Password again
label-email = E-mail
hint-email = Used to tell you when the result is out.
label-day = Day
label-month = Month
label-year = Year
hint-date = For example 5/9/2012.
hint-date-partial = For example 5/9/2012. Leave the day or month empty if it is not known.

## Accounts

register-title = Make an account
register-lead = It takes less than a minute. The same account is good for every contest.
register-submit = Make the account
register-have-account = Have an account already?
sign-in-title = Sign in
sign-in-submit = Sign in
sign-in-no-account = No account yet?
first-title = Set the administrator’s password
first-lead = This link works once. The account you make here administers the whole service.
first-submit = Save and sign in

## Contest

organised-by = Organised by { $name }
action-enter = Enter the contest
action-enter-words = It takes less than a minute, and you can start at once.
action-start = Start
action-attempts-left =
    You have { $n ->
         [one] { $n } attempt
        *[other] { $n } attempts
    } left.
action-attempts-unlimited = You may make any number of attempts.
action-resume = Carry on · { $time } left
action-resume-words = You have an attempt running. Everything you saved is still there.
action-wait-words = You have entered. The contest opens at { $at }.
action-used-words = You have used all your attempts. Thank you for taking part.
action-closed-words = The contest has closed. The result will be published on this page.
action-result = See the result
action-result-words = The final result has been published.
action-my-result = My latest attempt
contest-ranking = How people are ranked
contest-rules = The rules in short
contest-prizes = Prizes
contest-rounds = Rounds
fact-questions = Questions
fact-time = Time
fact-attempts = Attempts
fact-entered = Entered

## Entry

entry-title = Enter the contest
entry-lead = { $organiser } needs the details below to run the contest.
entry-consent = I agree that { $organiser } uses these details for the contest. If I am under 16, a parent or guardian has agreed.
entry-submit = Send the entry
entry-why = Why are you asked this?
entry-why-same-person = So that each person takes part under one name only.
entry-why-contact = To reach you if you win a prize.
entry-why-public-name = Boards show names in the way the rules say; phone, birth date and address are never shown.

## Before the start

start-title = Ready to start?
start-attempt-of = Attempt { $n } of { $max }
start-attempt = Attempt { $n }
start-your-time = You will have
start-questions-and-prediction =
    { $n ->
         [one] { $n } question
        *[other] { $n } questions
    } + 1 prediction
start-shortened = The round closes soon: instead of { $full }, this attempt lasts { $left }.
start-clock = The clock starts when you press “Start now” and does not stop, even if you leave the page.
start-closes = The round closes at { $at }.
start-closing-cut-off = At that moment a running attempt ends, and the answers saved so far count.
start-closing-own-time = If you start before then you keep your full time, up to { $max } past the close.
start-autosave = Each answer is saved as you choose it. When time runs out you need not press anything: what is saved is your attempt.
start-offline = If the network or battery fails, open this page again on any device and carry on in the time that is left.
start-complete-only = The attempt counts only if every question is answered.
start-submit = Start now
start-not-yet = Not yet

## Sitting

sitting-title = Sitting
sitting-time-left = Time left
sitting-question = Question { $n }
sitting-choose-several = You may choose several options.
sitting-prediction-label = The number you predict
sitting-prediction-hint = Write a number, for example 7171 or 12.5.
sitting-flag = Mark to look at again
sitting-previous = Previous
sitting-next = Next
sitting-save = Save
sitting-submit = Submit
sitting-map = Questions
sitting-legend-saved = Saved
sitting-legend-waiting = Not sent yet
sitting-legend-flagged = Marked
sitting-legend-empty = Not answered
sitting-map-note = When time runs out, the answers saved are counted by themselves.
sitting-text-smaller = Smaller text
sitting-text-larger = Larger text
sitting-without-script = This browser does not run the page’s script: the clock stands still, and answers are saved only when you press “Save”. Save often.
confirm-title = Submit?
confirm-note = After submitting nothing can be changed.
confirm-yes = Submit
confirm-no = Carry on
js-all-saved = All saved
js-saving = Saving…
js-unsent = { $n } not sent
js-offline = You are offline. Answers not sent yet ({ $n }) are kept on this device and will be sent when the network returns. Carry on.
js-offline-short = You are offline. Carry on: answers are kept on this device.
js-back-online = Back online. Every answer is saved.
js-saved = Saved
js-not-saved-yet = Not sent yet, it will be sent again
js-newer-elsewhere = Question { $number } was answered more recently elsewhere: { $response }. This page now keeps that answer.
js-newer-elsewhere-blank = The answer to question { $number } was cleared elsewhere. This page now keeps it so.
js-answer-not-possible = This answer is not written in a way that can be saved.
js-question-of = { $n } of { $total }
js-map-label = Question { $n }
js-map-answered = saved
js-map-waiting = not sent yet
js-map-empty = not answered
js-map-flagged = marked
js-left-minutes = Time left: { $n } min
js-left-seconds = Time left: { $n } seconds
js-time-up = Time is up. Recording your attempt…
js-time-up-offline = Time is up and you are offline. Answers saved before the end count. The result opens when the network returns.
js-submitting = Submitting…
js-submit-failed = Submitting failed because of the network. Saved answers count all the same. Please press “Submit” again.
js-all-answered = You have answered all { $total } questions.
js-some-unanswered = { $n } not answered. Press a number to go back to it:
js-signed-out = Your session has ended. Your answers are kept on this device: reload the page to send them.

## Result of an attempt

result-title = Result of the attempt
result-submitted = Submitted
result-submitted-words = Your attempt has been recorded.
result-expired = Time is up
result-expired-words = The answers saved before the end are your attempt.
result-voided = This attempt was cancelled
result-voided-words = The organisers cancelled this attempt. Please contact them for the reason.
result-not-valid = This attempt is not ranked: the rules ask for every question to be answered.
result-correct = Right answers
result-place-provisional = Provisional rank
result-place-final = Final rank
result-place-of =
    among { $n ->
         [one] { $n } person
        *[other] { $n } people
    }
result-again = Try again
result-see-board = See the leaderboard
result-back = Back to the contest
result-review-after-close = Right answers with their legal basis are shown after the round has closed (at { $at }) and every attempt has ended.
result-review-after-final = Right answers with their legal basis are shown once the result is final.
result-review-never = Under its rules this contest does not publish the right answers.
receipt-title = Receipt
receipt-code = Attempt code
receipt-started = Started
receipt-finished = Ended
receipt-duration = Time used
receipt-answered = Questions answered
receipt-prediction = Prediction
receipt-digest = Fingerprint of the answers
receipt-note = Keep a picture or a print of this receipt. The fingerprint shows that your answers were not changed afterwards.
review-title = Right answers and legal basis
review-right = Right
review-wrong = Not right
review-blank = Not answered
review-your-answer = your answer
review-right-answer = right answer
review-reference = Legal basis:

## Leaderboard

board-provisional-title = Provisional leaderboard
board-final-title = Final result
board-stamp-provisional = Provisional
board-stamp-frozen = Frozen
board-stamp-final = Final
board-provisional-words = Ranks change until the result is published. The board updates by itself.
board-frozen-words = The board stands still until the result is published.
board-final-words = The organiser has published this result.
board-empty = Nobody is on the board yet. You could be the first.
board-see-all = See the whole board
board-total =
    { $n ->
         [one] { $n } person
        *[other] { $n } people
    }
board-you = you
board-all-divisions = All
board-divisions = Divisions
board-table = Leaderboard
board-updated = Updated at { $at }
board-connection-lost = Connection lost, trying again.
board-has-changed = The state of the board has changed. Reload the page to see it.
board-result-file = Download the result file (JSON)
board-result-file-words = It holds the rules, the anonymous answers and the ranks, so that anyone can recount.
column-rank = Rank
column-name = Name
column-points = Points
column-duration = Time used
column-finished = Ended
column-contest = Contest
column-stage = Stage
column-hour = Hour
column-started = Started
column-ended = Ended

## Organiser

organiser-none = There is no contest yet. Import a content package with “hocluat import”.
organiser-see-public = See the public page
organiser-counts = Live counts
organiser-hours = Attempts started by hour
organiser-hours-summary = Bar chart of attempts started by hour; the busiest hour has { $n }. The table is below.
organiser-hours-table = See as a table
organiser-hours-busiest =
    Highest bar: { $n ->
         [one] { $n } attempt
        *[other] { $n } attempts
    } in one hour.
count-label-entries = Entered
count-label-people = People
count-label-running = Running
count-label-submitted = Submitted
count-label-expired = Timed out
count-label-finished = Attempts ended
live-connection-lost = Connection lost; the counts may be out of date.
true-number-later = fixed at publication
finalise-title = Publish the result
finalise-open = Publish the result…
finalise-what-happens = The numbers predicted are fixed, ranks and prizes are worked out, and the result page is published. This cannot be undone and is written to the audit trail.
finalise-confirm = I have checked, and want to publish.
finalise-submit = Publish the result of { $round }
finalise-not-yet = The button appears once every condition is met.
round-final-since = Final since { $at }.
condition-met = Met:
condition-unmet = Not met:
downloads-title = Downloads
download-csv = List as CSV
download-xlsx = List for Excel
download-result = Result file (JSON)
audit-title = Audit trail
audit-none = Nothing has been recorded yet.

## Messages

flash-entered = You have entered. When the contest is open, press “Start”.
flash-saved = Your answers have been saved.
flash-signed-out = You have signed out.

## Error page

error-title = This could not be done
error-status = Code { $status }
error-nothing-lost = Whatever you saved is still there.
error-back = Go back
error-home = Home page
error-request = When asking for help, quote this request:

## Problems

problem-not-found = There is no such page, or you may not see it.
problem-sign-in-needed = Please sign in first.
problem-sign-in-failed = The login or the password is wrong.
problem-not-allowed = Your account may not do this.
problem-form-expired = The form has expired. Please reload the page and send it again.
problem-fields-invalid = Something needs mending before this can be sent.
problem-request-unreadable = The request could not be read.
problem-body-too-large = What was sent is too large.
problem-too-many-requests = Too many requests from this device. Please wait a moment and try again.
problem-unavailable = The service is busy. Please try again in a few seconds.
problem-internal = Something went wrong on our side. It has been recorded.
problem-login-taken = That login is taken.
problem-link-expired = This link has been used or has expired. If the password is set, please sign in.
problem-entry-needed = Please enter the contest first.
problem-same-person-entered = Somebody has entered with these details. If it was you, please sign in with the account you used then.
problem-not-eligible = You do not meet the conditions in the rules.
problem-not-open-yet =
    { $moment ->
         [none] It is not open yet.
        *[other] It is not open yet. It opens at { $moment }.
    }
problem-round-closed =
    { $moment ->
         [none] The round has closed.
        *[other] The round closed at { $moment }.
    }
problem-no-attempts-left =
    { $moment ->
         [none] You have used all your attempts.
        *[other] You have used your attempts for now. The next one is from { $moment }.
    }
problem-attempt-ended = This attempt has ended.
problem-time-is-up = The time of the attempt is over. The answers saved before count.
problem-answer-outdated = A newer answer has been saved from elsewhere.
problem-no-such-question = The paper has no such question.
problem-answer-not-possible = The answer does not fit the question.
problem-result-not-yet = The result is not shown yet.
problem-board-hidden = The leaderboard is not public now.
problem-not-ready-to-finalise = The round cannot be made final yet.
problem-already-final = The result has been published already.
problem-decision-needed = These attempts are equal in every step where a prize is at stake: { $attempts }. Add the step "draw" to the end of the ranking in contest.toml, give the reason in change_reason, import again and then publish.
problem-changed-meanwhile = Somebody else has just changed this. Please reload the page and try again.

## Problems of one field

field-too-short = Too short: at least { $min } characters.
field-consent = Your consent is needed to enter.
field-login = 3 to 40 characters: plain letters, digits, full stop, hyphen.
field-login-taken = That login is taken.
field-password-short = The password needs at least { $min } characters.
field-password-common = This password is easy to guess. Please choose another.
field-passwords-differ = The two passwords differ.
field-number = Please write a number.
field-sequence-range = The sequence number of the save is out of range.
field-bank-missing = There is no such question bank. Import the bank first.
field-change-reason = The contest has begun: a reason for the change is needed.
field-round-vanished = Round { $round } exists already and cannot be taken away.

## Entry form

form-full_name = Full name
form-full_name-hint = Family, middle and given name with all marks, as in your papers.
form-birth_date = Date of birth
form-birth_date-hint = To tell people of one name apart, and your age where the rules ask for it.
form-sex = Sex
form-sex-hint = { "" }
form-phone = Phone number
form-phone-hint = To reach you if you win. Children may give a parent’s number.
form-email = E-mail
form-email-hint = To send you word of the result.
form-id_number = Personal identification number
form-id_number-hint = The 12 digits on your identity card, so that each person takes part once.
form-organisation = Organisation
form-organisation-hint = Where you study, work or live.
form-address = Address
form-address-hint = Commune or ward, and province, where you live.
form-occupation = Occupation
form-occupation-hint = { "" }
form-division = Division
form-division-hint = You are ranked with the people in this division.
form-choice = Choice
form-choice-hint = { "" }
form-text = Further question
form-text-hint = { "" }
sex-male = Male
sex-female = Female
sex-other = Other

## Facts of a contest

fact-questions-only =
    { $n ->
         [one] { $n } question
        *[other] { $n } questions
    }
fact-questions-and-prediction =
    { $n ->
         [one] { $n } question
        *[other] { $n } questions
    } + 1 prediction
fact-attempts-unlimited = Unlimited
fact-attempts-limit =
    { $n ->
         [one] { $n } attempt
        *[other] { $n } attempts
    } { $per ->
         [day] a day
         [week] a week
        *[round] a round
    }
fact-entered-people =
    { $n ->
         [one] { $n } person
        *[other] { $n } people
    }
contest-ranking-intro = Taken in order: a step counts only between people equal in the steps before.
organiser-unnamed = The organisers

## Audit trail

audit-system = The service
audit-round-export = File { $file } of round { $round } was downloaded.

## Exports

export-rank = Rank
export-code = Attempt code
export-shown-name = Name on the board
export-division = Division
export-points = Points
export-correct = Right answers
export-duration = Time used
export-finished = Ended at
export-prize = Prize

## Mail

mail-final-subject = Result of { $round }: { $contest }
mail-final-body = The result of { $round } of the contest “{ $contest }” has been published. See: { $url }
flash-finalised = The result has been published.

## Conditions of finalising, predicted numbers

finalise-needs-close = The round has closed (at { $at }), and every attempt is past its end.
finalise-needs-none-running =
    { $n ->
         [0] No attempt is running.
        *[other] No attempt is running ({ $n } now).
    }
finalise-needs-every-round =
    { $n ->
         [0] Every round of the contest has closed.
        *[other] Every round of the contest has closed ({ $n } not yet).
    }
field-confirm = Tick the confirmation before publishing.
true-number-people-taking-part = People taking part
true-number-people-all-correct = People with every answer right
true-number-attempts-all-correct = Attempts with every answer right
true-number-attempts = Attempts in all
true-number-per-cent-all-correct = Share with every answer right (%)
export-sheet = Ranking

## Titles of problems (API)

problem-title-not-found = Not found
problem-title-unauthenticated = Not signed in
problem-title-forbidden = Not allowed
problem-title-conflict = Not possible now
problem-title-invalid = Not valid
problem-title-too-many = Too many requests
problem-title-too-large = Too large
problem-title-unavailable = Busy
problem-title-internal = Internal error
