// The built-in chat as an adapter: what it can do. There is nothing to translate: bot/webchat keeps its rows itself.
#pragma once

#include "bot/adapter.hpp"

namespace noticeboard {

Result<std::unique_ptr<Adapter>> make_web(const AdapterSettings& settings);

}  // namespace noticeboard
