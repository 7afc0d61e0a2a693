// Freezing: see freeze.hpp.
#include "bot/delivery/freeze.hpp"

#include "bot/community/notice/ledger.hpp"
#include "bot/community/vault.hpp"
#include "bot/delivery/settle.hpp"
#include "bot/web/completion.hpp"

namespace noticeboard::delivery {
namespace {

constexpr std::size_t chunks_per_commit = 8;  // some 2 ms of a lane

using Chunks = std::shared_ptr<std::vector<community::Chunk>>;

std::vector<community::Chunk> audience_now(store::Session& session, const HeraldParts& parts, NoticeId id) {
    const turn::Services& services = parts.services;
    community::Scope scope{session, services.vault, services.ids, {services.clock.now(), services.random}};
    const auto notice = community::notice(scope, id);
    if (!notice || notice->of) return {};
    const auto audience = community::Audience::parse(notice->audience);
    if (!audience) return {};
    community::Cutter cutter;
    community::each_aim(scope, *audience, parts.carriers, [&](const community::Aim& aim) { cutter.add(aim); });
    return cutter.cut();
}

}  // namespace

web::Task<> freeze_notice(boost::asio::io_context& context, const HeraldParts& parts, NoticeId id) {
    const web::Completion<Chunks> cut;
    const HeraldParts* all = &parts;
    std::function<void(store::Session&)> look = [all, id, cut](store::Session& session) {
        Chunks chunks;  // none: the store failed, and the next look tries again
        try {
            chunks = std::make_shared<std::vector<community::Chunk>>(audience_now(session, *all, id));
        } catch (const std::exception& error) {
            all->services.watcher.store_failed(error.what());
        }
        cut.fulfil(std::move(chunks));
    };
    if (!parts.read(std::move(look))) co_return;
    const Chunks chunks = co_await cut.wait();
    if (chunks == nullptr) co_return;

    std::vector<std::function<void(community::Scope&)>> steps;
    steps.push_back([id](community::Scope& scope) {
        const auto notice = community::notice(scope, id);
        if (!notice || notice->state != Notice::State::approved) return;
        community::forget_chunks(scope, id);
        if (notice->of) community::copy_chunks(scope, notice->of, id);
    });
    for (std::size_t from = 0; from < chunks->size(); from += chunks_per_commit) {
        steps.push_back([id, chunks, from](community::Scope& scope) {
            const std::size_t end = std::min(from + chunks_per_commit, chunks->size());
            for (std::size_t i = from; i < end; ++i) community::keep_chunk(scope, id, (*chunks)[i]);
        });
    }
    steps.push_back([id](community::Scope& scope) { community::begin_notice(scope, id); });
    for (auto& step : steps) {
        turn::Job job;
        job.shard = "notice";
        job.bookkeeping = std::move(step);
        co_await settle(context, parts.offer, parts.services.random, std::move(job));
    }
}

}  // namespace noticeboard::delivery
