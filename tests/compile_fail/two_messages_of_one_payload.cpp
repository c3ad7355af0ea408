// expect: several messages of this channel have that payload: name one
#include <asyncapi/channel.hpp>

#include <string>

struct order {
    std::string id;
};
template <>
struct asyncapi::schema<order> {
    static constexpr auto value = object(property("id", &order::id));
};

struct cancelled : asyncapi::message_of<order> {
    static constexpr auto name = "OrderCancelled";
};
struct shipped : asyncapi::message_of<order> {
    static constexpr auto name = "OrderShipped";
};

inline constexpr asyncapi::channel_object<cancelled, shipped> events{.address = "events"};

bool send(asyncapi::any_transport wire) {
    asyncapi::channel channel{wire, events};
    const order payload{"1"};
#ifdef POSITIVE_CONTROL
    return channel.send_as<shipped>(payload).has_value();
#else
    return channel.send(payload).has_value();
#endif
}
