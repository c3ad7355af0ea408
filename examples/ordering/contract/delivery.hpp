#pragma once

#include <contract/values.hpp>

#include <cstdint>
#include <string>

namespace contract {

struct delivery_requested {
    std::string order_id;
    std::string product_id;
    std::string store_id;
    std::int32_t quantity{1};
    priority order_priority{priority::normal};
};

enum class delivery_stage { packaged, dispatched, delivered };

struct delivery_updated {
    std::string order_id;
    delivery_stage stage{delivery_stage::packaged};
    std::string detail;
};

}  // namespace contract

template <>
struct asyncapi::schema<contract::delivery_requested> {
    using self = contract::delivery_requested;
    static constexpr auto value =
        object(property("orderId", &self::order_id, contract::keywords::order_id),
               property("productId", &self::product_id, contract::keywords::id),
               property("storeId", &self::store_id, contract::keywords::id),
               property("quantity", &self::quantity, contract::keywords::quantity),
               property("orderPriority", &self::order_priority));
};

template <>
struct asyncapi::message<contract::delivery_requested> {
    static constexpr auto name = "DeliveryRequested";
};

template <>
struct asyncapi::schema<contract::delivery_stage> {
    static constexpr auto value =
        enumeration(enumerator{contract::delivery_stage::packaged, "packaged"},
                    enumerator{contract::delivery_stage::dispatched, "dispatched"},
                    enumerator{contract::delivery_stage::delivered, "delivered"});
};

template <>
struct asyncapi::schema<contract::delivery_updated> {
    using self = contract::delivery_updated;
    static constexpr auto value =
        object(property("orderId", &self::order_id, contract::keywords::order_id),
               property("stage", &self::stage),
               property("detail", &self::detail, contract::keywords::text));
};

template <>
struct asyncapi::message<contract::delivery_updated> {
    static constexpr auto name = "DeliveryUpdated";
};

namespace contract {

inline constexpr asyncapi::channel_object<delivery_requested> delivery_requests{
    .address = "delivery/requested"};
inline constexpr asyncapi::channel_object<delivery_updated> delivery_updates{
    .address = "delivery/updates"};

}  // namespace contract
