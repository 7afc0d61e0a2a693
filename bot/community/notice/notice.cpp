// Notices: see notice.hpp. Every change of state names the states it may come from, so that a stop always wins.
#include "bot/community/notice/notice.hpp"

#include <algorithm>

#include "bot/community/group.hpp"
#include "bot/community/notice/ledger.hpp"
#include "bot/community/unit.hpp"
#include "bot/community/vault.hpp"
#include "bot/crypto/encoding.hpp"
#include "bot/text/fold.hpp"
#include "bot/text/group_number.hpp"
#include "bot/text/utf8.hpp"

namespace noticeboard::community {
namespace {

constexpr std::size_t number_size = 9;
constexpr std::size_t picture_limit = 1024 * 1024;

std::string drawn_number(Random& random) {
    std::string digits = std::to_string(10'000'000 + random.number() % 90'000'000);
    return digits + text::damm_check_digit(digits);
}

// The same words, whoever types them: folded, without blanks.
std::string likeness(Scope& scope, const std::map<std::string, std::string>& texts) {
    std::string all;
    for (const auto& [language, words] : texts) all += text::folded(words) + "\n";
    std::erase(all, ' ');
    return scope.vault.mark("notice", all);
}

bool is_picture(std::string_view bytes) {
    return (bytes.starts_with("\x89PNG") || bytes.starts_with("\xff\xd8")) && bytes.size() <= picture_limit;
}

constexpr const char* no_picture = "the picture must be a PNG or JPEG of at most 1 MB";

Result<Done> check(const NewNotice& fresh) {
    if (fresh.texts.empty()) return invalid("a notice needs a text");
    for (const auto& [language, words] : fresh.texts) {
        if (words.empty() || !text::acceptable(words))
            return invalid("the text (" + language + ") is empty or not UTF-8");
        if (text::length(words, TextUnit::code_points) > notice_text_limit)
            return invalid("the text (" + language + ") is longer than 2000 characters");
    }
    if (!fresh.link.empty() && (!fresh.link.starts_with("https://") || !text::acceptable(fresh.link)))
        return invalid("the link must begin with https://");
    if (!fresh.picture.empty() && !is_picture(fresh.picture)) return invalid(no_picture);
    if (to_millis(fresh.expires) != 0 && fresh.expires <= fresh.begins)
        return invalid("it would expire before it begins");
    return Done{};
}

using Row = std::tuple<NoticeId, std::string, std::string, PersonId, Notice::State, Notice::Kind, NoticeId, bool,
                       AfterCrash, std::string, std::string, std::string, std::string, TimePoint, TimePoint, TimePoint,
                       TimePoint, TimePoint, std::string>;

std::optional<Notice> read(Scope& scope, std::optional<Row> row) {
    if (!row) return std::nullopt;
    Notice out;
    std::string picture;
    std::tie(out.id, out.number, out.unit, out.author, out.state, out.kind, out.of, out.emergency, out.after_crash,
             picture, out.link, out.audience, out.reason, out.created, out.begins, out.expires, out.begun, out.ended,
             out.why) = std::move(*row);
    out.picture = crypto::base64_decoded(picture).value_or("");
    scope.sql.each<std::string, std::string>(
        "SELECT language, words FROM notice_text WHERE notice = :notice",
        [&out](std::string language, std::string words) { out.texts.emplace(std::move(language), std::move(words)); },
        out.id);
    return out;
}

Notice keep(Scope& scope, const NewNotice& fresh, const Audience& audience) {
    Notice out;
    out.id = scope.make_id<NoticeId>();
    bool added = false;
    while (!added) {
        out.number = drawn_number(scope.moment.random);
        added =
            scope.sql.run(
                "INSERT INTO notice (id, number, unit, author, state, kind, of_notice, emergency, after_crash, "
                "picture, link, audience, reason, likeness, created, begins, expires, begun, ended, why) VALUES (:id, "
                ":number, :unit, :author, 0, :kind, :of_notice, :emergency, :after_crash, :picture, :link, :audience, "
                ":reason, :likeness, :created, :begins, :expires, 0, 0, '') ON CONFLICT DO NOTHING",
                out.id, out.number, fresh.unit, fresh.author, fresh.kind, fresh.of, fresh.emergency, fresh.after_crash,
                crypto::base64(fresh.picture), fresh.link, audience.text(), fresh.reason, likeness(scope, fresh.texts),
                scope.now(), fresh.begins, fresh.expires) == 1;
    }
    for (const auto& [language, words] : fresh.texts) {
        scope.sql.run("INSERT INTO notice_text (notice, language, words) VALUES (:notice, :language, :words)", out.id,
                      language, words);
    }
    return *notice(scope, out.id);
}

}  // namespace

bool may_send(Scope& scope, const Roles& roles, PersonId person, std::string_view unit) {
    return !person || may(scope, roles, person, right::send_notice, unit);
}

Result<Notice> draft_notice(Scope& scope, const Roles& roles, const NewNotice& fresh) {
    if (auto done = check(fresh); !done) return done.error();
    const auto audience = Audience::parse(fresh.audience);
    if (!audience) return audience.error();
    if (!fresh.unit.empty() && !unit(scope, fresh.unit)) return invalid("there is no unit " + fresh.unit);
    if (auto done = may_reach(scope, roles, fresh.author, *audience); !done) return done.error();
    return keep(scope, fresh, *audience);
}

std::optional<Notice> notice(Scope& scope, NoticeId id) {
    return read(scope,
                scope.sql.one<NoticeId, std::string, std::string, PersonId, Notice::State, Notice::Kind, NoticeId, bool,
                              AfterCrash, std::string, std::string, std::string, std::string, TimePoint, TimePoint,
                              TimePoint, TimePoint, TimePoint, std::string>(
                    "SELECT id, number, unit, author, state, kind, of_notice, emergency, after_crash, picture, "
                    "link, audience, reason, created, begins, expires, begun, ended, why FROM notice WHERE id = :id",
                    id));
}

std::optional<Notice> notice_by_number(Scope& scope, std::string_view number) {
    const auto id = scope.sql.one<NoticeId>("SELECT id FROM notice WHERE number = :number", number);
    return id ? notice(scope, *id) : std::nullopt;
}

std::vector<Notice> notices_of(Scope& scope, std::string_view unit, int most) {
    std::vector<Notice> out;
    const auto ids = scope.sql.all<NoticeId>(
        "SELECT id FROM notice WHERE unit >= :unit AND unit < :end ORDER BY id DESC LIMIT :most", unit,
        subtree_end(unit), most);
    for (const NoticeId id : ids) {
        if (auto found = notice(scope, id)) out.push_back(std::move(*found));
    }
    return out;
}

std::vector<Notice> notices_by(Scope& scope, PersonId author, int most) {
    std::vector<Notice> out;
    for (const NoticeId id : scope.sql.all<NoticeId>(
             "SELECT id FROM notice WHERE author = :author ORDER BY id DESC LIMIT :most", author, most))
        out.push_back(*notice(scope, id));
    return out;
}

std::vector<NoticeId> open_notices(Scope& scope) {
    return scope.sql.all<NoticeId>("SELECT id FROM notice WHERE state > 0 AND state < 4 ORDER BY id");
}

std::optional<std::string> notice_digits(std::string_view typed) {
    std::string digits;
    for (const char c : text::folded(typed)) {
        if (c >= '0' && c <= '9') digits += c;
    }
    if (digits.size() != number_size || !text::damm_valid(digits)) return std::nullopt;
    return digits;
}

std::string spaced_number(std::string_view number) {
    if (number.size() != number_size) return std::string(number);
    return std::string(number.substr(0, 3)) + " " + std::string(number.substr(3, 3)) + " " +
           std::string(number.substr(6));
}

Result<Preview> preview_notice(Scope& scope, const Notice& notice, const Carriers& carriers) {
    const auto audience = Audience::parse(notice.audience);
    if (!audience) return audience.error();
    Preview out;
    const auto count = [&out](const std::string& account, Way way, std::int64_t chats) {
        for (Preview::Part& part : out.parts) {
            if (part.account == account && part.way == way) return void(part.chats += chats);
        }
        out.parts.push_back({account, way, chats});
    };
    if (notice.of) {
        for (const Share& share : shares_of(scope, notice.of)) count(share.account, share.way, share.ledger.audience);
    } else {
        out.groups_without_chat =
            each_aim(scope, *audience, carriers, [&](const Aim& aim) { count(std::string(aim.account), aim.way, 1); });
    }
    for (const Preview::Part& part : out.parts) out.chats += part.chats;
    return out;
}

namespace {

Result<Done> changed(std::int64_t rows, const char* otherwise) {
    if (rows == 1) return Done{};
    return conflict(otherwise);
}

constexpr const char* no_draft = "only a draft can be changed";

void forget_approvals(Scope& scope, NoticeId id) {
    scope.sql.run("DELETE FROM notice_approval WHERE notice = :notice", id);
}

}  // namespace

Result<Notice> readdress_notice(Scope& scope, const Roles& roles, NoticeId id, std::string_view typed, PersonId by) {
    const auto audience = Audience::parse(typed);
    if (!audience) return audience.error();
    if (auto done = may_reach(scope, roles, by, *audience); !done) return done.error();
    const auto rows = scope.sql.run(
        "UPDATE notice SET audience = :audience WHERE id = :id AND state = 0 AND of_notice = 0", audience->text(), id);
    if (rows != 1) return conflict(no_draft);
    forget_approvals(scope, id);
    return *notice(scope, id);
}

Result<Done> say_reason(Scope& scope, NoticeId id, std::string_view reason) {
    if (reason.empty() || reason.size() > 500 || !text::acceptable(reason))
        return invalid("the reason is empty or too long");
    return changed(scope.sql.run("UPDATE notice SET reason = :reason WHERE id = :id AND state = 0", reason, id),
                   no_draft);
}

Result<Done> make_urgent(Scope& scope, NoticeId id) {
    forget_approvals(scope, id);
    return changed(scope.sql.run("UPDATE notice SET emergency = 1, after_crash = 0 WHERE id = :id AND state = 0", id),
                   no_draft);
}

Result<Done> set_picture(Scope& scope, NoticeId id, std::string_view bytes) {
    if (bytes.empty() || !is_picture(bytes)) return invalid(no_picture);
    forget_approvals(scope, id);
    return changed(
        scope.sql.run("UPDATE notice SET picture = :picture WHERE id = :id AND state = 0", crypto::base64(bytes), id),
        no_draft);
}

Result<Done> set_times(Scope& scope, NoticeId id, TimePoint begins, TimePoint expires) {
    if (to_millis(expires) != 0 && expires <= std::max(begins, scope.now()))
        return invalid("it would expire before it begins");
    if (to_millis(begins) != 0 && begins < scope.now()) return invalid("that time is over");
    forget_approvals(scope, id);
    return changed(scope.sql.run("UPDATE notice SET begins = :begins, expires = :expires WHERE id = :id AND state = 0",
                                 begins, expires, id),
                   no_draft);
}

Result<Done> add_text(Scope& scope, NoticeId id, std::string_view language, std::string_view words) {
    auto found = notice(scope, id);
    if (!found) return not_found("there is no such notice");
    if (found->state != Notice::State::draft) return conflict(no_draft);
    NewNotice fresh;
    fresh.texts[std::string(language)] = words;
    if (auto done = check(fresh); !done) return done;
    scope.sql.run(
        "INSERT INTO notice_text (notice, language, words) VALUES (:notice, :language, :words) ON CONFLICT (notice, "
        "language) DO UPDATE SET words = excluded.words",
        id, language, words);
    found->texts[std::string(language)] = words;
    forget_approvals(scope, id);
    return changed(
        scope.sql.run("UPDATE notice SET likeness = :likeness WHERE id = :id", likeness(scope, found->texts), id),
        no_draft);
}

Result<Done> send_notice(Scope& scope, NoticeId id, TimePoint begins) {
    const TimePoint at = std::max(begins, scope.now());
    const auto changed = scope.sql.run(
        "UPDATE notice SET begins = :at WHERE id = :id AND state = 1 AND (expires = 0 OR expires > :at2)", at, id, at);
    if (changed == 1) return Done{};
    return conflict("only an approved notice can be sent, and not after its time is over");
}

Result<Done> pause_notice(Scope& scope, NoticeId id) {
    return changed(scope.sql.run("UPDATE notice SET state = 3 WHERE id = :id AND state = 2", id),
                   "only a running notice can be paused");
}

Result<Done> resume_notice(Scope& scope, NoticeId id) {
    return changed(scope.sql.run("UPDATE notice SET state = 2 WHERE id = :id AND state = 3", id),
                   "only a paused notice can go on");
}

Result<Done> cancel_notice(Scope& scope, NoticeId id, std::string_view why) {
    return changed(scope.sql.run("UPDATE notice SET state = 5, ended = :now, why = :why WHERE id = :id AND state < 4",
                                 scope.now(), why, id),
                   "this notice has ended already");
}

Result<Notice> follow_notice(Scope& scope, const Roles& roles, NoticeId id, Notice::Kind kind,
                             const std::map<std::string, std::string>& texts, PersonId by) {
    const auto original = notice(scope, id);
    if (!original) return not_found("there is no such notice");
    if (!original->was_sent()) return conflict("this notice was never sent; cancel it");
    if (original->is_open())
        static_cast<void>(cancel_notice(scope, id, kind == Notice::Kind::recall ? "recalled" : "corrected"));
    NewNotice fresh;
    fresh.unit = original->unit;
    fresh.author = by;
    fresh.audience = original->audience;
    fresh.texts = texts;
    fresh.emergency = original->emergency;
    fresh.after_crash = AfterCrash::again;  // rather heard twice than not at all
    fresh.kind = kind;
    fresh.of = id;
    return draft_notice(scope, roles, fresh);
}

std::vector<Notice> followers_of(Scope& scope, NoticeId id) {
    std::vector<Notice> out;
    for (const NoticeId one :
         scope.sql.all<NoticeId>("SELECT id FROM notice WHERE of_notice = :id AND begun > 0 ORDER BY id", id)) {
        if (auto found = notice(scope, one)) out.push_back(std::move(*found));
    }
    return out;
}

bool begin_notice(Scope& scope, NoticeId id) {
    return scope.sql.run("UPDATE notice SET state = 2, begun = :now WHERE id = :id AND state = 1", scope.now(), id) ==
           1;
}

bool finish_notice(Scope& scope, NoticeId id) {
    if (!is_finished(scope, id)) return false;
    return scope.sql.run("UPDATE notice SET state = 4, ended = :now WHERE id = :id AND state = 2", scope.now(), id) ==
           1;
}

}  // namespace noticeboard::community
