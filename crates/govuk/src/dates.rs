//! The dates that MoJ components print, from an ISO 8601 timestamp.
//!
//! English only and taken as written, with no shift of time zone. For Welsh, give the component
//! the words instead (`datetime.text` in a timeline).

use minijinja::Value;

use crate::escape::text;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Returns `2 March 2026 at 9:05am` and its shorter forms, by the official names of the forms.
///
/// Unknown forms and unreadable timestamps come back as they were.
pub(crate) fn moj_date(timestamp: &Value, form: &str) -> Value {
    let timestamp_text = text(timestamp);
    let Some(moment) = Moment::parse(&timestamp_text) else {
        return timestamp.clone();
    };
    match form {
        "datetime" => format!("{} at {}", moment.date(), moment.time()).into(),
        "shortdatetime" => format!("{} at {}", moment.short_date(), moment.time()).into(),
        "date" => moment.date().into(),
        "shortdate" => moment.short_date().into(),
        "time" => moment.time().into(),
        _ => timestamp.clone(),
    }
}

struct Moment<'a> {
    year: &'a str,
    month: &'static str,
    day: u32,
    hour: u32,
    minute: u32,
}

impl<'a> Moment<'a> {
    /// Reads `2026-03-02`, with or without `T09:05` and whatever follows.
    fn parse(timestamp: &'a str) -> Option<Self> {
        let part = |from: usize, to: usize| timestamp.get(from..to)?.parse::<u32>().ok();
        let year = timestamp.get(0..4)?;
        let month = part(5, 7)?.checked_sub(1)?;
        let (hour, minute) = match timestamp.len() {
            10 => (0, 0),
            _ => (part(11, 13)?, part(14, 16)?),
        };
        Some(Moment { year, month: MONTHS.get(month as usize)?, day: part(8, 10)?, hour, minute })
    }

    fn date(&self) -> String {
        format!("{} {} {}", self.day, self.month, self.year)
    }

    fn short_date(&self) -> String {
        format!("{} {} {}", self.day, &self.month[..3], self.year)
    }

    /// Returns `9am` on the hour, else `9:05am`.
    fn time(&self) -> String {
        let half = if self.hour < 12 { "am" } else { "pm" };
        let hour = match self.hour % 12 {
            0 => 12,
            hour => hour,
        };
        match self.minute {
            0 => format!("{hour}{half}"),
            minute => format!("{hour}:{minute:02}{half}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_dates_as_moj_frontend_does() {
        fn check(timestamp: &str, form: &str, expected: &str) {
            assert_eq!(text(&moj_date(&Value::from(timestamp), form)), expected);
        }
        check("2026-03-02T09:05:00.000Z", "datetime", "2 March 2026 at 9:05am");
        check("2026-03-02T12:00:00Z", "shortdatetime", "2 Mar 2026 at 12pm");
        check("2026-12-25T00:30:00Z", "time", "12:30am");
        check("2026-12-25", "date", "25 December 2026");
        check("2026-12-25", "time", "12am");
        check("2026-13-25", "date", "2026-13-25");
        check("soon", "date", "soon");
    }
}
