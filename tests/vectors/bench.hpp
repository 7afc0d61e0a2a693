// Bench: what the runner must know of one platform to try its vectors; and the parts of the runner.
#pragma once

#include <string>
#include <vector>

#include "tests/support.hpp"
#include "tests/vectors/describe.hpp"

namespace noticeboard::tests {

struct Proof {  // where a request carries what proves its sender
    enum class In { header, query } in;
    std::string name;
};

class Bench {
 public:
    virtual ~Bench() = default;
    virtual std::string type() const = 0;

    // The settings for what a vector file calls its config and the case its kind.
    virtual json settings(const json& config, const std::string& kind) const = 0;

    virtual std::vector<Proof> proofs(const web::Request& request) const = 0;
    virtual bool covers_body(const web::Request& request) const = 0;                  // the proof does
    virtual std::vector<std::string> secrets(const web::Request& request) const = 0;  // keys that may not be others
    virtual std::vector<std::string> needed(const json& settings) const = 0;          // keys that may not be empty

    // A body as the platform would deliver it.
    virtual web::Request delivered(const json& settings, const std::string& body, TimePoint now) const = 0;

    // Whether an event says what a vector wants of it.
    virtual void check_extract(const Event& event, const json& expected) const = 0;
    // Kinds of case that only this platform has; false when the kind is unknown.
    virtual bool special(const json& one) const = 0;
    // Forgeries that need the platform's own art.
    virtual void forgeries(const json& settings, const web::Request& genuine, TimePoint now) const = 0;
};

const Bench& telegram_bench();
const Bench& wechat_bench();
const Bench& bench_of(const std::string& type);

std::unique_ptr<Adapter> made(const Bench& bench, const json& settings);

// A request that was accepted, changed in every way that must not be accepted.
void try_negatives(const Bench& bench, const json& settings, const web::Request& genuine, TimePoint now);

void play_platform_vectors(const json& file);  // "platform-vectors/1"
void play_bot_vectors(const json& file);       // "bot-vectors/1"
void play_own_vectors(const json& file);       // "noticeboard-vectors/1"

}  // namespace noticeboard::tests
