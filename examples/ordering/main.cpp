#include <contract/catalogue.hpp>
#include <contract/customer.hpp>
#include <contract/delivery.hpp>
#include <contract/notification.hpp>
#include <contract/order.hpp>
#include <contract/order_history.hpp>
#include <contract/payment.hpp>
#include <contract/stock.hpp>
#include <shop/shop.hpp>

#include <asyncapi/contract.hpp>
#include <asyncapi/transports/memory.hpp>
#include <asyncapi/transports/mqtt.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

constexpr std::string_view usage = R"(usage: ordering_demo [option value]...

  --port N         of the page; 0 takes a free one (8080)
  --address A      of the interface that serves the page (127.0.0.1)
  --database DIR   where the state is kept (ordering-data)
  --speed X        pace of payment and delivery; 2 is twice as fast (1)
  --webhook URL    of a chat tool, instead of the one in the demo
  --seed FILE      stores and products
  --page DIR       the files of the page
  --contract FILE  the AsyncAPI document that all messages are held to
  --broker H:P     an MQTT broker between the services; without it they share this process's memory.
                   H:P,H:P,... are the nodes of a cluster. The document says which version of MQTT it
                   speaks; ORDERING_BROKER_LOGIN=user:password in the environment, who logs in
  --subscribe-qos Q  0: services take a message over when it arrives; 1: when it is handled (1)
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

struct demo_options {
    shop::options shop;
    std::string contract = ORDERING_SOURCE_DIR "/ordering.asyncapi.yaml";
    std::string broker_host = {};  ///< empty: no broker
    std::string broker_port = {};
    std::vector<std::string> other_nodes = {};  ///< of a cluster of brokers, as URLs
    asyncapi::mqtt::login broker_login = {};
    asyncapi::mqtt::qos subscribe_qos = asyncapi::mqtt::qos::at_least_once;
};

std::string or_empty(const char* text) {
    return text == nullptr ? std::string{} : text;
}

void set_broker(demo_options& with, const std::string& value) {
    std::istringstream nodes{value};
    std::string first;
    std::getline(nodes, first, ',');
    const auto colon = first.rfind(':');
    with.broker_host = first.substr(0, colon);
    with.broker_port = colon == std::string::npos ? "1883" : first.substr(colon + 1);
    if (with.broker_host.empty() || with.broker_port.empty())
        throw std::invalid_argument{"not a broker's host:port: " + value};
    for (std::string other; std::getline(nodes, other, ',');)
        with.other_nodes.push_back("mqtt://" + other);
    const std::string login = or_empty(std::getenv("ORDERING_BROKER_LOGIN"));
    const auto end = login.find(':');
    if (end != std::string::npos) with.broker_login = {login.substr(0, end), login.substr(end + 1)};
}

asyncapi::mqtt::qos quality(std::string_view text) {
    if (text == "0") return asyncapi::mqtt::qos::at_most_once;
    if (text == "1") return asyncapi::mqtt::qos::at_least_once;
    throw std::invalid_argument{"not 0 or 1: " + std::string{text}};
}

struct setting {
    std::string_view name;
    void (*set)(demo_options& with, const std::string& value);
};

constexpr setting settings[] = {
    {"--port", [](auto& with, const auto& value) { with.shop.port = port_number(value); }},
    {"--address", [](auto& with, const auto& value) { with.shop.address = value; }},
    {"--database", [](auto& with, const auto& value) { with.shop.database = value; }},
    {"--speed", [](auto& with, const auto& value) { with.shop.speed = positive(value); }},
    {"--webhook", [](auto& with, const auto& value) { with.shop.webhook = value; }},
    {"--seed", [](auto& with, const auto& value) { with.shop.seed = value; }},
    {"--contract", [](auto& with, const auto& value) { with.contract = value; }},
    {"--broker", [](auto& with, const auto& value) { set_broker(with, value); }},
    {"--subscribe-qos", [](auto& with, const auto& value) { with.subscribe_qos = quality(value); }},
    {"--page", [](auto& with, const auto& value) { with.shop.page = value; }},
};

demo_options parse(const std::vector<std::string>& arguments) {
    demo_options parsed;
    auto& with = parsed.shop;
    with.database = "ordering-data";
    with.seed = ORDERING_SOURCE_DIR "/seed.json";
    with.page = ORDERING_SOURCE_DIR "/web";
    with.log = [](std::string_view line) { std::cout << line << '\n' << std::flush; };
    for (auto argument = arguments.begin(); argument != arguments.end(); ++argument) {
        if (*argument == "--quiet") {
            with.log = {};
            continue;
        }
        // `--port 80` or `--port=80`
        const auto equals = argument->find('=');
        const auto name = argument->substr(0, equals);
        const auto found = std::ranges::find(settings, name, &setting::name);
        if (found == std::end(settings)) throw std::invalid_argument{"no such option: " + name};
        if (equals != std::string::npos) {
            found->set(parsed, argument->substr(equals + 1));
        } else if (++argument != arguments.end()) {
            found->set(parsed, *argument);
        } else {
            throw std::invalid_argument{name + " needs a value"};
        }
    }
    return parsed;
}

asyncapi::contract load_contract(const std::string& path) {
    auto contract = asyncapi::contract::load(path, asyncapi::perspective::system);
    if (!contract) throw std::runtime_error{path + ": " + contract.error().to_string()};
    using namespace ::contract;
    for (const auto& agreed : {contract->agrees(get_catalogue),
                               contract->agrees(stock_changes),
                               contract->agrees(reserve),
                               contract->agrees(release_requests),
                               contract->agrees(release_confirmations),
                               contract->agrees(place_order),
                               contract->agrees(get_order_history),
                               contract->agrees(statuses),
                               contract->agrees(register_account),
                               contract->agrees(open_session),
                               contract->agrees(logouts),
                               contract->agrees(validation_requests),
                               contract->agrees(validation_results),
                               contract->agrees(payment_requests),
                               contract->agrees(payment_completions),
                               contract->agrees(payment_failures),
                               contract->agrees(delivery_requests),
                               contract->agrees(delivery_updates),
                               contract->agrees(notifications),
                               contract->agrees(chat_lines),
                               contract->agrees(get_chat_history)})
        if (!agreed)
            throw std::runtime_error{path + ':' + std::to_string(agreed.error().where().line) +
                                     ": " + agreed.error().to_string()};
    return *std::move(contract);
}

/// The transport of one service: the document says how to reach the broker.
asyncapi::any_transport connect_service(const asyncapi::contract& contract,
                                        const boost::asio::any_io_executor& executor,
                                        const demo_options& options, std::string_view service) {
    asyncapi::mqtt::client_options client;
    client.client_id = "shop-" + std::string{service};
    client.other_urls = options.other_nodes;
    client.login = options.broker_login;
    client.max_subscribe_qos = options.subscribe_qos;
    client.on_state = [service](asyncapi::connection_state state, const asyncapi::error* why) {
        if (why != nullptr)
            std::cerr << service << ": " << to_string(state) << ": " << why->to_string()
                      << std::endl;
    };
    asyncapi::connect_options where;
    where.variables = {{"host", options.broker_host}, {"port", options.broker_port}};
    where.transport_options = client;
    auto wire = contract.connect(executor, "broker", where);
    if (!wire) throw std::runtime_error{"the broker: " + wire.error().to_string()};
    return *std::move(wire);
}

/// Says that the shop is open once all that its services wait for has reached the broker.
boost::asio::awaitable<void> announce(std::vector<asyncapi::any_transport> wires,
                                      std::string text) {
    for (const auto& each : wires) {
        const auto ready = co_await each->drained({});
        if (!ready) co_return;
    }
    std::cout << text << std::endl;
}

void run(const demo_options& options) {
    const auto& with = options.shop;
    const auto contract = load_contract(options.contract);
    boost::asio::io_context io{1};
    const asyncapi::memory::broker memory;
    std::vector<asyncapi::any_transport> wires;
    shop::shop open{
        with, [&](std::string_view service) {
            const asyncapi::memory::transport wire{io.get_executor(), memory};
            wires.push_back(options.broker_host.empty()
                                ? contract.on(wire)
                                : connect_service(contract, io.get_executor(), options, service));
            return wires.back();
        }};

    boost::asio::signal_set signals{io, SIGINT, SIGTERM};
    boost::asio::steady_timer goodbye{io};
    signals.async_wait([&](boost::system::error_code code, int) {
        if (code) return;
        std::cout << "Closing. What is under way goes on at the next start." << std::endl;
        open.close();
        for (const auto& each : wires) each->close();
        // The pages hear that the shop closes, and the broker that the services leave.
        goodbye.expires_after(std::chrono::milliseconds{300});
        goodbye.async_wait([&io](boost::system::error_code) { io.stop(); });
    });

    auto text = "The shop is open at " + open.url() + "\nIts state is in " +
                with.database.string() + "; Ctrl-C closes it.";
    boost::asio::co_spawn(io, announce(wires, std::move(text)), boost::asio::detached);
    io.run();
}

}  // namespace

int main(int count, char** arguments) {
    const std::vector<std::string> words(arguments + 1, arguments + count);
    if (std::ranges::find(words, "--help") != words.end()) {
        std::cout << usage;
        return EXIT_SUCCESS;
    }
    try {
        run(parse(words));
        return EXIT_SUCCESS;
    } catch (const std::invalid_argument& wrong) {
        std::cerr << wrong.what() << "\nordering_demo --help lists the options.\n";
        return 2;
    } catch (const boost::system::system_error& failure) {
        std::cerr << "The shop cannot open: " << failure.what() << '\n';
        if (failure.code() == boost::asio::error::address_in_use) {
            std::cerr << "Something else is there; --port chooses another, --port 0 a free one.\n";
        }
        return EXIT_FAILURE;
    } catch (const std::exception& failure) {
        std::cerr << "The shop cannot open: " << failure.what() << '\n';
        return EXIT_FAILURE;
    }
}
