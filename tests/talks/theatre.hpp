// Theatre: where a talk is played. The bare bot on a stage, or the whole program behind a platform's fake cloud.
#pragma once

#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "bot/community/role.hpp"
#include "bot/community/scope.hpp"
#include "bot/model/action.hpp"
#include "bot/model/community.hpp"
#include "bot/model/moment.hpp"

namespace noticeboard::tests {

struct GroupScene {
    std::string number, name, leader;
    std::string unit = "33.05.22.103.207";
    std::string language = "en";
    int capacity = 200;
    bool approval = false, blind = false, full = false, closed = false, no_chat = false, powerless = false;
};

struct Heard {
    std::string to;    // a person, "the chat", or "" for an act
    std::string text;  // of an act: "lets Wang in"
    struct Button {
        std::string label, token, url;
    };
    std::vector<Button> buttons;
    bool picture = false, voice = false;
    bool plays = true;       // the voice: her platform plays that kind of recording
    bool in_answer = false;  // it came in the webhook's answer
    bool deed = false;       // an act in the chat that a talk may write down: "mutes Wang"

    std::string shown() const;  // text and [buttons], as a talk writes it
};

struct PageSeen {
    int status = 0;
    std::string body;  // as it came
    std::string text;  // what stands on it, buttons and links as [label]
    struct Form {
        std::string label, action;
        std::map<std::string, std::string> fields;
        bool file = false;  // sent as a form with files: every field but the nonce is one
    };
    std::vector<Form> forms;
    std::map<std::string, std::string> links;  // label → address
};

class Theatre {
 public:
    virtual ~Theatre() = default;

    virtual void write(const std::string& who, const std::string& text, bool in_chat) = 0;
    virtual void answer(const std::string& /*who*/, const std::string& /*whom*/, const std::string& /*text*/) {
        throw std::runtime_error("nobody can answer a message here");
    }                                                                                                // in the chat
    virtual void send(const std::string& who, Attachment::Kind kind, const std::string& bytes) = 0;  // in private
    virtual void press(const std::string& who, const std::string& token, bool in_chat) = 0;
    virtual void open_talk(const std::string& who, const std::string& ticket) = 0;
    virtual void ask_to_enter(const std::string& who) = 0;
    virtual void enter(const std::string& who) = 0;
    virtual void leave(const std::string& who) = 0;
    virtual void act(Action) {
        throw std::runtime_error("no acts in the chat here");
    }                                                                            // the bot's, for the user it names
    virtual std::string last_message(const std::string& /*who*/) { return {}; }  // in the chat: its id
    virtual std::string left(const std::string& /*who*/) {  // of the bot's words in her private talk
        throw std::runtime_error("nobody can look at her phone here");
    }
    virtual std::string chat_page() { throw std::runtime_error("the chat has no page here"); }
    virtual void again() = 0;      // the platform delivers the last event once more
    virtual void slow_down() = 0;  // the next answer comes after the platform's deadline
    virtual PageSeen get(const std::string& who, const std::string& path) = 0;
    virtual PageSeen post(const std::string& who, const PageSeen::Form& form) = 0;
    virtual void pass(Millis time) = 0;
    virtual void restart() = 0;
    virtual std::vector<Heard> heard() = 0;  // since the last call, in order

    virtual std::string folder() { throw std::runtime_error("the stage has no folder"); }  // store, key, log, config

    // For the scene.
    virtual community::Scope scope() = 0;
    virtual const community::Roles& roles() const = 0;
    virtual std::string account() const = 0;
    virtual std::string account_of(const std::string& /*who*/) const { return account(); }
    virtual void seat(const std::string& /*who*/) {  // from now on she uses the built-in chat
        throw std::runtime_error("there is no other platform here");
    }
    virtual Place chat_place() = 0;
    virtual std::string id_of(const std::string& who) = 0;
};

// Somebody who has talked to the bot holds a role at a unit.
void give_role(Theatre& theatre, const std::string& who, const std::string& role, const std::string& unit);

// Sets up a group with its chat and leader. The leader has talked to the bot before.
void set_scene(Theatre& theatre, const GroupScene& group);

}  // namespace noticeboard::tests
