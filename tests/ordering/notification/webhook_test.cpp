#include <notification/webhook.hpp>

#include <doctest/doctest.h>

TEST_CASE("the address of a webhook says where and how") {
    const auto plain = notification::parse_webhook("http://127.0.0.1:8090/hooks/abc?x=1");
    REQUIRE(plain.has_value());
    CHECK_FALSE(plain->tls);
    CHECK(plain->host == "127.0.0.1");
    CHECK(plain->port == "8090");
    CHECK(plain->target == "/hooks/abc?x=1");

    const auto encrypted = notification::parse_webhook("https://chat.example.com");
    REQUIRE(encrypted.has_value());
    CHECK(encrypted->tls);
    CHECK(encrypted->port == "443");
    CHECK(encrypted->target == "/");
}

TEST_CASE("what is no address of a webhook is refused") {
    for (const auto* url :
         {"", "chat.example.com", "ftp://chat.example.com", "http://", "http:///path",
          "http://host:", "http://host:port/", "http://host:123456/", "http://host/a b",
          "http://host/a\r\nX: y", "http://user:word@host/"}) {
        CAPTURE(url);
        CHECK_FALSE(notification::parse_webhook(url).has_value());
    }
}
