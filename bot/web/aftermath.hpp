// Aftermath: tells the application once whether its answer went out, whatever happens to the connection.
#pragma once

#include <boost/core/demangle.hpp>
#include <exception>
#include <functional>
#include <string>
#include <typeinfo>
#include <utility>

#include "bot/web/site.hpp"

namespace noticeboard::web {

inline std::string type_of(const std::exception& error) {
    return boost::core::demangle(typeid(error).name());
}

class Aftermath {
 public:
    Aftermath(std::function<void(bool)> after, Site& site) : after_(std::move(after)), site_(site) {}
    ~Aftermath() { settle(false); }
    Aftermath(const Aftermath&) = delete;
    Aftermath& operator=(const Aftermath&) = delete;

    bool matters() const { return static_cast<bool>(after_); }
    void settle(bool written) {
        const auto after = std::exchange(after_, nullptr);
        if (!after) return;
        try {
            after(written);
        } catch (const std::exception& error) {
            site_.report(type_of(error));
        }
    }

 private:
    std::function<void(bool)> after_;
    Site& site_;
};

}  // namespace noticeboard::web
