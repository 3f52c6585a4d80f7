# The rules of a contest in plain words, and messages beside the fields of its entry form.

rules-heading-who = Who may take part
rules-heading-form = Entry form
rules-heading-rounds = Dates
rules-heading-paper = The paper
rules-heading-time = Time
rules-heading-attempts = Attempts
rules-heading-prediction = Prediction question
rules-heading-ranking = Ranked in this order
rules-heading-equal = When people are equal
rules-heading-prizes = Prizes
rules-heading-board = Leaderboard
rules-heading-review = Right answers

rules-who-own = { $text }
rules-who-everybody = Everybody may take part.
rules-who-age = { $kind ->
    [both] Aged { $from } to { $to } in completed years on { $on }.
    [from] Aged { $from } or over in completed years on { $on }.
    [to] Aged { $to } or under in completed years on { $on }.
   *[none] No age limit.
}
rules-who-excluded = May not take part: { $text }.

rules-form-field = { $field ->
    [full_name] Full name
    [birth_date] Date of birth
    [sex] Sex
    [phone] Telephone
    [email] E-mail
    [id_number] Personal identification number
    [organisation] Organisation
    [address] Address
    [occupation] Occupation
    [division] Division
   *[own] { $label }
}{ $detail ->
    [diacritics] {" "}(with Vietnamese marks)
    [year] {" "}(the year alone is enough)
    [month] {" "}(month and year are enough)
   *[none] {""}
}: { $required ->
    [yes] required
    [some] required in some divisions
   *[no] optional
}{ $board ->
    [yes] , shown on the leaderboard
   *[no] {""}
}.
rules-same-person = Each person enters once. Two entries are taken to be the same person when all of these are the same:
rules-same-person-field = { $field ->
    [full_name] full name
    [birth_date] date of birth
    [sex] sex
    [phone] telephone
    [email] e-mail
    [id_number] personal identification number
    [organisation] organisation
    [address] address
    [occupation] occupation
    [division] division
   *[own] { $label }
}
rules-divisions = The contest has these divisions: { $titles }.

rules-window = { $title }: open from { $opens } to { $closes } (Viet Nam time).

rules-paper-count = Each paper has { $count } questions drawn at random from the question bank.
rules-paper-part = Questions{ $has_topic ->
    [yes] {" "}on “{ $topic }”
   *[no] {""}
}{ $level ->
    [recall] , level: recall
    [understand] , level: understanding
    [apply] , level: application
   *[any] {""}
}: { $count }.
rules-paper-points = Points for a right answer: { $right }; for a wrong one: { $wrong }; for none: { $blank }. A question with several right options scores only when exactly those are chosen.
rules-paper-shuffled = { $what ->
    [both] Questions and options stand in a different order for everybody.
    [questions] Questions stand in a different order for everybody.
    [options] Options stand in a different order for everybody.
   *[none] Questions and options stand in the same order for everybody.
}
rules-complete-only = { $prediction ->
    [yes] An attempt is valid only if every question is answered, the prediction included. An attempt that is not valid counts nowhere.
   *[no] An attempt is valid only if every question is answered. An attempt that is not valid counts nowhere.
}

rules-time-length = Length of an attempt, in { $unit ->
    [second] seconds
    [minute] minutes
    [hour] hours
   *[day] days
}: { $amount }, counted from the moment you press start.
rules-time-server = The server keeps the time. Reloading the page, losing the network or changing device neither stops the clock nor changes the paper.
rules-time-saved = Each answer is saved as soon as you choose it. When time runs out, what was saved is your attempt; nothing needs to be pressed.
rules-closing-cut-off = When the round closes every running attempt ends, even if its own time is not over. Start early enough to have it all.
rules-closing-own-time = An attempt that started before the close keeps its own time. Longest time past the close, in { $unit ->
    [second] seconds
    [minute] minutes
    [hour] hours
   *[day] days
}: { $amount }.

rules-attempts-limit = Attempts per person { $per ->
    [round] in each round
    [day] each day
    [week] each week (from Monday)
    [sitting] in each sitting
   *[contest] in the whole contest
}: { $max }.
rules-attempts-unlimited = There is no limit on attempts.
rules-attempts-counts = { $counts ->
    [best] The attempt with most points counts; among equals the quickest, then the one submitted first.
    [best_then_earliest] The attempt with most points counts; among equals the one submitted first.
    [first] The first attempt counts.
    [last] The last attempt counts.
   *[most_correct_then_earliest] The attempt with most right answers counts; among equals the one submitted first.
}

rules-prediction-asks = The question: “{ $question }”
prediction-question-own = { $question }
prediction-question = { $scope ->
    [contest] { $of ->
        [people_taking_part] How many people do you think will take part in the whole contest?
        [people_all_correct] How many people do you think will answer everything right in the whole contest?
        [attempts_all_correct] How many attempts with everything right do you think there will be in the whole contest?
        [attempts] How many attempts do you think there will be in the whole contest?
       *[per_cent_all_correct] What per cent of the people taking part in the whole contest do you think will answer everything right?
    }
   *[round] { $of ->
        [people_taking_part] How many people do you think will take part in this round?
        [people_all_correct] How many people do you think will answer everything right in this round?
        [attempts_all_correct] How many attempts with everything right do you think there will be in this round?
        [attempts] How many attempts do you think there will be in this round?
       *[per_cent_all_correct] What per cent of the people taking part in this round do you think will answer everything right?
    }
}
rules-prediction-true-number = The true number is counted after { $scope ->
    [contest] all rounds have closed
   *[round] the round has closed
}: { $of ->
    [people_taking_part] people with at least one valid attempt
    [people_all_correct] people with at least one valid attempt in which everything is right
    [attempts_all_correct] valid attempts in which everything is right (attempts, not people)
    [attempts] all valid attempts
   *[per_cent_all_correct] the per cent of people taking part who answered everything right, to five decimals
}.
rules-prediction-distance = The nearer to the true number, the higher the place. { $equal ->
    [lower_first] Of two predictions equally far off, the one that is too low comes first.
    [higher_first] Of two predictions equally far off, the one that is too high comes first.
   *[equal] Too high and too low by the same distance are equal.
}
rules-prediction-missing = { $optional ->
    [yes] It may be left blank. Whoever leaves it blank comes after everybody who predicted, where this step decides.
   *[no] It must be answered. Whoever leaves it blank comes after everybody who predicted, where this step decides.
}
rules-prediction-counted = The prediction compared is the one in the attempt that counts.

rules-gate-all-correct = Only people who answered everything right can win; all others come after them.
rules-gate-points = Only people with at least { $least } points can win; all others come after them.
rules-rank-points = More points.
rules-rank-correct = More right answers.
rules-rank-per-cent = Higher share of right answers.
rules-rank-duration = Less time used{ $precision ->
    [second] {" "}(to the second)
   *[millisecond] {" "}(to the millisecond)
}.
rules-rank-submission = Submitted earlier{ $precision ->
    [second] {" "}(to the second)
   *[millisecond] {" "}(to the millisecond)
}.
rules-rank-start = Started earlier{ $precision ->
    [second] {" "}(to the second)
   *[millisecond] {" "}(to the millisecond)
}.
rules-rank-prediction = Prediction nearer to the true number (known after the round has closed).
rules-rank-perfect-attempts = More attempts in which everything is right.
rules-rank-draw = A draw by computer. The number it starts from is published with the result, so that anybody can check it.
rules-rank-committee = The organising committee decides and records who decided and why.

rules-equal-shared = People equal in every step share a rank and win the same.
rules-equal-at-prizes = Where a prize is at stake ranks are not shared: the organising committee must tell people apart who are equal in every step. Below, equal people have the same rank.
rules-equal-everywhere = Ranks are not shared: the organising committee must tell people apart who are equal in every step.

rules-prizes-scope = { $scope ->
    [division] Prizes for each division in each round:
    [contest] Prizes given once for the whole contest:
   *[round] Prizes for each round:
}
rules-prizes-own = Prizes of { $title }:
rules-prize-grade = { $name }: { $count }.
rules-prizes-certificates = { $who ->
    [both] Winners, and everybody with a result that counts, receive an electronic certificate.
    [winners] Winners receive an electronic certificate.
   *[everybody] Everybody with a result that counts receives an electronic certificate.
}
rules-prizes-cap = All prizes together are at most { $per_cent }% of the people taking part.
rules-prizes-one-per-person = Whoever wins in several rounds keeps only the highest prize. { $freed ->
    [next_in_rank] The other prize goes to the next in rank.
   *[stays_empty] The other prize stays empty.
}

rules-board-provisional = While the round runs the provisional leaderboard is public; ranks are official only once the organisers have made the result final.
rules-board-frozen = The provisional leaderboard is public and stands still before the close until the organisers have made the result final. Time before the close, in { $unit ->
    [second] seconds
    [minute] minutes
    [hour] hours
   *[day] days
}: { $amount }.
rules-board-hidden = The leaderboard is published only once the organisers have made the result final.
rules-board-names = { $names ->
    [full_for_adults] People of 18 or over appear with their full name; children and people whose age is not certain with family name and initials only (for example Trần T. B.).
   *[masked] Names appear as family name and initials only (for example Trần T. B.).
}

rules-review = { $answers ->
    [after_close] Contestants see the right answers and their legal basis once the round has closed and every attempt has ended.
    [after_final] Contestants see the right answers and their legal basis once the organisers have made the result final.
   *[never] The right answers are not published.
}

field-required = Fill this in.
field-too-long = At most { $max } characters.
field-unknown = The entry form has no such field.
field-name-letters = A full name has only letters and spaces.
field-name-diacritics = Write the full name with its Vietnamese marks.
field-not-a-choice = Choose one of the values given.
field-phone = This telephone number is not right. Example: 0912 345 678.
field-email = This e-mail address is not right. Example: name@example.vn.
field-id-number = A personal identification number has 12 digits (old card: 9).
field-date = This date is not right. Write day, month and all four digits of the year, for example 25/12/2010.
field-date-whole = Give day, month and year of birth. Example: 25/12/2010.
field-date-month = Give at least month and year of birth. Example: 12/2010.
field-date-future = A date of birth cannot be in the future.
field-date-past = Check the year of birth.
field-age = { $kind ->
    [both] This contest is for people aged { $from } to { $to } in completed years on { $on }.
    [from] This contest is for people aged { $from } or over in completed years on { $on }.
   *[to] This contest is for people aged { $to } or under in completed years on { $on }.
}
