//! No value of a screen is read when the screen may be gone: after an answer was waited for, and in
//! the browser's next frame.
//!
//! Owns what ends with the screen that made it, and where in a function that may be over. Such a
//! value is then read by `try_…` alone; plain values, and signals in the fields of what outlives
//! the dialog (`till.…`), are free. It must not know what the screens are for.

mod planted;

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{Block, Expr, FnArg, Pat, Signature, Token, Type};

use crate::sources::{Source, every, none};

/// What is disposed of together with the component that made it.
const ENDING: [&str; 9] = [
    "Callback",
    "Memo",
    "NodeRef",
    "ReadSignal",
    "RwSignal",
    "Signal",
    "StoredValue",
    "Trigger",
    "WriteSignal",
];

/// What runs a closure some time later, whoever is gone by then.
const LATER: [&str; 2] = ["request_animation_frame", "set_timeout"];

/// Where screens and their dialogs are, and what they have the browser do.
const SCREENS: [&str; 6] = [
    "src/backoffice",
    "src/door",
    "src/pay",
    "src/platform",
    "src/register",
    "src/ui",
];

#[test]
fn nothing_of_a_dialog_is_read_after_a_wait() {
    let mut screens = every(&["rs"]);
    screens.retain(|file| SCREENS.iter().any(|part| file.path.starts_with(part)));
    let wrong = screens.iter().flat_map(read_late).collect();
    none("read after a wait, when it may be gone: use try_…", wrong);
}

/// The places where something is read that may be gone.
fn read_late(file: &Source) -> Vec<String> {
    let Ok(parsed) = syn::parse_file(&file.text) else {
        panic!("{} is not Rust", file.path)
    };
    let mut reading = Reading::default();
    reading.visit_file(&parsed);
    let told = reading.late.into_iter();
    told.map(|(line, name)| format!("{}:{line}: {name}", file.path))
        .collect()
}

/// How far a body has got.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Wait {
    /// It does not wait at all.
    #[default]
    Never,
    /// It has not waited yet.
    Before,
    After,
}

/// One of several ways that a body may go on.
type Way<'a> = Box<dyn FnOnce(&mut Reading) + 'a>;

#[derive(Default)]
struct Reading {
    /// Names that end with the screen, and closures that read such.
    ending: BTreeSet<String>,
    wait: Wait,
    late: BTreeSet<(usize, String)>,
}

impl Reading {
    /// Reads something in which some names mean something else.
    fn without(&mut self, patterns: &[&Pat], read: impl FnOnce(&mut Self)) {
        let outer = self.ending.clone();
        for pattern in patterns {
            self.forget(pattern);
        }
        read(self);
        self.ending = outer;
    }

    fn forget(&mut self, pattern: &Pat) {
        for name in names(pattern) {
            self.ending.remove(&name);
        }
    }

    /// Reads a body that has waited as much as `wait` when it begins.
    fn body(&mut self, wait: Wait, read: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.wait, wait);
        read(self);
        self.wait = outer;
    }

    /// Reads a body that is run later, by itself.
    fn task(&mut self, block: &Block) {
        let wait = self.wait.max(Wait::Before);
        self.body(wait, |it| it.visit_block(block));
    }

    fn function(&mut self, signature: &Signature, block: &Block) {
        let ending = signature.inputs.iter().filter_map(|input| match input {
            FnArg::Typed(typed) if is_ending_type(&typed.ty) => Some(names(&typed.pat)),
            _ => None,
        });
        let ending = ending.flatten().collect();
        let outer = std::mem::replace(&mut self.ending, ending);
        let wait = match signature.asyncness {
            Some(_) => Wait::Before,
            None => Wait::Never,
        };
        self.body(wait, |it| it.visit_block(block));
        self.ending = outer;
    }

    /// Reads ways of which one is gone.
    fn either(&mut self, ways: Vec<Way<'_>>) {
        let (begun, mut latest) = (self.wait, self.wait);
        for way in ways {
            self.wait = begun;
            way(self);
            latest = latest.max(self.wait);
        }
        self.wait = latest;
    }

    /// Reads what is done again and again: the second time it has waited.
    fn round(&mut self, block: &Block) {
        let waits = self.wait == Wait::Before && {
            let mut first = Reading {
                wait: Wait::Before,
                ..Reading::default()
            };
            first.visit_block(block);
            first.wait == Wait::After
        };
        if waits {
            self.wait = Wait::After;
        }
        self.visit_block(block);
    }

    /// Whether a value is, or when called reads, something that ends with the screen.
    fn is_ending(&self, value: &Expr) -> bool {
        match value {
            Expr::Call(call) => match &*call.func {
                Expr::Path(path) => {
                    let mut segments = path.path.segments.iter();
                    segments.any(|segment| ENDING.iter().any(|name| segment.ident == name))
                }
                _ => false,
            },
            Expr::Path(path) => path
                .path
                .get_ident()
                .is_some_and(|name| self.ending.contains(&name.to_string())),
            Expr::Closure(_) => {
                let mut called = Reading {
                    ending: self.ending.clone(),
                    wait: Wait::After,
                    late: BTreeSet::new(),
                };
                called.visit_expr(value);
                !called.late.is_empty()
            }
            _ => false,
        }
    }

    fn bind(&mut self, pattern: &Pat, value: Option<&Expr>) {
        match (pattern, value) {
            (Pat::Tuple(patterns), Some(Expr::Tuple(values)))
                if patterns.elems.len() == values.elems.len() =>
            {
                for (pattern, value) in patterns.elems.iter().zip(&values.elems) {
                    self.bind(pattern, Some(value));
                }
            }
            _ => {
                let ends = value.is_some_and(|value| self.is_ending(value));
                self.forget(pattern);
                if ends {
                    self.ending.extend(names(pattern));
                }
            }
        }
    }

    /// The tasks in the tokens of a `view!`.
    fn tasks(&mut self, tokens: TokenStream) {
        let mut begun = false;
        for tree in tokens {
            match tree {
                TokenTree::Ident(word) => begun = word == "async" || (begun && word == "move"),
                TokenTree::Group(group) => {
                    let tree = TokenTree::Group(group.clone());
                    match syn::parse2::<Block>(tree.into()) {
                        Ok(block) if begun => self.task(&block),
                        _ => self.tasks(group.stream()),
                    }
                    begun = false;
                }
                _ => begun = false,
            }
        }
    }
}

impl<'ast> Visit<'ast> for Reading {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.function(&item.sig, &item.block);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.function(&item.sig, &item.block);
    }

    fn visit_block(&mut self, block: &'ast Block) {
        self.without(&[], |it| visit::visit_block(it, block));
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        visit::visit_local(self, local);
        self.bind(&local.pat, local.init.as_ref().map(|init| &*init.expr));
    }

    fn visit_expr_closure(&mut self, closure: &'ast syn::ExprClosure) {
        let patterns: Vec<&Pat> = closure.inputs.iter().collect();
        self.without(&patterns, |it| it.visit_expr(&closure.body));
    }

    fn visit_expr_async(&mut self, task: &'ast syn::ExprAsync) {
        // A closure that begins a task reads nothing of it itself.
        self.task(&task.block);
    }

    fn visit_expr_await(&mut self, awaited: &'ast syn::ExprAwait) {
        visit::visit_expr_await(self, awaited);
        if self.wait == Wait::Before {
            self.wait = Wait::After;
        }
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        self.visit_expr(&call.func);
        let wait = if is_later(&call.func) {
            Wait::After
        } else {
            self.wait
        };
        for argument in &call.args {
            match argument {
                Expr::Closure(_) => self.body(wait, |it| it.visit_expr(argument)),
                _ => self.visit_expr(argument),
            }
        }
    }

    fn visit_expr_match(&mut self, matched: &'ast syn::ExprMatch) {
        self.visit_expr(&matched.expr);
        let arms = matched.arms.iter().map(|arm| -> Way<'_> {
            Box::new(move |it| it.without(&[&arm.pat], |it| visit::visit_arm(it, arm)))
        });
        self.either(arms.collect());
    }

    fn visit_expr_if(&mut self, branch: &'ast syn::ExprIf) {
        self.visit_expr(&branch.cond);
        let patterns = conditions(&branch.cond);
        let mut ways: Vec<Way<'_>> = vec![Box::new(|it| {
            it.without(&patterns, |it| it.visit_block(&branch.then_branch));
        })];
        if let Some((_, other)) = &branch.else_branch {
            ways.push(Box::new(|it| it.visit_expr(other)));
        }
        self.either(ways);
    }

    fn visit_expr_while(&mut self, round: &'ast syn::ExprWhile) {
        self.visit_expr(&round.cond);
        let patterns = conditions(&round.cond);
        self.without(&patterns, |it| it.round(&round.body));
    }

    fn visit_expr_for_loop(&mut self, round: &'ast syn::ExprForLoop) {
        self.visit_expr(&round.expr);
        self.without(&[&round.pat], |it| it.round(&round.body));
    }

    fn visit_expr_loop(&mut self, round: &'ast syn::ExprLoop) {
        self.round(&round.body);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        let tried = call.method.to_string().starts_with("try_");
        if !tried || !matches!(&*call.receiver, Expr::Path(_)) {
            self.visit_expr(&call.receiver);
        }
        for argument in &call.args {
            self.visit_expr(argument);
        }
    }

    fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
        let Some(name) = path.path.get_ident() else {
            return;
        };
        let text = name.to_string();
        if self.wait == Wait::After && self.ending.contains(&text) {
            self.late.insert((name.span().start().line, text));
        }
    }

    fn visit_macro(&mut self, called: &'ast syn::Macro) {
        let arguments = Punctuated::<Expr, Token![,]>::parse_terminated;
        match called.parse_body_with(arguments) {
            Ok(arguments) => arguments.iter().for_each(|one| {
                // Their own lifetime is that of the parse.
                let mut inner = Reading {
                    ending: self.ending.clone(),
                    wait: self.wait,
                    late: BTreeSet::new(),
                };
                inner.visit_expr(one);
                self.wait = inner.wait;
                self.late.extend(inner.late);
            }),
            Err(_) => self.tasks(called.tokens.clone()),
        }
    }
}

fn is_later(called: &Expr) -> bool {
    let Expr::Path(path) = called else {
        return false;
    };
    let last = path.path.segments.last();
    last.is_some_and(|segment| LATER.iter().any(|name| segment.ident == name))
}

/// The names that a pattern binds.
fn names(pattern: &Pat) -> Vec<String> {
    #[derive(Default)]
    struct Names(Vec<String>);
    impl<'ast> Visit<'ast> for Names {
        fn visit_pat_ident(&mut self, name: &'ast syn::PatIdent) {
            self.0.push(name.ident.to_string());
            visit::visit_pat_ident(self, name);
        }
    }
    let mut found = Names::default();
    found.visit_pat(pattern);
    found.0
}

/// The patterns of the `let`s of a condition.
fn conditions(condition: &Expr) -> Vec<&Pat> {
    match condition {
        Expr::Let(one) => vec![&one.pat],
        Expr::Binary(both) => {
            let mut found = conditions(&both.left);
            found.extend(conditions(&both.right));
            found
        }
        _ => Vec::new(),
    }
}

fn is_ending_type(kind: &Type) -> bool {
    let Type::Path(path) = kind else {
        return false;
    };
    let last = path.path.segments.last();
    last.is_some_and(|segment| ENDING.iter().any(|name| segment.ident == name))
}
