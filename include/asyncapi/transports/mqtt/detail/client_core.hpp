#pragma once

#include <asyncapi/transports/detail/reconnecting_client.hpp>
#include <asyncapi/transports/mqtt/detail/client_state.hpp>
#include <asyncapi/transports/mqtt/detail/connect_wishes.hpp>
#include <asyncapi/transports/mqtt/detail/connection.hpp>
#include <asyncapi/transports/mqtt/detail/paho_heap.hpp>
#include <asyncapi/transports/mqtt/detail/publisher.hpp>
#include <asyncapi/transports/mqtt/detail/subscriber.hpp>
#include <asyncapi/transports/mqtt/detail/url.hpp>
#include <asyncapi/transports/mqtt/options.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi::mqtt::detail {

using asyncapi::detail::reconnecting_client;

/// One client of a broker: connects, and again; sends what is not confirmed again; subscribes
/// again.
class client_core final : public reconnecting_client, public connection_owner {
public:
    client_core(asio::any_io_executor executor, client_options options)
        : reconnecting_client{std::move(executor), options},
          state_{std::move(options)},
          to_{read_urls(state_.options.url, state_.options.other_urls)},
          named_{!state_.options.client_id.empty()},
          out_{state_},
          in_{state_, get_executor()} {
        keep_paho_heap();
        // 23 characters, which every broker takes. \see MQTT 3.1.1 section 3.1.3.1
        if (!named_) state_.options.client_id = "asyncapi" + state_.instance.substr(0, 15);
    }

    ~client_core() override {
        if (state_.current) state_.current->abort();
        in_.close();
    }

    client_statistics statistics() const { return state_.statistics; }
    const std::string& client_id() const noexcept { return state_.options.client_id; }
    bool ending() const noexcept override { return closing_ || reconnecting_client::ending(); }

    capabilities get_capabilities() const override {
        const auto& options = state_.options;
        return {.metadata = options.mode == mode::metadata,
                .acknowledgement = options.subscribe_qos != qos::at_most_once,
                .competing_consumers = state_.offer.shared_subscriptions,
                .wildcards = state_.offer.wildcards,
                .max_payload_bytes = options.limits.max_payload_bytes};
    }

    transport_load load() const override {
        return {out_.window().messages(), out_.window().bytes()};
    }

    result<void> try_publish(const outbound& message) override {
        if (ending()) return errc::closed;
        return out_.accept(message);
    }

    result<subscription_id> subscribe(const address_template& filter,
                                      const subscribe_options& options,
                                      on_delivery handler) override {
        if (ending()) return errc::closed;
        return in_.subscribe(filter, options, std::move(handler));
    }
    void unsubscribe(subscription_id id) override { in_.unsubscribe(id); }
    void acknowledge(delivery_tag tag) override { in_.acknowledge(tag); }
    void release(delivery_tag tag) override { in_.release(tag); }

    std::string reply_address(std::string_view token) const override {
        return std::string{asyncapi::detail::reply_prefix} + state_.instance + "/" +
               std::string{token};
    }

    asio::awaitable<result<void>> writable(std::optional<time_point> deadline) override {
        return asyncapi::detail::wait_until(
            shared_as<client_core>(), [](client_core& core) { return !core.out_.window().full(); },
            deadline);
    }

    asio::awaitable<result<void>> drained(std::optional<time_point> deadline) override {
        return asyncapi::detail::wait_until(
            shared_as<client_core>(),
            [last = state_.last_ticket](client_core& core) { return core.left(last); }, deadline);
    }

    void close() override {
        if (ending()) return;
        closing_ = true;
        in_.close();
        state_.read_on();
        changed().wake_all(errc::closed);
        if (state() != connection_state::connected) return leave();
        allow_farewell(state_.options.times.close_timeout);
        leave_when_empty();
    }

    // What the connection says.

    void on_connection_open(const connack& said) override {
        auto& options = state_.options;
        ++state_.statistics.connections;
        state_.offer = said.offer;
        if (!said.offer.client_id.empty()) options.client_id = said.offer.client_id;
        if (options.version != version::v5) {
            state_.offer.shared_subscriptions = options.shared_subscriptions;
            state_.offer.subscription_identifiers = false;
        }
        in_.on_open(said.session_present);
        out_.on_open(said.session_present);
        opened();
        out_.await_quiet(get_executor());
        in_.ask_again();
        tell(nullptr);
        out_.pump();
        changed().notify_all();
    }

    void on_connection_end(const error& why, loss what) override {
        if (why == errc::protocol_error && what == loss::unrelated)
            ++state_.statistics.protocol_errors;
        out_.on_end(why, what, node_);
        in_.on_end();
        state_.current.reset();
        node_ = (node_ + 1) % to_->size();
        if (closing_) decide_to_leave();
        ended(why);
        changed().notify_all();
    }

    void on_message(const publication& message) override {
        if (!ending()) in_.on_message(message);
    }

    void on_flushed(std::size_t count) override {
        out_.on_flushed(count);
        moved();
    }

    void on_writable() override { moved(); }

    void on_ping_answered() override {
        state_.poison.on_ping_answered();
        moved();
    }

    void on_taken(std::uint16_t packet_id) override { out_.on_taken(packet_id); }

    void on_published(const answer& said) override {
        out_.on_published(said);
        moved();
    }

    void on_completed(std::uint16_t packet_id) override {
        out_.on_completed(packet_id);
        moved();
    }

    void on_subscribed(const std::string& filter, const answer& said) override {
        in_.on_subscribed(filter, said);
        moved();
    }

    void on_unsubscribed(const std::string& filter) override {
        in_.on_unsubscribed(filter);
        // Who closes may come back for it.
        if (!closing_) in_.give_up_unwanted();
        moved();
    }

    bool has_room() const override {
        return ending() || in_.has_room(false) || (awaits_answer() && in_.has_room(true));
    }
    bool awaits_answer() const override { return out_.awaits_answer() || in_.awaits_answer(); }

private:
    result<void> possible() const override {
        if (!to_) return to_.error();
        return check_will(state_.options, state_.instance + ".will");
    }

    void hang_up() override {
        if (state_.current) state_.current->hang_up(!named_);
    }

    void drop() override {
        if (const auto gone = std::exchange(state_.current, nullptr)) gone->abort();
        out_.drop();
        in_.close();
    }

    // What could not be confirmed is given up; the goodbye has as long again.
    void on_farewell_over() override {
        if (state() != connection_state::connected) return finish(nullptr);
        allow_farewell(state_.options.times.close_timeout);
        leave();
    }

    void connect() override {
        const auto& options = state_.options;
        state_.current = std::make_shared<connection>(get_executor(), options, state_.taken_over,
                                                      shared_as<client_core>());
        const auto who = options.renew_login ? options.renew_login() : result<login>{options.login};
        if (!who) {
            state_.current->abort();
            return on_connection_end(who.error(), loss::unrelated);
        }
        state_.current->start(
            (*to_)[node_], options.client_id,
            make_wishes(options, *who, begins_clean(), state_.instance + ".will"));
    }

    // With MQTT 3.1.1 a session that does not end with its connection never does: one that nobody
    // asked for would stay for ever.
    bool begins_clean() const noexcept {
        const auto& options = state_.options;
        const bool own = options.clean_start || !named_;
        return own && (state_.statistics.connections == 0 || options.version != version::v5);
    }

    void moved() {
        out_.pump();
        if (closing_) leave_when_empty();
        if (changed().has_waiters()) changed().notify_all();
    }

    bool left(std::uint64_t last) {
        const auto oldest = out_.window().oldest();
        return in_.answered(last) && (!oldest || *oldest > last);
    }

    void leave_when_empty() {
        if (out_.window().messages() == 0) leave();
    }

    client_state state_;
    const result<std::vector<destination>> to_;
    std::size_t node_ = 0;  // which of them
    const bool named_;
    publisher out_;
    subscriber in_;
    bool closing_ = false;
};

}  // namespace asyncapi::mqtt::detail
