// VoiceConverter: see voice_converter.hpp.
#include "bot/app/voice_converter.hpp"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "bot/model/voice.hpp"
#include "bot/watch/log.hpp"
#include "bot/web/completion.hpp"

namespace noticeboard::app {
namespace {

// 32 kbit/s mono at 24,000 Hz: enough for speech, and every frame the same 96 bytes for 24 ms.
constexpr std::size_t frame_bytes = 96;
constexpr Millis frame_length = 24ms;
constexpr Millis longest_of_all = 10min;
constexpr Millis lead_in = 100ms;                               // what the encoder itself may add, at most
constexpr std::size_t memory = std::size_t{512} * 1024 * 1024;  // of address space; it uses 60 MB

std::size_t bytes_of(Millis length) {
    return static_cast<std::size_t>(length / frame_length) * frame_bytes;
}

// How the program calls what voice_kind knows: it is told, and does not guess.
std::string_view format_of(std::string_view recording) {
    constexpr std::pair<std::string_view, std::string_view> formats[] = {
        {"ogg", "ogg"}, {"webm", "matroska"}, {"m4a", "mov"}, {"amr", "amr"}, {"mp3", "mp3"}};
    const std::string_view ending = voice_kind(recording).ending;
    for (const auto& [known, format] : formats) {
        if (known == ending) return format;
    }
    return {};
}

std::vector<std::string> arguments_for(std::string_view format, Millis longest) {
    return {"-nostdin", "-hide_banner", "-loglevel", "quiet",
            // what goes in: this format, these codecs, from memory; no other file, no network
            "-protocol_whitelist", "file", "-codec_whitelist", "opus,libopus,vorbis,aac,amrnb,amrwb,mp3,mp3float",
            "-threads", "1", "-f", std::string(format), "-i", "file:/proc/self/fd/0",
            // what comes out: one sound track, no texts, no tags
            "-map", "0:a:0", "-vn", "-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1", "-ac", "1", "-ar",
            "24000", "-c:a", "libmp3lame", "-b:a", "32k", "-t", std::to_string((longest + 1s) / 1s), "-f", "mp3",
            "-write_xing", "0", "-id3v2_version", "0", "-write_id3v1", "0", "pipe:1"};
}

bool can_be_run(const std::filesystem::path& file) {
    std::error_code error;
    return std::filesystem::is_regular_file(file, error) && ::access(file.c_str(), X_OK) == 0;
}

// AMR, 0.2 s: ten frames of 4.75 kbit/s.
std::string a_silence() {
    std::string out = "#!AMR\n";
    for (int i = 0; i < 10; ++i) out += '\x04' + std::string(12, '\0');
    return out;
}

}  // namespace

Result<std::string> find_converter(const Config& config) {
    if (!config.converts_voices) return std::string();
    if (!config.voice_converter.empty()) {
        if (can_be_run(config.voice_converter)) return config.voice_converter.string();
        return invalid("voice_converter: there is no program " + config.voice_converter.string());
    }
    const char* path = std::getenv("PATH");
    std::string_view folders = path != nullptr ? path : "";
    while (!folders.empty()) {
        const std::string_view folder = folders.substr(0, folders.find(':'));
        folders.remove_prefix(std::min(folder.size() + 1, folders.size()));
        const auto file = std::filesystem::path(folder) / "ffmpeg";
        if (file.is_absolute() && can_be_run(file)) return file.string();
    }
    return std::string();
}

Result<std::string> to_mp3(const std::string& program, std::string_view recording, Millis longest, const Halt& halt,
                           Millis deadline) {
    const std::string_view format = format_of(recording);
    if (format.empty()) return invalid("no recording that we know");
    const Millis most = longest > Millis{0} ? std::min(longest, longest_of_all) : longest_of_all;
    Bounds bounds;
    bounds.deadline = deadline;
    bounds.memory = memory;
    bounds.most_printed = bytes_of(most + 2s);
    auto out = run_confined(program, arguments_for(format, most), recording, bounds, halt);
    if (!out) return out;
    if (voice_kind(*out).ending != "mp3") return invalid("there is no sound in it");
    if (out->size() > bytes_of(most + lead_in)) return invalid("it is too long");
    if (out->size() > bytes_of(most)) out->resize(bytes_of(most));  // between two frames
    return out;
}

Result<Done> try_converter(const std::string& program, const Halt& halt) {
    const auto made = to_mp3(program, a_silence(), Millis{0}, halt);
    if (!made) return made.error();
    return Done{};
}

Result<std::unique_ptr<VoiceConverter>> VoiceConverter::open(const Config& config) {
    const auto warn = [](const char* why) { watch::warning("voices.not_converted", {{"why", why}}); };
    const auto program = find_converter(config);
    if (!program) return program.error();
    std::unique_ptr<VoiceConverter> out;
    if (!program->empty())
        out = std::make_unique<VoiceConverter>(*program, [warn] { warn("the converter fails, see doctor"); });
    else if (config.converts_voices)
        warn("there is no ffmpeg");
    return out;
}

VoiceConverter::VoiceConverter(std::string program, std::function<void()> fails) : program_(std::move(program)) {
    boost::asio::post(hands_, [this, fails = std::move(fails)] {
        const auto tried = try_converter(program_, halt_);
        if (tried || tried.error().kind == Error::Kind::passing) return;
        works_ = false;
        fails();
    });
}

VoiceConverter::~VoiceConverter() {
    stop();
    hands_.join();
}

web::Task<Result<std::string>> VoiceConverter::convert(std::string recording, Millis longest) {
    const web::Completion<Result<std::string>> done;
    boost::asio::post(hands_, [this, recording = std::move(recording), longest, done] {
        try {
            done.fulfil(to_mp3(program_, recording, longest, halt_));
        } catch (const std::exception&) {
            done.fulfil(passing("no memory"));
        }
    });
    Result<std::string> out = co_await done.wait();
    co_return out;
}

void VoiceConverter::stop() {
    halt_.call();
}

}  // namespace noticeboard::app
