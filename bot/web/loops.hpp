// Loops: the I/O threads, each with an io_context of its own, so that nothing on them needs a lock.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <memory>
#include <thread>
#include <vector>

namespace noticeboard::web {

class Loops {
 public:
    explicit Loops(std::size_t threads);  // at least one; they run at once
    ~Loops();
    Loops(const Loops&) = delete;
    Loops& operator=(const Loops&) = delete;

    std::size_t size() const { return loops_.size(); }
    boost::asio::io_context& at(std::size_t index) { return loops_[index]->context; }

    // Ends the threads; what is still waiting on them is dropped by the destructor. Not from one of them.
    void stop();

 private:
    struct Loop {
        boost::asio::io_context context{1};  // one thread runs it
        boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work{context.get_executor()};
        std::thread thread;
    };
    std::vector<std::unique_ptr<Loop>> loops_;
};

}  // namespace noticeboard::web
