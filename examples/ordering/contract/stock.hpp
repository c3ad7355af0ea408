#pragma once

#include <contract/catalogue.hpp>

namespace contract {

struct reserve_stock {
    std::string order_id;
    std::string product_id;
    std::string store_id;
    std::int32_t quantity{1};
};

struct stock_reserved {
    std::string order_id;
    std::string product_name;
    std::int64_t unit_price_cents{0};
    std::int32_t remaining{0};
    std::vector<stock_level> products;
};

enum class stock_refusal {
    unknown_product,
    unknown_store,
    insufficient_stock,
    quantity_too_large,
    cancelled,
};

struct stock_refused {
    std::string order_id;
    stock_refusal code{stock_refusal::unknown_product};
    std::string reason;
    std::vector<stock_level> products;
};

struct release_stock {
    std::string order_id;
    std::string reason;
};

struct stock_released {
    std::string order_id;
};

}  // namespace contract

template <>
struct asyncapi::schema<contract::reserve_stock> {
    using self = contract::reserve_stock;
    static constexpr auto value =
        object(property("orderId", &self::order_id, contract::keywords::order_id),
               property("productId", &self::product_id, contract::keywords::id),
               property("storeId", &self::store_id, contract::keywords::id),
               property("quantity", &self::quantity, contract::keywords::quantity));
};

template <>
struct asyncapi::message<contract::reserve_stock> {
    static constexpr auto name = "ReserveStock";
};

template <>
struct asyncapi::schema<contract::stock_reserved> {
    using self = contract::stock_reserved;
    static constexpr auto value =
        object(property("orderId", &self::order_id, contract::keywords::order_id),
               property("productName", &self::product_name, contract::keywords::name),
               property("unitPriceCents", &self::unit_price_cents, contract::keywords::cents),
               property("remaining", &self::remaining, contract::keywords::pieces),
               property("products", &self::products, array{.max_items = 500}));
};

template <>
struct asyncapi::message<contract::stock_reserved> {
    static constexpr auto name = "StockReserved";
};

template <>
struct asyncapi::schema<contract::stock_refusal> {
    static constexpr auto value =
        enumeration(enumerator{contract::stock_refusal::unknown_product, "unknown_product"},
                    enumerator{contract::stock_refusal::unknown_store, "unknown_store"},
                    enumerator{contract::stock_refusal::insufficient_stock, "insufficient_stock"},
                    enumerator{contract::stock_refusal::quantity_too_large, "quantity_too_large"},
                    enumerator{contract::stock_refusal::cancelled, "cancelled"});
};

template <>
struct asyncapi::schema<contract::stock_refused> {
    using self = contract::stock_refused;
    static constexpr auto value = object(
        property("orderId", &self::order_id, contract::keywords::order_id),
        property("code", &self::code), property("reason", &self::reason, contract::keywords::text),
        property("products", &self::products, array{.max_items = 500}));
};

template <>
struct asyncapi::message<contract::stock_refused> {
    static constexpr auto name = "StockRefused";
};

template <>
struct asyncapi::schema<contract::release_stock> {
    using self = contract::release_stock;
    static constexpr auto value =
        object(property("orderId", &self::order_id, contract::keywords::order_id),
               property("reason", &self::reason, contract::keywords::text));
};

template <>
struct asyncapi::message<contract::release_stock> {
    static constexpr auto name = "ReleaseStock";
};

template <>
struct asyncapi::schema<contract::stock_released> {
    using self = contract::stock_released;
    static constexpr auto value =
        object(property("orderId", &self::order_id, contract::keywords::order_id));
};

template <>
struct asyncapi::message<contract::stock_released> {
    static constexpr auto name = "StockReleased";
};

namespace contract {

inline constexpr asyncapi::operation_object<reserve_stock, stock_reserved, stock_refused,
                                            invalid_message>
    reserve{.address = "stock/reserve"};
inline constexpr asyncapi::channel_object<release_stock> release_requests{.address =
                                                                              "stock/release"};
inline constexpr asyncapi::channel_object<stock_released> release_confirmations{
    .address = "stock/released"};

}  // namespace contract
