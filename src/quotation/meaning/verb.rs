//! The reviewed list of verbs by which a text says what somebody does or is, and how to tell one by its form.
//!
//! Commas part verbs; behind `|` stand forms that no rule makes. A `~` is before what is a noun as often: of those
//! only the forms that no noun has are verbs.

use std::collections::HashMap;
use std::sync::LazyLock;

const VERBS: &str = "
be|am|is|are|was|were|been, have|has|had, do|does|did|done, say|said, tell|told, make|made, take|took|taken,
give|gave|given, go|went|gone, come|came, become|became, get|got|gotten, know|knew|known, think|thought, see|saw|seen,
find|found, keep|kept, let, put, ~set, begin|began|begun, bring|brought, build|built, buy|bought, choose|chose|chosen,
~deal|dealt, draw|drew|drawn, drive|drove|driven, ~fall|fell|fallen, feel|felt, ~fight|fought, forget|forgot|forgotten,
grow|grew|grown, hear|heard, hide|hid|hidden, ~hit, hold|held, ~lead|led, leave|left, lose|lost, ~mean|meant, meet|met,
pay|paid, ~read, ~run|ran, seek|sought, sell|sold, send|sent, shut, speak|spoke|spoken, spend|spent, ~spread,
stand|stood, steal|stole|stolen, strike|struck, swear|swore|sworn, teach|taught, throw|threw|thrown, undergo|underwent,
understand|understood, undertake|undertook|undertaken, win|won, withdraw|withdrew|withdrawn, write|wrote|written,
~bear|bore|borne, ~bend|bent, bind|bound, ~break|broke|broken, ~catch|caught, ~cut, arise|arose|arisen, forbid|forbade,
abandon, accept, accuse, achieve, acknowledge, acquire, adapt, ~address, adhere, admit, adopt, ~advance, advise, advocate,
affect, affirm, agree, ~aim, allege, allow, alter, amount, announce, ~appeal, apply, appoint, approve, argue, ~arm, ~arrest,
assert, assess, assign, assist, assume, assure, ~attempt, attend, attribute, authorise, authorize, avoid, ~back, ~ban,
believe, belong, betray, ~blame, ~block, ~breach, ~call, cancel, carry, ~cause, cease, ~challenge, ~change, ~charge, cite, ~claim,
collect, ~combat, commit, compel, complain, comply, ~compromise, conceal, concede, conclude, condemn, ~conduct, confirm,
confront, connect, consider, consist, constitute, consult, contain, continue, contradict, contribute, ~control, convene,
convict, cooperate, coordinate, ~counter, create, criminalise, criminalize, criticise, criticize, cripple, ~damage, ~debate,
decide, declare, ~decline, ~defeat, defend, define, ~delay, delete, deliver, ~demand, demonstrate, denounce, deny, depend,
deploy, deprive, describe, deserve, destabilise, destabilize, destroy, detect, deter, determine, develop, differ, ~direct,
disagree, discover, discuss, dismiss, disrupt, ~dispute, distribute, disturb, dominate, ~doubt, ~draft, ~effect, ~elect,
eliminate, ~embrace, emphasise, emphasize, employ, enable, encourage, ~end, endanger, endorse, enforce, engage, enhance,
enjoy, ensure, enter, escalate, establish, evade, examine, exceed, ~exchange, exclude, execute, exist, expand, expect, expel,
~exploit, explore, expose, express, extend, ~fear, ~finance, ~force, foster, ~fund, fulfil, fulfill, guarantee, ~guide, ~hack,
~halt, happen, ~harm, hesitate, ~help, highlight, hinder, ~hope, ~host, identify, ignore, illustrate, implement, imply, impose,
improve, include, ~increase, indicate, infect, inflict, ~influence, inform, infringe, initiate, inject, insist, inspect,
instruct, intend, intensify, interfere, intervene, intimidate, introduce, invade, invent, invest, investigate, invite,
invoke, involve, ~issue, join, jeopardise, jeopardize, justify, ~lack, launch, legitimise, legitimize, ~limit, ~link, ~list, ~live,
maintain, manage, manipulate, ~mark, mention, mitigate, monitor, ~move, negotiate, ~need, neglect, ~note, notify, obey, ~object,
oblige, observe, obstruct, obtain, occur, ~offer, oppose, opt, orchestrate, ~order, organise, organize, ~outline, overcome,
oversee, ~own, participate, penetrate, perform, permit, perpetrate, persuade, ~plan, ~play, ~pledge, ~point, ~pose, possess,
postpone, ~practise, praise, prefer, prepare, ~present, preserve, ~press, prevent, proceed, proclaim, produce, prohibit,
~promise, promote, propose, prosecute, protect, ~protest, prove, provide, provoke, publish, punish, pursue, ~question, ~raise,
ratify, react, reaffirm, realise, realize, recall, receive, recognise, recognize, recommend, ~record, recruit, reduce, refer,
reflect, ~reform, refrain, refuse, ~regard, regret, regulate, reinforce, reiterate, reject, relate, ~release, rely, remain,
remember, remind, remove, renew, repeat, replace, ~report, represent, require, resist, resolve, ~respect, respond, restate,
restore, restrict, ~result, retain, retaliate, reveal, ~reverse, ~review, ~rule, ~sabotage, ~safeguard, ~sanction, save, ~secure,
serve, ~share, ~shift, ~shock, ~show|shown, ~sign, ~signal, ~sponsor, ~start, ~stop, strengthen, ~stress, ~study, submit, succeed,
suffer, suggest, ~support, surrender, suspect, suspend, sustain, tackle, ~target, tend, terminate, ~test, thank, threaten,
tolerate, ~trace, ~track, train, ~transfer, transform, ~treat, ~trigger, ~trust, try, ~turn, undermine, underline, underscore,
unite, ~update, uphold|upheld, urge, ~use, utilise, utilize, ~value, verify, ~veto, violate, ~visit, ~vote, vow, ~want, warn,
~watch, weaken, welcome, ~wish, ~witness, ~work, worry";

/// Words that end as a regular past does and are none.
const NO_PAST: [&str; 8] = ["hundred", "indeed", "speed", "naked", "sacred", "kindred", "wicked", "rugged"];

/// Every form of the listed verbs.
static FORMS: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let mut forms = HashMap::new();
    for entry in VERBS.split([',', '\n']).map(str::trim).filter(|entry| !entry.is_empty()) {
        let mut listed = entry.split('|');
        let Some(first) = listed.next() else { continue };
        let base = first.trim_start_matches('~');
        let (nouns, verbs) = regular(base);
        forms.extend(verbs.into_iter().chain(listed.map(str::to_owned)).map(|form| (form, base)));
        if base == first {
            forms.extend(nouns.into_iter().map(|form| (form, base)));
        }
    }
    forms
});

/// Returns the regular forms of a verb: those that a noun may have too, and those of a past or a participle.
fn regular(base: &str) -> ([String; 2], Vec<String>) {
    let consonant = |letter: Option<char>| letter.is_some_and(|letter| !"aeiou".contains(letter));
    let mut letters = base.chars().rev();
    let (last, before) = (letters.next(), letters.next());
    let stem = base.strip_suffix('e').unwrap_or(base);
    let third = match last {
        Some('y') if consonant(before) => format!("{}ies", base.trim_end_matches('y')),
        Some('s' | 'x' | 'z' | 'h' | 'o') => format!("{base}es"),
        _ => format!("{base}s"),
    };
    let mut past = vec![format!("{stem}ed"), format!("{stem}ing")];
    if last == Some('y') && consonant(before) {
        past[0] = format!("{}ied", base.trim_end_matches('y'));
    }
    if let Some(last) = last.filter(|&last| consonant(Some(last)) && !consonant(before)) {
        past.extend([format!("{base}{last}ed"), format!("{base}{last}ing")]);
    }
    ([base.to_owned(), third], past)
}

/// Returns the verb of which a folded word is a form, or the word itself where only its ending tells that it is one.
pub(super) fn verb(word: &str) -> Option<&str> {
    let word = word.strip_suffix("n't").unwrap_or(word);
    if let Some(verb) = FORMS.get(word) {
        return Some(verb);
    }
    let past = word.len() > 4 && word.ends_with("ed") && !word.ends_with("eed") && !NO_PAST.contains(&word);
    past.then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_are_told_in_all_their_forms() {
        for (word, base) in [
            ("was", "be"),
            ("weren't", "be"),
            ("denies", "deny"),
            ("denied", "deny"),
            ("denying", "deny"),
            ("banned", "ban"),
            ("committed", "commit"),
            ("blamed", "blame"),
            ("attacked", "attacked"),
            ("held", "hold"),
            ("welcomes", "welcome"),
            ("stressed", "stress"),
            ("hacked", "hack"),
            ("seeking", "seek"),
            ("stole", "steal"),
        ] {
            assert_eq!(verb(word), Some(base), "{word}");
        }
        for word in
            ["attack", "states", "report", "the", "behind", "hundred", "speed", "security", "use", "work", "united's"]
        {
            assert_eq!(verb(word), None, "{word}");
        }
    }
}
