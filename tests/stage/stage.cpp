// The bot without any network: see stage.hpp.
#include "tests/stage/stage.hpp"

#include "bot/community/notice/schema.hpp"
#include "bot/community/schema.hpp"
#include "bot/store/owners.hpp"

namespace noticeboard::tests {
namespace {

crypto::Key stage_key() {
    return *crypto::Key::from("stage key: 32 bytes of no secret");
}

std::vector<store::Migrations> all_migrations(const turn::Router& router) {
    std::vector<store::Migrations> out{community::schema(), community::notice_schema(), delivery::schema(),
                                       turn::schema()};
    for (const Plugin& plugin : router.plugins()) {
        if (!plugin.migrations().empty()) out.push_back({"plugin." + plugin.name(), plugin.migrations()});
    }
    return out;
}

}  // namespace

Stage::Stage(std::vector<Plugin> plugins, Options options)
    : options_(std::move(options)), router_(std::move(plugins)), clock_(options_.start) {
    if (options_.folder.empty()) {
        temporary_.emplace();
        folder_ = temporary_->file("");
    } else {
        folder_ = options_.folder;
    }
    vault_.emplace(stage_key());
    services_ = std::make_unique<turn::Services>(
        *vault_, ids_, clock_, random_, router_, [this](std::string_view) { return &options_.platform; }, watcher_);
    auto current = std::make_shared<turn::Current>();
    current->catalog = options_.catalog;
    current->roles = options_.roles;
    current->role_names = options_.role_names;
    current->site = options_.site;
    services_->may_open = {"help", "moderation"};
    router_.prepare(current->site);
    services_->exchange(current);
    open();
}

void Stage::open() {
    const auto database = *store::Database::open("sqlite:" + file("stage.db"), options_.durability);
    auto session = database.session(store::Access::write);
    const auto migrations = all_migrations(router_);
    if (const auto done = store::migrate(*session, migrations); !done) throw std::runtime_error(done.error().message);
    session->guard(std::make_shared<const store::Owners>(migrations));
    runner_ = std::make_unique<turn::Runner>(*services_, std::move(session), 0, turn::PoisonGuard(file("running")),
                                             [this](std::vector<delivery::Row> rows) {
                                                 for (auto& row : rows) out_.push_back(std::move(row));
                                             });
}

void Stage::restart() {
    runner_.reset();
    open();
}

Event Stage::event(const std::string& who, const std::string& in, What what) {
    Event out;
    out.key = "e" + std::to_string(++event_number_);
    out.at = clock_.now();
    out.place.id = in.empty() ? who : in;
    out.place.room = in.empty() ? Room::direct : Room::group;
    out.from = {who, who, {}, false};
    out.message_id = "m" + std::to_string(event_number_);
    out.what = std::move(what);
    return out;
}

turn::Settled Stage::write(const std::string& who, const std::string& text, const std::string& in) {
    Message message;
    message.text = text;
    return happen(event(who, in, std::move(message)));
}

turn::Settled Stage::press(const std::string& who, const std::string& token, const std::string& in) {
    return happen(event(who, in, Pressed{token, "callback", {}}));
}

turn::Settled Stage::happen(Event event) {
    turn::Job job;
    job.account = account;
    job.key = event.key;
    job.shard = event.place.id;
    job.event = std::move(event);
    return run(std::move(job));
}

turn::Settled Stage::run(turn::Job job) {
    turn::Settled out;
    out.kind = turn::Settled::Kind::refused;
    job.done = [&out](turn::Settled settled) { out = std::move(settled); };
    std::vector<turn::Job> jobs;
    jobs.push_back(std::move(job));
    runner_->run_batch(jobs);
    return out;
}

std::vector<delivery::Row> Stage::out() {
    return std::exchange(out_, {});
}

std::vector<std::string> Stage::texts() {
    std::vector<std::string> texts;
    for (const delivery::Row& row : out()) {
        if (const Say* say = row.outgoing.say()) texts.push_back(row.outgoing.place.id + ": " + say->text);
    }
    return texts;
}

void Stage::pass(Millis time) {
    const TimePoint end = clock_.now() + time;
    while (true) {
        // Standing timers ring at the full hour, as the clock passes it.
        const TimePoint hour = from_millis((to_millis(clock_.now()) / 3'600'000 + 1) * 3'600'000);
        const auto due = runner_->session().one<TimePoint>("SELECT due FROM timer ORDER BY due LIMIT 1");
        const TimePoint next = due ? std::min(*due, hour) : hour;
        if (next > end) break;
        const TimePoint before = clock_.now();
        if (next > before) clock_.pass(next - before);
        auto standing = turn::standing_timers(router_.plugins(), before, clock_.now());
        while (!standing.empty()) runner_->run_batch(standing);
        auto scope = this->scope();
        auto jobs = turn::due_timers(scope);
        while (!jobs.empty()) runner_->run_batch(jobs);
    }
    clock_.pass(end - clock_.now());
}

}  // namespace noticeboard::tests
