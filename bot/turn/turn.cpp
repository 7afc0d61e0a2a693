// Turn: what a handler may ask and say.
#include <algorithm>

#include "bot/community/chat.hpp"
#include "bot/community/group.hpp"
#include "bot/community/person.hpp"
#include "bot/community/vault.hpp"
#include "bot/delivery/window.hpp"
#include "bot/model/voice.hpp"
#include "bot/plugin.hpp"
#include "bot/text/language.hpp"
#include "bot/turn/frame.hpp"
#include "bot/turn/router.hpp"

namespace noticeboard {

std::string Settings::text(const std::string& key, std::string otherwise) const {
    const auto it = keys_.find(key);
    return it == keys_.end() ? std::move(otherwise) : it->second;
}

int Settings::number(const std::string& key, int otherwise) const {
    const auto it = keys_.find(key);
    return it == keys_.end() ? otherwise : std::stoi(it->second);
}

bool Settings::flag(const std::string& key, bool otherwise) const {
    const auto it = keys_.find(key);
    return it == keys_.end() ? otherwise : it->second == "true";
}

namespace {

// A message there would go out now.
bool lets_write(const turn::Frame& frame, const Chat& talk) {
    const Platform* platform = frame.services.platform(talk.account);
    return platform != nullptr &&
           (platform->windows.empty() || delivery::window_is_open(frame.scope.sql, talk.id, frame.scope.now()));
}

}  // namespace

// --- Turn: what happened -----------------------------------------------------------------------------------------

const Event& Turn::event() const {
    return frame_.event;
}
const Chat& Turn::chat() const {
    return frame_.chat;
}
const Group* Turn::group() const {
    return frame_.group ? &*frame_.group : nullptr;
}
const Person& Turn::person() const {
    return frame_.person;
}
std::string_view Turn::args() const {
    return frame_.args;
}
const std::string& Turn::data() const {
    return frame_.data;
}
const Settings& Turn::settings() const {
    return frame_.settings();
}
TimePoint Turn::now() const {
    return frame_.scope.now();
}
Random& Turn::random() const {
    return frame_.scope.moment.random;
}
Abilities Turn::bot_can() const {
    return frame_.chat.can;
}

const PageRequest& Turn::request() const {
    if (frame_.request == nullptr) throw std::logic_error("this turn is not a form's");
    return *frame_.request;
}

bool Turn::can(Right right) const {
    return frame_.group && can(right, *frame_.group);
}

bool Turn::can(Right right, const Group& group) const {
    frame_.check();
    return community::may(frame_.scope, frame_.current.roles, frame_.person.id(), right, group);
}

bool Turn::can(Right right, std::string_view unit) const {
    frame_.check();
    return community::may(frame_.scope, frame_.current.roles, frame_.person.id(), right, unit);
}

const community::Roles& Turn::roles() const {
    return frame_.current.roles;
}

// --- Turn: what should happen --------------------------------------------------------------------------------------

void Turn::reply(Reply reply) {
    frame_.check();
    Effects::To to = frame_.here();
    if (to.place.room != Room::direct) to.reply_to = frame_.event.message_id;
    const bool removable = to.place.room == Room::direct && frame_.plugin->is_removable();
    frame_.effects.out.push_back(Effects::Said{std::move(to), std::move(reply), frame_.plugin->name(), removable});
}

bool Turn::whisper(Reply reply) {
    frame_.check();
    if (frame_.chat.place.room == Room::direct) {
        this->reply(std::move(reply));
        return true;
    }
    if (const auto* asked = std::get_if<JoinAsked>(&frame_.event.what);
        asked != nullptr && !asked->private_chat.empty()) {
        Place place;
        place.id = asked->private_chat;
        const Chat talk = community::visit(frame_.scope, frame_.account, place);
        frame_.effects.out.push_back(Effects::Said{
            {frame_.account, talk.id, talk.place, frame_.person.id(), {}}, std::move(reply), frame_.plugin->name()});
        return true;
    }
    return tell(frame_.person.id(), std::move(reply));
}

bool Turn::tell(PersonId person, Reply reply) {
    frame_.check();
    if (person == frame_.person.id() && frame_.chat.place.room == Room::direct) {
        this->reply(std::move(reply));
        return true;
    }
    const auto talks = community::talks(frame_.scope, person);
    if (talks.empty()) return false;
    const auto open =
        std::find_if(talks.begin(), talks.end(), [this](const Chat& one) { return lets_write(frame_, one); });
    const Chat& talk = open == talks.end() ? talks.front() : *open;
    frame_.effects.out.push_back(
        Effects::Said{{talk.account, talk.id, talk.place, person, {}}, std::move(reply), frame_.plugin->name()});
    return true;
}

void Turn::say(const Chat& chat, Reply reply) {
    frame_.check();
    frame_.effects.out.push_back(
        Effects::Said{{chat.account, chat.id, chat.place, {}, {}}, std::move(reply), frame_.plugin->name()});
}

void Turn::act(Action action) {
    frame_.check();
    frame_.effects.out.push_back(Effects::Acted{frame_.here(), std::move(action), frame_.plugin->name()});
}

void Turn::act(const Chat& chat, Action action) {
    frame_.check();
    frame_.effects.out.push_back(
        Effects::Acted{{chat.account, chat.id, chat.place, {}, {}}, std::move(action), frame_.plugin->name()});
}

void Turn::ask(Reply reply, std::string step, Millis within, std::string data) {
    this->reply(std::move(reply));
    frame_.effects.asked = {frame_.plugin->name(), std::move(step), std::move(data), within};
}

void Turn::end_dialog() {
    frame_.effects.dialog_ended = true;
}

void Turn::after(Millis time, std::string timer, std::string data) {
    frame_.check();
    frame_.effects.timers.push_back({frame_.plugin->name(), std::move(timer), std::move(data), time});
}

void Turn::lock_out(LostPhone lost) {
    frame_.effects.lost_phones.push_back(std::move(lost));
}

void Turn::forget_person() {
    frame_.effects.forget_person = true;
}

void Turn::page(Page page) {
    if (page.language.empty()) page.language = frame_.language;
    frame_.effects.page = std::move(page);
}

// --- Turn: what it stands on ---------------------------------------------------------------------------------------

community::Scope& Turn::community() const {
    frame_.check();
    frame_.work_for_plugin();
    return frame_.scope;
}
store::Session& Turn::sql() const {
    return community().sql;
}

namespace {

std::string record_owner(const turn::Frame& frame) {
    return "record:" + frame.plugin->name();
}

Result<crypto::Key> record_key(const turn::Frame& frame, std::string_view wrapped) {
    if (wrapped.empty()) return not_found("this record's key is gone");
    return frame.services.vault.sealer().unwrap(wrapped, record_owner(frame));
}

}  // namespace

std::string Turn::new_key() const {
    return frame_.services.vault.sealer().wrap(crypto::Key::random(random()), record_owner(frame_), random());
}

std::string Turn::seal(std::string_view key, std::string_view text) const {
    const auto opened = record_key(frame_, key);
    if (!opened) throw std::runtime_error(opened.error().message);
    if (!frame_.services.seals_records) return std::string(text);
    return crypto::sealed(*opened, text, record_owner(frame_), random());
}

Result<std::string> Turn::open(std::string_view key, std::string_view sealed) const {
    if (!frame_.services.may_open.contains(frame_.plugin->name())) return forbidden("this plugin may not open records");
    const auto opened = record_key(frame_, key);
    if (!opened) return opened.error();
    return crypto::opened(*opened, sealed, record_owner(frame_));
}

bool Turn::understands(std::string_view text) const {
    return frame_.services.router.understands(text);
}

std::string Turn::emergency() const {
    std::string out;
    for (const Hotline& one : site().hotlines) {
        if (!one.night || (one.number != "110" && !one.text)) continue;
        out += (out.empty() ? "" : " · ") + tr(one.purpose.c_str()) + " " + one.number;
    }
    return out;
}

std::vector<community::Held> Turn::holders(Right right, const Group& group) const {
    std::vector<community::Held> out;
    for (community::Held& held : community::holders(frame_.scope, community::scope_of(group))) {
        const auto role = frame_.current.roles.find(held.role);
        if (role != frame_.current.roles.end() && role->second.contains(std::string(right.name)))
            out.push_back(std::move(held));
    }
    for (community::Held& held : community::holders_above(frame_.scope, frame_.current.roles, right, group))
        out.push_back(std::move(held));
    return out;
}

std::string Turn::stays() const {
    const Platform* platform = frame_.services.platform(frame_.account);
    return platform == nullptr || platform->stays.empty() ? std::string() : tr(platform->stays.c_str());
}

bool Turn::plays(std::string_view recording) const {
    const Platform* platform = frame_.services.platform(frame_.account);
    const std::string_view mime = voice_kind(recording).mime;
    if (platform == nullptr || mime.empty()) return false;
    const auto& converts = frame_.services.converts_voices;
    return platform->plays(mime) || (platform->plays(converted_voice) && converts && converts());
}

bool Turn::reaches(PersonId person) const {
    const auto talks = community::talks(frame_.scope, person);
    return std::any_of(talks.begin(), talks.end(), [this](const Chat& talk) { return lets_write(frame_, talk); });
}

void Turn::audit(std::string what, std::string subject, std::string words) {
    frame_.effects.audit.push_back({std::move(what), std::move(subject), std::move(words)});
}

std::string_view Turn::language() const {
    return frame_.language;
}
const text::Catalog& Turn::catalog() const {
    return *frame_.current.catalog;
}

std::string Turn::role_name(const std::string& role) const {
    const auto it = frame_.current.role_names.find(role);
    return tr((it == frame_.current.role_names.end() ? role : it->second).c_str());
}

std::string Turn::role_name_for(PersonId person, const std::string& role) const {
    const auto it = frame_.current.role_names.find(role);
    return tr_for(person, (it == frame_.current.role_names.end() ? role : it->second).c_str());
}

std::string Turn::language_of(PersonId person) const {
    if (const auto known = community::person(frame_.scope, person); known && !known->language().empty()) {
        return known->language();
    }
    const auto& ours = frame_.current.catalog->languages();
    const std::string named = text::short_language(community::platform_language(frame_.scope, person));
    return std::find(ours.begin(), ours.end(), named) == ours.end() ? ours.front() : named;
}

void Turn::speak(std::string language) {
    frame_.language = std::move(language);
    if (frame_.person.id()) community::set_language(frame_.scope, frame_.person.id(), frame_.language);
}

const Site& Turn::site() const {
    return frame_.current.site;
}
std::string Turn::draw(const std::string& text) const {
    return frame_.services.draw(text);
}
std::string Turn::mark(std::string_view text) const {
    return frame_.services.vault.mark(frame_.plugin->name(), text);
}

std::vector<std::pair<std::string, std::string>> Turn::menu() const {
    std::vector<std::pair<std::string, std::string>> out;
    for (turn::MenuLine& line : frame_.services.router.menu(frame_))
        out.emplace_back(std::move(line.command), std::move(line.about));
    return out;
}

std::vector<DigestLine> Turn::digest(PersonId leader, const Group& group) {
    frame_.check();
    const auto known = community::person(frame_.scope, leader);
    if (!known) return {};
    return frame_.services.router.digest(frame_, *known, group);
}

std::vector<DigestLine> Turn::digest(PersonId official, const Unit& unit) {
    frame_.check();
    const auto known = community::person(frame_.scope, official);
    if (!known) return {};
    return frame_.services.router.digest(frame_, *known, unit);
}

void Turn::act_for(const std::string& account, Action action) {
    frame_.check();
    Place place;
    place.id = "account";  // a place of our own: keeps the order of what concerns the account as a whole
    place.room = Room::channel;
    const Chat chat = community::visit(frame_.scope, account, place);
    frame_.effects.out.push_back(
        Effects::Acted{{account, chat.id, chat.place, {}, {}}, std::move(action), frame_.plugin->name()});
}

}  // namespace noticeboard
