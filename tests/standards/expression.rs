//! A small engine for regular expressions: the part that our schemas use. Backtracking, which
//! is quick enough for short texts, and with nothing to install.

/// A read expression, anchored at both ends.
pub struct Expression(Node);

enum Node {
    Set {
        not: bool,
        ranges: Vec<(char, char)>,
    },
    Repeat {
        node: Box<Node>,
        least: usize,
        most: usize,
    },
    Sequence(Vec<Node>),
    Choice(Vec<Node>),
}

impl Expression {
    /// Reads an expression that begins with `^` and ends with `$`.
    pub fn of(text: &str) -> Self {
        let inner = text.strip_prefix('^').unwrap().strip_suffix('$').unwrap();
        let mut reader = Reader(inner.chars().collect(), 0);
        let node = reader.choice();
        assert_eq!(reader.1, reader.0.len(), "{text}");
        Self(node)
    }

    /// Says whether the whole text fits.
    pub fn fits(&self, text: &str) -> bool {
        let text: Vec<char> = text.chars().collect();
        walk(&self.0, &text, 0, &mut |end| end == text.len())
    }
}

/// Tries every way to match from `at` and calls `go_on` with where it ends.
fn walk(node: &Node, text: &[char], at: usize, go_on: &mut dyn FnMut(usize) -> bool) -> bool {
    match node {
        Node::Set { not, ranges } => text.get(at).is_some_and(|c| {
            let within = ranges.iter().any(|(low, high)| (low..=high).contains(&c));
            within != *not && go_on(at + 1)
        }),
        Node::Sequence(nodes) => sequence(nodes, text, at, go_on),
        Node::Choice(nodes) => nodes.iter().any(|node| walk(node, text, at, go_on)),
        Node::Repeat { node, least, most } => repeat(node, *least, *most, text, at, go_on),
    }
}

fn sequence(
    nodes: &[Node],
    text: &[char],
    at: usize,
    go_on: &mut dyn FnMut(usize) -> bool,
) -> bool {
    match nodes.split_first() {
        None => go_on(at),
        Some((first, rest)) => walk(first, text, at, &mut |end| sequence(rest, text, end, go_on)),
    }
}

fn repeat(
    node: &Node,
    least: usize,
    most: usize,
    text: &[char],
    at: usize,
    go_on: &mut dyn FnMut(usize) -> bool,
) -> bool {
    let more = most > 0
        && walk(node, text, at, &mut |end| {
            end > at && repeat(node, least.saturating_sub(1), most - 1, text, end, go_on)
        });
    more || (least == 0 && go_on(at))
}

struct Reader(Vec<char>, usize);

impl Reader {
    fn peek(&self) -> Option<char> {
        self.0.get(self.1).copied()
    }

    fn next(&mut self) -> char {
        let c = self.peek().unwrap();
        self.1 += 1;
        c
    }

    fn take(&mut self, wanted: &str) -> bool {
        let found = self.0[self.1..]
            .iter()
            .copied()
            .take(wanted.len())
            .eq(wanted.chars());
        if found {
            self.1 += wanted.len();
        }
        found
    }

    fn choice(&mut self) -> Node {
        let mut branches = Vec::new();
        loop {
            let mut nodes = Vec::new();
            while self.peek().is_some_and(|c| c != '|' && c != ')') {
                let node = self.atom();
                nodes.push(self.repeated(node));
            }
            branches.push(Node::Sequence(nodes));
            if !self.take("|") {
                return Node::Choice(branches);
            }
        }
    }

    fn atom(&mut self) -> Node {
        if self.take("(?:") {
            let node = self.choice();
            assert!(self.take(")"));
            return node;
        }
        if self.take("[") {
            let not = self.take("^");
            let mut ranges = Vec::new();
            while !self.take("]") {
                let low = self.character();
                let is_range = self.peek() == Some('-') && self.0.get(self.1 + 1) != Some(&']');
                let high = if is_range {
                    self.next();
                    self.character()
                } else {
                    low
                };
                ranges.push((low, high));
            }
            return Node::Set { not, ranges };
        }
        let c = self.character();
        Node::Set {
            not: false,
            ranges: vec![(c, c)],
        }
    }

    fn character(&mut self) -> char {
        match self.next() {
            '\\' => {
                assert_eq!(self.next(), 'u', "only \\u is known");
                let digits: String = (0..4).map(|_| self.next()).collect();
                char::from_u32(u32::from_str_radix(&digits, 16).unwrap()).unwrap()
            }
            c => c,
        }
    }

    fn repeated(&mut self, node: Node) -> Node {
        let (least, most) = if self.take("*") {
            (0, usize::MAX)
        } else if self.take("+") {
            (1, usize::MAX)
        } else if self.take("?") {
            (0, 1)
        } else if self.take("{") {
            let bounds: String =
                std::iter::from_fn(|| Some(self.next()).filter(|c| *c != '}')).collect();
            let (least, most) = bounds.split_once(',').unwrap_or((&bounds, &bounds));
            (least.parse().unwrap(), most.parse().unwrap())
        } else {
            return node;
        };
        Node::Repeat {
            node: Box::new(node),
            least,
            most,
        }
    }
}
