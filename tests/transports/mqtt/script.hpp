#pragma once

#include <asyncapi/transports/mqtt.hpp>

#include <support/drive.hpp>
#include "scripted_broker.hpp"

#include <doctest/doctest.h>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace testing_mqtt {

using namespace std::chrono_literals;
using asyncapi::any_transport;
using asyncapi::error;
using asyncapi::mqtt::client_options;
using asyncapi::mqtt::connection_state;
using asyncapi::mqtt::version;
using type = asyncapi::mqtt::detail::packet;

inline bool holds(const std::string& whole, const std::string& part) {
    return whole.find(part) != std::string::npos;
}

/// A client of a scripted broker, on a clock that a test advances.
struct script {
    ~script() { client.reset(); }

    client_options options() {
        client_options made;
        made.url = broker.url();
        made.login = {.user_name = "kitchen", .password = "hunter2"};
        made.time = time;
        made.times.connect_timeout = 10s;
        made.times.keep_alive = 60s;
        made.backoff = {.initial = 1s, .max = 1s, .jitter = 0};
        made.on_state = [this](connection_state, const error* why) {
            if (why) ends.push_back(*why);
        };
        made.on_refused = [this](const error& why, std::string_view address) {
            refusals.push_back(std::string{address} + ": " + why.to_string());
        };
        return made;
    }

    /// Makes a client, and waits for its CONNECT.
    scripted_broker::said connect(client_options with) {
        client.emplace(io.get_executor(), std::move(with));
        return awaited();
    }
    scripted_broker::said connect() { return connect(options()); }

    scripted_broker::said awaited() {
        REQUIRE(broker.wait_connections(++expected));
        auto said = broker.next(asyncapi::mqtt::detail::packet::connect);
        INFO("the last connection ended: ", ends.empty() ? "none" : ends.back().to_string());
        REQUIRE(said);
        return *said;
    }

    any_transport open(client_options with, const std::string& answer = connack()) {
        connect(std::move(with));
        accept(answer);
        return any_transport{*client};
    }
    any_transport open() { return open(options()); }

    void accept(const std::string& answer = connack()) {
        broker.send(answer);
        REQUIRE(run_until([&] { return client->state() == connection_state::connected; }));
    }

    /// The connection ended: waits for the next one.
    void again(const std::string& answer = connack()) {
        REQUIRE(run_until([&] { return client->state() == connection_state::waiting; }));
        time->advance(1s);
        awaited();
        accept(answer);
    }

    /// Waits until the connection has ended. \return why
    error ended() {
        REQUIRE(run_until([&] { return client->state() == connection_state::waiting; }));
        REQUIRE_FALSE(ends.empty());
        return ends.back();
    }

    bool run_until(const std::function<bool()>& done) {
        return asyncapi::testing::drive_until(io, done);
    }

    void confirm(const scripted_broker::said& what, unsigned reason = 0) {
        broker.send(packet(0x40, what.id() + (reason == 0 ? std::string{} : bytes(reason))));
    }

    asio::io_context io;
    std::shared_ptr<asyncapi::manual_time> time = std::make_shared<asyncapi::manual_time>();
    scripted_broker broker{io};
    std::optional<asyncapi::mqtt::client> client;
    std::size_t expected = 0;
    std::vector<error> ends;
    std::vector<std::string> refusals;
};

}  // namespace testing_mqtt
