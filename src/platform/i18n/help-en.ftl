# Guides, privacy, what to say when there is nothing yet, when the network is gone, when the service is busy. Buttons and headings
# are quoted by their own keys, so that they always match the page.

# The code with which a person who entered quickly comes back.
-help-entry-code = entry code

## Ways to help

help-guide = How to take part
help-guide-organiser = How to run a contest
help-privacy = Privacy
help-needed = Still need help?
help-contact = Contact the organiser. The address is on the contest’s page.
help-contact-what = Give the name of the contest, your own name and the attempt code if you have one.
help-secret = Nobody needs your password or { -help-entry-code } to help you. Send them to no one.
help-see-also = See also

## Guide for contestants

guide-title = How to take part
guide-lead = Six steps, from the link you were given to your rank. It takes a few minutes to read.
guide-steps = Six steps

guide-find = Find the contest
guide-find-alt = A phone opens the contest’s page from a poster with a QR code.
guide-find-open = Open the link you were given, or scan the QR code on the poster with your phone’s camera. Both lead to the same page.
guide-find-list = No link? Look in the list of contests for one marked “{ stage-open }”.
guide-find-link = See the contests
guide-find-page = The contest’s page says who may take part, when it opens and closes, how many questions there are and how many minutes. Read “{ contest-rules }” before you enter.

guide-enter = Enter the contest
guide-enter-alt = An entry form being filled in. Beside it, a slip of paper with the code to keep.
guide-enter-form = Press “{ action-enter }” and fill in the form. It asks only what the contest needs, and says why. A box marked “{ form-optional }” may be left empty.
guide-enter-name = Write your full name with all marks, as in your papers. The organiser uses it when giving prizes.
guide-enter-quick = Some contests allow quick entry: send the form and you are in, without a password. You are given an { -help-entry-code } of 12 letters and digits in three groups.
guide-enter-code = Take a picture of the code or write it down at once. With it you can come back from another device. Show it to nobody: whoever has it can sit the paper in your name.
guide-enter-account = Other contests need an account. Choose a login and a password once, for every contest. Add an e-mail address, so that you can get a forgotten password back.

guide-sit = Sit the paper
guide-sit-alt = The sitting page with its clock, the options and a mark that says saved. Beside it, the map of questions and the text size buttons.
guide-sit-start = Press “{ action-start }”, look at the number of questions and minutes, then press “{ start-submit }”. The clock runs from then on and does not stop.
guide-sit-saved = Each answer is sent as you choose it. “{ js-saved }” means that the service has it. To change it, choose again; your last choice counts.
guide-sit-map = “{ sitting-map }” shows which answers are saved and which are missing. Press a number to go there. If you are unsure of one, press “{ sitting-flag }”.
guide-sit-text = Text too small? Press “{ sitting-text-larger }”. This device remembers the size.
guide-sit-network = If the network drops, carry on. Answers not sent yet are kept on the device and sent when the network returns. Only answers that arrive before the time is up count.

guide-submit = Submit, and keep the receipt
guide-submit-alt = A receipt with a stamp, the attempt code and the fingerprint of the answers.
guide-submit-press = When you are done, press “{ sitting-submit }”. The page reminds you of unanswered questions. After that nothing can be changed.
guide-submit-time-up = If time runs out before you press it, nothing is lost. The answers saved are your attempt.
guide-submit-receipt = The result page has a receipt: attempt code, start, end, number of answers and their fingerprint. Take a picture of it or print it.
guide-submit-review = Right answers with their legal basis are shown when the rules allow.

guide-board = See the leaderboard
guide-board-alt = A leaderboard. Your own line is coloured. Two people with equal points are told apart by time.
guide-board-provisional = While the contest runs, the board is provisional: ranks change as others submit. Some contests hide the board until the result is published.
guide-board-final = The result is final once the organiser has published it.
guide-board-ties = Equal points are common. The rules then go on step by step, for example: who was quicker, who submitted earlier, who predicted more closely. The steps are listed under “{ contest-ranking }” on the contest’s page.
guide-board-draw = If the rules have a draw, the machine draws. The number it used is published with the result, so anyone can check.

guide-family = Children, and several people on one device
guide-family-alt = A grandmother and a child share one phone; each has a name of their own.
guide-family-phone = Several people may give the same phone number, such as a child and a parent. Each of them then signs in with their own login or { -help-entry-code }.
guide-family-turns = When one person is done, they keep their code and sign out. Then it is the next one’s turn. Before you press “{ start-submit }”, look at the name at the top of the page.
guide-family-child = Under 16: a parent or guardian reads the form with the child and agrees before it is sent.
guide-family-helper = An adult may help to open the page, read the questions aloud and set the text size. The answers are for the contestant to choose.

guide-faq = Common questions
guide-faq-network = The network fails during the sitting?
guide-faq-network-stay = Carry on and do not close the page. The device keeps your answers and sends them when the network returns.
guide-faq-network-reload = If you closed or reloaded the page, open it again on the same device. Answers not sent yet are still there.
guide-faq-network-late = If the network returns after the time is up, the answers saved still count; those not sent do not.
guide-faq-phone = The phone dies in the middle?
guide-faq-phone-other = Open the contest’s page on another device, sign in or type your { -help-entry-code }, and carry on. It is the same paper, and everything saved is still there.
guide-faq-phone-clock = The clock does not stop, so come back soon. Answers that were not sent exist only on the old device.
guide-faq-time = Time runs out before I submit?
guide-faq-time-counted = Nobody has to press submit. When time runs out, the answers saved are counted by themselves.
guide-faq-time-complete = Some rules ask for every question to be answered. An attempt with gaps is then not ranked. The page before the start says so.
guide-faq-name = I wrote my name wrongly?
guide-faq-name-account = The name of your account: correct it in your profile.
guide-faq-name-entry = The name in your entry: tell the organiser what was written and what is right. Do not enter again, because each person takes part under one name.
guide-faq-password = I forgot my password?
guide-faq-password-mail = On the sign-in page choose to reset it. A link for a new password is sent to your e-mail address. If you see no mail, look among the junk.
guide-faq-password-none = If you gave no e-mail address, ask the organiser for a link to come back with.
guide-faq-code = I forgot my { -help-entry-code }?
guide-faq-code-device = The device you entered with is often still signed in. Open your profile on it first.
guide-faq-code-organiser = If that device is gone, contact the organiser. They ask a few things to be sure it is you, and give you a link that works once. Do not enter under another name.
guide-faq-rank = Why is my rank not what I expected?
guide-faq-rank-moving = The provisional board changes whenever somebody submits.
guide-faq-rank-prediction = If the rules use the prediction, the true number is known only after the close. Ranks may then change a lot.
guide-faq-rank-attempt = Of several attempts only the one chosen by the rules counts, such as the best or the first.
guide-faq-rank-division = If the contest has divisions, look which one you have opened.
guide-faq-rank-ask = If it still seems wrong, send the organiser the attempt code on your receipt.
guide-faq-shown = How is my name shown?
guide-faq-shown-short = Usually only the family name and initials. For example: Trần T. B.
guide-faq-shown-adult = Some contests show the full names of people aged 18 or over. The rules then say so.
guide-faq-shown-child = A child’s full name is never on the board. Whoever is not known to be 18 is shown in short as well.

## Guide for organisers

guide-org-title = How to run a contest
guide-org-lead = From a file of questions to a result that anyone can recount. You need not be a programmer.
guide-org-steps = Seven steps

guide-org-questions = Write the questions
guide-org-questions-alt = A page of questions with options and answers is put into a folder.
guide-org-questions-write = Write them in Word or any other program. Each has its text, the options, the answer and the legal basis. A sentence or two of explanation is welcome.
guide-org-questions-plain = Copy the text into a .txt file saved as UTF-8. Bold, colour and underlining do not come along, so the answer must be given by a line “Đáp án:”.
guide-org-questions-example = A sample question (files are written in Vietnamese):
guide-org-questions-sample =
    Chủ đề: Đi đường an toàn
    Mức độ: Nhận biết

    Mã: VD-001
    Câu 1. Đèn tín hiệu giao thông màu đỏ có nghĩa là gì?
    A. Được đi
    B. Cấm đi
    C. Đi chậm
    D. Đi nhanh
    Đáp án: B
    Căn cứ: điểm c khoản 4 Điều 11 Luật số 36/2024/QH15
    Giải thích: Đèn đỏ là cấm đi.
guide-org-questions-code = The line “Mã:” gives the question a lasting name. Change its words or its number, and it is still known as the same question.

guide-org-rules = Put the rules into a file
guide-org-rules-file = Copy a sample package and change contest.toml to match the signed rules: who may take part, what the form asks, how many rounds, questions, minutes and attempts, how people are ranked, which prizes.
guide-org-rules-page = The file page.md is the introduction. Do not repeat the figures: the contest’s page writes them from the rules.
guide-org-rules-draw = Let the ranking end with a draw. Without one, the result cannot be published while people are equal where a prize is at stake.
guide-org-rules-ask-little = Ask only what you really need. The check refuses phone numbers, birth dates and addresses on the leaderboard.

guide-org-check = Check, then publish
guide-org-check-alt = A file being checked: the faulty line is underlined, with a message beside it.
guide-org-check-command = Run “hocluat check FOLDER”. Each fault is named with its file, its line and how to mend it. Mend the first one first.
guide-org-check-import = When no fault is left, run “hocluat import FOLDER”. Repeat it as often as you like: unchanged questions stay, changed ones get a new revision.
guide-org-check-help = Not used to a command line? Send the folder to your administrator.
guide-org-check-read = Open the contest’s page on a phone. Read “{ contest-rules }” and compare it with the signed rules.
guide-org-check-change = To change the rules after the opening you must give a reason. Each attempt keeps the rules in force when it started.

guide-org-share = Tell people
guide-org-share-alt = A poster with a QR code on a notice board, scanned by a phone.
guide-org-share-link = Send the link of the contest’s page by Zalo, Facebook or e-mail. The preview picture already has the contest’s title and dates.
guide-org-share-poster = Print the poster with the QR code and hang it where there is a phone signal. Scan it once yourself.
guide-org-share-early = Advise people to start early. The last evening is always the busiest.

guide-org-watch = Watch, and help people
guide-org-watch-alt = A screen with live counts and a chart of attempts by the hour.
guide-org-watch-live = The contest’s page in the organiser’s area shows how many people have entered, are sitting, have submitted or timed out. The counts update by themselves.
guide-org-watch-person = Somebody cannot come back: find them among the people of the contest, ask a few things to be sure who it is, then issue a link. It works once.
guide-org-watch-private = Hand the link over in person or in a private message. Never ask for a password or an { -help-entry-code }.

guide-org-publish = Publish the result
guide-org-publish-when = When the round has closed and every attempt has ended, the button “{ finalise-title }” appears. The page lists the conditions that are met and those that are not.
guide-org-publish-what = The predicted number is fixed, ranks and prizes are worked out, and people are told. This cannot be undone and is written to the audit trail.
guide-org-publish-tie = If people are equal where a prize is at stake and the rules do not say how to tell them apart, publication stops and names those attempts.

guide-org-files = Take files away, let anyone recount
guide-org-files-alt = A stamped list of results and, beside it, an abacus for counting again.
guide-org-files-lists = Lists for Excel or as CSV serve for minutes and prizes. They hold personal data: keep them safe and delete them when the work is done. Each download is written to the audit trail.
guide-org-files-result = The result file (JSON) holds the rules, the anonymous answers and the ranks. Anyone can run “hocluat recount FILE” to work it all out again.
guide-org-files-open = The result file holds the right answers. It is therefore public only once no open round draws from the same question bank.

guide-roles = Who may do what
guide-roles-lead = A role is given at an organisation, and holds there and in every organisation below it.
guide-roles-example = For example: an organiser for a province may also act in all its communes and wards. An organiser for one commune may act in that commune only.
guide-roles-role = Role
guide-roles-may = May
guide-roles-administrator = Administrator
guide-roles-administrator-may = Look after organisations, accounts and roles there, and do whatever the other roles may.
guide-roles-organiser = Organiser
guide-roles-organiser-may = Watch contests, help people, publish results, download files.
guide-roles-author = Author
guide-roles-author-may = Write questions.
guide-roles-marker = Marker
guide-roles-marker-may = Mark written answers, where a contest has them. Choice questions are marked by the machine.
guide-roles-log = Each role given or taken back is written to the audit trail. Give no more than the work needs, and take it back afterwards.

## Privacy

privacy-title = Privacy
privacy-lead = This page says what is kept about you and why, who sees it, and what you can ask for.
privacy-alt = A list of shortened names, guarded by a shield with a lock.

privacy-who = Who is responsible
privacy-who-organiser = The organiser of a contest decides what is asked and what it is used for. Its contact address is on the contest’s page.
privacy-who-operator = Whoever runs this site keeps the service working and safe.

privacy-what = What is kept, and why
privacy-purpose = Why
privacy-data = What is kept
privacy-account = So that you can come back
privacy-account-data = Your full name, login, and password or { -help-entry-code }; also e-mail, phone, birth date and organisation if you give them. Passwords and codes are kept in a form that cannot be turned back.
privacy-provider = To sign in with an account from elsewhere, if you choose to
privacy-provider-data = The name, e-mail address and identifier that the other service sends. We do not receive your password there.
privacy-entry = So that you can take part
privacy-entry-data = What you fill in on the entry form. It tells whether you may take part, in which division, and keeps each person to one name. Your consent is kept with its version and time.
privacy-attempt = To mark and rank
privacy-attempt-data = Paper, answers, start, end, points, rank and prize.
privacy-message = To tell you news and give prizes
privacy-message-data = E-mail, phone and address, if you gave them.
privacy-safety = To keep things safe
privacy-safety-data = Each sign-in: when, when last used, with which browser. An audit trail of who did which important thing, and when. Network addresses are used only against password guessing and overload; the program does not store them in its database. A server in front of it may log them, as whoever runs this site decides.
privacy-not = There is no advertising on these pages and no tracking. The program sends your data to nobody for advertising.

privacy-seen = Who sees it
privacy-seen-you = You see your own data: profile, entries, attempts and results.
privacy-seen-organiser = People with the role of organiser at the organisation that runs the contest, or above it, see the entries and results of that contest.
privacy-seen-administrator = Administrators see accounts, roles and the audit trail within their organisation.
privacy-seen-operator = Whoever runs the server can reach the database for maintenance.
privacy-seen-public = Everybody sees the leaderboard, in the way described next.

privacy-names = How your name appears in public
privacy-names-short = Usually only the family name and initials. For example: Trần T. B.
privacy-names-adult = If the rules say so, people certainly aged 18 or over appear with their full names.
privacy-names-beside = Organisation, occupation, division or the answer to a question of the organiser’s own may stand beside the name. The rules say which.
privacy-names-never = Phone, e-mail, birth date, sex, address and identification number never appear on the board.
privacy-names-file = The result file for recounting has attempt codes and no names.
privacy-names-share = A picture of your result has your name only if you choose so.

privacy-minors = Children
privacy-minors-name = The full name of anyone under 18 never appears on a leaderboard. Whoever’s age is not known is protected in the same way.
privacy-minors-consent = People under 16 enter only with the agreement of a parent or guardian.
privacy-minors-rights = A parent or legal representative can ask on a child’s behalf to see, correct or delete data, or to withdraw consent.

privacy-long = How long
privacy-long-session = A sign-in ends after 30 days, or as soon as you sign out. It is then deleted.
privacy-long-mail = Mail waits in a queue until it is sent, and is then deleted from the queue.
privacy-long-contest = Accounts, entries, attempts, results and the audit trail are not deleted by themselves. The organiser and whoever runs this site decide how long they are kept. You can ask them.

privacy-rights = What you can ask for
privacy-rights-see = To see your data: open your profile and your result pages. For more, ask the organiser.
privacy-rights-correct = To correct it: change your account in your profile. To change an entry, ask the organiser.
privacy-rights-delete = To have it deleted: ask the organiser or whoever runs this site. If some of it must stay, ask them why.
privacy-rights-withdraw = To withdraw consent: tell the organiser. Once your data may no longer be used for the contest, you may be unable to go on or to receive a prize.
privacy-rights-devices = To sign out from afar: your profile lists the devices that are signed in. If you do not know one, sign it out and change your password.
privacy-rights-how = Give the name of the contest, your own name and what you want. The organiser may ask more to be sure it is you.
privacy-law = The Law on Personal Data Protection, No. 91/2025/QH15, has been in force since 1 January 2026. Your rights are in its Article 4. Under Article 24 a legal representative exercises them for a child, unless the law provides otherwise.

privacy-browser = What is kept in your browser
privacy-browser-lead = The site uses only the cookies it needs to work, none for tracking.
privacy-cookie = Name
privacy-cookie-for = What for
privacy-cookie-age = At most
privacy-cookie-session = Remembers that you are signed in.
privacy-cookie-session-age = 30 days, or until you sign out
privacy-cookie-visitor = Protects forms before you sign in.
privacy-cookie-visitor-age = 30 days
privacy-cookie-language = Remembers your language.
privacy-cookie-language-age = 365 days
privacy-browser-storage = The browser also remembers your text size and keeps answers not sent yet, marked questions and the sitting page, so that you can carry on without a network. On somebody else’s device, sign out when you are done.

## Nothing here yet

empty-contests = There is no contest here yet.
empty-contests-do = Please come back later, or ask your organisation for a link.
empty-contests-organiser = Your organisation has no contest yet.
empty-contests-organiser-do = Prepare a contest package as the guide for organisers shows, and publish it.
empty-mine = You have not entered any contest.
empty-mine-do = Choose one that is open, and enter.
empty-certificates = You have no certificate yet.
empty-certificates-do = Certificates issued to you will appear here; meanwhile you can look at the contests you took part in.
empty-people = Nobody has entered yet.
empty-people-do = Send the contest’s link, or hang up its poster with the QR code.
empty-people-search = No contestant matches.
empty-people-search-do = Try only a family or given name, or fewer filters.
empty-accounts-search = No account matches.
empty-accounts-search-do = Try part of a name or login.
empty-organisations = There is no organisation here yet.
empty-organisations-do = Add one, or import a whole list from an Excel or CSV file.
empty-organisations-search = No organisation matches.
empty-organisations-search-do = Type less; marks are not needed. If it was merged or renamed, try its new name.
empty-audit = No line of the audit trail matches.
empty-audit-do = Choose a longer period, or fewer filters.
empty-roles = Nobody holds a role at this organisation.
empty-roles-do = Give a role to an account; it also holds in the organisations below.
empty-exports = There is no file to download yet.
empty-exports-do = Files appear once people take part; the result file, after you publish the result.
empty-board = Nobody is on the board yet.
empty-board-do = Come back when somebody has submitted, or be the first.
empty-sessions = No other device is signed in.
empty-sessions-do = When you sign in on another device it appears here, and you can sign it out from afar.

## No network

offline-title = You are offline
offline-lead = This page could not be opened because the device cannot reach the service.
offline-alt = A phone keeps the answers while the connection is cut.
offline-answers = Sitting a paper? Answers not sent yet are kept on this device and are sent when the network returns.
offline-keep = Open the sitting page again on this same device; do not clear the browser’s data.
offline-clock = The clock goes on. Answers saved before the time is up count.
offline-check = Check the phone signal or Wi-Fi, switch off flight mode, then try again.
offline-retry = Try again
offline-line = You are offline. What you see may be out of date.
offline-back = Back online.

## Busy

busy-line = The service is busy. Your answers are still saved; things may take a few seconds longer.
busy-form = The service is busy. Wait a few seconds and send it again; what you filled in is still there.
busy-sign-in = Many people are signing in at once. Please try again in a few seconds.
busy-over = The service is no longer busy.
guide-org-course = Run a course for your people
guide-org-course-open = Under Cohorts choose a course and press New cohort: give it a title, the organisation that runs it, its first and last day, and the organisations it is for.
guide-org-course-invite = Invite people with an Excel file: only the column of full names is needed. Wrong rows are reported, good ones are invited; whoever has an e-mail address gets a letter, others a printed slip.
guide-org-course-watch = The cohort's page shows how far everybody is, by organisation. You extend one person's time, take the list with results away, or write to those behind.
guide-org-course-remind = People who have not been there for three days are reminded by themselves, and everybody a week before the end. Each letter has a link that stops reminders.
guide-org-course-mark = Assignments wait under Marking, questions under Questions.

## Taking a course

guide-learn = Taking a course
guide-learn-enrol = Open Courses, choose one and press “Enrol”. Where a code is needed, type the one your organisation sent you.
guide-learn-lesson = Learn lesson by lesson, answer the self-checks, then press “I am through with this lesson”. Stop whenever you like; “Continue” brings you back to the place on any device.
guide-learn-watch = Of recordings, only what you really watch counts; seeking does not. Without network, what you watched is kept and sent later.
guide-learn-quiz = If you do not pass a quiz, look at the lessons again and try once more; the best attempt counts. The final examination opens once the other required lessons are done.
guide-learn-ask = If something is unclear, ask at the end of the lesson; the teacher answers there. Only you can read your notes.
guide-learn-done = Your hours and results are on your transcript. Reminders are switched off on the course's page.
