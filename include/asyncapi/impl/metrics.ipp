#pragma once

#include <asyncapi/detail/exposition.hpp>
#include <asyncapi/metrics.hpp>

#include <algorithm>
#include <atomic>
#include <bit>
#include <functional>
#include <mutex>
#include <numeric>

namespace asyncapi {
namespace detail {

/// What a message can break: draft-07's keywords, for labels that no stranger can add to.
inline constexpr std::array<std::string_view, 31> broken_keywords{"additionalItems",
                                                                  "additionalProperties",
                                                                  "allOf",
                                                                  "anyOf",
                                                                  "const",
                                                                  "contains",
                                                                  "contentEncoding",
                                                                  "contentMediaType",
                                                                  "dependencies",
                                                                  "else",
                                                                  "enum",
                                                                  "exclusiveMaximum",
                                                                  "exclusiveMinimum",
                                                                  "format",
                                                                  "if",
                                                                  "items",
                                                                  "maxItems",
                                                                  "maxLength",
                                                                  "maxProperties",
                                                                  "maximum",
                                                                  "minItems",
                                                                  "minLength",
                                                                  "minProperties",
                                                                  "minimum",
                                                                  "multipleOf",
                                                                  "not",
                                                                  "oneOf",
                                                                  "pattern",
                                                                  "patternProperties",
                                                                  "propertyNames",
                                                                  "required"};
inline constexpr std::array<std::string_view, 4> more_broken_keywords{"then", "type", "uniqueItems",
                                                                      "false"};

inline constexpr std::size_t error_codes = 16;  // of errc, and 0 for those of others

inline std::size_t index_of_code(const error& why) {
    const auto code = why.code();
    if (code.category() != error_category()) return 0;
    return static_cast<std::size_t>(std::clamp(code.value(), 0, static_cast<int>(error_codes) - 1));
}

inline std::string_view text_of_code(std::size_t index) {
    static const auto texts = [] {
        std::array<std::string, error_codes> all;
        all[0] = "other";
        for (std::size_t i = 1; i < error_codes; ++i)
            all[i] = error_category().message(static_cast<int>(i));
        return all;
    }();
    return texts[index];
}

/// Counts that any thread adds to and reads.
class counter {
public:
    void add(std::uint64_t by = 1) noexcept { value_.fetch_add(by, std::memory_order_relaxed); }
    std::uint64_t value() const noexcept { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::uint64_t> value_{0};
};

class latency_counter {
public:
    void add(std::chrono::nanoseconds took) noexcept {
        const auto ns = std::max<std::int64_t>(took.count(), 0);
        const double seconds = std::chrono::duration<double>{std::chrono::nanoseconds{ns}}.count();
        const auto at = std::ranges::lower_bound(latency_histogram::bounds, seconds);
        buckets_[static_cast<std::size_t>(at - latency_histogram::bounds.begin())].add();
        nanoseconds_.add(static_cast<std::uint64_t>(ns));
    }
    latency_histogram read() const noexcept {
        latency_histogram all;
        for (std::size_t i = 0; i < buckets_.size(); ++i) all.buckets[i] = buckets_[i].value();
        all.sum_seconds = static_cast<double>(nanoseconds_.value()) * 1e-9;
        return all;
    }

private:
    std::array<counter, latency_histogram::bounds.size() + 1> buckets_;
    counter nanoseconds_;
};

}  // namespace detail

ASYNCAPI_DECL std::uint64_t latency_histogram::count() const noexcept {
    return std::accumulate(buckets.begin(), buckets.end(), std::uint64_t{0});
}

struct metrics::series {
    using counter = detail::counter;
    static constexpr std::size_t keywords =
        detail::broken_keywords.size() + detail::more_broken_keywords.size();

    explicit series(std::string_view name) : channel{name} {}

    const std::string channel;
    counter sent;
    std::array<counter, detail::error_codes> refused;
    counter received;
    counter redelivered;
    counter accepted;
    std::array<counter, keywords> broken;
    std::array<counter, detail::error_codes> rejected;
    std::array<counter, 7> outcomes;
    detail::latency_counter handling;
    detail::latency_counter end_to_end;

    static std::string_view keyword(std::size_t at) {
        return at < detail::broken_keywords.size()
                   ? detail::broken_keywords[at]
                   : detail::more_broken_keywords[at - detail::broken_keywords.size()];
    }

    counter& of_rejection(const error& why) {
        const std::string_view broke = why.where().keyword;
        for (std::size_t i = 0; i < keywords; ++i)
            if (keyword(i) == broke) return broken[i];
        return rejected[detail::index_of_code(why)];
    }

    channel_metrics read() const {
        const auto outcome_count = [this](outcome which) {
            return outcomes[static_cast<std::size_t>(which)].value();
        };
        channel_metrics all;
        all.channel = channel;
        all.sent = sent.value();
        all.received = received.value();
        all.redelivered = redelivered.value();
        all.accepted = accepted.value();
        for (std::size_t i = 0; i < keywords; ++i)
            if (broken[i].value() != 0) all.rejected.emplace_back(keyword(i), broken[i].value());
        for (std::size_t i = 0; i < detail::error_codes; ++i) {
            const auto text = detail::text_of_code(i);
            if (refused[i].value() != 0) all.refused.emplace_back(text, refused[i].value());
            if (rejected[i].value() != 0) all.rejected.emplace_back(text, rejected[i].value());
        }
        all.acknowledged = outcome_count(outcome::acknowledged);
        all.released = outcome_count(outcome::released);
        all.retried = outcome_count(outcome::retried);
        all.given_up = outcome_count(outcome::given_up);
        all.duplicates = outcome_count(outcome::duplicate);
        all.dead_lettered = outcome_count(outcome::dead_lettered);
        all.unburied = outcome_count(outcome::unburied);
        all.handling = handling.read();
        all.end_to_end = end_to_end.read();
        return all;
    }
};

// Open addressing, at most half full. What is in a slot stays there, so readers need no lock.
struct metrics::table {
    explicit table(std::size_t max_channels)
        : most{std::max<std::size_t>(1, max_channels)}, slots(std::bit_ceil(2 * most)) {}

    const std::size_t most;
    std::vector<std::atomic<series*>> slots;
    std::mutex adding;
    std::vector<std::unique_ptr<series>> all;  // guarded by `adding`
    series other{"other"};

    /// \return the channel's, or nullptr with `free` at the slot where it would be
    series* find(std::string_view channel, std::size_t& free) const {
        const auto mask = slots.size() - 1;
        for (auto at = std::hash<std::string_view>{}(channel)&mask;; at = (at + 1) & mask) {
            auto* const there = slots[at].load(std::memory_order_acquire);
            free = at;
            if (there == nullptr || there->channel == channel) return there;
        }
    }
};

ASYNCAPI_DECL metrics::metrics(metrics_options options)
    : table_{std::make_unique<table>(options.max_channels)} {}
ASYNCAPI_DECL metrics::~metrics() = default;

ASYNCAPI_DECL metrics::series& metrics::of(std::string_view channel) {
    std::size_t free = 0;
    if (auto* const known = table_->find(channel, free)) return *known;
    const std::lock_guard lock{table_->adding};
    if (auto* const known = table_->find(channel, free)) return *known;
    if (table_->all.size() == table_->most) return table_->other;
    table_->all.push_back(std::make_unique<series>(channel));
    table_->slots[free].store(table_->all.back().get(), std::memory_order_release);
    return *table_->all.back();
}

ASYNCAPI_DECL std::vector<channel_metrics> metrics::snapshot() const {
    std::vector<channel_metrics> all;
    const std::lock_guard lock{table_->adding};
    for (const auto& each : table_->all) all.push_back(each->read());
    if (table_->all.size() == table_->most) all.push_back(table_->other.read());
    std::ranges::sort(all, {}, &channel_metrics::channel);
    return all;
}

ASYNCAPI_DECL void metrics::on_sent(const sent_message& message) {
    auto& to = of(message.channel);
    if (message.outcome)
        to.sent.add();
    else
        to.refused[detail::index_of_code(message.outcome.error())].add();
}

ASYNCAPI_DECL void metrics::on_received(std::string_view channel, const delivery& message) {
    auto& to = of(channel);
    to.received.add();
    if (message.attempt > 1) to.redelivered.add();
}

ASYNCAPI_DECL void metrics::on_accepted(const accepted_message& message) {
    of(message.channel).accepted.add();
}

ASYNCAPI_DECL void metrics::on_rejected(const rejected_message& message) {
    of(message.channel).of_rejection(message.why).add();
}

ASYNCAPI_DECL void metrics::on_settled(const settled_message& message) {
    auto& to = of(message.channel);
    to.outcomes[static_cast<std::size_t>(message.outcome)].add();
    if (message.handling) to.handling.add(*message.handling);
    if (message.end_to_end) to.end_to_end.add(*message.end_to_end);
}

namespace detail {

struct counted_family {
    std::string_view name;
    std::string_view help;
    std::uint64_t channel_metrics::*value;
};
inline constexpr counted_family counted_families[] = {
    {"asyncapi_messages_sent_total", "Messages that the transport accepted.",
     &channel_metrics::sent},
    {"asyncapi_messages_received_total", "Deliveries.", &channel_metrics::received},
    {"asyncapi_messages_redelivered_total", "Deliveries that were not the first.",
     &channel_metrics::redelivered},
    {"asyncapi_messages_accepted_total", "Received messages that satisfied their contract.",
     &channel_metrics::accepted},
    {"asyncapi_messages_acknowledged_total", "Received messages that are done.",
     &channel_metrics::acknowledged},
    {"asyncapi_messages_released_total", "Received messages that were given back.",
     &channel_metrics::released},
    {"asyncapi_messages_retried_total", "Failures of handlers that were not the last.",
     &channel_metrics::retried},
    {"asyncapi_messages_given_up_total", "Failures of handlers that were the last.",
     &channel_metrics::given_up},
    {"asyncapi_messages_duplicate_total", "Received messages that had been handled before.",
     &channel_metrics::duplicates},
    {"asyncapi_messages_dead_lettered_total", "Messages that were kept as dead letters.",
     &channel_metrics::dead_lettered},
    {"asyncapi_messages_unburied_total", "Dead letters that were refused.",
     &channel_metrics::unburied},
};

inline void expose(exposition& to, const std::vector<channel_metrics>& all, std::string_view label,
                   std::vector<std::pair<std::string_view, std::uint64_t>> channel_metrics::*of) {
    for (const auto& each : all) {
        const auto channel = exposition::label("channel", each.channel) + ",";
        for (const auto& [value, count] : each.*of)
            to.sample("", channel + exposition::label(label, value), std::to_string(count));
    }
}

inline void expose(exposition& to, const std::vector<channel_metrics>& all,
                   latency_histogram channel_metrics::*of) {
    for (const auto& each : all) {
        const auto& histogram = each.*of;
        const auto channel = exposition::label("channel", each.channel);
        std::uint64_t below = 0;
        for (std::size_t i = 0; i < histogram.buckets.size(); ++i) {
            below += histogram.buckets[i];
            const auto bound = i < latency_histogram::bounds.size()
                                   ? exposition::number(latency_histogram::bounds[i])
                                   : "+Inf";
            to.sample("_bucket", channel + "," + exposition::label("le", bound),
                      std::to_string(below));
        }
        to.sample("_sum", channel, exposition::number(histogram.sum_seconds));
        to.sample("_count", channel, std::to_string(below));
    }
}

}  // namespace detail

ASYNCAPI_DECL std::string to_prometheus(const std::vector<channel_metrics>& all) {
    detail::exposition text;
    for (const auto& family : detail::counted_families) {
        text.family(family.name, "counter", family.help);
        for (const auto& each : all) {
            text.sample("", detail::exposition::label("channel", each.channel),
                        std::to_string(each.*family.value));
        }
    }
    text.family("asyncapi_send_refused_total", "counter", "Messages that could not be sent.");
    detail::expose(text, all, "code", &channel_metrics::refused);
    text.family("asyncapi_messages_rejected_total", "counter",
                "Received messages that broke their contract.");
    detail::expose(text, all, "keyword", &channel_metrics::rejected);
    text.family("asyncapi_handling_seconds", "histogram", "From acceptance to settlement.");
    detail::expose(text, all, &channel_metrics::handling);
    text.family("asyncapi_end_to_end_seconds", "histogram", "From sending to settlement.");
    detail::expose(text, all, &channel_metrics::end_to_end);
    return text.take();
}

}  // namespace asyncapi
