// Persons and their identities on platforms. A platform id is kept as a mark and, sealed, as an address.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/community/scope.hpp"
#include "bot/model/community.hpp"
#include "bot/model/event.hpp"

namespace noticeboard::community {

// The person behind an account's sender; made at the first meeting.
Person meet(Scope& scope, std::string_view account, const Sender& sender);

// Who wrote in a private talk, and that talk; both made at the first meeting. From here on the talk reaches her.
struct Caller {
    Chat talk;
    Person person;
};
Caller called(Scope& scope, std::string_view account, const Sender& sender, const Place& place);

// The person behind an account's sender, if we ever met.
std::optional<PersonId> find_person(Scope& scope, std::string_view account, std::string_view platform_id);

std::optional<Person> person(Scope& scope, PersonId id);

void set_language(Scope& scope, PersonId person, std::string_view language);

// Whether she wants no messages that she did not cause.
void set_quiet(Scope& scope, PersonId person, bool quiet);
bool is_quiet(Scope& scope, PersonId person);

// Remembers that the private talk `chat` reaches her, or no longer does; and what language her platform names.
void open_talk(Scope& scope, std::string_view account, const Sender& sender, ChatId chat);

// What her platform named last ("zh-hans"); empty when it never did.
std::string platform_language(Scope& scope, PersonId person);
void close_talk(Scope& scope, std::string_view account, std::string_view platform_id);

// The private talks that reach a person, the one used last first; only of `account` when it is not empty.
std::vector<Chat> talks(Scope& scope, PersonId person, std::string_view account = {});

// Her ids on an account's platform, opened, the one seen last first; and that one, or nothing when she has none there.
std::vector<std::string> addresses(Scope& scope, PersonId person, std::string_view account);
std::optional<std::string> address(Scope& scope, PersonId person, std::string_view account);

}  // namespace noticeboard::community
