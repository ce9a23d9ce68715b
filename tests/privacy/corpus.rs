//! The snippets under `snippets/`, and how well the guard does on them. What counts as identifying
//! is said in README.md beside this.

use onsite::domain::privacy::identifiers::{
    self, Context, Hit, Kind, NamesHeard, Strength, Surroundings,
};
use std::path::Path;

/// Both halves, by the names of their files.
pub const HALVES: [&str; 2] = ["tuning", "held-out"];

/// One thing that somebody might type.
pub struct Snippet {
    /// What it belongs to.
    pub place: Surroundings,
    /// What it identifies somebody by; nothing where it is harmless.
    pub kind: Option<Kind>,
    /// The words.
    pub text: String,
    /// The line of its file, to find it again.
    pub line: usize,
}

/// The snippets of one half, with what the guard knows beside them.
pub struct Half {
    snippets: Vec<Snippet>,
    names: NamesHeard,
    days: Vec<chrono::NaiveDate>,
}

/// What the guard made of a half.
pub struct Outcome<'a> {
    /// Snippets that identify somebody and must stop the signing.
    pub strong: usize,
    /// Those that did not.
    pub missed: Vec<&'a Snippet>,
    /// Those that did, under the name of another kind.
    pub misnamed: Vec<(&'a Snippet, Vec<Kind>)>,
    /// Snippets that are worth a warning.
    pub weak: usize,
    /// Those that gave none.
    pub unwarned: Vec<&'a Snippet>,
    /// Snippets that identify nobody.
    pub harmless: usize,
    /// Those that stopped the signing all the same.
    pub blocked: Vec<(&'a Snippet, Vec<Kind>)>,
    /// Those that gave a warning, and no more.
    pub warned: Vec<(&'a Snippet, Vec<Kind>)>,
}

impl Outcome<'_> {
    /// Of what must stop the signing, the share that does.
    pub fn recall(&self) -> f64 {
        share(self.strong - self.missed.len(), self.strong)
    }

    /// Of what stops the signing, the share that must.
    pub fn precision(&self) -> f64 {
        let right = self.strong - self.missed.len();
        share(right, right + self.blocked.len())
    }

    /// Of what is worth a warning, the share that gives one.
    pub fn warning_recall(&self) -> f64 {
        share(self.weak - self.unwarned.len(), self.weak)
    }
}

fn share(part: usize, whole: usize) -> f64 {
    #[allow(clippy::cast_precision_loss)] // some hundreds
    let share = part as f64 / whole as f64;
    share
}

impl Half {
    /// Reads `<name>-identifying.txt` and `<name>-harmless.txt`.
    pub fn read(name: &str) -> Self {
        let mut half = Self {
            snippets: Vec::new(),
            names: NamesHeard::none(),
            days: Vec::new(),
        };
        for sort in ["identifying", "harmless"] {
            let path = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join(format!("tests/privacy/snippets/{name}-{sort}.txt"));
            let text = std::fs::read_to_string(&path).expect("the snippets are there");
            for (index, line) in text.lines().enumerate() {
                half.line(line, index + 1, sort == "identifying");
            }
        }
        half
    }

    fn line(&mut self, line: &str, number: usize, identifying: bool) {
        let items = |list: &str| -> Vec<String> {
            list.split(';').map(|item| item.trim().to_owned()).collect()
        };
        if let Some(names) = line.strip_prefix("! names heard:") {
            self.names = items(names).into_iter().collect();
        } else if let Some(days) = line.strip_prefix("! visit days:") {
            let days = items(days);
            self.days = days.iter().map(|day| day.parse().expect(day)).collect();
        } else if !line.is_empty() && !line.starts_with('#') {
            let mut parts = line.splitn(if identifying { 3 } else { 2 }, " | ");
            let mut part = || parts.next().unwrap_or_else(|| panic!("{number}: {line}"));
            self.snippets.push(Snippet {
                place: place(part()),
                kind: identifying.then(|| kind(part())),
                text: part().to_owned(),
                line: number,
            });
        }
    }

    /// What the guard finds in a text, with the names and days of this half.
    pub fn hits(&self, text: &str, place: Surroundings) -> Vec<Hit> {
        let context = Context {
            place,
            visit_days: &self.days,
            names_heard: &self.names,
        };
        identifiers::scan(text, &context)
    }

    /// Every snippet.
    #[allow(dead_code)] // The bench asks for outcomes only.
    pub fn snippets(&self) -> &[Snippet] {
        &self.snippets
    }

    /// Lets the guard look at every snippet.
    pub fn outcome(&self) -> Outcome<'_> {
        let mut outcome = Outcome {
            strong: 0,
            missed: Vec::new(),
            misnamed: Vec::new(),
            weak: 0,
            unwarned: Vec::new(),
            harmless: 0,
            blocked: Vec::new(),
            warned: Vec::new(),
        };
        for snippet in &self.snippets {
            let hits = self.hits(&snippet.text, snippet.place);
            let kinds: Vec<Kind> = hits.iter().map(|hit| hit.kind).collect();
            let stops = identifiers::stops(&hits);
            match snippet.kind {
                Some(kind) if kind.strength() == Strength::Strong => {
                    outcome.strong += 1;
                    if !stops {
                        outcome.missed.push(snippet);
                    } else if !kinds.contains(&kind) {
                        outcome.misnamed.push((snippet, kinds));
                    }
                }
                Some(_) => {
                    outcome.weak += 1;
                    if hits.is_empty() {
                        outcome.unwarned.push(snippet);
                    }
                }
                None => {
                    outcome.harmless += 1;
                    if stops {
                        outcome.blocked.push((snippet, kinds));
                    } else if !hits.is_empty() {
                        outcome.warned.push((snippet, kinds));
                    }
                }
            }
        }
        outcome
    }
}

fn place(word: &str) -> Surroundings {
    match word {
        "chart" => Surroundings::Chart,
        "loose" => Surroundings::Loose,
        "elsewhere" => Surroundings::Elsewhere,
        other => panic!("{other} is no place"),
    }
}

fn kind(word: &str) -> Kind {
    match word {
        "social security" => Kind::SocialSecurity,
        "email" => Kind::Email,
        "phone" => Kind::Phone,
        "record number" => Kind::RecordNumber,
        "birth date" => Kind::BirthDate,
        "name heard" => Kind::NameHeard,
        "date" => Kind::Date,
        "long number" => Kind::LongNumber,
        "day and month" => Kind::DayAndMonth,
        "person name" => Kind::PersonName,
        "high age" => Kind::HighAge,
        "street" => Kind::Street,
        other => panic!("{other} is no kind"),
    }
}
