// Handle: owns a file descriptor, and never one of the first three: a child's are put there.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <utility>

namespace noticeboard::app {

class Handle {
 public:
    Handle() = default;
    explicit Handle(int taken) : handle_(taken) {
        if (taken < 0 || taken > 2) return;
        handle_ = ::fcntl(taken, F_DUPFD_CLOEXEC, 3);
        ::close(taken);
    }
    ~Handle() { close(); }
    Handle(Handle&& other) noexcept : handle_(std::exchange(other.handle_, -1)) {}
    Handle& operator=(Handle&& other) noexcept {
        std::swap(handle_, other.handle_);
        return *this;
    }

    int get() const { return handle_; }
    explicit operator bool() const { return handle_ >= 0; }
    void close() {
        if (handle_ >= 0) ::close(std::exchange(handle_, -1));
    }

 private:
    int handle_ = -1;
};

}  // namespace noticeboard::app
