#pragma once

#include <asyncapi/schema.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

// The benchmark's message `b` as C++ types. messages/b.schema.json is its schema, but for one rule
// that descriptions of C++ types have no word for: a shipped order has a tracking number.
namespace shop {

enum class order_status { received, confirmed, picking, shipped, delivered, cancelled };
enum class currency { eur, usd, gbp, sek };

struct buyer {
    std::int64_t id{};
    std::string email;
    std::optional<std::string> name;
    std::optional<bool> vip;
};

struct address {
    std::string street;
    std::string city;
    std::optional<std::string> zip;
    std::string country;
};

struct item {
    std::string sku;
    std::string name;
    std::int32_t quantity{};
    double unit_price{};
    std::optional<double> weight_kg;
    std::optional<bool> gift;
    std::optional<std::vector<std::string>> tags;
};

struct card_payment {
    std::string method{"CARD"};
    std::string card_last_4;
};

struct transfer_payment {
    std::string method{"TRANSFER"};
    std::string iban;
};

struct order_event {
    std::string event_id;
    std::string order_id;
    order_status status{};
    std::string occurred_at;
    std::optional<std::string> tracking_number;
    buyer customer;
    std::optional<address> billing_address;
    std::optional<address> shipping_address;
    std::vector<item> items;
    std::variant<card_payment, transfer_payment> payment;
    double total{};
    std::optional<shop::currency> currency;
};

}  // namespace shop

template <>
struct asyncapi::schema<shop::order_status> {
    using self = shop::order_status;
    static constexpr auto value = enumeration(
        enumerator{self::received, "RECEIVED"}, enumerator{self::confirmed, "CONFIRMED"},
        enumerator{self::picking, "PICKING"}, enumerator{self::shipped, "SHIPPED"},
        enumerator{self::delivered, "DELIVERED"}, enumerator{self::cancelled, "CANCELLED"});
};
template <>
struct asyncapi::schema<shop::currency> {
    using self = shop::currency;
    static constexpr auto value =
        enumeration(enumerator{self::eur, "EUR"}, enumerator{self::usd, "USD"},
                    enumerator{self::gbp, "GBP"}, enumerator{self::sek, "SEK"});
};
template <>
struct asyncapi::schema<shop::buyer> {
    using self = shop::buyer;
    static constexpr auto value = object(
        property("id", &self::id, integer{.minimum = 1}),
        property("email", &self::email,
                 string{.max_length = 254, .pattern = "^[^@ ]+@[^@ ]+[.][A-Za-z]{2,}$"}),
        property("name", &self::name, string{.max_length = 100}), property("vip", &self::vip));
};
template <>
struct asyncapi::schema<shop::address> {
    using self = shop::address;
    static constexpr auto value =
        object(property("street", &self::street, string{.min_length = 1, .max_length = 200}),
               property("city", &self::city, string{.min_length = 1}),
               property("zip", &self::zip, string{.max_length = 12}),
               property("country", &self::country, string{.pattern = "^[A-Z]{2}$"}));
};
template <>
struct asyncapi::schema<shop::item> {
    using self = shop::item;
    static constexpr auto value =
        object(object_keywords{.additional_properties = false},
               property("sku", &self::sku, string{.pattern = "^[A-Z]{3}-[0-9]{6}$"}),
               property("name", &self::name, string{.min_length = 1, .max_length = 120}),
               property("quantity", &self::quantity, integer{.minimum = 1, .maximum = 1000}),
               property("unitPrice", &self::unit_price, number{.minimum = 0}),
               property("weightKg", &self::weight_kg, number{.exclusive_minimum = 0}),
               property("gift", &self::gift),
               property("tags", &self::tags,
                        array_of(string{.min_length = 1, .max_length = 20},
                                 array{.max_items = 8, .unique_items = true})));
};
template <>
struct asyncapi::schema<shop::card_payment> {
    using self = shop::card_payment;
    static constexpr auto value =
        object(property("method", &self::method, string{.const_value = "CARD"}),
               property("cardLast4", &self::card_last_4, string{.pattern = "^[0-9]{4}$"}));
};
template <>
struct asyncapi::schema<shop::transfer_payment> {
    using self = shop::transfer_payment;
    static constexpr auto value =
        object(property("method", &self::method, string{.const_value = "TRANSFER"}),
               property("iban", &self::iban, string{.min_length = 15, .max_length = 34}));
};
template <>
struct asyncapi::schema<shop::order_event> {
    using self = shop::order_event;
    static constexpr auto value = object(
        object_keywords{.additional_properties = false},
        property(
            "eventId", &self::event_id,
            string{.pattern = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"}),
        property("orderId", &self::order_id, string{.pattern = "^ORD-[0-9]{8}$"}),
        property("status", &self::status),
        property("occurredAt", &self::occurred_at,
                 string{.pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"}),
        property("trackingNumber", &self::tracking_number,
                 string{.min_length = 8, .max_length = 40}),
        property("customer", &self::customer), property("billingAddress", &self::billing_address),
        property("shippingAddress", &self::shipping_address),
        property("items", &self::items, array{.min_items = 1, .max_items = 100}),
        property("payment", &self::payment, one_of("method")),
        property("total", &self::total, number{.minimum = 0}),
        property("currency", &self::currency));
};
