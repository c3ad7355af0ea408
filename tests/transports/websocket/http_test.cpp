#include <asyncapi/transports/websocket.hpp>

#include <support/drive.hpp>
#include "raw_peer.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <string>

namespace {

using namespace asyncapi;
using testing_websocket::raw_peer;
using websocket::http_request;
using websocket::http_response;
using namespace std::chrono_literals;

struct http_fixture {
    void start(websocket::server_options options) {
        server.emplace(websocket::server::listen(io.get_executor(), std::move(options)).value());
    }
    ~http_fixture() {
        server->close();
        testing::drive_until(io, [] { return false; });
    }
    std::unique_ptr<raw_peer> connect() { return std::make_unique<raw_peer>(io, server->port()); }

    asio::io_context io;
    std::optional<websocket::server> server;
};

http_response echo(const http_request& request) {
    return {.body = request.method + " " + request.target + " " + request.body};
}

}  // namespace

TEST_CASE_FIXTURE(http_fixture, "requests are answered one after the other on one connection") {
    start({.on_http = echo});
    const auto browser = connect();
    browser->send(
        "GET /index.html?x=%20 HTTP/1.1\r\nHost: x\r\n\r\n"
        "POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");
    REQUIRE(browser->wait_for("POST /b abc"));
    CHECK(browser->received ==
          "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 22\r\n"
          "Connection: keep-alive\r\n\r\nGET /index.html?x=%20 "
          "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 11\r\n"
          "Connection: keep-alive\r\n\r\nPOST /b abc");
    CHECK(server->statistics().http_requests == 2);
    CHECK(server->statistics().connections == 1);
}

TEST_CASE_FIXTURE(http_fixture, "a request in pieces and in chunks is one request") {
    start({.on_http = echo});
    const auto browser = connect();
    const std::string request =
        "POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: "
        "chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
    for (const auto byte : request) {
        browser->send({&byte, 1});
        io.restart();
        io.poll();
    }
    CHECK(browser->wait_for("POST /c abcde"));
}

TEST_CASE_FIXTURE(http_fixture, "HEAD gets the headers of the answer only") {
    start({.on_http = echo});
    const auto browser = connect();
    browser->send("HEAD /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    REQUIRE(browser->wait_closed());
    CHECK(browser->received.ends_with("Content-Length: 8\r\nConnection: close\r\n\r\n"));
}

TEST_CASE_FIXTURE(http_fixture, "an answer says what the hook wants, and cannot be split") {
    start({.on_http = [](const http_request& request) -> http_response {
        CHECK(*request.headers.find("x-twice") == "a, b");
        CHECK(request.remote_address == "127.0.0.1");
        return {.status = 404,
                .content_type = "text/html",
                .body = "<p>",
                .headers = {{"Cache-Control", "no-store"},
                            {"X-Evil", "a\r\nSet-Cookie: b"},
                            {"X Evil", "a"},
                            {"X-Evil\r\n", "a"},
                            {"", "a"}}};
    }});
    const auto browser = connect();
    browser->send("GET / HTTP/1.1\r\nHost: x\r\nX-Twice: a\r\nx-twice: b\r\n\r\n");
    REQUIRE(browser->wait_for("<p>"));
    CHECK(browser->received ==
          "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 3\r\n"
          "Connection: keep-alive\r\nCache-Control: no-store\r\n\r\n<p>");
}

TEST_CASE_FIXTURE(http_fixture, "what is not HTTP, or too much of it, is refused and closed") {
    start({.http = {.max_header_bytes = 1000, .max_body_bytes = 100}, .on_http = echo});
    struct row {
        const char* what;
        std::string bytes;
        const char* status;
    };
    const row rows[] = {
        {"garbage", std::string{"\x16\x03\x01\x02\x00\x01\xFC\x03\x03 \r\n\r\n", 14}, "400"},
        {"no version", "GET /\r\n\r\n", "400"},
        {"a broken length", "GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n", "400"},
        {"headers", "GET / HTTP/1.1\r\nX: " + std::string(2000, 'x'), "431"},
        {"a body that says so", "POST / HTTP/1.1\r\nContent-Length: 101\r\n\r\n", "413"},
        {"a body that does not say",
         "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n" + std::string(101, 'x'),
         "413"},
    };
    for (const auto& row : rows) {
        CAPTURE(std::string{row.what});
        const auto stranger = connect();
        stranger->send(row.bytes);
        stranger->shut_down_sending();
        CHECK(stranger->wait_closed());
        CHECK(stranger->received.starts_with(std::string{"HTTP/1.1 "} + row.status));
    }
    CHECK(server->statistics().http_requests == 0);
}

TEST_CASE_FIXTURE(http_fixture, "without a hook a request is told to ask for a WebSocket") {
    start({});
    const auto browser = connect();
    browser->send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(browser->wait_for("HTTP/1.1 426 Upgrade Required"));
    CHECK(browser->received.find("Upgrade: websocket") != std::string::npos);
}

TEST_CASE_FIXTURE(http_fixture, "a body that waits for permission gets it") {
    start({.on_http = echo});
    const auto browser = connect();
    browser->send(
        "PUT /x HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    REQUIRE(browser->wait_for("HTTP/1.1 100 Continue\r\n\r\n"));
    browser->send("ok");
    CHECK(browser->wait_for("PUT /x ok"));
}

TEST_CASE_FIXTURE(http_fixture, "a large answer arrives whole") {
    const std::string large(5'000'000, 'x');
    start({.on_http = [&large](const http_request&) { return http_response{.body = large}; }});
    const auto browser = connect();
    browser->send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    REQUIRE(browser->wait_closed());
    CHECK(browser->received.ends_with(large));
}

TEST_CASE_FIXTURE(http_fixture,
                  "a connection that asks nothing more, or takes no answer, is closed") {
    const auto time = std::make_shared<manual_time>();
    const std::string large(20'000'000, 'x');
    start(
        {.http = {.timeout = 15s}, .time = time, .on_http = [&large](const http_request& request) {
             return http_response{.body = request.target == "/large" ? large : "small"};
         }});
    const auto idle = connect();
    idle->send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    REQUIRE(idle->wait_for("small"));
    const auto stuck = connect();
    stuck->stop_reading();
    stuck->send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
    REQUIRE(testing::drive_until(io, [this] { return server->statistics().http_requests == 2; }));
    time->advance(15s);
    CHECK(idle->wait_closed());
    CHECK(testing::drive_until(io, [this] { return server->statistics().connections == 0; }));
    CHECK(server->statistics().timed_out == 2);
}

TEST_CASE_FIXTURE(http_fixture, "a page and its WebSocket can come over one connection") {
    start({.on_http = echo});
    const auto browser = connect();
    browser->send("GET /page HTTP/1.1\r\nHost: localhost\r\n\r\n");
    REQUIRE(browser->wait_for("GET /page "));
    browser->received.clear();
    CHECK(browser->open());
}
