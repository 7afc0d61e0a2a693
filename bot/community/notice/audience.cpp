// Audience: see audience.hpp.
#include "bot/community/notice/audience.hpp"

#include <algorithm>

#include "bot/community/chat.hpp"
#include "bot/community/group.hpp"
#include "bot/community/unit.hpp"

namespace noticeboard::community {
namespace {

constexpr std::size_t most_entries = 200;

std::vector<std::string_view> words_of(std::string_view text, char by) {
    std::vector<std::string_view> out;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(by), text.size());
        if (end > 0) out.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

bool is_word(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
        return c >= 0x80 || std::isalnum(c) != 0 || c == '-' || c == '_';
    });
}

Result<Done> add_units(std::vector<std::string>& to, std::string_view values) {
    for (const std::string_view value : words_of(values, ',')) {
        auto code = value == "*" ? Result<std::string>(std::string()) : unit_code(value);
        if (!code) return code.error();
        to.push_back(std::move(*code));
    }
    return Done{};
}

// Units where the value is one, group numbers where it has eight digits and a right check digit.
Result<Done> add_either(std::vector<std::string>& units, std::vector<std::string>& groups, std::string_view values) {
    for (const std::string_view value : words_of(values, ',')) {
        if (const auto digits = text::group_digits(value); digits && text::damm_valid(*digits))
            groups.push_back(*digits);
        else if (auto done = add_units(units, value); !done)
            return done;
    }
    return Done{};
}

Result<Done> add_words(std::vector<std::string>& to, std::string_view name, std::string_view values) {
    for (const std::string_view value : words_of(values, ',')) {
        if (!is_word(value))
            return invalid("audience: " + std::string(name) + ":" + std::string(value) + " is no word");
        to.emplace_back(value);
    }
    return Done{};
}

std::string joined(const std::vector<std::string>& list, char by) {
    std::string out;
    for (const std::string& one : list) out += (out.empty() ? "" : std::string(1, by)) + one;
    return out;
}

bool has(const std::vector<std::string>& list, std::string_view one) {
    return std::find(list.begin(), list.end(), one) != list.end();
}

bool under_any(std::string_view unit, const std::vector<std::string>& units) {
    return std::any_of(units.begin(), units.end(), [&](const std::string& one) { return is_under(unit, one); });
}

// The scan of one audience: judges a row, and keeps what two rows of a group have to do with each other.
class Scan {
 public:
    Scan(const Audience& audience, const Carriers& carriers, const std::function<void(const Aim&)>& take)
        : audience_(audience), carriers_(carriers), take_(take) {}

    void row(ChatId chat, const std::string& account, Chat::Presence presence, GroupId group) {
        if (group != group_) end_group();
        group_ = group;
        if (!chat) return;
        if (presence == Chat::Presence::blind) {
            if (!asked_by_hand_ && wants("hand")) take({chat, "", Way::by_hand});
            asked_by_hand_ = true;
            return;
        }
        const auto carrier = account == last_ ? last_carrier_ : carriers_.find(account);
        last_ = account;
        last_carrier_ = carrier;
        if (carrier == carriers_.end()) return;  // an account that is no longer configured
        if (wants(carrier->second.platform)) take({chat, carrier->first, carrier->second.way});
    }

    std::int64_t end() {
        end_group();
        return without_chat_;
    }

 private:
    bool wants(std::string_view platform) const {
        return audience_.platforms.empty() || has(audience_.platforms, platform);
    }
    void take(const Aim& aim) {
        any_ = true;
        take_(aim);
    }
    void end_group() {
        if (group_ && !any_) ++without_chat_;
        any_ = asked_by_hand_ = false;
        group_ = {};
    }

    const Audience& audience_;
    const Carriers& carriers_;
    const std::function<void(const Aim&)>& take_;
    GroupId group_;
    bool any_ = false, asked_by_hand_ = false;
    std::int64_t without_chat_ = 0;
    std::string last_;
    Carriers::const_iterator last_carrier_{};
};

bool is_wanted(const Audience& audience, const std::string& number, const std::string& unit, const std::string& kind,
               const std::string& languages) {
    if (has(audience.without_groups, number) || under_any(unit, audience.without)) return false;
    if (has(audience.with_groups, number)) return false;  // comes by itself, below
    if (!audience.kinds.empty() && !has(audience.kinds, kind)) return false;
    if (audience.languages.empty()) return true;
    const auto spoken = words_of(languages, ' ');
    return std::any_of(spoken.begin(), spoken.end(),
                       [&](std::string_view one) { return has(audience.languages, one); });
}

}  // namespace

Result<Audience> Audience::parse(std::string_view typed) {
    Audience out;
    for (const std::string_view word : words_of(typed, ' ')) {
        const std::size_t colon = word.find(':');
        const std::string_view name = word.substr(0, colon);
        const std::string_view values = colon == std::string_view::npos ? "" : word.substr(colon + 1);
        Result<Done> done = Done{};
        if (colon == std::string_view::npos) {
            done = add_units(out.units, word);
        } else if (name == "kind") {
            done = add_words(out.kinds, name, values);
        } else if (name == "language") {
            done = add_words(out.languages, name, values);
        } else if (name == "platform") {
            done = add_words(out.platforms, name, values);
        } else if (name == "without") {
            done = add_either(out.without, out.without_groups, values);
        } else if (name == "with") {
            done = add_either(out.units, out.with_groups, values);
        } else {
            return invalid(
                "audience: \"" + std::string(name) +
                ":\" is not one of kind, language, platform, with, without. A notice is for groups, never for persons");
        }
        if (!done) return done.error();
    }
    if (out.units.empty() && out.with_groups.empty()) return invalid("audience: name a unit, or * for all");
    if (out.units.size() + out.without.size() + out.with_groups.size() + out.without_groups.size() > most_entries)
        return invalid("audience: at most 200 units and groups can be named");
    // A subtree that lies in another one is in it already.
    std::sort(out.units.begin(), out.units.end());
    out.units.erase(std::unique(out.units.begin(), out.units.end()), out.units.end());
    const auto units = out.units;
    std::erase_if(out.units, [&](const std::string& one) {
        return std::any_of(units.begin(), units.end(),
                           [&](const std::string& above) { return above != one && is_under(one, above); });
    });
    return out;
}

std::string Audience::text() const {
    std::string out;
    const auto add = [&out](const std::string& word) { out += (out.empty() ? "" : " ") + word; };
    for (const std::string& unit : units) add(unit.empty() ? "*" : unit);
    const std::pair<const char*, std::vector<std::string>> lists[] = {
        {"kind:", kinds}, {"language:", languages}, {"platform:", platforms}, {"with:", with_groups}};
    for (const auto& [name, list] : lists) {
        if (!list.empty()) add(name + joined(list, ','));
    }
    std::vector<std::string> out_of = without;
    out_of.insert(out_of.end(), without_groups.begin(), without_groups.end());
    if (!out_of.empty()) add("without:" + joined(out_of, ','));
    return out;
}

Carriers carriers_of(const Site& site) {
    Carriers out;
    for (const Door& door : site.doors)
        out[door.account] = {door.platform, door.confirms ? Way::confirmed : Way::machine, door.per_second};
    return out;
}

std::int64_t each_aim(Scope& scope, const Audience& audience, const Carriers& carriers,
                      const std::function<void(const Aim&)>& take) {
    Scan scan(audience, carriers, take);
    const bool plain = audience.kinds.empty() && audience.languages.empty() && audience.without.empty() &&
                       audience.with_groups.empty() && audience.without_groups.empty();
    for (const std::string& unit : audience.units) {
        if (plain) {
            scope.sql.each<ChatId, std::string, Chat::Presence, GroupId>(
                "SELECT COALESCE(c.id, 0), COALESCE(c.account, ''), COALESCE(c.presence, 0), g.id FROM grp g LEFT JOIN "
                "chat c ON c.grp = g.id AND c.state < 5 WHERE g.unit >= :unit AND g.unit < :end AND g.state = 0 ORDER "
                "BY "
                "g.unit, g.name",
                [&scan](ChatId chat, const std::string& account, Chat::Presence presence, GroupId group) {
                    scan.row(chat, account, presence, group);
                },
                unit, subtree_end(unit));
            continue;
        }
        scope.sql
            .each<ChatId, std::string, Chat::Presence, GroupId, std::string, std::string, std::string, std::string>(
                "SELECT COALESCE(c.id, 0), COALESCE(c.account, ''), COALESCE(c.presence, 0), g.id, g.number, g.unit, "
                "g.kind, "
                "g.languages FROM grp g LEFT JOIN chat c ON c.grp = g.id AND c.state < 5 WHERE g.unit >= :unit AND "
                "g.unit < "
                ":end AND g.state = 0 ORDER BY g.unit, g.name",
                [&](ChatId chat, const std::string& account, Chat::Presence presence, GroupId group,
                    const std::string& number, const std::string& where, const std::string& kind,
                    const std::string& languages) {
                    if (is_wanted(audience, number, where, kind, languages)) scan.row(chat, account, presence, group);
                },
                unit, subtree_end(unit));
    }
    for (const std::string& number : audience.with_groups) {
        const auto named = group_by_number(scope, number);
        if (!named || named->state != Group::State::active || has(audience.without_groups, number)) continue;
        const auto chats = chats_of(scope, named->id);
        if (chats.empty()) scan.row({}, "", Chat::Presence::full, named->id);
        for (const Chat& chat : chats) {
            if (chat.state != Chat::State::gone) scan.row(chat.id, chat.account, chat.presence, named->id);
        }
    }
    return scan.end();
}

}  // namespace noticeboard::community
