# When convictions are spent, under the Rehabilitation of Offenders Act 1974.

spent-what = Worked out from what is on the record, under the Rehabilitation of Offenders Act 1974 as it has been since 28 October 2023. On or about the day: check before you rely on it. This is not legal advice.
spent-never = never spent
spent-immediately = spent
spent-when-paid = spent when the compensation is paid in full
spent-when-it-ceases = spent when the order ends
spent-since = spent since about { $on }
spent-from = spent from about { $on } on
spent-not-known = not known when it is spent: { $missing }
spent-missing-date-of-birth = the date of birth is not on record
spent-missing-disposal = what the court gave is not on record
spent-missing-length = how long it is, or when it ended, is not on record
spent-missing-schedule-18 = whether the offence is one of Schedule 18 to the Sentencing Code is not on record
spent-missing-day = the day of a conviction is not on record
spent-missing-conviction = no conviction is on record for it
conviction-spent = Spent. Convicted on
convictions-spent = Spent convictions
convictions-spent-withheld = Not shown, if there are any. In law they are treated as if they had not been (Rehabilitation of Offenders Act 1974, section 4); only prison and probation read them for their work, and the person.
