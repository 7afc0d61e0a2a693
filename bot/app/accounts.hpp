// Accounts: each configured adapter with its sender.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bot/adapter.hpp"
#include "bot/delivery/sender.hpp"
#include "config/config.hpp"

namespace noticeboard::app {

struct Account {
    std::string name;
    std::string type;
    std::string mode;  // "webhook", "polling", … as configured; of the built-in chat `groups`: "all", "linked"
    std::unique_ptr<Adapter> adapter;
    std::unique_ptr<delivery::Sender> sender;
};

class Accounts {
 public:
    // Makes the adapters. Error: a sentence that names the key.
    static Result<Accounts> open(const std::vector<AdapterConfig>& adapters);

    Account* find(std::string_view name);
    const Platform* platform(std::string_view name) const;
    std::vector<Account>& all() { return accounts_; }

    void post(std::vector<delivery::Row> rows);  // each to its account's sender
    std::vector<Door> doors() const;             // for the pages; valid as long as this

 private:
    std::vector<Account> accounts_;
};

}  // namespace noticeboard::app
