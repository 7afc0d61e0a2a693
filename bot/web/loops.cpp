// Starting and ending the I/O threads.
#include "bot/web/loops.hpp"

#include <algorithm>

namespace noticeboard::web {

Loops::Loops(std::size_t threads) {
    for (std::size_t i = 0; i < std::max<std::size_t>(threads, 1); ++i) {
        Loop& loop = *loops_.emplace_back(std::make_unique<Loop>());
        loop.thread = std::thread([&loop] { loop.context.run(); });
    }
}

Loops::~Loops() {
    stop();
}

void Loops::stop() {
    for (const auto& loop : loops_) loop->context.stop();
    for (const auto& loop : loops_)
        if (loop->thread.joinable()) loop->thread.join();
}

}  // namespace noticeboard::web
