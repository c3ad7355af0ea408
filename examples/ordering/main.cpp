#include <shop/shop.hpp>

#include <asyncapi/transports/memory.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <charconv>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace {

constexpr std::string_view usage = R"(usage: ordering_demo [option value]...

  --port N         of the page; 0 takes a free one (8080)
  --address A      of the interface that serves the page (127.0.0.1)
  --database DIR   where the state is kept (ordering-data)
  --speed X        pace of payment and delivery; 2 is twice as fast (1)
  --webhook URL    of a chat tool, instead of the one in the demo
  --seed FILE      stores and products
  --page DIR       the files of the page
  --quiet          no line for each message
)";

double positive(std::string_view text) {
    double value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc{} || end != text.data() + text.size() || !(value > 0) || value > 1e6) {
        throw std::invalid_argument{"not a pace: " + std::string{text}};
    }
    return value;
}

std::uint16_t port_number(std::string_view text) {
    std::uint16_t value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc{} || end != text.data() + text.size()) {
        throw std::invalid_argument{"not a port: " + std::string{text}};
    }
    return value;
}

/// \return nullopt when only help was asked for
std::optional<shop::options> parse(int count, const char* const* arguments) {
    shop::options with;
    with.database = "ordering-data";
    with.seed = ORDERING_SOURCE_DIR "/seed.json";
    with.page = ORDERING_SOURCE_DIR "/web";
    with.log = [](std::string_view line) { std::cout << line << '\n' << std::flush; };
    for (int i = 1; i < count; ++i) {
        const std::string_view option = arguments[i];
        if (option == "--help") return {};
        if (option == "--quiet") {
            with.log = {};
            continue;
        }
        if (i + 1 == count) throw std::invalid_argument{std::string{option} + " needs a value"};
        const std::string_view value = arguments[++i];
        if (option == "--port") {
            with.port = port_number(value);
        } else if (option == "--address") {
            with.address = value;
        } else if (option == "--database") {
            with.database = value;
        } else if (option == "--speed") {
            with.speed = positive(value);
        } else if (option == "--webhook") {
            with.webhook = value;
        } else if (option == "--seed") {
            with.seed = value;
        } else if (option == "--page") {
            with.page = value;
        } else {
            throw std::invalid_argument{"unknown option " + std::string{option}};
        }
    }
    return with;
}

void run(const shop::options& with) {
    boost::asio::io_context io{1};
    const asyncapi::memory::broker broker;
    shop::shop open{with, [&](std::string_view) {
                        return asyncapi::memory::transport{io.get_executor(), broker};
                    }};

    boost::asio::signal_set signals{io, SIGINT, SIGTERM};
    boost::asio::steady_timer goodbye{io};
    signals.async_wait([&](boost::system::error_code code, int) {
        if (code) return;
        std::cout << "Closing. What is under way goes on at the next start." << std::endl;
        open.close();
        // The pages hear that the shop closes; nothing else needs time.
        goodbye.expires_after(std::chrono::milliseconds{300});
        goodbye.async_wait([&io](boost::system::error_code) { io.stop(); });
    });

    std::cout << "The shop is open at " << open.url() << std::endl;
    io.run();
}

}  // namespace

int main(int count, char** arguments) {
    try {
        const auto with = parse(count, arguments);
        if (!with) {
            std::cout << usage;
            return EXIT_SUCCESS;
        }
        run(*with);
        return EXIT_SUCCESS;
    } catch (const std::invalid_argument& wrong) {
        std::cerr << wrong.what() << "\n\n" << usage;
        return 2;
    } catch (const std::exception& failure) {
        std::cerr << "The shop cannot open: " << failure.what() << '\n';
        return EXIT_FAILURE;
    }
}
