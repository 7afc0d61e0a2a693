// Notices: written, approved, sent, stopped. Draft → approved → running ⇄ paused → done | cancelled; stop always wins.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/community/notice/audience.hpp"
#include "bot/community/role.hpp"
#include "bot/community/scope.hpp"
#include "bot/model/notice.hpp"
#include "bot/model/result.hpp"

namespace noticeboard::community {

inline constexpr std::size_t notice_text_limit = 2000;  // code points, of one language

struct NewNotice {
    std::string unit;      // the office that speaks
    PersonId author;       // none: the operator
    std::string audience;  // an expression; Audience::parse
    std::map<std::string, std::string> texts;
    std::string picture, link, reason;
    bool emergency = false;
    AfterCrash after_crash = AfterCrash::never;
    TimePoint begins{}, expires{};
    Notice::Kind kind = Notice::Kind::notice;
    NoticeId of;
};

// Keeps a draft. Error: invalid (a text, link or audience), forbidden (the author may not speak to all of the
// audience).
Result<Notice> draft_notice(Scope& scope, const Roles& roles, const NewNotice& fresh);

std::optional<Notice> notice(Scope& scope, NoticeId id);
std::optional<Notice> notice_by_number(Scope& scope, std::string_view number);
std::vector<Notice> notices_of(Scope& scope, std::string_view unit, int most);  // of it and all below, newest first
std::vector<Notice> notices_by(Scope& scope, PersonId author, int most);        // newest first
std::vector<NoticeId> open_notices(Scope& scope);  // approved, running or paused, oldest first

// The nine digits in what somebody typed ("305 210 747", "通知３０５２１０７４７"); none when they fail the check.
std::optional<std::string> notice_digits(std::string_view typed);
std::string spaced_number(std::string_view number);  // "305210747" → "305 210 747"

struct Preview {
    std::int64_t groups_without_chat = 0;
    std::int64_t chats = 0;
    struct Part {
        std::string account;  // "" by hand
        Way way = Way::machine;
        std::int64_t chats = 0;
    };
    std::vector<Part> parts;
};
Result<Preview> preview_notice(Scope& scope, const Notice& notice, const Carriers& carriers);

// What has to be so before a notice goes out; numbers of groups, from config/limits.json.
struct NoticeRules {
    std::int64_t second_above = 50;  // more chats than this want a second person
    std::int64_t reason_below = 5;   // fewer want a reason
    Millis same_words = 10min;       // the same words to the same groups within this time are asked about first
};
NoticeRules notice_rules(const Site& site);

struct Wanting {  // what is still missing before it may go out
    bool reason = false;
    bool second = false;         // somebody other than the author, who may send there
    bool mandates = false;       // an emergency: two with the right, or one with a standing mandate
    std::optional<Notice> same;  // the same words went to groups of this audience just now
    bool nothing() const { return !reason && !second && !mandates; }
};
Wanting wanting(Scope& scope, const Roles& roles, const NoticeRules& rules, const Notice& notice,
                const Preview& preview);

// Somebody stands behind the notice; it becomes `approved` when nothing is wanting any more. Error: forbidden,
// conflict (it is not a draft), invalid (a reason is missing).
Result<Notice> approve_notice(Scope& scope, const Roles& roles, const NoticeRules& rules, const Carriers& carriers,
                              NoticeId id, PersonId by);

// Another audience for a draft; what stood behind it before does not any more. Errors of draft_notice, conflict.
Result<Notice> readdress_notice(Scope& scope, const Roles& roles, NoticeId id, std::string_view audience, PersonId by);
Result<Done> say_reason(Scope& scope, NoticeId id, std::string_view reason);             // of a draft
Result<Done> make_urgent(Scope& scope, NoticeId id);                                     // a draft becomes an emergency
Result<Done> set_picture(Scope& scope, NoticeId id, std::string_view bytes);             // PNG or JPEG of at most 1 MB
Result<Done> set_times(Scope& scope, NoticeId id, TimePoint begins, TimePoint expires);  // 0: at once, never
Result<Done> add_text(Scope& scope, NoticeId id, std::string_view language, std::string_view words);

// Who could stand behind a notice besides those who do: at its unit and above, nearest first.
std::vector<PersonId> approvers(Scope& scope, const Roles& roles, const Notice& notice, std::size_t most = 5);

// It goes out at `begins`, or as soon as it may. Error: conflict (not approved, or its time is over).
Result<Done> send_notice(Scope& scope, NoticeId id, TimePoint begins = {});
Result<Done> pause_notice(Scope& scope, NoticeId id);
Result<Done> resume_notice(Scope& scope, NoticeId id);
Result<Done> cancel_notice(Scope& scope, NoticeId id, std::string_view why = "stopped");

// A draft that tells exactly those who were told, by the same ways, something else: what is right, or that it was
// wrong. The original is stopped if it still runs. Error: conflict (it was never sent), invalid (a text).
Result<Notice> follow_notice(Scope& scope, const Roles& roles, NoticeId id, Notice::Kind kind,
                             const std::map<std::string, std::string>& texts, PersonId by);
std::vector<Notice> followers_of(Scope& scope, NoticeId id);  // what was said about it since

bool begin_notice(Scope& scope, NoticeId id);   // approved → running: its audience is frozen
bool finish_notice(Scope& scope, NoticeId id);  // running → done, when nothing is left

// Whether somebody may write to all of an audience. Error: forbidden, invalid (no such group).
Result<Done> may_reach(Scope& scope, const Roles& roles, PersonId person, const Audience& audience);

// Whether somebody may speak for a unit to its groups; no person is the operator, who may.
bool may_send(Scope& scope, const Roles& roles, PersonId person, std::string_view unit);

// Quiet hours, in local minutes of the day. Set for a unit, they hold for all below it that has none of its own.
struct QuietHours {
    int begins = 0, ends = 0;
    bool hold_at(int minute) const {
        return begins <= ends ? minute >= begins && minute < ends : minute >= begins || minute < ends;
    }
};
void set_quiet_hours(Scope& scope, std::string_view unit, std::optional<QuietHours> hours);
std::map<std::string, QuietHours> quiet_hours(Scope& scope);

}  // namespace noticeboard::community
