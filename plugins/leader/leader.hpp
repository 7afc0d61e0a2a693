// What the files of this plugin share: a leader's morning, how she becomes one, how the role passes on.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/plugin.hpp"

namespace noticeboard::plugins::leading {

// --- the morning: digest.cpp
void look_round(Turn& turn);  // every hour: those whose hour it is
void look_on(Turn& turn);     // … and the next of them
void digest_command(Turn& turn);

// --- becoming one: becoming.cpp
void claim_command(Turn& turn);
void claim_by_ticket(Turn& turn);
bool claim_by_bare_code(Turn& turn);
void confirm_command(Turn& turn);
void confirm_pressed(Turn& turn);
void refuse_pressed(Turn& turn);
std::optional<DigestLine> to_confirm(Turn& turn, const Unit& unit);
void tell_confirmers(Turn& turn, const std::string& mark);  // somebody waits for them

// What she is called: by her platform; else, for a group's leader, as the letter has it.
std::string name_of(Turn& turn, PersonId person, std::string_view at = {});

// --- the letter's page: letter.cpp
void letter_page(View& view);
std::string letter_address(const Site& site, std::string_view code);

// --- how the role passes on: passing.cpp. Each begins at “which group?”, if it is not clear.
void my_group(Turn& turn);
void deputy_command(Turn& turn);
void hand_over_command(Turn& turn);
void lost_command(Turn& turn);
void reissue_command(Turn& turn);
void group_pressed(Turn& turn);  // which group
void group_step(Turn& turn);     // … typed
void person_pressed(Turn& turn);
void find_pressed(Turn& turn);  // somebody who is not on the buttons
void find_step(Turn& turn);     // … her name, typed
void end_deputy_pressed(Turn& turn);
void letter_pressed(Turn& turn);  // a successor whom the bot does not know

}  // namespace noticeboard::plugins::leading
