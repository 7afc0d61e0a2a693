// Webhook: one delivery of a platform: verified, translated, committed, and only then answered.
#pragma once

#include <functional>

#include "bot/app/accounts.hpp"
#include "bot/community/vault.hpp"
#include "bot/turn/job.hpp"
#include "bot/turn/services.hpp"
#include "bot/web/server.hpp"

namespace noticeboard::app {

struct WebhookParts {
    Accounts& accounts;
    turn::Services& services;
    std::function<bool(turn::Job)> offer;
};

// Answers `ANY /in/<account>[/…]`. 401: not from the platform; 400: not what it sends; 404: no such account; 503: not
// taken now, deliver it again.
web::Task<web::Answer> webhook(const WebhookParts& parts, const web::Request& request);

// The jobs of an inbound's events, in order; each tells `done` what became of it. A turn key that would name who wrote
// is marked.
std::vector<turn::Job> jobs_of(const std::string& account, const Inbound& inbound, const community::Vault& vault,
                               TimePoint inline_until, const std::function<void(turn::Settled)>& done);

}  // namespace noticeboard::app
