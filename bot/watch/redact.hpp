// Redaction: the last line of defence against a secret in a log line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace noticeboard::watch {

class Redaction {
 public:
    Redaction() = default;

    // Secrets of less than 4 bytes are left out: they would blacken ordinary words. Each is also found percent-encoded
    // and as it looks inside a JSON string.
    explicit Redaction(const std::vector<std::string>& secrets);

    // The line with "[secret]" in place of each.
    std::string apply(std::string line) const;

 private:
    std::vector<std::string> forms_;  // longest first, so that a secret inside another does not spoil it
};

}  // namespace noticeboard::watch
