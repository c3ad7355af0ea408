#include <asyncapi/asyncapi.hpp>

#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <cstdio>
#include <string>

struct order {
    std::string sku;
    std::int32_t quantity{1};
};

template <>
struct asyncapi::schema<order> {
    static constexpr auto value =
        object(property("sku", &order::sku, string{.pattern = "^[A-Z]-[0-9]+$"}),
               property("quantity", &order::quantity, integer{.minimum = 1}));
};

template <>
struct asyncapi::message<order> {
    static constexpr auto name = "Order";
};

inline constexpr asyncapi::channel_object<order> orders{.address = "orders"};

const char* version_in_second_unit();

int main() {
    boost::asio::io_context context;
    asyncapi::memory::transport wire{context.get_executor()};
    asyncapi::channel channel{wire, orders};
    std::string arrived;
    const auto subscription =
        channel.subscribe([&](auto& message) { arrived = message.payload.sku; });

    const auto sent = channel.send({.sku = "A-7", .quantity = 2});
    const auto refused = channel.send({.sku = "A-7", .quantity = 0});
    context.poll();

    if (!sent || refused) return 1;
    std::printf("asyncapi %s: %s arrived; %s\n", version_in_second_unit(), arrived.c_str(),
                refused.error().to_string().c_str());
    return arrived == "A-7" ? 0 : 1;
}
