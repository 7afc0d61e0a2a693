// Opens SQLite as the design asks: WAL, FULL, secure_delete, no memory statistics.
#include "bot/store/database.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>
#include <mutex>

#include "bot/store/connection.hpp"

namespace noticeboard::store {
namespace {

void configure_once() {
    static std::once_flag once;
    // Memory statistics take a global mutex at every allocation: without them parallel reads run ten times faster. And
    // a connection needs no lock of its own: one thread at a time uses a session.
    std::call_once(once, [] {
        sqlite_api::sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
        sqlite_api::sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    });
}

}  // namespace

Result<Database> Database::open(std::string_view address, Durability durability) {
    constexpr std::string_view scheme = "sqlite:";
    if (!address.starts_with(scheme)) {
        return invalid("store: \"" + std::string(address.substr(0, address.find(':'))) +
                       "\" is not a store this build knows; use sqlite:PATH");
    }
    Database database(std::string(address.substr(scheme.size())), durability);
    if (database.path_.empty()) return invalid("store: sqlite: needs a path, for example sqlite:noticeboard.db");
    configure_once();
    try {
        database.session(Access::write);
    } catch (const std::exception& error) {
        return passing("store: " + database.path_ + " cannot be opened: " + error.what());
    }
    return database;
}

std::unique_ptr<Session> Database::session(Access access) const {
    configure_once();
    try {
        auto session = std::make_unique<Session>(std::make_unique<Connection>(path_));
        session->script(
            "PRAGMA busy_timeout=5000; PRAGMA journal_mode=WAL; PRAGMA secure_delete=ON;"
            "PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;");
        // Pages in memory, in KiB; a writer moves its log into the file every 16 MB, not in every fourth batch.
        session->script(access == Access::write ? "PRAGMA cache_size=-12000; PRAGMA wal_autocheckpoint=4000"
                                                : "PRAGMA cache_size=-2000; PRAGMA query_only=ON");
        session->script(durability_ == Durability::full ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
        return session;
    } catch (const soci::soci_error& error) {
        raise(error);
    }
}

Result<std::shared_ptr<void>> Database::lock() const {
    const std::string file = path_ + ".lock";
    const int handle = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (handle < 0) return passing("store: " + file + " cannot be opened");
    if (::flock(handle, LOCK_EX | LOCK_NB) != 0) {
        ::close(handle);
        return conflict("store: " + path_ + " is in use by another running noticeboard");
    }
    return std::shared_ptr<void>(nullptr, [handle](void*) { ::close(handle); });
}

Result<Done> Database::backup_to(const std::string& path) const {
    if (std::filesystem::exists(path)) return conflict(path + " exists already");
    try {
        session(Access::write)->run("VACUUM INTO :path", path);
    } catch (const std::exception& error) {
        return passing("backup: " + std::string(error.what()));
    }
    return Done{};
}

}  // namespace noticeboard::store
