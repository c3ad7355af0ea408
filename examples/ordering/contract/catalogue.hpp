#pragma once

#include <contract/invalid_message.hpp>
#include <contract/values.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace contract {

/// How many pieces of a product a store has; of two, the one with the higher `version` is newer.
struct stock_level {
    std::string product_id;
    std::string store_id;
    std::int32_t available{0};
    std::int64_t version{0};
};

struct store {
    std::string store_id;
    std::string name;
    std::string city;
};

struct product {
    std::string product_id;
    std::string name;
    std::string description;
    std::int64_t unit_price_cents{0};
    std::int32_t max_per_order{1};
};

struct catalogue_request {
    std::optional<std::string> store_id;
};

struct catalogue {
    std::vector<store> stores;
    std::vector<product> products;
    std::vector<stock_level> stock;
};

}  // namespace contract

template <>
struct asyncapi::schema<contract::stock_level> {
    using self = contract::stock_level;
    static constexpr auto value =
        object(property("productId", &self::product_id, contract::keywords::id),
               property("storeId", &self::store_id, contract::keywords::id),
               property("available", &self::available, contract::keywords::pieces),
               property("version", &self::version, integer{.minimum = 0}));
};

template <>
struct asyncapi::message<contract::stock_level> {
    static constexpr auto name = "StockUpdated";
};

template <>
struct asyncapi::schema<contract::store> {
    using self = contract::store;
    static constexpr auto value =
        object(property("storeId", &self::store_id, contract::keywords::id),
               property("name", &self::name, contract::keywords::name),
               property("city", &self::city, contract::keywords::name));
};

template <>
struct asyncapi::schema<contract::product> {
    using self = contract::product;
    static constexpr auto value =
        object(property("productId", &self::product_id, contract::keywords::id),
               property("name", &self::name, contract::keywords::name),
               property("description", &self::description, contract::keywords::text),
               property("unitPriceCents", &self::unit_price_cents, contract::keywords::cents),
               property("maxPerOrder", &self::max_per_order, contract::keywords::quantity));
};

template <>
struct asyncapi::schema<contract::catalogue_request> {
    using self = contract::catalogue_request;
    static constexpr auto value =
        object(property("storeId", &self::store_id, contract::keywords::id));
};

template <>
struct asyncapi::message<contract::catalogue_request> {
    static constexpr auto name = "CatalogueRequest";
};

template <>
struct asyncapi::schema<contract::catalogue> {
    using self = contract::catalogue;
    static constexpr auto value =
        object(property("stores", &self::stores, array{.max_items = 100}),
               property("products", &self::products, array{.max_items = 500}),
               property("stock", &self::stock, array{.max_items = 5000}));
};

template <>
struct asyncapi::message<contract::catalogue> {
    static constexpr auto name = "Catalogue";
};

namespace contract {

inline constexpr asyncapi::operation_object<catalogue_request, catalogue, invalid_message>
    get_catalogue{.address = "catalogue"};
inline constexpr asyncapi::channel_object<stock_level> stock_changes{.address = "stock"};

}  // namespace contract
