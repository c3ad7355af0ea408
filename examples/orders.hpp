#pragma once

#include <asyncapi/message.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// The contract of the examples: plain structs, their schemas beside them, and the channels.
namespace ordering {

struct order_line {
    std::string sku;
    std::int32_t quantity{1};
};

struct order_placed {
    std::string order_id;
    std::vector<order_line> lines;
    double total{0};
    std::optional<std::string> note;
};

}  // namespace ordering

template <>
struct asyncapi::schema<ordering::order_line> {
    using self = ordering::order_line;
    static constexpr auto value =
        object(property("sku", &self::sku, string{.pattern = "^[A-Z]-[0-9]+$"}),
               property("quantity", &self::quantity, integer{.minimum = 1, .maximum = 1000}));
};

template <>
struct asyncapi::schema<ordering::order_placed> {
    using self = ordering::order_placed;
    static constexpr auto value =
        object(property("orderId", &self::order_id, string{.pattern = "^ORD-[0-9]{6}$"}),
               property("lines", &self::lines, array{.min_items = 1}),
               property("total", &self::total, number{.minimum = 0}),
               property("note", &self::note, string{.max_length = 200}));
};

template <>
struct asyncapi::message<ordering::order_placed> {
    static constexpr auto name = "OrderPlaced";
};

namespace ordering {

inline constexpr asyncapi::channel_object<order_placed> placed{.address = "orders/placed"};

}  // namespace ordering
