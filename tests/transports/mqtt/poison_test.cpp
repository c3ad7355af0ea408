#include <asyncapi/transports/mqtt.hpp>

#include <support/transport_suite.hpp>
#include "script.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Messages for which a broker ends the connection, and brokers that end it anyway.

namespace {

using namespace asyncapi;
using namespace std::chrono_literals;
using namespace testing_mqtt;
using testing::publish;

struct bench : script {
    any_transport begin(mqtt::qos at = mqtt::qos::at_least_once) {
        auto with = options();
        with.publish_qos = at;
        with.client_id = "kitchen-1";
        return open(with);
    }

    /// Publishes; what becomes of it goes into `refused`.
    void send(const any_transport& wire, std::string_view address, std::string_view payload) {
        const metadata about;
        outbound message;
        message.address = address;
        message.payload = payload;
        message.metadata = &about;
        message.on_refused = [this, name = std::string{payload}](const error& why) {
            refused.emplace_back(name, why);
        };
        REQUIRE(wire->try_publish(message));
    }

    /// The broker ends the connection as soon as it has read a message, for nothing.
    void lose_in_vain() {
        REQUIRE(broker.next(type::publish));
        end();
    }
    /// Ends the connection; whatever else the client has sent by now was not read. Waits until it
    /// is back.
    void end(const std::string& last_words = {}) {
        if (!last_words.empty()) broker.send(last_words);
        if (!last_words.empty()) REQUIRE(broker.wait_written());
        broker.cut();
        again(connack(0, {}, true));
    }
    /// The client waits, asks whether the broker is there, and hears so.
    void pass_quiet() {
        time->advance(1'999ms);
        CHECK(broker.packets.empty());
        time->advance(1ms);
        REQUIRE(broker.next(type::pingreq));
        CHECK(broker.packets.empty());
        broker.send(packet(0xD0));
    }
    /// Waits for a message that comes alone.
    scripted_broker::said alone(const std::string& payload) {
        const auto sent = broker.next(type::publish);
        REQUIRE(sent);
        CHECK(sent->body.ends_with(payload));
        CHECK(broker.packets.empty());
        return *sent;
    }

    std::vector<std::pair<std::string, error>> refused;
};

}  // namespace

TEST_CASE_FIXTURE(bench,
                  "a message that the broker ends the connection for is given up, and the "
                  "others go on") {
    const auto wire = begin();
    send(wire, "orders", "good");
    send(wire, "orders/a.b", "poison");
    send(wire, "orders", "next");
    const auto drained = testing::start(wire, wire->drained({}));
    for (int i = 0; i < 3; ++i) lose_in_vain();

    pass_quiet();
    send(wire, "orders", "new");
    confirm(alone("good"));
    alone("poison");
    end();
    // It had no quiet of its own: this was no strike.
    for (int i = 0; i < 3; ++i) {
        CHECK(refused.empty());
        pass_quiet();
        alone("poison");
        end();
    }
    REQUIRE(refused.size() == 1);
    CHECK(refused[0].first == "poison");
    CHECK(refused[0].second == errc::rejected);
    CHECK(refused[0].second.detail() ==
          "the broker ended the connection 3 times for this message (lost the broker), sent to "
          "orders/a.b");
    REQUIRE(refusals.size() == 1);
    CHECK(refusals[0].starts_with("orders/a.b: "));
    CHECK(client->statistics().given_up == 1);
    CHECK(client->statistics().refused == 0);

    pass_quiet();
    confirm(alone("next"));
    // The last of the suspects: from here on they go together again.
    const auto fresh = broker.next(type::publish);
    REQUIRE(fresh);
    send(wire, "orders", "newer");
    const auto together = broker.next(type::publish);
    REQUIRE(together);
    confirm(*fresh);
    confirm(*together);
    CHECK(run_until([&] { return drained->succeeded(); }));
    CHECK(run_until([&] { return client->statistics().acknowledged == 4; }));
    CHECK(client->statistics().lost == 0);
    CHECK(wire->load().queued_messages == 0);
    CHECK(wire->load().queued_bytes == 0);
}

TEST_CASE_FIXTURE(bench, "the broker's reason is in the error") {
    const auto disconnect =
        packet(0xE0, bytes(0x90) + properties(bytes(0x1F) + text("no dots, please")));
    const auto wire = begin();
    send(wire, "orders/a.b", "poison");
    for (int i = 0; i < 3; ++i) {
        REQUIRE(broker.next(type::publish));
        end(disconnect);
    }
    for (int i = 0; i < 3; ++i) {
        pass_quiet();
        alone("poison");
        end(disconnect);
    }
    REQUIRE(refused.size() == 1);
    CHECK(refused[0].second == errc::invalid_address);
    CHECK(holds(refused[0].second.detail(),
                "3 times for this message (the broker disconnected: topic name invalid (no dots, "
                "please)), sent to orders/a.b"));
}

TEST_CASE_FIXTURE(bench, "poison at exactly once leaves its packet id to the session") {
    const auto wire = begin(mqtt::qos::exactly_once);
    send(wire, "orders/a.b", "poison");
    for (int i = 0; i < 3; ++i) lose_in_vain();
    for (int i = 0; i < 3; ++i) {
        pass_quiet();
        CHECK(alone("poison").id() == u16(1));
        end();
    }
    CHECK(refused.size() == 1);
    send(wire, "orders", "next");
    const auto sent = broker.next(type::publish);
    REQUIRE(sent);
    CHECK(sent->id() == u16(2));
}

TEST_CASE_FIXTURE(bench, "a broker that is killed, again and again, costs no message") {
    const auto wire = begin();
    for (const auto* each : {"1", "2", "3"}) send(wire, "orders", each);
    // Killed as soon as it has read something, and back before the client noticed: as poison does.
    for (int i = 0; i < 3; ++i) lose_in_vain();
    for (int kills = 0; kills < 20; ++kills) {
        CAPTURE(kills);
        // Twice while a message is alone under way, which is as far as chance may go, and then
        // at some other time.
        for (int i = 0; i < 2; ++i) {
            pass_quiet();
            alone("1");
            end();
        }
        switch (kills % 4) {
            case 0:  // in the quiet
                time->advance(1s);
                end();
                break;
            case 1:  // before it has answered the ping
                time->advance(2s);
                REQUIRE(broker.next(type::pingreq));
                end();
                break;
            case 2:  // long after the message
                pass_quiet();
                alone("1");
                time->advance(501ms);
                end();
                break;
            default:  // with a reason
                pass_quiet();
                alone("1");
                end(packet(0xE0, bytes(0x8B)));
        }
        for (int i = 0; i < 3; ++i) lose_in_vain();
    }
    CHECK(refused.empty());
    CHECK(client->statistics().given_up == 0);
    CHECK(client->statistics().lost == 0);
    pass_quiet();
    for (const auto* each : {"1", "2", "3"}) confirm(alone(each));
    CHECK(run_until([&] { return client->statistics().acknowledged == 3; }));
}

TEST_CASE_FIXTURE(bench, "a broker that is away after each end costs no message") {
    std::optional<testing_mqtt::scripted_broker> killed{io};
    auto with = options();
    with.url = killed->url();
    with.poison.losses = 1;
    with.poison.attempts = 1;
    client.emplace(io.get_executor(), with);
    const any_transport wire{*client};
    send(wire, "orders", "1");
    const auto port = std::stoi(with.url.substr(with.url.rfind(':') + 1));
    for (int kills = 0; kills < 20; ++kills) {
        REQUIRE(killed->wait_connections(1));
        REQUIRE(killed->next(type::connect));
        killed->send(connack());
        // Nobody is suspected: it does not wait.
        REQUIRE(killed->next(type::publish));
        killed->cut();
        killed.reset();
        REQUIRE(run_until([&] { return client->state() == connection_state::waiting; }));
        const auto before = ends.size();
        time->advance(1s);
        REQUIRE(run_until([&] { return ends.size() > before; }));
        killed.emplace(io, static_cast<unsigned short>(port));
        time->advance(1s);
    }
    CHECK(client->statistics().given_up == 0);
    CHECK(refused.empty());
}

TEST_CASE_FIXTURE(bench, "nobody is given up where that is not wanted") {
    auto with = options();
    with.poison.losses = 0;
    const auto wire = open(with);
    send(wire, "orders/a.b", "poison");
    for (int i = 0; i < 30; ++i) lose_in_vain();
    CHECK(refused.empty());
    CHECK(client->statistics().given_up == 0);
}
