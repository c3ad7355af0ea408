#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace asyncapi::validation::detail {

/// ASCII characters, and with `wide` all others.
struct ascii_set {
    std::array<std::uint64_t, 2> bits{};
    bool wide = false;

    constexpr void add(unsigned first, unsigned last) noexcept {
        for (auto c = first; c <= last; ++c) bits[c >> 6U] |= std::uint64_t{1} << (c & 63U);
    }
    constexpr void add(const ascii_set& other) noexcept {
        bits[0] |= other.bits[0];
        bits[1] |= other.bits[1];
        wide = wide || other.wide;
    }
    constexpr void invert() noexcept {
        bits = {~bits[0], ~bits[1]};
        wide = !wide;
    }
    constexpr bool meets(const ascii_set& other) const noexcept {
        return (bits[0] & other.bits[0]) != 0 || (bits[1] & other.bits[1]) != 0 ||
               (wide && other.wide);
    }
};

/// What a simple pattern asks for, one class after another.
struct simple_steps {
    static constexpr std::size_t capacity = 16;
    static constexpr std::uint32_t no_limit = std::numeric_limits<std::uint32_t>::max();

    struct step {
        std::uint32_t least = 1;  ///< in characters
        std::uint32_t most = 1;
        bool wide = false;  ///< has characters beyond ASCII: all, but for those of the next line
        bool one_line = false;  ///< not U+2028 and U+2029; their first byte is no member
        std::uint8_t block_steps =
            0;  ///< so many from this one are a block: one byte each position
        std::uint8_t block_first = 0;  ///< in `positions`
        std::uint8_t block_size = 0;   ///< in bytes
    };

    std::array<std::uint16_t, 256>
        members{};  ///< of a byte: the steps whose class it is in, as bits
    std::array<step, capacity> steps{};
    std::array<std::uint16_t, 64> positions{};  ///< of blocks: the step, as a bit
    std::size_t size = 0;
    bool to_begin = false;  ///< `^`
    bool to_end = false;    ///< `$`

    constexpr void add(const ascii_set& set) noexcept {
        const auto mark = [&](unsigned c) {
            members[c] = static_cast<std::uint16_t>(members[c] | 1U << size);
        };
        for (unsigned half = 0; half < 2; ++half)
            for (auto rest = set.bits[half]; rest != 0; rest &= rest - 1)
                mark(half * 64 + static_cast<unsigned>(std::countr_zero(rest)));
        const auto& made = steps[size];
        for (unsigned c = 128; made.wide && c < 256; ++c)
            if (!made.one_line || c != first_byte_of_separators) mark(c);
        ++size;
    }

    static constexpr unsigned first_byte_of_separators = 0xE2;
};

using simple_sets = std::array<ascii_set, simple_steps::capacity>;

}  // namespace asyncapi::validation::detail
