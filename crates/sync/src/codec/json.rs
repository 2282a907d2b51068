//! JSON, piece by piece, for a reader that knows what must come next.
//!
//! It must not know what reads it.

use std::borrow::Cow;

/// How deep lists and objects may lie in each other.
const DEEPEST: u8 = 128;

/// The text is not of the type; the reader knows how far it came.
#[derive(Debug)]
pub(super) struct Fault;

/// A text, and how far it is read.
pub(super) struct Reader<'de> {
    text: &'de str,
    at: usize,
    depth: u8,
}

impl<'de> Reader<'de> {
    pub(super) fn new(text: &'de str) -> Reader<'de> {
        Reader {
            text,
            at: 0,
            depth: 0,
        }
    }

    /// How many bytes are read.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Nothing but white space is left.
    pub(super) fn end(&mut self) -> Result<(), Fault> {
        self.peek();
        self.must(self.at == self.text.len())
    }

    #[inline(never)]
    pub(super) fn must(&self, so: bool) -> Result<(), Fault> {
        if so { Ok(()) } else { Err(Fault) }
    }

    /// The next byte, whatever it is; nought at the end.
    fn here(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    /// The next byte that is not white space; nought at the end.
    #[inline(never)]
    pub(super) fn peek(&mut self) -> u8 {
        while matches!(self.here(), b' ' | b'\n' | b'\r' | b'\t') {
            self.at += 1;
        }
        self.here()
    }

    /// Goes past `word`, which must come next.
    #[inline(never)]
    pub(super) fn pass(&mut self, word: &str) -> Result<(), Fault> {
        self.peek();
        self.pass_here(word)
    }

    /// The same where white space would say something.
    fn pass_here(&mut self, word: &str) -> Result<(), Fault> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        self.must(rest.starts_with(word))?;
        self.at += word.len();
        Ok(())
    }

    fn open(&mut self, bracket: &str) -> Result<(), Fault> {
        self.pass(bracket)?;
        self.depth += 1;
        self.must(self.depth < DEEPEST)
    }

    fn close(&mut self, bracket: &str) -> Result<(), Fault> {
        self.depth -= 1;
        self.pass(bracket)
    }

    /// The text of a string.
    #[inline(never)]
    pub(super) fn string(&mut self) -> Result<Cow<'de, str>, Fault> {
        self.pass("\"")?;
        let mut text = Cow::Borrowed("");
        loop {
            let from = self.at;
            while !matches!(self.here(), b'"' | b'\\' | 0..0x20) {
                self.at += 1;
            }
            text += self.text.get(from..self.at).ok_or(Fault)?;
            let ends = self.here();
            self.at += 1;
            match ends {
                b'"' => return Ok(text),
                b'\\' => text.to_mut().push(self.escaped()?),
                _ => return Err(Fault),
            }
        }
    }

    fn escaped(&mut self) -> Result<char, Fault> {
        let short = self.here();
        self.at += 1;
        Ok(match short {
            b'"' | b'\\' | b'/' => char::from(short),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let unit = self.unit()?;
                // What lies beyond 16 bits is written as two.
                let second = match unit {
                    0xd800..0xdc00 => {
                        self.pass_here("\\u")?;
                        Some(self.unit()?)
                    }
                    _ => None,
                };
                let units = [unit].into_iter().chain(second);
                let mut chars = char::decode_utf16(units);
                chars.next().and_then(Result::ok).ok_or(Fault)?
            }
            _ => return Err(Fault),
        })
    }

    fn unit(&mut self) -> Result<u16, Fault> {
        let digits = self.text.get(self.at..self.at + 4).ok_or(Fault)?;
        self.must(digits.bytes().all(|digit| digit.is_ascii_hexdigit()))?;
        self.at += 4;
        u16::from_str_radix(digits, 16).map_err(|_| Fault)
    }

    /// A whole number: whether it is below nought, and how much it is.
    #[inline(never)]
    fn number(&mut self) -> Result<(bool, u64), Fault> {
        let below = self.peek() == b'-';
        if below {
            self.at += 1;
        }
        let from = self.at;
        let mut amount: u64 = 0;
        while let digit @ b'0'..=b'9' = self.here() {
            let more = amount.checked_mul(10);
            let more = more.and_then(|more| more.checked_add(u64::from(digit - b'0')));
            amount = more.ok_or(Fault)?;
            self.at += 1;
        }
        let digits = self.text.get(from..self.at).unwrap_or_default();
        let whole = !matches!(self.here(), b'.' | b'e' | b'E');
        let plain = digits.len() == 1 || !digits.starts_with('0');
        self.must(!digits.is_empty() && plain && whole)?;
        Ok((below, amount))
    }

    pub(super) fn signed(&mut self) -> Result<i64, Fault> {
        let (below, amount) = self.number()?;
        let amount = i128::from(amount);
        i64::try_from(if below { -amount } else { amount }).map_err(|_| Fault)
    }

    pub(super) fn unsigned(&mut self) -> Result<u64, Fault> {
        let (below, amount) = self.number()?;
        self.must(!below || amount == 0)?;
        Ok(amount)
    }

    /// The text of a value, as it stands.
    pub(super) fn verbatim(&mut self) -> Result<&'de str, Fault> {
        self.peek();
        let from = self.at;
        self.skip()?;
        self.text.get(from..self.at).ok_or(Fault)
    }

    /// Goes past a value, whatever it is.
    #[inline(never)]
    pub(super) fn skip(&mut self) -> Result<(), Fault> {
        match self.peek() {
            b'"' => self.string().map(|_| ()),
            b'{' => {
                let mut items = Items::open(self, "{", "}")?;
                while items.next()? {
                    items.reader.string()?;
                    items.reader.pass(":")?;
                    items.reader.skip()?;
                }
                Ok(())
            }
            b'[' => {
                let mut items = Items::open(self, "[", "]")?;
                while items.next()? {
                    items.reader.skip()?;
                }
                Ok(())
            }
            b't' => self.pass("true"),
            b'f' => self.pass("false"),
            b'n' => self.pass("null"),
            _ => self.skip_number(),
        }
    }

    fn skip_number(&mut self) -> Result<(), Fault> {
        if self.here() == b'-' {
            self.at += 1;
        }
        match self.here() {
            b'0' => self.at += 1,
            _ => self.digits()?,
        }
        if self.here() == b'.' {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.here(), b'e' | b'E') {
            self.at += 1;
            if matches!(self.here(), b'+' | b'-') {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(())
    }

    /// Goes past one digit or more.
    fn digits(&mut self) -> Result<(), Fault> {
        self.must(self.here().is_ascii_digit())?;
        while self.here().is_ascii_digit() {
            self.at += 1;
        }
        Ok(())
    }
}

/// The items of a list or an object.
pub(super) struct Items<'a, 'de> {
    pub(super) reader: &'a mut Reader<'de>,
    bracket: &'static str,
    first: bool,
    over: bool,
}

impl<'a, 'de> Items<'a, 'de> {
    pub(super) fn open(
        reader: &'a mut Reader<'de>,
        opening: &str,
        bracket: &'static str,
    ) -> Result<Self, Fault> {
        reader.open(opening)?;
        Ok(Items {
            reader,
            bracket,
            first: true,
            over: false,
        })
    }

    /// Whether there is another one.
    #[inline(never)]
    pub(super) fn next(&mut self) -> Result<bool, Fault> {
        let first = std::mem::take(&mut self.first);
        match self.reader.peek() {
            b']' | b'}' => {
                self.over = true;
                self.reader.close(self.bracket)?;
            }
            _ if !first => self.reader.pass(",")?,
            _ => {}
        }
        Ok(!self.over)
    }

    /// Whoever wanted only so many has had them all.
    pub(super) fn end(mut self) -> Result<(), Fault> {
        let more = !self.over && self.next()?;
        self.reader.must(!more)
    }
}
