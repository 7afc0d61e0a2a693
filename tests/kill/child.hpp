// A second process under test: started with pipes, fed lines, killed by its id.
#pragma once

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <string>
#include <vector>

namespace noticeboard::tests {

class Child {
 public:
    explicit Child(std::vector<std::string> command) {
        int in[2], out[2];
        if (::pipe(in) != 0 || ::pipe(out) != 0) throw std::runtime_error("pipe");
        id_ = ::fork();
        if (id_ == 0) {
            ::dup2(in[0], 0);
            ::dup2(out[1], 1);
            for (int end : {in[0], in[1], out[0], out[1]}) ::close(end);
            std::vector<char*> list;
            for (std::string& word : command) list.push_back(word.data());
            list.push_back(nullptr);
            ::execv(list[0], list.data());
            ::_exit(127);
        }
        ::close(in[0]);
        ::close(out[1]);
        to_ = ::fdopen(in[1], "w");
        from_ = ::fdopen(out[0], "r");
    }
    ~Child() {
        if (to_ != nullptr) std::fclose(to_);
        std::fclose(from_);
        end();
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    void write(const std::string& line) {
        std::fputs((line + "\n").c_str(), to_);
        std::fflush(to_);
    }
    void close_input() {
        std::fclose(to_);
        to_ = nullptr;
    }
    // The next line it prints; empty when it is gone.
    std::string read() {
        char buffer[4096];
        if (std::fgets(buffer, sizeof buffer, from_) == nullptr) return {};
        std::string line = buffer;
        while (!line.empty() && line.back() == '\n') line.pop_back();
        return line;
    }
    void kill() { ::kill(id_, SIGKILL); }
    bool gone() const {  // it has ended, by itself or not
        siginfo_t info{};
        return ::waitid(P_PID, static_cast<id_t>(id_), &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid != 0;
    }
    // Waits for its end; true when it ended by itself with 0.
    bool end() {
        if (id_ > 0) {
            ::waitpid(id_, &status_, 0);
            id_ = 0;
        }
        return WIFEXITED(status_) && WEXITSTATUS(status_) == 0;
    }

 private:
    pid_t id_ = 0;
    int status_ = 0;
    FILE* to_ = nullptr;
    FILE* from_ = nullptr;
};

}  // namespace noticeboard::tests
