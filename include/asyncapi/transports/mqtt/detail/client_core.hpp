#pragma once

#include <asyncapi/detail/random_id.hpp>
#include <asyncapi/transports/detail/inbox.hpp>
#include <asyncapi/transports/detail/reconnecting_client.hpp>
#include <asyncapi/transports/mqtt/detail/connect_wishes.hpp>
#include <asyncapi/transports/mqtt/detail/connection.hpp>
#include <asyncapi/transports/mqtt/detail/connection_source.hpp>
#include <asyncapi/transports/mqtt/detail/encoding.hpp>
#include <asyncapi/transports/mqtt/detail/packet_bounds.hpp>
#include <asyncapi/transports/mqtt/detail/paho_heap.hpp>
#include <asyncapi/transports/mqtt/detail/poison_search.hpp>
#include <asyncapi/transports/mqtt/detail/send_window.hpp>
#include <asyncapi/transports/mqtt/detail/sendings.hpp>
#include <asyncapi/transports/mqtt/detail/subscriptions.hpp>
#include <asyncapi/transports/mqtt/detail/takeovers.hpp>
#include <asyncapi/transports/mqtt/detail/topics.hpp>
#include <asyncapi/transports/mqtt/detail/url.hpp>
#include <asyncapi/transports/mqtt/options.hpp>

#include <algorithm>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi::mqtt::detail {

using asyncapi::detail::inbox;
using asyncapi::detail::reconnecting_client;

/// One client of a broker: connects, and again; sends what is not confirmed again; subscribes
/// again.
class client_core final : public reconnecting_client, public connection_owner {
public:
    client_core(asio::any_io_executor executor, client_options options)
        : reconnecting_client{std::move(executor), options},
          options_{std::move(options)},
          to_{read_urls(options_.url, options_.other_urls)},
          named_{!options_.client_id.empty()},
          sendings_{options_.send},
          window_{options_.limits},
          poison_{options_.poison},
          inbox_{std::make_shared<inbox>(get_executor())},
          instance_{asyncapi::detail::random_hex(24)} {
        keep_paho_heap();
        // 23 characters, which every broker takes. \see MQTT 3.1.1 section 3.1.3.1
        if (!named_) options_.client_id = "asyncapi" + instance_.substr(0, 15);
        offer_.shared_subscriptions =
            options_.version == version::v5 || options_.shared_subscriptions;
        offer_.subscription_identifiers = options_.version == version::v5;
    }

    ~client_core() override {
        if (connection_) connection_->abort();
        inbox_->close();
    }

    client_statistics statistics() const { return statistics_; }
    const std::string& client_id() const noexcept { return options_.client_id; }
    bool ending() const noexcept override { return closing_ || reconnecting_client::ending(); }

    capabilities get_capabilities() const override {
        return {.metadata = options_.mode == mode::metadata,
                .acknowledgement = options_.subscribe_qos != qos::at_most_once,
                .competing_consumers = offer_.shared_subscriptions,
                .wildcards = offer_.wildcards,
                .max_payload_bytes = options_.limits.max_payload_bytes};
    }

    transport_load load() const override { return {window_.messages(), window_.bytes()}; }

    result<void> try_publish(const outbound& message) override {
        if (ending()) return errc::closed;
        if (message.payload.size() > options_.limits.max_payload_bytes) return errc::too_large;
        if (!message.binary && !asyncapi::detail::is_utf8(message.payload))
            return error{errc::malformed, "text is UTF-8; other payloads are binary"};
        if (auto good = check_topic(message.address); !good) return good;
        if (window_.full()) return errc::would_block;
        auto wanted = message;
        const auto& terms = sendings_.of(message.address);
        if (wanted.expires_in)
            wanted.expires_in = to_expiry(*wanted.expires_in);
        else if (terms.expires_in)
            wanted.expires_in = to_expiry(*terms.expires_in);
        const auto ticket = ++last_ticket_;
        auto made = encode(wanted, {terms.qos.value_or(options_.publish_qos), terms.retain},
                           options_, instance_ + "." + std::to_string(ticket));
        if (!made) return made.error();
        const auto bytes = made->bytes().size() + 64;
        outgoing entry{*std::move(made), bytes, ticket};
        entry.on_refused = message.on_refused;
        if (wanted.expires_in) entry.expires = options_.time->now() + *wanted.expires_in;
        window_.add(std::move(entry));
        ++statistics_.published;
        note_request(message);
        pump();
        read_on();
        return {};
    }

    result<subscription_id> subscribe(const address_template& filter,
                                      const subscribe_options& options,
                                      on_delivery handler) override {
        if (ending()) return errc::closed;
        if (auto good = check_reply_filter(filter.text()); !good) return good.error();
        auto topics = to_topic_filter(filter.text());
        if (!topics) return topics.error();
        auto full = to_shared_filter(options.group, *topics);
        if (!full) return full.error();
        if (auto good = check_group(options.group, *full, *topics); !good) return good.error();
        auto& entry = subscriptions_.want(*full, *topics);
        const auto id = inbox_->subscribe(filter, options, std::move(handler), entry.route);
        subscriptions_.assign(id, *full);
        if (entry.consumers == 1) {
            entry.ticket = ++last_ticket_;
            ask_for(*full, entry);
            read_on();
        }
        return id;
    }

    void unsubscribe(subscription_id id) override {
        if (const auto unused = subscriptions_.leave(id)) stop_asking_for(*unused);
        inbox_->unsubscribe(id);
        read_on();
    }

    void acknowledge(delivery_tag tag) override { inbox_->acknowledge(tag); }
    void release(delivery_tag tag) override { inbox_->release(tag); }

    std::string reply_address(std::string_view token) const override {
        return std::string{asyncapi::detail::reply_prefix} + instance_ + "/" + std::string{token};
    }

    asio::awaitable<result<void>> writable(std::optional<time_point> deadline) override {
        return asyncapi::detail::wait_until(
            shared_as<client_core>(), [](client_core& core) { return !core.window_.full(); },
            deadline);
    }

    asio::awaitable<result<void>> drained(std::optional<time_point> deadline) override {
        return asyncapi::detail::wait_until(
            shared_as<client_core>(),
            [last = last_ticket_](client_core& core) { return core.left(last); }, deadline);
    }

    void close() override {
        if (ending()) return;
        closing_ = true;
        inbox_->close();
        read_on();
        changed().wake_all(errc::closed);
        if (state() != connection_state::connected) return leave();
        allow_farewell(options_.times.close_timeout);
        leave_when_empty();
    }

    // What the connection says.

    void on_connection_open(const connack& said) override {
        ++statistics_.connections;
        offer_ = said.offer;
        if (!offer_.client_id.empty()) options_.client_id = offer_.client_id;
        if (options_.version != version::v5) {
            offer_.shared_subscriptions = options_.shared_subscriptions;
            offer_.subscription_identifiers = false;
        }
        if (!said.session_present) {
            subscriptions_.on_new_session();
            window_.on_new_session();
        } else if (statistics_.connections == 1) {
            window_.on_inherited_session();
        }
        source_ = std::make_shared<connection_source>(connection_);
        if (const auto found = poison_.on_open()) give_up(*found);
        window_.allow(said.offer.receive_maximum);
        opened();
        await_quiet();
        for (const auto& full : subscriptions_.forgotten()) stop_asking_for(full);
        for (auto& [full, entry] : subscriptions_.all())
            if (!entry.at_broker) ask_for(full, entry);
        tell(nullptr);
        pump();
        changed().notify_all();
    }

    void on_connection_end(const error& why, loss what) override {
        if (why == errc::protocol_error && what == loss::unrelated) ++statistics_.protocol_errors;
        poison_.on_end({what, why, turn_, window_.last_sent(), options_.time->now()});
        quiet_.reset();
        connection_.reset();
        source_.reset();
        turn_ = (turn_ + 1) % to_->size();
        leaving_.clear();
        const auto counts = window_.on_connection_lost(what == loss::unexplained);
        statistics_.sent_again += counts.again;
        statistics_.lost += counts.lost;
        inbox_->trim_orphans(held_for_answers * options_.limits.max_held_messages);
        if (closing_) decide_to_leave();
        ended(why);
        changed().notify_all();
    }

    void on_message(const publication& message) override {
        if (ending()) return;
        ++statistics_.received;
        if (message.repeated) ++statistics_.repeated;
        auto read = decode(message, options_);
        const auto key = message.id == 0 ? std::string{} : std::to_string(message.id);
        // A subscription gets what is retained when it begins, also what others had before.
        const auto chosen = subscriptions_.choose(
            std::move(read.subscriptions), read.content.address,
            read.content.retained ? std::string{} : std::move(read.copy), message.repeated);
        if (read.too_large) {
            ++statistics_.too_large;
        } else if (chosen.left_out) {
            ++statistics_.copies;
        } else if (!chosen.routes.empty() &&
                   inbox_->deliver(std::move(read.content), key, source_, chosen.routes)) {
            return;
        } else {
            ++statistics_.unrouted;
        }
        if (message.id != 0 && connection_) connection_->settle(message.id, true);
    }

    void on_flushed(std::size_t count) override {
        window_.on_flushed(count);
        moved();
    }

    void on_writable() override { moved(); }

    void on_ping_answered() override {
        poison_.on_ping_answered();
        moved();
    }

    void on_taken(std::uint16_t packet_id) override {
        poison_.on_answer();
        window_.on_taken(packet_id);
    }

    void on_published(const answer& said) override {
        poison_.on_answer();
        const auto done = window_.settle(said.id);
        if (done && said.reason < 0x80) ++statistics_.acknowledged;
        if (done && said.reason >= 0x80) {
            ++statistics_.refused;
            tell_refused(*done, refusal(said.reason, "the message", said.why));
        }
        moved();
    }

    void on_completed(std::uint16_t packet_id) override {
        if (window_.complete(packet_id)) {
            poison_.on_answer();
            ++statistics_.acknowledged;
        }
        moved();
    }

    void on_subscribed(const std::string& filter, const answer& said) override {
        if (auto* const entry = subscriptions_.find(filter)) {
            entry->ticket.reset();
            entry->at_broker = said.reason < 0x80;
            if (said.reason < static_cast<unsigned>(options_.subscribe_qos)) {
                ++statistics_.downgraded;
                tell_refused(less_granted(said.reason, options_.subscribe_qos), filter);
            }
        }
        if (said.reason >= 0x80) {
            ++statistics_.refused;
            tell_refused(options_.version == version::v5
                             ? refusal(said.reason, "the subscription", said.why)
                             : error{errc::unauthorized, "the subscription: refused"},
                         filter);
        }
        moved();
    }

    void on_unsubscribed(const std::string& filter) override {
        subscriptions_.on_left(filter);
        if (!leaving_.empty()) leaving_.pop_front();
        // Who closes may come back for it.
        if (!closing_ && connection_) statistics_.unrouted += connection_->give_up_unwanted();
        moved();
    }

    bool has_room() const override {
        if (!source_ || ending()) return true;
        const auto within = [this](std::size_t times) {
            return source_->waiting_messages < times * options_.limits.max_held_messages &&
                   source_->waiting_bytes < times * options_.limits.max_held_bytes;
        };
        return within(1) || (within(held_for_answers) && awaits_answer());
    }

    bool awaits_answer() const override {
        if (window_.unconfirmed() > 0 || !leaving_.empty()) return true;
        if (options_.time->now() < replies_until_) return true;
        return std::ranges::any_of(subscriptions_.all(),
                                   [](const auto& each) { return each.second.ticket.has_value(); });
    }

private:
    // By how much more is read while an answer is awaited, which lies behind it.
    static constexpr std::size_t held_for_answers = 4;

    result<void> possible() const override {
        if (!to_) return to_.error();
        return check_will(options_, instance_ + ".will");
    }

    void hang_up() override {
        if (connection_) connection_->hang_up(!named_);
    }

    void drop() override {
        if (const auto gone = std::exchange(connection_, nullptr)) gone->abort();
        statistics_.lost += window_.clear();
        inbox_->close();
    }

    // What could not be confirmed is given up; the goodbye has as long again.
    void on_farewell_over() override {
        if (state() != connection_state::connected) return finish(nullptr);
        allow_farewell(options_.times.close_timeout);
        leave();
    }

    void connect() override {
        connection_ = std::make_shared<connection>(get_executor(), options_, taken_over_,
                                                   shared_as<client_core>());
        const auto who =
            options_.renew_login ? options_.renew_login() : result<login>{options_.login};
        if (!who) {
            connection_->abort();
            return on_connection_end(who.error(), loss::unrelated);
        }
        connection_->start((*to_)[turn_], options_.client_id,
                           make_wishes(options_, *who, begins_clean(), instance_ + ".will"));
    }

    // With MQTT 3.1.1 a session that does not end with its connection never does: one that nobody
    // asked for would stay for ever.
    bool begins_clean() const noexcept {
        const bool own = options_.clean_start || !named_;
        return own && (statistics_.connections == 0 || options_.version != version::v5);
    }

    // Sending.

    void pump() {
        if (!connection_ || !connection_->is_open()) return;
        for (;;) {
            const auto* const next = window_.next();
            const auto inherited = window_.to_release();
            if (!next && inherited.empty()) return;
            if (!connection_->writable() || !may_send()) return;
            for (const auto id : inherited) {
                connection_->release(id);
                window_.on_released(id);
            }
            if (!next) return;
            if (next->expires && !next->must_go() && *next->expires <= options_.time->now()) {
                window_.drop_next();
                ++statistics_.expired;
                continue;
            }
            if (const auto refused = not_offered(offer_, next->packet)) {
                const auto gone = window_.drop_next();
                ++statistics_.refused;
                tell_refused(gone, *refused);
                continue;
            }
            const auto& leaves = window_.send_next(options_.time->now());
            poison_.on_sent(leaves.ticket, options_.time->now());
            if (leaves.taken) {
                connection_->release(leaves.id);
            } else {
                connection_->publish(leaves.packet);
            }
        }
    }

    // Consumers may wait for an answer before they make room for what is in front of it.
    void read_on() {
        if (connection_) connection_->resume();
    }

    // Replies are messages like others: that one is awaited shows in what asks for it.
    void note_request(const outbound& message) {
        if (message.metadata->reply_address.empty() || !message.expires_in) return;
        replies_until_ =
            std::max(replies_until_, options_.time->now() + to_expiry(*message.expires_in));
    }

    bool may_send() {
        if (poison_.looking()) poison_.on_settled(window_.oldest());
        return poison_.may_send(window_.under_way());
    }

    void give_up(const poison_search::culprit& found) {
        const auto gone = window_.give_up(found.ticket);
        if (!gone) return;
        ++statistics_.given_up;
        tell_refused(*gone, ended_for(gone->packet.topic(), found.times, found.why));
    }

    void await_quiet() {
        if (!poison_.looking()) return;
        quiet_ = options_.time->call_at(
            get_executor(), options_.time->now() + options_.poison.quiet,
            [weak = weak_from_this()] {
                const auto self = std::static_pointer_cast<client_core>(weak.lock());
                if (!self || self->state() != connection_state::connected) return;
                self->poison_.on_pinged();
                self->connection_->ping();
            });
    }

    void moved() {
        pump();
        if (closing_) leave_when_empty();
        if (changed().has_waiters()) changed().notify_all();
    }

    bool left(std::uint64_t last) {
        for (const auto& [full, entry] : subscriptions_.all())
            if (entry.ticket && *entry.ticket <= last) return false;
        if (!leaving_.empty() && leaving_.front() <= last) return false;
        const auto oldest = window_.oldest();
        return !oldest || *oldest > last;
    }

    // Receiving.

    result<void> check_reply_filter(std::string_view filter) const {
        using asyncapi::detail::reply_prefix;
        if (!filter.starts_with(reply_prefix) ||
            filter.substr(reply_prefix.size()).starts_with(instance_ + "/"))
            return {};
        return error{errc::unauthorized, "these replies are for another transport"};
    }

    result<void> check_group(const std::string& group, const std::string& full,
                             const std::string& topics) const {
        if (group.empty()) return {};
        if (!offer_.shared_subscriptions) {
            return error{errc::unsupported, options_.version == version::v5
                                                ? "the broker has no shared subscriptions"
                                                : "MQTT 3.1.1 has no shared subscriptions; see "
                                                  "client_options::shared_subscriptions"};
        }
        if (!offer_.subscription_identifiers && subscriptions_.ambiguous(full, topics)) {
            return error{errc::unsupported,
                         "the broker does not say which of two groups a message "
                         "is for: use a client for each"};
        }
        return {};
    }

    void ask_for(const std::string& full, subscriptions::entry& entry) {
        if (!connection_ || !connection_->is_open()) return;
        entry.asked = true;
        poison_.on_disturbed();
        connection_->ask_for(full, offer_.subscription_identifiers ? entry.route : 0);
    }

    void stop_asking_for(const std::string& full) {
        if (!connection_ || !connection_->is_open()) return;
        poison_.on_disturbed();
        connection_->leave(full);
        leaving_.push_back(++last_ticket_);
    }

    // The end.

    void leave_when_empty() {
        if (window_.messages() == 0) leave();
    }

    void tell_refused(const outgoing& message, const error& why) {
        if (message.on_refused) message.on_refused(why);
        tell_refused(why, message.packet.topic());
    }
    void tell_refused(const error& why, std::string_view address) {
        if (options_.on_refused) options_.on_refused(why, address);
    }

    client_options options_;
    const result<std::vector<destination>> to_;
    std::size_t turn_ = 0;  // which of them
    const bool named_;
    sendings sendings_;
    send_window window_;
    poison_search poison_;
    time_source::ticket quiet_;
    const std::shared_ptr<inbox> inbox_;
    subscriptions subscriptions_;
    const std::string instance_;
    broker_offer offer_;
    takeovers taken_over_;
    std::shared_ptr<connection> connection_;
    std::shared_ptr<connection_source> source_;
    std::deque<std::uint64_t> leaving_;  // tickets of unsubscriptions, in order
    std::uint64_t last_ticket_ = 0;
    time_source::time_point replies_until_ = time_source::time_point::min();
    client_statistics statistics_;
    bool closing_ = false;
};

}  // namespace asyncapi::mqtt::detail
