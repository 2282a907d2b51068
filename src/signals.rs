//! The reactive values of the app: state, what is derived from it, and either as a property. Each
//! is of its own type but all are made by one piece of code: the framework's own are some four
//! kilobytes of WebAssembly for every type that they are made for.
//!
//! It must not know what the values mean.

use leptos::prelude as framework;
use leptos::prelude::{Get, GetUntracked, Set, Track, Update};
use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

type Held = dyn Any + Send + Sync;

/// A value whose type only its handle knows.
#[derive(Clone)]
struct Value {
    held: Arc<Held>,
    same: fn(&Held, &Held) -> bool,
}

impl PartialEq for Value {
    fn eq(&self, other: &Value) -> bool {
        (self.same)(&*self.held, &*other.held)
    }
}

impl Value {
    /// A value that is compared with the one before it.
    fn compared<T: PartialEq + Send + Sync + 'static>(value: T) -> Value {
        Value {
            held: Arc::new(value),
            same: |one, other| match (one.downcast_ref::<T>(), other.downcast_ref()) {
                (Some(one), Some(other)) => one == other,
                _ => false,
            },
        }
    }

    /// A value that counts as another one each time.
    fn of<T: Send + Sync + 'static>(value: T) -> Value {
        Value {
            held: Arc::new(value),
            same: |_, _| false,
        }
    }

    #[allow(
        clippy::unreachable,
        reason = "a handle holds nothing but what its own type put into it"
    )]
    fn typed<T: 'static>(&self) -> &T {
        match self.held.downcast_ref() {
            Some(value) => value,
            None => unreachable!(),
        }
    }
}

/// What computes a value. `dyn Fn` would do, but is half as large again: it can also be called as
/// closures are that are called once, or that change.
trait Compute: Send + Sync {
    fn compute(&self, before: Option<&Value>) -> Value;
}

impl<F: Fn(Option<&Value>) -> Value + Send + Sync> Compute for F {
    fn compute(&self, before: Option<&Value>) -> Value {
        self(before)
    }
}

#[inline(never)]
fn memo(value: Box<dyn Compute>) -> framework::Memo<Value> {
    framework::Memo::new(move |before| value.compute(before))
}

#[inline(never)]
fn derived(value: Box<dyn Compute>) -> framework::Signal<Value> {
    framework::Signal::derive(move || value.compute(None))
}

#[inline(never)]
fn state(value: Value) -> framework::RwSignal<Value> {
    framework::RwSignal::new(value)
}

/// The three kinds of value, read in one way.
macro_rules! readable {
    ($name:ident, $inner:ident) => {
        impl<T> Clone for $name<T> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<T> Copy for $name<T> {}

        impl<T> PartialEq for $name<T> {
            fn eq(&self, other: &Self) -> bool {
                self.value == other.value
            }
        }

        impl<T: Send + Sync + 'static> $name<T> {
            fn value(self) -> Value {
                #[inline(never)]
                fn read(from: framework::$inner<Value>) -> Value {
                    from.get()
                }
                read(self.value)
            }

            fn value_untracked(self) -> Value {
                #[inline(never)]
                fn read(from: framework::$inner<Value>) -> Value {
                    from.get_untracked()
                }
                read(self.value)
            }

            /// What `look` makes of the value; whoever asks is told when it changes.
            pub fn with<R>(self, look: impl FnOnce(&T) -> R) -> R {
                look(self.value().typed())
            }

            /// What `look` makes of the value now.
            pub fn with_untracked<R>(self, look: impl FnOnce(&T) -> R) -> R {
                look(self.value_untracked().typed())
            }

            /// Has whoever asks be told when the value changes.
            pub fn track(self) {
                self.value.track();
            }
        }

        impl<T: Clone + Send + Sync + 'static> $name<T> {
            /// The value; whoever asks is told when it changes.
            pub fn get(self) -> T {
                self.value().typed::<T>().clone()
            }

            /// The value now.
            pub fn get_untracked(self) -> T {
                self.value_untracked().typed::<T>().clone()
            }
        }
    };
}

/// A value derived from others: computed when one of them has changed, and told to those who read
/// it only when it is another then.
pub struct Memo<T> {
    value: framework::Memo<Value>,
    of: PhantomData<fn() -> T>,
}

/// A value that somebody sets.
pub struct RwSignal<T> {
    value: framework::RwSignal<Value>,
    of: PhantomData<fn() -> T>,
}

/// A value to read, wherever it comes from: what components take.
pub struct Signal<T> {
    value: framework::Signal<Value>,
    of: PhantomData<fn() -> T>,
}

readable!(Memo, Memo);
readable!(RwSignal, RwSignal);
readable!(Signal, Signal);

impl<T: PartialEq + Send + Sync + 'static> Memo<T> {
    /// The value that `compute` gives, which is told what it gave before.
    pub fn new(compute: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Self {
        let compute =
            move |before: Option<&Value>| Value::compared(compute(before.map(Value::typed)));
        Memo {
            value: memo(Box::new(compute)),
            of: PhantomData,
        }
    }
}

impl<T: Send + Sync + 'static> RwSignal<T> {
    /// A value to begin with.
    pub fn new(value: T) -> Self {
        RwSignal {
            value: state(Value::of(value)),
            of: PhantomData,
        }
    }

    /// Sets the value and tells those who read it.
    pub fn set(self, value: T) {
        self.value.set(Value::of(value));
    }

    /// Sets the value, unless what it belongs to is gone: then it comes back.
    pub fn try_set(self, value: T) -> Option<()> {
        match self.value.try_set(Value::of(value)) {
            None => None,
            Some(_) => Some(()),
        }
    }
}

impl<T: Clone + Send + Sync + 'static> RwSignal<T> {
    /// Changes the value in place and tells those who read it.
    pub fn update(self, change: impl FnOnce(&mut T)) {
        let _ = self.try_update(change);
    }

    /// Changes the value in place, unless what it belongs to is gone.
    pub fn try_update<R>(self, change: impl FnOnce(&mut T) -> R) -> Option<R> {
        self.value.try_update(|value| {
            if let Some(value) = Arc::get_mut(&mut value.held).and_then(|v| v.downcast_mut()) {
                return change(value);
            }
            // Somebody reads it just now.
            let mut next = value.typed::<T>().clone();
            let made = change(&mut next);
            *value = Value::of(next);
            made
        })
    }

    /// The value now, unless what it belongs to is gone.
    pub fn try_get_untracked(self) -> Option<T> {
        let value = self.value.try_get_untracked()?;
        Some(value.typed::<T>().clone())
    }
}

impl<T: Send + Sync + 'static> Signal<T> {
    /// The value that `compute` gives, computed by each who asks.
    pub fn derive(compute: impl Fn() -> T + Send + Sync + 'static) -> Self {
        Signal {
            value: derived(Box::new(move |_: Option<&Value>| Value::of(compute()))),
            of: PhantomData,
        }
    }

    /// A value that stays.
    pub fn stored(value: T) -> Self {
        Signal {
            value: framework::Signal::stored(Value::of(value)),
            of: PhantomData,
        }
    }
}

impl<T: Default + Send + Sync + 'static> Default for Signal<T> {
    fn default() -> Self {
        Signal::stored(T::default())
    }
}

impl<T: Send + Sync + 'static> From<T> for Signal<T> {
    fn from(value: T) -> Self {
        Signal::stored(value)
    }
}

impl From<&str> for Signal<String> {
    fn from(value: &str) -> Self {
        Signal::stored(value.to_owned())
    }
}

impl From<&str> for Signal<Option<String>> {
    fn from(value: &str) -> Self {
        Signal::stored(Some(value.to_owned()))
    }
}

impl<T> From<Memo<T>> for Signal<T> {
    fn from(memo: Memo<T>) -> Self {
        Signal {
            value: memo.value.into(),
            of: PhantomData,
        }
    }
}

impl<T> From<RwSignal<T>> for Signal<T> {
    fn from(state: RwSignal<T>) -> Self {
        Signal {
            value: state.value.into(),
            of: PhantomData,
        }
    }
}
