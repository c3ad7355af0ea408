#pragma once

#include <asyncapi/message.hpp>

#include <cstdint>
#include <string>

namespace faults {

struct order {
    std::int64_t number{0};
    std::string text;
};

}  // namespace faults

template <>
struct asyncapi::schema<faults::order> {
    using self = faults::order;
    static constexpr auto value = object(property("number", &self::number, integer{.minimum = 1}),
                                         property("text", &self::text));
};
template <>
struct asyncapi::message<faults::order> {
    static constexpr auto name = "Order";
};

namespace faults {

/// The number is in the address, so that the broker's log tells which message it speaks of.
inline constexpr asyncapi::channel_object<order> orders{.address = "orders/{number}"};

}  // namespace faults
