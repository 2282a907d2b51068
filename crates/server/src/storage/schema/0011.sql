-- Events are asked for by their kind: those that came late are many, and no part of most reports.
DROP INDEX IF EXISTS report_event_day;
CREATE INDEX IF NOT EXISTS report_event_kind ON report_event (store, kind, day);
