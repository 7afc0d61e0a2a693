// Right: what somebody may do. config/roles.json says which role has which; who has none may do nothing.
#pragma once

#include <string_view>

namespace noticeboard {

struct Right {
    std::string_view name;  // as in roles.json
    constexpr bool operator==(const Right&) const = default;
};

namespace right {
inline constexpr Right approve{"group.approve"};  // let people into the group
inline constexpr Right link{"group.link"};        // link a chat to the group
inline constexpr Right moderate{"group.moderate"};
inline constexpr Right read_group{"group.read"};
inline constexpr Right read_unit{"unit.read"};
inline constexpr Right add_unit{"unit.add"};
inline constexpr Right grant{"role.grant"};
inline constexpr Right print{"poster.print"};
inline constexpr Right send_notice{"notice.send"};
inline constexpr Right emergency_notice{"notice.emergency"};  // one of the two mandates of an emergency
inline constexpr Right standing_notice{"notice.standing"};    // a mandate that stands alone
inline constexpr Right read_audit{"audit.read"};
inline constexpr Right answer_group{"help.group"};        // questions of the group's women
inline constexpr Right answer_township{"help.township"};  // … about health, money, custody
}  // namespace right

}  // namespace noticeboard
