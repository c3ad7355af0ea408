#pragma once

#include <asyncapi/detail/config.hpp>
#include <asyncapi/middleware.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi {

/// How long things took. The last bucket is for what is longer than every bound.
struct latency_histogram {
    /// Upper bounds of the buckets, in seconds.
    static constexpr std::array<double, 14> bounds{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                                   0.1,    0.25,  0.5,    1,     2.5,  5,     10};

    std::array<std::uint64_t, bounds.size() + 1> buckets{};  ///< each without those below it
    double sum_seconds = 0;

    std::uint64_t count() const noexcept;
};

/// What happened on one channel since its metrics were made.
struct channel_metrics {
    std::string channel;  ///< its address, parameters not filled; `other` when there are too many
    std::uint64_t sent = 0;  ///< accepted by the transport
    /// Not accepted, by the text of the error's code.
    std::vector<std::pair<std::string_view, std::uint64_t>> refused = {};
    std::uint64_t received = 0;     ///< deliveries
    std::uint64_t redelivered = 0;  ///< of these, with an attempt above 1
    std::uint64_t accepted = 0;
    /// By the keyword that was broken, or the text of the error's code where there is none.
    std::vector<std::pair<std::string_view, std::uint64_t>> rejected = {};
    std::uint64_t acknowledged = 0;
    std::uint64_t released = 0;
    std::uint64_t retried = 0;
    std::uint64_t given_up = 0;
    std::uint64_t duplicates = 0;
    std::uint64_t dead_lettered = 0;
    std::uint64_t unburied = 0;
    latency_histogram handling = {};    ///< from acceptance to settlement
    latency_histogram end_to_end = {};  ///< from sending, by the sender's clock, to settlement
};

struct metrics_options {
    std::size_t max_channels = 256;  ///< the others are counted together
};

/// Counts what is sent and received on the handles that it is given to, a channel at a time.
///
/// Any number of transports and threads may share one, and any thread may read it. Counting takes
/// no lock, and no memory after a channel's first message.
///
/// `auto counted = wire.with(std::make_shared<asyncapi::metrics>());`
class metrics final : public middleware {
public:
    explicit metrics(metrics_options options = {});
    ~metrics() override;

    /// \return all channels by name
    std::vector<channel_metrics> snapshot() const;

    void on_sent(const sent_message& message) override;
    void on_received(std::string_view channel, const delivery& message) override;
    void on_accepted(const accepted_message& message) override;
    void on_rejected(const rejected_message& message) override;
    void on_settled(const settled_message& message) override;

private:
    struct series;
    struct table;

    series& of(std::string_view channel);

    std::unique_ptr<table> table_;
};

/// The text exposition format of Prometheus, version 0.0.4.
std::string to_prometheus(const std::vector<channel_metrics>& all);

}  // namespace asyncapi

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/impl/metrics.ipp>
#endif
