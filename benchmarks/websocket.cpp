// What does it cost to send typed, validated messages over WebSocket, against bare Beast?
//
// usage: benchmark.websocket [--poll] [rounds] [messages] [who [question]]
//
// Client and server are processes of their own. Round trips with 1 and with 16 messages under way,
// and what a server sends to 100 connections, which the same receivers count for everybody. Bare
// Beast carries the same text and does not look into it; the library reads, checks and writes it on
// both sides. The rounds alternate; medians, with the least and the most. `who` measures one alone,
// and with `question` in that alone, for a profile. `--poll`: the programs that do the round trips,
// everybody's, look for what came again and again and never sleep.

#include "order_request.hpp"
#include "peers/beast_peer.hpp"
#include "peers/frame_receivers.hpp"
#include "support/processes.hpp"

#include <asyncapi/asyncapi.hpp>
#include <asyncapi/codec/json.hpp>
#include <asyncapi/transports/websocket.hpp>

#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

template <>
struct asyncapi::message<shop::order_request> {
    static constexpr auto name = "OrderRequest";
};

namespace {

namespace asio = boost::asio;
using benchmarks::side;
using clock_type = std::chrono::steady_clock;

inline constexpr asyncapi::channel_object<shop::order_request> orders{.address = "orders"};
inline constexpr asyncapi::channel_object<shop::order_request> answers{.address = "answers"};
constexpr std::size_t connections = 100;
constexpr std::size_t fan_out_depth = 64;

shop::order_request some_order() {
    shop::order_request order;
    order.product_id = 8;
    order.store_id = 4711;
    order.quantity = 12;
    order.order_priority = shop::priority::express;
    order.customer.emplace();
    order.customer->email = "ada.lovelace@example.com";
    order.customer->name = "Augusta Ada King";
    return order;
}

std::string some_text() {
    return asyncapi::write_json(asyncapi::to_json_value(some_order()).value());
}

bool polls = false;

void run(asio::io_context& io) {
    if (!polls) io.run();
    while (!io.stopped()) io.poll();
}

double seconds_since(clock_type::time_point start) {
    return std::chrono::duration<double>(clock_type::now() - start).count();
}

void run_until(asio::io_context& io, const std::function<bool()>& done) {
    while (!done()) {
        io.restart();
        io.run_one();
        io.poll();
    }
}

// Round trips a second with so many under way, after some that are not counted.
template <class Ask>
double ask_in_turn(asio::io_context& io, std::size_t depth, std::size_t count,
                   const std::size_t& answered, Ask ask) {
    const auto warm_up = count / 10;
    std::size_t asked = 0;
    clock_type::time_point start;
    while (answered < count + warm_up) {
        if (start == clock_type::time_point{} && answered >= warm_up) start = clock_type::now();
        while (asked < count + warm_up && asked - answered < depth) {
            ask();
            ++asked;
        }
        io.restart();
        if (polls)
            io.poll_one();
        else
            io.run_one();
    }
    return static_cast<double>(count) / seconds_since(start);
}

struct beast {
    static constexpr const char* name = "bare Beast";
    static constexpr const char* lines = "";
    static std::string first() { return {}; }

    static void serve(const side::say& say) {
        asio::io_context io{1};
        benchmarks::beast_peer::listener<benchmarks::beast_peer::echo> all{io};
        say(all.port());
        run(io);
    }

    static double ask(std::uint16_t port, std::size_t depth, std::size_t count) {
        asio::io_context io{1};
        const auto who = std::make_shared<benchmarks::beast_peer::asker>(io, port, some_text());
        who->read();
        return ask_in_turn(io, depth, count, who->answered, [&] { who->ask(); });
    }

    static void fan_out(const side::say& say, std::size_t count) {
        asio::io_context io{1};
        benchmarks::beast_peer::listener<benchmarks::beast_peer::listening> all{io};
        say(all.port());
        auto& them = all.connections;
        run_until(io, [&] {
            return them.size() == connections &&
                   std::ranges::all_of(them, [](const auto& each) { return each->open; });
        });
        const auto text = some_text();
        const auto queued = [&] {
            std::size_t sum = 0;
            for (const auto& each : them) sum += each->queued();
            return sum;
        };
        for (std::size_t sent = 0; sent < count || queued() > 0;) {
            while (sent < count && queued() < connections * fan_out_depth) {
                const auto shared = std::make_shared<const std::string>(text);
                for (const auto& each : them) each->write(shared);
                ++sent;
            }
            io.restart();
            io.run_one();
            io.poll();
        }
        io.run();
    }
};

struct library {
    static void serve(const side::say& say, std::chrono::microseconds busy_poll = {}) {
        asio::io_context io{1};
        const auto server = listen(io, busy_poll);
        const asyncapi::channel in{asyncapi::any_transport{server}, orders};
        asyncapi::channel out{asyncapi::any_transport{server}, orders};
        asyncapi::channel back{asyncapi::any_transport{server}, answers};
        const auto served = in.subscribe(
            [&](auto& order) {
                auto& to = order.metadata.message_id.empty() ? out : back;
                if (!to.send(order.payload)) std::abort();
            },
            {.prefetch = 128});
        say(server.port());
        run(io);
    }

    static double ask(std::uint16_t port, std::size_t depth, std::size_t count,
                      asyncapi::websocket::mode mode, bool acknowledge,
                      std::chrono::microseconds busy_poll = {}) {
        asio::io_context io{1};
        const asyncapi::websocket::client client{
            io.get_executor(),
            {.url = "ws://127.0.0.1:" + std::to_string(port) + "/orders",
             .mode = mode,
             .acknowledge = acknowledge,
             .times = {.busy_poll = busy_poll}}};
        const bool is_bare = mode == asyncapi::websocket::mode::bare;
        const asyncapi::channel in{asyncapi::any_transport{client}, is_bare ? orders : answers};
        asyncapi::channel out{asyncapi::any_transport{client}, orders};
        std::size_t answered = 0;
        const auto subscription = in.subscribe([&](auto&) { ++answered; }, {.prefetch = 128});
        run_until(io,
                  [&] { return client.state() == asyncapi::websocket::client_state::connected; });
        const auto order = some_order();
        return ask_in_turn(io, depth, count, answered, [&] {
            if (!out.send(order)) std::abort();
        });
    }

    static void fan_out(const side::say& say, std::size_t count) {
        asio::io_context io{1};
        std::size_t ready = 0;
        const auto server = listen(io, {}, &ready);
        say(server.port());
        run_until(io, [&] { return ready == connections; });
        const asyncapi::any_transport wire{server};
        asyncapi::channel out{wire, orders};
        const auto order = some_order();
        for (std::size_t sent = 0; sent < count || wire->load().queued_messages > 0;) {
            while (sent < count && wire->load().queued_messages < connections * fan_out_depth) {
                if (!out.send(order)) std::abort();
                ++sent;
            }
            io.restart();
            io.run_one();
            io.poll();
        }
        io.run();
    }

private:
    static asyncapi::websocket::server listen(asio::io_context& io,
                                              std::chrono::microseconds busy_poll,
                                              std::size_t* ready = nullptr) {
        asyncapi::websocket::server_options options;
        options.times.busy_poll = busy_poll;
        // A bare connection listens when it is there, the others when they have said so.
        options.authorize = [ready](const auto&, std::string_view,
                                    asyncapi::websocket::direction what) {
            if (ready && what == asyncapi::websocket::direction::subscribe) ++*ready;
            return true;
        };
        return asyncapi::websocket::server::listen(io.get_executor(), std::move(options)).value();
    }
};

struct bare_mode : library {
    static constexpr const char* name = "channel, bare";
    static constexpr const char* lines = "";
    static std::string first() { return {}; }
    static double ask(std::uint16_t port, std::size_t depth, std::size_t count) {
        return library::ask(port, depth, count, asyncapi::websocket::mode::bare, false);
    }
};

// Each looks for what comes for a while before it sleeps.
struct busy_bare_mode : bare_mode {
    static constexpr const char* name = "channel, bare, busy polling";
    static constexpr std::chrono::microseconds busy_poll{100};
    static void serve(const side::say& say) { library::serve(say, busy_poll); }
    static double ask(std::uint16_t port, std::size_t depth, std::size_t count) {
        return library::ask(port, depth, count, asyncapi::websocket::mode::bare, false, busy_poll);
    }
};

struct envelope_mode : library {
    static constexpr const char* name = "channel, envelope";
    static constexpr const char* lines = "Sec-WebSocket-Protocol: asyncapi.v1\r\n";
    static std::string first() {
        const std::string text = R"({"subscribe":"orders"})";
        // Masked with zeros.
        std::string frame{"\x81"};
        frame += static_cast<char>(0x80U | text.size());
        return frame.append(4, '\0').append(text);
    }
    static double ask(std::uint16_t port, std::size_t depth, std::size_t count) {
        return library::ask(port, depth, count, asyncapi::websocket::mode::envelope, false);
    }
};

struct acknowledged : envelope_mode {
    static constexpr const char* name = "channel, envelope, acknowledged";
    static double ask(std::uint16_t port, std::size_t depth, std::size_t count) {
        return library::ask(port, depth, count, asyncapi::websocket::mode::envelope, true);
    }
};

struct figures {
    std::vector<double> rates;
    std::vector<double> server_cpu;  ///< microseconds a message, or a copy of it
    std::vector<double> client_cpu;
};

template <class Who>
void round_trips(figures& into, std::size_t depth, std::size_t count) {
    side server{[](const side::say& say) { Who::serve(say); }};
    const auto port = static_cast<std::uint16_t>(server.next());
    side client{[&](const side::say& say) { say(Who::ask(port, depth, count)); }};
    into.rates.push_back(client.next());
    into.client_cpu.push_back(client.stop() / static_cast<double>(count) * 1e6);
    into.server_cpu.push_back(server.stop() / static_cast<double>(count) * 1e6);
}

template <class Who>
void fan_out(figures& into, std::size_t count) {
    side server{[&](const side::say& say) { Who::fan_out(say, count); }};
    const auto port = static_cast<std::uint16_t>(server.next());
    side receivers{[&](const side::say& say) {
        benchmarks::frame_receivers all{port, connections, Who::lines, Who::first()};
        all.receive(count / 10 * connections);
        const auto start = clock_type::now();
        all.receive(count * connections);
        if (!all.each_got(count)) throw std::runtime_error{"a receiver got others' share"};
        say(static_cast<double>((count - count / 10) * connections) / seconds_since(start));
    }};
    const auto copies = static_cast<double>(count * connections);
    into.rates.push_back(receivers.next());
    into.client_cpu.push_back(receivers.stop() / copies * 1e6);
    into.server_cpu.push_back(server.stop() / copies * 1e6);
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

void print(const char* question, const char* who, const figures& measured,
           const figures& reference) {
    if (measured.rates.empty()) return;
    std::vector<double> ratios;
    for (std::size_t i = 0; i < measured.rates.size(); ++i)
        ratios.push_back(reference.rates.empty() ? 0 : measured.rates[i] / reference.rates[i]);
    std::printf("| %s | %s | %.0f | %.0f to %.0f | %.1f | %.1f | %.2f | %.2f to %.2f |\n", question,
                who, median(measured.rates), std::ranges::min(measured.rates),
                std::ranges::max(measured.rates), median(measured.server_cpu),
                median(measured.client_cpu), median(ratios), std::ranges::min(ratios),
                std::ranges::max(ratios));
}

struct selection {
    std::string who;       ///< empty: all
    std::string question;  ///< the same
};

template <class... Who, class Measure>
void compare(const std::string& question, unsigned long rounds, const selection& only,
             Measure measure) {
    if (!only.question.empty() && only.question != question) return;
    std::vector<figures> all(sizeof...(Who));
    for (unsigned long i = 0; i < rounds; ++i) {
        std::size_t at = 0;
        const auto one = [&]<class Each>(std::type_identity<Each> who) {
            auto& into = all[at++];
            if (only.who.empty() || only.who == Each::name) measure(who, into);
        };
        (one(std::type_identity<Who>{}), ...);
    }
    std::size_t at = 0;
    (print(question.c_str(), Who::name, all[at++], all.front()), ...);
}

}  // namespace

int main(int count, char** arguments) {
    std::vector<std::string> words(arguments + 1, arguments + count);
    polls = std::erase(words, "--poll") > 0;
    const auto rounds = words.size() > 0 ? std::stoul(words[0]) : 7;
    const std::size_t messages = words.size() > 1 ? std::stoul(words[1]) : 200'000;
    const selection only{words.size() > 2 ? words[2] : std::string{},
                         words.size() > 3 ? words[3] : std::string{}};
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    std::printf("a text of %zu bytes, %lu rounds of %zu messages\n\n", some_text().size(), rounds,
                messages);
    std::printf(
        "| | | a second | least to most | server, CPU us | client, CPU us | of Beast | least to "
        "most |\n|---|---|---|---|---|---|---|---|\n");
    for (const std::size_t depth : {1U, 16U}) {
        compare<beast, bare_mode, busy_bare_mode, envelope_mode, acknowledged>(
            std::to_string(depth) + " under way", rounds, only,
            [&]<class Who>(std::type_identity<Who>, figures& into) {
                round_trips<Who>(into, depth, depth == 1 ? messages / 10 : messages);
            });
    }
    compare<beast, bare_mode, envelope_mode>(
        "to 100", rounds, only, [&]<class Who>(std::type_identity<Who>, figures& into) {
            fan_out<Who>(into, messages / 20);
        });
}
