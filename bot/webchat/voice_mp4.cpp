// MP4 with AAC or Opus: of its boxes only those that playing needs stay; the others become `free` in place.
#include <algorithm>

#include "bot/webchat/voice_kinds.hpp"

namespace noticeboard::webchat {
namespace {

struct Box {
    std::string_view type;
    std::size_t begin, data, end;
};

struct Rule {  // what stays inside a box; `inside` names the boxes that are looked into
    std::string_view parent, stays, inside;
};
// Names of four letters, one after the other.
constexpr Rule rules[] = {
    {"", "ftypstypmdatsidxmfra", "moovmoof"},
    {"moov", "mvhd", "trakmvex"},
    {"mvex", "trexmehd", ""},
    {"trak", "tkhdedts", "mdia"},
    {"mdia", "mdhdhdlr", "minf"},
    {"minf", "smhddinf", "stbl"},
    {"stbl", "stsdsttsstscstszstz2stcoco64stssctts", ""},
    {"moof", "mfhd", "traf"},
    {"traf", "tfhdtfdttrun", ""},
};

bool lists(std::string_view names, std::string_view type) {
    for (std::size_t i = 0; i < names.size(); i += 4) {
        if (names.substr(i, 4) == type) return true;
    }
    return false;
}

class Cleaner {
 public:
    explicit Cleaner(std::string& bytes) : bytes_(bytes) {}

    bool clean() { return walk("", 0, bytes_.size()) && tracks_ == 1 && sound_ && codec_; }

 private:
    bool walk(std::string_view parent, std::size_t at, std::size_t end) {
        const Rule* rule =
            std::find_if(std::begin(rules), std::end(rules), [&](const Rule& one) { return one.parent == parent; });
        while (at < end) {
            Box box{};
            if (!read(at, end, box)) return false;
            at = box.end;
            const std::string type(box.type);
            if (type == "trak" && ++tracks_ > 1) return false;
            if (lists(rule->inside, type)) {
                if (!walk(type, box.data, box.end)) return false;
            } else if (!lists(rule->stays, type)) {
                blank(box);
            } else if (!wipe(type, box)) {
                return false;
            }
        }
        return true;
    }

    bool read(std::size_t at, std::size_t end, Box& out) const {
        const std::string_view all(bytes_);
        if (end - at < 8) return false;
        std::uint64_t size = big_endian(all.substr(at, 4));
        out = {all.substr(at + 4, 4), at, at + 8, 0};
        if (size == 1) {
            if (end - at < 16) return false;
            size = big_endian(all.substr(at + 8, 8));
            out.data = at + 16;
        } else if (size == 0) {
            size = end - at;
        }
        if (size < out.data - at || size > end - at) return false;
        out.end = at + static_cast<std::size_t>(size);
        return true;
    }

    void zero(std::size_t from, std::size_t to) {
        std::fill(bytes_.begin() + static_cast<std::ptrdiff_t>(from), bytes_.begin() + static_cast<std::ptrdiff_t>(to),
                  '\0');
    }

    void blank(const Box& box) {
        std::copy_n("free", 4, bytes_.begin() + static_cast<std::ptrdiff_t>(box.begin) + 4);
        zero(box.data, box.end);
    }

    // Dates out of headers, the name out of a handler; and looks at what the track is.
    bool wipe(std::string_view type, const Box& box) {
        const std::size_t size = box.end - box.data;
        if (type == "mvhd" || type == "tkhd" || type == "mdhd") {
            if (size < 20) return false;
            zero(box.data + 4, box.data + (bytes_[box.data] == 1 ? 20 : 12));
        } else if (type == "hdlr") {
            if (size < 24) return false;
            sound_ = std::string_view(bytes_).substr(box.data + 8, 4) == "soun";
            zero(box.data + 24, box.end);
        } else if (type == "stsd") {
            if (size < 16) return false;
            const std::string_view format = std::string_view(bytes_).substr(box.data + 12, 4);
            codec_ = format == "mp4a" || format == "Opus";
        }
        return true;
    }

    std::string& bytes_;
    int tracks_ = 0;
    bool sound_ = false, codec_ = false;
};

}  // namespace

bool clean_mp4(std::string& bytes) {
    return Cleaner(bytes).clean();
}

}  // namespace noticeboard::webchat
