//! What hosts put around a text inside the part that holds it: menus, related links, ways to share.

use super::{beginning, front, kept, omit};
use crate::import::block::{Block, Role};
use crate::import::date::dated;

/// A run of this many blocks that are nothing but links is a menu.
const MENU: usize = 3;

/// Headings and labels of what is none of a text, in lower case, in the languages of the hosts.
const LABELS: &[&str] = &[
    "parole chiave",
    "palavras-chave",
    "palabras clave",
    "categories",
    "category",
    "kategorie",
    "catégorie",
    "categoria",
    "share",
    "share this",
    "share this page",
    "share on",
    "teilen",
    "seite teilen",
    "artikel teilen",
    "partager",
    "partager la page",
    "condividi",
    "compartir",
    "compartilhar",
    "compartilhe",
    "compartir en",
    "comparte en",
    "partager sur",
    "condividi su",
    "teilen auf",
    "compartilhar em",
    "share via",
    "поделиться",
    "共有",
    "シェア",
    "more on this",
    "more on this topic",
    "more on the topic",
    "read more",
    "weitere informationen",
    "mehr zum thema",
    "weiterführende links",
    "zum thema",
    "en savoir plus",
    "pour en savoir plus",
    "à lire aussi",
    "sur le même sujet",
    "per saperne di più",
    "leggi anche",
    "approfondimenti",
    "más información",
    "saiba mais",
    "leia também",
    "関連リンク",
    "関連情報",
    "related",
    "related links",
    "related content",
    "related documents",
    "related pages",
    "related news",
    "related articles",
    "you may also like",
    "see more",
    "verwandte themen",
    "verwandte artikel",
    "verwandte links",
    "liens utiles",
    "link utili",
    "links",
    "downloads",
    "download",
    "contact",
    "contacts",
    "press contact",
    "media contact",
    "media contacts",
    "kontakt",
    "pressekontakt",
    "ansprechpartner",
    "contatti",
    "contacto",
    "contato",
    "お問い合わせ",
    "topics",
    "tags",
    "themen",
    "schlagworte",
    "schlagwörter",
    "thèmes",
    "mots-clés",
    "temi",
    "argomenti",
    "temas",
    "etiquetas",
    "キーワード",
    "newsletter",
    "follow us",
    "folgen sie uns",
    "suivez-nous",
    "seguici",
    "síguenos",
    "siga-nos",
    "back",
    "zurück",
    "zurück zur übersicht",
    "retour",
    "indietro",
    "volver",
    "voltar",
    "戻る",
    "print",
    "drucken",
    "imprimer",
    "stampa",
    "imprimir",
    "印刷",
    "seite empfehlen",
    "seite drucken",
    "artikel",
    "artikel drucken",
    "publications",
    "publikationen",
    "videos",
    "video",
    "gallery",
    "bildergalerie",
    "breadcrumb",
    "you are here",
    "sie sind hier",
    "vous êtes ici",
    "navigation",
    "back to top",
    "nach oben",
    "haut de page",
    "torna su",
    "go to",
    "read this page in",
    "available languages",
    "this page in other languages",
    "leave a comment",
    "comments",
    "das könnte sie auch interessieren",
    "mehr dazu",
    "weitere meldungen",
    "aktuelles",
    "latest news",
    "lire aussi",
    "voir aussi",
    "vous pourriez aussi aimer",
    "potrebbe interessarti anche",
    "también te puede interesar",
    "veja também",
    "見出し",
    "top stories",
    "more news",
    "news",
    "meldung",
];

/// Where pages are shared, in lower case.
const NETWORKS: &[&str] = &[
    "facebook",
    "twitter",
    "x",
    "linkedin",
    "xing",
    "whatsapp",
    "telegram",
    "vk",
    "mastodon",
    "bluesky",
    "threads",
    "instagram",
    "youtube",
    "reddit",
    "e-mail",
    "email",
    "mail",
    "per e-mail",
    "par courriel",
    "courriel",
    "pdf",
];

/// Omits runs of links, and what stands under headings that say so.
pub(super) fn omit_furniture(blocks: &mut [Block], doubts: &mut Vec<String>) {
    menus(blocks);
    labelled(blocks, doubts);
    bare_headings(blocks);
    lone_days(blocks);
    below(blocks);
    tail(blocks, doubts);
}

/// Tells a block whose words are links by nine tenths.
pub(super) fn is_linked(block: &Block) -> bool {
    let letters = |text: &str| text.chars().filter(|character| character.is_alphanumeric()).count();
    let linked: usize = block.links.iter().map(|link| letters(&link.text)).sum();
    linked > 0 && linked * 10 >= letters(&block.text) * 9 && !is_sentence(&block.text)
}

/// Omits runs of blocks that are links. Short lines among them are their labels.
fn menus(blocks: &mut [Block]) {
    let kept = kept(blocks);
    let linked = |at: &usize| blocks.get(*at).is_some_and(is_linked);
    let short = |at: &usize| {
        blocks.get(*at).is_some_and(|block| {
            block.text.chars().count() <= 60 && !is_sentence(&block.text) && block.printed.is_none()
        })
    };
    let mut menu = Vec::new();
    let mut from = 0;
    let announced = |from: usize| {
        let before = from.checked_sub(1).and_then(|before| kept.get(before)).and_then(|at| blocks.get(*at));
        before.is_some_and(|before| before.role == Role::Paragraph && before.text.ends_with(':') && !is_label(before))
    };
    while from < kept.len() {
        // `More is said at:` is of the text, and so is where it sends its reader.
        if announced(from) {
            from += 1;
            continue;
        }
        let mut end = from;
        let mut links = 0;
        let mut at = from;
        let mut gap = 0;
        while let Some(place) = kept.get(at) {
            if linked(place) {
                // A bar of buttons to share by is one block.
                links += blocks.get(*place).map_or(1, |block| block.links.len().clamp(1, MENU));
                gap = 0;
                end = at + 1;
            } else if links > 0 && gap < 2 && short(place) {
                gap += 1;
            } else {
                break;
            }
            at += 1;
        }
        if links >= MENU && links * 2 > end - from {
            menu.extend(kept.iter().skip(from).take(end - from).copied());
        }
        from = end.max(from + 1);
    }
    for at in menu {
        blocks.get_mut(at).into_iter().for_each(omit);
    }
}

pub(super) fn is_label(block: &Block) -> bool {
    says(&block.text, LABELS) || offers(block)
}

fn says(text: &str, names: &[&str]) -> bool {
    let lower = front(text).to_lowercase();
    names.contains(&lower.trim_end_matches([':', ' ', '»', '>', '…', '.']))
}

/// Tells a bar of buttons to share a page by, whatever stands before it: `Comparte en: Facebook`, `TeilenDrucken`.
fn offers(block: &Block) -> bool {
    let mut outside = block.text.clone();
    for link in &block.links {
        let Some(at) = outside.find(&link.text).filter(|_| !link.text.is_empty()) else { return false };
        outside.replace_range(at..at + link.text.len(), " ");
    }
    let outside = outside.trim_matches(|sign: char| !sign.is_alphanumeric());
    let known = block.links.iter().all(|link| says(&link.text, NETWORKS) || says(&link.text, LABELS));
    !block.links.is_empty() && known && (outside.is_empty() || says(outside, LABELS))
}

/// Omits labels in the last half of the text, and headings that are such with all below them.
fn labelled(blocks: &mut [Block], doubts: &mut Vec<String>) {
    let kept = kept(blocks);
    let mut under: Option<u8> = None;
    let mut tags = false;
    let mut sentences = Vec::new();
    for (count, &at) in kept.iter().enumerate() {
        let Some(block) = blocks.get_mut(at) else { continue };
        let level = match block.role {
            Role::Heading(level) => Some(level),
            _ if block.bold && block.text.ends_with(':') => Some(6),
            _ => None,
        };
        if let (Some(level), Some(outer)) = (level, under)
            && level <= outer
        {
            under = None;
        }
        let label = is_label(block) && block.printed.is_none();
        // One of several words is no heading of a text, wherever it stands below the first of it.
        let late = count * 2 >= kept.len() || count >= 2 && block.text.split_whitespace().count() >= 3;
        if label && level.is_some() && late {
            under = under.or(level);
        }
        // What a label that is no heading stands before is a line of links: tags, networks.
        tags = level.is_none() && (label || tags && block.all_links());
        if under.is_some() || tags || label && (level.is_none() || late) {
            if is_sentence(&block.text) && block.text.split_whitespace().count() > 12 {
                sentences.push(beginning(&block.text));
            }
            omit(block);
        }
    }
    for sentence in sentences {
        doubts.push(format!("taken for what a page puts below a text, and left out: {sentence}"));
    }
}

/// Omits headings that stand above nothing but omitted links.
fn bare_headings(blocks: &mut [Block]) {
    let (mut holds, mut links) = (false, false);
    // The level of the heading that comes next.
    let mut next: Option<u8> = None;
    for block in blocks.iter_mut().rev() {
        match (block.kept(), block.role) {
            (true, Role::Heading(level)) => {
                if !holds && links && next.is_none_or(|next| next <= level) {
                    omit(block);
                    continue;
                }
                next = Some(level);
                (holds, links) = (false, false);
            }
            (true, _) => holds = true,
            (false, _) => links |= !block.links.is_empty(),
        }
    }
}

/// Omits lines of a day and a count and no letter: when a page was put up, and how many liked it.
fn lone_days(blocks: &mut [Block]) {
    let lone = |block: &&mut Block| {
        block.kept() && block.printed.is_none() && !block.text.contains(char::is_alphabetic) && block.text.contains(' ')
    };
    for block in blocks.iter_mut().filter(lone) {
        let counted = dated(&block.text).is_some_and(|day| day.rest.bytes().any(|byte| byte.is_ascii_digit()));
        if counted && !block.text.contains(['-', '–']) {
            omit(block);
        }
    }
}

/// Omits a heading below the last full sentence, and the rest with it, where most of what stands below it was links.
fn below(blocks: &mut [Block]) {
    let letters = |text: &str| text.chars().filter(|letter| letter.is_alphabetic()).count();
    // A slogan of few words is no sentence of the text, whatever it ends with.
    let full = |text: &str| is_sentence(text) && text.split_whitespace().nth(7).is_some();
    let last = blocks.iter().rposition(|block| block.kept() && (full(&block.text) || block.printed.is_some()));
    let Some(last) = last else { return };
    let heads = |block: &Block| block.kept() && matches!(block.role, Role::Heading(_));
    let Some(first) = blocks.iter().skip(last).position(heads).map(|far| last + far) else { return };
    let (mut linked, mut stays) = (0, 0);
    for (at, block) in blocks.iter().enumerate().skip(first) {
        let links: usize = block.links.iter().map(|link| letters(&link.text)).sum();
        match block.kept() {
            true if block.role == Role::Footnote => return,
            true if at > first => stays += letters(&block.text).saturating_sub(links),
            _ => {}
        }
        linked += links;
    }
    if linked > stays * 4 {
        blocks.iter_mut().skip(first).filter(|block| block.kept()).for_each(omit);
    }
}

/// Doubts what follows the last full sentence: a text may end with names, a page with its furniture.
fn tail(blocks: &[Block], doubts: &mut Vec<String>) {
    let kept = kept(blocks);
    let sentence = |at: &&usize| {
        blocks.get(**at).is_some_and(|block| {
            is_sentence(&block.text) || block.printed.is_some() || matches!(block.role, Role::Bullet | Role::Footnote)
        })
    };
    let Some(last) = kept.iter().rposition(|at| sentence(&at)) else { return };
    for at in kept.iter().skip(last + 1) {
        if let Some(block) = blocks.get(*at) {
            doubts.push(format!("stands below the last full sentence: {}", beginning(&block.text)));
        }
    }
}

/// Tells words that end as a sentence does.
pub(super) fn is_sentence(text: &str) -> bool {
    let end = text.trim_end_matches(['”', '"', '’', '»', ')', '“', '」', ']']);
    end.ends_with(['.', '!', '?', ';', '。', '！', '？', '…']) && text.chars().count() >= 12
        || end.ends_with([':', ',']) && text.chars().count() > 60
}
