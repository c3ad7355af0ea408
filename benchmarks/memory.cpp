// How many typed, validated messages a second go from a channel to a channel in one thread?
//
// usage: benchmark.memory [rounds] [messages]
//
// The messages are `a` of messages/, as structs: each is checked, written as JSON, handed over by
// the memory transport, read, checked, given to a handler and acknowledged. Beside it the writing
// and reading alone. Thread CPU time; medians, with the least and the most.

#include "order_request.hpp"
#include "support/messages.hpp"

#include <asyncapi/asyncapi.hpp>
#include <asyncapi/codec/json.hpp>

#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

template <>
struct asyncapi::message<shop::order_request> {
    static constexpr auto name = "OrderRequest";
};

namespace {

inline constexpr asyncapi::channel_object<shop::order_request> orders{.address = "orders"};
constexpr std::size_t under_way = 64;

double cpu_seconds() {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

std::vector<shop::order_request> read_orders() {
    std::vector<shop::order_request> all;
    for (const auto& line : benchmarks::read_lines("a.jsonl"))
        all.push_back(asyncapi::from_json<shop::order_request>(line).value());
    return all;
}

double through_channel(const std::vector<shop::order_request>& all, std::size_t count) {
    boost::asio::io_context io{1};
    const asyncapi::memory::broker broker;
    const asyncapi::any_transport left = asyncapi::memory::transport{io.get_executor(), broker};
    const asyncapi::any_transport right = asyncapi::memory::transport{io.get_executor(), broker};
    asyncapi::channel out{left, orders};
    const asyncapi::channel in{right, orders};
    std::size_t received = 0;
    const auto subscription = in.subscribe([&](auto&) { ++received; }, {.prefetch = under_way});

    std::size_t sent = 0;
    const auto start = cpu_seconds();
    while (received < count) {
        for (; sent < count && sent - received < under_way; ++sent)
            if (!out.send(all[sent % all.size()])) std::abort();
        io.restart();
        io.poll();
    }
    return (cpu_seconds() - start) / static_cast<double>(count);
}

double written_and_read(const std::vector<shop::order_request>& all, std::size_t count) {
    const auto start = cpu_seconds();
    for (std::size_t i = 0; i < count; ++i) {
        const auto text = asyncapi::to_json(all[i % all.size()]);
        if (!text || !asyncapi::from_json<shop::order_request>(*text)) std::abort();
    }
    return (cpu_seconds() - start) / static_cast<double>(count);
}

void print(const char* what, std::vector<double> seconds) {
    std::ranges::sort(seconds);
    const auto median = seconds[seconds.size() / 2];
    std::printf("| %s | %.0f | %.0f to %.0f | %.0f |\n", what, 1 / median, 1 / seconds.back(),
                1 / seconds.front(), 1e9 * median);
}

}  // namespace

int main(int count, char** arguments) {
    const std::vector<std::string> words(arguments + 1, arguments + count);
    const auto rounds = words.size() > 0 ? std::stoul(words[0]) : 11;
    const std::size_t messages = words.size() > 1 ? std::stoul(words[1]) : 500'000;
    const auto all = read_orders();
    std::vector<double> channel;
    std::vector<double> codec;
    for (unsigned long i = 0; i < rounds; ++i) {
        channel.push_back(through_channel(all, messages));
        codec.push_back(written_and_read(all, messages));
    }
    std::printf("%lu rounds of %zu messages\n\n", rounds, messages);
    std::printf("| | a second of one core | least to most | CPU ns |\n|---|---|---|---|\n");
    print("channel to channel over memory", channel);
    print("written and read alone", codec);
}
