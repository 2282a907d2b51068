//! What the server counts of itself, for Prometheus. Names nobody: no store, person or address is a
//! label.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;

/// A request, as it is counted.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct RequestLabels {
    pub method: String,
    pub route: String,
    pub status: u16,
}

/// A refusal, as it is counted.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct RefusalLabels {
    pub refusal: &'static str,
}

/// The counters.
pub(crate) struct Metrics {
    registry: Registry,
    pub requests: Family<RequestLabels, Counter>,
    pub request_seconds: Histogram,
    pub refusals: Family<RefusalLabels, Counter>,
    pub mutations: Counter,
    pub batch_jobs: Histogram,
    pub batches_undone: Counter,
    pub turned_away: Counter,
    pub live_streams: Gauge,
    pub connections: Gauge,
    pub csp_reports: Counter,
}

impl Metrics {
    pub(crate) fn new() -> Metrics {
        let mut metrics = Metrics {
            registry: Registry::with_prefix("saved_sales"),
            requests: Family::default(),
            request_seconds: Histogram::new(exponential_buckets(0.000_25, 4.0, 10)),
            refusals: Family::default(),
            mutations: Counter::default(),
            batch_jobs: Histogram::new(exponential_buckets(1.0, 2.0, 11)),
            batches_undone: Counter::default(),
            turned_away: Counter::default(),
            live_streams: Gauge::default(),
            connections: Gauge::default(),
            csp_reports: Counter::default(),
        };
        let registry = &mut metrics.registry;
        registry.register("requests", "Requests answered", metrics.requests.clone());
        registry.register(
            "request_seconds",
            "Time until a request's answer began; a waiting pull counts its wait",
            metrics.request_seconds.clone(),
        );
        registry.register(
            "refusals",
            "Sync requests refused",
            metrics.refusals.clone(),
        );
        registry.register(
            "mutations",
            "Mutations answered, repeats included",
            metrics.mutations.clone(),
        );
        registry.register(
            "batch_jobs",
            "Jobs of one commit",
            metrics.batch_jobs.clone(),
        );
        registry.register(
            "batches_undone",
            "Batches run again one by one because a job failed",
            metrics.batches_undone.clone(),
        );
        registry.register(
            "turned_away",
            "Jobs turned away because the writer's queue was full",
            metrics.turned_away.clone(),
        );
        registry.register(
            "live_streams",
            "Live streams open now",
            metrics.live_streams.clone(),
        );
        registry.register(
            "connections",
            "Connections open now",
            metrics.connections.clone(),
        );
        registry.register(
            "csp_reports",
            "Breaches of the content security policy that browsers reported",
            metrics.csp_reports.clone(),
        );
        metrics
    }

    /// The counters as Prometheus reads them.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string does not fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}
