//! A text cut into words, rows of digits, spaces and single signs; and how its words are read:
//! without capitals and accents.

/// Says whether a list of words, parted by spaces, holds `word`.
pub(super) fn holds(words: &str, word: &str) -> bool {
    words.split_ascii_whitespace().any(|held| held == word)
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// Letters.
    Word,
    /// ASCII digits.
    Digits,
    /// White space, without a line end.
    Space,
    /// Any other single character.
    Sign(char),
}

#[derive(Clone, Copy, Debug)]
struct Token {
    sort: Sort,
    start: usize,
    end: usize,
    /// Where its folded letters end; they start where those before end.
    folded_end: usize,
}

/// The tokens of a text.
#[derive(Debug)]
pub(super) struct Tokens<'a> {
    text: &'a str,
    /// The text in small letters without accents.
    folded: String,
    tokens: Vec<Token>,
    /// How often a token was looked at: what a test measures time by.
    #[cfg(test)]
    pub(super) looks: std::cell::Cell<usize>,
}

fn sort_of(c: char) -> Sort {
    if c.is_ascii_digit() {
        Sort::Digits
    } else if c.is_alphabetic() || is_accent(c) {
        Sort::Word
    } else if c != '\n' && c.is_whitespace() {
        Sort::Space
    } else {
        // Every kind of dash counts as one, and every apostrophe: editors like to change them.
        Sort::Sign(match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            '\u{2018}' | '\u{2019}' | '\u{2bc}' | '`' => '\'',
            other => other,
        })
    }
}

/// An accent that stands on the letter before it.
fn is_accent(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// Writes `c` as it is compared: small, its accent gone.
fn fold(c: char, into: &mut String) {
    for small in c.to_lowercase().filter(|c| !is_accent(*c)) {
        let plain = match small {
            'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
            'ç' | 'ć' | 'č' => 'c',
            'ď' | 'đ' => 'd',
            'è'..='ë' | 'ē' | 'ę' | 'ě' => 'e',
            'ğ' => 'g',
            'ì'..='ï' | 'ī' | 'ı' => 'i',
            'ł' => 'l',
            'ñ' | 'ń' | 'ň' => 'n',
            'ò'..='ö' | 'ø' | 'ō' | 'ő' => 'o',
            'ř' => 'r',
            'ś' | 'ş' | 'š' | 'ș' => 's',
            'ţ' | 'ť' | 'ț' => 't',
            'ù'..='ü' | 'ū' | 'ů' | 'ű' => 'u',
            'ý' | 'ÿ' => 'y',
            'ź' | 'ż' | 'ž' => 'z',
            other => other,
        };
        into.push(plain);
    }
}

impl<'a> Tokens<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let mut tokens: Vec<Token> = Vec::new();
        let mut folded = String::with_capacity(text.len());
        for (start, c) in text.char_indices() {
            let sort = sort_of(c);
            fold(c, &mut folded);
            let (end, folded_end) = (start + c.len_utf8(), folded.len());
            match tokens.last_mut() {
                Some(last) if last.sort == sort && !matches!(sort, Sort::Sign(_)) => {
                    (last.end, last.folded_end) = (end, folded_end);
                }
                _ => tokens.push(Token {
                    sort,
                    start,
                    end,
                    folded_end,
                }),
            }
        }
        Self {
            text,
            folded,
            tokens,
            #[cfg(test)]
            looks: std::cell::Cell::new(0),
        }
    }

    fn token(&self, at: usize) -> Option<&Token> {
        #[cfg(test)]
        self.looks.set(self.looks.get() + 1);
        self.tokens.get(at)
    }

    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    pub(super) fn start(&self, at: usize) -> usize {
        self.token(at).map_or(self.text.len(), |token| token.start)
    }

    pub(super) fn end(&self, at: usize) -> usize {
        self.token(at).map_or(self.text.len(), |token| token.end)
    }

    pub(super) fn sort(&self, at: usize) -> Option<Sort> {
        self.token(at).map(|token| token.sort)
    }

    /// The token before `at`, if there is one.
    pub(super) fn before(&self, at: usize) -> Option<Sort> {
        self.sort(at.checked_sub(1)?)
    }

    /// The text of a token; empty beyond the end.
    pub(super) fn text(&self, at: usize) -> &'a str {
        self.token(at)
            .and_then(|token| self.text.get(token.start..token.end))
            .unwrap_or_default()
    }

    /// The text of a word as it was typed; `None` for anything else.
    pub(super) fn word(&self, at: usize) -> Option<&'a str> {
        (self.sort(at) == Some(Sort::Word)).then(|| self.text(at))
    }

    /// The text of a word in small letters without accents; empty for anything else.
    pub(super) fn folded(&self, at: usize) -> &str {
        let start = at
            .checked_sub(1)
            .and_then(|before| self.token(before))
            .map_or(0, |before| before.folded_end);
        match self.token(at) {
            Some(token) if token.sort == Sort::Word => {
                self.folded.get(start..token.folded_end).unwrap_or_default()
            }
            _ => "",
        }
    }

    /// Says whether the word at `at` is one of these, whatever its capitals.
    pub(super) fn is_one_of(&self, at: usize, words: &str) -> bool {
        holds(words, self.folded(at))
    }

    /// Says whether the word at `at` begins with a capital.
    pub(super) fn is_capital(&self, at: usize) -> bool {
        self.text(at).starts_with(char::is_uppercase)
    }

    /// How many digits stand at `at`; 0 for anything else.
    pub(super) fn digits(&self, at: usize) -> usize {
        match self.sort(at) {
            Some(Sort::Digits) => self.text(at).len(),
            _ => 0,
        }
    }

    /// The number at `at`, if it is one of at most nine digits.
    pub(super) fn number(&self, at: usize) -> Option<u32> {
        (1..=9)
            .contains(&self.digits(at))
            .then(|| self.text(at).parse().ok())?
    }

    pub(super) fn is_sign(&self, at: usize, sign: char) -> bool {
        self.sort(at) == Some(Sort::Sign(sign))
    }

    /// The first place from `at` on that is no space.
    pub(super) fn over_spaces(&self, at: usize) -> usize {
        if self.sort(at) == Some(Sort::Space) {
            at + 1
        } else {
            at
        }
    }

    /// Over a joint of a number at `at`: one of `signs`, with spaces around it or none. Gives the sign
    /// and the place after it; spaces alone are a joint where a space is among the signs.
    pub(super) fn over_joint(&self, at: usize, signs: &[char]) -> Option<(char, usize)> {
        let place = self.over_spaces(at);
        match self.sort(place)? {
            Sort::Sign(sign) if signs.contains(&sign) => Some((sign, self.over_spaces(place + 1))),
            _ => (place > at && signs.contains(&' ')).then_some((' ', place)),
        }
    }

    /// Says whether the row of digits at `at` begins on its own: not inside a longer number
    /// such as 3.12.4 or 12-345.
    pub(super) fn begins_alone(&self, at: usize) -> bool {
        match self.before(at) {
            Some(Sort::Word | Sort::Digits) => false,
            Some(Sort::Sign('.' | '-' | '/')) => !matches!(
                at.checked_sub(2).and_then(|i| self.sort(i)),
                Some(Sort::Digits)
            ),
            _ => true,
        }
    }

    /// Says whether a number ends with the token at `last`.
    pub(super) fn ends_alone(&self, last: usize) -> bool {
        match self.sort(last + 1) {
            Some(Sort::Word | Sort::Digits) => false,
            Some(Sort::Sign('.' | '-' | '/')) => self.digits(last + 2) == 0,
            _ => true,
        }
    }

    /// The places of the words before `at`, nearest first, at most so many, within the sentence.
    pub(super) fn words_before(&self, at: usize, most: usize) -> impl Iterator<Item = usize> {
        let nearest = (at.saturating_sub(most * TOKENS_A_WORD)..at).rev();
        nearest
            .take_while(|place| !self.is_sentence_end(*place))
            .filter(|place| self.sort(*place) == Some(Sort::Word))
            .take(most)
    }

    /// The places of the words from `at` on, at most so many, within the sentence.
    pub(super) fn words_after(&self, at: usize, most: usize) -> impl Iterator<Item = usize> {
        (at..at + most * TOKENS_A_WORD)
            .take_while(|place| !self.is_sentence_end(*place))
            .filter(|place| self.sort(*place) == Some(Sort::Word))
            .take(most)
    }

    /// Says whether a sentence ends with the sign at `at`. The point of an abbreviation
    /// ("tel. no.") ends none, nor does that of a number.
    pub(super) fn is_sentence_end(&self, at: usize) -> bool {
        match self.sort(at) {
            Some(Sort::Sign('\n' | ';' | '?' | '!')) => true,
            Some(Sort::Sign('.')) => {
                let word = at.checked_sub(1).and_then(|before| self.word(before));
                let long = word.is_some_and(|word| word.chars().count() > LONGEST_ABBREVIATION);
                long && self.sort(at + 1) == Some(Sort::Space)
            }
            _ => false,
        }
    }
}

/// How many tokens a word may cost on a walk over words, its spaces and signs with it.
const TOKENS_A_WORD: usize = 4;

/// The longest abbreviation that is written with a point, in letters.
const LONGEST_ABBREVIATION: usize = 4;
