#pragma once

#include <asyncapi/transports/mqtt.hpp>

#include <support/drive.hpp>
#include <support/mosquitto.hpp>
#include <support/transport_suite.hpp>

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace testing_mqtt {

using namespace asyncapi;
using namespace std::chrono_literals;
using asyncapi::testing::listen;
using asyncapi::testing::mosquitto;
using asyncapi::testing::publish;
using mqtt::client_options;
using mqtt::connection_state;
using mqtt::version;

// Versions as types, for TEST_CASE_TEMPLATE.
struct mqtt_5 {
    static constexpr auto as = version::v5;
};
struct mqtt_3_1_1 {
    static constexpr auto as = version::v3_1_1;
};

/// A mosquitto of the test's own and one context for its clients.
struct bench {
    explicit bench(std::string configuration = "allow_anonymous true\n")
        : broker{std::move(configuration)} {}
    ~bench() {
        broker.signal(SIGCONT);
        clients.clear();
    }

    client_options options(version as = version::v5, std::string client_id = {}) {
        client_options made;
        made.url = broker.url();
        made.client_id = std::move(client_id);
        made.version = as;
        made.backoff = {.initial = 20ms, .max = 100ms, .jitter = 0.5};
        made.on_state = [this](connection_state, const error* why) {
            if (why) ends.push_back(why->to_string());
        };
        made.on_refused = [this](const error& why, std::string_view address) {
            refusals.push_back(std::string{address} + ": " + why.to_string());
        };
        return made;
    }

    /// Not connected yet.
    mqtt::client& make(client_options with) {
        return *clients.emplace_back(
            std::make_unique<mqtt::client>(io.get_executor(), std::move(with)));
    }
    mqtt::client& connect(client_options with) {
        auto& made = make(std::move(with));
        REQUIRE(run_until([&] { return made.state() == connection_state::connected; }));
        return made;
    }
    mqtt::client& connect(version as = version::v5, std::string client_id = {}) {
        return connect(options(as, std::move(client_id)));
    }
    /// As a crash does: without a word to the broker. Nothing else may hold the client.
    void destroy(mqtt::client& gone) {
        std::erase_if(clients, [&](const auto& each) { return each.get() == &gone; });
    }
    void close(mqtt::client& ending) {
        ending.close();
        REQUIRE(run_until([&] { return ending.state() == connection_state::closed; }));
    }

    bool run_until(const std::function<bool()>& done) {
        return asyncapi::testing::drive_until(io, done, std::chrono::seconds{20});
    }
    /// What was sent and asked for has reached the broker.
    void settle(const any_transport& wire) {
        const auto drained = asyncapi::testing::start(wire, wire->drained({}));
        REQUIRE(run_until([&] { return drained->outcome.has_value(); }));
        REQUIRE(drained->succeeded());
    }
    /// Lets all arrive that was sent to a transport before.
    void pass_barrier(const any_transport& from, const any_transport& to) {
        const auto box = listen(to, "barrier/" + std::to_string(++barriers));
        settle(to);
        publish(from, "barrier/" + std::to_string(barriers), "");
        REQUIRE(run_until([&] { return box->size() == 1; }));
        to->unsubscribe(box->id);
    }

    std::string log() const {
        std::ifstream file{broker.folder().file("log")};
        return {std::istreambuf_iterator<char>{file}, {}};
    }
    static std::size_t count(const std::string& text, const std::string& part) {
        std::size_t found = 0;
        for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
            ++found;
        return found;
    }

    asio::io_context io;
    mosquitto broker;
    std::vector<std::unique_ptr<mqtt::client>> clients;
    std::vector<std::string> ends;
    std::vector<std::string> refusals;
    int barriers = 0;
};

using payloads = std::vector<std::string>;

}  // namespace testing_mqtt
