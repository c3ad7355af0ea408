#pragma once

#include <asyncapi/sqlite/detail/outbox_transport.hpp>
#include <asyncapi/sqlite/outbox.hpp>

#include <algorithm>
#include <utility>

namespace asyncapi::sqlite {
namespace detail {

ASYNCAPI_DECL outbox_transport::outbox_transport(sqlite3* connection, const any_transport& wire,
                                                 outbox_options options)
    : table_{connection, options.table},
      wire_{wire},
      options_{std::move(options)},
      changed_{wire.get_executor(), wire->time()} {}

ASYNCAPI_DECL asio::any_io_executor outbox_transport::get_executor() const {
    return wire_.get_executor();
}
ASYNCAPI_DECL const std::shared_ptr<time_source>& outbox_transport::time() const {
    return wire_->time();
}

ASYNCAPI_DECL capabilities outbox_transport::get_capabilities() const {
    auto all = wire_->get_capabilities();
    all.acknowledgement = false;
    all.competing_consumers = false;
    all.wildcards = false;
    return all;
}

ASYNCAPI_DECL transport_load outbox_transport::load() const {
    transport_load now;
    now.queued_messages = static_cast<std::size_t>(table_.at_most_waiting().value_or(0));
    return now;
}

ASYNCAPI_DECL result<bool> outbox_transport::has_room() const {
    const auto waiting = table_.at_most_waiting();
    if (!waiting) return waiting.error();
    return *waiting < options_.max_rows;
}

ASYNCAPI_DECL result<void> outbox_transport::try_publish(const outbound& message) {
    if (closed_) return errc::closed;
    const auto most = wire_->get_capabilities().max_payload_bytes;
    if (most != 0 && message.payload.size() > most) return errc::too_large;
    const auto room = has_room();
    if (!room) return room.error();
    if (!*room) return errc::would_block;
    if (const auto added = table_.add(message, time()->wall_clock()); !added) return added.error();
    return {};
}

ASYNCAPI_DECL result<transport_interface::subscription_id> outbox_transport::subscribe(
    const address_template&, const subscribe_options&, on_delivery) {
    return error{errc::unsupported, "an outbox only sends: receive on the transport itself"};
}
ASYNCAPI_DECL void outbox_transport::unsubscribe(subscription_id) {}
ASYNCAPI_DECL void outbox_transport::acknowledge(delivery_tag) {}
ASYNCAPI_DECL void outbox_transport::release(delivery_tag) {}

ASYNCAPI_DECL std::string outbox_transport::reply_address(std::string_view token) const {
    return wire_->reply_address(token);
}

ASYNCAPI_DECL asio::awaitable<result<void>> outbox_transport::wait_until(
    std::shared_ptr<outbox_transport> self, std::function<result<bool>()> wanted,
    std::optional<time_source::time_point> deadline) {
    for (;;) {
        if (self->closed_) co_return errc::closed;
        const auto met = wanted();
        if (!met) co_return met.error();
        if (*met) co_return result<void>{};
        const auto now = self->time()->now();
        if (deadline && now >= *deadline) co_return errc::timed_out;
        auto until = now + self->options_.poll;
        if (deadline) until = std::min(until, *deadline);
        const auto waited = co_await self->changed_.wait(until);
        if (!waited && !(waited.error() == errc::timed_out)) co_return waited.error();
    }
}

ASYNCAPI_DECL asio::awaitable<result<void>> outbox_transport::writable(
    std::optional<time_source::time_point> deadline) {
    return wait_until(
        shared_from_this(), [this] { return has_room(); }, deadline);
}

ASYNCAPI_DECL asio::awaitable<result<void>> outbox_transport::drained(
    std::optional<time_source::time_point> deadline) {
    const auto last = table_.last_waiting();
    auto wanted = [this, last]() -> result<bool> {
        if (!last) return last.error();
        if (!*last) return true;
        const auto waits = table_.waits_up_to(**last);
        if (!waits) return waits.error();
        return !*waits;
    };
    return wait_until(shared_from_this(), std::move(wanted), deadline);
}

ASYNCAPI_DECL void outbox_transport::close() {
    closed_ = true;
    changed_.wake_all(errc::closed);
}

}  // namespace detail

ASYNCAPI_DECL outbox::outbox(std::shared_ptr<detail::outbox_transport> implementation)
    : implementation_{std::move(implementation)} {}

ASYNCAPI_DECL result<outbox> outbox::open(sqlite3* connection, const any_transport& wire,
                                          outbox_options options) {
    auto made = std::make_shared<detail::outbox_transport>(connection, wire, std::move(options));
    if (auto created = made->table().create(); !created) return created.error();
    return outbox{std::move(made)};
}

ASYNCAPI_DECL std::shared_ptr<transport_interface> outbox::interface() const {
    return implementation_;
}

ASYNCAPI_DECL result<outbox_counts> outbox::counts() const {
    const auto& table = implementation_->table();
    detail::statement select{table.connection(),
                             "SELECT count(*) FILTER (WHERE failure IS NULL), "
                             "count(*) FILTER (WHERE failure IS NOT NULL) FROM " +
                                 table.name()};
    if (const auto row = select.step(); !row) return row.error();
    return outbox_counts{static_cast<std::uint64_t>(select.number(0)),
                         static_cast<std::uint64_t>(select.number(1))};
}

ASYNCAPI_DECL result<std::vector<failed_message>> outbox::failed(std::size_t limit) const {
    const auto& table = implementation_->table();
    detail::statement select{table.connection(),
                             "SELECT position, address, message_name, message_id, failure FROM " +
                                 table.name() +
                                 " WHERE failure IS NOT NULL ORDER BY position LIMIT ?"};
    select.bind(1, static_cast<std::int64_t>(limit));
    std::vector<failed_message> all;
    for (;;) {
        const auto row = select.step();
        if (!row) return row.error();
        if (!*row) return all;
        all.push_back(
            {select.number(0), select.text(1), select.text(2), select.text(3), select.text(4)});
    }
}

ASYNCAPI_DECL result<bool> outbox::retry(std::int64_t position) {
    const auto& table = implementation_->table();
    detail::statement update{table.connection(),
                             "UPDATE " + table.name() +
                                 " SET failure = NULL WHERE position = ? AND failure IS NOT NULL"};
    if (auto updated = update.bind(1, position).run(); !updated) return updated.error();
    return detail::changes(table.connection()) == 1;
}

ASYNCAPI_DECL result<bool> outbox::discard(std::int64_t position) {
    const auto& table = implementation_->table();
    detail::statement erase{table.connection(), "DELETE FROM " + table.name() +
                                                    " WHERE position = ? AND failure IS NOT NULL"};
    if (auto erased = erase.bind(1, position).run(); !erased) return erased.error();
    return detail::changes(table.connection()) == 1;
}

}  // namespace asyncapi::sqlite
