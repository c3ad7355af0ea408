#include <asyncapi/channel.hpp>
#include <asyncapi/sqlite/outbox.hpp>
#include <asyncapi/sqlite/relay.hpp>
#include <asyncapi/transports/mqtt.hpp>

#include <support/orders.hpp>
#include <support/sqlite_file.hpp>
#include <support/transport_suite.hpp>
#include "obedient_broker.hpp"
#include "script.hpp"

#include <memory>
#include <optional>
#include <set>
#include <string>

// A relay over MQTT that ends after each number of handlers that it can take.

namespace {

using namespace std::chrono_literals;
using asyncapi::any_transport;
using asyncapi::mqtt::connection_state;
namespace sqlite = asyncapi::sqlite;

constexpr int most_handlers = 200;

struct bench : testing_mqtt::script {
    bench() {
        auto with = options();
        with.limits.max_queued_messages = 2;
        client.emplace(io.get_executor(), with);
        arrived = asyncapi::testing::listen(wire(), "orders/placed");
        REQUIRE(served.run_until([&] { return client->state() == connection_state::connected; }));
        box.emplace(sqlite::outbox::open(file.connection(), wire()).value());
        asyncapi::channel placed{*box, orders::placed_channel};
        file.run("BEGIN");
        for (const auto* id : {"1", "2", "3"})
            REQUIRE(placed.send(orders::valid_order(), {.message_id = id}));
        file.run("COMMIT");
    }

    any_transport wire() const { return any_transport{*client}; }
    void begin() { relay.emplace(wire(), file.path()); }
    bool is_sent() const { return box->counts()->waiting == 0; }
    std::set<std::string> ids() const {
        std::set<std::string> all;
        for (const auto& each : arrived->deliveries) all.insert(each.metadata.message_id);
        return all;
    }

    support::sqlite_file file;
    testing_mqtt::obedient_broker served{*this};
    std::shared_ptr<asyncapi::testing::inbox> arrived;
    std::optional<sqlite::outbox> box;
    std::optional<sqlite::relay> relay;
};

}  // namespace

TEST_CASE("what a relay leaves when it ends, the next one sends") {
    bool done = false;
    for (int handlers = 0; !done; ++handlers) {
        CAPTURE(handlers);
        REQUIRE(handlers < most_handlers);
        bench on;
        on.begin();
        done = on.served.run_until([&] { return on.is_sent(); }, handlers);
        on.relay->close();
        on.begin();
        REQUIRE(on.served.run_until([&] { return on.is_sent() && on.ids().size() == 3; }));

        CHECK(on.served.run_until([&] { return on.served.unacknowledged.empty(); }));
        CHECK(on.wire()->load().queued_messages == 0);
        CHECK(on.wire()->load().queued_bytes == 0);
        CHECK(on.client->statistics().lost == 0);
        CHECK(on.arrived->size() <= 6);
    }
}

TEST_CASE("a relay ends with its client and sends nothing after that") {
    bool done = false;
    for (int handlers = 0; !done; ++handlers) {
        CAPTURE(handlers);
        REQUIRE(handlers < most_handlers);
        bench on;
        on.begin();
        done = on.served.run_until([&] { return on.is_sent(); }, handlers);
        on.client->close();
        REQUIRE(
            on.served.run_until([&] { return on.client->state() == connection_state::closed; }));

        const auto sent = on.relay->counters().sent;
        CHECK(sent + on.box->counts()->waiting == 3);
        CHECK(on.served.published >= sent);
        CHECK(on.client->statistics().published == on.served.published);
        CHECK(on.client->statistics().lost == 0);
    }
}

TEST_CASE("a relay can be destroyed with its executor wherever it is suspended") {
    bool done = false;
    for (int handlers = 0; !done; ++handlers) {
        CAPTURE(handlers);
        REQUIRE(handlers < most_handlers);
        bench on;
        on.begin();
        done = on.served.run_until([&] { return on.is_sent(); }, handlers);
    }
}
