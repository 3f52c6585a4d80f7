# More words of the sitting, the result and the leaderboard.

## Sitting

sitting-tools = Text size, time, help
sitting-text-size = Text size { $n } of 4
sitting-say-time = Say the time left
sitting-help = Help while sitting
sitting-help-saved = What you choose is saved at once. When it says “Saved”, the answer is on the server.
sitting-help-network = No network: carry on. Answers not sent yet are kept on this device and sent when the network returns.
sitting-help-flag = Not sure of a question? Mark it, and come back with the square in the middle of the bottom bar.
sitting-help-time = When time runs out you need not press anything. The answers saved are your attempt.
sitting-help-close = Carry on
sitting-keys = Keyboard shortcuts
sitting-key-option = choose that option
sitting-key-arrows = change the option
sitting-key-move = next, previous question
sitting-key-map = open the list of questions
sitting-key-help = open this help
sitting-use-keys = Use letters and digits as shortcuts
sitting-legend-now = Current
sitting-not-printed = The paper cannot be printed. After submitting you can print the receipt.
js-saved-at = Saved at { $at }
js-left-exact = Time left: { $minutes } min { $seconds } s
js-answered-of = { $n }/{ $total }
js-answered-of-words = { $n } of { $total } answered
js-map-look-again = marked to look at again
js-link-good = Online. Last saved at { $at }.
js-link-ready = Online. Answers are saved as you choose.
js-link-lost = No network, trying again.

## Result

result-next = What next
receipt-print = Print the receipt
result-picture = A picture of your result to share
result-picture-words = To send on Zalo or Facebook. It carries no name unless you choose so.
result-picture-named = Put my name on the picture
result-picture-change = Change the picture
result-picture-take = Download the picture
result-picture-alt = Picture of the result: the contest, points and rank; no name.
result-picture-alt-named = Picture of the result: the contest, points, rank and your name.

## Leaderboard

board-own = Your rank: { $rank } of { $total } people.
board-organisation = Organisation
board-by-organisation = See how organisations rank
board-organisations-title = Organisations ranked
board-organisations-total = { $n } organisations
board-organisations-caption = Organisations with people taking part
board-organisations-none = No organisation on the board yet
board-organisations-none-words = Organisations appear here once somebody of theirs has submitted.
board-organisations-people = People
board-organisations-mean = Mean points
board-organisations-perfect = Full marks
board-organisation-several = Several organisations have this name: { $names }. Type more of it, or its code.
board-organisations-ranked-by = The organisation with more people taking part stands higher; equal ones by the mean of points. Only people who chose their organisation at entry count.
board-organisations-below = See the organisations below
board-organisations-up = Back to all organisations
share-card-place = Place { $rank } of { $total }
share-card-points = { $points } points
share-card-took-part = Took part
