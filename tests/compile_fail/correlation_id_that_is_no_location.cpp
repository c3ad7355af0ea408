// expect: correlation_id is .message\.header#/name or
#include <asyncapi/channel.hpp>

#include <string>

struct order {
    std::string id;
};

template <>
struct asyncapi::schema<order> {
    static constexpr auto value = object(property("id", &order::id));
};
template <>
struct asyncapi::message<order> {
    static constexpr auto name = "Order";
#ifdef POSITIVE_CONTROL
    static constexpr auto correlation_id = "$message.header#/orderId";
#else
    static constexpr auto correlation_id = "$message.header#orderId";
#endif
};

inline constexpr asyncapi::channel_object<order> orders{.address = "orders"};

bool send(asyncapi::any_transport wire) {
    asyncapi::channel channel{wire, orders};
    return channel.send({"1"}).has_value();
}
