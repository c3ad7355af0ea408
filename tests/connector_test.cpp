#include <asyncapi/connector.hpp>
#include <asyncapi/transports/memory.hpp>

#include <boost/asio/io_context.hpp>

#include <doctest/doctest.h>

#include <string>
#include <thread>
#include <vector>

namespace {

using namespace asyncapi;

result<any_transport> over_memory(const asio::any_io_executor& executor,
                                  const server_description&) {
    return any_transport{memory::transport{executor}};
}

}  // namespace

TEST_CASE("a registered protocol is found, another is not, and the last registration counts") {
    asio::io_context io;
    CHECK_FALSE(find_connector("carrier-pigeon"));

    register_connector("carrier-pigeon", [](const auto&, const auto&) -> result<any_transport> {
        return errc::unsupported;
    });
    CHECK(find_connector("carrier-pigeon")(io.get_executor(), {}).error() == errc::unsupported);

    register_connector("carrier-pigeon", over_memory);
    CHECK(find_connector("carrier-pigeon")(io.get_executor(), {}).has_value());
    CHECK_FALSE(find_connector("Carrier-Pigeon"));
}

TEST_CASE("threads register and find at the same time") {
    std::vector<std::thread> threads;
    for (int number = 0; number < 4; ++number)
        threads.emplace_back([name = "protocol-" + std::to_string(number)] {
            for (int round = 0; round < 200; ++round) {
                register_connector(name, over_memory);
                if (!find_connector(name)) throw std::logic_error{"lost"};
            }
        });
    for (auto& each : threads) each.join();
    for (int number = 0; number < 4; ++number)
        CHECK(find_connector("protocol-" + std::to_string(number)));
}

TEST_CASE("a secret is a text, or is asked for each time") {
    const secret none;
    CHECK_FALSE(none);
    CHECK(none.get().error() == errc::unauthorized);

    const secret text{"hush"};
    CHECK(text);
    CHECK(text.get().value() == "hush");

    int asked = 0;
    const secret renewed{[&asked] { return "token " + std::to_string(++asked); }};
    const auto copy = renewed;
    CHECK(renewed.get().value() == "token 1");
    CHECK(copy.get().value() == "token 2");

    const secret failing{[]() -> result<std::string> { return errc::timed_out; }};
    CHECK(failing.get().error() == errc::timed_out);
}
