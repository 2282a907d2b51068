//! Messages as the language files hold them: the ordinary subset of ICU MessageFormat. `{name}` is a
//! text, `{count, number}` a whole number, `{minutes, number, ::00}` one of two digits, and
//! `{count, plural, =0 {none} one {# sale} other {# sales}}` a choice by number. There is no quoting.
//!
//! Read by the app when it says something and by its build script when it checks what may be said.
//! It must not know languages, nor how numbers are written.

/// A piece of a message.
#[derive(Debug, PartialEq, Eq)]
pub enum Part<'a> {
    /// Said as it is.
    Literal(&'a str),
    /// A text that comes with the call.
    Text(&'a str),
    /// A whole number that comes with the call, in so many digits at least.
    Number {
        /// Of the argument.
        name: &'a str,
        /// Filled up with noughts to this.
        digits: usize,
    },
    /// The number that a plural is chosen by.
    Hash,
    /// One of several, by a number that comes with the call.
    Plural {
        /// Of the argument.
        name: &'a str,
        /// When, and what is said then.
        branches: Vec<(When<'a>, Vec<Part<'a>>)>,
    },
}

/// When a branch of a plural is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When<'a> {
    /// For exactly this number.
    Exactly(u64),
    /// For the numbers of a category of CLDR, such as `few`.
    Category(&'a str),
}

/// The pieces of a message, or what is wrong with it.
pub fn parse(message: &str) -> Result<Vec<Part<'_>>, &'static str> {
    let mut reader = Reader { rest: message };
    let parts = reader.parts(false)?;
    match reader.rest {
        "" => Ok(parts),
        _ => Err("a } that closes nothing"),
    }
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    /// Up to the end, or to the brace that closes a branch.
    fn parts(&mut self, in_plural: bool) -> Result<Vec<Part<'a>>, &'static str> {
        let mut parts = Vec::new();
        loop {
            let hash = |sign: char| in_plural && sign == '#';
            let literal = self.until(|sign| sign == '{' || sign == '}' || hash(sign));
            if !literal.is_empty() {
                parts.push(Part::Literal(literal));
            }
            if self.take("{") {
                parts.push(self.argument()?);
            } else if in_plural && self.take("#") {
                parts.push(Part::Hash);
            } else {
                return Ok(parts);
            }
        }
    }

    /// After its opening brace.
    fn argument(&mut self) -> Result<Part<'a>, &'static str> {
        let name = self.word();
        if name.is_empty() {
            return Err("a { without a name after it");
        }
        if self.take("}") {
            return Ok(Part::Text(name));
        }
        if !self.take(",") {
            return Err("a name that neither } nor , follows");
        }
        match self.word() {
            "number" => {
                let digits = if self.take(",") { self.word().len() } else { 2 };
                let digits = digits.saturating_sub(2);
                match self.take("}") {
                    true => Ok(Part::Number { name, digits }),
                    false => Err("a number that is not closed"),
                }
            }
            "plural" if self.take(",") => self.branches(name),
            _ => Err("a kind of argument that there is not"),
        }
    }

    fn branches(&mut self, name: &'a str) -> Result<Part<'a>, &'static str> {
        let mut branches = Vec::new();
        while !self.ends() {
            let word = self.word();
            let when = match word.strip_prefix('=') {
                Some(exact) => When::Exactly(exact.parse().map_err(|_| "a = without a number")?),
                None => When::Category(word),
            };
            if word.is_empty() || !self.take("{") {
                return Err("a plural that is not closed");
            }
            branches.push((when, self.parts(true)?));
            if !self.take("}") {
                return Err("a branch that is not closed");
            }
        }
        Ok(Part::Plural { name, branches })
    }

    /// A name or a key, with the spaces around it.
    fn word(&mut self) -> &'a str {
        self.rest = self.rest.trim_start();
        let word = self.until(|sign| sign.is_whitespace() || "{},#".contains(sign));
        self.rest = self.rest.trim_start();
        word
    }

    /// Whether the brace that closes a plural comes next; takes it.
    fn ends(&mut self) -> bool {
        self.rest = self.rest.trim_start();
        self.take("}")
    }

    fn until(&mut self, end: impl Fn(char) -> bool) -> &'a str {
        let at = self.rest.find(end).unwrap_or(self.rest.len());
        let (before, after) = self.rest.split_at(at);
        self.rest = after;
        before
    }

    fn take(&mut self, sign: &str) -> bool {
        let rest = self.rest.strip_prefix(sign);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_piece_is_read() {
        let text = "{who} took {minutes, number, ::00} of {count, plural, =0 {none} one {# of {all, number}} other {#}}.";
        let all = Part::Number {
            name: "all",
            digits: 0,
        };
        let branches = vec![
            (When::Exactly(0), vec![Part::Literal("none")]),
            (
                When::Category("one"),
                vec![Part::Hash, Part::Literal(" of "), all],
            ),
            (When::Category("other"), vec![Part::Hash]),
        ];
        let read = parse(text);
        let minutes = Part::Number {
            name: "minutes",
            digits: 2,
        };
        let whole = vec![
            Part::Text("who"),
            Part::Literal(" took "),
            minutes,
            Part::Literal(" of "),
            Part::Plural {
                name: "count",
                branches,
            },
            Part::Literal("."),
        ];
        assert_eq!(read, Ok(whole));
    }

    #[test]
    fn what_is_not_whole_is_refused() {
        for wrong in [
            "{",
            "}",
            "{a",
            "{a b}",
            "{}",
            "{a, date}",
            "{a, number",
            "{a, plural, one {# b}",
            "{a, plural, one # b}",
            "{a, plural, =x {b}}",
            "{a, plural, one {b}}}",
        ] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
