// Fence: see fence.hpp. Landlock for files, a seccomp filter for calls that reach outside.
#include "bot/app/fence.hpp"

#include <linux/audit.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <cstddef>
#include <cstdint>

namespace noticeboard::app {
namespace {

// What a program needs to start. No folder that could hold a store or a key.
constexpr const char* system_places[] = {"/usr/bin", "/usr/lib", "/usr/lib64", "/usr/local/lib",
                                         "/bin",     "/lib",     "/lib64",     "/etc/ld.so.cache"};

// A socket, another process's memory, descriptors or signals, what Landlock does not see.
constexpr int kept_back[] = {SYS_socket,
                             SYS_socketpair,
                             SYS_ptrace,
                             SYS_process_vm_readv,
                             SYS_process_vm_writev,
                             SYS_pidfd_getfd,
                             SYS_io_uring_setup,
                             SYS_truncate,
                             SYS_fchmod,
                             SYS_fchmodat,
                             SYS_fchown,
                             SYS_fchownat,
                             SYS_kill,
                             SYS_pidfd_send_signal,
                             SYS_rt_sigqueueinfo,
                             SYS_bpf,
                             SYS_perf_event_open,
                             SYS_userfaultfd,
                             SYS_add_key,
                             SYS_keyctl,
                             SYS_unshare,
                             SYS_mount,
                             SYS_setns};

#if defined(__x86_64__)
constexpr std::uint32_t machine = AUDIT_ARCH_X86_64;
constexpr std::uint32_t other_numbers = 0x40000000;  // of the x32 calls
#elif defined(__aarch64__)
constexpr std::uint32_t machine = AUDIT_ARCH_AARCH64;
constexpr std::uint32_t other_numbers = 0;
#else
constexpr std::uint32_t machine = 0;  // no filter
constexpr std::uint32_t other_numbers = 0;
#endif

long landlock_version() {
    return ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

// All that this kernel's Landlock can keep: thirteen rights at first, since then one a version (links across folders,
// truncating; later ones are not files).
std::uint64_t rights_of(long version) {
    std::uint64_t out = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;
    if (version >= 2) out |= out + 1;
    if (version >= 3) out |= out + 1;
    return out;
}

void allow(int rules, const char* place) {
    const Handle at(::open(place, O_PATH | O_CLOEXEC));
    if (!at) return;
    landlock_path_beneath_attr rule{};
    rule.parent_fd = at.get();
    rule.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_EXECUTE;
    ::syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
}

Handle rules_for(const std::string& program) {
    const long version = landlock_version();
    if (version < 1) return Handle();
    landlock_ruleset_attr kept{};
    kept.handled_access_fs = rights_of(version);
    Handle rules(static_cast<int>(::syscall(SYS_landlock_create_ruleset, &kept, sizeof kept.handled_access_fs, 0)));
    if (!rules) return rules;
    for (const char* place : system_places) allow(rules.get(), place);
    allow(rules.get(), program.c_str());
    return rules;
}

std::vector<sock_filter> filter() {
    std::vector<sock_filter> out;
    if (machine == 0) return out;
    const auto stop = [&out](std::uint32_t how) { out.push_back(BPF_STMT(BPF_RET | BPF_K, how)); };
    const auto load = [&out](std::size_t at) {
        out.push_back(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(at)));
    };
    load(offsetof(seccomp_data, arch));
    out.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, machine, 1, 0));
    stop(SECCOMP_RET_KILL_PROCESS);
    load(offsetof(seccomp_data, nr));
    if (other_numbers != 0) {
        out.push_back(BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, other_numbers, 0, 1));
        stop(SECCOMP_RET_KILL_PROCESS);
    }
    for (const int call : kept_back) {
        out.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(call), 0, 1));
        stop(SECCOMP_RET_ERRNO | 1);  // EPERM
    }
    stop(SECCOMP_RET_ALLOW);
    return out;
}

}  // namespace

Fence::Fence(const std::string& program) : files_(rules_for(program)), calls_(filter()) {}

bool Fence::close_behind() const {
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return false;
    if (files_ && ::syscall(SYS_landlock_restrict_self, files_.get(), 0) != 0) return false;
    if (calls_.empty()) return true;
    sock_fprog program{static_cast<unsigned short>(calls_.size()), const_cast<sock_filter*>(calls_.data())};
    // Where the kernel has no filters the rest of the fence still stands.
    ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
    return true;
}

bool Fence::keeps_files() {
    return landlock_version() >= 1;
}

}  // namespace noticeboard::app
