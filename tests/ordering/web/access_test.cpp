#include <web/access.hpp>

#include <doctest/doctest.h>

using asyncapi::websocket::direction;

TEST_CASE("a page may ask what customers ask") {
    for (const auto* address : {"catalogue", "order", "order/history", "customer/register",
                                "customer/login", "customer/logout", "chat/history"}) {
        CAPTURE(address);
        CHECK(web::page_may(address, direction::publish));
        CHECK_FALSE(web::page_may(address, direction::subscribe));
    }
}

TEST_CASE("a page cannot speak for a service") {
    for (const auto* address :
         {"stock", "chat", "stock/reserve", "stock/release", "payment/completed",
          "validation/completed", "delivery/updates", "order/ORD-7Q2M4XK9TB/status", "", "#"}) {
        CAPTURE(address);
        CHECK_FALSE(web::page_may(address, direction::publish));
    }
}

TEST_CASE("a page follows an order whose id it knows, and not all at once") {
    CHECK(web::page_may("stock", direction::subscribe));
    CHECK(web::page_may("chat", direction::subscribe));
    CHECK(web::page_may("order/ORD-7Q2M4XK9TB/status", direction::subscribe));
    for (const auto* filter :
         {"order/+/status", "order/#", "#", "+/+/+", "order/{orderId}/status", "order/ORD-+/status",
          "order/ORD-7q2m4xk9tb/status", "order/ORD-7Q2M4XK9TB/status/#", "payment/completed",
          "customer/register", "order/ORD-7Q2M4XK9T/status", ""}) {
        CAPTURE(filter);
        CHECK_FALSE(web::page_may(filter, direction::subscribe));
    }
}
