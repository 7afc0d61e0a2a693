// Probe: a program for the tests of confinement. Its first argument says what it does; with any other it hangs.
#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

namespace {

const char* yes(bool can) {
    return can ? "yes" : "no";
}

bool can_open(const std::string& file, int flags) {
    return ::open(file.c_str(), flags, 0600) >= 0;
}

bool reads_parent() {
    char byte = 0;
    iovec here{&byte, 1}, there{reinterpret_cast<void*>(0x1000), 1};
    ::process_vm_readv(::getppid(), &here, 1, &there, 1, 0);
    return errno != EPERM;
}

// What lies in its reach; `key` is a file that it must not read, beside which it must not write.
int look(const std::string& key) {
    int variables = 0;
    for (char** one = environ; *one != nullptr; ++one) ++variables;
    std::string handles;
    for (int handle = 0; handle < 4096; ++handle) {
        if (::fcntl(handle, F_GETFD) >= 0) handles += " " + std::to_string(handle);
    }
    char folder[4096];
    const bool home = ::getcwd(folder, sizeof folder) != nullptr && std::strcmp(folder, "/") != 0;
    std::printf("environment %s\nhandles%s\nfolder %s\n", yes(variables > 0), handles.c_str(), yes(home));
    std::printf("key %s\n", yes(can_open(key, O_RDONLY)));
    std::printf("write %s\n", yes(can_open(key + ".new", O_WRONLY | O_CREAT)));
    std::printf("remove %s\n", yes(::unlink((key + ".new").c_str()) == 0));
    std::printf("truncate %s\n", yes(::truncate(key.c_str(), 3) == 0));
    std::printf("socket %s\n", yes(::socket(AF_INET, SOCK_DGRAM, 0) >= 0));
    std::printf("parent %s\n", yes(reads_parent()));
    return 0;
}

// Its input twice, found anew by its name and from the start.
int echo() {
    std::signal(SIGXFSZ, SIG_IGN);
    for (int times = 0; times < 2; ++times) {
        const int in = ::open("/proc/self/fd/0", O_RDONLY);
        char piece[4096];
        for (ssize_t got; (got = ::read(in, piece, sizeof piece)) > 0;)
            std::fwrite(piece, 1, static_cast<std::size_t>(got), stdout);
    }
    return ::write(0, "x", 1) < 0 ? 0 : 1;
}

int print() {
    while (std::puts("………………………………………………………………………………………………………………") >= 0) continue;
    return 1;
}

int eat() {
    std::size_t eaten = 0;
    for (constexpr std::size_t bite = 1024 * 1024; eaten < 4096; ++eaten) {
        void* memory = std::malloc(bite);
        if (memory == nullptr) break;
        std::memset(memory, 1, bite);
    }
    std::printf("%zu", eaten);
    return 0;
}

[[noreturn]] void hang() {
    ::fork();
    while (true) ::pause();
}

}  // namespace

int main(int count, char** arguments) {
    const std::string what = count > 1 ? arguments[1] : "";
    if (what == "look") return look(arguments[2]);
    if (what == "echo") return echo();
    if (what == "print") return print();
    if (what == "eat") return eat();
    if (what == "fail") return std::puts("half"), 3;
    if (what == "complain") return std::fputs("of her words", stderr), std::puts("done"), 0;
    hang();
}
