#pragma once

#include <asyncapi/validation/pattern/simple_plan.hpp>
#include <asyncapi/validation/pattern/simple_reader.hpp>
#include <asyncapi/validation/pattern/simple_steps.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace asyncapi::validation::detail {

/// A pattern that needs no engine: characters and classes in a row, each repeated so that it is
/// clear where it ends, as in `^ORD-[0-9]{8}$` or `^[^@ ]+@[^@ ]+[.][A-Za-z]{2,}$`.
///
/// A literal type: read at compile time from a schema, or at run time.
class simple_pattern {
public:
    /// \return nullopt when the pattern is not so simple, or no pattern
    static constexpr std::optional<simple_pattern> read(std::string_view source) {
        simple_reader reader{source};
        if (!reader.read()) return std::nullopt;
        const simple_pattern made{reader};
        if (!made.plan_.is_exact) return std::nullopt;
        return made;
    }

    /// \param utf8  well-formed; the verdict on anything else has no meaning
    constexpr bool matches(std::string_view utf8) const noexcept {
        const char* at = utf8.data();
        const char* end = at + utf8.size();
        if (plan_.is_search) return occurs(at, end);
        std::size_t i = 0;
        while (i < plan_.forward) {
            const auto& step = steps_.steps[i];
            if (step.block_steps > 0 ? !take_block(step, at, end) : !take(i, at, end)) return false;
            i += step.block_steps > 0 ? step.block_steps : 1;
        }
        if (i == steps_.size) return !steps_.to_end || at == end;
        for (auto last = steps_.size; last > plan_.backward; --last)
            if (!take_back(last - 1, at, end)) return false;
        if (i < plan_.backward && !take(i, at, end)) return false;
        return !steps_.to_begin || at == end;
    }

private:
    constexpr explicit simple_pattern(const simple_reader& read)
        : steps_{read.steps()}, plan_{simple_plan::of(steps_, read.sets())} {}

    static constexpr bool is_tail(char c) noexcept {
        return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
    }
    // Of a byte that begins like U+2028 and U+2029 and has its two others.
    static constexpr bool is_separator(const char* at) noexcept {
        return at[1] == '\x80' && (at[2] == '\xA8' || at[2] == '\xA9');
    }

    constexpr bool is_member(char c, unsigned mask) const noexcept {
        return (steps_.members[static_cast<unsigned char>(c)] & mask) != 0;
    }
    // Whether a byte that is no member begins a character that is.
    static constexpr bool is_other(const simple_steps::step& of, const char* at,
                                   const char* end) noexcept {
        return of.one_line && *at == '\xE2' && end - at > 2 && !is_separator(at);
    }

    constexpr bool take_block(const simple_steps::step& first, const char*& at,
                              const char* end) const noexcept {
        const std::size_t size = first.block_size;
        if (static_cast<std::size_t>(end - at) < size) return false;
        unsigned wrong = 0;
        for (std::size_t i = 0; i < size; ++i)
            wrong |= steps_.positions[first.block_first + i] &
                     ~unsigned{steps_.members[static_cast<unsigned char>(at[i])]};
        at += size;
        return wrong == 0;
    }

    // Moves `at` past what a step takes.
    constexpr bool take(std::size_t i, const char*& at, const char* end) const noexcept {
        const auto& step = steps_.steps[i];
        const auto mask = 1U << i;
        if (step.wide) return take_wide(step, mask, at, end);
        const auto left = static_cast<std::size_t>(end - at);
        if (left < step.least) return false;
        const char* const stop = left > step.most ? at + step.most : end;
        const char* const start = at;
        while (at != stop && is_member(*at, mask)) ++at;
        return static_cast<std::size_t>(at - start) >= step.least;
    }

    constexpr bool take_wide(const simple_steps::step& step, unsigned mask, const char*& at,
                             const char* end) const noexcept {
        const char* const start = at;
        if (step.most != simple_steps::no_limit) return take_counted(step, mask, at, end);
        while (true) {
            while (at != end && is_member(*at, mask)) ++at;
            if (at == end || !is_other(step, at, end)) break;
            at += 3;
        }
        std::size_t count = 0;
        for (const char* c = start; c != at && count < step.least; ++c) count += !is_tail(*c);
        return count >= step.least;
    }

    constexpr bool take_counted(const simple_steps::step& step, unsigned mask, const char*& at,
                                const char* end) const noexcept {
        std::uint32_t count = 0;
        for (; at != end; ++at) {
            if (is_tail(*at)) continue;
            if (count == step.most) break;
            if (!is_member(*at, mask) && !is_other(step, at, end)) break;
            ++count;
        }
        return count >= step.least;
    }

    // Moves `end` back before what a step takes.
    constexpr bool take_back(std::size_t i, const char* at, const char*& end) const noexcept {
        const auto& step = steps_.steps[i];
        const auto mask = 1U << i;
        std::uint32_t count = 0;
        if (!step.wide) {
            for (; end != at && count < step.most && is_member(end[-1], mask); --end) ++count;
            return count >= step.least;
        }
        if (step.most == simple_steps::no_limit) return take_all_back(step, mask, at, end);
        while (end != at && count < step.most) {
            const char* first = end - 1;
            while (first != at && is_tail(*first)) --first;
            if (!is_member(*first, mask) && !is_other(step, first, end)) break;
            end = first;
            ++count;
        }
        return count >= step.least;
    }

    constexpr bool take_all_back(const simple_steps::step& step, unsigned mask, const char* at,
                                 const char*& end) const noexcept {
        const char* const stop = end;
        while (true) {
            while (end != at && is_member(end[-1], mask)) --end;
            if (end == at || !is_other(step, end - 1, stop)) break;
            --end;
        }
        // Of a character that is none.
        while (end != stop && is_tail(*end)) ++end;
        std::size_t count = 0;
        for (const char* c = end; c != stop && count < step.least; ++c) count += !is_tail(*c);
        return count >= step.least;
    }

    // Whether there is a run of characters of the only step.
    constexpr bool occurs(const char* at, const char* end) const noexcept {
        const auto& step = steps_.steps.front();
        std::uint32_t run = 0;
        for (; at != end; ++at) {
            if (is_tail(*at)) continue;
            run = is_member(*at, 1) || is_other(step, at, end) ? run + 1 : 0;
            if (run == step.least) return true;
        }
        return false;
    }

    simple_steps steps_;
    simple_plan plan_;
};

}  // namespace asyncapi::validation::detail
