#pragma once

#include <asyncapi/message.hpp>

#include <string>

// A request and its reply.
namespace pricing {

struct quote_request {
    std::string sku;
};
struct quote {
    double price{0};
};

}  // namespace pricing

template <>
struct asyncapi::schema<pricing::quote_request> {
    static constexpr auto value =
        object(property("sku", &pricing::quote_request::sku, string{.pattern = "^[A-Z]-[0-9]+$"}));
};
template <>
struct asyncapi::message<pricing::quote_request> {
    static constexpr auto name = "QuoteRequest";
};

template <>
struct asyncapi::schema<pricing::quote> {
    static constexpr auto value =
        object(property("price", &pricing::quote::price, number{.minimum = 0}));
};
template <>
struct asyncapi::message<pricing::quote> {
    static constexpr auto name = "Quote";
};

namespace pricing {

inline constexpr asyncapi::operation_object<quote_request, quote> get_quote{.address =
                                                                                "quotes/get"};

}  // namespace pricing
