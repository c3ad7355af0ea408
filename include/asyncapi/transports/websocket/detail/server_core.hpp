#pragma once

#include <asyncapi/detail/random_id.hpp>
#include <asyncapi/transports/detail/wait.hpp>
#include <asyncapi/transports/websocket/detail/server_connection.hpp>

#include <boost/asio/post.hpp>

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi::websocket::detail {

using asyncapi::detail::open_header;
using asyncapi::detail::wait_until;

class server_core final : public transport_interface,
                          public server_connection_owner,
                          public listener_events,
                          public std::enable_shared_from_this<server_core> {
public:
    using time_point = time_source::time_point;

    server_core(asio::any_io_executor executor, server_options options)
        : executor_{std::move(executor)},
          options_{std::move(options)},
          inbox_{std::make_shared<inbox>(executor_)},
          changed_{executor_, options_.time} {}

    ~server_core() override {
        if (listener_) listener_->close();
        for (const auto& [id, each] : connections_) each->abort();
        inbox_->close();
    }

    result<void> listen() {
        const auto& limits = options_.limits;
        const stream_limits stream{
            .max_message_bytes = limits.max_payload_bytes + limits.max_header_bytes + 1,
            .busy_poll = options_.times.busy_poll,
            .http = options_.http};
        auto opened =
            open_listener(executor_, options_.address, options_.port, options_.tls, stream);
        if (!opened) return opened.error();
        listener_ = std::move(*opened);
        listener_->start(std::shared_ptr<listener_events>{weak_from_this().lock(), this});
        return {};
    }

    std::uint16_t port() const noexcept { return listener_->port(); }

    server_statistics statistics() const {
        auto counts = statistics_;
        counts.connections = connections_.size();
        return counts;
    }

    asyncapi::detail::event& changed() noexcept { return changed_; }
    bool ending() const noexcept { return closed_; }

    void disconnect(std::string_view id, const close_reason& why) {
        if (const auto at = connections_.find(id); at != connections_.end())
            at->second->close(why, false);
    }

    asio::any_io_executor get_executor() const override { return executor_; }
    const std::shared_ptr<time_source>& time() const override { return options_.time; }

    // Acknowledgement is that of what arrives. What is sent is kept for the life of a connection.
    capabilities get_capabilities() const override {
        return {.metadata = true,
                .acknowledgement = true,
                .competing_consumers = true,
                .wildcards = true,
                .max_payload_bytes = options_.limits.max_payload_bytes};
    }

    transport_load load() const override {
        transport_load sum;
        for (const auto& [id, each] : connections_) {
            sum.queued_messages += each->messages().messages();
            sum.queued_bytes += each->messages().bytes();
        }
        return sum;
    }

    result<void> try_publish(const outbound& message) override {
        if (closed_) return errc::closed;
        if (auto good = check(message, options_.limits); !good) return good;
        // A hook may publish as well, and finds none.
        auto takers = std::move(takers_);
        auto done = publish_to(message, takers);
        takers.clear();
        takers_ = std::move(takers);
        return done;
    }

    result<subscription_id> subscribe(const address_template& filter,
                                      const subscribe_options& options,
                                      on_delivery handler) override {
        if (closed_) return errc::closed;
        return inbox_->subscribe(filter, options, std::move(handler));
    }

    void unsubscribe(subscription_id id) override { inbox_->unsubscribe(id); }
    void acknowledge(delivery_tag tag) override { inbox_->acknowledge(tag); }
    void release(delivery_tag tag) override { inbox_->release(tag); }

    std::string reply_address(std::string_view token) const override {
        return std::string{reply_prefix} + reply_root_ + "/" + std::string{token};
    }

    asio::awaitable<result<void>> writable(std::optional<time_point> deadline) override {
        return wait_until(
            shared_from_this(), [](server_core& core) { return !core.blocked_; }, deadline);
    }

    asio::awaitable<result<void>> drained(std::optional<time_point> deadline) override {
        return wait_until(
            shared_from_this(),
            [last = last_ticket_](server_core& core) {
                return std::ranges::none_of(core.connections_, [last](const auto& entry) {
                    const auto oldest = entry.second->messages().oldest();
                    return oldest && *oldest <= last;
                });
            },
            deadline);
    }

    void close() override {
        if (std::exchange(closed_, true)) return;
        const auto self = shared_from_this();
        listener_->close();
        inbox_->close();
        changed_.wake_all(errc::closed);
        // A server that nobody holds any more still closes in an orderly way.
        farewell_ = options_.time->call_at(executor_,
                                           options_.time->now() + 2 * options_.times.close_timeout,
                                           [self] { self->farewell_.reset(); });
        const auto open = connections_;
        for (const auto& [id, each] : open) {
            if (each->is_open()) {
                each->close({1001, "the server is closing"}, false);
            } else {
                each->abort();
                connections_.erase(id);
            }
        }
        if (connections_.empty()) farewell_.reset();
    }

    // What the listener says.

    bool has_room() override {
        if (connections_.size() < options_.max_connections) return true;
        ++statistics_.turned_away;
        return false;
    }

    void on_accept(std::shared_ptr<server_stream> stream) override {
        auto id = asyncapi::detail::random_hex(16);
        const auto made = std::make_shared<server_connection>(
            connection::surroundings{executor_, options_.time, options_.limits, options_.times,
                                     std::make_shared<outbox>(options_.limits)},
            id, weak_from_this());
        connections_.emplace(std::move(id), made);
        made->start(stream);
    }

    // What the connections say.

    const server_options& options() const override { return options_; }
    server_statistics& counters() override { return statistics_; }

    delivery& arriving() override { return inbox_->arriving(); }

    bool on_received(std::string_view key, server_connection& source) override {
        ++statistics_.received;
        if (closed_ || inbox_->deliver(key, source, {}, false)) return true;
        ++statistics_.unrouted;
        return false;
    }

    void on_arrived() override { inbox_->hand_out_arrived(); }

    void on_peer_open(const std::shared_ptr<server_connection>& who) override {
        ++statistics_.opened;
        if (options_.on_connect) options_.on_connect(who->who());
    }

    void on_peer_end(const std::shared_ptr<server_connection>& who, const close_reason& reason,
                     bool was_open) override {
        connections_.erase(who->who().id);
        inbox_->hand_out_later();
        if (closed_ && connections_.empty()) farewell_.reset();
        unblock();
        if (was_open && options_.on_disconnect) options_.on_disconnect(who->who(), reason);
        asio::post(executor_, [weak = weak_from_this()] {
            if (const auto self = weak.lock())
                self->inbox_->trim_orphans(16 * self->options_.limits.max_held_messages);
        });
    }

    void on_outbox_moved(server_connection& who) override {
        if (!who.behind_since()) unblock();
        if (changed_.has_waiters()) changed_.notify_all();
    }

private:
    /// \param takers  empty; for its memory
    result<void> publish_to(const outbound& message, std::vector<server_connection*>& takers) {
        auto address = message.address;
        if (address.starts_with('@')) {
            const auto slash = std::min(address.find('/'), address.size());
            const auto at = connections_.find(address.substr(1, slash - 1));
            if (at == connections_.end() || !at->second->is_open()) return errc::not_connected;
            takers.push_back(at->second.get());
            address.remove_prefix(std::min(slash + 1, address.size()));
        } else {
            for (const auto& [id, each] : connections_) {
                if (each->is_open() && each->wants(address)) takers.push_back(each.get());
            }
        }
        if (takers.size() == 1 && takers.front()->takes_at_once() &&
            !takers.front()->messages().full())
            return publish_at_once(message, address, *takers.front());
        auto encoded = encode(message, address, takers);
        if (!encoded) return encoded.error();
        if (congested(takers)) return errc::would_block;
        ++statistics_.published;
        if (takers.empty()) ++statistics_.unheard;
        ++last_ticket_;
        for (auto* const taker : takers) {
            if (taker->messages().full()) {
                taker->cut_off();
            } else if (taker->who().mode == mode::bare) {
                taker->send(encoded->bare, last_ticket_);
            } else {
                taker->send(encoded->enveloped, last_ticket_);
            }
        }
        return {};
    }

    result<void> publish_at_once(const outbound& message, std::string_view address,
                                 server_connection& taker) {
        outgoing whole;
        whole.binary = message.binary;
        whole.parts[2] = message.payload;
        std::string header;
        if (taker.who().mode != mode::bare) {
            auto made = header_of(message, address);
            if (!made) return made.error();
            header = std::move(*made);
            whole.parts[0] = header;
            whole.parts[1] = "}\n";
        }
        auto* const only = &taker;
        if (congested({&only, 1})) return errc::would_block;
        ++statistics_.published;
        taker.send_at_once(whole, ++last_ticket_);
        return {};
    }

    result<std::string> header_of(const outbound& message, std::string_view address) const {
        auto header = open_header(address, *message.metadata);
        if (header && header->size() + max_header_tail > options_.limits.max_header_bytes)
            return error{errc::too_large, "metadata"};
        return header;
    }

    struct encoded_forms {
        std::shared_ptr<encoded_message> enveloped;
        std::shared_ptr<encoded_message> bare;
    };

    // Only those that somebody takes; what nobody takes is held to the rules all the same.
    result<encoded_forms> encode(const outbound& message, std::string_view address,
                                 const std::vector<server_connection*>& takers) const {
        const auto bare = static_cast<std::size_t>(std::ranges::count(
            takers, mode::bare, [](const auto* each) { return each->who().mode; }));
        encoded_forms forms;
        if (bare > 0) forms.bare = made_of(message, bare > 1);
        if (bare > 0 && bare == takers.size()) return forms;
        auto header = header_of(message, address);
        if (!header) return header.error();
        forms.enveloped = made_of(message, takers.size() - bare > 1);
        forms.enveloped->header = std::move(*header);
        forms.enveloped->address = address;
        forms.enveloped->id = message.metadata->message_id;
        return forms;
    }

    static std::shared_ptr<encoded_message> made_of(const outbound& message, bool for_many) {
        auto made = std::make_shared<encoded_message>();
        made->payload = message.payload;
        made->binary = message.binary;
        made->for_many = for_many;
        return made;
    }

    // Waits for peers that fell behind just now, and only when nobody else would get the message.
    bool congested(std::span<server_connection* const> takers) {
        if (!std::ranges::all_of(takers,
                                 [](auto* each) { return each->behind_since().has_value(); }))
            return false;
        const auto now = options_.time->now();
        std::optional<time_point> until;
        for (const auto* taker : takers) {
            const auto patience = *taker->behind_since() + options_.slow_peer_grace;
            if (patience > now && (!until || patience < *until)) until = patience;
        }
        if (!until) return false;
        blocked_ = true;
        patience_ = options_.time->call_at(executor_, *until, [weak = weak_from_this()] {
            if (const auto self = weak.lock()) self->unblock();
        });
        return true;
    }

    void unblock() {
        if (!std::exchange(blocked_, false)) {
            if (changed_.has_waiters()) changed_.notify_all();
            return;
        }
        patience_.reset();
        changed_.notify_all();
    }

    static constexpr std::size_t max_header_tail = 64;

    const asio::any_io_executor executor_;
    const server_options options_;
    std::shared_ptr<listener> listener_;
    const std::shared_ptr<inbox> inbox_;
    std::map<std::string, std::shared_ptr<server_connection>, std::less<>> connections_;
    asyncapi::detail::event changed_;
    const std::string reply_root_ = asyncapi::detail::random_hex(16);
    std::vector<server_connection*> takers_;  // of the last message, for its memory; empty
    std::uint64_t last_ticket_ = 0;
    bool blocked_ = false;
    bool closed_ = false;
    time_source::ticket patience_;
    time_source::ticket farewell_;
    server_statistics statistics_;
};

}  // namespace asyncapi::websocket::detail
