// The health of all parts.
#include "bot/watch/health.hpp"

#include <algorithm>

namespace noticeboard::watch {

void Health::expect(const std::string& name, Weight weight) {
    const std::lock_guard held(lock_);
    checks_.insert_or_assign(name, Check{name, weight, Check::State::starting, "starting"});
}

Health::Check& Health::of(const std::string& name) {
    return checks_.try_emplace(name, Check{name, Weight::note, Check::State::starting, ""}).first->second;
}

void Health::well(const std::string& name) {
    const std::lock_guard held(lock_);
    Check& check = of(name);
    check.state = Check::State::well;
    check.reason.clear();
}

void Health::unwell(const std::string& name, std::string reason) {
    const std::lock_guard held(lock_);
    Check& check = of(name);
    check.state = Check::State::unwell;
    check.reason = std::move(reason);
}

bool Health::live() const {
    const std::lock_guard held(lock_);
    return std::none_of(checks_.begin(), checks_.end(), [](const auto& entry) {
        return entry.second.weight == Weight::live && entry.second.state == Check::State::unwell;
    });
}

bool Health::ready() const {
    const std::lock_guard held(lock_);
    return std::none_of(checks_.begin(), checks_.end(), [](const auto& entry) {
        return entry.second.weight != Weight::note && entry.second.state != Check::State::well;
    });
}

std::vector<Health::Check> Health::checks() const {
    const std::lock_guard held(lock_);
    std::vector<Check> out;
    for (const auto& [name, check] : checks_) out.push_back(check);
    return out;
}

std::string Health::text() const {
    std::string out = ready() ? "ready\n" : "not ready\n";
    for (const Check& check : checks())
        out += check.name + ": " + (check.state == Check::State::well ? "well" : check.reason) + "\n";
    return out;
}

}  // namespace noticeboard::watch
