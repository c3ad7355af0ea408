#pragma once

#include <asyncapi/detail/event.hpp>
#include <asyncapi/transport.hpp>
#include <asyncapi/transports/detail/unsettled.hpp>
#include <asyncapi/transports/memory/stored_message.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>

namespace asyncapi::memory::detail {

// Where a transport runs, as the broker sees it. `attached` is guarded by the broker's mutex,
// `room` belongs to the executor.
struct endpoint {
    endpoint(const asio::any_io_executor& on, const std::shared_ptr<time_source>& time)
        : executor{on}, room{on, time} {}

    const asio::any_io_executor executor;
    asyncapi::detail::event room;
    bool attached = true;
};

class queue;

// One subscription. The handler belongs to the executor; `from` and what follows it is guarded by
// the broker's mutex.
struct consumer : std::enable_shared_from_this<consumer> {
    transport_interface::subscription_id id = 0;
    std::shared_ptr<endpoint> where;
    std::size_t prefetch = 1;
    transport_interface::on_delivery handler;

    std::shared_ptr<queue> from;  // empty once it has left
    std::size_t pulls = 0;        // messages that it may take when it runs
    bool posted = false;          // that it runs, to the executor
    std::uint64_t last_sequence = 0;
    asyncapi::detail::unsettled<entry> deliveries;
    time_source::ticket alarm;

    bool has_credit() const noexcept {
        return deliveries.size() < prefetch && pulls < prefetch - deliveries.size();
    }
};

}  // namespace asyncapi::memory::detail
