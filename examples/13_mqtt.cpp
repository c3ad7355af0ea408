// A message over an MQTT broker: at least once, from `send` to the end of the handler.

#include "orders.hpp"

#include <asyncapi/asyncapi.hpp>
#include <asyncapi/transports/mqtt.hpp>

#include <boost/asio/io_context.hpp>

#include <iostream>

int main(int count, char** arguments) {
    boost::asio::io_context context;
    const auto executor = context.get_executor();
    const std::string url = count > 1 ? arguments[1] : "mqtt://127.0.0.1:1883";

    asyncapi::mqtt::client_options options;
    options.url = url;                  // mqtt://host:port, or mqtts:// for TLS
    options.client_id = "warehouse-1";  // the broker keeps what arrives while it is away
    options.send = {{.filter = "orders/status", .retain = true}};
    options.on_state = [](asyncapi::connection_state state, const asyncapi::error* why) {
        std::cout << to_string(state) << (why != nullptr ? ": " + why->to_string() : "") << "\n";
    };
    options.reconnect = false;  // for this example; else it comes back by itself
    asyncapi::mqtt::client client{executor, options};

    asyncapi::channel placed{client, ordering::placed};
    const auto shipping = placed.subscribe([&](asyncapi::received<ordering::order_placed>& order) {
        std::cout << "shipped: " << order.payload.order_id << "\n";
        order.acknowledge();  // only now the broker may forget it
        client.close();
    });
    const auto sent =
        placed.send({.order_id = "ORD-000042", .lines = {{.sku = "A-7"}}, .total = 19.90});
    if (!sent) std::cout << sent.error().to_string() << "\n";
    context.run();
}
