// Notices carried by the real herald, senders and lane to a platform in the parent process, to be killed in the middle.
//
//   kill_notice FOLDER API GROUPS [idempotent] [again] [no-marks] [machine]     carries, until it is killed or it ends
//   kill_notice FOLDER ledger                                            says where the dead program left it
//
// Of ten groups six are written to by the bot, two want their leader's tap, two are posted by hand; or all by the bot.
#include <signal.h>
#include <unistd.h>

#include <fstream>
#include <iostream>
#include <set>
#include <thread>

#include "bot/app/readers.hpp"
#include "bot/community/audit.hpp"
#include "bot/community/chat.hpp"
#include "bot/community/notice/ledger.hpp"
#include "bot/community/notice/notice.hpp"
#include "bot/community/notice/schema.hpp"
#include "bot/community/person.hpp"
#include "bot/community/role.hpp"
#include "bot/community/schema.hpp"
#include "bot/community/unit.hpp"
#include "bot/community/vault.hpp"
#include "bot/crypto/random.hpp"
#include "bot/delivery/herald.hpp"
#include "bot/store/database.hpp"
#include "bot/text/group_number.hpp"
#include "bot/turn/inbox.hpp"
#include "bot/turn/lane.hpp"
#include "bot/turn/router.hpp"
#include "bot/web/loops.hpp"
#include "plugins/plugins.hpp"

using namespace noticeboard;

namespace {

constexpr int leaders = 50;

// A platform of one call: POST /send with chat and key; 200 heard, 429 and 500 again, 403 gone, 409 moved to the body.
class Mass : public Adapter {
 public:
    Mass(std::string api, bool idempotent, bool confirms) : api_(std::move(api)) {
        platform_.name = "mass";
        platform_.idempotent = idempotent;
        platform_.leader_confirms = confirms;
        platform_.call_deadline = 400ms;
    }
    const Platform& platform() const override { return platform_; }
    Result<Inbound> receive(const web::Request&, const Moment&) const override { return invalid("not asked"); }
    web::Response answer(const Inbound&, const Outgoing*, const Moment&) const override { return {}; }
    Result<web::Request> compose(const Outgoing& out, const Credential&, const Moment&) const override {
        web::Request request;
        request.method = "POST";
        request.url = api_ + "/send";
        request.body = out.to + "\n" + out.idempotency + "\n";
        return request;
    }
    Outcome confirm(const Outgoing&, const web::Response& response) const override {
        switch (response.status) {
            case 200:
                return Outcome::sent();
            case 403:
                return Outcome::gone("blocked");
            case 409:
                return Outcome::moved(response.body);
            case 429:
                return Outcome::again(100ms);
            default:
                return Outcome::again(50ms);
        }
    }

 private:
    std::string api_;
    Platform platform_;
};

const community::Roles roles{{"leader", {"group.read"}}, {"nation", {"notice.send"}}};

// Ten groups a kind, straight into the tables: what an import makes of them is not what is looked at here.
void fill(community::Scope& scope, int groups, bool machine) {
    std::vector<PersonId> persons;
    scope.sql.begin();
    static_cast<void>(community::add_unit(scope, "33", "Zhejiang"));
    for (int i = 0; i < leaders; ++i) {
        const noticeboard::Sender who{"leader" + std::to_string(i), "Li", "en", false};
        Place talk;
        talk.id = who.id;
        persons.push_back(community::called(scope, "mass", who, talk).person.id());
    }
    for (int i = 0; i < groups; ++i) {
        const std::string digits = std::to_string(1'000'000 + i);
        const GroupId group = scope.make_id<GroupId>();
        scope.sql.run(
            "INSERT INTO grp (id, number, unit, name, kind, leader, introduction, rules, languages, approval, state, "
            "created) VALUES (:id, :number, '33', :name, 'village', '', '', '', 'en', 0, 0, 0)",
            group, digits + text::damm_check_digit(digits), "Group " + digits);
        const int way = machine ? 0 : i % 10;
        const bool blind = way >= 8;
        const std::string account = blind ? "" : way >= 6 ? "tap" : "mass";
        Place place;
        place.id = "c" + std::to_string(i);
        place.room = Room::group;
        const Chat chat = community::visit(scope, account, place);
        scope.sql.run("UPDATE chat SET grp = :grp, presence = :presence WHERE id = :id", group,
                      blind ? Chat::Presence::blind : Chat::Presence::full, chat.id);
        if (blind) {
            scope.sql.run(
                "INSERT INTO role (person, role, scope, expires, granted_by, granted) VALUES (:person, 'leader', "
                ":scope, 0, "
                "0, 0)",
                persons[static_cast<std::size_t>(i) % persons.size()], "group:" + to_string(group));
        }
        if (i % 20'000 == 19'999) scope.sql.commit(), scope.sql.begin();
    }
    scope.sql.commit();
}

void write_notice(community::Scope& scope, bool again) {
    scope.sql.begin();
    community::NewNotice fresh;
    fresh.unit = "33";
    fresh.audience = "33";
    fresh.texts["en"] = "Please boil the water.";
    fresh.after_crash = again ? AfterCrash::again : AfterCrash::never;
    const auto drafted = community::draft_notice(scope, roles, fresh);
    if (!drafted) throw std::runtime_error(drafted.error().message);
    scope.sql.run("UPDATE notice SET state = 1, begins = 1 WHERE id = :id", drafted->id);  // approved, and due
    scope.sql.commit();
}

void tell_ledger(community::Scope& scope) {
    const NoticeId id = *scope.sql.one<NoticeId>("SELECT id FROM notice");
    const Ledger ledger = community::ledger_of(scope, id);
    std::cout << static_cast<int>(community::notice(scope, id)->state) << " " << ledger.audience;
    for (const std::int64_t one : ledger.of) std::cout << " " << one;
    std::cout << std::endl;
    for (int chunk = 0, count = community::chunk_count(scope, id); chunk < count; ++chunk) {
        for (const community::Fate& fate : community::fates_of(scope, id, chunk)) {
            if (fate.why.empty() && fate.reach == Reach::sent) continue;
            const auto chat = community::chat(scope, fate.chat);
            std::cout << chat->place.id << " " << static_cast<int>(fate.reach) << " " << fate.why << "\n";
        }
    }
    std::cout << "end" << std::endl;
}

std::string resident() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("RssAnon")) return line;
    }
    return {};
}

}  // namespace

int main(int count, char** arguments) {
    const std::string folder = arguments[1];
    const std::set<std::string> options(arguments + 2, arguments + count);
    const auto database = *store::Database::open("sqlite:" + folder + "/notice.db", store::Durability::full);
    const community::Vault vault(*crypto::Key::from("kill key: 32 bytes of no secret."));
    store::IdMaker ids(1);
    crypto::SystemRandom random;
    turn::SystemClock clock;
    turn::Router router(all_plugins());
    auto session = database.session(store::Access::write);
    std::vector<store::Migrations> steps{community::schema(), community::notice_schema(), delivery::schema(),
                                         turn::schema()};
    for (const Plugin& plugin : router.plugins())
        if (!plugin.migrations().empty()) steps.push_back({"plugin." + plugin.name(), plugin.migrations()});
    if (const auto done = store::migrate(*session, steps); !done) return 1;
    community::Scope scope{*session, vault, ids, {clock.now(), random}};
    if (options.contains("ledger")) {
        tell_ledger(scope);
        return 0;
    }
    const std::string api = arguments[2];
    if (!scope.sql.one<int>("SELECT 1 FROM notice LIMIT 1")) {
        fill(scope, std::stoi(arguments[3]), options.contains("machine"));
        write_notice(scope, options.contains("again"));
    }

    const bool idempotent = options.contains("idempotent");
    const Mass mass(api, idempotent, false), tap(api, idempotent, true);
    turn::Watcher watcher;
    turn::Services services(
        vault, ids, clock, random, router,
        [&](std::string_view account) { return account == "tap" ? &tap.platform() : &mass.platform(); }, watcher);
    auto current = std::make_shared<turn::Current>();
    current->roles = roles;
    current->site.quiet_from = current->site.quiet_until = 0;
    current->site.public_url = "https://nb.example";
    for (const auto& [account, confirms] : {std::pair{"mass", false}, {"tap", true}}) {
        Door door;
        door.account = door.platform = account;
        door.confirms = confirms;
        current->site.doors.push_back(std::move(door));
    }
    services.exchange(current);

    web::Loops loops(1);
    delivery::SenderWatch watch;
    std::unique_ptr<turn::Lanes> lanes;
    const auto offer = [&lanes](turn::Job job) { return lanes->offer(std::move(job)); };
    std::map<std::string, std::unique_ptr<delivery::Sender>> senders;
    for (const auto& [name, adapter] : {std::pair<std::string, const Adapter*>{"mass", &mass}, {"tap", &tap}}) {
        delivery::SenderParts parts{name,    *adapter, *web::Client::open(loops.at(0), {}), clock, random, offer,
                                    nullptr, watch};
        senders[name] = std::make_unique<delivery::Sender>(loops.at(0), std::move(parts));
    }
    auto runner = std::make_unique<turn::Runner>(services, database.session(store::Access::write), 0,
                                                 turn::PoisonGuard(folder + "/running"),
                                                 [&senders](std::vector<delivery::Row> rows) {
                                                     for (delivery::Row& row : rows) {
                                                         const std::string account = row.account;
                                                         senders.at(account)->post({std::move(row)});
                                                     }
                                                 });
    std::vector<std::unique_ptr<turn::Lane>> list;
    list.push_back(std::make_unique<turn::Lane>(std::move(runner)));
    lanes = std::make_unique<turn::Lanes>(std::move(list));
    std::vector<std::unique_ptr<store::Session>> reading;
    for (int i = 0; i < 2; ++i) reading.push_back(database.session(store::Access::read));
    app::Readers readers(std::move(reading));
    for (delivery::Row& row : delivery::open_rows(scope)) {
        const std::string account = row.account;
        senders.at(account)->recover({std::move(row)});
    }
    delivery::HeraldParts parts{{},
                                community::carriers_of(current->site),
                                services,
                                offer,
                                [&readers](app::Readers::Read read) { return readers.ask(std::move(read)); },
                                watch,
                                !options.contains("no-marks")};
    for (auto& [name, sender] : senders)
        parts.accounts.push_back({name, name == "tap" ? tap.platform() : mass.platform(), *sender});
    delivery::Herald herald(loops.at(0), std::move(parts));
    std::cout << "ready" << std::endl;
    const auto began = std::chrono::steady_clock::now();
    for (;;) {
        herald.look();
        std::this_thread::sleep_for(20ms);
        const auto state = session->one<Notice::State>("SELECT state FROM notice");
        if (state == Notice::State::done && senders.at("mass")->waiting() == 0) break;
    }
    std::cout << "done " << std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count() << " s "
              << resident() << std::endl;
    ::_exit(0);
}
