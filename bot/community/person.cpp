// Persons and identities: see person.hpp.
#include "bot/community/person.hpp"

#include "bot/community/chat.hpp"

namespace noticeboard::community {
namespace {

std::string name_purpose(PersonId id) {
    return "person:" + to_string(id) + ":name";
}
std::string address_purpose(std::string_view account) {
    return "address:" + std::string(account);
}

Person read(Scope& scope, PersonId id, const std::string& wrapped, const std::string& name, std::string language) {
    if (name.empty()) return {id, {}, std::move(language)};
    const auto key = scope.vault.key(id, wrapped);
    if (!key) return {id, {}, std::move(language)};
    auto opened = crypto::opened(*key, name, name_purpose(id));
    return {id, opened ? std::move(*opened) : std::string(), std::move(language)};
}

Person introduce(Scope& scope, std::string_view account, const Sender& sender, const std::string& mark) {
    const auto id = scope.make_id<PersonId>();
    const std::string wrapped = scope.vault.new_key(id, scope.moment.random);
    const auto key = scope.vault.key(id, wrapped);
    const std::string name =
        sender.name.empty() ? "" : crypto::sealed(*key, sender.name, name_purpose(id), scope.moment.random);
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
    const auto found = scope.sql.one<PersonId, std::string, std::string, std::string>(
        "SELECT p.id, p.wrapped, p.name, p.language FROM identity i JOIN person p ON p.id = i.person "
        "WHERE i.account = :account AND i.mark = :mark",
        account, mark);
    if (!found) return introduce(scope, account, sender, mark);
    const auto& [id, wrapped, name, language] = *found;
    Person person = read(scope, id, wrapped, name, language);
    if (!sender.name.empty() && person.name() != sender.name) {  // she changed it
        if (const auto key = scope.vault.key(id, wrapped)) {
            scope.sql.run("UPDATE person SET name = :name WHERE id = :id",
                          crypto::sealed(*key, sender.name, name_purpose(id), scope.moment.random), id);
            person = {id, sender.name, language};
        }
    }
    return person;
}

std::optional<PersonId> find_person(Scope& scope, std::string_view account, std::string_view platform_id) {
    return scope.sql.one<PersonId>("SELECT person FROM identity WHERE account = :account AND mark = :mark", account,
                                   scope.vault.mark(account, platform_id));
}

std::optional<Person> person(Scope& scope, PersonId id) {
    const auto found = scope.sql.one<std::string, std::string, std::string>(
        "SELECT wrapped, name, language FROM person WHERE id = :id", id);
    if (!found) return std::nullopt;
    return read(scope, id, std::get<0>(*found), std::get<1>(*found), std::get<2>(*found));
}

void set_language(Scope& scope, PersonId person, std::string_view language) {
    scope.sql.run("UPDATE person SET language = :language WHERE id = :id", language, person);
}

void set_quiet(Scope& scope, PersonId person, bool quiet) {
    scope.sql.run("UPDATE person SET state = :state WHERE id = :id AND state < 2", quiet ? 1 : 0, person);
}

void open_talk(Scope& scope, std::string_view account, std::string_view platform_id, ChatId chat) {
    scope.sql.run(
        "UPDATE identity SET chat = :chat, seen = :now WHERE account = :account AND mark = :mark AND "
        "(chat <> :same OR seen < :old)",
        chat, scope.now(), account, scope.vault.mark(account, platform_id), chat, scope.now() - 1h);
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

std::optional<std::string> address(Scope& scope, PersonId person, std::string_view account) {
    const auto sealed = scope.sql.one<std::string>(
        "SELECT address FROM identity WHERE person = :person AND account = :account ORDER BY seen DESC", person,
        account);
    if (!sealed) return std::nullopt;
    auto opened = crypto::opened(scope.vault.content(), *sealed, address_purpose(account));
    if (!opened) return std::nullopt;
    return std::move(*opened);
}

Result<crypto::Key> key_of(Scope& scope, PersonId person) {
    const auto wrapped = scope.sql.one<std::string>("SELECT wrapped FROM person WHERE id = :id", person);
    if (!wrapped || wrapped->empty()) return not_found("this person's key is gone");
    return scope.vault.key(person, *wrapped);
}

}  // namespace noticeboard::community
