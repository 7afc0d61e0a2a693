// Links, as people type them and as swindlers hide them: in words, behind words, on buttons.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/model/event.hpp"

namespace noticeboard::plugins::moderating {

// The hosts that a text links to, folded: "看 WWW．Example。com/x" → {"www.example.com"}. With a scheme any host
// counts, without one only what ends like an internet name. Mail addresses are none. At most 20, of the first 16 KiB.
std::vector<std::string> hosts_in(std::string_view text);

// The host that an address leads to, folded, without whoever is to sign in there: "https://gov.cn@Bad.Example:8080/x" →
// "bad.example". With or without a scheme; empty where there is none.
std::string host_of(std::string_view address);

// Every host that a message leads to, by its words, behind them, by its buttons.
std::vector<std::string> hosts_in(const Message& message);

// What a message says, at most `most` characters of it, and then the addresses that its words do not show: “here →
// https://bad.example”. What words are looked for in, and what a case quotes.
std::string with_links(const Message& message, std::size_t most);

// Whether a host is one of these, or below one: "mp.weixin.qq.com" is below "qq.com".
bool is_among(std::string_view host, const std::vector<std::string>& hosts);

}  // namespace noticeboard::plugins::moderating
