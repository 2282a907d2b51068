//! The device's engine.
