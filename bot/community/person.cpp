// Persons and identities: see person.hpp.
#include "bot/community/person.hpp"

#include "bot/community/chat.hpp"
#include "bot/community/vault.hpp"

namespace noticeboard::community {
namespace {

std::string name_purpose(PersonId id) {
    return "person:" + to_string(id) + ":name";
}
std::string address_purpose(std::string_view account) {
    return "address:" + std::string(account);
}

constexpr Millis seen_again = 1h;  // how exactly we note when she was last here

struct Kept {  // a row of `person`
    PersonId id;
    std::string wrapped, name, language;
};

// Opens what is kept; her key stays at hand for the rest of the turn.
Person read(Scope& scope, Kept kept) {
    Person unnamed(kept.id, {}, std::move(kept.language));
    if (kept.wrapped.empty()) return unnamed;
    auto key = scope.vault.key(kept.id, kept.wrapped);
    if (!key) return unnamed;
    scope.at_hand = std::make_shared<KeyAtHand>(KeyAtHand{kept.id, std::move(*key)});
    if (kept.name.empty()) return unnamed;
    auto name = crypto::opened(scope.at_hand->key, kept.name, name_purpose(kept.id));
    return {kept.id, name ? std::move(*name) : std::string(), unnamed.language()};
}

// … and takes note when she changed her name.
Person read_again(Scope& scope, Kept kept, const Sender& sender) {
    Person person = read(scope, std::move(kept));
    if (sender.name.empty() || person.name() == sender.name || !scope.at_hand || scope.at_hand->person != person.id())
        return person;
    scope.sql.run("UPDATE person SET name = :name WHERE id = :id",
                  crypto::sealed(scope.at_hand->key, sender.name, name_purpose(person.id()), scope.moment.random),
                  person.id());
    return {person.id(), sender.name, person.language()};
}

Person introduce(Scope& scope, std::string_view account, const Sender& sender, const std::string& mark) {
    const auto id = scope.make_id<PersonId>();
    const std::string wrapped = scope.vault.new_key(id, scope.moment.random);
    scope.at_hand = std::make_shared<KeyAtHand>(KeyAtHand{id, *scope.vault.key(id, wrapped)});
    const std::string name =
        sender.name.empty() ? ""
                            : crypto::sealed(scope.at_hand->key, sender.name, name_purpose(id), scope.moment.random);
    scope.sql.run(
        "INSERT INTO person (id, wrapped, name, language, state, created) "
        "VALUES (:id, :wrapped, :name, '', 0, :now)",
        id, wrapped, name, scope.now());
    scope.sql.run(
        "INSERT INTO identity (account, mark, person, address, chat, seen) "
        "VALUES (:account, :mark, :person, :address, 0, :now)",
        account, mark, id,
        crypto::sealed(scope.vault.content(), sender.id, address_purpose(account), scope.moment.random), scope.now());
    return {id, sender.name, {}};
}

}  // namespace

Person meet(Scope& scope, std::string_view account, const Sender& sender) {
    const std::string mark = scope.vault.mark(account, sender.id);
    auto found = scope.sql.one<PersonId, std::string, std::string, std::string>(
        "SELECT p.id, p.wrapped, p.name, p.language FROM identity i JOIN person p ON p.id = i.person "
        "WHERE i.account = :account AND i.mark = :mark",
        account, mark);
    if (!found) return introduce(scope, account, sender, mark);
    auto& [id, wrapped, name, language] = *found;
    return read_again(scope, {id, std::move(wrapped), std::move(name), std::move(language)}, sender);
}

Caller called(Scope& scope, std::string_view account, const Sender& sender, const Place& place) {
    const std::string mark = scope.vault.mark(account, sender.id);
    const std::string place_mark = place.id == sender.id ? mark : scope.vault.mark(account, place.id);
    auto known = scope.sql.one<ChatId, std::uint32_t, TimePoint, PersonId, std::string, std::string, std::string>(
        "SELECT c.id, c.can, i.seen, p.id, p.wrapped, p.name, p.language FROM identity i JOIN chat c ON c.id = i.chat "
        "JOIN person p ON p.id = i.person WHERE i.account = :account AND i.mark = :mark AND c.mark = :place AND "
        "c.grp = 0 AND c.state = :open",
        account, mark, place_mark, Chat::State::open);
    if (!known) {  // the first time, or by a talk that was not hers until now
        Caller out{visit(scope, account, place), meet(scope, account, sender)};
        open_talk(scope, account, sender, out.talk.id);
        if (out.talk.state == Chat::State::gone) set_state(scope, out.talk.id, Chat::State::open);  // she is back
        return out;
    }
    auto& [chat, can, seen, id, wrapped, name, language] = *known;
    if (seen < scope.now() - seen_again) open_talk(scope, account, sender, chat);
    Caller out;
    out.talk.id = chat;
    out.talk.account = account;
    out.talk.place = place;
    out.talk.can = Abilities::from_bits(can);
    out.person = read_again(scope, {id, std::move(wrapped), std::move(name), std::move(language)}, sender);
    return out;
}

std::optional<PersonId> find_person(Scope& scope, std::string_view account, std::string_view platform_id) {
    return scope.sql.one<PersonId>("SELECT person FROM identity WHERE account = :account AND mark = :mark", account,
                                   scope.vault.mark(account, platform_id));
}

std::optional<Person> person(Scope& scope, PersonId id) {
    auto found = scope.sql.one<std::string, std::string, std::string>(
        "SELECT wrapped, name, language FROM person WHERE id = :id", id);
    if (!found) return std::nullopt;
    auto& [wrapped, name, language] = *found;
    return read(scope, {id, std::move(wrapped), std::move(name), std::move(language)});
}

void set_language(Scope& scope, PersonId person, std::string_view language) {
    scope.sql.run("UPDATE person SET language = :language WHERE id = :id", language, person);
}

bool is_quiet(Scope& scope, PersonId person) {
    return scope.sql.one<int>("SELECT 1 FROM person WHERE id = :id AND state = 1", person).has_value();
}

void set_quiet(Scope& scope, PersonId person, bool quiet) {
    scope.sql.run("UPDATE person SET state = :state WHERE id = :id AND state < 2", quiet ? 1 : 0, person);
}

void open_talk(Scope& scope, std::string_view account, const Sender& sender, ChatId chat) {
    scope.sql.run(
        "UPDATE identity SET chat = :chat, seen = :now, language = CASE :language WHEN '' THEN language ELSE :spoken "
        "END "
        "WHERE account = :account AND mark = :mark AND (chat <> :same OR seen < :old)",
        chat, scope.now(), sender.language, sender.language, account, scope.vault.mark(account, sender.id), chat,
        scope.now() - seen_again);
}

std::string platform_language(Scope& scope, PersonId person) {
    return scope.sql
        .one<std::string>(
            "SELECT language FROM identity WHERE person = :person AND language <> '' ORDER BY seen DESC LIMIT 1",
            person)
        .value_or("");
}

void close_talk(Scope& scope, std::string_view account, std::string_view platform_id) {
    scope.sql.run("UPDATE identity SET chat = 0 WHERE account = :account AND mark = :mark", account,
                  scope.vault.mark(account, platform_id));
}

std::vector<Chat> talks(Scope& scope, PersonId person, std::string_view account) {
    std::vector<Chat> out;
    for (ChatId id : scope.sql.all<ChatId>("SELECT chat FROM identity WHERE person = :person AND chat <> 0 AND "
                                           "(:any = '' OR account = :account) ORDER BY seen DESC",
                                           person, account, account)) {
        if (auto found = chat(scope, id)) out.push_back(std::move(*found));
    }
    return out;
}

std::vector<std::string> addresses(Scope& scope, PersonId person, std::string_view account) {
    std::vector<std::string> out;
    for (const std::string& sealed : scope.sql.all<std::string>(
             "SELECT address FROM identity WHERE person = :person AND account = :account ORDER BY seen DESC", person,
             account)) {
        if (auto opened = crypto::opened(scope.vault.content(), sealed, address_purpose(account)))
            out.push_back(std::move(*opened));
    }
    return out;
}

std::optional<std::string> address(Scope& scope, PersonId person, std::string_view account) {
    auto all = addresses(scope, person, account);
    if (all.empty()) return std::nullopt;
    return std::move(all.front());
}

Result<crypto::Key> key_of(Scope& scope, PersonId person) {
    if (scope.at_hand && scope.at_hand->person == person) return scope.at_hand->key;
    const auto wrapped = scope.sql.one<std::string>("SELECT wrapped FROM person WHERE id = :id", person);
    if (!wrapped || wrapped->empty()) return not_found("this person's key is gone");
    return scope.vault.key(person, *wrapped);
}

}  // namespace noticeboard::community
