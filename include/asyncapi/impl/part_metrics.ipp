#pragma once

#include <asyncapi/detail/exposition.hpp>
#include <asyncapi/part_metrics.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace asyncapi {
namespace detail {

struct part_family {
    part_count what;
    std::string_view name;
    std::string_view type;
    std::string_view label;
    std::string_view help;
};
inline constexpr part_family part_families[] = {
    {part_count::transport_connections, "asyncapi_transport_connections_total", "counter",
     "transport", "Connections that were accepted."},
    {part_count::transport_open_connections, "asyncapi_transport_open_connections", "gauge",
     "transport", "Connections that a server has."},
    {part_count::transport_published, "asyncapi_transport_published_total", "counter", "transport",
     "Messages that were accepted to be sent."},
    {part_count::transport_sent_again, "asyncapi_transport_sent_again_total", "counter",
     "transport", "Messages that were sent again, after a lost connection for instance."},
    {part_count::transport_acknowledged, "asyncapi_transport_acknowledged_total", "counter",
     "transport", "Messages that the other side confirmed."},
    {part_count::transport_refused, "asyncapi_transport_refused_total", "counter", "transport",
     "Messages and subscriptions that the other side refused."},
    {part_count::transport_downgraded, "asyncapi_transport_downgraded_total", "counter",
     "transport", "Subscriptions that get a lower quality of service than they asked for."},
    {part_count::transport_given_up, "asyncapi_transport_given_up_total", "counter", "transport",
     "Messages that the broker ends the connection for."},
    {part_count::transport_expired, "asyncapi_transport_expired_total", "counter", "transport",
     "Messages that were too old before they could be sent."},
    {part_count::transport_lost, "asyncapi_transport_lost_total", "counter", "transport",
     "Messages that were accepted and not delivered."},
    {part_count::transport_received, "asyncapi_transport_received_total", "counter", "transport",
     "Messages that arrived."},
    {part_count::transport_repeated, "asyncapi_transport_repeated_total", "counter", "transport",
     "Messages that arrived marked as sent before."},
    {part_count::transport_copies, "asyncapi_transport_copies_total", "counter", "transport",
     "Messages that another subscription had brought."},
    {part_count::transport_too_large, "asyncapi_transport_too_large_total", "counter", "transport",
     "Messages that were not delivered for the size of their metadata."},
    {part_count::transport_unrouted, "asyncapi_transport_unrouted_total", "counter", "transport",
     "Messages that no subscription matched."},
    {part_count::transport_unheard, "asyncapi_transport_unheard_total", "counter", "transport",
     "Messages that were sent for nobody."},
    {part_count::transport_slow_peers, "asyncapi_transport_slow_peers_total", "counter",
     "transport", "Peers that were cut off because their queue overflowed."},
    {part_count::transport_unauthorized, "asyncapi_transport_unauthorized_total", "counter",
     "transport", "Messages and filters of peers that may not have them."},
    {part_count::transport_turned_away, "asyncapi_transport_turned_away_total", "counter",
     "transport", "Connections that were too many."},
    {part_count::transport_timed_out, "asyncapi_transport_timed_out_total", "counter", "transport",
     "Connections that were silent."},
    {part_count::transport_handshakes_refused, "asyncapi_transport_handshakes_refused_total",
     "counter", "transport", "Handshakes that were refused."},
    {part_count::transport_protocol_errors, "asyncapi_transport_protocol_errors_total", "counter",
     "transport", "Breaches of the protocol by the other side."},
    {part_count::transport_queued_messages, "asyncapi_transport_queued_messages", "gauge",
     "transport", "Messages in the outbound queue."},
    {part_count::transport_queued_bytes, "asyncapi_transport_queued_bytes", "gauge", "transport",
     "Bytes in the outbound queue."},
    {part_count::outbox_waiting, "asyncapi_outbox_waiting", "gauge", "outbox",
     "Messages that wait to be sent."},
    {part_count::outbox_failed, "asyncapi_outbox_failed", "gauge", "outbox",
     "Messages that were set aside."},
    {part_count::relay_sent, "asyncapi_relay_sent_total", "counter", "relay",
     "Messages that were sent and confirmed."},
    {part_count::relay_failed, "asyncapi_relay_failed_total", "counter", "relay",
     "Messages that were set aside."},
    {part_count::relay_expired, "asyncapi_relay_expired_total", "counter", "relay",
     "Messages that had become too old to be sent."},
    {part_count::relay_repeated, "asyncapi_relay_repeated_total", "counter", "relay",
     "Messages that were sent and not confirmed."},
    {part_count::relay_busy, "asyncapi_relay_busy_total", "counter", "relay",
     "Times that the database was locked."},
    {part_count::deduplicator_forgotten, "asyncapi_deduplicator_forgotten_total", "counter",
     "deduplicator", "Messages that were handled and could not be remembered."},
};

}  // namespace detail

ASYNCAPI_DECL std::string to_prometheus(const part_metrics& all) {
    detail::exposition text;
    for (const auto& family : detail::part_families) {
        bool any = false;
        for (const auto& each : all.samples()) {
            if (each.what != family.what) continue;
            if (!std::exchange(any, true)) text.family(family.name, family.type, family.help);
            text.sample("", detail::exposition::label(family.label, each.part),
                        std::to_string(each.value));
        }
    }
    return text.take();
}

}  // namespace asyncapi
