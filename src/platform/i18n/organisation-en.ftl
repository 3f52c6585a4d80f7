# Texts about units: search, a unit's page, administration, import from a file. The same keys in every language.

## Kinds of units

organisation-kind-thanh-pho = City
organisation-kind-tinh = Province
organisation-kind-phuong = Ward
organisation-kind-xa = Commune
organisation-kind-dac-khu = Special zone
organisation-kind-bo = Ministry
organisation-kind-so = Department
organisation-kind-phong = Office
organisation-kind-ban = Board
organisation-kind-trung-tam = Centre
organisation-kind-truong = School
organisation-kind-lop = Class
organisation-kind-hoi = Association
organisation-kind-doan-the = Union
organisation-kind-doanh-nghiep = Enterprise

## The field for a unit

organisation-picker-hint = Type a name, with or without diacritics. Example: ba dinh ha noi.
organisation-picker-find = Find
organisation-picker-choose = Choose a unit
organisation-picker-one = 1 unit. Use the arrow keys to choose.
organisation-picker-many = { $n } units. Use the arrow keys to choose.
organisation-picker-more = { $n } units. Type more to narrow them down, or use the arrow keys to choose.
organisation-picker-nothing = No unit found. Please check the name.
organisation-picker-lost = Searching does not work at the moment. Just type the full name and send the form.
organisation-picker-several = Several units fit this name. Choose one of them below.
organisation-picker-none = There is no unit of that name. Check the name and press Find.

## Public pages

organisation-search-title = Find a unit
organisation-search-lead = Provinces, cities, communes, wards, special zones, and the units of sectors, unions and schools.
organisation-search-label = Name or code of the unit
organisation-search-hint = With or without diacritics; the abbreviations TP, P., X. work too. Examples: tp ha noi; p. ba dinh; 00004.
organisation-search-within = Only within { $name }
organisation-search-in = Search in { $name }
organisation-search-empty = No unit found. Try fewer words, or check the name.
organisation-tree-empty = No units yet.
organisation-count = { $n ->
    [one] { $n } unit
   *[other] { $n } units
}
organisation-pages = Pages of the list
organisation-page-before = Previous page
organisation-page-after = Next page
organisation-page-number = Page { $n } of { $of }
organisation-unit-description = { $kind } { $name }: what it belongs to, what belongs to it, and what it was called before.
organisation-above = Belongs to
organisation-below = { $n ->
    [one] { $n } unit below it
   *[other] { $n } units below it
}
organisation-below-none = Nothing stands below it.
organisation-history = Names and places over time
organisation-since = From { $from }
organisation-from-until = From { $from } until before { $until }
organisation-closed-tag = until { $day }
organisation-closed-on = This unit ended on { $day }.
organisation-merged-on = On { $day } this unit became part of
organisation-split-from = Split from
organisation-related = Units merged into it or split from it
organisation-on-day = Name and place on a given day
organisation-on-day-was = On { $day }: { $name }.
organisation-on-day-none = On { $day } this unit did not exist.
organisation-on-day-unreadable = The date could not be read. Write it like 1/7/2025.
organisation-show = Show
organisation-manage = Manage this unit

## Administration

organisation-admin-title = Units
organisation-admin-empty = No such unit among those you administer. Loosen the filters, or add a new unit.
organisation-new = Add a unit
organisation-import = Import from a file
organisation-filter = Filter
organisation-all-trees = All systems
organisation-all-kinds = All kinds
organisation-with-closed = Also units that have ended
organisation-label-tree = System of units
organisation-label-parent = Unit above
organisation-label-code = Code
organisation-label-name = Name
organisation-label-kind = Kind
organisation-label-origin = Split from
organisation-label-from = In force from
organisation-label-reason = Legal basis or reason
organisation-label-title = Name of the system
organisation-label-into = Merge into
organisation-label-file = XLSX or CSV file
organisation-hint-parent = Leave empty for a unit at the top of the system.
organisation-hint-code = Letters without diacritics, digits, full stops, hyphens. Example: H26.01. The code never changes.
organisation-hint-name = In full, with diacritics. Example: Phường Ba Đình.
organisation-hint-kind = Examples: Sở, Phòng, Trung tâm, Trường.
organisation-hint-origin = Only when the new unit was split from another.
organisation-hint-day = Example: 1/7/2025.
organisation-hint-reason = Number and date of the decision or resolution. Everybody can read it.
organisation-hint-title = Examples: the justice sector; the Lawyers' Association; a school.
organisation-hint-file = At most 4 MB and 20,000 rows. The first row names the columns, as in the sample below.
organisation-new-lead = A new unit can be chosen in forms at once. To split a unit, add each new one here, then end the old one if it is no more.
organisation-new-submit = Add the unit
organisation-new-tree = Add a system of units
organisation-new-tree-lead = Each sector, union or school can have a system of its own. Provinces and communes are there already.
organisation-new-tree-submit = Add the system
organisation-public-page = Public page
organisation-rename = Change name or kind
organisation-rename-lead = The old name is kept in the history. To correct a slip of the pen, give the day on which the present name began.
organisation-rename-submit = Save the new name
organisation-move = Move to another unit above
organisation-move-lead = Units below move with it. People with a role at the new place will see it, those at the old one no longer.
organisation-move-top = Put it at the top of the system
organisation-move-submit = Move
organisation-merge = Merge into another unit
organisation-merge-lead = { $n ->
    [one] This unit ends; the { $n } unit below it moves to the other. Whoever administers the other also administers what belongs to this one.
   *[other] This unit ends; the { $n } units below it move to the other. Whoever administers the other also administers what belongs to this one.
}
organisation-merge-submit = Merge
organisation-close = End the unit
organisation-close-lead = Only when nothing stands below it. Its name and history can still be looked up.
organisation-close-submit = End it

## Import from a file

organisation-import-lead = The file is read and shown row by row first. Nothing changes until you agree.
organisation-import-submit = Read the file and preview
organisation-import-no-tree = There is no system of units to import into yet.
organisation-import-columns = Sample columns
organisation-import-note-order = Rows may stand in any order: a unit above may come later.
organisation-import-note-again = Importing the same file again changes nothing. Known codes are updated, new ones added.
organisation-import-note-missing = Units that are not in the file stay as they are.
organisation-import-note-zero = Codes that begin with 0: format the column as text in the spreadsheet.
organisation-column-code = Code
organisation-column-parent = Parent code
organisation-column-name = Name
organisation-column-kind = Kind
organisation-preview = Preview of the import
organisation-preview-lead = Nothing has changed yet. Rows that are left out do not hold back the others; you can mend the file and import it again.
organisation-report = Result of the import
organisation-report-done = Imported at { $at }.
organisation-report-csv = Download the report (CSV)
organisation-another-file = Another file
organisation-apply = Import
organisation-rows = Row by row
organisation-rows-hidden = { $n ->
    [one] { $n } more row in the report.
   *[other] { $n } more rows in the report.
}
organisation-row-line = Line
organisation-row-number = Line { $n }
organisation-row-end = Result
organisation-end-created = Added
organisation-end-changed = Updated
organisation-end-unchanged = Unchanged
organisation-end-refused = Left out
organisation-row-created = New unit.
organisation-row-unchanged = Known, no difference.
organisation-row-renamed = new name
organisation-row-other-kind = other kind
organisation-row-moved = moved to another unit above
organisation-row-twice = This code already stands in line { $line } of the file.
organisation-row-parent = No unit above has the code { $code }, neither in the file nor in the system.
organisation-row-circle = The units above form a circle; none of them would be the highest.
organisation-row-foreign = You do not administer this unit.
organisation-row-top = Only administrators of the whole installation put units at the top.
organisation-row-later = This system has changes from { $since }. To move units, choose that day or a later one.

## Messages beside fields

organisation-field-needed = Nothing is filled in.
organisation-field-long = Too long: at most { $max } characters.
organisation-field-characters = It has characters that cannot be used.
organisation-field-code = Only letters without diacritics and digits, with full stops and hyphens between them.
organisation-field-code-taken = Another unit has this code.
organisation-field-territory = The code of an administrative unit has { $n } digits.
organisation-field-tree = Choose a system of units.
organisation-field-tree-taken = There is a system of that name already.
organisation-field-date = The date could not be read. Write it like 1/7/2025.
organisation-field-future = This day has not come yet. Record the change once it is in force.
organisation-field-before = The unit has had its present name and place since { $since }. Choose that day or a later one.
organisation-field-closed = This unit has ended.
organisation-field-parent-closed = The unit above has ended.
organisation-field-parent-later = The unit above exists only from { $since }.
organisation-field-circle = A unit cannot stand below itself or below one of its own.
organisation-field-deep = A system has at most { $max } levels.
organisation-field-children = { $n ->
    [one] { $n } unit still stands below it from that day. Move it first, or merge this unit into another.
   *[other] { $n } units still stand below it from that day. Move them first, or merge this unit into another.
}
organisation-field-child = { $name }, which stands below it, cannot be moved from that day.
organisation-field-itself = A unit cannot be merged into itself.
organisation-field-other-tree = This unit is not part of the same system.
organisation-field-same = Nothing differs from what is there.
organisation-file-empty = Choose a file that is not empty.
organisation-file-large = The file is larger than 4 MB. Split it into several.
organisation-file-other = Only .xlsx and .csv files are accepted.
organisation-file-old = This format cannot be read. Open it in Excel and save it as .xlsx.
organisation-file-macros = The file has macros and is not accepted. Save it as .xlsx without macros.
organisation-file-broken = The file is damaged, has a password, or is no spreadsheet. Open it and save it again.
organisation-file-bomb = The file unpacks to too much. Copy the columns you need into a new file.
organisation-file-encoding = The text of the file is not Unicode. Save it as .xlsx, or as CSV UTF-8.
organisation-file-heading = No row names the columns. At least Code and Name are needed within the first 10 rows.
organisation-file-rows = The file has no row below the names of the columns.
organisation-file-many = The file has more than 20,000 rows. Split it into several.

## After something was saved

flash-organisation-created = The unit was added.
flash-organisation-tree-created = The system of units was added.
flash-organisation-changed = The change was saved.
