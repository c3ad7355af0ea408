#pragma once

#include <contract/values.hpp>

#include <asyncapi/policy.hpp>

#include <string>
#include <string_view>

namespace contract {

struct violation {
    std::string message;
    std::string pointer;
    std::string keyword;
    std::string reason;
};

/// The answer to a request that is not what the contract says.
struct invalid_message {
    contract::violation violation;
};

/// \return at most `max_bytes` of `text`, cut between characters
inline std::string shortened(std::string_view text, std::size_t max_bytes) {
    if (text.size() <= max_bytes) return std::string{text};
    while (max_bytes > 0 && (static_cast<unsigned char>(text[max_bytes]) & 0xC0U) == 0x80U) {
        --max_bytes;
    }
    return std::string{text.substr(0, max_bytes)};
}

/// What the sender of a refused message is told.
inline invalid_message explain(const asyncapi::rejection& refused) {
    const auto& where = refused.why.where();
    const auto& reason = where.reason.empty() ? refused.why.code().message() : where.reason;
    return {{
        .message = shortened(where.message, 100),
        .pointer = shortened(where.pointer, 1000),
        .keyword = shortened(where.keyword, 40),
        .reason = shortened(reason, 400),
    }};
}

}  // namespace contract

template <>
struct asyncapi::schema<contract::violation> {
    using self = contract::violation;
    static constexpr auto value =
        object(property("message", &self::message, string{.max_length = 100}),
               property("pointer", &self::pointer, string{.max_length = 1000}),
               property("keyword", &self::keyword, string{.max_length = 40}),
               property("reason", &self::reason, contract::keywords::text));
};

template <>
struct asyncapi::schema<contract::invalid_message> {
    using self = contract::invalid_message;
    static constexpr auto value = object(property("violation", &self::violation));
};

template <>
struct asyncapi::message<contract::invalid_message> {
    static constexpr auto name = "InvalidMessage";
};
