#include "support/drive.hpp"
#include "support/sqlite_file.hpp"
#include "support/transport_suite.hpp"

#include <asyncapi/sqlite/dead_letters.hpp>
#include <asyncapi/transports/websocket.hpp>

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <boost/asio/io_context.hpp>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace asio = boost::asio;
namespace sqlite = asyncapi::sqlite;

namespace {

constexpr auto document = R"(asyncapi: 3.0.0
info: {title: shop, version: 1.0.0}
servers:
  local: {protocol: ws, host: '127.0.0.1:PORT'}
  queue: {protocol: amqp, host: example.org}
  guarded:
    protocol: ws
    host: '127.0.0.1:PORT'
    security: [{$ref: '#/components/securitySchemes/key'}]
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
components: {securitySchemes: {key: {type: http, scheme: bearer}}}
)";

struct outcome {
    int status = 0;
    std::string text;
};

struct bench {
    support::sqlite_file file;
    asio::io_context context;
    std::vector<asyncapi::header_map> handshakes;
    asyncapi::websocket::server server;
    std::string url = "ws://127.0.0.1:" + std::to_string(server.port());
    std::shared_ptr<asyncapi::testing::inbox> arrived =
        asyncapi::testing::listen(asyncapi::any_transport{server}, "parcels/#");
    std::shared_ptr<sqlite::dead_letters> store = sqlite::dead_letters::open(file.path()).value();

    explicit bench(asyncapi::websocket::server_options options = {})
        : server{listen(std::move(options))} {
        std::string text = document;
        for (auto at = text.find("PORT"); at != text.npos; at = text.find("PORT"))
            text.replace(at, 4, std::to_string(server.port()));
        std::ofstream{contract()} << text;
        keep("m-1", "parcels/lisbon", R"({"grams": 20})");
        keep("m-2", "parcels/lisbon", R"({"grams": 0})");
        keep("m-3", "parcels/porto", R"({"grams": 30})");
        keep("m-4", "elsewhere", R"({"grams": 30})");
    }

    asyncapi::websocket::server listen(asyncapi::websocket::server_options options) {
        options.on_connect = [this](const asyncapi::websocket::peer& who) {
            handshakes.push_back(who.headers);
        };
        return asyncapi::websocket::server::listen(context.get_executor(), std::move(options))
            .value();
    }

    std::string contract() const { return file.path().string() + ".yaml"; }

    void keep(std::string id, std::string address, std::string payload) const {
        asyncapi::delivery message;
        message.address = std::move(address);
        message.payload = std::move(payload);
        message.metadata.message_name = "Parcel";
        message.metadata.message_id = std::move(id);
        message.metadata.headers = {{"tenant", "acme"}, {"dead-letter-code", "handler failed"}};
        message.attempt = 5;
        const asyncapi::error why{
            errc(), asyncapi::violation{"Parcel", "/grams", "minimum", "", "too\nlight"}};
        REQUIRE(store->keep({why, message}, std::chrono::system_clock::time_point{}));
    }
    static asyncapi::errc errc() { return asyncapi::errc::contract_violation; }

    /// Runs the program beside the server.
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
};

}  // namespace

TEST_CASE("the list says what died, when and why, a line a letter") {
    bench on;
    const auto listed = on.run("--list --id 1");
    CHECK(listed.status == 0);
    CHECK(listed.text ==
          "1  parcels/lisbon  Parcel  1970-01-01T00:00:00.000Z  attempt 5  contract violation at "
          "/grams (minimum): too?light\n1 letter\n");
    CHECK(on.run("--list").text.ends_with("4 letters\n"));
}

TEST_CASE("a dry run judges by the document and sends nothing") {
    bench on;
    const auto judged = on.run("--dry-run --contract " + on.contract());
    CHECK(judged.status == 1);
    CHECK(judged.text ==
          "1  parcels/lisbon  Parcel  would be sent\n"
          "2  parcels/lisbon  Parcel  stays: Parcel at /grams: contract violation (minimum): 0 is "
          "less than the minimum of 1\n"
          "3  parcels/porto  Parcel  would be sent\n"
          "4  elsewhere  Parcel  stays: contract violation: the document has no such message at "
          "that address\n"
          "4 letters: 0 sent, 2 stay\n");
    CHECK(on.arrived->size() == 0);
    CHECK(*on.store->size() == 4);
}

TEST_CASE("what satisfies the document is sent as it came, and leaves the store") {
    bench on;
    std::string to;
    SUBCASE("to a URL") {
        to = "--url " + on.url;
    }
    SUBCASE("to a server of the document") {
        to = "--server local";
    }
    const auto replayed = on.run("--contract " + on.contract() + " " + to);
    CHECK(replayed.status == 1);
    CHECK(replayed.text.ends_with("4 letters: 2 sent, 2 stay\n"));
    REQUIRE(on.arrived->size() == 2);
    const auto& first = on.arrived->deliveries[0];
    CHECK(first.address == "parcels/lisbon");
    CHECK(first.payload == R"({"grams": 20})");
    CHECK(first.metadata.message_id == "m-1");
    CHECK(first.metadata.headers == asyncapi::header_map{{"tenant", "acme"}});
    CHECK(on.arrived->deliveries[1].metadata.message_id == "m-3");
    const auto left = on.store->list().value();
    REQUIRE(left.size() == 2);
    CHECK(left[0].metadata.message_id == "m-2");
    CHECK(left[1].metadata.message_id == "m-4");
}

TEST_CASE("what dies again is in the store as a new letter, and this run leaves it there") {
    bench on;
    const asyncapi::any_transport wire{on.server};
    const auto dying = wire->subscribe(
        asyncapi::address_template{"parcels/porto"}, {}, [&](asyncapi::delivery&& message) {
            const asyncapi::error why{asyncapi::errc::handler_failed, "no van"};
            CHECK(on.store->keep({why, message}, std::chrono::system_clock::time_point{}));
            wire->acknowledge(message.tag);
        });
    REQUIRE(dying);
    const auto replayed = on.run("--id 3 --url " + on.url + " --contract " + on.contract());
    CHECK(replayed.text == "3  parcels/porto  Parcel  is sent\n1 letter: 1 sent, 0 stay\n");
    CHECK_FALSE(on.store->find(3).value().has_value());
    REQUIRE(*on.store->newest() == 5);
    CHECK(on.store->find(5).value()->metadata.message_id == "m-3");

    CHECK(on.run("--url " + on.url + " --contract " + on.contract())
              .text.ends_with("4 letters: 2 sent, 2 stay\n"));
    CHECK(*on.store->newest() == 6);
    CHECK(*on.store->size() == 3);
}

TEST_CASE("one letter can be chosen, and one that is not there is said") {
    bench on;
    const auto chosen = on.run("--id 3 --url " + on.url + " --contract " + on.contract());
    CHECK(chosen.status == 0);
    CHECK(chosen.text == "3  parcels/porto  Parcel  is sent\n1 letter: 1 sent, 0 stay\n");
    CHECK(*on.store->size() == 3);
    const auto missing = on.run("--id 99 --dry-run --contract " + on.contract());
    CHECK(missing.status == 2);
    CHECK(missing.text.find("the store has not all of these letters") != std::string::npos);
}

TEST_CASE("a letter that the server refuses stays, with what it said") {
    asyncapi::websocket::server_options options;
    options.authorize = [](const asyncapi::websocket::peer&, std::string_view address,
                           asyncapi::websocket::direction) { return address != "parcels/porto"; };
    bench on{std::move(options)};
    const auto replayed = on.run("--contract " + on.contract() + " --url " + on.url);
    CAPTURE(replayed.text);
    CHECK(replayed.status == 1);
    CHECK(replayed.text.find("3  parcels/porto  Parcel  stays: ") != std::string::npos);
    CHECK(replayed.text.ends_with("4 letters: 1 sent, 3 stay\n"));
    REQUIRE(on.arrived->size() == 1);
    CHECK(on.arrived->deliveries[0].metadata.message_id == "m-1");
    CHECK(on.store->find(3).value().has_value());
}

TEST_CASE("a user with a password, or a token, goes into the handshake") {
    bench on;
    const auto words = " --id 3 --contract " + on.contract();
    CHECK(on.run("--user ada --url " + on.url + words, "ASYNCAPI_PASSWORD=hush").status == 0);
    CHECK(on.run("--id 1 --server guarded --contract " + on.contract(), "ASYNCAPI_TOKEN=pass")
              .status == 0);
    REQUIRE(on.handshakes.size() == 2);
    REQUIRE(on.handshakes[0].find("authorization") != nullptr);
    CHECK(*on.handshakes[0].find("authorization") == "Basic YWRhOmh1c2g=");
    REQUIRE(on.handshakes[1].find("authorization") != nullptr);
    CHECK(*on.handshakes[1].find("authorization") == "Bearer pass");
}

TEST_CASE("without a server that answers, every letter stays") {
    bench on;
    const auto nobody = on.run("--timeout 1 --url ws://127.0.0.1:1 --contract " + on.contract());
    CHECK(nobody.status == 2);
    CHECK(nobody.text.find("asyncapi: timed out: Connection refused") != std::string::npos);
    CHECK(*on.store->size() == 4);
}

TEST_CASE("wrong use ends with 2 and says what is missing") {
    bench on;
    struct row {
        std::string words;
        const char* says;
    };
    const row rows[] = {
        {"", "--contract"},
        {"--contract " + on.contract(), "--url, --server, --dry-run or --list"},
        {"--dry-run --contract /no/such/file", "/no/such/file"},
        {"--server nowhere --contract " + on.contract(),
         "the document has no server 'nowhere'; it has"},
        {"--server queue --contract " + on.contract(), "can be reached, not of 'amqp'"},
        {"--url amqp://example.org --contract " + on.contract(), "can be reached, not of 'amqp'"},
        {"--url ws://a@example.org --contract " + on.contract(), "a URL has no user name here"},
        {"--server guarded --contract " + on.contract(), "needs the token of 'key'"},
        {"--certificate a.pem --url " + on.url + " --contract " + on.contract(), "--key"},
        {"--list --dry-run", "--list"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.words);
        const auto ended = on.run(row.words);
        CAPTURE(ended.text);
        CHECK(ended.status == 2);
        CHECK(ended.text.find(row.says) != std::string::npos);
    }
}
