// expect: this channel carries another message
#include <asyncapi/channel.hpp>

#include <string>

struct order {
    std::string id;
};
struct quote {
    std::string sku;
};

template <>
struct asyncapi::schema<order> {
    static constexpr auto value = object(property("id", &order::id));
};
template <>
struct asyncapi::message<order> {
    static constexpr auto name = "Order";
};

inline constexpr asyncapi::channel_object<order> orders{.address = "orders"};

bool send(asyncapi::any_transport wire) {
    asyncapi::channel channel{wire, orders};
#ifdef POSITIVE_CONTROL
    const order payload{"1"};
#else
    const quote payload{"1"};
#endif
    return channel.send(payload).has_value();
}
