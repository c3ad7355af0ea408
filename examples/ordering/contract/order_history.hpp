#pragma once

#include <contract/order.hpp>

namespace contract {

struct order_history_request {
    std::vector<std::string> order_ids;
};

struct order_summary {
    std::string order_id;
    std::string correlation_id;
    std::string product_id;
    std::string product_name;
    std::string store_id;
    std::int32_t quantity{1};
    std::int64_t amount_cents{0};
    priority order_priority{priority::normal};
    std::vector<order_status> statuses;
};

struct order_history {
    std::vector<order_summary> orders;
};

}  // namespace contract

template <>
struct asyncapi::schema<contract::order_history_request> {
    using self = contract::order_history_request;
    static constexpr auto value =
        object(property("orderIds", &self::order_ids,
                        array_of(contract::keywords::order_id, array{.max_items = 50})));
};

template <>
struct asyncapi::message<contract::order_history_request> {
    static constexpr auto name = "OrderHistoryRequest";
};

template <>
struct asyncapi::schema<contract::order_summary> {
    using self = contract::order_summary;
    static constexpr auto value =
        object(property("orderId", &self::order_id, contract::keywords::order_id),
               property("correlationId", &self::correlation_id, string{.max_length = 128}),
               property("productId", &self::product_id, contract::keywords::id),
               property("productName", &self::product_name, contract::keywords::name),
               property("storeId", &self::store_id, contract::keywords::id),
               property("quantity", &self::quantity, contract::keywords::quantity),
               property("amountCents", &self::amount_cents, contract::keywords::cents),
               property("orderPriority", &self::order_priority),
               property("statuses", &self::statuses, array{.max_items = 7}));
};

template <>
struct asyncapi::schema<contract::order_history> {
    using self = contract::order_history;
    static constexpr auto value = object(property("orders", &self::orders, array{.max_items = 50}));
};

template <>
struct asyncapi::message<contract::order_history> {
    static constexpr auto name = "OrderHistory";
};

namespace contract {

inline constexpr asyncapi::operation_object<order_history_request, order_history, invalid_message>
    get_order_history{.address = "order/history"};

}  // namespace contract
