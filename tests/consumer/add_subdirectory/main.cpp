#include <asyncapi/address.hpp>
#include <asyncapi/version.hpp>

#include <cstdio>

int main() {
    const asyncapi::address_template orders{"orders/{orderId}"};
    const auto address = orders.expand({{"orderId", "ORD-000042"}});
    if (!address || *address != "orders/ORD-000042") return 1;
    std::printf("asyncapi %s: %s\n", ASYNCAPI_VERSION, address->c_str());
}
