#pragma once

#include <contract/values.hpp>

#include <cstdint>
#include <string>

namespace contract {

struct payment_requested {
    std::string order_id;
    std::int64_t amount_cents{0};
};

struct payment_completed {
    std::string order_id;
    std::string payment_id;
    std::int64_t amount_cents{0};
};

struct payment_failed {
    std::string order_id;
    std::string reason;
};

}  // namespace contract

template <>
struct asyncapi::schema<contract::payment_requested> {
    using self = contract::payment_requested;
    static constexpr auto value =
        object(property("orderId", &self::order_id, contract::keywords::order_id),
               property("amountCents", &self::amount_cents, contract::keywords::cents));
};

template <>
struct asyncapi::message<contract::payment_requested> {
    static constexpr auto name = "PaymentRequested";
};

template <>
struct asyncapi::schema<contract::payment_completed> {
    using self = contract::payment_completed;
    static constexpr auto value =
        object(property("orderId", &self::order_id, contract::keywords::order_id),
               property("paymentId", &self::payment_id, string{.pattern = "^PAY-[0-9A-Z]{10}$"}),
               property("amountCents", &self::amount_cents, contract::keywords::cents));
};

template <>
struct asyncapi::message<contract::payment_completed> {
    static constexpr auto name = "PaymentCompleted";
};

template <>
struct asyncapi::schema<contract::payment_failed> {
    using self = contract::payment_failed;
    static constexpr auto value =
        object(property("orderId", &self::order_id, contract::keywords::order_id),
               property("reason", &self::reason, contract::keywords::text));
};

template <>
struct asyncapi::message<contract::payment_failed> {
    static constexpr auto name = "PaymentFailed";
};

namespace contract {

inline constexpr asyncapi::channel_object<payment_requested> payment_requests{
    .address = "payment/requested"};
inline constexpr asyncapi::channel_object<payment_completed> payment_completions{
    .address = "payment/completed"};
inline constexpr asyncapi::channel_object<payment_failed> payment_failures{.address =
                                                                               "payment/failed"};

}  // namespace contract
