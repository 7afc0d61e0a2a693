// House: a group with a room in the built-in chat, and browsers that come to it, for the tests of this folder.
#pragma once

#include "bot/crypto/encoding.hpp"
#include "bot/store/migration.hpp"
#include "bot/webchat/act.hpp"
#include "bot/webchat/keys.hpp"
#include "bot/webchat/room.hpp"
#include "bot/webchat/row.hpp"
#include "bot/webchat/row_look.hpp"
#include "bot/webchat/schema.hpp"
#include "bot/webchat/show.hpp"
#include "bot/webchat/submit.hpp"
#include "tests/unit/community/town.hpp"

namespace noticeboard::tests {

class House : public Town {
 public:
    House() {
        const std::vector<store::Migrations> tables{webchat::schema()};
        REQUIRE(store::migrate(stage.sql(), tables));
        rules.account = Stage::account;
        rules.public_url = "https://nb.example";
        women = group();
        room = *webchat::open_room(scope, rules, women.id);
    }

    // A browser's request; a POST when it has fields. Gives where it goes, and keeps its cookie.
    struct Browser {
        std::string cookie;
        std::optional<Event> event;
        webchat::Went went;
    };
    void post(Browser& browser, const std::string& path, std::map<std::string, std::string> fields = {},
              const webchat::Sent& sent = {}) {
        PageRequest request = asked(browser, path);
        request.fields = std::move(fields);
        request.fields.emplace("nonce", "nonce-of-form-" + std::to_string(++forms_));
        webchat::Visit visit{scope, rules, glances, flood, request, catalog};
        browser.went = {};
        browser.event = webchat::submit(visit, webchat::read_address(path), sent, browser.went);
        if (!browser.went.cookie.empty()) browser.cookie = browser.went.cookie;
    }
    Page get(const Browser& browser, const std::string& path) {
        const PageRequest request = asked(browser, path);
        webchat::Visit visit{scope, rules, glances, flood, request, catalog};
        return webchat::show(visit, webchat::read_address(path));
    }
    std::string text(const Page& page, const std::string& name) {
        const auto it = page.values.all().find(name);
        return it == page.values.all().end() ? "" : std::get<std::string>(it->second);
    }

    // Somebody in the group, let in by the bot.
    Browser member(const std::string& name) {
        Browser out;
        post(out, "/chat/" + room.place.id + "/enter", {{"name", name}});
        act(Action(Action::Kind::approve).user(visitor(out)));
        return out;
    }
    std::string visitor(const Browser& browser) { return webchat::find_browser(scope, browser.cookie)->visitor; }
    std::string talk(const Browser& browser) { return webchat::find_browser(scope, browser.cookie)->talk; }

    Outgoing outgoing(std::variant<Say, Action> what) {
        Outgoing out;
        out.id = scope.make_id<OutboxId>();
        out.place = room.place;
        out.what = std::move(what);
        return out;
    }
    webchat::Applied act(Action action) { return webchat::apply(scope, rules, outgoing(std::move(action)), {}); }

    webchat::Rules rules;
    webchat::Glances glances;
    webchat::Flood flood;
    text::Catalog catalog;
    Group women;
    Chat room;

 private:
    PageRequest asked(const Browser& browser, const std::string& path) {
        PageRequest out;
        out.path = path.substr(0, path.find('?'));
        out.cookies[webchat::cookie_name] = browser.cookie;
        out.language = "en";
        out.peer = "192.0.2.7";
        out.origin = rules.public_url;
        return out;
    }
    int forms_ = 0;
};

}  // namespace noticeboard::tests
