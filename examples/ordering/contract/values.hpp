#pragma once

#include <asyncapi/message.hpp>
#include <asyncapi/schema.hpp>

/// What the services and the page say to each other: ordering.asyncapi.yaml in C++.
namespace contract {

enum class priority { low, normal, high, express };

/// A step of an order. The first six come in this order; `failed` may follow any but the last.
enum class step { received, validated, paid, packaged, dispatched, delivered, failed };

/// Keywords that many properties share.
namespace keywords {

inline constexpr asyncapi::string order_id{.pattern = "^ORD-[0-9A-Z]{10}$"};
inline constexpr asyncapi::string id{.min_length = 1, .max_length = 40, .pattern = "^[a-z0-9-]+$"};
inline constexpr asyncapi::string session_token{.pattern = "^[0-9a-f]{64}$"};
inline constexpr asyncapi::string email{
    .min_length = 3, .max_length = 254, .pattern = "^[^@ ]+@[^@ ]+$", .format = "email"};
inline constexpr asyncapi::string name{.min_length = 1, .max_length = 80};
inline constexpr asyncapi::string text{.max_length = 400};
inline constexpr asyncapi::string time{.format = "date-time"};
inline constexpr asyncapi::integer quantity{.minimum = 1, .maximum = 1000};
inline constexpr asyncapi::integer pieces{.minimum = 0, .maximum = 1'000'000};
inline constexpr asyncapi::integer cents{.minimum = 0, .maximum = 1'000'000'000};

}  // namespace keywords
}  // namespace contract

template <>
struct asyncapi::schema<contract::priority> {
    static constexpr auto value = enumeration(enumerator{contract::priority::low, "LOW"},
                                              enumerator{contract::priority::normal, "NORMAL"},
                                              enumerator{contract::priority::high, "HIGH"},
                                              enumerator{contract::priority::express, "EXPRESS"});
};

template <>
struct asyncapi::schema<contract::step> {
    static constexpr auto value = enumeration(enumerator{contract::step::received, "received"},
                                              enumerator{contract::step::validated, "validated"},
                                              enumerator{contract::step::paid, "paid"},
                                              enumerator{contract::step::packaged, "packaged"},
                                              enumerator{contract::step::dispatched, "dispatched"},
                                              enumerator{contract::step::delivered, "delivered"},
                                              enumerator{contract::step::failed, "failed"});
};
