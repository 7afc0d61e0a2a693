// The scene of a talk: units, a group, its leader, its chat.
#include "bot/community/chat.hpp"
#include "bot/community/group.hpp"
#include "bot/community/link.hpp"
#include "bot/community/person.hpp"
#include "bot/community/seat.hpp"
#include "bot/community/unit.hpp"
#include "tests/talks/theatre.hpp"

namespace noticeboard::tests {
namespace {

template <class T>
T must(Result<T> result) {
    if (!result) throw std::runtime_error("the scene cannot be set: " + result.error().message);
    return std::move(*result);
}

}  // namespace

std::string Heard::shown() const {
    std::string out = text;
    if (picture) out += " (picture)";
    if (voice) out += plays ? " (voice)" : " (voice that does not play)";
    for (const Button& button : buttons) out += " [" + button.label + "]";
    return out;
}

void set_scene(Theatre& theatre, const GroupScene& scene) {
    const std::string printed = scene.language == "zh" ? "李桂芳" : "Li Guifang";  // who has no account yet
    if (!scene.leader.empty()) theatre.write(scene.leader, scene.language == "zh" ? "菜单" : "menu", false);
    theatre.heard();
    community::Scope scope = theatre.scope();
    struct Place {
        const char *code, *english, *chinese;
    };
    for (const Place& place : {Place{"33", "Zhejiang", "浙江省"},
                               {"33.05.22", "Qingxi", "清溪县"},
                               {"33.05.22.103", "Willow Bay", "柳湾镇"},
                               {"33.05.22.103.207", "Beitang", "北塘村"},
                               {"33.05.22.104", "Hongqiao", "虹桥镇"}}) {
        if (community::unit(scope, place.code)) continue;
        must(community::add_unit(scope, place.code, scene.language == "zh" ? place.chinese : place.english));
    }
    community::NewGroup fresh;
    fresh.unit = scene.unit;
    fresh.name = scene.name;
    fresh.leader = scene.leader.empty() ? printed : scene.leader;
    fresh.rules = scene.language == "zh" ? "请互相帮助。" : "Be kind.";
    fresh.languages = {scene.language};
    fresh.approval = scene.approval;
    const Group group = must(community::add_group(scope, fresh));
    scope.sql.run("UPDATE grp SET number = :number WHERE id = :id", scene.number, group.id);
    if (!scene.leader.empty()) {
        const auto leader =
            community::find_person(scope, theatre.account_of(scene.leader), theatre.id_of(scene.leader));
        must(community::grant(scope, theatre.roles(), *leader, "leader", community::scope_of(group)));
        community::set_language(scope, *leader, scene.language);
    }

    const community::ChatSize size{scene.capacity, scene.capacity * 9 / 10};
    if (scene.blind) {
        must(community::set_blind_code(scope, group.id, "https://weixin.qq.com/g/AQYAAtalkcode" + scene.number,
                                       scope.now() + 7 * 24h, size));
    } else if (!scene.no_chat) {
        const Chat chat = community::visit(scope, theatre.account(), theatre.chat_place());
        community::set_abilities(scope, chat.id,
                                 scene.powerless
                                     ? Abilities{Ability::write}
                                     : Abilities{Ability::invite_link, Ability::approve, Ability::delete_message,
                                                 Ability::mute, Ability::remove, Ability::ban, Ability::write});
        must(community::link_chat(scope, group.id, chat.id, Chat::Presence::full, size, 0, "https://t.me/+beitang"));
        if (scene.full) community::set_members(scope, chat.id, scene.capacity);
    }
    if (scene.closed) must(community::set_state(scope, group.id, Group::State::closed));
}

void give_role(Theatre& theatre, const std::string& who, const std::string& role, const std::string& unit) {
    theatre.write(who, static_cast<unsigned char>(who[0]) >= 0x80 ? "菜单" : "menu", false);
    theatre.heard();
    community::Scope scope = theatre.scope();
    const auto person = community::find_person(scope, theatre.account_of(who), theatre.id_of(who));
    must(community::grant(scope, theatre.roles(), *person, role, community::scope_of_unit(unit)));
}

}  // namespace noticeboard::tests
