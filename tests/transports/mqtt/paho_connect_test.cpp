#include <asyncapi/transports/mqtt/detail/connect_wishes.hpp>
#include <asyncapi/transports/mqtt/detail/paho_connect.hpp>
#include <asyncapi/transports/mqtt/detail/paho_heap.hpp>

#include <support/drive.hpp>

#include <doctest/doctest.h>
#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <filesystem>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

namespace {

namespace paho = asyncapi::mqtt::detail;
using namespace std::chrono_literals;
using asyncapi::mqtt::client_options;
using asyncapi::mqtt::version;
using asyncapi::testing::drive_until;
using paho::paho_connect;

std::ptrdiff_t open_files() {
    return std::distance(std::filesystem::directory_iterator{"/proc/self/fd"}, {});
}

struct bench {
    bench() { paho::keep_paho_heap(); }

    /// Begins to have a packet made; `packet` gets it.
    std::shared_ptr<paho_connect> start(const client_options& options) {
        auto made = std::make_shared<paho_connect>(io.get_executor(), options);
        const auto wishes = paho::make_wishes(options, {.user_name = "kitchen"}, true, "copy");
        REQUIRE(made->start("oven", *wishes, [this](asyncapi::result<std::string_view> got) {
            REQUIRE(got);
            packet = std::string{*got};
        }));
        return made;
    }

    boost::asio::io_context io;
    std::optional<std::string> packet;
};

}  // namespace

TEST_CASE_FIXTURE(bench, "Paho makes a CONNECT of either version") {
    for (const auto as : {version::v5, version::v3_1_1}) {
        client_options options;
        options.version = as;
        packet.reset();
        const auto maker = start(options);
        REQUIRE(drive_until(io, [this] { return packet.has_value(); }));
        CHECK(packet->starts_with('\x10'));
        CHECK(packet->substr(2, 6) == std::string_view{"\0\4MQTT", 6});
        CHECK(packet->at(8) == (as == version::v5 ? 5 : 4));
        CHECK(packet->find("oven") != std::string::npos);
        CHECK(packet->ends_with("kitchen"));
    }
}

TEST_CASE_FIXTURE(bench, "whenever it is closed, nothing more is told and no file stays open") {
    const client_options options;
    {  // what is made once, and stays
        const auto maker = start(options);
        REQUIRE(drive_until(io, [this] { return packet.has_value(); }));
    }
    // Two too many when that client still goes, on a thread of its own.
    const auto before = open_files();
    for (int turns = 0; turns < 30; ++turns) {
        packet.reset();
        auto maker = start(options);
        for (int i = 0; i < turns && !packet; ++i) {
            io.restart();
            io.run_one_for(5ms);
        }
        maker->close();
        const bool told = packet.has_value();
        maker.reset();
        io.restart();
        io.poll();
        CHECK(packet.has_value() == told);
    }
    for (int i = 0; i < 3'000 && open_files() > before; ++i) std::this_thread::sleep_for(10ms);
    CHECK(open_files() <= before);
}
