// Several messages on one channel, and what handlers send on: one correlation id for all of it.

#include "orders.hpp"

#include <asyncapi/asyncapi.hpp>

#include <boost/asio/io_context.hpp>

#include <iostream>

namespace ordering {

struct order_reference {
    std::string order_id;
};
// Two messages with the same payload; their names tell them apart.
struct order_shipped : asyncapi::message_of<order_reference> {
    static constexpr auto name = "OrderShipped";
};
struct order_cancelled : asyncapi::message_of<order_reference> {
    static constexpr auto name = "OrderCancelled";
};

inline constexpr asyncapi::channel_object<order_shipped, order_cancelled> events{
    .address = "orders/events"};

}  // namespace ordering

template <>
struct asyncapi::schema<ordering::order_reference> {
    static constexpr auto value = object(property("orderId", &ordering::order_reference::order_id));
};

int main() {
    boost::asio::io_context context;
    asyncapi::memory::transport wire{context.get_executor()};
    asyncapi::channel placed{wire, ordering::placed};
    asyncapi::channel events{wire, ordering::events};

    auto shipping = placed.subscribe([&](auto& order) {
        auto sent = events.send_as<ordering::order_shipped>({order.payload.order_id});
        if (!sent) std::cout << sent.error().to_string() << "\n";
    });
    auto watching = events.subscribe(
        [](auto& event) {
            std::cout << event.metadata.message_name << " of the conversation "
                      << event.metadata.correlation_id << "\n";
        },
        [](const asyncapi::rejection& bad) {
            std::cout << "refused: " << bad.why.to_string() << "\n";
        });

    auto sent = placed.send({.order_id = "ORD-000042", .lines = {{.sku = "A-7"}}, .total = 1},
                            {.correlation_id = "visit-17"});
    if (!sent) std::cout << sent.error().to_string() << "\n";
    // A peer that does not name its message: either of the two would do, so it is neither.
    const asyncapi::metadata unnamed;
    wire.interface()
        ->try_publish({"orders/events", R"({"orderId":"ORD-000042"})", &unnamed})
        .value();
    context.run();
}
