// Ability: what a bot may be able to do on a platform, or in one chat of it.
#pragma once

#include <cstdint>
#include <initializer_list>

namespace noticeboard {

enum class Ability : std::uint8_t {
    read_group,  // sees what people write in a group
    write,       // may write first (not only answer)
    buttons,
    pictures,
    invite_link,  // can make a link or code that leads into the chat
    approve,      // can let people in or turn them away
    mute,
    remove,
    ban,
    delete_message,
    count_members,
    deep_link,  // a link can carry a ticket into the private talk
    download,   // pictures and voice can be fetched
};

class Abilities {
 public:
    constexpr Abilities() = default;
    constexpr Abilities(std::initializer_list<Ability> list) {
        for (Ability ability : list) bits_ |= bit(ability);
    }
    constexpr bool has(Ability ability) const { return (bits_ & bit(ability)) != 0; }
    constexpr void add(Ability ability) { bits_ |= bit(ability); }
    constexpr std::uint32_t bits() const { return bits_; }  // for the store
    static constexpr Abilities from_bits(std::uint32_t bits) {
        Abilities out;
        out.bits_ = bits;
        return out;
    }
    constexpr bool operator==(const Abilities&) const = default;

 private:
    static constexpr std::uint32_t bit(Ability ability) { return 1U << static_cast<unsigned>(ability); }
    std::uint32_t bits_ = 0;
};

}  // namespace noticeboard
