#include <asyncapi/transports/mqtt.hpp>

#include "script.hpp"

#include <string>

namespace {

using namespace asyncapi;
using namespace std::chrono_literals;
using mqtt::version;
using testing_mqtt::connack;
using testing_mqtt::connack_3_1_1;
using testing_mqtt::script;
using testing_mqtt::scripted_broker;

// \see MQTT 5 section 3.1.2.3: after the protocol's name and version
bool clean(const scripted_broker::said& said) {
    return (static_cast<unsigned char>(said.body.at(7)) & 2U) != 0;
}

}  // namespace

TEST_CASE("which connections begin without what the broker has") {
    struct row {
        version as;
        const char* client_id;
        bool clean_start;
        bool first;
        bool next;
    };
    const row rows[] = {
        {version::v5, "kitchen", false, false, false},
        {version::v5, "kitchen", true, true, false},
        {version::v5, "", false, true, false},
        {version::v3_1_1, "kitchen", false, false, false},
        {version::v3_1_1, "kitchen", true, true, true},
        {version::v3_1_1, "", false, true, true},
    };
    for (const auto& row : rows) {
        CAPTURE(row.as == version::v5);
        CAPTURE(std::string{row.client_id});
        CAPTURE(row.clean_start);
        script with;
        auto options = with.options();
        options.version = row.as;
        options.client_id = row.client_id;
        options.clean_start = row.clean_start;
        CHECK(clean(with.connect(options)) == row.first);
        with.accept(row.as == version::v5 ? connack() : connack_3_1_1());
        with.broker.cut();
        with.ended();
        with.time->advance(1s);
        CHECK(clean(with.awaited()) == row.next);
    }
}

TEST_CASE("a last will that no broker can get closes the client, and the error says why") {
    struct row {
        const char* what;
        version as;
        mqtt::last_will will;
        errc code;
        const char* text;
    };
    metadata no_text;
    no_text.message_name = "\xff";
    const row rows[] = {
        {"a wildcard",
         version::v5,
         {.address = "status/#", .payload = "gone"},
         errc::invalid_address,
         "the last will: cannot send to 'status/#'"},
        {"no topic",
         version::v3_1_1,
         {.address = "", .payload = "gone"},
         errc::invalid_address,
         "the last will: cannot send to ''"},
        {"bytes",
         version::v5,
         {.address = "status", .payload = "\xff"},
         errc::malformed,
         "the last will: its payload is no text"},
        {"a name that is no text",
         version::v5,
         {.address = "status", .payload = "gone", .metadata = no_text},
         errc::malformed,
         "the last will: an address or metadata are no text that MQTT carries"},
        {"too long",
         version::v5,
         {.address = "status", .payload = std::string(65'536, 'x')},
         errc::too_large,
         "the last will: 65,535 bytes"},
        {"too long with its envelope",
         version::v3_1_1,
         {.address = "status", .payload = std::string(65'535, 'x')},
         errc::too_large,
         "the last will: 65,535 bytes"},
    };
    for (const auto& row : rows) {
        CAPTURE(std::string{row.what});
        script with;
        auto options = with.options();
        options.version = row.as;
        options.will = row.will;
        with.client.emplace(with.io.get_executor(), options);
        REQUIRE(
            with.run_until([&] { return with.client->state() == mqtt::connection_state::closed; }));
        REQUIRE(with.ends.size() == 1);
        CHECK(with.ends[0] == row.code);
        CHECK(with.ends[0].detail().starts_with(row.text));
        CHECK(with.broker.connections == 0);
    }
}

TEST_CASE_FIXTURE(script, "a last will as long as MQTT allows goes to the broker") {
    auto with = options();
    with.will = mqtt::last_will{.address = "status", .payload = std::string(65'535, 'x')};
    const auto said = connect(with);
    CHECK(said.body.find(with.will->payload) != std::string::npos);
}
