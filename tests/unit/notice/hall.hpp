// Hall: a county with townships, groups and officials, for the tests of notices.
#pragma once

#include "bot/community/notice/answers.hpp"
#include "bot/community/notice/notice.hpp"
#include "tests/unit/community/town.hpp"

namespace noticeboard::tests {

class Hall : public Town {
 public:
    Hall() {
        carriers["telegram"] = {"telegram", Way::machine, 30};
        carriers["wecom"] = {"wecom", Way::confirmed, 0};
    }

    static const community::Roles& roles() {
        static const community::Roles roles{{"township", {"notice.send", "unit.read"}},
                                            {"county", {"notice.send", "notice.emergency"}},
                                            {"duty", {"notice.send", "notice.emergency", "notice.standing"}}};
        return roles;
    }

    PersonId official(const std::string& name, const std::string& role, const std::string& unit) {
        const PersonId out = person(name);
        REQUIRE(community::grant(scope, roles(), out, role, community::scope_of_unit(unit)));
        return out;
    }

    // A group with a chat of an account; "" is one that no bot can enter, "-" none at all.
    Group village(const std::string& unit, const std::string& account, const std::string& kind = "village",
                  const std::string& language = "zh") {
        community::NewGroup fresh;
        fresh.unit = unit;
        fresh.name = "Group " + std::to_string(++groups_);
        fresh.kind = kind;
        fresh.languages = {language};
        const Group out = *community::add_group(scope, fresh);
        if (account == "-") return out;
        const Chat chat = community::visit(scope, account, {"village" + std::to_string(groups_), Room::group});
        scope.sql.run("UPDATE chat SET grp = :grp, presence = :presence WHERE id = :id", out.id,
                      account.empty() ? Chat::Presence::blind : Chat::Presence::full, chat.id);
        return out;
    }

    Result<Notice> draft(PersonId author, const std::string& audience, const std::string& words = "Boil the water.") {
        community::NewNotice fresh;
        fresh.unit = "33.05.22";
        fresh.author = author;
        fresh.audience = audience;
        fresh.texts["en"] = words;
        return community::draft_notice(scope, roles(), fresh);
    }

    std::int64_t reached(const std::string& audience) {
        std::int64_t out = 0;
        const auto parsed = community::Audience::parse(audience);
        REQUIRE_MESSAGE(parsed.ok(), (parsed ? "" : parsed.error().message));
        community::each_aim(scope, *parsed, carriers, [&out](const community::Aim&) { ++out; });
        return out;
    }

    Result<Notice> approve(const Notice& notice, PersonId by) {
        return community::approve_notice(scope, roles(), rules, carriers, notice.id, by);
    }

    community::Carriers carriers;
    community::NoticeRules rules;

 private:
    int groups_ = 0;
};

}  // namespace noticeboard::tests
