#pragma once

#include <asyncapi/message.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// A small contract that tests of channels share.
namespace orders {

struct line {
    std::string sku;
    std::int32_t quantity{1};
};

struct placed {
    std::string order_id;
    std::vector<line> lines;
    double total{0};
    std::optional<std::string> note;
};

struct audit_headers {
    std::string tenant;
    std::optional<std::int32_t> priority;
};

struct audited {
    std::string what;
};

struct reference {
    std::string order_id;
};
struct cancelled : asyncapi::message_of<reference> {
    static constexpr auto name = "OrderCancelled";
};
struct shipped : asyncapi::message_of<reference> {
    static constexpr auto name = "OrderShipped";
};

struct quote_request {
    std::string sku;
    std::string request_id;
};
struct quote {
    double price{0};
    std::string request_id;
};
struct no_quote {
    std::string reason;
};

inline placed valid_order(std::string id = "ORD-000001") {
    placed order;
    order.order_id = std::move(id);
    order.lines.push_back({"A-7", 2});
    order.total = 19.90;
    return order;
}

}  // namespace orders

template <>
struct asyncapi::schema<orders::line> {
    using self = orders::line;
    static constexpr auto value =
        object(property("sku", &self::sku, string{.pattern = "^[A-Z]-[0-9]+$"}),
               property("quantity", &self::quantity, integer{.minimum = 1, .maximum = 1000}));
};
template <>
struct asyncapi::schema<orders::placed> {
    using self = orders::placed;
    static constexpr auto value =
        object(property("orderId", &self::order_id, string{.pattern = "^ORD-[0-9]{6}$"}),
               property("lines", &self::lines, array{.min_items = 1}),
               property("total", &self::total, number{.minimum = 0}),
               property("note", &self::note, string{.max_length = 20}));
};
template <>
struct asyncapi::message<orders::placed> {
    static constexpr auto name = "OrderPlaced";
};

template <>
struct asyncapi::schema<orders::audit_headers> {
    using self = orders::audit_headers;
    static constexpr auto value =
        object(property("tenant", &self::tenant, string{.min_length = 1}),
               property("priority", &self::priority, integer{.minimum = 0, .maximum = 9}));
};
template <>
struct asyncapi::schema<orders::audited> {
    static constexpr auto value = object(property("what", &orders::audited::what));
};
template <>
struct asyncapi::message<orders::audited> {
    static constexpr auto name = "Audited";
    using headers = orders::audit_headers;
    static constexpr auto correlation_id = "$message.header#/auditId";
};

template <>
struct asyncapi::schema<orders::reference> {
    static constexpr auto value = object(property("orderId", &orders::reference::order_id));
};

template <>
struct asyncapi::schema<orders::quote_request> {
    using self = orders::quote_request;
    static constexpr auto value =
        object(property("sku", &self::sku, string{.pattern = "^[A-Z]-[0-9]+$"}),
               property("requestId", &self::request_id, string{.min_length = 1}));
};
template <>
struct asyncapi::message<orders::quote_request> {
    static constexpr auto name = "QuoteRequest";
    static constexpr auto correlation_id = "$message.payload#/requestId";
};
template <>
struct asyncapi::schema<orders::quote> {
    using self = orders::quote;
    static constexpr auto value = object(property("price", &self::price, number{.minimum = 0}),
                                         property("requestId", &self::request_id));
};
template <>
struct asyncapi::message<orders::quote> {
    static constexpr auto name = "Quote";
    static constexpr auto correlation_id = "$message.payload#/requestId";
};
template <>
struct asyncapi::schema<orders::no_quote> {
    static constexpr auto value = object(property("reason", &orders::no_quote::reason));
};
template <>
struct asyncapi::message<orders::no_quote> {
    static constexpr auto name = "NoQuote";
};

namespace orders {

inline constexpr asyncapi::channel_object<placed> placed_channel{.address = "orders/placed"};
inline constexpr asyncapi::channel_object<audited> audit_channel{.address = "audit/{tenant}"};
inline constexpr asyncapi::channel_object<placed, cancelled, shipped> events_channel{
    .address = "orders/events"};
inline constexpr asyncapi::operation_object<quote_request, quote> get_quote{.address =
                                                                                "quotes/get"};
inline constexpr asyncapi::operation_object<quote_request, quote, no_quote> try_quote{
    .address = "quotes/try"};
inline constexpr asyncapi::operation_object<quote_request, quote> shared_quote{
    .address = "quotes/get", .reply_address = "quotes/replies"};

}  // namespace orders
