// The log over spdlog: it owns the output and its lock; the form of a line is ours.
#include "bot/watch/log.hpp"

#include <fmt/chrono.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>

#include "bot/watch/redact.hpp"

namespace noticeboard::watch {
namespace {

constexpr std::array<std::string_view, 5> level_names = {"debug", "info", "warning", "error", "off"};

std::string_view name_of(Level level) {
    return level_names[static_cast<std::size_t>(level)];
}

std::string json(std::string_view text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

// Console values: bare where that is plain to read, quoted where blanks or control characters would mislead.
std::string console(std::string_view text) {
    const bool bare =
        !text.empty() && text.find_first_of(" \"=\\") == std::string_view::npos &&
        std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; });
    return bare ? std::string(text) : json(text);
}

std::string as_text(const Field::Value& value, std::string (*text)(std::string_view)) {
    if (const auto* view = std::get_if<std::string_view>(&value)) return text(*view);
    if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
    if (const auto* yes = std::get_if<bool>(&value)) return *yes ? "true" : "false";
    return nlohmann::json(std::get<double>(value)).dump();
}

std::string time_text() {
    const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    const auto millis = static_cast<int>(now.time_since_epoch().count() % 1000);
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(std::chrono::system_clock::to_time_t(now)), millis);
}

std::string json_line(Level level, std::string_view event, std::initializer_list<Field> fields) {
    std::string line =
        fmt::format(R"({{"time":"{}","level":"{}","event":{})", time_text(), name_of(level), json(event));
    for (const Field& field : fields) line += fmt::format(",{}:{}", json(field.key), as_text(field.value, json));
    return line + '}';
}

std::string console_line(Level level, std::string_view event, std::initializer_list<Field> fields) {
    std::string line = fmt::format("{} {:<7} {}", time_text(), name_of(level), console(event));
    for (const Field& field : fields) line += fmt::format(" {}={}", field.key, as_text(field.value, console));
    return line;
}

class FunctionSink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
    explicit FunctionSink(std::function<void(std::string_view)> to) : to_(std::move(to)) {}

 private:
    void sink_it_(const spdlog::details::log_msg& message) override {
        to_({message.payload.data(), message.payload.size()});
    }
    void flush_() override {}

    std::function<void(std::string_view)> to_;
};

spdlog::sink_ptr sink_for(const LogSettings& settings) {
    if (settings.sink) return std::make_shared<FunctionSink>(settings.sink);
    if (!settings.file.empty()) return std::make_shared<spdlog::sinks::basic_file_sink_mt>(settings.file.string());
    return std::make_shared<spdlog::sinks::stderr_sink_mt>();
}

struct Output {
    explicit Output(const LogSettings& settings)
        : format(settings.format), redaction(settings.secrets), logger("noticeboard", sink_for(settings)) {
        logger.set_pattern("%v");
        logger.set_level(spdlog::level::trace);
        logger.flush_on(spdlog::level::trace);
    }
    LogSettings::Format format;
    Redaction redaction;
    spdlog::logger logger;
};

std::atomic<Level> least{Level::info};

// Where lines go at present; whoever writes holds it until her line is out.
class Current {
 public:
    std::shared_ptr<Output> get() {
        const std::lock_guard held(lock_);
        return output_;
    }
    void set(std::shared_ptr<Output> output) {
        const std::lock_guard held(lock_);
        output_.swap(output);
    }

 private:
    std::mutex lock_;
    std::shared_ptr<Output> output_ = std::make_shared<Output>(LogSettings());
};

Current& current() {
    static Current one;
    return one;
}

}  // namespace

std::optional<Level> level_named(std::string_view name) {
    for (std::size_t i = 0; i < level_names.size(); ++i) {
        if (level_names[i] == name) return static_cast<Level>(i);
    }
    return std::nullopt;
}

void start_log(const LogSettings& settings) {
    current().set(std::make_shared<Output>(settings));
    least.store(settings.level);
}

void set_log_level(Level level) {
    least.store(level);
}
bool logs(Level level) {
    return level >= least.load(std::memory_order_relaxed) && level != Level::off;
}

void write(Level level, std::string_view event, std::initializer_list<Field> fields) {
    if (!logs(level)) return;
    const auto to = current().get();
    const bool as_json = to->format == LogSettings::Format::json;
    const auto line =
        to->redaction.apply(as_json ? json_line(level, event, fields) : console_line(level, event, fields));
    to->logger.log(spdlog::level::info, spdlog::string_view_t(line));
}

}  // namespace noticeboard::watch
