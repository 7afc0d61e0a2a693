// Links in a text, as people type them and as swindlers hide them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace noticeboard::plugins::moderating {

// The hosts that a text links to, folded: "看 WWW．Example。com/x" → {"www.example.com"}. With a scheme any host
// counts, without one only what ends like an internet name. Mail addresses are none. At most 20, of the first 16 KiB.
std::vector<std::string> hosts_in(std::string_view text);

// Whether a host is one of these, or below one: "mp.weixin.qq.com" is below "qq.com".
bool is_among(std::string_view host, const std::vector<std::string>& hosts);

}  // namespace noticeboard::plugins::moderating
