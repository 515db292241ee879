//! Dates and places in the lines below a title, in whatever order they come.

use jiff::civil;
use unicode_normalization::UnicodeNormalization as _;

use crate::corpus::Date;

/// A date in a line, and what else the line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dated {
    /// The date; of several days the last, on which texts are adopted.
    pub(super) date: Date,
    /// Whether the line names several days.
    pub(super) several: bool,
    /// The line without the date, weekdays and stray punctuation.
    pub(super) rest: String,
}

/// Names of months as pages write them, in English, French, Italian, German, Portuguese, Spanish, Dutch, Polish, Russian
/// and Arabic; the first three letters are enough where a language has them apart.
const MONTHS: [&str; 12] = [
    "january jan januari ene stycznia janvier janv gennaio januar jänner janeiro enero января январь يناير",
    "february feb februari fev lutego février févr febbraio februar feber fevereiro febrero февраля февраль فبراير",
    "march mar mars maart marca marzo märz março марта март مارس",
    "april apr avril avr kwietnia aprile abril апреля апрель أبريل ابريل",
    "may mai maggio maio mayo mei maja мая май مايو",
    "june jun juin giugno juni giu czerwca junho junio июня июнь يونيه يونيو",
    "july jul juillet luglio juli juil lug lipca julho julio июля июль يوليه يوليو",
    "august aug août aout augustus sierpnia agosto августа август أغسطس",
    "september sep sept września septembre settembre setembro septiembre setiembre сентября сентябрь سبتمبر",
    "october oct octobre ottobre oktober okt ott października outubro octubre октября октябрь أكتوبر",
    "november nov novembre novembro noviembre listopada ноября ноябрь نوفمبر",
    "december dec déc dic grudnia décembre dicembre dezember dez dezembro diciembre декабря декабрь ديسمبر",
];

/// Words that stand around a date and say nothing of a place: weekdays and articles.
const AROUND: &str = "monday tuesday wednesday thursday friday saturday sunday lundi mardi mercredi jeudi vendredi samedi \
    dimanche montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag lunedì martedì \
    mercoledì giovedì venerdì sabato domenica lunes martes miércoles jueves viernes sábado domingo \
    segunda-feira terça-feira quarta-feira quinta-feira sexta-feira le les den der dem vom du em \
    понедельник вторник среда четверг пятница суббота воскресенье от года год г";

/// Words between the day, the month and the year.
const BETWEEN: [&str; 8] = ["of", "de", "del", "do", "d'", "the", "تشرين", "كانون"];

/// The first years of Japan's eras, less one.
const ERAS: [(&str, i16); 4] = [("令和", 2018), ("平成", 1988), ("昭和", 1925), ("大正", 1911)];

/// Years that dates of documents have.
const YEARS: std::ops::Range<i16> = 1900..2100;

/// So many words a date has at most, those between its parts among them.
const LONGEST: usize = 6;

/// Finds the first date in a line.
pub(super) fn dated(line: &str) -> Option<Dated> {
    let line: String = line.nfkc().collect();
    if let Some(found) = japanese(&in_digits(&line)) {
        return Some(found);
    }
    // Every other date has a figure in it, and most lines have none.
    let has_figure = |text: &str| text.bytes().any(|byte| byte.is_ascii_digit());
    if !has_figure(&line) {
        return None;
    }
    let dashed = joined_days(&line.replace(['–', '—', '−'], "-"));
    let words: Vec<&str> = dashed.split_whitespace().collect();
    for at in 0..words.len() {
        if !words.iter().skip(at).take(LONGEST).any(|word| has_figure(word)) {
            continue;
        }
        // The words of a date, and behind which word each stands.
        let parts: Vec<(usize, &str)> = (at..words.len().min(at + LONGEST))
            .filter_map(|place| words.get(place).map(|word| (place, *word)))
            .filter(|(place, word)| *place == at || !BETWEEN.contains(&bare(word).to_lowercase().as_str()))
            .collect();
        for length in [3, 2, 1] {
            let Some(run) = parts.get(..length) else { continue };
            let Some(&(last, _)) = run.last() else { continue };
            let run: Vec<&str> = run.iter().map(|(_, word)| *word).collect();
            let Some((date, several)) = read(&run).or_else(|| day_first(&run, &words)) else { continue };
            // A day that is none of its month makes the whole no date, rather than the month alone.
            let day_before = at
                .checked_sub(1)
                .and_then(|before| words.get(before))
                .is_some_and(|word| bare(word).trim_end_matches('º').parse::<u8>().is_ok());
            if length == 2 && day_before {
                return None;
            }
            let (mut front, several_before) = days_before(words.get(..at).unwrap_or_default());
            let around = |word: &str| is_in(AROUND, &bare(word).to_lowercase());
            while front.last().is_some_and(|word| around(word)) {
                front = front.get(..front.len() - 1).unwrap_or_default();
            }
            let behind = words.get(last + 1..).unwrap_or_default().iter().filter(|word| !around(word));
            let kept = front.iter().filter(|word| !is_weekday(word)).chain(behind);
            let rest = kept.copied().collect::<Vec<_>>().join(" ").replace("()", "");
            let rest =
                rest.trim_matches(|character: char| character.is_whitespace() || ",;:-()[]|،".contains(character));
            return Some(Dated { date, several: several || several_before, rest: rest.to_owned() });
        }
    }
    None
}

/// Reads `03/05/2031` in a line whose other words are of a language that writes the day first.
fn day_first(run: &[&str], line: &[&str]) -> Option<(Date, bool)> {
    const WORDS: &str = "le du paru publié publiée il del pubblicato pubblicata em publicado publicada el fecha vom den datum \
        erschienen veröffentlicht op gepubliceerd";
    let [word] = run else { return None };
    if !line.iter().any(|word| is_in(WORDS, &bare(word).to_lowercase())) {
        return None;
    }
    let parts: Vec<&str> = bare(word).split(['/', '-']).collect();
    let [day, month, year] = parts.as_slice() else { return None };
    let day = civil::Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    YEARS.contains(&day.year()).then(|| (Date::of_day(day), false))
}

/// Tells a line that begins with a day, `26. Januar 2022`, whose number is none of a paragraph.
pub(super) fn begins_with_day(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().take(3).collect();
    words.len() == 3 && words.first().is_some_and(|word| word.ends_with('.')) && read(&words).is_some()
}

fn is_weekday(word: &str) -> bool {
    let word = bare(word).to_lowercase();
    word.chars().count() > 3 && is_in(AROUND, &word)
}

/// Takes earlier days of the same meeting off the words before a date: `9 and`, `du 24 au`, `vom 26. bis`.
fn days_before<'a, 'b>(words: &'b [&'a str]) -> (&'b [&'a str], bool) {
    let [front @ .., day, joint] = words else { return (words, false) };
    let joins =
        ["and", "to", "et", "au", "und", "bis", "e", "a", "y", "al", "&", "-"].contains(&joint.to_lowercase().as_str());
    let is_day = day.trim_end_matches('.').parse::<u8>().is_ok_and(|day| (1..=31).contains(&day));
    if joins && is_day { (front, true) } else { (words, false) }
}

/// Writes the numbers of a Japanese date in digits: `二〇二三年五月二十日`.
fn in_digits(line: &str) -> String {
    const NUMERALS: &str = "〇一二三四五六七八九";
    if !line.contains('年') || !line.contains(|sign| "一二三四五六七八九十".contains(sign)) {
        return line.to_owned();
    }
    let digit = |sign: char| NUMERALS.chars().position(|numeral| numeral == sign);
    let (mut written, mut run) = (String::new(), String::new());
    for sign in line.chars() {
        if digit(sign).is_some() || sign == '十' {
            run.push(sign);
            continue;
        }
        match (run.split_once('十'), "年月日".contains(sign)) {
            (_, false) => written.push_str(&run),
            (None, true) => {
                written.extend(
                    run.chars().filter_map(digit).filter_map(|digit| char::from_digit(u32::try_from(digit).ok()?, 10)),
                );
            }
            (Some((tens, ones)), true) => {
                let number = |part: &str| part.chars().next().and_then(digit);
                written.push_str(&(number(tens).unwrap_or(1) * 10 + number(ones).unwrap_or(0)).to_string());
            }
        }
        run.clear();
        written.push(sign);
    }
    written + &run
}

/// Finds a date as Japan writes them, by the era or the year: `令和5年5月20日`, `2023年5月20日（土）`; and as Korea does.
fn japanese(line: &str) -> Option<Dated> {
    const KOREAN: [(char, &str); 3] = [('년', "年"), ('월', "月"), ('일', "日")];
    let korean = |line: String, (theirs, ours): (char, &str)| line.replacen(theirs, ours, 1);
    let line =
        if line.contains('년') { KOREAN.into_iter().fold(line.nfc().collect(), korean) } else { line.to_owned() };
    let line = line.as_str();
    let at = line.find('年')?;
    let front = line.get(..at)?;
    let digits = front.trim_end_matches(|last: char| last.is_ascii_digit());
    let (year, begins) = if let Some(first) = front.strip_suffix('元') {
        let (name, before) = ERAS.iter().find(|(name, _)| first.ends_with(name))?;
        (before + 1, first.len() - name.len())
    } else {
        let number: i16 = front.get(digits.len()..)?.parse().ok()?;
        match ERAS.iter().find(|(name, _)| digits.ends_with(name)) {
            Some((name, before)) => (before.checked_add(number)?, digits.len() - name.len()),
            None => (number, digits.len()),
        }
    };
    let rest = line.get(at + '年'.len_utf8()..)?;
    let (month, rest) = rest.split_once('月')?;
    let (day, rest) = rest.split_once('日')?;
    let day = civil::Date::new(year, month.trim().parse().ok()?, day.trim().parse().ok()?).ok()?;
    let weekday = |rest: &str| {
        ["(月)", "(火)", "(水)", "(木)", "(金)", "(土)", "(日)"]
            .iter()
            .fold(rest.to_owned(), |rest, day| rest.replace(day, ""))
    };
    let rest = weekday(&format!("{}{rest}", line.get(..begins)?));
    let rest = rest.trim_matches(|character: char| character.is_whitespace() || ",;:-()[]|、。".contains(character));
    YEARS.contains(&year).then(|| Dated { date: Date::of_day(day), several: false, rest: rest.to_owned() })
}

/// Writes `9 - 10` as `9-10`.
fn joined_days(line: &str) -> String {
    let mut joined = String::new();
    for part in line.split(" - ") {
        if !joined.is_empty() {
            let days = joined.ends_with(|last: char| last.is_ascii_digit())
                && part.starts_with(|first: char| first.is_ascii_digit());
            joined.push_str(if days { "-" } else { " - " });
        }
        joined.push_str(part);
    }
    joined
}

/// Tells a month of Arabic, which has two names side by side: `أيار/مايو`.
fn is_arabic(month: &str) -> bool {
    month.contains(|letter: char| ('\u{621}'..='\u{64a}').contains(&letter))
}

fn is_in(words: &str, word: &str) -> bool {
    words.split(' ').any(|known| known == word)
}

fn bare(word: &str) -> &str {
    word.trim_matches(|character: char| !character.is_alphanumeric())
}

/// Reads `April 11, 2017`, `11 April 2017`, `9-10 December 1997`, `30 June-1 July 2011` in its last part,
/// `April 2017` and `2017-04-11`.
fn read(run: &[&str]) -> Option<(Date, bool)> {
    let day = |word: &str| {
        let word = bare(word);
        let last = word.rsplit(['-', '/']).next()?;
        let digits = last.trim_end_matches(|character: char| character.is_alphabetic() || character == '.');
        let tail = last.get(digits.len()..)?.to_lowercase();
        let ordinal = ["", ".", "st", "nd", "rd", "th", "er", "o", "a", "º", "ª"].contains(&tail.as_str());
        let day = (digits.len() <= 2 && ordinal).then(|| digits.parse::<i8>().ok()).flatten();
        day.map(|day| (day, word.contains(['-', '/'])))
    };
    let month = |word: &str| {
        let lower = bare(word).to_lowercase();
        let last = lower.rsplit(['-', '/']).next()?;
        MONTHS.iter().position(|names| is_in(names, last)).and_then(|at| i8::try_from(at + 1).ok())
    };
    let year = |word: &str| {
        let word = bare(word);
        (word.len() == 4).then(|| word.parse::<i16>().ok()).flatten().filter(|year| YEARS.contains(year))
    };
    let of_day = |year, month, day| civil::Date::new(year, month, day).ok().map(Date::of_day);
    match *run {
        [a, b, c] if let (Some(month), Some((day, several)), Some(year)) = (month(a), day(b), year(c)) => {
            of_day(year, month, day).map(|date| (date, several))
        }
        [a, b, c] if let (Some((day, several)), Some(month), Some(year)) = (day(a), month(b), year(c)) => {
            of_day(year, month, day).map(|date| (date, several || b.contains(['-', '/']) && !is_arabic(b)))
        }
        [a, b] if let (Some(month), Some(year)) = (month(a), year(b)) => {
            format!("{year:04}-{month:02}").parse().ok().map(|date| (date, false))
        }
        [a] => numeric(bare(a)).map(|date| (date, false)),
        _ => None,
    }
}

/// Reads `2017-04-11`, `11.4.2017` as Germans write it, and `25/01/2022` where only one of its parts can be the month;
/// others are ambiguous.
fn numeric(word: &str) -> Option<Date> {
    if word.len() == 10 && word.get(4..5) == Some("-") {
        return word.parse().ok();
    }
    let (parts, dotted): (Vec<&str>, bool) = match (word.contains('.'), word.contains('/')) {
        (true, false) => (word.split('.').collect(), true),
        (false, true) => (word.split('/').collect(), false),
        _ if word.contains('-') => (word.split('-').collect(), false),
        _ => return None,
    };
    let [a, b, c] = *parts.as_slice() else { return None };
    let number = |part: &str| part.parse::<i16>().ok();
    let (first, second, third) = (number(a)?, number(b)?, number(c)?);
    let (year, month, day) = match (a.len(), c.len()) {
        (4, _) => (first, second, third),
        (_, 4) if dotted || first > 12 => (third, second, first),
        (_, 4) if second > 12 => (third, first, second),
        (_, 4) if first == second => (third, first, second),
        _ => return None,
    };
    let day = civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    YEARS.contains(&year).then(|| Date::of_day(day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, date: &str, rest: &str) {
        let found = dated(line).map(|dated| (dated.date.to_string(), dated.rest));
        assert_eq!(found, Some((date.to_owned(), rest.to_owned())), "{line}");
    }

    #[test]
    fn dates_in_other_languages_are_read() {
        for (line, date, rest) in [
            ("Приозёрск, 14 августа 2031 года", "2031-08-14", "Приозёрск"),
            ("от 1 мая 2003 г.", "2003-05-01", ""),
            ("الشاطئ، 12 تشرين الثاني/نوفمبر 2031", "2031-11-12", "الشاطئ"),
            ("3 أيار/مايو 2031", "2031-05-03", ""),
            ("Haarlem, 3 mei 2031", "2031-05-03", "Haarlem"),
            ("3 maja 2031", "2031-05-03", ""),
            ("2031년 5월 3일 토요일", "2031-05-03", "토요일"),
            ("3 déc. 2031", "2031-12-03", ""),
        ] {
            let found = dated(line).expect(line);
            assert_eq!((found.date.to_string().as_str(), found.rest.as_str(), found.several), (date, rest, false));
        }
    }

    #[test]
    fn figures_are_read_day_first_where_the_language_writes_them_so() {
        for line in ["Publié le 03/05/2031", "Publicado em 03/05/2031 10h42", "Roma, il 3-5-2031"] {
            assert_eq!(dated(line).map(|found| found.date.to_string()).as_deref(), Some("2031-05-03"), "{line}");
        }
        assert!(dated("Posted 03/05/2031").is_none() && dated("03/05/2031").is_none());
    }

    #[test]
    fn dates_and_places_come_in_either_order() {
        check("Lucca, Italy, April 11, 2017", "2017-04-11", "Lucca, Italy");
        check("11 April 2017, Lucca (Italy)", "2017-04-11", "Lucca (Italy");
        check("Washington DC, December 9–10, 1997", "1997-12-10", "Washington DC");
        check("9 - 10 December 1997", "1997-12-10", "");
        check("Dinard, France - 6 April 2019", "2019-04-06", "Dinard, France");
        check("Tuesday, 11th April 2017", "2017-04-11", "");
        check("Taormina, le 26 mai 2017", "2017-05-26", "Taormina");
        check("April 2017", "2017-04", "");
        check("11.4.2017", "2017-04-11", "");
        check("2017年4月11日", "2017-04-11", "");
        check("mercredi 11 septembre 2019", "2019-09-11", "");
        check("le 1er juin 2021", "2021-06-01", "");
        check("26. Januar 2022", "2022-01-26", "");
        check("Berlin, den 26. Jänner 2022", "2022-01-26", "Berlin");
        check("Montag, 31. März 2003", "2003-03-31", "");
        check("8 de agosto de 2023", "2023-08-08", "");
        check("Brasília, 28 de setembro de 2021", "2021-09-28", "Brasília");
        check("1º de março de 2020", "2020-03-01", "");
        check("Roma, 3 giugno 2022", "2022-06-03", "Roma");
        check("20th of May 2023", "2023-05-20", "");
        check("令和5年5月20日", "2023-05-20", "");
        check("令和元年6月1日（土）", "2019-06-01", "");
        check("二〇二三年五月二十日", "2023-05-20", "");
        check("令和五年十二月三十一日　東京", "2023-12-31", "東京");
        check("平成二十八年五月十日", "2016-05-10", "");
        check("平成28年5月27日 伊勢志摩", "2016-05-27", "伊勢志摩");
        check("２０２３年５月２０日", "2023-05-20", "");
        check("25/01/2022", "2022-01-25", "");
        check("01/25/2022", "2022-01-25", "");
        check("Biarritz, du 24 au 26 août 2019", "2019-08-26", "Biarritz");
        check("Elmau, vom 26. bis 28. Juni 2022", "2022-06-28", "Elmau");
        check("Rome, 9 and 10 December 1997", "1997-12-10", "Rome");
        check("Le Touquet, 3 mai 2019", "2019-05-03", "Le Touquet");
        check("Release Date: 2017-04-11", "2017-04-11", "Release Date");
    }

    #[test]
    fn what_is_no_date_is_none() {
        for line in [
            "",
            "In 2017 we met",
            "may 5",
            "31 February 2017",
            "paragraph 11 of April",
            "04/05/2022",
            "5-4-2022",
            "令和5年13月1日",
            "1.2.3",
        ] {
            assert_eq!(dated(line), None, "{line}");
        }
    }
}
