# Accounts: registering, signing in, profile, entry code; administration of accounts, roles, audit trail.

label-login-any = Username, phone number or e-mail
hint-login-any = What you sign in with. If your family shares one phone number, each person chooses a name of their own, for example: an.nguyen.
hint-login-shared = If several people share a phone number, type your own username.
hint-login-own = 3 to 80 characters: letters without marks, digits, full stop, hyphen. It may be your phone number or e-mail address.
label-phone = Phone number
hint-phone-shared = You may share it with your family, for example a child with a parent.
hint-email-reset = For mail to set a new password, and news of results.
label-birth-date = Date of birth
label-organisation = Organisation
hint-organisation = The ward or commune where you live, or where you work or study. Type a few letters of its name, with or without marks.
label-new-password = New password
label-current-password = Present password
label-entry-code = Entry code
hint-entry-code = 12 letters and digits, for example: K7QM-2XPB-9RTB. Spaces and hyphens do not matter.
label-role = Role
label-state = State
label-current = Present password
label-code = Entry code

field-login-taken-phone = Somebody already signs in with this phone number. If your family shares it, choose a username of your own here and write the phone number in the field below.
field-login-unknown = No such account was found. If several people share the phone number, use the username.
field-password-wrong = The present password is not right.
field-entry-code = This code is not right. A code has 12 letters and digits, without O, I, L and without vowels. Please look again at your paper or picture.
field-organisation = No such organisation was found. Type a few letters of its name and choose from the list.
field-organisation-reach = You do not administer this organisation.

problem-identity-taken = This identity belongs to another account. Please sign in with that one.
problem-identity-refused = You could not be verified. Perhaps you declined, or it took too long. Please try again from the sign-in page.
problem-own-role = You cannot take away your own administration or close your own account. Please ask another administrator.

sign-in-otherwise = Other ways
sign-in-with = Sign in with { $name }
sign-in-forgot = Forgotten password
sign-in-code = Come back with an entry code

forgot-title = Forgotten password
forgot-lead = Type your username, phone number or e-mail address. We send a link for a new password to the e-mail address in your profile.
forgot-submit = Send me the link
forgot-sent = If the account has an e-mail address, a letter is on its way.
forgot-sent-words = The link works once, for 1 hour. If nothing arrives, look in the spam folder or try again in a few minutes.
forgot-no-mail = Is there no e-mail address in your account? Ask the organiser of the contest or an administrator of your organisation for a one-time link.
forgot-back = Back to signing in
mail-reset-subject = New password for Học Luật
mail-reset-line =
    { $name } (username: { $login })
    { $link }
mail-reset-body =
    Somebody, probably you, asked for a new password. Open the link below your name within 1 hour; each link works once.

    { $lines }

    If it was not you, ignore this letter: the old password still works.

reset-title = Set a new password
reset-lead = For the account of { $name } (username: { $login }).
reset-submit = Save the new password
reset-ends-sessions = Changing the password signs out every other device.

code-title = Come back with an entry code
code-lead = Did you enter without making a password? Type the entry code you were given to go on or to see your result on this device.
code-submit = Come in
code-lost = Lost the code? If the device you entered with is still signed in, the code stands in its Profile. If not, call the organiser; the contest's page says how.
code-password = I have a password

profile-title = Profile
profile-me = About you
profile-save = Save
profile-verified = Verified by { $by }
profile-code = Your entry code
profile-code-words = With this code you come in again from another device, by “Come back with an entry code”. Whoever has the code can come in, so do not give it away.
profile-code-change = Change the code
profile-code-change-words = If somebody else saw the code, change it. The old one stops working and other devices are signed out.
profile-password = Change the password
profile-password-first = Set a password
profile-password-first-words = This account has no password yet. Set one, and choose a username you remember above, and you will not need the code next time.
profile-password-save = Save the password
profile-identity = Verify your identity
profile-identity-words = Tie this account to your account in another system, to be marked as verified and to sign in with that system.
profile-identity-with = Verify with { $name }
profile-sessions = Devices signed in
profile-sessions-words = If you see a device you do not know, sign it out and change your password.
session-this = This device
session-times = Since { $since } · last used { $seen }
session-end = Sign out
session-end-others = Sign out every other device
device-unknown = Unknown device

flash-profile-saved = Saved.
flash-password-changed = The new password is saved. Other devices were signed out.
flash-entry-code-changed = The entry code was changed. Please keep the new one.
flash-session-ended = Signed out.
flash-verified = Your identity is verified.
flash-role-granted = The role was granted.
flash-role-revoked = The role was taken away.
flash-account-closed = The account was closed.
flash-account-opened = The account was opened again.

nav-administration = Administration
nav-overview = Overview
nav-accounts = Accounts
nav-roles = Roles
nav-organisations = Organisations
nav-audit = Audit trail

role-administrator = Administrator
role-organiser = Organiser
role-author = Author
role-marker = Marker
place-everywhere = Everywhere
filter-any = All

administration-lead = Help people into their accounts, give work to the right people, keep the organisations as they are in life.
administration-places = You administer:
administration-accounts = Find a person, make a link for a new password, close or open an account.
administration-roles = Who may do what, and where. Grant and take away.
administration-organisations = Provinces, communes and sectors: rename, move, merge, import from a file.
administration-audit = Who did what, and when.
administration-contests = The contests you may run.

accounts-search = Find a person
accounts-search-hint = Name (whole words, marks do not matter) or username.
accounts-total = { $n } accounts
accounts-more-than = More than { $n } accounts. Filter to find faster.
account-state-open = In use
account-state-closed = Closed
account-verified = Verified
account-closed = This account is closed
account-no-roles = No roles: learns and takes part.
account-grant = Grant a role
account-help = Help this person
account-reset = New password
account-reset-words = Makes a one-time link that works for 3 days. Hand it over when you are sure who the person is.
account-reset-make = Make a link
account-reset-made = Link for a new password
account-reset-made-words = It is shown only now. Hand it to the right person: whoever has it can set the password.
account-sessions = Devices signed in
account-sessions-open = { $n } devices signed in
account-sessions-end = Sign them all out
account-close-title = Close the account
account-close-words = The person can no longer sign in. Attempts and results stay as they are. It can be opened again.
account-close = Close
account-open-title = Open the account again
account-open-words = The person can sign in as before.
account-open = Open again
account-trail = Lately

column-since = Since
column-place = Held at
column-granted-by = Granted by
column-when = When

roles-lead = A role holds at an organisation and everything below it. Every grant and revocation is kept in the audit trail.
roles-grant = Grant a role
roles-login-hint = The account of the person. They must have one already.
roles-at = At organisation
roles-at-hint = The role holds there and below.
roles-everywhere = Everywhere (the organisation is ignored)
roles-grant-submit = Grant the role
roles-held = Roles held
roles-revoke = Take away

audit-lead = Everything that changed rights, accounts, organisations, rules and results. Nobody can change or remove it.
audit-who = Who
audit-who-hint = Username.
audit-what = What
audit-from = From
audit-until = To the end of
audit-subject = On what
audit-detail = Details
audit-program = The system
audit-account-register = Made an account
audit-account-quick = Entered without a password
audit-account-change = Changed the profile
audit-account-password = Changed the password
audit-account-reset = Set a new password by link
audit-account-reset-link = Made a link for a new password
audit-account-entry-code = Changed the entry code
audit-account-verified = Verified an identity
audit-account-close = Closed the account
audit-account-open = Opened the account again
audit-account-first-administrator = Became the first administrator
audit-session-end = Signed out a device
audit-session-end-others = Signed out other devices
audit-session-end-all = Signed out every device
audit-role-grant = Granted a role
audit-role-revoke = Took a role away
audit-organisation-create = Added an organisation
audit-organisation-seed = Load provinces and communes
audit-organisation-tree = Add a system of units
audit-organisation-rename = Rename a unit
audit-organisation-move = Move a unit
audit-organisation-change = Rename and move a unit
audit-organisation-merge = Merged organisations
audit-organisation-close = Ended an organisation
audit-organisation-import = Imported organisations
audit-contest-rules = Changed the rules
audit-contest-enter = Entered a contest
audit-what-contest-people-export = Took away the list of people
audit-round-finalise = Published a result
audit-what-round-export = Download a file of a round
