# Certificates.

problem-certificate-ended = This certificate was revoked, or another stands in its place.

## Printed

certificate-print-number = No.
certificate-print-lead = This certifies that
certificate-print-lead-contest = This certifies that
certificate-print-check = Check at:
certificate-print-date = { $day }/{ $month }/{ $year }
certificate-fact-birth-date = Date of birth
certificate-fact-organisation = Organisation
certificate-fact-hours = Hours
certificate-fact-hours-value = { $n } h
certificate-fact-grade = Final examination
certificate-fact-grade-value = { $right } of { $of } right
certificate-fact-rank = Rank

## The check

certificate-check-title = Check a certificate
certificate-check-lead = Type the number printed on it to learn whether it is real and still holds. You need not sign in.
certificate-label-number = Number of the certificate
certificate-number-hint = For example 0001/GCN-STP/2026. Marks, leading zeros and the kind of separator do not matter.
certificate-check-submit = Check
certificate-check-qr = You may also scan the QR code in its lower left corner.
certificate-check-another = Check another one
certificate-not-found = There is no certificate with this number.
certificate-not-found-help = Compare it with the paper character by character: running number, letters and year. If it is right, the certificate was not issued here; ask the agency named on it.
certificate-too-many = You checked too many numbers in a short time. Please wait a minute and try again.
certificate-page-title = Certificate No. { $number }
certificate-is-valid = This certificate is real and holds.
certificate-is-revoked = This certificate was revoked and no longer holds.
certificate-is-replaced = Another certificate stands in the place of this one, which no longer holds.
certificate-ended-on = Since { $date }.
certificate-ended-because = Reason: { $reason }
certificate-see-successor = In its place:
certificate-see-before = In place of:
certificate-issued-on = Issued on
certificate-signed = The file was replaced by the one that the agency signed digitally on { $date }.
certificate-not-signed = The file was made by this service; signature and seal are the agency’s.
certificate-download = Download (PDF)
certificate-badge = Digital badge
certificate-what-is-checked = What does this page tell?
certificate-what-is-checked-words = It shows what is printed on the certificate and whether it holds, nothing else. Compare name and content with the paper you hold.
certificate-badge-words = The digital badge (Open Badges 3.0) is the same certificate as a signed file; wallets keep it and other programs can verify it.

## One's own

certificate-own-title = My certificates
certificate-own-lead = Look at them, download them, and pass the link on so that others can check.

## Organisers

certificate-list-title = Certificates issued
certificate-nav = Certificates
certificate-list-cohort = Certificates of the cohort
certificate-list-all = Those of every cohort and contest
certificate-list-lead = Those issued by your organisation and the ones below it.
certificate-list-search = Name or number
certificate-list-none = No certificates
certificate-list-none-words = They are issued when somebody completes a course, or when the result of a contest is published.
certificate-all-courses = All courses and contests
certificate-all-states = All states
certificate-column-course = Course
certificate-column-name = Name
certificate-column-year = Year
certificate-column-for = For
certificate-state-valid = Holds
certificate-state-revoked = Revoked
certificate-state-replaced = Replaced
certificate-archive = Download all (ZIP)
certificate-archive-words = The archive has the valid certificates of the list as it is filtered. The download is noted in the audit trail.
certificate-public-page = Public page
certificate-file-title = Replace by the signed file
certificate-file-words = Download the certificate, sign it digitally with your agency’s program, and upload it here. From then on everybody receives the signed file.
certificate-label-file = Signed file
certificate-file-hint = A PDF file of at most 5 MB.
certificate-file-submit = Replace the file
certificate-file-needed = Choose a PDF file.
certificate-file-large = The file is larger than 5 MB.
certificate-file-kind = This file is not a PDF, or its end is missing.
certificate-again-title = Issue again
certificate-again-words = For a misspelt name or a lost paper. The new certificate has a new number; the old one says that it was replaced.
certificate-label-name = Full name on the certificate
certificate-label-reason = Reason
certificate-again-reason-hint = For example: name misspelt; reported lost.
certificate-again-submit = Issue again
certificate-revoke-title = Revoke
certificate-revoke-words = A revoked certificate no longer holds, and this cannot be undone. Its public page says so; only its holder and organisers see the reason.
certificate-revoke-reason-hint = For example: issued to the wrong person.
certificate-revoke-submit = Revoke
certificate-reason-needed = Please give a reason.
certificate-too-long = This is too long.
certificate-name-needed = Please give the full name.
certificate-name-letters = A name has letters, spaces, full stops, apostrophes and hyphens only.
certificate-trail = What was done
certificate-trail-issue = Issued
certificate-trail-revoke = Revoked
certificate-trail-reissue = Issued again
certificate-trail-file = Replaced by the file the agency signed
certificate-reason-prize-back = The prize went to somebody else under the rules: each person keeps only the highest.
flash-certificate-revoked = The certificate was revoked.
flash-certificate-again = Issued again. This is the new certificate.
flash-certificate-signed = Replaced by the file the agency signed.

## Templates of numbers

certificate-series-taken = Another organisation uses this template. Add a sign of your own, for example {"{"}seq:04{"}"}/GCN-STP/{"{"}year{"}"}.
certificate-template-seq = The template needs exactly one {"{"}seq{"}"} (running number), for example {"{"}seq:04{"}"}/GCN-STP/{"{"}year{"}"}.
certificate-template-year = The template needs exactly one {"{"}year{"}"}.
certificate-template-order = In the template {"{"}seq{"}"} stands before {"{"}year{"}"}.
certificate-template-braces = Only {"{"}seq{"}"}, {"{"}seq:04{"}"} and {"{"}year{"}"} may stand in braces, and each brace needs its partner.
certificate-template-width = The number of digits after {"{"}seq: is from 1 to 9, for example {"{"}seq:04{"}"}.
certificate-template-character = Besides {"{"}seq{"}"} and {"{"}year{"}"} the template has letters, digits and / - . only.
certificate-template-touching = In the template / - or . separates {"{"}seq{"}"} and {"{"}year{"}"} from other letters and digits.
certificate-template-digits = No part of the template may be digits alone: it would be taken for the running number or the year.
certificate-template-length = The template is longer than 60 characters.

## Mail

certificate-mail-subject = Certificate No. { $number }
certificate-mail-body =
    Dear { $name },

    You have been awarded certificate No. { $number }: { $title }.

    See it, download it and pass it on: { $url }
