//! A time of day as people type it: hours and minutes on the 24-hour clock. "2.30" alone could be
//! night or afternoon in speech, but on a 24-hour clock it is one time, and the page says which clock.

use crate::Invalid;
use chrono::NaiveTime;

/// Parses a time such as `14:30`, `9:05` or `09.05`.
///
/// # Errors
/// `invalid-time-empty`, and `invalid-time-form` for anything that is not hours and minutes.
pub fn parse_time_of_day(text: &str) -> Result<NaiveTime, Invalid> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Invalid::new("invalid-time-empty"));
    }
    let form = || Invalid::new("invalid-time-form");
    let (hour, minute) = text.split_once([':', '.']).ok_or_else(form)?;
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !(1..=2).contains(&hour.len()) || minute.len() != 2 || !digits(hour) || !digits(minute) {
        return Err(form());
    }
    let (Ok(hour), Ok(minute)) = (hour.parse(), minute.parse()) else { return Err(form()) };
    NaiveTime::from_hms_opt(hour, minute, 0).ok_or_else(form)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::check_refused;
    use proptest::prelude::*;

    #[test]
    fn hours_and_minutes_are_read() {
        for text in ["9:05", "09:05", " 09.05 "] {
            assert_eq!(parse_time_of_day(text), Ok(NaiveTime::from_hms_opt(9, 5, 0).unwrap()));
        }
        assert!(parse_time_of_day("00:00").is_ok() && parse_time_of_day("23:59").is_ok());
    }

    #[test]
    fn anything_else_is_refused() {
        check_refused(parse_time_of_day, " ", "invalid-time-empty");
        for text in ["24:00", "12:60", "1430", "2pm", "14:3", "14:300", ":30", "-1:30", "१४:३०"]
        {
            check_refused(parse_time_of_day, text, "invalid-time-form");
        }
    }

    proptest! {
        #[test]
        fn every_time_comes_back_and_no_text_is_a_panic(minutes in 0..1_440_u32, text in ".*") {
            let time = NaiveTime::from_num_seconds_from_midnight_opt(minutes * 60, 0).unwrap();
            prop_assert_eq!(parse_time_of_day(&time.format("%H:%M").to_string()), Ok(time));
            let _ = parse_time_of_day(&text);
        }
    }
}
