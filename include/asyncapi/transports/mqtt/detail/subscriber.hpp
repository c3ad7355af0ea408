#pragma once

#include <asyncapi/transports/detail/inbox.hpp>
#include <asyncapi/transports/mqtt/detail/client_state.hpp>
#include <asyncapi/transports/mqtt/detail/connection_source.hpp>
#include <asyncapi/transports/mqtt/detail/encoding.hpp>
#include <asyncapi/transports/mqtt/detail/reasons.hpp>
#include <asyncapi/transports/mqtt/detail/subscriptions.hpp>
#include <asyncapi/transports/mqtt/detail/topics.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace asyncapi::mqtt::detail {

using asyncapi::detail::inbox;

/// What a client receives: keeps the broker's subscriptions as its consumers want them, over one
/// connection after the other, and hands out what comes.
class subscriber {
public:
    using subscription_id = transport_interface::subscription_id;

    subscriber(client_state& client, const asio::any_io_executor& executor)
        : client_{client}, inbox_{std::make_shared<inbox>(executor)} {}

    result<subscription_id> subscribe(const address_template& filter,
                                      const subscribe_options& options,
                                      transport_interface::on_delivery handler) {
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
            entry.ticket = ++client_.last_ticket;
            ask_for(*full, entry);
            client_.read_on();
        }
        return id;
    }

    void unsubscribe(subscription_id id) {
        if (const auto unused = subscriptions_.leave(id)) stop_asking_for(*unused);
        inbox_->unsubscribe(id);
        client_.read_on();
    }

    void acknowledge(delivery_tag tag) { inbox_->acknowledge(tag); }
    void release(delivery_tag tag) { inbox_->release(tag); }
    void close() { inbox_->close(); }

    void on_open(bool session_present) {
        if (!session_present) subscriptions_.on_new_session();
        source_ = std::make_shared<connection_source>(client_.current);
    }

    /// Asks the broker for what it was not asked for yet in this session.
    void ask_again() {
        for (const auto& full : subscriptions_.forgotten()) stop_asking_for(full);
        for (auto& [full, entry] : subscriptions_.all())
            if (!entry.at_broker) ask_for(full, entry);
    }

    void on_end() {
        source_.reset();
        leaving_.clear();
        inbox_->trim_orphans(held_for_answers * client_.options.limits.max_held_messages);
    }

    void on_message(const publication& message) {
        auto& counted = client_.statistics;
        ++counted.received;
        if (message.repeated) ++counted.repeated;
        auto read = decode(message, client_.options, client_.is_bare(message.topic));
        const auto key = message.id == 0 ? std::string{} : std::to_string(message.id);
        // A subscription gets what is retained when it begins, also what others had before.
        const auto chosen = subscriptions_.choose(
            std::move(read.subscriptions), read.content.address,
            read.content.retained ? std::string{} : std::move(read.copy), message.repeated);
        if (read.too_large) {
            ++counted.too_large;
        } else if (chosen.left_out) {
            ++counted.copies;
        } else {
            inbox_->arriving() = std::move(read.content);
            if (!chosen.routes.empty() && inbox_->deliver(key, *source_, chosen.routes)) return;
            ++counted.unrouted;
        }
        if (message.id != 0 && client_.current) client_.current->settle(message.id, true);
    }

    void on_subscribed(const std::string& filter, const answer& said) {
        if (auto* const entry = subscriptions_.find(filter)) {
            entry->ticket.reset();
            entry->at_broker = said.reason < 0x80;
            if (said.reason < static_cast<unsigned>(client_.options.subscribe_qos)) {
                ++client_.statistics.downgraded;
                client_.tell_refused(less_granted(said.reason, client_.options.subscribe_qos),
                                     filter);
            }
        }
        if (said.reason < 0x80) return;
        ++client_.statistics.refused;
        client_.tell_refused(client_.options.version == version::v5
                                 ? refusal(said.reason, "the subscription", said.why)
                                 : error{errc::unauthorized, "the subscription: refused"},
                             filter);
    }

    void on_unsubscribed(const std::string& filter) {
        subscriptions_.on_left(filter);
        if (!leaving_.empty()) leaving_.pop_front();
    }

    /// What ended subscriptions had not settled is confirmed.
    void give_up_unwanted() {
        if (client_.current) client_.statistics.unrouted += client_.current->give_up_unwanted();
    }

    /// \param awaits_answer  then more is read, because the answer lies behind it
    bool has_room(bool awaits_answer) const {
        const auto& limits = client_.options.limits;
        const auto times = awaits_answer ? held_for_answers : 1;
        return !source_ || (source_->waiting_messages < times * limits.max_held_messages &&
                            source_->waiting_bytes < times * limits.max_held_bytes);
    }

    /// Whether the broker is to answer something.
    bool awaits_answer() const {
        if (!leaving_.empty()) return true;
        return std::ranges::any_of(subscriptions_.all(),
                                   [](const auto& each) { return each.second.ticket.has_value(); });
    }

    /// Whether the broker has answered what it was asked with tickets up to this one.
    bool answered(std::uint64_t last) {
        for (const auto& [full, entry] : subscriptions_.all())
            if (entry.ticket && *entry.ticket <= last) return false;
        return leaving_.empty() || leaving_.front() > last;
    }

private:
    static constexpr std::size_t held_for_answers = 4;

    result<void> check_reply_filter(std::string_view filter) const {
        using asyncapi::detail::reply_prefix;
        if (!filter.starts_with(reply_prefix) ||
            filter.substr(reply_prefix.size()).starts_with(client_.instance + "/"))
            return {};
        return error{errc::unauthorized, "these replies are for another transport"};
    }

    result<void> check_group(const std::string& group, const std::string& full,
                             const std::string& topics) const {
        if (group.empty()) return {};
        if (!client_.offer.shared_subscriptions) {
            return error{errc::unsupported, client_.options.version == version::v5
                                                ? "the broker has no shared subscriptions"
                                                : "MQTT 3.1.1 has no shared subscriptions; see "
                                                  "client_options::shared_subscriptions"};
        }
        if (!client_.offer.subscription_identifiers && subscriptions_.ambiguous(full, topics)) {
            return error{errc::unsupported,
                         "the broker does not say which of two groups a message "
                         "is for: use a client for each"};
        }
        return {};
    }

    void ask_for(const std::string& full, subscriptions::entry& entry) {
        if (!client_.is_open()) return;
        entry.asked = true;
        client_.poison.on_disturbed();
        client_.current->ask_for(full, client_.offer.subscription_identifiers ? entry.route : 0);
    }

    void stop_asking_for(const std::string& full) {
        if (!client_.is_open()) return;
        client_.poison.on_disturbed();
        client_.current->leave(full);
        leaving_.push_back(++client_.last_ticket);
    }

    client_state& client_;
    const std::shared_ptr<inbox> inbox_;
    subscriptions subscriptions_;
    std::shared_ptr<connection_source> source_;
    std::deque<std::uint64_t> leaving_;  // tickets of unsubscriptions, in order
};

}  // namespace asyncapi::mqtt::detail
