//! Derived values, each of its own type but all made by one piece of code: a memo of the framework
//! is some two kilobytes of WebAssembly for every type that it is made for.
//!
//! It must not know what is derived.

use leptos::prelude as framework;
use leptos::prelude::{Get, GetUntracked, Signal, Track};
use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

/// A value whose type only its memo knows.
trait Held: Send + Sync {
    fn same(&self, other: &dyn Held) -> bool;
    fn any(&self) -> &dyn Any;
}

impl<T: PartialEq + Send + Sync + 'static> Held for T {
    fn same(&self, other: &dyn Held) -> bool {
        other.any().downcast_ref::<T>() == Some(self)
    }

    fn any(&self) -> &dyn Any {
        self
    }
}

#[derive(Clone)]
struct Value(Arc<dyn Held>);

impl PartialEq for Value {
    fn eq(&self, other: &Value) -> bool {
        self.0.same(&*other.0)
    }
}

type Compute = Box<dyn Fn(Option<&Value>) -> Value + Send + Sync>;

#[inline(never)]
fn derived(compute: Compute) -> framework::Memo<Value> {
    framework::Memo::new(move |before| compute(before))
}

#[inline(never)]
fn read(memo: framework::Memo<Value>) -> Value {
    memo.get()
}

#[inline(never)]
fn read_untracked(memo: framework::Memo<Value>) -> Value {
    memo.get_untracked()
}

/// A value derived from signals: computed when one of them has changed, and told to those who read
/// it only when it is another then.
pub struct Memo<T> {
    value: framework::Memo<Value>,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Memo<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Memo<T> {}

impl<T: PartialEq + Send + Sync + 'static> Memo<T> {
    /// The value that `compute` gives, which is told what it gave before.
    pub fn new(compute: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Self {
        let compute = move |before: Option<&Value>| {
            let before = before.and_then(|value| value.0.any().downcast_ref());
            Value(Arc::new(compute(before)))
        };
        Memo {
            value: derived(Box::new(compute)),
            of: PhantomData,
        }
    }

    /// What `look` makes of the value; whoever asks is told when it changes.
    pub fn with<R>(self, look: impl FnOnce(&T) -> R) -> R {
        look(typed(&read(self.value)))
    }

    /// What `look` makes of the value now.
    pub fn with_untracked<R>(self, look: impl FnOnce(&T) -> R) -> R {
        look(typed(&read_untracked(self.value)))
    }

    /// Has whoever asks be told when the value changes.
    pub fn track(self) {
        self.value.track();
    }
}

impl<T: Clone + PartialEq + Send + Sync + 'static> Memo<T> {
    /// The value; whoever asks is told when it changes.
    pub fn get(self) -> T {
        self.with(T::clone)
    }

    /// The value now.
    pub fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }
}

#[allow(
    clippy::unreachable,
    reason = "a memo holds nothing but what its own `new` put into it"
)]
fn typed<T: 'static>(value: &Value) -> &T {
    match value.0.any().downcast_ref() {
        Some(value) => value,
        None => unreachable!(),
    }
}

impl<T: Clone + PartialEq + Send + Sync + 'static> From<Memo<T>> for Signal<T> {
    fn from(memo: Memo<T>) -> Self {
        Signal::derive(move || memo.get())
    }
}
