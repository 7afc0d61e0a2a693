// Pages: GETs go to a plugin's view on a reader, POSTs are turns; every page gets the footer and the security headers.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>

#include "bot/app/readers.hpp"
#include "bot/turn/job.hpp"
#include "bot/turn/router.hpp"
#include "bot/turn/services.hpp"
#include "bot/web/page.hpp"
#include "bot/web/server.hpp"

namespace noticeboard::app {

class Pages {
 public:
    Pages(turn::Services& services, Readers& readers, std::function<bool(turn::Job)> offer);

    // Answers any path that is a page's; 404 with a friendly page otherwise.
    web::Task<web::Answer> answer(const web::Request& request);

    // A page in its frame, and a request as a view sees it: for those who answer pages themselves.
    web::Answer made(Page page, const web::Request& request, const std::string& route);
    PageRequest understood(const web::Request& request, const turn::Current& current) const;
    Page problem(int status, const std::string& language, const char* title, const char* text) const;

    // Counts (scans of boards) since the last call, by (counter, subject).
    std::map<std::pair<std::string, std::string>, int> take_counts();

 private:
    turn::Services& services_;
    Readers& readers_;
    std::function<bool(turn::Job)> offer_;
    web::Pages templates_;
    std::mutex mutex_;
    std::map<std::pair<std::string, std::string>, int> counts_;
};

}  // namespace noticeboard::app
