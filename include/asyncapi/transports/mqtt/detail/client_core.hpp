#pragma once

#include <asyncapi/detail/random_id.hpp>
#include <asyncapi/transports/detail/inbox.hpp>
#include <asyncapi/transports/detail/reconnection.hpp>
#include <asyncapi/transports/detail/wait.hpp>
#include <asyncapi/transports/mqtt/detail/connection.hpp>
#include <asyncapi/transports/mqtt/detail/copies.hpp>
#include <asyncapi/transports/mqtt/detail/encoding.hpp>
#include <asyncapi/transports/mqtt/detail/paho_heap.hpp>
#include <asyncapi/transports/mqtt/detail/send_window.hpp>
#include <asyncapi/transports/mqtt/detail/subscriptions.hpp>
#include <asyncapi/transports/mqtt/detail/topics.hpp>
#include <asyncapi/transports/mqtt/detail/url.hpp>
#include <asyncapi/transports/mqtt/options.hpp>

#include <boost/asio/post.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace asyncapi::mqtt::detail {

using asyncapi::detail::inbox;
using asyncapi::detail::message_source;
using asyncapi::detail::reconnection;

/// One client of a broker: connects, and again; sends what is not confirmed again; subscribes
/// again.
class client_core final : public transport_interface,
                          public connection_owner,
                          public std::enable_shared_from_this<client_core> {
public:
    using time_point = time_source::time_point;

    client_core(asio::any_io_executor executor, client_options options)
        : executor_{std::move(executor)},
          options_{std::move(options)},
          to_{read_url(options_.url)},
          named_{!options_.client_id.empty()},
          decisions_{options_.backoff, options_.reconnect},
          window_{options_.limits},
          inbox_{std::make_shared<inbox>(executor_)},
          changed_{executor_, options_.time},
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

    void start() {
        asio::post(executor_, [weak = weak_from_this()] {
            if (const auto self = weak.lock()) self->begin();
        });
    }

    connection_state state() const noexcept { return decisions_.state(); }
    client_statistics statistics() const { return statistics_; }
    const std::string& client_id() const noexcept { return options_.client_id; }
    asyncapi::detail::event& changed() noexcept { return changed_; }
    bool ending() const noexcept {
        return closing_ || state() == connection_state::closing ||
               state() == connection_state::closed;
    }

    asio::awaitable<result<void>> connected(std::optional<time_point> deadline) {
        return asyncapi::detail::wait_until(
            shared_from_this(),
            [](client_core& core) { return core.state() == connection_state::connected; },
            deadline);
    }

    asio::any_io_executor get_executor() const override { return executor_; }
    const std::shared_ptr<time_source>& time() const override { return options_.time; }

    capabilities get_capabilities() const override {
        return {.metadata = options_.mode == mode::metadata,
                .acknowledgement = options_.subscribe_qos == qos::at_least_once,
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
        const auto& terms = terms_of(message.address);
        if (wanted.expires_in)
            wanted.expires_in = to_expiry(*wanted.expires_in);
        else if (terms.expires_in)
            wanted.expires_in = to_expiry(*terms.expires_in);
        const auto ticket = ++last_ticket_;
        auto made = encode(wanted, {terms.qos.value_or(options_.publish_qos), terms.retain},
                           options_, instance_ + "." + std::to_string(ticket));
        if (!made) return made.error();
        outgoing entry{
            *std::move(made), message.address.size() + message.payload.size() + 64, ticket, {}};
        if (wanted.expires_in) entry.expires = options_.time->now() + *wanted.expires_in;
        window_.add(std::move(entry));
        ++statistics_.published;
        pump();
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
        }
        return id;
    }

    void unsubscribe(subscription_id id) override {
        inbox_->unsubscribe(id);
        const auto unused = subscriptions_.leave(id);
        if (unused && connection_ && connection_->is_open()) stop_asking_for(*unused);
    }

    void acknowledge(delivery_tag tag) override { inbox_->acknowledge(tag); }
    void release(delivery_tag tag) override { inbox_->release(tag); }

    std::string reply_address(std::string_view token) const override {
        return std::string{asyncapi::detail::reply_prefix} + instance_ + "/" + std::string{token};
    }

    asio::awaitable<result<void>> writable(std::optional<time_point> deadline) override {
        return asyncapi::detail::wait_until(
            shared_from_this(), [](client_core& core) { return !core.window_.full(); }, deadline);
    }

    asio::awaitable<result<void>> drained(std::optional<time_point> deadline) override {
        return asyncapi::detail::wait_until(
            shared_from_this(),
            [last = last_ticket_](client_core& core) { return core.left(last); }, deadline);
    }

    void close() override {
        if (ending()) return;
        closing_ = true;
        inbox_->close();
        changed_.wake_all(errc::closed);
        if (state() != connection_state::connected) {
            run(decisions_.close(), nullptr);
            return;
        }
        // A client that nobody holds any more still sends what it accepted.
        farewell_ =
            options_.time->call_at(executor_, options_.time->now() + options_.times.close_timeout,
                                   [self = shared_from_this()] { self->leave(); });
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
        if (!said.session_present) subscriptions_.on_new_session();
        source_ = std::make_shared<source>(*this, connection_);
        window_.allow(said.offer.receive_maximum);
        run(decisions_.opened(options_.time->now()), nullptr);
        for (const auto& full : subscriptions_.forgotten()) stop_asking_for(full);
        for (auto& [full, entry] : subscriptions_.all())
            if (!entry.at_broker) ask_for(full, entry);
        tell(nullptr);
        pump();
        changed_.notify_all();
    }

    void on_connection_end(const error& why) override {
        const bool was_open = state() == connection_state::connected;
        if (why.code() == make_error_code(errc::protocol_error)) ++statistics_.protocol_errors;
        connection_.reset();
        source_.reset();
        leaving_.clear();
        const auto counts = window_.on_connection_lost();
        statistics_.sent_again += counts.again;
        statistics_.lost += counts.lost;
        if (was_open && !named_ && options_.version != version::v5)
            for (auto& [full, entry] : subscriptions_.all()) entry.at_broker = false;
        inbox_->trim_orphans(options_.limits.max_held_messages);
        if (closing_) decisions_.close();
        run(decisions_.ended(options_.time->now(), random()), &why);
        changed_.notify_all();
    }

    void on_message(const ::mqtt::const_message_ptr& message, std::uint16_t packet_id) override {
        if (ending()) return;
        ++statistics_.received;
        if (message->is_duplicate()) ++statistics_.repeated;
        auto read = decode(*message, options_);
        const auto key = packet_id == 0 ? std::string{} : std::to_string(packet_id);
        const auto routes = routes_of(read);
        if (routes.empty()) {
            settle(packet_id, true);
            return;
        }
        if (inbox_->deliver(std::move(read.content), key, source_, routes)) return;
        ++statistics_.unrouted;
        settle(packet_id, true);
    }

    void on_flushed(std::size_t count) override {
        window_.on_flushed(count);
        moved();
    }

    void on_published(const answer& said) override {
        const auto done = window_.settle(said.id);
        if (done && said.reason < 0x80) ++statistics_.acknowledged;
        if (done && said.reason >= 0x80) {
            ++statistics_.refused;
            tell_refused(refusal(said.reason, "the message", said.why), done->message->get_topic());
        }
        moved();
    }

    void on_subscribed(const std::string& filter, const answer& said) override {
        if (auto* const entry = subscriptions_.find(filter)) {
            entry->ticket.reset();
            entry->at_broker = said.reason < 0x80;
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
        moved();
    }

    bool has_room(std::size_t on_their_way, std::size_t bytes) const override {
        const auto waiting = source_ ? source_->waiting_messages : 0;
        const auto waiting_bytes = source_ ? source_->waiting_bytes : 0;
        return on_their_way + waiting < options_.limits.max_held_messages &&
               bytes + waiting_bytes < options_.limits.max_held_bytes;
    }

private:
    // What came over one connection is settled there or nowhere.
    struct source final : message_source {
        source(client_core& to, const std::shared_ptr<connection>& over) : core{to}, from{over} {}
        void on_settled(const std::string& key, bool acknowledged) override {
            const auto alive = from.lock();
            if (!alive) return;
            std::uint16_t id = 0;
            std::from_chars(key.data(), key.data() + key.size(), id);
            alive->settle(id, acknowledged);
        }
        void on_room() override {
            if (const auto alive = from.lock()) alive->resume();
        }
        client_core& core;
        std::weak_ptr<connection> from;
    };

    void begin() {
        if (ending()) return;
        if (to_) return run(decisions_.start(), nullptr);
        const auto why = to_.error();
        finish(&why);
    }

    void run(const reconnection::step& next, const error* why) {
        using action = reconnection::action;
        switch (next.what) {
            case action::none:
                return;
            case action::connect:
                tell(why);
                return connect();
            case action::wait:
                alarm_ = options_.time->call_at(
                    executor_, options_.time->now() + next.delay, [weak = weak_from_this()] {
                        if (const auto self = weak.lock())
                            self->run(self->decisions_.waited(), nullptr);
                    });
                return tell(why);
            case action::hang_up:
                tell(why);
                if (connection_) connection_->hang_up(!named_);
                return;
            case action::finish:
                return finish(why);
        }
    }

    void connect() {
        alarm_.reset();
        connection_ = std::make_shared<connection>(executor_, options_, weak_from_this());
        const auto who =
            options_.renew_login ? options_.renew_login() : result<login>{options_.login};
        if (!who) {
            connection_->abort();
            return on_connection_end(who.error());
        }
        connection_->start(*to_, options_.client_id, wishes(*who));
    }

    // With MQTT 3.1.1 a session without end would stay for ever under a name that nobody has again.
    bool clean() const noexcept {
        const bool first = statistics_.connections == 0;
        if (options_.version != version::v5 && !named_) return true;
        return first && (options_.clean_start || !named_);
    }

    // In one place from the beginning: a copy points to the properties of what it was copied from.
    std::unique_ptr<::mqtt::connect_options> wishes(const login& who) const {
        auto made = std::make_unique<::mqtt::connect_options>();
        auto& wanted = *made;
        const bool five = options_.version == version::v5;
        wanted.set_mqtt_version(five ? MQTTVERSION_5 : MQTTVERSION_3_1_1);
        wanted.set_automatic_reconnect(false);
        wanted.set_keep_alive_interval(options_.times.keep_alive);
        wanted.set_connect_timeout(
            std::chrono::ceil<std::chrono::seconds>(options_.times.connect_timeout));
        wanted.set_max_inflight(65'535);
        if (five) {
            wanted.set_clean_start(clean());
            ::mqtt::properties more;
            more.add({paho_property::SESSION_EXPIRY_INTERVAL,
                      static_cast<std::int32_t>(options_.session_expiry.count())});
            more.add(
                {paho_property::RECEIVE_MAXIMUM, static_cast<std::int32_t>(std::min<std::size_t>(
                                                     65'535, options_.limits.max_held_messages))});
            more.add({paho_property::MAXIMUM_PACKET_SIZE,
                      static_cast<std::int32_t>(std::min<std::size_t>(
                          268'435'460, connection::max_packet_bytes(options_.limits)))});
            wanted.set_properties(std::move(more));
        } else {
            wanted.set_clean_session(clean());
        }
        if (!who.user_name.empty()) wanted.set_user_name(who.user_name);
        if (!who.password.empty()) wanted.set_password(who.password);
        if (options_.will) add_will(wanted, *options_.will);
        return made;
    }

    void add_will(::mqtt::connect_options& to, const last_will& will) const {
        const outbound message{
            .address = will.address, .payload = will.payload, .metadata = &will.metadata};
        const auto made = encode(message, {will.qos, will.retain}, options_, instance_ + ".will");
        if (!made) return;
        ::mqtt::will_options wanted{**made};
        if (options_.version == version::v5) {
            auto properties = (*made)->get_properties();
            if (will.delay.count() > 0)
                properties.add({paho_property::WILL_DELAY_INTERVAL,
                                static_cast<std::int32_t>(will.delay.count())});
            wanted.set_properties(std::move(properties));
        }
        to.set_will(std::move(wanted));
    }

    // Sending.

    const sending& terms_of(std::string_view address) {
        static const sending usual{};
        if (options_.send.empty()) return usual;
        if (const auto known = terms_.find(std::string{address}); known != terms_.end())
            return *known->second;
        const auto at = std::ranges::find_if(options_.send, [&](const sending& each) {
            return address_template{each.filter}.match(address).has_value();
        });
        const auto* const found = at == options_.send.end() ? &usual : &*at;
        if (terms_.size() >= 1024) terms_.clear();
        terms_.emplace(address, found);
        return *found;
    }

    void pump() {
        if (!connection_ || !connection_->is_open()) return;
        while (const auto* const next = window_.next()) {
            if (next->expires && *next->expires <= options_.time->now()) {
                window_.drop_next();
                ++statistics_.expired;
                continue;
            }
            if (const auto refused = not_offered(*next->message)) {
                const auto gone = window_.drop_next();
                ++statistics_.refused;
                tell_refused(*refused, gone.message->get_topic());
                continue;
            }
            const auto id = connection_->paho().publish(next->message);
            if (!id) return;

            window_.on_sent(*id);
        }
    }

    std::optional<error> not_offered(const ::mqtt::message& message) const {
        if (message.get_qos() > offer_.max_qos)
            return error{errc::unsupported,
                         "the broker takes QoS " + std::to_string(offer_.max_qos) + " at most"};
        if (message.is_retained() && !offer_.retain)
            return error{errc::unsupported, "the broker keeps no messages"};
        if (packet_bytes(message, options_.version) > offer_.max_packet_bytes)
            return error{errc::too_large, "the broker takes packets of " +
                                              std::to_string(offer_.max_packet_bytes) +
                                              " bytes at most"};
        return {};
    }

    void moved() {
        pump();
        if (closing_) leave_when_empty();
        if (changed_.has_waiters()) changed_.notify_all();
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
        connection_->ask_for(full, offer_.subscription_identifiers ? entry.route : 0);
    }

    void stop_asking_for(const std::string& full) {
        connection_->leave(full);
        leaving_.push_back(++last_ticket_);
    }

    std::vector<std::uint64_t> routes_of(decoded& read) {
        // Those that are unknown are an earlier program's, and what it had is for whom it matches.
        std::erase_if(read.subscriptions,
                      [this](std::uint64_t route) { return !subscriptions_.has_route(route); });
        if (!read.subscriptions.empty()) return std::move(read.subscriptions);
        std::vector<copies::candidate> among;
        for (const auto& [full, entry] : subscriptions_.all())
            if (filter_has(entry.filter, read.content.address))
                among.push_back({entry.route, entry.shared});
        if (among.empty()) {
            ++statistics_.unrouted;
            return {};
        }
        // A subscription gets what is retained when it begins, also what others had before.
        auto chosen = copies_.choose(read.content.retained ? std::string{} : read.copy, among);
        if (chosen.empty()) ++statistics_.copies;
        return chosen;
    }

    void settle(std::uint16_t packet_id, bool acknowledged) {
        if (packet_id != 0 && connection_) connection_->settle(packet_id, acknowledged);
    }

    // The end.

    void leave_when_empty() {
        if (window_.messages() == 0) leave();
    }

    void leave() {
        if (!std::exchange(left_, true))
            run(decisions_.close(), nullptr);
        else
            finish(nullptr);
    }

    void finish(const error* why) {
        const auto self = shared_from_this();
        farewell_.reset();
        alarm_.reset();
        decisions_.close();
        decisions_.ended(options_.time->now(), 0);
        if (const auto gone = std::exchange(connection_, nullptr)) gone->abort();
        statistics_.lost += window_.clear();
        inbox_->close();
        changed_.wake_all(errc::closed);
        tell(why);
    }

    void tell(const error* why) {
        if (state() == std::exchange(told_, state()) && !first_) return;
        first_ = false;
        if (options_.on_state) options_.on_state(state(), why);
    }

    void tell_refused(const error& why, const std::string& address) {
        if (options_.on_refused) options_.on_refused(why, address);
    }

    static double random() {
        constexpr double range = 9007199254740992.0;  // 2^53
        return static_cast<double>(asyncapi::detail::random_bits() >> 11U) / range;
    }

    const asio::any_io_executor executor_;
    client_options options_;
    const result<destination> to_;
    const bool named_;
    reconnection decisions_;
    send_window window_;
    const std::shared_ptr<inbox> inbox_;
    subscriptions subscriptions_;
    copies copies_;
    asyncapi::detail::event changed_;
    const std::string instance_;
    broker_offer offer_;
    std::shared_ptr<connection> connection_;
    std::shared_ptr<source> source_;
    std::unordered_map<std::string, const sending*> terms_;
    std::deque<std::uint64_t> leaving_;  // tickets of unsubscriptions, in order
    std::uint64_t last_ticket_ = 0;
    time_source::ticket alarm_;
    time_source::ticket farewell_;
    client_statistics statistics_;
    connection_state told_ = connection_state::connecting;
    bool first_ = true;
    bool closing_ = false;
    bool left_ = false;
};

}  // namespace asyncapi::mqtt::detail
