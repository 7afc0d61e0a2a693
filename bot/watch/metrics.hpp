// Metrics for Prometheus: what is counted, and the handles that count it.
//
// Resolve a handle once, keep it, and add to it from any thread; adding takes nanoseconds. Labels come from our own
// tables (plugin, adapter, route names), never from what somebody sent: each new value is a new series for ever.
#pragma once

#include <memory>
#include <string>

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
}  // namespace prometheus

namespace noticeboard::watch {

class Counter {  // only rises
 public:
    void add(double count = 1) const;

 private:
    friend class Metrics;
    explicit Counter(prometheus::Counter& counter) : counter_(&counter) {}
    prometheus::Counter* counter_;
};

class Gauge {  // rises and falls
 public:
    void set(double value) const;
    void add(double difference) const;

 private:
    friend class Metrics;
    explicit Gauge(prometheus::Gauge& gauge) : gauge_(&gauge) {}
    prometheus::Gauge* gauge_;
};

class Histogram {  // how values spread
 public:
    void observe(double value) const;

 private:
    friend class Metrics;
    explicit Histogram(prometheus::Histogram& histogram) : histogram_(&histogram) {}
    prometheus::Histogram* histogram_;
};

class Metrics {
 public:
    Metrics();
    ~Metrics();

    Counter turns(const std::string& plugin, const std::string& result);
    Histogram turn_seconds();
    Histogram batch_size();
    Gauge lane_depth(int lane);
    Gauge outbox(const std::string& state);
    Counter sends(const std::string& adapter, const std::string& outcome);
    Counter http_requests(const std::string& route, int status);
    Histogram http_seconds(const std::string& route);

    // All of them in Prometheus' text format 0.0.4.
    std::string render() const;

 private:
    struct Families;
    std::unique_ptr<Families> families_;
};

}  // namespace noticeboard::watch
