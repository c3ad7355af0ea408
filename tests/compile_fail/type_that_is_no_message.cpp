// expect: this type is not a message: specialise asyncapi::message<T>
#include <asyncapi/channel.hpp>

#include <string>

struct order {
    std::string id;
};

template <>
struct asyncapi::schema<order> {
    static constexpr auto value = object(property("id", &order::id));
};
#ifdef POSITIVE_CONTROL
template <>
struct asyncapi::message<order> {
    static constexpr auto name = "Order";
};
#endif

inline constexpr asyncapi::channel_object<order> orders{.address = "orders"};

bool send(asyncapi::any_transport wire) {
    asyncapi::channel channel{wire, orders};
    return channel.send({"1"}).has_value();
}
