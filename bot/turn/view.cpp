// View: what a GET may ask and show.
#include "bot/community/vault.hpp"
#include "bot/plugin.hpp"
#include "bot/turn/frame.hpp"

namespace noticeboard {

const PageRequest& View::request() const {
    return *frame_.request;
}
const Settings& View::settings() const {
    return frame_.settings();
}
TimePoint View::now() const {
    return frame_.scope.now();
}
community::Scope& View::community() const {
    frame_.work_for_plugin();
    return frame_.scope;
}
store::Session& View::sql() const {
    return community().sql;
}
std::string_view View::language() const {
    return frame_.language;
}
const text::Catalog& View::catalog() const {
    return *frame_.current.catalog;
}

const Site& View::site() const {
    return frame_.current.site;
}
std::string View::draw(const std::string& text) const {
    return frame_.services.draw(text);
}
std::string View::mark(std::string_view text) const {
    return frame_.services.vault.mark(frame_.plugin->name(), text);
}

void View::page(Page page) {
    if (page.language.empty()) page.language = frame_.language;
    frame_.effects.page = std::move(page);
}

void View::count(std::string counter, std::string subject) {
    frame_.effects.audit.push_back({std::move(counter), std::move(subject), {}});
}

}  // namespace noticeboard
