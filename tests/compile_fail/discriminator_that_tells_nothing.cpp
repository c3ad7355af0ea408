// expect: one_of\("name"\) needs in each alternative a required property of that name
#include <asyncapi/schema.hpp>

#include <string>
#include <variant>

struct card {
    std::string method;
};
struct transfer {
    std::string method;
    std::string iban;
};
struct order {
    std::variant<card, transfer> payment;
};

#ifdef POSITIVE_CONTROL
#define DISCRIMINATOR "method"
#else
#define DISCRIMINATOR "mehtod"
#endif

template <>
struct asyncapi::schema<card> {
    static constexpr auto value =
        object(property("method", &card::method, string{.const_value = "CARD"}));
};
template <>
struct asyncapi::schema<transfer> {
    using self = transfer;
    static constexpr auto value =
        object(property("method", &self::method, string{.const_value = "TRANSFER"}),
               property("iban", &self::iban));
};
template <>
struct asyncapi::schema<order> {
    static constexpr auto value =
        object(property("payment", &order::payment, one_of(DISCRIMINATOR)));
};

static_assert(!asyncapi::schema_text<order>.empty());
