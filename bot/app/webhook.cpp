// Webhook: see webhook.hpp.
#include "bot/app/webhook.hpp"

#include <atomic>
#include <mutex>

#include "bot/community/vault.hpp"
#include "bot/web/completion.hpp"

namespace noticeboard::app {
namespace {

constexpr Millis inline_margin = 1s;  // kept of the platform's deadline for writing the answer

web::Answer plain(int status, std::string text) {
    web::Response response;
    response.status = status;
    response.headers.add("Content-Type", "text/plain; charset=utf-8");
    response.body = std::move(text);
    web::Answer answer(std::move(response));
    answer.route = "/in";
    return answer;
}

// What became of all events of one request.
struct Tally {
    explicit Tally(std::size_t events) : left(events) {}
    std::mutex mutex;
    std::size_t left;
    bool refused = false;
    std::optional<delivery::Row> row;  // for the answer
};

std::string account_of(const std::string& path) {
    constexpr std::string_view prefix = "/in/";
    const std::size_t end = path.find('/', prefix.size());
    return path.substr(prefix.size(), end == std::string::npos ? end : end - prefix.size());
}

// The platform does not deliver again what is refused: the person reads that she should.
Outgoing refusal(const turn::Services& services, const Platform& platform) {
    const auto current = services.current();
    Outgoing out;
    Say say;
    say.text = current->catalog->tr(current->catalog->languages().front(), platform.refusal);
    out.what = std::move(say);
    return out;
}

}  // namespace

std::vector<turn::Job> jobs_of(const std::string& account, const Inbound& inbound, const community::Vault& vault,
                               TimePoint inline_until, const std::function<void(turn::Settled)>& done) {
    std::vector<turn::Job> out;
    for (const auto& one : inbound.events) {
        const auto* event = std::get_if<Event>(&one);
        if (event == nullptr) continue;
        turn::Job job;
        job.account = account;
        const bool names_her = !event->from.id.empty() && event->key.find(event->from.id) != std::string::npos;
        job.key = names_her ? vault.mark(account, event->key) : event->key;  // kept in the clear for days
        job.shard = account + event->place.id;
        job.event = *event;
        job.inline_until = inbound.events.size() == 1 ? inline_until : TimePoint{};
        job.done = done;
        out.push_back(std::move(job));
    }
    return out;
}

web::Task<web::Answer> webhook(const WebhookParts& parts, const web::Request& request) {
    const std::string name = account_of(request.path());
    Account* account = parts.accounts.find(name);
    if (account == nullptr) co_return plain(404, "not found\n");

    const Adapter& adapter = *account->adapter;
    const Platform& platform = adapter.platform();
    const TimePoint arrived = parts.services.clock.now();
    Moment moment{arrived, parts.services.random};
    auto received = adapter.receive(request, moment);
    if (!received) {
        const bool forged = received.error().kind == Error::Kind::forbidden;
        co_return plain(forged ? 401 : 400, forged ? "unauthorized\n" : "bad request\n");
    }
    const Inbound& inbound = *received;
    if (inbound.handshake) {
        web::Answer answer(*inbound.handshake);
        answer.route = "/in";
        co_return answer;
    }

    const bool inlines = platform.inline_deadline > inline_margin;
    const TimePoint inline_until = inlines ? arrived + platform.inline_deadline - inline_margin : TimePoint{};
    std::optional<delivery::Row> row;
    if (!inbound.events.empty()) {
        const auto tally = std::make_shared<Tally>(inbound.events.size());
        const web::Completion<bool> settled;
        const std::function<void(turn::Settled)> done = [tally, settled](turn::Settled result) {
            std::unique_lock lock(tally->mutex);
            if (result.kind == turn::Settled::Kind::refused) tally->refused = true;
            if (result.answer) tally->row = std::move(result.answer);
            if (--tally->left > 0) return;
            const bool accepted = !tally->refused;
            lock.unlock();
            settled.fulfil(accepted);
        };
        auto jobs = jobs_of(name, inbound, parts.services.vault, inline_until, done);
        for (turn::Job& job : jobs) {
            if (!parts.offer(std::move(job))) done({turn::Settled::Kind::refused, {}, {}});
        }
        const bool accepted = co_await settled.wait();
        if (!accepted) {
            if (platform.redelivers_for > Millis{0} || platform.refusal.empty()) co_return plain(503, "try again\n");
            const Outgoing sorry = refusal(parts.services, platform);
            web::Answer answer(adapter.answer(inbound, &sorry, moment));
            answer.route = "/in";
            co_return answer;
        }
        row = std::move(tally->row);
    }

    const Moment answered{parts.services.clock.now(), parts.services.random};
    delivery::Sender* sender = account->sender.get();
    const bool carries = row && answered.now < inline_until && sender->claim(row->id);
    web::Answer answer(adapter.answer(inbound, carries ? &row->outgoing : nullptr, answered));
    answer.route = "/in";
    if (carries) {
        answer.after = [sender, id = row->id](bool written) { sender->answered(id, written); };
    }
    co_return answer;
}

}  // namespace noticeboard::app
