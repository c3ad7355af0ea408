// Holds a running channel to an AsyncAPI document: also to what C++ has no words for.

#include "orders.hpp"

#include <asyncapi/asyncapi.hpp>
#include <asyncapi/contract.hpp>

#include <boost/asio/io_context.hpp>

#include <iostream>

int main() {
    const auto contract = asyncapi::contract::load(ORDERS_DOCUMENT);
    if (!contract) {
        std::cout << contract.error().to_string() << "\n";
        return 1;
    }
    boost::asio::io_context context;
    const asyncapi::any_transport wire = asyncapi::memory::transport{context.get_executor()};

    // The definition and the document have to agree, or this says where they do not.
    auto placed = contract->open(wire, ordering::placed);
    if (!placed) {
        std::cout << placed.error().to_string() << "\n";
        return 1;
    }

    // "A large order says why" is a condition in the document.
    ordering::order_placed large{
        .order_id = "ORD-000042", .lines = {{.sku = "A-7"}}, .total = 20'000};
    if (const auto sent = placed->send(large); !sent)
        std::cout << "refused: " << sent.error().to_string() << "\n";
    large.note = "for the new shop";
    if (placed->send(large)) std::cout << "sent: with a note\n";
}
