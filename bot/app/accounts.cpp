// Accounts: see accounts.hpp.
#include "bot/app/accounts.hpp"

#include <map>

#include "adapters/adapters.hpp"

namespace noticeboard::app {

Result<Accounts> Accounts::open(const std::vector<AdapterConfig>& adapters) {
    Accounts out;
    for (const AdapterConfig& config : adapters) {
        const MakeAdapter make = find_adapter(config.type);
        if (make == nullptr)
            return invalid("adapters." + config.name + ".type: there is no adapter \"" + config.type + "\"");
        auto adapter = make(AdapterSettings{config.name, config.settings});
        if (!adapter) return adapter.error();
        const bool local = (*adapter)->platform().local;
        for (const Account& other : out.accounts_) {
            if (local && other.adapter->platform().local)
                return invalid("adapters." + config.name + ": one built-in chat is enough, and " + other.name +
                               " is one");
        }
        const auto mode = config.settings.find(local ? "groups" : "mode");
        out.accounts_.push_back({config.name, config.type, mode == config.settings.end() ? "" : mode->second,
                                 std::move(*adapter), nullptr});
    }
    return out;
}

Account* Accounts::find(std::string_view name) {
    for (Account& account : accounts_) {
        if (account.name == name) return &account;
    }
    return nullptr;
}

const Platform* Accounts::platform(std::string_view name) const {
    for (const Account& account : accounts_) {
        if (account.name == name) return &account.adapter->platform();
    }
    return nullptr;
}

void Accounts::post(std::vector<delivery::Row> rows) {
    if (accounts_.size() == 1) {
        if (accounts_.front().sender && !rows.empty()) accounts_.front().sender->post(std::move(rows));
        return;
    }
    std::map<std::string, std::vector<delivery::Row>> sorted;
    for (delivery::Row& row : rows) sorted[row.account].push_back(std::move(row));
    for (auto& [name, list] : sorted) {
        Account* account = find(name);
        if (account != nullptr && account->sender) account->sender->post(std::move(list));
    }
}

std::vector<Door> Accounts::doors() const {
    std::vector<Door> out;
    for (const Account& account : accounts_) {
        const Adapter* adapter = account.adapter.get();
        Door door;
        door.account = account.name;
        door.platform = account.type;
        door.invite = [adapter](const Ticket& ticket) { return adapter->invite(ticket); };
        door.scenes = account.type == "wechat";
        for (const Pace& pace : adapter->platform().account_pace) {
            const double rate = 1000.0 * pace.count / static_cast<double>(pace.per.count());
            if (door.per_second == 0 || rate < door.per_second) door.per_second = rate;
        }
        door.confirms = adapter->platform().leader_confirms;
        door.local = adapter->platform().local;
        door.every_group = door.local && account.mode != "linked";
        out.push_back(std::move(door));
    }
    return out;
}

}  // namespace noticeboard::app
