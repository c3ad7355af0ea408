#include "support/drive.hpp"
#include "support/mosquitto.hpp"
#include "support/sqlite_file.hpp"
#include "support/transport_suite.hpp"

#include <asyncapi/sqlite/dead_letters.hpp>
#include <asyncapi/transports/mqtt.hpp>

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <boost/asio/io_context.hpp>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>

namespace asio = boost::asio;
namespace mqtt = asyncapi::mqtt;
namespace sqlite = asyncapi::sqlite;
using asyncapi::testing::mosquitto;
using asyncapi::testing::server_process;
using asyncapi::testing::temporary_folder;

namespace {

// Its bindings are the application's: a second client of that id would end its connection.
constexpr auto document = R"(asyncapi: 3.0.0
info: {title: shop, version: 1.0.0}
servers:
  broker:
    protocol: PROTOCOL
    host: '127.0.0.1:PORT'
    bindings:
      mqtt:
        clientId: warehouse
        lastWill: {topic: parcels/lisbon, qos: 1, message: gone, retain: false}
  guarded:
    protocol: PROTOCOL
    host: '127.0.0.1:PORT'
    security: [{$ref: '#/components/securitySchemes/token'}]
channels:
  parcels:
    address: parcels/{store}
    parameters: {store: {}}
    messages:
      Parcel:
        payload:
          type: object
          required: [grams]
          properties: {grams: {type: integer, minimum: 1}}
operations:
  take:
    action: receive
    channel: {$ref: '#/channels/parcels'}
    bindings: {mqtt: {qos: 0, retain: true}}
components: {securitySchemes: {token: {type: oauth2, flows: {}}}}
)";

struct outcome {
    int status = 0;
    std::string text;
};

/// A broker, the application that takes the parcels, and its dead letters.
struct bench {
    support::sqlite_file file;
    asio::io_context context;
    mosquitto broker;
    std::size_t losses = 0;
    mqtt::version version;
    mqtt::client application;
    std::shared_ptr<asyncapi::testing::inbox> arrived =
        asyncapi::testing::listen(asyncapi::any_transport{application}, "parcels/#");
    std::shared_ptr<sqlite::dead_letters> store = sqlite::dead_letters::open(file.path()).value();

    explicit bench(std::string configuration = "allow_anonymous true\n", mqtt::login login = {},
                   mqtt::version as = mqtt::version::v5)
        : broker{std::move(configuration)},
          version{as},
          application{context.get_executor(), options(std::move(login))} {
        REQUIRE(asyncapi::testing::drive_until(
            context, [this] { return application.state() == mqtt::connection_state::connected; }));
        const auto asked = asyncapi::testing::start(asyncapi::any_transport{application},
                                                    application.interface()->drained({}));
        REQUIRE(
            asyncapi::testing::drive_until(context, [&] { return asked->outcome.has_value(); }));
        keep("m-1", "parcels/lisbon", R"({"grams": 20})");
        keep("m-2", "parcels/lisbon", R"({"grams": 0})");
        keep("m-3", "parcels/porto", R"({"grams": 30})");
    }

    mqtt::client_options options(mqtt::login login) {
        mqtt::client_options made;
        made.url = broker.url();
        made.client_id = "warehouse";
        made.version = version;
        made.login = std::move(login);
        made.on_state = [this](mqtt::connection_state, const asyncapi::error* why) {
            if (why != nullptr) ++losses;
        };
        return made;
    }

    std::string contract(const std::string& protocol = "mqtt") const {
        std::string text = document;
        for (const auto& [what, with] :
             {std::pair{std::string{"PORT"}, std::to_string(broker.port())},
              std::pair{std::string{"PROTOCOL"}, protocol}}) {
            for (auto at = text.find(what); at != text.npos; at = text.find(what))
                text.replace(at, what.size(), with);
        }
        const auto path = file.path().string() + ".yaml";
        std::ofstream{path} << text;
        return path;
    }

    void keep(std::string id, std::string address, std::string payload) const {
        asyncapi::delivery message;
        message.address = std::move(address);
        message.payload = std::move(payload);
        message.metadata.message_name = "Parcel";
        message.metadata.message_id = std::move(id);
        message.metadata.headers = {{"tenant", "acme"}, {"dead-letter-code", "handler failed"}};
        const asyncapi::error why{asyncapi::errc::handler_failed, "no van"};
        REQUIRE(store->keep({why, message}, std::chrono::system_clock::time_point{}));
    }

    /// Runs the program beside the application.
    outcome run(const std::string& words, const std::string& environment = {}) {
        outcome made;
        std::atomic<bool> ended{false};
        std::thread beside{[&] {
            const auto command = environment + " " + ASYNCAPI_TOOL + " replay " +
                                 file.path().string() + " " + words + " 2>&1";
            auto* const pipe = popen(command.c_str(), "r");
            char block[4096];
            while (const auto got = std::fread(block, 1, sizeof block, pipe))
                made.text.append(block, got);
            made.status = WEXITSTATUS(pclose(pipe));
            ended = true;
            asio::post(context, [] {});
        }};
        asyncapi::testing::drive_until(context, [&] { return ended.load(); });
        beside.join();
        return made;
    }

    bool arrive(std::size_t count) {
        return asyncapi::testing::drive_until(context, [&] { return arrived->size() == count; });
    }
};

std::string passwords(const temporary_folder& folder) {
    const auto file = folder.write("passwords", "kitchen:hunter2\n");
    std::filesystem::permissions(
        file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    server_process hash{{ASYNCAPI_MOSQUITTO_PASSWD, "-U", file}};
    hash.wait();
    return file;
}

}  // namespace

TEST_CASE("letters go to a broker as they came, and leave the store when it has confirmed them") {
    std::string to = "--url ";
    auto version = mqtt::version::v5;
    SUBCASE("to a URL") {}
    SUBCASE("to a server of the document") {
        to = "--server broker";
    }
    SUBCASE("with MQTT 3.1.1, to an application that speaks it") {
        to = "--mqtt-version 3.1.1 --url ";
        version = mqtt::version::v3_1_1;
    }
    bench on{"allow_anonymous true\n", {}, version};
    if (to.ends_with(" ")) to += on.broker.url();
    const auto replayed = on.run("--contract " + on.contract() + " " + to);
    CAPTURE(replayed.text);
    CHECK(replayed.status == 1);
    CHECK(replayed.text.ends_with("3 letters: 2 sent, 1 stays\n"));
    REQUIRE(on.arrive(2));
    const auto& first = on.arrived->deliveries[0];
    CHECK(first.address == "parcels/lisbon");
    CHECK(first.payload == R"({"grams": 20})");
    CHECK(first.metadata.message_id == "m-1");
    CHECK(first.metadata.message_name == "Parcel");
    CHECK(first.metadata.headers == asyncapi::header_map{{"tenant", "acme"}});
    CHECK(on.arrived->deliveries[1].metadata.message_id == "m-3");
    CHECK(on.store->list().value().size() == 1);
    // The application was not taken for the program, nor spoken for.
    CHECK(on.losses == 0);
}

TEST_CASE("a server of each name of the protocol is one of MQTT") {
    bench on;
    CHECK(on.run("--id 1 --server broker --contract " + on.contract("mqtt5")).status == 0);
    CHECK(on.arrive(1));
}

TEST_CASE("a letter that the broker refuses stays, with its reason") {
    const temporary_folder folder;
    const auto access =
        folder.write("access", "topic read parcels/#\ntopic write parcels/lisbon\n");
    bench on{"allow_anonymous true\nacl_file " + access + "\n"};
    const auto replayed = on.run("--contract " + on.contract() + " --server broker");
    CAPTURE(replayed.text);
    CHECK(replayed.status == 1);
    CHECK(replayed.text.find("3  parcels/porto  Parcel  stays: unauthorized") != std::string::npos);
    CHECK(replayed.text.ends_with("3 letters: 1 sent, 2 stay\n"));
    CHECK(on.store->find(3).value().has_value());
    CHECK_FALSE(on.store->find(1).value().has_value());
}

TEST_CASE("a broker that wants to know who comes is told, and without that every letter stays") {
    const temporary_folder folder;
    bench on{"allow_anonymous false\npassword_file " + passwords(folder) + "\n",
             {.user_name = "kitchen", .password = "hunter2"}};
    const auto words = " --id 1 --contract " + on.contract();
    const auto stranger = on.run("--timeout 1 --url " + on.broker.url() + words);
    CAPTURE(stranger.text);
    CHECK(stranger.status == 2);
    CHECK(stranger.text.find("asyncapi: timed out: unauthorized") != std::string::npos);
    CHECK(*on.store->size() == 3);

    CHECK(on.run("--user kitchen --url " + on.broker.url() + words, "ASYNCAPI_PASSWORD=hunter2")
              .status == 0);
    CHECK(on.run("--user kitchen --server guarded --id 3 --contract " + on.contract(),
                 "ASYNCAPI_TOKEN=hunter2")
              .status == 0);
    CHECK(on.arrive(2));
}
