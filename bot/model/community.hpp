// Unit, Group, Chat, Person, Member and the other nouns of the federation, as plain data. bot/community keeps them.
#pragma once

#include <string>
#include <vector>

#include "bot/model/ability.hpp"
#include "bot/model/event.hpp"
#include "bot/model/ids.hpp"
#include "bot/model/moment.hpp"

namespace noticeboard {

struct Unit {          // an organisation in the federation's tree
    std::string code;  // materialised path: "33.05.22.103.207"
    std::string name;
    int level = 0;  // pieces of the code: 1 province … 5 village
};

struct Group {  // a women's group with a number
    enum class State { active, closed };
    GroupId id;
    std::string number;  // 8 digits, the last a Damm check digit
    std::string unit;    // Unit::code
    std::string name;
    std::string kind;    // "village" unless said otherwise
    std::string leader;  // as printed
    std::string introduction;
    std::string rules;  // shown in the welcome
    std::vector<std::string> languages;
    bool approval = false;  // the leader lets people in
    State state = State::active;
};

struct Chat {  // one platform conversation; of a group, or a private talk
    enum class Presence { full, push, blind };
    enum class State { warming, open, draining, full, expired, gone };
    ChatId id;
    std::string account;  // adapter name, empty for a blind chat
    Place place;
    GroupId group;  // none: not linked, or a private talk
    Presence presence = Presence::full;
    State state = State::open;
    Abilities can;
    int capacity = 0;  // 0: not known
    int soft_cap = 0;  // rolls to the next chat here
    int members = 0;
    int reserved = 0;  // seats taken and not yet used
    std::string link;  // the invite link, or what a blind chat's code says
    TimePoint link_expires{};
};

class Person {  // somebody who met the bot; has identities on platforms
 public:
    Person() = default;
    Person(PersonId id, std::string name, std::string language)
        : id_(id), name_(std::move(name)), language_(std::move(language)) {}
    PersonId id() const { return id_; }
    const std::string& name() const { return name_; }          // as her platform says, may be empty
    const std::string& language() const { return language_; }  // "zh", "en", or empty

 private:
    PersonId id_;
    std::string name_, language_;
};

struct Member {  // a person in a group
    enum class State { waiting, asked, active, left, removed };
    GroupId group;
    PersonId person;
    ChatId chat;
    State state = State::active;
    TimePoint since{};
};

struct Board {  // where a code hangs
    enum class State { issued, withdrawn };
    BoardId id;
    GroupId group;
    int serial = 0;  // 0…16383, unique in the group
    int tag_version = 1;
    std::string place;  // "village office", may be empty
    State state = State::issued;
    TimePoint issued{};
};

}  // namespace noticeboard
