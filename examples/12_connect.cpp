// Connects to a server that the document names: where, how and with which token, it says.

#include "orders.hpp"

#include <asyncapi/asyncapi.hpp>
#include <asyncapi/contract.hpp>
#include <asyncapi/transports/websocket.hpp>

#include <boost/asio/io_context.hpp>

#include <iostream>
#include <string>

int main() {
    const auto contract = asyncapi::contract::load(ORDERS_DOCUMENT);
    if (!contract) {
        std::cout << contract.error().to_string() << "\n";
        return 1;
    }
    boost::asio::io_context context;
    auto shop = asyncapi::websocket::server::listen(context.get_executor(), {.port = 0}).value();

    // The token is asked for again before each connection.
    int asked = 0;
    const auto token = [&asked] { return "token-" + std::to_string(++asked); };
    auto wire = contract->connect(context.get_executor(), "shop",
                                  {.variables = {{"port", std::to_string(shop.port())}},
                                   .credentials = {{"shopToken", {.token = token}}}});
    if (!wire) {
        std::cout << wire.error().to_string() << "\n";
        return 1;
    }

    asyncapi::channel orders{shop, ordering::placed};
    const auto taken = orders.subscribe([&](asyncapi::received<ordering::order_placed>& order) {
        std::cout << "taken: " << order.payload.order_id << "\n";
        (*wire)->close();
        shop.close();
    });

    asyncapi::channel placed{*wire, ordering::placed};
    const auto sent =
        placed.send({.order_id = "ORD-000042", .lines = {{.sku = "A-7"}}, .total = 19.90});
    if (!sent) std::cout << sent.error().to_string() << "\n";
    context.run();
}
