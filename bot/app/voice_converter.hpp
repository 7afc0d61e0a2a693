// VoiceConverter: makes of a recording an MP3, which every platform plays. A program (ffmpeg) does it, confined: the
// recording is a stranger's, and is not decoded in the process that holds the master key.
#pragma once

#include <atomic>
#include <boost/asio/thread_pool.hpp>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "bot/app/confined.hpp"
#include "bot/web/task.hpp"
#include "config/config.hpp"

namespace noticeboard::app {

inline constexpr Millis convert_within = 8s;

// The program's path: `voice_converter`, or `ffmpeg` on PATH. Empty: there is none, or none is wanted. Error: the one
// that is named cannot be run.
Result<std::string> find_converter(const Config& config);

// The recording as MP3, its sound alone and nothing else that it carried. `longest`: as long as a platform plays; 0:
// the longest we convert (ten minutes). Error: `invalid` (it is broken, too long, took too long), `passing`.
Result<std::string> to_mp3(const std::string& program, std::string_view recording, Millis longest, const Halt& halt,
                           Millis deadline = convert_within);

// Tries the program on a moment of silence. Error: as of `to_mp3`.
Result<Done> try_converter(const std::string& program, const Halt& halt = {});

class VoiceConverter {
 public:
    // With the program that is found; null when there is none, which is logged. Error: as of find_converter.
    static Result<std::unique_ptr<VoiceConverter>> open(const Config& config);

    // Tries the program beside everything else; `fails` is called when it cannot do it.
    VoiceConverter(std::string program, std::function<void()> fails);
    ~VoiceConverter();

    bool works() const { return works_; }  // until it was tried, it is believed to
    web::Task<Result<std::string>> convert(std::string recording, Millis longest);
    void stop();  // what is under way ends, and what would begin: `passing`

 private:
    const std::string program_;
    std::atomic<bool> works_{true};
    Halt halt_;
    boost::asio::thread_pool hands_{2};  // so many run at once
};

}  // namespace noticeboard::app
