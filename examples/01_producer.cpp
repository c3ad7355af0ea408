// Sends an order, and shows what an order that breaks its contract says.

#include "orders.hpp"

#include <asyncapi/asyncapi.hpp>

#include <boost/asio/io_context.hpp>

#include <iostream>

int main() {
    boost::asio::io_context context;
    asyncapi::memory::transport wire{context.get_executor()};
    asyncapi::channel placed{wire, ordering::placed};

    auto sent = placed.send(
        {.order_id = "ORD-000042", .lines = {{.sku = "A-7", .quantity = 2}}, .total = 19.90});
    if (sent) std::cout << "sent as " << sent->message_id << "\n";

    auto refused = placed.send(
        {.order_id = "ORD-000043", .lines = {{.sku = "A-7", .quantity = 0}}, .total = 19.90});
    if (!refused) std::cout << refused.error().to_string() << "\n";
}
