//! A text cut into words, rows of digits, spaces and single signs.

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// Letters, with an apostrophe or none inside.
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
}

/// The tokens of a text.
#[derive(Debug)]
pub(super) struct Tokens<'a> {
    text: &'a str,
    tokens: Vec<Token>,
}

fn sort_of(c: char) -> Sort {
    if c.is_ascii_digit() {
        Sort::Digits
    } else if c.is_alphabetic() {
        Sort::Word
    } else if c != '\n' && c.is_whitespace() {
        Sort::Space
    } else {
        // Every kind of dash counts as one: editors like to change them.
        Sort::Sign(match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            other => other,
        })
    }
}

impl<'a> Tokens<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let mut tokens: Vec<Token> = Vec::new();
        for (start, c) in text.char_indices() {
            let sort = sort_of(c);
            let end = start + c.len_utf8();
            match tokens.last_mut() {
                Some(last) if last.sort == sort && !matches!(sort, Sort::Sign(_)) => last.end = end,
                _ => tokens.push(Token { sort, start, end }),
            }
        }
        Self { text, tokens }
    }

    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    pub(super) fn start(&self, at: usize) -> usize {
        self.tokens
            .get(at)
            .map_or(self.text.len(), |token| token.start)
    }

    pub(super) fn end(&self, at: usize) -> usize {
        self.tokens
            .get(at)
            .map_or(self.text.len(), |token| token.end)
    }

    pub(super) fn sort(&self, at: usize) -> Option<Sort> {
        self.tokens.get(at).map(|token| token.sort)
    }

    /// The token before `at`, if there is one.
    pub(super) fn before(&self, at: usize) -> Option<Sort> {
        self.sort(at.checked_sub(1)?)
    }

    /// The text of a token; empty beyond the end.
    pub(super) fn text(&self, at: usize) -> &'a str {
        self.tokens
            .get(at)
            .and_then(|token| self.text.get(token.start..token.end))
            .unwrap_or_default()
    }

    /// The text of a word; `None` for anything else.
    pub(super) fn word(&self, at: usize) -> Option<&'a str> {
        (self.sort(at) == Some(Sort::Word)).then(|| self.text(at))
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
}
