#pragma once

#include <asyncapi/deduplicator.hpp>
#include <asyncapi/detail/config.hpp>
#include <asyncapi/transport.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace asyncapi {
namespace detail {

/// What parts of a program count; the order is that of the text.
enum class part_count : std::uint8_t {
    transport_connections,
    transport_open_connections,
    transport_published,
    transport_sent_again,
    transport_acknowledged,
    transport_refused,
    transport_downgraded,
    transport_given_up,
    transport_expired,
    transport_lost,
    transport_received,
    transport_repeated,
    transport_copies,
    transport_too_large,
    transport_unrouted,
    transport_unheard,
    transport_slow_peers,
    transport_unauthorized,
    transport_turned_away,
    transport_timed_out,
    transport_handshakes_refused,
    transport_protocol_errors,
    transport_queued_messages,
    transport_queued_bytes,
    outbox_waiting,
    outbox_failed,
    relay_sent,
    relay_failed,
    relay_expired,
    relay_repeated,
    relay_busy,
    deduplicator_forgotten,
};

}  // namespace detail

/// What clients, servers, outboxes, relays and deduplicators count for themselves, taken together
/// for `to_prometheus`. Made anew for each answer.
///
/// The name of a part is a label: take those of a few that the program has, no client ids and no
/// addresses of strangers. Parts belong to their executors, so this is filled there.
///
/// `counted.add_transport("broker", client.statistics());`
class part_metrics {
public:
    struct sample {
        detail::part_count what;
        std::string part;
        std::uint64_t value = 0;
    };

    /// \tparam Statistics  of a transport, such as `mqtt::client_statistics`: what it has of the
    ///                     numbers that are known here is taken
    template <class Statistics>
    void add_transport(std::string_view name, const Statistics& now);
    /// How full its outbound queue is.
    void add_transport(std::string_view name, const transport_load& now) {
        add(detail::part_count::transport_queued_messages, name, now.queued_messages);
        add(detail::part_count::transport_queued_bytes, name, now.queued_bytes);
    }

    /// \tparam Counts  `sqlite::outbox_counts`
    template <class Counts>
    void add_outbox(std::string_view name, const Counts& now) {
        add(detail::part_count::outbox_waiting, name, now.waiting);
        add(detail::part_count::outbox_failed, name, now.failed);
    }
    /// \tparam Counters  `sqlite::relay_counters`
    template <class Counters>
    void add_relay(std::string_view name, const Counters& now) {
        add(detail::part_count::relay_sent, name, now.sent);
        add(detail::part_count::relay_failed, name, now.failed);
        add(detail::part_count::relay_expired, name, now.expired);
        add(detail::part_count::relay_repeated, name, now.repeated);
        add(detail::part_count::relay_busy, name, now.busy);
    }
    void add_deduplicator(std::string_view name, const deduplicator& now) {
        add(detail::part_count::deduplicator_forgotten, name, now.forgotten());
    }

    const std::vector<sample>& samples() const noexcept { return samples_; }

private:
    void add(detail::part_count what, std::string_view part, std::uint64_t value) {
        samples_.push_back({what, std::string{part}, value});
    }

    std::vector<sample> samples_;
};

/// The text exposition format of Prometheus, version 0.0.4; it can follow that of `metrics`.
std::string to_prometheus(const part_metrics& all);

template <class Statistics>
void part_metrics::add_transport(std::string_view name, const Statistics& now) {
    using enum detail::part_count;
    // A server's `connections` are those that it has, its `refused` are handshakes.
    if constexpr (requires { now.opened; }) {
        add(transport_connections, name, now.opened);
        add(transport_open_connections, name, now.connections);
        add(transport_handshakes_refused, name, now.refused);
    } else {
        if constexpr (requires { now.connections; })
            add(transport_connections, name, now.connections);
        if constexpr (requires { now.refused; }) add(transport_refused, name, now.refused);
    }
    if constexpr (requires { now.published; }) add(transport_published, name, now.published);
    if constexpr (requires { now.sent_again; }) add(transport_sent_again, name, now.sent_again);
    if constexpr (requires { now.acknowledged; })
        add(transport_acknowledged, name, now.acknowledged);
    if constexpr (requires { now.downgraded; }) add(transport_downgraded, name, now.downgraded);
    if constexpr (requires { now.given_up; }) add(transport_given_up, name, now.given_up);
    if constexpr (requires { now.expired; }) add(transport_expired, name, now.expired);
    if constexpr (requires { now.lost; }) add(transport_lost, name, now.lost);
    if constexpr (requires { now.received; }) add(transport_received, name, now.received);
    if constexpr (requires { now.repeated; }) add(transport_repeated, name, now.repeated);
    if constexpr (requires { now.copies; }) add(transport_copies, name, now.copies);
    if constexpr (requires { now.too_large; }) add(transport_too_large, name, now.too_large);
    if constexpr (requires { now.unrouted; }) add(transport_unrouted, name, now.unrouted);
    if constexpr (requires { now.unheard; }) add(transport_unheard, name, now.unheard);
    if constexpr (requires { now.slow_peers; }) add(transport_slow_peers, name, now.slow_peers);
    if constexpr (requires { now.unauthorized; })
        add(transport_unauthorized, name, now.unauthorized);
    if constexpr (requires { now.turned_away; }) add(transport_turned_away, name, now.turned_away);
    if constexpr (requires { now.timed_out; }) add(transport_timed_out, name, now.timed_out);
    if constexpr (requires { now.protocol_errors; })
        add(transport_protocol_errors, name, now.protocol_errors);
}

}  // namespace asyncapi

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/impl/part_metrics.ipp>
#endif
