// Keys in memory and in their file.
#include "bot/crypto/key.hpp"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "bot/crypto/encoding.hpp"
#include "bot/crypto/hash.hpp"

namespace noticeboard::crypto {
namespace {

class File {  // a descriptor that closes itself
 public:
    File(const std::filesystem::path& path, int flags, mode_t mode = 0)
        : fd_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {}
    ~File() {
        if (fd_ >= 0) ::close(fd_);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    int fd() const { return fd_; }
    bool open() const { return fd_ >= 0; }

 private:
    int fd_;
};

Error failed(const std::filesystem::path& file, const char* what) {
    const int reason = errno;
    const std::string message = "key file " + file.string() + ": " + what + ": " + std::strerror(reason);
    return {reason == ENOENT   ? Error::Kind::not_found
            : reason == EEXIST ? Error::Kind::conflict
                               : Error::Kind::invalid,
            message};
}

void wipe(std::string& text) {
    OPENSSL_cleanse(text.data(), text.size());
}

}  // namespace

Key Key::random(Random& random) {
    Key key;
    random.fill(std::as_writable_bytes(std::span(key.bytes_)));
    return key;
}

Result<Key> Key::from(std::string_view bytes) {
    Key key;
    if (bytes.size() != key.bytes_.size()) return invalid("a key has 32 bytes");
    std::copy(bytes.begin(), bytes.end(), key.bytes_.begin());
    return key;
}

Key::~Key() {
    OPENSSL_cleanse(bytes_.data(), bytes_.size());
}

Key Key::derived(std::string_view label) const {
    std::string made = hmac_sha256(bytes(), label);
    Key key;
    std::copy(made.begin(), made.end(), key.bytes_.begin());
    wipe(made);
    return key;
}

std::string Key::fingerprint() const {
    return hex(sha256("noticeboard key fingerprint\n" + std::string(bytes())).substr(0, 8));
}

Result<Key> load_key(const std::filesystem::path& path) {
    const File file(path, O_RDONLY);
    if (!file.open()) return failed(path, "cannot be opened");
    struct stat about {};
    if (::fstat(file.fd(), &about) != 0) return failed(path, "cannot be examined");
    if (!S_ISREG(about.st_mode)) return invalid("key file " + path.string() + ": is not a plain file");
    if ((about.st_mode & 077) != 0) {
        return forbidden("key file " + path.string() + ": others may read or write it; run chmod 600 on it");
    }
    std::string text(128, '\0');
    const ssize_t size = ::read(file.fd(), text.data(), text.size());
    if (size < 0) return failed(path, "cannot be read");
    std::string_view digits(text.data(), static_cast<std::size_t>(size));
    while (digits.ends_with('\n') || digits.ends_with('\r')) digits.remove_suffix(1);
    auto bytes = unhex(digits);
    wipe(text);
    if (!bytes || bytes->size() != 32)
        return invalid("key file " + path.string() + ": does not hold 64 hexadecimal digits");
    auto key = Key::from(*bytes);
    wipe(*bytes);
    return key;
}

Result<Key> make_key(const std::filesystem::path& path, Random& random) {
    const File file(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
    if (!file.open()) return failed(path, "cannot be made");
    const Key key = Key::random(random);
    std::string text = hex(key.bytes()) + "\n";
    const bool written = ::fchmod(file.fd(), 0600) == 0 &&
                         ::write(file.fd(), text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                         ::fsync(file.fd()) == 0;
    wipe(text);
    if (!written) {
        const Error error = failed(path, "cannot be written");
        ::unlink(path.c_str());
        return error;
    }
    const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
    const File entry(folder, O_RDONLY | O_DIRECTORY);
    if (!entry.open() || ::fsync(entry.fd()) != 0) return failed(folder, "cannot be put on disk");
    return key;
}

}  // namespace noticeboard::crypto
