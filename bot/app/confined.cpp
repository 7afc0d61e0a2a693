// Confined: see confined.hpp.
#include "bot/app/confined.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>

#include "bot/app/fence.hpp"

namespace noticeboard::app {
namespace {

using Steady = std::chrono::steady_clock;

constexpr rlim_t most_handles = 16;
constexpr rlim_t stack = 1024 * 1024;

// The bytes as a file that is on no disk and that nobody can change.
Handle in_memory(std::string_view bytes) {
    Handle out(::memfd_create("bytes", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    while (out && !bytes.empty()) {
        const ssize_t written = ::write(out.get(), bytes.data(), bytes.size());
        if (written <= 0) return Handle();
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    if (!out || ::lseek(out.get(), 0, SEEK_SET) != 0 ||
        ::fcntl(out.get(), F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) != 0)
        return Handle();
    return out;
}

struct Child {  // all that it needs, made before the fork
    const char* program;
    std::vector<char*> arguments;
    int in, out, none;
    pid_t parent;
    const Fence& fence;
    const Bounds& bounds;
};

bool limit(int what, rlim_t most) {
    const rlimit both{most, most};
    return ::setrlimit(static_cast<__rlimit_resource_t>(what), &both) == 0;
}

// Between fork and exec: only calls that are safe there.
[[noreturn]] void become(const Child& child) {
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != child.parent) ::_exit(126);
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::signal(SIGPIPE, SIG_DFL);
    const auto seconds = static_cast<rlim_t>(std::chrono::ceil<std::chrono::seconds>(child.bounds.deadline).count());
    const bool ready = ::dup2(child.in, 0) == 0 && ::dup2(child.out, 1) == 1 && ::dup2(child.none, 2) == 2 &&
                       ::chdir("/") == 0 && limit(RLIMIT_CORE, 0) && limit(RLIMIT_FSIZE, 0) &&
                       limit(RLIMIT_CPU, seconds) && limit(RLIMIT_NOFILE, most_handles) && limit(RLIMIT_STACK, stack) &&
                       child.fence.close_behind() && ::close_range(3, ~0U, 0) == 0 &&
                       limit(RLIMIT_AS, child.bounds.memory);
    char* nothing[] = {nullptr};
    if (ready) ::execve(child.program, child.arguments.data(), nothing);
    ::_exit(126);
}

class Running {  // killed and buried at the latest when this ends
 public:
    explicit Running(pid_t id) : id_(id), handle_(static_cast<int>(::syscall(SYS_pidfd_open, id, 0))) {}
    ~Running() {
        if (id_ > 0) bury();
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

    int handle() const { return handle_.get(); }  // can be read once it has ended

    // Whether it had ended by itself, and well. Takes along what it may have started.
    bool bury() {
        ::kill(-id_, SIGKILL);
        ::kill(id_, SIGKILL);
        int status = 0;
        while (::waitpid(id_, &status, 0) < 0 && errno == EINTR) continue;
        id_ = 0;
        return WIFEXITED(status) && WEXITSTATUS(status) == 0;
    }

 private:
    pid_t id_;
    Handle handle_;
};

}  // namespace

Halt::Halt() : handle_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

void Halt::call() const {
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(handle_.get(), &one, sizeof one);  // full: it was called before
}

Result<std::string> run_confined(const std::string& program, const std::vector<std::string>& arguments,
                                 std::string_view bytes, const Bounds& bounds, const Halt& halt) {
    const auto until = Steady::now() + bounds.deadline;
    const Handle in = in_memory(bytes), none(::open("/dev/null", O_RDWR | O_CLOEXEC));
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC) != 0 || !in || !none) return passing("a program could not be started");
    Handle from(ends[0]), to(ends[1]);
    const Fence fence(program);
    Child child{program.c_str(), {}, in.get(), to.get(), none.get(), ::getpid(), fence, bounds};
    child.arguments.push_back(const_cast<char*>(program.c_str()));
    for (const std::string& one : arguments) child.arguments.push_back(const_cast<char*>(one.c_str()));
    child.arguments.push_back(nullptr);

    const pid_t id = ::fork();
    if (id == 0) become(child);
    if (id < 0) return passing("a program could not be started");
    Running running(id);
    to.close();

    std::string out;
    bool open = true;
    while (true) {
        const auto left = std::chrono::ceil<Millis>(until - Steady::now()).count();
        if (left <= 0) return invalid("deadline");
        pollfd waited[] = {{halt.handle(), POLLIN, 0}, {open ? from.get() : running.handle(), POLLIN, 0}};
        if (::poll(waited, 2, static_cast<int>(left)) < 0 && errno != EINTR) return passing("poll failed");
        if (waited[0].revents != 0) return passing("halted");
        if (waited[1].revents == 0) continue;
        if (!open) break;  // it has ended
        char piece[64 * 1024];
        const ssize_t got = ::read(from.get(), piece, sizeof piece);
        if (got < 0 && errno != EINTR) return passing("a pipe broke");
        if (got == 0) open = false;
        if (got > 0) out.append(piece, static_cast<std::size_t>(got));
        if (out.size() > bounds.most_printed) return invalid("too much");
    }
    if (!running.bury()) return invalid("it failed");
    return out;
}

}  // namespace noticeboard::app
