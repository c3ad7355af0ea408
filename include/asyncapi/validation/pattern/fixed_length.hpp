#pragma once

#include <asyncapi/validation/pattern/expression.hpp>

#include <cstdint>
#include <optional>

namespace asyncapi::validation::detail {

/// \return how many characters every text of an expression has; nullopt when they differ, or there
/// are more than can be looked back over
inline std::optional<std::uint32_t> fixed_length(const expression& e) {
    using kind = expression::kind;
    constexpr std::uint64_t most = 10'000;
    std::uint64_t length = 0;
    switch (e.what) {
        case kind::one_of:
            return 1;
        case kind::back_reference:
            return std::nullopt;
        case kind::sequence:
            for (const auto& part : e.parts) {
                const auto each = fixed_length(part);
                if (!each) return std::nullopt;
                length += *each;
            }
            break;
        case kind::choice: {
            const auto first = fixed_length(e.parts.front());
            if (!first) return std::nullopt;
            for (const auto& part : e.parts)
                if (fixed_length(part) != first) return std::nullopt;
            return first;
        }
        case kind::group:
            return fixed_length(e.parts.front());
        case kind::repeat: {
            const auto each = fixed_length(e.parts.front());
            if (!each || e.least != e.most) return std::nullopt;
            length = std::uint64_t{*each} * e.least;
            break;
        }
        default:
            return 0;
    }
    if (length > most) return std::nullopt;
    return static_cast<std::uint32_t>(length);
}

}  // namespace asyncapi::validation::detail
