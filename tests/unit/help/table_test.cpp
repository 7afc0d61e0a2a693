// Who learns of what: every role against every class, over all that is in the registry: what the bot says to her by
// itself, every command with what could follow it, every button she is shown, the morning's message, every view and
// form. What she sees is compared, byte by byte, with what she sees in the same village where nobody asks.
#include <regex>

#include "bot/community/member.hpp"
#include "bot/turn/frame.hpp"
#include "tests/unit/help/village.hpp"

using namespace noticeboard;
using namespace noticeboard::tests;

namespace {

struct Someone {
    const char *name, *role, *scope;
    bool open, personal, sensitive, confidential, minors;  // may learn of it at once
};

// Nobody of the group, the village or the township ever learns of a confidential request; the desk's people do, but not
// the one who is also the township's official.
const std::vector<Someone> people{
    {"leader", "leader", "group", true, true, false, false, false},
    {"deputy", "deputy", "group", true, true, false, false, false},
    {"township", "township", "unit:33.05.22.103", false, false, true, false, false},
    {"elsewhere", "township", "unit:33.05.22.104", false, false, false, false, false},
    {"county", "county", "unit:33.05.22", false, false, false, false, false},
    {"city", "city", "unit:33.05", false, false, false, false, false},
    {"desk", "desk", "unit:33.05", false, false, false, true, false},
    {"minors", "minors", "unit:33.05", false, false, false, false, true},
    {"operator", "operator", "unit:", false, false, false, false, false},
    {"neighbour", nullptr, nullptr, false, false, false, false, false},  // of the group
    {"both", "desk", "unit:33.05", false, false, true, false, false},    // also the township's
};

struct Ask {
    const char* topic;
    bool Someone::*may;
};
const std::vector<Ask> asks{{"💬 A question that everybody may hear", &Someone::open},
                            {"🏠 Family and everyday life", &Someone::personal},
                            {"🩺 Health and body", &Someone::sensitive},
                            {"🛡 Somebody hurts or threatens me", &Someone::confidential},
                            {"🧒 A child is in trouble", &Someone::minors}};

struct World {  // what a control changes
    std::function<void(turn::Current&)> widened = [](turn::Current&) {};
    std::vector<Plugin> plugins = all_plugins();
};

std::string text_of(const Values& values) {
    std::string out;
    for (const auto& [name, value] : values.all()) {
        out += name + "=";
        if (const auto* text = std::get_if<std::string>(&value)) out += *text;
        if (const auto* yes = std::get_if<bool>(&value)) out += *yes ? "yes" : "no";
        if (const auto* items = std::get_if<std::vector<Values>>(&value))
            for (const Values& one : *items) out += "{" + text_of(one) + "}";
        out += ";";
    }
    return out;
}

std::string text_of(const std::optional<Page>& page) {
    if (!page) return "no page\n";
    return std::to_string(page->status) + page->redirect + page->layout + text_of(page->values) + "\n";
}

std::vector<std::string> paths_of(const std::string& path, const Group& group) {
    if (!path.ends_with('/')) return {path};
    return {path, path + "1", path + "requests", path + group.number, path + group.number + "/ABCD1234"};
}

std::string viewed(Village& village, const PageRequest& request) {
    const auto current = village.stage.services().current();
    auto scope = village.stage.scope();
    const std::string account = Stage::account;
    const Event nothing;
    turn::Frame frame(village.stage.services(), *current, scope, account, nothing);
    frame.request = &request;
    frame.language = "en";
    const bool shown = village.stage.router().view(frame);
    village.stage.sql().act_as({});
    return request.path + ": " + (shown ? text_of(frame.effects.page) : "nothing\n");
}

std::string posted(Village& village, PageRequest request) {
    turn::Job job;
    job.account = Stage::account;
    job.form = std::move(request);
    return "POST " + text_of(village.stage.run(std::move(job)).page);
}

// Every view and form of every plugin: they ask nobody who she is.
std::string pages(Village& village) {
    std::string out;
    for (const Plugin& plugin : village.stage.router().plugins()) {
        PageRequest request;
        request.language = "en";
        request.query = {{"q", "number 1"}, {"n", "1"}};
        for (const Plugin::OnView& view : plugin.views()) {
            for (const std::string& path : paths_of(view.path, village.group))
                request.path = path, out += viewed(village, request);
        }
        for (const Plugin::Named& form : plugin.forms()) {
            for (const std::string& path : paths_of(form.name, village.group))
                request.path = path, out += posted(village, request);
        }
    }
    return out;
}

// All that she hears and sees from now on, up to the next morning.
std::string sees(Village& village, const std::string& who) {
    std::string all = village.heard(who);
    for (const Plugin& plugin : village.stage.router().plugins()) {
        for (const Plugin::Words& words : plugin.words()) {
            for (const std::string& rest : {std::string(), std::string(" now"), std::string(" 1"),
                                            std::string(" 1 I want to know"), " " + village.group.number})
                all += words.names.front() + rest + ": " + village.says(who, "/" + words.names.front() + rest);
        }
    }
    for (const char* text : {"1", "2", "number 1", "3052 1074"}) all += village.says(who, text);
    for (const auto& [label, token] : std::map(village.last)) {  // what she was shown and may press
        if (!label.starts_with(who + ":") || label.find("forget") != std::string::npos) continue;
        village.stage.press(who, token);
        all += label + ": " + village.heard(who);
    }
    all += pages(village);
    for (const char* wish : {"/digest now", "/digest 7"}) village.says(who, wish);
    village.stage.pass(25h);
    all += "morning: " + village.heard(who);
    // What is drawn at random is drawn otherwise where more was drawn before.
    return std::regex_replace(all, std::regex("[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}|nonce=[0-9a-f]{24}"), "CODE");
}

std::string seen(const World& world, const std::string& who, const char* topic) {
    Village village({}, world.plugins);
    const auto current = std::make_shared<turn::Current>(*village.stage.services().current());
    for (LevelPlan& level : current->site.help.levels) level.answer_within = 1000h;  // it stays where it is
    world.widened(*current);
    village.stage.services().exchange(current);
    for (const Someone& one : people) {
        if (one.role == nullptr) {
            village.person(one.name);
            continue;
        }
        const bool group = std::string_view(one.scope) == "group";
        village.give(one.name, one.role, group ? community::scope_of(village.group) : one.scope);
    }
    village.give("both", "township", "unit:33.05.22.103");
    auto scope = village.stage.scope();
    REQUIRE(community::joined(scope, village.group.id, village.person("neighbour"), {}));
    village.person("Wang");
    if (topic != nullptr) {
        village.ask("Wang", topic, "blue kettle", "seventeen geese");
        village.stage.press("Wang", village.last.at("Wang:Done, send it"));
        std::string asked;
        for (const delivery::Row& row : village.stage.out()) {  // what it says to others is theirs to hear
            const Say* say = row.outgoing.say();
            if (say != nullptr && row.outgoing.place.id == who) asked += say->text + "\n";
            if (say == nullptr || row.outgoing.place.id != "Wang") continue;
            for (const OutgoingButton& button : say->buttons) village.last["Wang:" + button.label] = button.token;
        }
        village.stage.press("Wang", village.last.at("Wang:No, I look by myself"));
        return asked + sees(village, who);
    }
    return sees(village, who);
}

int leaks(const World& world, const std::vector<Ask>& classes, const std::vector<Someone>& whom) {
    int out = 0;
    for (const Someone& someone : whom) {
        const std::string nothing = seen(world, someone.name, nullptr);
        for (const Ask& ask : classes) {
            const std::string something = seen(world, someone.name, ask.topic);
            if ((something != nothing) == someone.*ask.may) continue;
            const auto differs = std::mismatch(nothing.begin(), nothing.end(), something.begin(), something.end());
            const auto at = static_cast<std::size_t>(differs.first - nothing.begin());
            MESSAGE(std::string(someone.name)
                    << ", " << std::string(ask.topic) << ": " << nothing.substr(at > 80 ? at - 80 : 0, 160)
                    << "\n  but: " << something.substr(at > 80 ? at - 80 : 0, 160));
            ++out;
        }
    }
    return out;
}

const std::vector<Someone> leader_alone{people[0]}, neighbour_alone{people[9]};

}  // namespace

TEST_CASE("nobody learns of a request but those whose it is") {
    CHECK(leaks(World(), asks, people) == 0);
}

TEST_CASE("control: a right too many, and the table leaks") {
    World world;
    world.widened = [](turn::Current& current) { current.roles["leader"].insert("help.township"); };
    CHECK(leaks(world, {asks[2]}, leader_alone) > 0);
}

TEST_CASE("control: with a confidential topic sent to the township the table leaks") {  // topics.json is refused for it
    World world;
    world.widened = [](turn::Current& current) {
        for (Topic& topic : current.site.help.topics) {
            if (topic.level == 3) topic.level = 2, topic.desk = "township";
        }
    };
    CHECK(leaks(world, {asks[3]}, {people[2]}) > 0);
}

TEST_CASE("control: a new plugin's page is in the table by itself, and leaks when it counts what is said in private") {
    World world;
    Plugin counter("counter", "Counts");
    counter.migrations({"CREATE TABLE counter_word (id BIGINT PRIMARY KEY)"})
        .first([](Turn& turn) {
            if (turn.args() == "seventeen geese")
                turn.sql().run("INSERT INTO counter_word (id) VALUES (:id)", turn.community().ids.next(turn.now()));
            return false;
        })
        .view("/counter/", [](View& view) {
            Page page;
            page.layout = std::to_string(*view.sql().one<int>("SELECT count(*) FROM counter_word"));
            view.page(std::move(page));
        });
    world.plugins.insert(world.plugins.begin(), std::move(counter));
    CHECK(leaks(world, {asks[3]}, neighbour_alone) > 0);
}
