// Database: where the store lies and how its sessions are opened. The one place that knows which database it is.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "bot/model/result.hpp"
#include "bot/store/session.hpp"

namespace noticeboard::store {

enum class Access { write, read };
enum class Durability { full, normal };  // normal: a power cut may take the last commits with it

class Database {
 public:
    // `address` is `sqlite:PATH`. The file is made when it is not there. Error: invalid (no such kind of store),
    // passing (cannot be opened; says why).
    static Result<Database> open(std::string_view address, Durability durability = Durability::full);

    // A new session. A reader's refuses writes. Throws Failure.
    std::unique_ptr<Session> session(Access access) const;

    const std::string& path() const { return path_; }

    // Keeps every other `serve` from the same file, for as long as the returned lock lives. Error: conflict.
    Result<std::shared_ptr<void>> lock() const;

    // A copy of the whole store as of one moment, into a file that must not exist yet.
    Result<Done> backup_to(const std::string& path) const;

 private:
    Database(std::string path, Durability durability) : path_(std::move(path)), durability_(durability) {}
    std::string path_;
    Durability durability_;
};

}  // namespace noticeboard::store
