// Town: a real store with units, groups, chats and people, for the tests of the federation.
#pragma once

#include <doctest/doctest.h>

#include "bot/community/chat.hpp"
#include "bot/community/group.hpp"
#include "bot/community/link.hpp"
#include "bot/community/person.hpp"
#include "bot/community/role.hpp"
#include "bot/community/unit.hpp"
#include "tests/stage/stage.hpp"

namespace noticeboard::tests {

class Town {
 public:
    Town() : stage({}) {
        for (const auto& [code, name] : {std::pair{"33", "Zhejiang"},
                                         {"33.05", "Huzhou"},
                                         {"33.05.22", "Changxing"},
                                         {"33.05.22.103", "Lishui Town"},
                                         {"33.05.22.103.207", "Beitang"},
                                         {"33.05.22.104", "Hongqiao Town"}}) {
            REQUIRE(community::add_unit(scope, code, name));
        }
    }

    Group group(const std::string& name = "Beitang Women's Group", const std::string& unit = "33.05.22.103.207") {
        community::NewGroup fresh;
        fresh.unit = unit;
        fresh.name = name;
        fresh.leader = "Li Guifang";
        return *community::add_group(scope, fresh);
    }

    Chat chat(const Group& of, int soft_cap, int capacity = 0) {
        const Chat made = community::visit(scope, "telegram", {"chat" + std::to_string(++chats_), Room::group});
        return *community::link_chat(scope, of.id, made.id, Chat::Presence::full,
                                     {capacity ? capacity : soft_cap + 20, soft_cap});
    }
    Chat look(const Chat& at) { return *community::chat(scope, at.id); }

    PersonId person(const std::string& name) {
        return community::meet(scope, "telegram", {"id-of-" + name, name, {}, false}).id();
    }

    void pass(Millis time) {
        stage.clock().pass(time);
        scope.moment.now = stage.clock().now();
    }

    static const community::Roles& roles() {
        static const community::Roles roles{{"leader", {"group.read", "group.approve", "group.link", "group.moderate"}},
                                            {"deputy", {"group.read", "group.approve"}},
                                            {"township", {"group.read", "group.approve", "unit.read", "role.grant"}},
                                            {"county", {"group.read", "unit.read", "role.grant", "audit.read"}},
                                            {"desk", {"unit.read"}}};
        return roles;
    }

    Stage stage;
    community::Scope scope = stage.scope();

 private:
    int chats_ = 0;
};

}  // namespace noticeboard::tests
