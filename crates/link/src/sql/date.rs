//! Days and times without a calendar library: civil days by Howard Hinnant's "chrono-compatible
//! low-level date algorithms", and parsing by the formats that Splink writes.

/// Microseconds in a second.
pub(super) const SECOND: i64 = 1_000_000;
/// Microseconds in a day.
pub(super) const DAY: i64 = 86_400 * SECOND;

/// Returns the days from 1 January 1970 to a day of the calendar, if there is such a day.
pub(super) fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    if !(1..=12).contains(&month) || day < 1 || day > in_month(year, month) {
        return None;
    }
    let shifted = if month <= 2 { year - 1 } else { year };
    let era = shifted.div_euclid(400);
    let of_era = shifted.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

/// Returns year, month and day of a number of days.
pub(super) fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let turned = (5 * of_year + 2) / 153;
    let month = if turned < 10 { turned + 3 } else { turned - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    (year, month, of_year - (153 * turned + 2) / 5 + 1)
}

fn in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Returns the microseconds of a text in a format of `strptime`; `None` where it is in another.
///
/// Known are `%Y %m %d %H %M %S %y %b %B` and literal characters, as DuckDB reads them: fewer digits
/// will do, and white space at both ends does not matter.
pub(super) fn moment(text: &str, format: &str) -> Option<i64> {
    let mut rest = text.trim();
    let (mut year, mut month, mut day) = (1900, 1, 1);
    let mut clock = [0_i64; 3];
    let mut format = format.chars();
    while let Some(sign) = format.next() {
        if sign != '%' {
            rest = rest.strip_prefix(sign)?;
            continue;
        }
        match format.next()? {
            'Y' => year = number(&mut rest, 4)?,
            'y' => {
                let short = number(&mut rest, 2)?;
                year = if short < 69 { 2000 + short } else { 1900 + short };
            }
            'm' => month = number(&mut rest, 2)?,
            'd' => day = number(&mut rest, 2)?,
            'b' | 'B' => month = named_month(&mut rest)?,
            'H' => clock[0] = number(&mut rest, 2).filter(|hour| *hour < 24)?,
            'M' => clock[1] = number(&mut rest, 2).filter(|minute| *minute < 60)?,
            'S' => clock[2] = number(&mut rest, 2).filter(|second| *second < 60)?,
            '%' => rest = rest.strip_prefix('%')?,
            _ => return None,
        }
    }
    if !rest.is_empty() {
        return None;
    }
    let seconds = clock.into_iter().fold(0, |sum, part| sum * 60 + part);
    Some(days(year, month, day)? * DAY + seconds * SECOND)
}

/// Returns whether a format holds nothing but what [`moment`] knows.
pub(super) fn is_known(format: &str) -> bool {
    let mut signs = format.chars();
    while let Some(sign) = signs.next() {
        if sign == '%' && !signs.next().is_some_and(|of| "YymdbBHMS%".contains(of)) {
            return false;
        }
    }
    true
}

fn number(rest: &mut &str, most: usize) -> Option<i64> {
    let end = rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
    let number = rest[..end].parse().ok()?;
    *rest = &rest[end..];
    Some(number)
}

fn named_month(rest: &mut &str) -> Option<i64> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let lower = rest.to_ascii_lowercase();
    for (at, month) in MONTHS.iter().enumerate() {
        for name in [*month, &month[..3]] {
            if lower.starts_with(name) {
                *rest = &rest[name.len()..];
                return Some(at as i64 + 1);
            }
        }
    }
    None
}
