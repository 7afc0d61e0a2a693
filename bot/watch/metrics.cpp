// The metrics over prometheus-cpp's registry.
#include "bot/watch/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace noticeboard::watch {
namespace {

using Buckets = prometheus::Histogram::BucketBoundaries;

// A turn is tens of microseconds, a request some milliseconds; both end where somebody would give up.
const Buckets turn_buckets = {0.00001, 0.00002, 0.00005, 0.0001, 0.0002, 0.0005, 0.001, 0.005, 0.02, 0.05, 0.2, 2};
const Buckets http_buckets = {0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
const Buckets batch_buckets = {1, 2, 4, 8, 16, 32, 64, 128, 256};

template <class Builder>
auto& family(Builder builder, prometheus::Registry& registry, const char* name, const char* help) {
    return builder.Name(name).Help(help).Register(registry);
}

}  // namespace

struct Metrics::Families {
    prometheus::Registry registry;
    prometheus::Family<prometheus::Counter>& turns =
        family(prometheus::BuildCounter(), registry, "noticeboard_turns_total", "Turns that ran, by plugin and result");
    prometheus::Family<prometheus::Histogram>& turn_seconds =
        family(prometheus::BuildHistogram(), registry, "noticeboard_turn_seconds", "Time of a turn in its lane");
    prometheus::Family<prometheus::Histogram>& batch_size =
        family(prometheus::BuildHistogram(), registry, "noticeboard_batch_size", "Turns in one transaction");
    prometheus::Family<prometheus::Gauge>& lane_depth =
        family(prometheus::BuildGauge(), registry, "noticeboard_lane_depth", "Turns that wait in a lane");
    prometheus::Family<prometheus::Gauge>& outbox =
        family(prometheus::BuildGauge(), registry, "noticeboard_outbox", "Messages in the outbox, by state");
    prometheus::Family<prometheus::Counter>& sends = family(
        prometheus::BuildCounter(), registry, "noticeboard_sends_total", "Platform calls, by adapter and outcome");
    prometheus::Family<prometheus::Counter>& http_requests = family(
        prometheus::BuildCounter(), registry, "noticeboard_http_requests_total", "HTTP requests, by route and status");
    prometheus::Family<prometheus::Histogram>& http_seconds = family(
        prometheus::BuildHistogram(), registry, "noticeboard_http_seconds", "Time from a request's head to its answer");
};

void Counter::add(double count) const {
    counter_->Increment(count);
}
void Gauge::set(double value) const {
    gauge_->Set(value);
}
void Gauge::add(double difference) const {
    gauge_->Increment(difference);
}
void Histogram::observe(double value) const {
    histogram_->Observe(value);
}

Metrics::Metrics() : families_(std::make_unique<Families>()) {}
Metrics::~Metrics() = default;

Counter Metrics::turns(const std::string& plugin, const std::string& result) {
    return Counter(families_->turns.Add({{"plugin", plugin}, {"result", result}}));
}

Histogram Metrics::turn_seconds() {
    return Histogram(families_->turn_seconds.Add({}, turn_buckets));
}

Histogram Metrics::batch_size() {
    return Histogram(families_->batch_size.Add({}, batch_buckets));
}

Gauge Metrics::lane_depth(int lane) {
    return Gauge(families_->lane_depth.Add({{"lane", std::to_string(lane)}}));
}

Gauge Metrics::outbox(const std::string& state) {
    return Gauge(families_->outbox.Add({{"state", state}}));
}

Counter Metrics::sends(const std::string& adapter, const std::string& outcome) {
    return Counter(families_->sends.Add({{"adapter", adapter}, {"outcome", outcome}}));
}

Counter Metrics::http_requests(const std::string& route, int status) {
    return Counter(families_->http_requests.Add({{"route", route}, {"status", std::to_string(status)}}));
}

Histogram Metrics::http_seconds(const std::string& route) {
    return Histogram(families_->http_seconds.Add({{"route", route}}, http_buckets));
}

std::string Metrics::render() const {
    return prometheus::TextSerializer().Serialize(families_->registry.Collect());
}

}  // namespace noticeboard::watch
