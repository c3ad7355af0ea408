#pragma once

#include <contract/values.hpp>

#include <string>

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
