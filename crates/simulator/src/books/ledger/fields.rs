//! Single-valued fields: what was written last, and by whom (rule C4).

use sale::{EmployeeId, Field, FieldValue, Written};

/// One field.
#[derive(Clone, Debug)]
struct Last {
    field: Field,
    /// None when the log does not tell it any more.
    value: Option<FieldValue>,
    /// None while it is as it was at first.
    by: Option<EmployeeId>,
}

/// The fields of a sale or a line.
#[derive(Clone, Debug, Default)]
pub(super) struct Fields(Vec<Last>);

impl Fields {
    /// As they were at first.
    pub(super) fn first(values: impl IntoIterator<Item = FieldValue>) -> Fields {
        let first = |value: FieldValue| Last {
            field: value.field(),
            value: Some(value),
            by: None,
        };
        Fields(values.into_iter().map(first).collect())
    }

    /// The value, where it is told.
    pub(super) fn value(&self, field: Field) -> Option<&FieldValue> {
        let last = self.0.iter().find(|last| last.field == field);
        last.and_then(|last| last.value.as_ref())
    }

    /// Somebody writes it.
    pub(super) fn write(&mut self, value: FieldValue, by: EmployeeId) {
        if let Some(last) = self.find(value.field()) {
            last.value = Some(value);
            last.by = Some(by);
        }
    }

    /// It comes to something by itself.
    pub(super) fn turn_to(&mut self, value: FieldValue) {
        if let Some(last) = self.find(value.field()) {
            last.value = Some(value);
        }
    }

    /// It is not told any more.
    pub(super) fn forget(&mut self, field: Field) {
        if let Some(last) = self.find(field) {
            last.value = None;
        }
    }

    fn find(&mut self, field: Field) -> Option<&mut Last> {
        self.0.iter_mut().find(|last| last.field == field)
    }

    /// The same values with nobody having written them.
    pub(super) fn unwritten(&self) -> Fields {
        let mut fields = self.clone();
        for last in &mut fields.0 {
            last.by = None;
        }
        fields
    }

    /// The field that a row says otherwise, if one does.
    pub(super) fn differs(
        &self,
        there: impl Fn(Field) -> Option<FieldValue>,
        written: &[Written],
    ) -> Option<Field> {
        let differs = |last: &&Last| {
            let by = written.iter().find(|w| w.field == last.field).map(|w| w.by);
            by != last.by || (last.value.is_some() && last.value != there(last.field))
        };
        self.0.iter().find(differs).map(|last| last.field)
    }
}
