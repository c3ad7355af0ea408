#pragma once

#include <asyncapi/transport.hpp>
#include <asyncapi/transports/detail/reused_delivery.hpp>
#include <asyncapi/transports/detail/unsettled.hpp>

#include <boost/asio/post.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi::detail {

/// Addresses below this lead to one transport; only filters that spell it out match them.
inline constexpr std::string_view reply_prefix = "_reply/";

inline bool matches(const address_template& filter, std::string_view address) {
    return address.starts_with(reply_prefix) == filter.text().starts_with(reply_prefix) &&
           filter.match(address);
}

/// Where messages come from: a connection. Held by a `shared_ptr`.
class message_source : public std::enable_shared_from_this<message_source> {
public:
    /// The message needs nothing more: every subscription that got it has settled it.
    virtual void on_settled(const std::string& key, bool acknowledged) = 0;
    /// One message less waits for its consumers.
    virtual void on_room() = 0;

    std::size_t waiting_messages = 0;
    std::size_t waiting_bytes = 0;

protected:
    ~message_source() = default;
};

/// The subscriptions of one transport: hands out what arrives, up to each one's prefetch, and keeps
/// what is not settled to deliver it again.
class inbox : public std::enable_shared_from_this<inbox> {
public:
    using id = transport_interface::subscription_id;
    using on_delivery = transport_interface::on_delivery;

    explicit inbox(asio::any_io_executor executor) : executor_{std::move(executor)} {}

    /// \param route  names the broker's subscription it belongs to, where there is a broker
    id subscribe(const address_template& filter, const subscribe_options& options,
                 on_delivery handler, std::uint64_t route = 0) {
        auto member = std::make_shared<subscription>();
        member->id = ++last_id_;
        member->prefetch = std::max<std::size_t>(options.prefetch, 1);
        member->handler = std::move(handler);
        member->from = queue_for(filter, options.group, route);
        member->from->members.push_back(member);
        subscriptions_.emplace(member->id, member);
        hand_out_soon(member->from);
        return member->id;
    }

    /// \return the filter, when this was its last subscription
    std::string unsubscribe(id which) {
        const auto at = subscriptions_.find(which);
        if (at == subscriptions_.end()) return {};
        const auto leaving = at->second;
        subscriptions_.erase(at);
        const auto from = std::move(leaving->from);
        std::erase(from->members, leaving);
        std::vector<job> back;
        while (!leaving->open.empty()) back.push_back(leaving->open.take_first());
        for (auto each = back.rbegin(); each != back.rend(); ++each) {
            ++each->attempt;
            from->waiting.push_front(std::move(*each));
        }
        // Its handler may be running.
        asio::post(executor_, [leaving] {});
        if (!from->members.empty()) {
            hand_out_soon(from);
            return {};
        }
        std::erase(queues_, from);
        for (auto& each : from->waiting) {
            leave_queue(each);
            settle(*each.message, false);
        }
        from->waiting.clear();
        const auto& text = from->filter.text();
        if (--filters_[text] > 0) return {};
        filters_.erase(text);
        return text;
    }

    /// Each with the number of subscriptions and groups that have it.
    const std::map<std::string, std::size_t>& filters() const noexcept { return filters_; }
    bool has_filter(const std::string& text) const { return filters_.contains(text); }

    /// Where to put the next message that arrives, with the memory of one before: set all of it.
    delivery& arriving() {
        if (!arriving_) arriving_ = take_spare();
        return arriving_->content;
    }

    /// Delivers what is in `arriving`.
    ///
    /// \param key  empty: nobody waits for an acknowledgement
    /// \param routes  of these only; empty: of all
    /// \param soon  if not, `hand_out_arrived` or `hand_out_later` is called next
    /// \return whether there is a subscription for it
    bool deliver(std::string_view key, message_source& source,
                 const std::vector<std::uint64_t>& routes = {}, bool soon = true) {
        const auto& address = arriving().address;
        auto& held = *arriving_;
        queue* last = nullptr;  // of those that get it
        for (const auto& each : queues_) {
            if (!routes.empty() && std::ranges::find(routes, each->route) == routes.end()) continue;
            if (!matches(each->filter, address)) continue;
            if (last != nullptr) last->waiting.push_back({arriving_, held.content.attempt, true});
            last = each.get();
            ++held.open;
            ++held.in_queues;
            make_ready(each);
        }
        if (last == nullptr) {
            keep_usual(held.content);
            return false;
        }
        copy_text(key, held.key);
        held.source = source.weak_from_this();
        held.bytes = held.content.payload.size() + footprint(held.content.metadata);
        held.given_back = false;
        ++source.waiting_messages;
        source.waiting_bytes += held.bytes;
        last->waiting.push_back({std::move(arriving_), held.content.attempt, true});
        if (soon) hand_out_later();
        return true;
    }

    /// Hands out what was delivered; call it from a turn of the loop that is nobody else's call.
    void hand_out_arrived() {
        if (!ready_.empty()) hand_out();
    }

    /// The same in a turn of its own.
    void hand_out_later() {
        if (std::exchange(posted_, true)) return;
        asio::post(executor_, [weak = weak_from_this()] {
            const auto self = weak.lock();
            if (!self) return;
            self->posted_ = false;
            self->hand_out();
        });
    }

    void acknowledge(delivery_tag tag) {
        const auto at = subscriptions_.find(tag.subscription);
        if (at == subscriptions_.end()) return;
        if (auto taken = at->second->open.take(tag.sequence)) {
            hand_out_soon(at->second->from);
            settle(*taken->message, true);
            spare(std::move(taken->message));
        }
    }

    void release(delivery_tag tag) {
        const auto at = subscriptions_.find(tag.subscription);
        if (at == subscriptions_.end()) return;
        if (auto taken = at->second->open.take(tag.sequence)) {
            ++taken->attempt;
            at->second->from->waiting.push_front(std::move(*taken));
            hand_out_soon(at->second->from);
        }
    }

    /// What came from connections that have gone, and waits, is dropped beyond this many messages.
    /// \return how many were dropped
    std::size_t trim_orphans(std::size_t most) {
        std::size_t orphans = 0;
        std::size_t dropped = 0;
        for (const auto& from : queues_) {
            std::erase_if(from->waiting, [&](job& each) {
                if (!each.message->source.expired() || ++orphans <= most) return false;
                ++dropped;
                return true;
            });
        }
        return dropped;
    }

    void close() {
        for (const auto& each : queues_) {
            each->waiting.clear();
            each->members.clear();
        }
        queues_.clear();
        filters_.clear();
        // A handler may be running, and may own what runs it.
        asio::post(executor_, [gone = std::exchange(subscriptions_, {})] {});
    }

private:
    struct message {
        delivery content;
        std::string key;
        std::weak_ptr<message_source> source;
        std::size_t bytes = 0;
        std::size_t open = 0;       // subscriptions and groups that have not settled it
        std::size_t in_queues = 0;  // of these, they did not get it yet
        bool given_back = false;
    };

    struct job {
        std::shared_ptr<inbox::message> message;
        std::uint32_t attempt = 1;
        bool counted = false;  // in the source's `waiting`
    };

    struct subscription;

    // What one subscription, or one group, has to get.
    struct queue {
        address_template filter;
        std::string group;
        std::uint64_t route = 0;
        std::deque<job> waiting;
        std::vector<std::shared_ptr<subscription>> members;
        std::size_t next = 0;
        bool ready = false;  // in `ready_`
    };

    struct subscription {
        inbox::id id = 0;
        std::size_t prefetch = 1;
        on_delivery handler;
        std::shared_ptr<queue> from;
        unsettled<job> open;
    };

    std::shared_ptr<queue> queue_for(const address_template& filter, const std::string& group,
                                     std::uint64_t route) {
        if (!group.empty()) {
            for (const auto& each : queues_) {
                if (each->group == group && each->filter.text() == filter.text()) return each;
            }
        }
        ++filters_[filter.text()];
        return queues_.emplace_back(
            std::make_shared<queue>(queue{filter, group, route, {}, {}, 0, false}));
    }

    std::shared_ptr<message> take_spare() {
        if (spare_.empty()) return std::make_shared<message>();
        auto last = std::move(spare_.back());
        spare_.pop_back();
        return last;
    }

    // For its memory, once nobody needs it any more.
    void spare(std::shared_ptr<message> settled) {
        constexpr std::size_t most = 64;
        constexpr std::size_t max_bytes = 4096;
        if (settled.use_count() != 1 || spare_.size() == most ||
            capacity(settled->content) > max_bytes) {
            return;
        }
        settled->source.reset();
        spare_.push_back(std::move(settled));
    }

    void leave_queue(job& which) {
        if (!std::exchange(which.counted, false)) return;
        auto& held = *which.message;
        if (--held.in_queues > 0) return;
        const auto source = held.source.lock();
        if (!source) return;
        --source->waiting_messages;
        source->waiting_bytes -= held.bytes;
        source->on_room();
    }

    void settle(message& held, bool acknowledged) {
        held.given_back = held.given_back || !acknowledged;
        if (--held.open > 0 || held.key.empty()) return;
        if (const auto source = held.source.lock()) source->on_settled(held.key, !held.given_back);
    }

    // Never from inside a call or another delivery.
    void hand_out_soon(const std::shared_ptr<queue>& from) {
        make_ready(from);
        if (!handing_out_) hand_out_later();
    }

    void make_ready(const std::shared_ptr<queue>& from) {
        if (!std::exchange(from->ready, true)) ready_.push_back(from);
    }

    // Queues take turns. Handlers subscribe, unsubscribe and close: nothing is kept across a call.
    void hand_out() {
        handing_out_ = true;
        // A handler may run the executor, and with it another round.
        auto out = std::move(handed_over_);
        for (std::size_t budget = 64; budget > 0 && !ready_.empty(); --budget) {
            const auto from = ready_.front();
            const auto taker = from->waiting.empty() ? nullptr : next_member(*from);
            if (!taker) {
                from->ready = false;
                ready_.pop_front();
                continue;
            }
            if (ready_.size() > 1) {
                ready_.pop_front();
                ready_.push_back(from);
            }
            hand_over(*from, *taker, out);
        }
        keep_usual(out);
        handed_over_ = std::move(out);
        handing_out_ = false;
        if (!ready_.empty()) hand_out_later();
    }

    static std::shared_ptr<subscription> next_member(queue& from) {
        for (std::size_t tried = 0; tried < from.members.size(); ++tried) {
            const auto& candidate = from.members[(from.next + tried) % from.members.size()];
            if (candidate->open.size() >= candidate->prefetch) continue;
            from.next = (from.next + tried + 1) % from.members.size();
            return candidate;
        }
        return nullptr;
    }

    void hand_over(queue& from, subscription& taker, delivery& out) {
        auto next = std::move(from.waiting.front());
        from.waiting.pop_front();
        leave_queue(next);
        const auto sequence = ++last_sequence_;
        copy_delivery(next.message->content, out);
        out.attempt = next.attempt;
        out.tag = {taker.id, sequence};
        taker.open.add(sequence, std::move(next));
        taker.handler(std::move(out));
    }

    asio::any_io_executor executor_;
    std::vector<std::shared_ptr<queue>> queues_;
    std::map<std::string, std::size_t> filters_;
    std::map<id, std::shared_ptr<subscription>> subscriptions_;
    id last_id_ = 0;
    std::uint64_t last_sequence_ = 0;
    std::deque<std::shared_ptr<queue>> ready_;
    std::shared_ptr<message> arriving_;
    std::vector<std::shared_ptr<message>> spare_;
    delivery handed_over_;  // the last one, for its memory
    bool posted_ = false;
    bool handing_out_ = false;
};

}  // namespace asyncapi::detail
