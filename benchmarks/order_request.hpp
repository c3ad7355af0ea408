#pragma once

#include <asyncapi/schema.hpp>

#include <cstdint>
#include <optional>
#include <string>

// The benchmark's message `a` as a C++ type; messages/a.schema.json is its schema.
namespace shop {

enum class priority { low, normal, high, express };

struct customer {
    std::string email;
    std::optional<std::string> name;
};

struct order_request {
    std::int64_t product_id{};
    std::int64_t store_id{};
    std::int32_t quantity{};
    std::optional<priority> order_priority;
    std::optional<shop::customer> customer;
};

}  // namespace shop

template <>
struct asyncapi::schema<shop::priority> {
    using self = shop::priority;
    static constexpr auto value =
        enumeration(enumerator{self::low, "LOW"}, enumerator{self::normal, "NORMAL"},
                    enumerator{self::high, "HIGH"}, enumerator{self::express, "EXPRESS"});
};
template <>
struct asyncapi::schema<shop::customer> {
    using self = shop::customer;
    static constexpr auto value =
        object(property("email", &self::email,
                        string{.max_length = 254, .pattern = "^[^@ ]+@[^@ ]+[.][A-Za-z]{2,}$"}),
               property("name", &self::name, string{.min_length = 1, .max_length = 100}));
};
template <>
struct asyncapi::schema<shop::order_request> {
    using self = shop::order_request;
    static constexpr auto value = object(
        object_keywords{.additional_properties = false},
        property("productId", &self::product_id, integer{.minimum = 1}),
        property("storeId", &self::store_id, integer{.minimum = 1}),
        property("quantity", &self::quantity, integer{.minimum = 1, .maximum = 1000}),
        property("orderPriority", &self::order_priority), property("customer", &self::customer));
};
