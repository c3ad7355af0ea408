// expect: content_type has to be JSON
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
    static constexpr auto content_type = "application/vnd.shop.order+json; charset=utf-8";
#else
    static constexpr auto content_type = "application/xml";
#endif
};

inline constexpr asyncapi::channel_object<order> orders{.address = "orders"};

bool send(asyncapi::any_transport wire) {
    asyncapi::channel channel{wire, orders};
    return channel.send({"1"}).has_value();
}
