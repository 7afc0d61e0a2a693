// noticeboard notice
// draft|preview|approve|send|status|watch|pause|resume|cancel|correct|recall|ledger|export|list|quiet
#include "bot/community/notice/notice.hpp"

#include <unistd.h>

#include <chrono>
#include <cmath>
#include <fstream>
#include <thread>

#include "bot/app/accounts.hpp"
#include "bot/cli/commands.hpp"
#include "bot/cli/notice_shown.hpp"
#include "bot/community/group.hpp"
#include "bot/community/notice/answers.hpp"
#include "bot/community/person.hpp"
#include "bot/community/unit.hpp"
#include "bot/text/when.hpp"
#include "bot/webchat/picture.hpp"

namespace noticeboard::cli {
namespace {

struct Asked {
    std::string number, unit, audience, text, text_zh, text_en, picture, link, reason, as, at, until, reach, from, to,
        out;
    bool emergency = false, twice = false, again = false;
};

// Minutes of the day, "21:30". Refused when it is none.
int minute_of(const std::string& text) {
    int hour = -1, minute = -1;
    if (std::sscanf(text.c_str(), "%d:%d", &hour, &minute) != 2 || hour < 0 || hour > 23 || minute < 0 || minute > 59)
        throw Refused("\"" + text + "\" is no time of day, such as 21:30");
    return hour * 60 + minute;
}

// "2026-11-21 09:30", "tomorrow 9:00", local; `alone`: the minute of a day without a time.
TimePoint time_of(const std::string& typed, int alone) {
    const auto found = text::moment_in(typed, std::chrono::floor<Millis>(std::chrono::system_clock::now()), alone);
    if (!found) throw Refused("\"" + typed + "\" is no time, such as \"2026-11-21 09:30\" or \"tomorrow 9:00\"");
    return *found;
}

Site site_with_doors(Tool& tool) {
    const auto accounts = must(app::Accounts::open(tool.config().adapters));
    Site out = app::site_of(tool.config());
    out.doors = accounts.doors();
    for (Door& door : out.doors) door.invite = nullptr;  // the accounts end here
    return out;
}

// The person in whose name a notice is entered, ADAPTER:PLATFORM-ID; none: the operator's.
PersonId person_named(Tool& tool, const std::string& who) {
    if (who.empty()) return {};
    const std::size_t colon = who.find(':');
    const auto found = colon == std::string::npos
                           ? std::nullopt
                           : community::find_person(tool.scope(), who.substr(0, colon), who.substr(colon + 1));
    if (!found)
        throw Refused("--as: nobody is known as \"" + who +
                      "\"; ADAPTER:PLATFORM-ID of somebody who talked to the bot");
    return *found;
}

void draft(const Options& options, const Asked& asked) {
    Tool tool(options);
    community::NewNotice fresh;
    fresh.unit = must(community::unit_code(asked.unit));
    fresh.author = person_named(tool, asked.as);
    fresh.audience = asked.audience.empty() ? fresh.unit : asked.audience;
    const std::string plain =
        asked.text == "-" ? std::string(std::istreambuf_iterator<char>(std::cin), {}) : asked.text;
    if (!plain.empty()) fresh.texts[tool.config().languages.front()] = plain;
    if (!asked.text_zh.empty()) fresh.texts["zh"] = asked.text_zh;
    if (!asked.text_en.empty()) fresh.texts["en"] = asked.text_en;
    if (!asked.picture.empty()) fresh.picture = must(webchat::clean_picture(read_file(asked.picture))).bytes;
    fresh.link = asked.link;
    fresh.reason = asked.reason;
    fresh.emergency = asked.emergency;
    fresh.after_crash = asked.twice || asked.emergency ? AfterCrash::again : AfterCrash::never;
    if (!asked.at.empty()) fresh.begins = time_of(asked.at, 9 * 60);
    if (!asked.until.empty()) fresh.expires = time_of(asked.until, 24 * 60);
    Notice made;
    tool.commit("notice.drafted", "unit:" + fresh.unit,
                [&] { made = must(community::draft_notice(tool.scope(), tool.config().roles, fresh)); });
    if (options.json)
        std::cout << as_json(made) << "\n";
    else
        std::cout << "notice " << community::spaced_number(made.number)
                  << " is a draft; next: noticeboard notice preview " << made.number << "\n";
}

void preview(const Options& options, const Asked& asked) {
    Tool tool(options);
    const Notice notice = notice_named(tool, asked.number);
    const Site site = site_with_doors(tool);
    const auto carriers = community::carriers_of(site);
    const auto seen = must(community::preview_notice(tool.scope(), notice, carriers));
    const auto wanting =
        community::wanting(tool.scope(), tool.config().roles, community::notice_rules(site), notice, seen);
    std::cout << "to " << notice.audience << ": " << seen.chats << " chats\n";
    for (const auto& part : seen.parts) {
        const auto it = carriers.find(part.account);
        std::cout << "  " << (part.account.empty() ? "no platform" : part.account) << ", " << way_name(part.way) << ": "
                  << part.chats;
        if (it != carriers.end() && it->second.per_second > 0)
            std::cout << ", about " << std::ceil(static_cast<double>(part.chats) / it->second.per_second / 60)
                      << " min";
        std::cout << "\n";
    }
    if (seen.groups_without_chat > 0)
        std::cout << "  groups without a chat it could use: " << seen.groups_without_chat << "\n";
    if (wanting.reason) std::cout << "wants a reason: so few hear it (notice draft --reason)\n";
    if (wanting.second) std::cout << "wants a second person\n";
    if (wanting.mandates) std::cout << "wants two mandates, or a standing one\n";
    if (wanting.same)
        std::cout << "the same words went out just now as " << community::spaced_number(wanting.same->number) << "\n";
}

void approve(const Options& options, const Asked& asked) {
    Tool tool(options);
    const Notice notice = notice_named(tool, asked.number);
    const Site site = site_with_doors(tool);
    Notice now;
    const PersonId by = person_named(tool, asked.as);
    tool.commit("notice.approved", "notice:" + to_string(notice.id) + " person:" + to_string(by), [&] {
        now = must(community::approve_notice(tool.scope(), tool.config().roles, community::notice_rules(site),
                                             community::carriers_of(site), notice.id, by));
    });
    if (now.state == Notice::State::approved)
        std::cout << "approved\n";
    else
        throw Refused(
            notice.emergency
                ? "noted; an emergency wants two people with a mandate, or one with a standing one (--as, or in the "
                  "chat)"
                : "noted; so many groups want a second person: somebody else approves it in the chat, or --as");
}

void send(const Options& options, const Asked& asked) {
    Tool tool(options);
    const Notice notice = notice_named(tool, asked.number);
    const Site site = site_with_doors(tool);
    const auto seen = must(community::preview_notice(tool.scope(), notice, community::carriers_of(site)));
    const auto wanting =
        community::wanting(tool.scope(), tool.config().roles, community::notice_rules(site), notice, seen);
    if (wanting.same && !asked.again)
        throw Refused("the same words went to these groups just now as " +
                      community::spaced_number(wanting.same->number) + "; with --again they hear it twice");
    const TimePoint begins = asked.at.empty() ? notice.begins : time_of(asked.at, 9 * 60);
    tool.commit("notice.sent", "notice:" + to_string(notice.id),
                [&] { must(community::send_notice(tool.scope(), notice.id, begins)); });
    std::cout << "notice " << community::spaced_number(notice.number) << " goes out as soon as the server may\n";
}

using Change = Result<Done> (*)(community::Scope&, NoticeId);

void change(const Options& options, const Asked& asked, const char* what, Change how) {
    Tool tool(options);
    const Notice notice = notice_named(tool, asked.number);
    tool.commit(std::string("notice.") + what, "notice:" + to_string(notice.id),
                [&] { must(how(tool.scope(), notice.id)); });
    std::cout << what << "\n";
}

void follow(const Options& options, const Asked& asked, Notice::Kind kind) {
    Tool tool(options);
    const Notice original = notice_named(tool, asked.number);
    const Site site = site_with_doors(tool);
    std::map<std::string, std::string> texts;
    if (!asked.text.empty()) texts[tool.config().languages.front()] = asked.text;
    if (!asked.text_zh.empty()) texts["zh"] = asked.text_zh;
    if (!asked.text_en.empty()) texts["en"] = asked.text_en;
    Notice now;
    const PersonId by = person_named(tool, asked.as);
    tool.commit(
        kind == Notice::Kind::recall ? "notice.recalled" : "notice.corrected", "notice:" + to_string(original.id), [&] {
            now = must(community::follow_notice(tool.scope(), tool.config().roles, original.id, kind, texts, by));
            now = must(community::approve_notice(tool.scope(), tool.config().roles, community::notice_rules(site),
                                                 community::carriers_of(site), now.id, by));
            if (now.state == Notice::State::approved) must(community::send_notice(tool.scope(), now.id));
        });
    std::cout << (options.json ? as_json(now)
                               : "notice " + community::spaced_number(now.number) +
                                     (now.state == Notice::State::approved ? " goes out to exactly the same groups"
                                                                           : " wants a second person; notice approve"))
              << "\n";
}

void quiet(const Options& options, const Asked& asked) {
    Tool tool(options);
    const std::string unit = subtree_of(asked.unit);
    std::optional<community::QuietHours> hours;
    if (asked.from.empty() != asked.to.empty()) throw Refused("give both --from and --until, or neither to end it");
    if (!asked.from.empty()) hours = community::QuietHours{minute_of(asked.from), minute_of(asked.to)};
    tool.commit("notice.quiet", "unit:" + unit, [&] { community::set_quiet_hours(tool.scope(), unit, hours); });
    std::cout << (hours ? "no notice but an emergency from " + asked.from + " to " + asked.to + " there\n"
                        : std::string("the hours of the unit above hold there again\n"));
}

}  // namespace

void add_notice(CLI::App& program, Options& options) {
    auto asked = std::make_shared<Asked>();
    auto* notice = program.add_subcommand("notice", "Notices: what an office tells many groups");
    notice->require_subcommand(1);

    auto* written = notice->add_subcommand("draft", "Keeps a notice; nobody hears it yet");
    written->add_option("--unit", asked->unit, "The office that speaks, by its code")->required();
    written->add_option(
        "--to", asked->audience,
        "For whom: 33.05.22 kind:village language:zh platform:telegram without:… with:…; its unit when not given");
    written->add_option("--text", asked->text, "In the first language of the configuration; - reads standard input");
    written->add_option("--zh", asked->text_zh, "In Chinese");
    written->add_option("--en", asked->text_en, "In English");
    written->add_option("--picture", asked->picture, "A PNG or JPEG file of at most 1 MB");
    written->add_option("--link", asked->link, "https://…");
    written->add_option("--reason", asked->reason, "Why so few groups, where fewer than 5 hear it");
    written->add_option("--at", asked->at, "When it goes out, local: \"2026-11-21 09:30\"");
    written->add_option("--until", asked->until, "Nobody hears it after this");
    written->add_flag("--emergency", asked->emergency,
                      "Before everything else, at any hour; wants two mandates or a standing one");
    written->add_flag("--rather-twice", asked->twice, "What a crash leaves unknown is sent again; otherwise it is not");
    written->add_option("--as", asked->as, "In whose name: ADAPTER:PLATFORM-ID; the operator's when not given");
    written->callback([&options, asked] { draft(options, *asked); });

    const auto with_number = [&](const char* name, const char* about) {
        auto* out = notice->add_subcommand(name, about);
        out->add_option("number", asked->number, "The notice's nine digits")->required();
        return out;
    };
    with_number("preview", "How many chats it would reach, by which way, how long it takes, what is wanting")
        ->callback([&options, asked] { preview(options, *asked); });
    auto* approved = with_number("approve", "Stands behind a notice");
    approved->add_option("--as", asked->as, "In whose name: ADAPTER:PLATFORM-ID");
    approved->callback([&options, asked] { approve(options, *asked); });
    auto* sent = with_number("send", "Sends an approved notice");
    sent->add_option("--at", asked->at, "Not before, local: \"2026-11-21 09:30\"");
    sent->add_flag("--again", asked->again, "Although the same words went out just now");
    sent->callback([&options, asked] { send(options, *asked); });
    with_number("status", "Where its audience stands")->callback([&options, asked] {
        show_status(options, asked->number);
    });
    with_number("watch", "Progress until it ends: bar, rate, time left, most frequent failures")
        ->callback([&options, asked] { watch_notice(options, asked->number); });
    with_number("pause", "Holds it")->callback([&options, asked] {
        change(options, *asked, "paused", community::pause_notice);
    });
    with_number("resume", "Goes on")->callback([&options, asked] {
        change(options, *asked, "resumed", community::resume_notice);
    });
    with_number("cancel", "Stops it for good")->callback([&options, asked] {
        change(options, *asked, "cancelled",
               [](community::Scope& scope, NoticeId id) { return community::cancel_notice(scope, id); });
    });
    for (const auto& [name, about, kind] :
         {std::tuple{"correct", "Tells exactly those who were told what is right", Notice::Kind::correction},
          std::tuple{"recall", "Tells exactly those who were told that it was wrong", Notice::Kind::recall}}) {
        auto* followed = with_number(name, about);
        followed->add_option("--text", asked->text);
        followed->add_option("--zh", asked->text_zh);
        followed->add_option("--en", asked->text_en);
        followed->add_option("--as", asked->as, "In whose name: ADAPTER:PLATFORM-ID");
        followed->callback([&options, asked, kind = kind] { follow(options, *asked, kind); });
    }
    auto* lines = with_number("ledger", "Every chat of its audience and where it stands, as CSV");
    lines->add_option("--reach", asked->reach, "Only those: failed, unknown, asked, refused, …");
    lines->callback([&options, asked] { show_ledger(options, asked->number, asked->reach, asked->out); });
    auto* exported = with_number("export", "The ledger into a file");
    exported->add_option("--out", asked->out)->required();
    exported->callback([&options, asked] { show_ledger(options, asked->number, asked->reach, asked->out); });
    auto* listed = notice->add_subcommand("list", "The newest notices of a unit and all below it");
    listed->add_option("--unit", asked->unit);
    listed->callback([&options, asked] { list_notices(options, asked->unit); });
    auto* hours =
        notice->add_subcommand("quiet", "Hours in which a unit and all below it hear no notice but emergencies");
    hours->add_option("--unit", asked->unit)->required();
    hours->add_option("--from", asked->from, "21:00");
    hours->add_option("--until", asked->to, "08:00");
    hours->callback([&options, asked] { quiet(options, *asked); });
}

}  // namespace noticeboard::cli
