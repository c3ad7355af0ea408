// What does it cost to send typed, validated messages over MQTT, against Paho MQTT C++ by hand?
//
// usage: benchmark.mqtt [rounds] [messages]
//
// Both sides in one process, against a mosquitto of its own: as many 200-byte messages as fit
// through, and round trips one at a time. The rounds alternate; medians, with the least and the
// most.

#include "order_request.hpp"

#include <asyncapi/asyncapi.hpp>
#include <asyncapi/codec/json.hpp>
#include <asyncapi/transports/mqtt.hpp>

#include <mqtt/async_client.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

extern char** environ;

template <>
struct asyncapi::message<shop::order_request> {
    static constexpr auto name = "OrderRequest";
};

namespace {

namespace asio = boost::asio;
using clock_type = std::chrono::steady_clock;

inline constexpr asyncapi::channel_object<shop::order_request> orders{.address = "bench/orders"};
inline constexpr asyncapi::channel_object<shop::order_request> answers{.address = "bench/answers"};
constexpr std::size_t window = 1000;

class broker {
public:
    broker() {
        asio::io_context io;
        asio::ip::tcp::acceptor probe{io, {asio::ip::address_v4::loopback(), 0}};
        port_ = probe.local_endpoint().port();
        probe.close();
        const auto path = std::filesystem::temp_directory_path() /
                          ("asyncapi-benchmark-" + std::to_string(::getpid()) + ".conf");
        std::ofstream{path} << "listener " << port_ << " 127.0.0.1\nallow_anonymous true\n"
                            << "set_tcp_nodelay true\nmax_inflight_messages 0\n"
                            << "max_queued_messages 0\npersistence false\nlog_type none\n";
        auto file = path.string();
        std::string program = ASYNCAPI_MOSQUITTO;
        std::string option = "-c";
        char* words[] = {program.data(), option.data(), file.data(), nullptr};
        if (::posix_spawn(&pid_, program.c_str(), nullptr, nullptr, words, environ) != 0)
            throw std::runtime_error{"mosquitto does not start"};
        for (int i = 0; i < 1000; ++i) {
            asio::ip::tcp::socket socket{io};
            boost::system::error_code code;
            socket.connect({asio::ip::address_v4::loopback(), port_}, code);
            if (!code) break;
            std::this_thread::sleep_for(std::chrono::milliseconds{5});
        }
        std::filesystem::remove(path);
    }
    ~broker() {
        ::kill(pid_, SIGTERM);
        ::waitpid(pid_, nullptr, 0);
    }
    std::uint16_t port() const { return port_; }

private:
    std::uint16_t port_ = 0;
    pid_t pid_ = 0;
};

shop::order_request some_order(std::int64_t number) {
    shop::order_request order;
    order.product_id = number + 1;
    order.store_id = 4711;
    order.quantity = 12;
    order.order_priority = shop::priority::express;
    order.customer.emplace();
    order.customer->email = "ada.lovelace@analytical-engines.example.com";
    order.customer->name =
        "Augusta Ada King, Countess of Lovelace, of 12 St James's Square, London";
    return order;
}

double seconds_since(clock_type::time_point start) {
    return std::chrono::duration<double>(clock_type::now() - start).count();
}

// Paho by hand: as fast as its API goes.

// Paho does not set TCP_NODELAY and does not give its socket away.
void set_no_delay(std::uint16_t broker_port) {
    for (int file = 3; file < 256; ++file) {
        sockaddr_in peer{};
        socklen_t size = sizeof peer;
        if (getpeername(file, reinterpret_cast<sockaddr*>(&peer), &size) != 0) continue;
        if (peer.sin_family != AF_INET || ntohs(peer.sin_port) != broker_port) continue;
        const int on = 1;
        setsockopt(file, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }
}

class bare {
public:
    bare(std::uint16_t port, bool no_delay)
        : publisher_{uri(port), "bare-publisher", mqtt::create_options{MQTTVERSION_5, 1'000'000}},
          subscriber_{uri(port), "bare-subscriber", mqtt::create_options{MQTTVERSION_5}} {
        for (auto* each : {&publisher_, &subscriber_}) {
            mqtt::connect_options options;
            options.set_mqtt_version(MQTTVERSION_5);
            options.set_clean_start(true);
            options.set_max_inflight(65'535);
            each->set_message_callback([this, each](mqtt::const_message_ptr message) {
                if (each == &subscriber_ && echo_) publisher_.publish(reply_to(*message));
                const std::scoped_lock lock{mutex_};
                ++received_;
                changed_.notify_one();
            });
            each->connect(options)->wait();
        }
        if (no_delay) set_no_delay(port);
    }
    ~bare() {
        publisher_.disconnect()->wait();
        subscriber_.disconnect()->wait();
    }

    double throughput(int qos, const std::string& payload, std::size_t count) {
        subscriber_.subscribe("bench/orders", qos)->wait();
        received_ = 0;
        const auto start = clock_type::now();
        for (std::size_t i = 0; i < count; ++i) {
            publisher_.publish("bench/orders", payload.data(), payload.size(), qos, false);
            std::unique_lock lock{mutex_};
            changed_.wait(lock, [&] { return i + 1 - received_ < window; });
        }
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] { return received_ == count; });
        return static_cast<double>(count) / seconds_since(start);
    }

    std::vector<double> round_trips(int qos, const std::string& payload, std::size_t count) {
        subscriber_.subscribe("bench/orders", qos)->wait();
        publisher_.subscribe("bench/answers", qos)->wait();
        qos_ = qos;
        echo_ = true;
        std::vector<double> micros;
        for (std::size_t i = 0; i < count; ++i) {
            received_ = 0;
            const auto start = clock_type::now();
            publisher_.publish("bench/orders", payload.data(), payload.size(), qos, false);
            std::unique_lock lock{mutex_};
            changed_.wait(lock, [&] { return received_ == 2; });
            micros.push_back(seconds_since(start) * 1e6);
        }
        echo_ = false;
        publisher_.unsubscribe("bench/answers")->wait();
        return micros;
    }

private:
    static std::string uri(std::uint16_t port) { return "tcp://127.0.0.1:" + std::to_string(port); }
    mqtt::const_message_ptr reply_to(const mqtt::message& message) const {
        return mqtt::message::create("bench/answers", message.get_payload_ref(), qos_, false);
    }

    mqtt::async_client publisher_;
    mqtt::async_client subscriber_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t received_ = 0;
    std::atomic<bool> echo_{false};
    int qos_ = 0;
};

// The library: typed, validated both ways, acknowledged by the consumer.

class typed {
public:
    explicit typed(std::uint16_t port, int qos)
        : publisher_{io_.get_executor(), options(port, qos)},
          subscriber_{io_.get_executor(), options(port, qos)} {}
    ~typed() {
        publisher_.close();
        subscriber_.close();
        io_.restart();
        io_.run_for(std::chrono::seconds{5});
    }

    double throughput(std::size_t count) {
        std::size_t received = 0;
        const asyncapi::channel in{asyncapi::any_transport{subscriber_}, orders};
        asyncapi::channel out{asyncapi::any_transport{publisher_}, orders};
        const auto subscription = in.subscribe([&](auto&) { ++received; }, {.prefetch = window});
        wait_until_subscribed();
        const auto order = some_order(7);
        std::size_t sent = 0;
        const auto start = clock_type::now();
        while (received < count) {
            while (sent < count && sent - received < window && out.send(order)) ++sent;
            io_.restart();
            io_.run_one();
            io_.poll();
        }
        return static_cast<double>(count) / seconds_since(start);
    }

    std::vector<double> round_trips(std::size_t count) {
        bool back = false;
        const asyncapi::channel in{asyncapi::any_transport{subscriber_}, orders};
        asyncapi::channel out{asyncapi::any_transport{publisher_}, orders};
        asyncapi::channel answer_out{asyncapi::any_transport{subscriber_}, answers};
        const asyncapi::channel answer_in{asyncapi::any_transport{publisher_}, answers};
        const auto served = in.subscribe([&](auto& order) {
            if (!answer_out.send(order.payload)) std::abort();
        });
        const auto answered = answer_in.subscribe([&](auto&) { back = true; });
        wait_until_subscribed();
        const auto order = some_order(7);
        std::vector<double> micros;
        for (std::size_t i = 0; i < count; ++i) {
            back = false;
            const auto start = clock_type::now();
            if (!out.send(order)) std::abort();
            while (!back) {
                io_.restart();
                io_.run_one();
            }
            micros.push_back(seconds_since(start) * 1e6);
        }
        return micros;
    }

private:
    static asyncapi::mqtt::client_options options(std::uint16_t port, int qos) {
        asyncapi::mqtt::client_options made;
        made.url = "mqtt://127.0.0.1:" + std::to_string(port);
        made.publish_qos = made.subscribe_qos = static_cast<asyncapi::mqtt::qos>(qos);
        made.limits.max_held_messages = 2 * window;
        return made;
    }

    void wait_until_subscribed() {
        int ready = 0;
        for (const auto& each : {publisher_, subscriber_}) {
            asio::co_spawn(
                io_, [](asyncapi::any_transport wire) { return wire->drained({}); }(each),
                [&](const std::exception_ptr&, const asyncapi::result<void>&) { ++ready; });
        }
        while (ready < 2) {
            io_.restart();
            io_.run_one();
        }
    }

    asio::io_context io_{1};
    asyncapi::mqtt::client publisher_;
    asyncapi::mqtt::client subscriber_;
};

struct spread {
    double median = 0;
    double least = 0;
    double most = 0;
};
spread of(std::vector<double> values) {
    std::ranges::sort(values);
    return {values[values.size() / 2], values.front(), values.back()};
}
double percentile(std::vector<double>& values, double share) {
    std::ranges::sort(values);
    return values[std::min(values.size() - 1,
                           static_cast<std::size_t>(static_cast<double>(values.size()) * share))];
}

void print_round_trips(int qos, const char* who, std::vector<double>& all) {
    const auto median = percentile(all, 0.5);
    const auto slow = percentile(all, 0.99);
    std::printf("| %d | %s | %.0f | %.0f | %.0f |\n", qos, who, median, slow, all.back());
}

// Each measurement has a process of its own: Paho's state is the process's.

struct measured {
    std::vector<double> values;  ///< messages a second, or microseconds of each round trip
    double cpu = 0;              ///< microseconds of this side's CPU a message
};

double cpu_micros() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    const auto of = [](const timeval& t) {
        return 1e6 * static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec);
    };
    return of(used.ru_utime) + of(used.ru_stime);
}

int measure_here(const std::string& who, const std::string& what, std::uint16_t port, int qos,
                 std::size_t count) {
    const auto payload = asyncapi::write_json(asyncapi::to_json_value(some_order(7)).value());
    std::vector<double> values;
    const auto before = cpu_micros();
    if (who == "channel") {
        typed side{port, qos};
        values =
            what == "throughput" ? std::vector{side.throughput(count)} : side.round_trips(count);
    } else {
        bare side{port, who == "paho"};
        values = what == "throughput" ? std::vector{side.throughput(qos, payload, count)}
                                      : side.round_trips(qos, payload, count);
    }
    std::printf("%.3f\n", (cpu_micros() - before) / static_cast<double>(count));
    for (const auto each : values) std::printf("%.3f\n", each);
    return 0;
}

measured measure(const char* program, const std::string& who, const std::string& what,
                 std::uint16_t port, int qos, std::size_t count) {
    const auto command = "exec '" + std::string{program} + "' --measure " + who + " " + what + " " +
                         std::to_string(port) + " " + std::to_string(qos) + " " +
                         std::to_string(count);
    measured read;
    auto* const pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error{"cannot start itself"};
    double value = 0;
    if (std::fscanf(pipe, "%lf", &read.cpu) != 1) read.cpu = 0;
    while (std::fscanf(pipe, "%lf", &value) == 1) read.values.push_back(value);
    if (::pclose(pipe) != 0 || read.values.empty())
        throw std::runtime_error{"a measurement failed: " + command};
    return read;
}

void compare_throughput(const char* program, std::uint16_t port, int qos, unsigned long rounds,
                        std::size_t messages) {
    std::map<std::string, std::vector<double>> rates;
    std::map<std::string, std::vector<double>> cpu;
    for (unsigned long i = 0; i < rounds; ++i) {
        for (const auto* who : {"paho", "channel"}) {
            const auto one = measure(program, who, "throughput", port, qos, messages);
            rates[who].push_back(one.values.front());
            cpu[who].push_back(one.cpu);
        }
    }
    for (const auto& [who, name] : {std::pair{"paho", "Paho by hand"},
                                    std::pair{"channel", "channel, validated both ways"}}) {
        const auto figures = of(rates[who]);
        std::printf("| %d | %s | %.0f | %.0f to %.0f | %.1f |\n", qos, name, figures.median,
                    figures.least, figures.most, of(cpu[who]).median);
    }
    std::printf("| %d | ratio | %.2f | | %.2f |\n", qos,
                of(rates["channel"]).median / of(rates["paho"]).median,
                of(cpu["channel"]).median / of(cpu["paho"]).median);
}

void compare_round_trips(const char* program, std::uint16_t port, int qos, unsigned long rounds,
                         std::size_t count) {
    for (const auto& [who, name] : {std::pair{"paho", "Paho by hand"},
                                    std::pair{"channel", "channel, validated both ways"}}) {
        std::vector<double> all;
        for (unsigned long i = 0; i < rounds; ++i) {
            const auto one = measure(program, who, "round-trips", port, qos, count);
            all.insert(all.end(), one.values.begin(), one.values.end());
        }
        print_round_trips(qos, name, all);
    }
}

}  // namespace

int main(int count, char** arguments) {
    const std::vector<std::string> words(arguments + 1, arguments + count);
    if (words.size() == 6 && words[0] == "--measure")
        return measure_here(words[1], words[2], static_cast<std::uint16_t>(std::stoi(words[3])),
                            std::stoi(words[4]), std::stoul(words[5]));
    const auto rounds = words.size() > 0 ? std::stoul(words[0]) : 5;
    const auto messages = words.size() > 1 ? std::stoul(words[1]) : 20'000;
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    const broker mosquitto;
    std::printf("%lu messages a round, %lu rounds, window %zu\n\n", messages, rounds, window);

    std::printf(
        "| QoS | | messages a second | least to most | CPU us a message |\n"
        "|---|---|---|---|---|\n");
    for (int qos = 0; qos <= 2; ++qos)
        compare_throughput(arguments[0], mosquitto.port(), qos, rounds,
                           qos == 2 ? messages / 2 : messages);

    std::printf("\n| QoS | | round trip, median us | 99 %% | longest |\n|---|---|---|---|---|\n");
    for (int qos = 0; qos <= 2; ++qos)
        compare_round_trips(arguments[0], mosquitto.port(), qos, rounds, messages / 10);
    auto delayed = measure(arguments[0], "paho-delayed", "round-trips", mosquitto.port(), 1, 50);
    print_round_trips(1, "Paho by hand without TCP_NODELAY", delayed.values);
}
