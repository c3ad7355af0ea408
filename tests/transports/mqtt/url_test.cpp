#include <asyncapi/transports/mqtt/detail/url.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace asyncapi;
using asyncapi::mqtt::detail::read_url;

TEST_CASE("a URL names scheme, host and port") {
    struct row {
        const char* url;
        bool secure;
        const char* host;
        const char* port;
    };
    const row rows[] = {
        {"mqtt://broker", false, "broker", "1883"},
        {"mqtt://broker/", false, "broker", "1883"},
        {"mqtts://broker", true, "broker", "8883"},
        {"mqtts://broker.example.org:1", true, "broker.example.org", "1"},
        {"tcp://127.0.0.1:65535", false, "127.0.0.1", "65535"},
        {"ssl://broker", true, "broker", "8883"},
        {"secure-mqtt://broker:8883", true, "broker", "8883"},
        {"mqtt://[::1]", false, "::1", "1883"},
        {"mqtt://[::1]:1884", false, "::1", "1884"},
        {"mqtt://broker:01883", false, "broker", "1883"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.url);
        const auto to = read_url(row.url);
        REQUIRE(to);
        CHECK(to->secure == row.secure);
        CHECK(to->host == row.host);
        CHECK(to->port == row.port);
    }
}

TEST_CASE("what is no URL is refused without quoting it") {
    for (const auto* bad : {"",
                            "secret",
                            "://secret",
                            "secret:1883",
                            "http://secret",
                            "ws://secret",
                            "MQTT//secret",
                            "mqtt://",
                            "mqtt://:1883",
                            "mqtt:///",
                            "mqtt://user:secret@broker",
                            "mqtt://secret@broker",
                            "mqtt://secret:0",
                            "mqtt://secret:65536",
                            "mqtt://secret:",
                            "mqtt://secret:1x",
                            "mqtt://secret:-1",
                            "mqtt://secret:+1",
                            "mqtt://secret: 1",
                            "mqtt://secret/topic",
                            "mqtt://secret?x",
                            "mqtt://secret#x",
                            "mqtt://secret//",
                            "mqtt://[::1",
                            "mqtt://[]",
                            "mqtt://[::1]secret",
                            "mqtt://sec\nret",
                            "mqtt://secret\x7f",
                            "mqtt://\u00fcsecret"}) {
        CAPTURE(std::string{bad});
        const auto to = read_url(bad);
        REQUIRE_FALSE(to);
        CHECK(to.error() == errc::invalid_address);
        CHECK(to.error().detail().starts_with("not mqtt://host:port: "));
        CHECK(to.error().to_string().find("secret") == std::string::npos);
    }
}

TEST_CASE("the nodes of a cluster have a URL each, and all of them have to be good") {
    const auto all = mqtt::detail::read_urls("mqtt://one", {"mqtts://two", "mqtt://three:1884"});
    REQUIRE(all);
    REQUIRE(all->size() == 3);
    CHECK((*all)[0].host == "one");
    CHECK((*all)[1].secure);
    CHECK((*all)[2].port == "1884");

    CHECK_FALSE(mqtt::detail::read_urls("one", {"mqtt://two"}));
    CHECK_FALSE(mqtt::detail::read_urls("mqtt://one", {"mqtt://two", "mqtt://"}));
}
