//! The reviewed word lists. Commas part what can be said, `|` the forms that say the same.
//!
//! A form with a capital counts only as it is capitalised: `May` is a month and `may` a verb.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{Flag, Term};

const NEGATIONS: &str = "
not|cannot, no, never, none, nor, neither, nothing, nobody, nowhere, without, non, unable,
fail|fails|failed|failing, refuse|refuses|refused, deny|denies|denied, lack|lacks|lacked, hardly, scarcely,
barely, rarely, seldom";

const MODALS: &str = "
shall, should|ought, must|have to|has to|had to, may, might, can|cannot, could, will, would";

const NUMBERS: &str = "
0|zero, 1|one|once|first, 2|two|twice|second|both|double, 3|three|third|triple, 4|four|fourth, 5|five|fifth,
6|six|sixth, 7|seven|seventh, 8|eight|eighth, 9|nine|ninth, 10|ten|tenth, 11|eleven, 12|twelve|dozen,
13|thirteen, 14|fourteen, 15|fifteen, 16|sixteen, 17|seventeen, 18|eighteen, 19|nineteen, 20|twenty, 30|thirty,
40|forty, 50|fifty, 60|sixty, 70|seventy, 80|eighty, 90|ninety, 100|hundred|hundreds, 1000|thousand|thousands,
million|millions, billion|billions, trillion|trillions, half|halves, quarter, %|percent|per cent, €|euro|euros,
$|dollar|dollars, £, ¥|yen, all|every|each|any, some|several|certain, most|majority, many|numerous, few|fewer,
more, less, only, at least, at most, up to";

const DATES: &str = "
january|Jan, february|Feb, March|Mar, april|Apr, May, june|Jun, july|Jul, August|Aug, september|Sept|Sep,
october|Oct, november|Nov, december|Dec, monday, tuesday, wednesday, thursday, friday, saturday, sunday, today,
yesterday, tomorrow, last week, next week, last month, next month, last year, next year, this year, weekend";

/// Names of those who act that are not capitalised, or not always; other names are known by their capitals.
const ACTORS: &str = "
state|states, partner|partners, member|members, group, minister|ministers, leader|leaders, head|heads,
government|governments, president|presidents, presidency, chair|chairs, country|countries, nation|nations,
party|parties, participant|participants, delegation|delegations, expert|experts, official|officials, secretary,
representative|representatives, company|companies|business|businesses|industry|industries, private sector,
public sector, civil society, academia, stakeholder|stakeholders, actor|actors, proxy|proxies,
ally|allies|alliance, community|communities, authority|authorities, agency|agencies, council, commission,
parliament|parliaments, military, police, terrorist|terrorists, criminal|criminals, hacker|hackers, woman|women,
child|children, journalist|journalists, citizen|citizens|people|public, democracy|democracies, administration,
perpetrator|perpetrators, victim|victims, intermediary|intermediaries, we|us|our|ours|ourselves,
they|them|their|theirs|themselves, i|me|my, you|your, he|him|his|she|her|hers";

/// Countries by name, people and seat of government, the members of the G7 and G8 first.
const COUNTRIES: &str = "
canada|canadian|canadians|ottawa, france|french|paris, germany|german|germans|berlin,
italy|italian|italians|rome, japan|japanese|tokyo, united kingdom|great britain|britain|british|UK|U.K|london,
russia|russian|russians|russian federation|moscow|kremlin,
united states of america|united states|American|Americans|America|US|U.S|USA|U.S.A|washington|white house,
european union|EU|brussels|europe|european|europeans,
north korea|democratic people's republic of korea|DPRK|north korean|pyongyang,
south korea|republic of korea|south korean|seoul, korea|korean,
people's republic of china|China|Chinese|PRC|beijing, taiwan|taiwanese|taipei,
ukraine|ukrainian|ukrainians|kyiv|kiev, iran|iranian|iranians|tehran, syria|syrian|syrians|damascus|assad regime,
israel|israeli|israelis|jerusalem|tel aviv, Turkey|türkiye|turkish|ankara, belarus|belarusian|minsk,
afghanistan|afghan|afghans, albania|albanian, algeria|algerian, andorra, angola|angolan, antigua and barbuda,
argentina|argentine|argentinian, armenia|armenian, australia|australian|australians|canberra,
austria|austrian|vienna, azerbaijan|azerbaijani, bahamas, bahrain|bahraini, bangladesh|bangladeshi, barbados,
belgium|belgian, belize, benin, bhutan, bolivia|bolivian, bosnia and herzegovina|bosnia|bosnian, botswana,
brazil|brazilian|brazilians, brunei, bulgaria|bulgarian, burkina faso, burundi, cabo verde|cape verde,
cambodia|cambodian, cameroon, central african republic, Chad, chile|chilean, colombia|colombian, comoros,
democratic republic of the congo, congo, costa rica|costa rican, côte d'ivoire|ivory coast, croatia|croatian,
cuba|cuban, cyprus|cypriot, czech republic|czechia|czech, denmark|danish, djibouti, dominica, dominican republic,
ecuador|ecuadorian, egypt|egyptian, el salvador, equatorial guinea, eritrea, estonia|estonian|estonians|tallinn,
eswatini, ethiopia|ethiopian, fiji, finland|finnish|helsinki, gabon, gambia, Georgia|georgian, ghana|ghanaian,
greece|greek, grenada, guatemala, guinea-bissau, guinea, guyana, haiti|haitian, honduras,
hungary|hungarian|hungarians|budapest, iceland|icelandic, india|indian|indians|new delhi,
indonesia|indonesian|jakarta, iraq|iraqi|iraqis|baghdad, ireland|irish|dublin, jamaica, Jordan|jordanian,
kazakhstan|kazakh, kenya|kenyan|nairobi, kiribati, kosovo, kuwait|kuwaiti, kyrgyzstan|kyrgyz, laos,
latvia|latvian, lebanon|lebanese, lesotho, liberia, libya|libyan, liechtenstein, lithuania|lithuanian,
luxembourg, madagascar, malawi, malaysia|malaysian, maldives, Mali|malian, malta|maltese, marshall islands,
mauritania, mauritius, mexico|mexican|mexicans, micronesia, moldova|moldovan, monaco, mongolia|mongolian,
montenegro, morocco|moroccan, mozambique, myanmar|burma, namibia, nauru, nepal|nepalese,
netherlands|Dutch|Holland|the hague, new zealand|wellington, nicaragua, nigeria|nigerian, niger, north macedonia,
norway|norwegian|oslo, Oman|omani, pakistan|pakistani|islamabad, palau, palestine|palestinian|palestinians,
panama, papua new guinea, paraguay, peru|peruvian, philippines|filipino|manila, poland|Polish|warsaw,
portugal|portuguese|lisbon, qatar|qatari|doha, romania|romanian, rwanda, saudi arabia|saudi|riyadh, senegal,
serbia|serbian, seychelles, sierra leone, singapore|singaporean, slovakia|slovak, slovenia|slovenian,
solomon islands, somalia|somali, south africa|south african|pretoria, south sudan, spain|spanish|madrid,
sri lanka|sri lankan, sudan|sudanese, suriname, sweden|swedish|stockholm, switzerland|swiss|geneva, tajikistan,
tanzania, thailand|thai|bangkok, timor-leste, togo, tonga, trinidad and tobago, tunisia|tunisian, turkmenistan,
tuvalu, uganda, united arab emirates|UAE|emirati, uruguay, uzbekistan|uzbek, vanuatu, holy see|vatican,
venezuela|venezuelan|caracas, vietnam|viet nam|vietnamese, yemen|yemeni, zambia, zimbabwe";

/// A form of a list: what it says, and how it must be written.
struct Form {
    words: Vec<String>,
    written: Option<String>,
    flag: Flag,
    concept: &'static str,
}

/// All forms by their first word, the longest first.
static FORMS: LazyLock<HashMap<String, Vec<Form>>> = LazyLock::new(|| {
    let lists = [
        (Flag::Negation, NEGATIONS),
        (Flag::Modal, MODALS),
        (Flag::Number, NUMBERS),
        (Flag::Date, DATES),
        (Flag::Country, COUNTRIES),
        (Flag::Actor, ACTORS),
    ];
    let mut forms: HashMap<String, Vec<Form>> = HashMap::new();
    for (flag, list) in lists {
        for (concept, line) in entries(list) {
            for form in line.split('|') {
                let written = form.contains(char::is_uppercase).then(|| form.to_owned());
                let words: Vec<String> =
                    crate::quotation::token::tokens(form).into_iter().map(|token| token.word).collect();
                let Some(first) = words.first().cloned() else { continue };
                forms.entry(first).or_default().push(Form { words, written, flag, concept });
            }
        }
    }
    forms.values_mut().for_each(|forms| forms.sort_by_key(|form| std::cmp::Reverse(form.words.len())));
    forms
});

/// Returns the entries of a list, each with the form that it is known by.
fn entries(list: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    list.split([',', '\n'])
        .map(str::trim)
        .filter(|entry| !entry.is_empty())
        .map(|entry| (entry.split('|').next().unwrap_or(entry), entry))
}

/// Returns what the words from place `at` on say, and over how many words.
pub(super) fn read(terms: &[Term], at: usize) -> (usize, Vec<(Flag, String)>) {
    let rest = terms.get(at..).unwrap_or_default();
    let Some(term) = rest.first() else { return (1, Vec::new()) };
    let word = without_possessive(term.folded);
    let forms = FORMS.get(word).map(Vec::as_slice).unwrap_or_default();
    let fitting = || forms.iter().filter(|form| form.fits(rest));
    let length = fitting().map(|form| form.words.len()).max().unwrap_or(1);
    // A capital within a sentence decides between `May` and `may`, `US` and `us`.
    let capital = !term.first && fitting().any(|form| form.written.is_some());
    let mut said: Vec<(Flag, String)> = fitting()
        .filter(|form| form.words.len() == length && (!capital || form.written.is_some()))
        .map(|form| (form.flag, form.concept.to_owned()))
        .collect();
    if let Some(verb) = word.strip_suffix("n't") {
        said.push((Flag::Negation, "not".to_owned()));
        said.extend(modal(verb).map(|concept| (Flag::Modal, concept.to_owned())));
    }
    if word.starts_with(char::is_numeric) {
        let spelled = said.len();
        said.extend(number(terms, at).into_iter().skip(usize::from(spelled > 0)));
    }
    if said.is_empty() && is_name(term) {
        said.push((Flag::Actor, word.to_owned()));
    }
    (length, said)
}

impl Form {
    /// Tells whether the words begin with this form, the first perhaps in the possessive.
    fn fits(&self, terms: &[Term]) -> bool {
        let words =
            terms.iter().map(|term| if self.words.len() == 1 { without_possessive(term.folded) } else { term.folded });
        let written = |term: &Term| self.written.as_ref().is_none_or(|form| without_possessive(term.written) == form);
        self.words.len() <= terms.len()
            && self.words.iter().zip(words).all(|(word, other)| word == other)
            && (self.words.len() > 1 || terms.first().is_some_and(written))
    }
}

/// Returns the modal verb that is left of `can't` or `won't` without its ending.
fn modal(verb: &str) -> Option<&'static str> {
    let verb = match verb {
        "wo" => "will",
        "ca" => "can",
        "sha" => "shall",
        verb => verb,
    };
    entries(MODALS).find(|(_, forms)| forms.split('|').any(|form| form == verb)).map(|(concept, _)| concept)
}

fn without_possessive(word: &str) -> &str {
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
}

/// Returns what digits say: a number, and a date where they are a year or stand beside a month.
fn number(terms: &[Term], at: usize) -> Vec<(Flag, String)> {
    let Some(term) = terms.get(at) else { return Vec::new() };
    let digits = term.folded.replace(',', "");
    let year = digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
    let neighbours = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(|at| terms.get(at));
    let month =
        |term: &Term| FORMS.get(term.folded).is_some_and(|forms| forms.iter().any(|form| form.flag == Flag::Date));
    let mut said = vec![(Flag::Number, digits.clone())];
    if (year || neighbours.into_iter().any(month)) && digits.chars().all(char::is_numeric) {
        said.push((Flag::Date, digits));
    }
    said
}

/// Tells whether a word is a name by its capitals.
fn is_name(term: &Term) -> bool {
    let mut letters = term.written.chars();
    let capital = letters.next().is_some_and(char::is_uppercase);
    let inner = letters.filter(|letter| letter.is_uppercase() || letter.is_numeric()).count();
    capital && (inner > 0 || !term.first) || term.written.chars().skip(1).any(char::is_uppercase)
}
