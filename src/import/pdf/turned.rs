//! Words that are turned: the stamps on the sides of pages, and pages that are turned as a whole.

use super::run::is_right_to_left;
use super::word::{Page, Word};

/// Takes turned words off a page and returns them; a page most of whose words are turned is turned back instead.
pub(super) fn taken(page: &mut Page) -> Vec<String> {
    if stands_on_its_head(page) {
        for word in &mut page.words {
            (word.left, word.right) = (page.width - word.right, page.width - word.left);
            (word.top, word.bottom) = (page.height - word.bottom, page.height - word.top);
        }
        return Vec::new();
    }
    let stand = |word: &Word| {
        // Words such as `iii.` may be higher than wide as they lie.
        let wide = || word.text.chars().any(|letter| !"ijltfI1.,:;'|!()[]".contains(letter));
        word.height() > (word.right - word.left) * 1.6 && word.text.chars().count() >= 3 && wide()
    };
    let turned: Vec<(f32, f32)> =
        page.words.iter().filter(|word| stand(word)).map(|word| (word.left, word.right)).collect();
    if turned.is_empty() {
        return Vec::new();
    }
    let letters = |words: &mut dyn Iterator<Item = &Word>| words.map(|word| word.text.len()).sum::<usize>();
    let standing = letters(&mut page.words.iter().filter(|word| stand(word)));
    if standing * 2 > letters(&mut page.words.iter()) {
        turn(page);
        return Vec::new();
    }
    // Short words are as wide as high; they are turned where those around them are.
    let with_them = |word: &Word| {
        turned.iter().any(|(left, right)| (left - word.left).abs() < 1.0 && (right - word.right).abs() < 1.0)
    };
    let (off, on): (Vec<Word>, Vec<Word>) =
        page.words.drain(..).partition(|word| stand(word) || (word.text.chars().count() <= 3 && with_them(word)));
    page.words = on;
    off.into_iter().map(|word| word.text).collect()
}

/// Tells a page whose words follow each other from right to left, and its lines upwards, in letters that do not.
fn stands_on_its_head(page: &Page) -> bool {
    let latin = |word: &Word| word.text.contains(char::is_alphabetic) && !is_right_to_left(&word.text);
    let pairs = || page.words.windows(2).filter(|pair| pair.iter().all(latin));
    let beside = |a: &Word, b: &Word| (a.base() - b.base()).abs() < a.height() * 0.2;
    let leftwards = pairs().filter(|pair| matches!(pair, [a, b] if beside(a, b) && b.right <= a.left)).count();
    let rightwards = pairs().filter(|pair| matches!(pair, [a, b] if beside(a, b) && a.right <= b.left)).count();
    leftwards > 8 && leftwards > rightwards * 4
}

/// Turns a page so that its words lie.
fn turn(page: &mut Page) {
    // Poppler gives words in the order they are read: down the page or up.
    let downwards = page
        .words
        .windows(2)
        .filter(|pair| matches!(pair, [a, b] if (a.left - b.left).abs() < 1.0 && b.top > a.top))
        .count();
    let upwards = page
        .words
        .windows(2)
        .filter(|pair| matches!(pair, [a, b] if (a.left - b.left).abs() < 1.0 && b.top < a.top))
        .count();
    for word in &mut page.words {
        let (left, right, top, bottom) = (word.left, word.right, word.top, word.bottom);
        if downwards >= upwards {
            (word.left, word.right, word.top, word.bottom) = (top, bottom, page.width - right, page.width - left);
        } else {
            (word.left, word.right, word.top, word.bottom) = (page.height - bottom, page.height - top, left, right);
        }
        word.size = word.height() * 0.9;
        word.space = None;
    }
    (page.width, page.height) = (page.height, page.width);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, left: f32, top: f32, width: f32, height: f32) -> Word {
        Word { text: text.into(), left, right: left + width, top, bottom: top + height, size: 10.0, ..Word::default() }
    }

    #[test]
    fn a_page_on_its_head_is_turned_back() {
        let words = (0..20).map(|at| word("word", 500.0 - at as f32 * 24.0, 100.0, 20.0, 11.0)).collect();
        let mut page = Page { width: 600.0, height: 800.0, words };
        assert!(taken(&mut page).is_empty());
        assert_eq!((page.words[0].left, page.words[1].left, page.words[0].top), (80.0, 104.0, 689.0));
    }

    #[test]
    fn stamps_go_and_turned_pages_lie() {
        let lying = |top: f32| word("lying words of a text", 80.0, top, 100.0, 11.0);
        let stamp = [word("stamp", 10.0, 300.0, 8.0, 24.0), word("on", 10.0, 290.0, 8.0, 9.0)];
        let mut page = Page {
            width: 600.0,
            height: 800.0,
            words: stamp.into_iter().chain([lying(100.0), lying(112.0)]).collect(),
        };
        page.words.push(word("iii.", 60.0, 112.0, 8.0, 16.0));
        assert_eq!(taken(&mut page), ["stamp", "on"]);
        assert_eq!(page.words.len(), 3);
        let words = vec![
            word("first", 500.0, 100.0, 11.0, 30.0),
            word("second", 500.0, 133.0, 11.0, 40.0),
            word("third", 480.0, 100.0, 11.0, 30.0),
        ];
        let mut page = Page { width: 600.0, height: 800.0, words };
        assert!(taken(&mut page).is_empty());
        assert_eq!(
            page.words.iter().map(|word| (word.left, word.top)).collect::<Vec<_>>(),
            [(100.0, 89.0), (133.0, 89.0), (100.0, 109.0)]
        );
    }
}
