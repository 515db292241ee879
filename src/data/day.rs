//! The day of which an answer is asked: `as_of=2026-11-30`.

use super::Error;
use crate::corpus::Date;

/// Reads a day that is not in the future.
///
/// # Errors
///
/// When it is no day, or one that has not come; the sentence names today.
pub(crate) fn day(text: &str) -> Result<Date, Error> {
    let today = Date::today();
    let wrong = |what: &str| Error(format!("as_of {what}: it is a day such as {today}, which is today in UTC"));
    match text.parse::<Date>() {
        Ok(day) if day.day().is_none() => Err(wrong(&format!("“{text}” is no day"))),
        Ok(day) if day > today => Err(wrong(&format!("“{text}” has not come"))),
        Ok(day) => Ok(day),
        Err(_) => Err(wrong(&format!("“{text}” is no day"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_day_that_has_come_is_one() {
        let today = Date::today().to_string();
        assert_eq!(day(&today).map(|day| day.to_string()), Ok(today.clone()));
        assert!(day("1999-12-31").is_ok());
        for wrong in ["9999-12-31", "2018", "2018-04", "2018-4-3", "2018-02-30", "yesterday", " 2018-04-03", "-1"] {
            let error = day(wrong).map_err(|error| error.to_string()).expect_err(wrong);
            assert!(error.contains(&today) && error.contains(wrong), "{error}");
        }
    }
}
