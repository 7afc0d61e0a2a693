// The theatres there are.
#pragma once

#include "bot/text/catalog.hpp"
#include "config/config.hpp"
#include "tests/talks/theatre.hpp"

namespace noticeboard::tests {

struct TalkSettings {
    Config config;  // roles, limits, hotlines
    std::shared_ptr<const text::Catalog> catalog;
    std::string locales;
};

TalkSettings talk_settings(const std::string& locales);  // throws when they cannot be read

std::unique_ptr<Theatre> stage_theatre(const TalkSettings& settings);
std::unique_ptr<Theatre> telegram_theatre(const TalkSettings& settings);
std::unique_ptr<Theatre> wechat_theatre(const TalkSettings& settings);
std::unique_ptr<Theatre> web_theatre(const TalkSettings& settings);
std::unique_ptr<Theatre> pair_theatre(const TalkSettings& settings);  // WeChat and the built-in chat in one program

}  // namespace noticeboard::tests
