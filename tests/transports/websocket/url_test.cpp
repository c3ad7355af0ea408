#include <asyncapi/transports/websocket/detail/url.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace asyncapi::websocket::detail;

TEST_CASE("a URL is split into what connecting needs") {
    struct row {
        const char* url;
        bool secure;
        const char* host;
        const char* port;
        const char* authority;
        const char* target;
    };
    const row rows[] = {
        {"ws://localhost", false, "localhost", "80", "localhost", "/"},
        {"wss://localhost/", true, "localhost", "443", "localhost", "/"},
        {"ws://127.0.0.1:8080/a/b?c=d", false, "127.0.0.1", "8080", "127.0.0.1:8080", "/a/b?c=d"},
        {"ws://[::1]:8080/a", false, "::1", "8080", "[::1]:8080", "/a"},
        {"wss://[::1]", true, "::1", "443", "[::1]", "/"},
        {"ws://host?query", false, "host", "80", "host", "/?query"},
        {"ws://host/path#fragment", false, "host", "80", "host", "/path"},
    };
    for (const auto& row : rows) {
        CAPTURE(std::string{row.url});
        const auto parts = split(row.url);
        REQUIRE(parts);
        CHECK(parts->secure == row.secure);
        CHECK(parts->host == row.host);
        CHECK(parts->port == row.port);
        CHECK(parts->authority == row.authority);
        CHECK(parts->target == row.target);
    }
}

TEST_CASE("what is not a ws or wss URL is refused") {
    for (const auto* url : {"", "ws", "ws:", "ws://", "ws:///path", "http://host", "ws://:80",
                            "ws://host:", "ws://host:0", "ws://host:65536", "ws://host:8o80",
                            "ws://user@host", "ws://user:secret@host", "ws://[::1", "ws://host/a b",
                            "ws://host/\r\nHeader: x", "ws://h\xC3\xB6st"}) {
        CAPTURE(std::string{url});
        const auto parts = split(url);
        REQUIRE_FALSE(parts);
        CHECK(parts.error() == asyncapi::errc::invalid_address);
        CHECK(parts.error().to_string().find("secret") == std::string::npos);
    }
}

TEST_CASE("a page is of the same origin when scheme, host and port are the server's") {
    struct row {
        const char* origin;
        const char* host;
        bool encrypted;
        bool same;
    };
    const row rows[] = {
        {"http://shop.example", "shop.example", false, true},
        {"http://shop.example:80", "shop.example", false, true},
        {"http://shop.example", "shop.example:80", false, true},
        {"http://Shop.Example:8080", "shop.example:8080", false, true},
        {"https://shop.example", "shop.example", true, true},
        {"https://shop.example:443", "shop.example", true, true},
        {"https://shop.example", "shop.example", false, false},
        {"http://shop.example", "shop.example", true, false},
        {"http://shop.example:8081", "shop.example:8080", false, false},
        {"http://evil.example", "shop.example", false, false},
        {"http://shop.example.evil.example", "shop.example", false, false},
        {"http://evil.example/shop.example", "shop.example", false, false},
        {"null", "shop.example", false, false},
        {"http://", "", false, false},
    };
    for (const auto& row : rows) {
        CAPTURE(std::string{row.origin});
        CAPTURE(std::string{row.host});
        CHECK(same_origin(row.origin, row.host, row.encrypted) == row.same);
    }
}
