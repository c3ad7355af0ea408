#pragma once

#include <contract/catalogue.hpp>

namespace contract {

struct order_request {
    std::string product_id;
    std::string store_id;
    std::int32_t quantity{1};
    priority order_priority{priority::normal};
    std::optional<std::string> email;          ///< of a guest
    std::optional<std::string> session_token;  ///< of a customer who is logged in
    std::optional<std::string> request_id;     ///< the same on every repetition of one request
};

struct order_accepted {
    std::string order_id;
    std::string product_id;
    std::string store_id;
    std::int32_t quantity{1};
    std::int64_t amount_cents{0};
    std::int32_t remaining{0};
    std::vector<stock_level> products;
};

enum class order_refusal {
    unknown_product,
    unknown_store,
    insufficient_stock,
    quantity_too_large,
    customer_missing,
    request_reused,
    unavailable,
};

struct order_refused {
    order_refusal code{order_refusal::unavailable};
    std::string reason;
    std::vector<stock_level> products;
};

struct order_status {
    std::string order_id;
    contract::step step{contract::step::received};
    std::string at;
    std::string detail;
};

}  // namespace contract

template <>
struct asyncapi::schema<contract::order_request> {
    using self = contract::order_request;
    static constexpr auto value =
        object(property("productId", &self::product_id, contract::keywords::id),
               property("storeId", &self::store_id, contract::keywords::id),
               property("quantity", &self::quantity, contract::keywords::quantity),
               property("orderPriority", &self::order_priority),
               property("email", &self::email, contract::keywords::email),
               property("sessionToken", &self::session_token, contract::keywords::session_token),
               property("requestId", &self::request_id,
                        string{.min_length = 8, .max_length = 64, .pattern = "^[0-9A-Za-z-]+$"}));
};

template <>
struct asyncapi::message<contract::order_request> {
    static constexpr auto name = "OrderRequest";
};

template <>
struct asyncapi::schema<contract::order_accepted> {
    using self = contract::order_accepted;
    static constexpr auto value =
        object(property("orderId", &self::order_id, contract::keywords::order_id),
               property("productId", &self::product_id, contract::keywords::id),
               property("storeId", &self::store_id, contract::keywords::id),
               property("quantity", &self::quantity, contract::keywords::quantity),
               property("amountCents", &self::amount_cents, contract::keywords::cents),
               property("remaining", &self::remaining, contract::keywords::pieces),
               property("products", &self::products, array{.max_items = 500}));
};

template <>
struct asyncapi::message<contract::order_accepted> {
    static constexpr auto name = "OrderAccepted";
};

template <>
struct asyncapi::schema<contract::order_refusal> {
    static constexpr auto value =
        enumeration(enumerator{contract::order_refusal::unknown_product, "unknown_product"},
                    enumerator{contract::order_refusal::unknown_store, "unknown_store"},
                    enumerator{contract::order_refusal::insufficient_stock, "insufficient_stock"},
                    enumerator{contract::order_refusal::quantity_too_large, "quantity_too_large"},
                    enumerator{contract::order_refusal::customer_missing, "customer_missing"},
                    enumerator{contract::order_refusal::request_reused, "request_reused"},
                    enumerator{contract::order_refusal::unavailable, "unavailable"});
};

template <>
struct asyncapi::schema<contract::order_refused> {
    using self = contract::order_refused;
    static constexpr auto value = object(
        property("code", &self::code), property("reason", &self::reason, contract::keywords::text),
        property("products", &self::products, array{.max_items = 500}));
};

template <>
struct asyncapi::message<contract::order_refused> {
    static constexpr auto name = "OrderRefused";
};

template <>
struct asyncapi::schema<contract::order_status> {
    using self = contract::order_status;
    static constexpr auto value =
        object(property("orderId", &self::order_id, contract::keywords::order_id),
               property("step", &self::step), property("at", &self::at, contract::keywords::time),
               property("detail", &self::detail, contract::keywords::text));
};

template <>
struct asyncapi::message<contract::order_status> {
    static constexpr auto name = "OrderStatus";
};

namespace contract {

inline constexpr asyncapi::operation_object<order_request, order_accepted, order_refused,
                                            invalid_message>
    place_order{.address = "order"};
inline constexpr asyncapi::channel_object<order_status> statuses{.address =
                                                                     "order/{orderId}/status"};

}  // namespace contract
