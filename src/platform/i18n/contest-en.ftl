# Words of the contest pages: home, list, entry, my page, the organiser's pages.

## Home

home-hello = Hello { $name }
home-nothing-entered = You are in no course and have entered no contest yet. Choose below.
home-next = What to do next is right below.
home-see-open = See open contests
home-have-code = I have an entry code
home-mine = My contests
home-mine-all = See all my contests
home-more-open = { $n ->
    [one] See the open contest
   *[other] See all { $n } open contests
}
home-none-open = No contest is open
home-all-contests = See all contests
home-all-finished = See all closed contests
home-guide = Guide for contestants, step by step

## The list of contests

list-search = Search by the contest's name
list-search-go = Search
list-tabs = Filter by state
list-tab-tat-ca = All ({ $n })
list-tab-dang-mo = Open ({ $n })
list-tab-sap-mo = Opening soon ({ $n })
list-tab-da-dong = Closed ({ $n })
list-nothing-here = No contest here yet
list-not-found = Nothing found for “{ $text }”
list-not-found-words = Try fewer words, or take the filter off to see everything. Typing without Vietnamese marks works too.

## The contest's page

clock-until-opening = Opens in
clock-until-close = Time left
clock-days = days
clock-hours = hours
clock-minutes = minutes
clock-seconds = seconds
action-enter-quick-words = No account needed: fill in the form in under a minute and start at once. Entered already?
contest-contact = Contact
contest-contact-none = The organiser has named nobody to contact. The guide below answers what people often ask.
contest-contact-organiser = If anything is unclear, ask { $name }.
contact-phone = Telephone
contact-email = E-mail
contact-address = Address
contact-hours = Office hours
contest-share = Invite others
contest-qr = Scan to open the contest's page
contest-qr-title = QR code that leads to the contest's page
contest-qr-download = Download the QR code
contest-poster = Print an A4 poster
picture-alt = Picture introducing the contest: { $title }
picture-open = Open · until { $at }
picture-upcoming = Opens { $at }
poster-how = This page fits one sheet of A4: print it, or choose “Print” in the browser. Head and foot of the page are left out.
poster-print = Print
poster-scan = Scan to take part

## The entry form

entry-lead-quick = This form is all there is: no account, no password. { $organiser } asks only what is needed to run the contest.
entry-quick-note = Do you have an account, or have you entered before?
entry-quick-sign-in = Sign in
entry-step = Question { $n } / { $of }
entry-next = Next
entry-back = Back
entry-why-age = The rules limit the age of those who take part.
entry-why-on-board = This is shown on the leaderboard.
entry-why-not-public = It is not shown in public.
entry-unit-as-typed = None of these. Keep what I typed: “{ $text }”
entry-consents = Your consent
entry-consents-words = Each box is one purpose, and you tick it yourself. You can enter without ticking the optional ones.
entry-consent-version = (version { $n })
entry-same-person = Somebody has entered with these details already
entry-same-person-words = If that was you, come back with the entry code you were given, or sign in. If not, look at the name and the other fields again.
consent-purpose-contest = Running the contest
consent-purpose-news = News of other contests and courses
consent-purpose-publicity = Publishing name and picture of winners
consent-purpose-organisation = Telling your organisation who took part
consent-text-contest = I agree that { $organiser } uses these details to run the contest: to tell people apart, rank them, bring them news and give prizes. Under 16: a parent or guardian agrees.
consent-text-news = I agree that { $organiser } sends me news of other contests and courses. I can stop this at any time.
consent-text-publicity = If I win, I agree that { $organiser } publishes my full name and picture in the news of the result.
consent-text-organisation = I agree that { $organiser } tells the organisation I named that I took part, and my result.
form-full_name-how = Family, middle and given name with all marks, as in your papers.
form-id_number-how = The 12 digits on the identity card.
form-phone-how = Children may use a parent's number; several people may share one.
form-full_name-why = To call you by your name and write it on certificates.
form-birth_date-why = To tell people of the same name apart and to keep children's names off the leaderboard.
form-phone-why = To tell you when you win.
form-email-why = To send you news of the result.
form-organisation-why = To work out results by organisation: where you study, work or live.
form-address-why = To send certificates and prizes.
form-division-why = You are ranked with the people of this division.
form-occupation-why = To know who is interested in the contest.
form-sex-why = For the right form of address and for statistics.
field-consent-unknown = The contest does not ask for this consent.
field-organisation-which = Several organisations are called like that. Choose one.
field-organisation-unknown = This organisation was not found. Write the name of the commune or ward with its province, or the organisation's full name, and choose from the list.
field-organisation-outside = The contest is for certain organisations only, and the one you chose is not among them.
field-organisation-code = No organisation has the code { $code }. Codes can be looked up on the page of organisations.
rules-entry-quick = No account needed: the form gives an entry code to come back with from another device.
rules-entry-account = An account is needed to enter.
rules-consent-needed = { $purpose ->
    [news] Consent needed: news of other contests and courses
    [publicity] Consent needed: publishing name and picture of winners
    [organisation] Consent needed: telling the person's organisation who took part
   *[contest] Consent needed: using the details to run the contest
} (version { $version }).
rules-consent-free = { $purpose ->
    [news] Consent optional: news of other contests and courses
    [publicity] Consent optional: publishing name and picture of winners
    [organisation] Consent optional: telling the person's organisation who took part
   *[contest] Consent optional: using the details to run the contest
} (version { $version }).

## After entering

entered-title = You have entered
entered-lead = { $name } has entered “{ $contest }”.
entered-next = What comes next
entered-to-contest = To the contest's page
entered-kept = What you filled in
entered-shown-name = Name shown in public
entered-mend = A mistake? Tell the organiser: see Contact on the contest's page.
entry-code-title = Your entry code
entry-code-words = Write this code down or take a screenshot. If you lose or change your device or sign out, choose “I have an entry code” and type it to come back.
entry-code-secret = Whoever has this code can open your paper, so keep it to yourself.
entry-code-print = Print this page

## Before an attempt

start-ready = Get ready
start-ready-quiet = Choose a quiet place with a signal or Wi-Fi.
start-ready-battery = Charge your device, and silence alarms and calls if you can.
start-expect = During the attempt

## My page

mine-title = My page
mine-contests = Contests
mine-none = You have not entered any contest yet
mine-none-words = Choose an open contest and fill in the form; it will stand here with your attempts and your result.
mine-certificates = Certificates
mine-no-certificates = You have no certificates yet
mine-no-certificates-words = Certificates you are given will stand here to be looked at, downloaded and printed.
mine-place = Rank { $rank } of { $of }
mine-points = { $points } points
mine-place-final = final
mine-place-provisional = provisional

## The organiser

console-title = Managing the contest
console-overview = Overview
console-people = People
console-exports = Files
console-poster = Poster to print
filter-all-states = Any state
filter-all-organisations = All organisations
organiser-list-lead = The contests of your organisation and of those below it.
organiser-none-here = No contests yet
organiser-nothing-fits = No contest fits
organiser-charts = Charts
column-next = Next step
column-entered = Entered
column-attempts = Attempts
next-opens = Opens { $at }
next-watch = Running, closes { $at }
next-running = Closed; the last attempts are ending
next-finalise = Publish the result of { $round }
next-done = Published: download the files
chart-no-figures = No figures yet.
chart-hours = Attempts started by hour, last two days
chart-hours-none = No attempts in the last two days
chart-hours-what = Hour
chart-hours-count = Started
chart-hours-most = The most: { $n } in the hour from { $what }.
chart-organisations = The ten organisations with the most entries
chart-organisations-none = Nobody has chosen an organisation
chart-organisations-what = Organisation
chart-organisations-count = Entries
chart-organisations-most = The most: { $what } with { $n }.
chart-organisations-without = No organisation of the list chosen
chart-points = Points of the counted attempts
chart-points-none = Nothing has been marked yet
chart-points-what = Points
chart-points-count = People
chart-points-most = The most people have { $what } points: { $n }.
people-lead = { $n ->
    [one] One person has entered.
   *[other] { $n } people have entered, in the order of given names.
}
people-search = Search by name, telephone number or e-mail address
people-organisation-hint = Includes organisations below it. Typing without Vietnamese marks works too.
people-nobody-fits = Nobody fits
people-nobody-fits-words = Try fewer words, or take some filters off.
people-none = Nobody has entered yet
people-none-words = Share the contest's page, or print the poster with its QR code, to invite people.
people-first = First page
person-lead = Entered “{ $contest }” at { $at }.
person-form = Entry form
person-no-consents = No evidence of consent is kept: the entry came through another program, or from before consents were kept.
person-no-attempts = No attempts yet.
person-round = Round, attempt
person-others = Also in other contests of yours
attempt-state-open = Running
attempt-state-submitted = Submitted
attempt-state-expired = Time ran out
attempt-state-voided = Does not count
exports-lead = Every file of the contest, and what is in it.
exports-whole = The whole contest
export-personal = personal data
export-noted = Every download of personal data is written into the audit trail. Keep the file safe and delete it when it is no longer needed.
export-people-title = List of people
export-people-words = Everything in the form, the organisation's code, when they entered, consents with version and moment. In the order of names.
export-people-sheet = People
export-unit-code = Organisation's code
export-entered-at = Entered
export-consent = Consent: { $purpose }
export-consent-given = version { $version }, { $at }
export-standings-title = Standings
export-standings-words = Rank, points, time, prize and entry form of everybody with a counted attempt.
export-result-title = Result file for recounting
export-result-words = Papers, answers, keys and ranks under codes instead of names. Anybody can work the result out again from it.
audit-contest-people-export = Took away the list of { $people } people (file { $file }).
