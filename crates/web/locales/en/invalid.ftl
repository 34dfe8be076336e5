# Why a value was refused: what is wrong and what to do. Keys are given out by the domain crate.

invalid-code = “{ $code }” is not in the list: choose an answer from the list

invalid-prison-number-empty = Enter a prison number
invalid-prison-number-form = Enter a prison number in the right format, like A1234BC: a letter, 4 digits and 2 letters

invalid-crn-empty = Enter a CRN
invalid-crn-form = Enter a CRN in the right format, like X123456: a letter and 6 digits
invalid-crn-two-letters = A CRN has one letter and 6 digits, like X123456: check the second letter

invalid-pnc-id-empty = Enter a PNC ID
invalid-pnc-id-form = Enter a PNC ID in the right format, like 2002/0073319Z: a year, a slash, up to 7 digits and a letter
invalid-pnc-id-year = The year { $year } of the PNC ID is too early or in the future: check the year
invalid-pnc-id-check = The PNC ID is not right: check the digits and the last letter
invalid-pnc-id-slash = The PNC ID could be read in two ways: put a slash after the year, like 02/73319Z
invalid-pnc-id-placeholder = This PNC ID is made of zeros and belongs to nobody: leave it empty if it is not known

invalid-cro-number-empty = Enter a CRO number
invalid-cro-number-form = Enter a CRO number in the right format, like 065656/91H or SF83/50058Z
invalid-cro-number-check = The CRO number is not right: check the digits and the last letter
invalid-cro-number-placeholder = This CRO number is made of zeros and belongs to nobody: leave it empty if it is not known

invalid-ni-number-empty = Enter a National Insurance number
invalid-ni-number-form = Enter a National Insurance number in the right format, like AB 12 34 56 C: 2 letters, 6 digits and a letter
invalid-ni-number-prefix = No National Insurance number begins with { $prefix }: check the first two letters
invalid-ni-number-suffix = A National Insurance number ends with A, B, C or D: check the last letter

invalid-nhs-number-empty = Enter an NHS number
invalid-nhs-number-form = Enter an NHS number of 10 digits, like 943 476 5919
invalid-nhs-number-check = The NHS number is not right: check the digits
invalid-nhs-number-placeholder = This NHS number belongs to nobody: leave it empty if it is not known

invalid-postcode-empty = Enter a postcode
invalid-postcode-form = Enter a full UK postcode, like CF10 1BH
invalid-postcode-no-fixed-abode = This postcode stands for no fixed abode: leave the postcode empty and record no fixed abode

invalid-uprn-empty = Enter a UPRN
invalid-uprn-form = Enter a UPRN of up to 12 digits, like 100023336956

invalid-name-empty = Enter a name
invalid-name-long = The name has { $length } characters: shorten it to { $limit } or fewer
invalid-name-no-letter = Enter a name that has at least one letter
invalid-name-character = Take out “{ $character }”: it is not used in names
invalid-name-hidden = The name has a hidden character: type it again instead of pasting it
invalid-name-garbled = Some letters of the name were spoilt on the way: type it again, or save the file as UTF-8

invalid-text-empty = Enter some text
invalid-text-long = The text is { $over } characters too long: shorten it to { $limit } or fewer
invalid-text-character = Character { $position } of the text is a hidden character: type that part again instead of pasting it
invalid-text-garbled = Some letters of the text were spoilt on the way: type it again, or save the file as UTF-8

invalid-date-empty = Enter a date
invalid-date-missing-day = The date must include a day
invalid-date-missing-month = The date must include a month
invalid-date-missing-year = The date must include a year
invalid-date-missing-day-month = The date must include a day and a month
invalid-date-missing-day-year = The date must include a day and a year
invalid-date-missing-month-year = The date must include a month and a year
invalid-date-day = The day must be a number from 1 to 31
invalid-date-month = The month must be a number from 1 to 12, or the name of a month
invalid-date-year = The year must have 4 digits, like 1990
invalid-date-year-range = The year must be from { $first } to { $last }: check the year
invalid-date-impossible =
    There is no { $day } { $month ->
        [april] April
        [february] February
        [june] June
        [november] November
       *[september] September
    } { $year }, because the month has { $last } days: check the date
invalid-date-file = Write the date as DD/MM/YYYY or YYYY-MM-DD, with a year of 4 digits
invalid-date-month-first = The month is where the day should be: write the date as DD/MM/YYYY or YYYY-MM-DD
invalid-date-beyond-calendar = Bank holidays are known from { $first } to { $last } only: choose a date in those years, or ask for the list to be updated
invalid-date-of-birth-future = The date of birth is in the future: check the year
invalid-date-of-birth-young = The date of birth makes the person younger than { $youngest }: check the year
invalid-date-of-birth-old = The date of birth makes the person older than { $oldest }: check the year, or leave it empty if it is not known

invalid-time-empty = Enter a time
invalid-time-form = Enter the time as hours and minutes on the 24-hour clock, like 09:30 or 14:15
invalid-time-skipped = Clocks go forward that night and skip this time: enter a time before 01:00 or from 02:00
invalid-time-twice = Clocks go back that night and this time comes twice: enter a time before 01:00 or from 02:00

invalid-reference-columns = The first line of the file must name these columns in this order: { $columns }
invalid-reference-row = Line { $line } cannot be read: check that it has as many cells as the first line, and save the file as UTF-8
invalid-reference-cell = Line { $line }, column { $column }: “{ $value }” cannot be used. Correct it and load the file again
invalid-reference-empty = The file has no rows: check that it is the right file

invalid-email-empty = Enter an e-mail address
invalid-email-long = The e-mail address is too long: check that it is one address of { $limit } characters or fewer
invalid-email-form = Enter an e-mail address in the right format, like name@example.org

invalid-number-empty = Enter a number
invalid-number-form = Enter a whole number in digits, like 12
invalid-decimal-form = Enter a number in digits, like 12 or 12.5
invalid-number-range = Enter a number from { $first } to { $last }

invalid-aims-empty = Enter at least one aim, and at most { $limit }, each on its own line
invalid-aims-many = There are { $count } aims: leave the { $limit } that matter most
invalid-aims-long = Aim { $line } is too long: shorten it to { $limit } characters or fewer
invalid-aims-twice = Aim { $line } says the same as an earlier one: take it out or change it

invalid-password-short = Choose a password of { $least } characters or more
invalid-password-long = Choose a password of { $most } characters or fewer
invalid-password-common = Many people use that password, so it is tried first. Choose another, such as three words that have nothing to do with each other
invalid-password-breached = This password was stolen from another site and is on lists that are tried first. Choose another, such as three words that have nothing to do with each other
invalid-password-known = The password has your name, your e-mail address, your organisation’s name or the name of this site in it. Choose one that has not
