#pragma once

#include <asyncapi/transports/memory/dice.hpp>
#include <asyncapi/transports/memory/options.hpp>
#include <asyncapi/transports/memory/queue.hpp>
#include <asyncapi/transports/memory/routes.hpp>

#include <boost/asio/post.hpp>

#include <algorithm>
#include <cassert>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace asyncapi::memory::detail {

// What a publisher was refused for, and so waits for.
struct refusal {
    std::weak_ptr<queue> where;
    std::size_t footprint = 0;
};

// The broker itself. One mutex guards all queues; no handler runs and none is destroyed under it.
// Work is posted under it, so that an executor cannot go between the look and the post.
class hub : public std::enable_shared_from_this<hub> {
public:
    explicit hub(broker_options options) : options_{std::move(options)}, dice_{options_.faults} {
        assert(options_.time && options_.max_queued_messages > 0 && options_.max_queued_bytes > 0);
        assert((options_.faults.lose_delivered <= 0 || options_.redelivery_timeout) &&
               "what lose_delivered withholds comes back by redelivery_timeout");
    }

    const broker_options& options() const noexcept { return options_; }

    broker_statistics statistics() const {
        const std::scoped_lock lock{mutex_};
        return statistics_;
    }

    std::uint64_t next_id() {
        const std::scoped_lock lock{mutex_};
        return ++last_id_;
    }

    /// All queues that match take the message, or none does.
    result<void> publish(const outbound& message, const std::shared_ptr<outstanding>& account,
                         refusal& refused) {
        const auto bytes = footprint(message);
        if (message.payload.size() > options_.max_payload_bytes ||
            bytes > options_.max_queued_bytes) {
            return errc::too_large;
        }
        const std::scoped_lock lock{mutex_};
        const auto& targets = routes_.matching(message.address);
        for (const auto* target : targets) {
            if ((*target)->has_room(bytes)) continue;
            refused = {*target, bytes};
            return errc::would_block;
        }
        ++statistics_.published;
        if (targets.empty()) ++statistics_.unroutable;
        if (dice_.lose_published()) {
            ++statistics_.lost;
            return {};
        }
        if (targets.empty()) return {};
        const auto stored = spare_.take();
        stored->fill(message, bytes, account);
        account->add(bytes);
        for (const auto* target : targets) {
            enqueue(**target, stored);
            if (dice_.duplicate() && (*target)->has_room(bytes)) {
                ++statistics_.duplicated;
                enqueue(**target, stored);
            }
            dispatch(*target);
        }
        return {};
    }

    void attach(const std::shared_ptr<consumer>& member, const address_template& filter,
                const std::string& group) {
        const std::scoped_lock lock{mutex_};
        member->id = ++last_id_;
        member->from = routes_.find_or_add(
            filter, group, {options_.max_queued_messages, options_.max_queued_bytes});
        member->from->join(member);
        dispatch(member->from);
    }

    /// What the consumer did not settle goes back; without other members the queue goes.
    void detach(consumer& member) {
        const std::scoped_lock lock{mutex_};
        if (!member.from) return;
        const auto from = std::exchange(member.from, nullptr);
        from->leave(member);
        while (!member.deliveries.empty()) come_back(*from, member.deliveries.take_first());
        member.alarm.reset();
        // It may have been set on the executor of the one who leaves.
        from->alarm.reset();
        from->alarm_at.reset();
        if (from->members().empty()) {
            statistics_.abandoned += from->held();
            from->take_all([this, &from](entry held) { forget(*from, std::move(held)); });
            routes_.remove(from);
        } else {
            dispatch(from);
        }
        wake_publishers(*from);
    }

    /// After this nothing is posted to the transport's executor.
    void detach(endpoint& where) {
        const std::scoped_lock lock{mutex_};
        where.attached = false;
    }

    void acknowledge(consumer& member, std::uint64_t sequence) {
        const std::scoped_lock lock{mutex_};
        auto held = member.deliveries.take(sequence);
        if (!held) return;
        ++statistics_.acknowledged;
        forget(*member.from, *std::move(held));
        wake_publishers(*member.from);
        dispatch(member.from);
    }

    void release(consumer& member, std::uint64_t sequence) {
        const std::scoped_lock lock{mutex_};
        auto held = member.deliveries.take(sequence);
        if (!held) return;
        come_back(*member.from, *std::move(held));
        wake_publishers(*member.from);
        dispatch(member.from);
    }

    /// \return whether there is room now; if not, `where->room` is notified once there may be
    bool room_or_watch(const refusal& refused, const std::shared_ptr<endpoint>& where) {
        const auto full = refused.where.lock();
        if (!full) return true;
        const std::scoped_lock lock{mutex_};
        if (full->members().empty() || full->has_room(refused.footprint)) return true;
        const auto present =
            std::ranges::find(full->blocked, where, &queue::blocked_publisher::where);
        if (present == full->blocked.end()) {
            full->blocked.push_back({where, refused.footprint});
        } else {
            present->footprint = std::min(present->footprint, refused.footprint);
        }
        return false;
    }

private:
    time_source::time_point from_now(std::chrono::nanoseconds by) const {
        using time_point = time_source::time_point;
        const auto now = options_.time->now();
        const auto step = std::chrono::duration_cast<time_point::duration>(by);
        return step > time_point::max() - now ? time_point::max() : now + step;
    }

    void enqueue(queue& target, std::shared_ptr<stored_message> stored) {
        ++stored->places;
        if (const auto delay = dice_.delay(); delay.count() > 0) {
            ++statistics_.delayed;
            target.push_later(std::move(stored), from_now(delay));
            return;
        }
        const auto overtakes = dice_.overtakes(target.waiting());
        if (overtakes > 0) ++statistics_.reordered;
        target.push(std::move(stored), overtakes);
    }

    void forget(queue& in, entry held) {
        in.settle(held);
        auto& message = held.message;
        if (--message->places > 0) return;
        message->account->remove(message->footprint);
        spare_.give_back(std::move(message));
    }

    void come_back(queue& to, entry held) {
        if (options_.max_attempts != 0 && held.attempts >= options_.max_attempts) {
            ++statistics_.exhausted;
            forget(to, std::move(held));
        } else {
            to.put_back(std::move(held));
        }
    }

    // As many pulls are under way as messages can go out. A pull is not bound to a message, so
    // order is decided when it runs. A consumer has one piece of work posted for all of them.
    void dispatch(const std::shared_ptr<queue>& from) {
        if (from->next_promotion()) from->promote(options_.time->now());
        while (from->pulls < from->waiting()) {
            auto* const next = from->next_member();
            if (next == nullptr) break;
            ++next->pulls;
            ++from->pulls;
            if (!next->posted) post_pulls(*next);
        }
        await_delayed(from);
    }

    void post_pulls(consumer& member) {
        member.posted = true;
        asio::post(member.where->executor,
                   [self = shared_from_this(), who = member.weak_from_this()] {
                       if (const auto there = who.lock()) self->pull_some(*there);
                   });
    }

    void await_delayed(const std::shared_ptr<queue>& from) {
        const auto due = from->next_promotion();
        if (!due || from->members().empty() || (from->alarm_at && *from->alarm_at <= *due)) return;
        from->alarm_at = due;
        from->alarm =
            options_.time->call_at(from->members().front()->where->executor, *due,
                                   [broker = weak_from_this(), which = std::weak_ptr{from}] {
                                       const auto self = broker.lock();
                                       const auto target = which.lock();
                                       if (!self || !target) return;
                                       const std::scoped_lock lock{self->mutex_};
                                       target->alarm_at.reset();
                                       self->dispatch(target);
                                   });
    }

    // On the consumer's executor, which others use too: after some messages it is their turn. What
    // comes then is posted first, because a handler may throw, or run the executor.
    void pull_some(consumer& member) {
        constexpr std::size_t most = 16;
        {
            const std::scoped_lock lock{mutex_};
            member.posted = false;
            if (member.from && member.pulls > 1) post_pulls(member);
        }
        delivery out;
        for (std::size_t i = 0; i < most && pull(member, out); ++i) continue;
    }

    /// \param out  has the memory of the delivery before
    /// \return whether there may be more
    bool pull(consumer& member, delivery& out) {
        {
            const auto held = take(member, out);
            if (!held) return false;
            if (!*held) return true;
            const stored_message& message = **held;
            copy_text(message.address, out.address);
            copy_text(message.payload, out.payload);
            copy_metadata(message.metadata, out.metadata);
            out.binary = message.binary;
            out.bare = out.retained = false;
        }
        member.handler(std::move(out));
        return true;
    }

    /// \return nothing when there is no pull left, nullptr when this one brings no message
    std::optional<std::shared_ptr<const stored_message>> take(consumer& member, delivery& out) {
        using message = std::shared_ptr<const stored_message>;
        const std::scoped_lock lock{mutex_};
        if (!member.from || member.pulls == 0) return {};
        --member.pulls;
        --member.from->pulls;
        if (member.from->waiting() == 0) return message{};
        auto held = member.from->take();
        ++held.attempts;
        out.tag = {member.id, ++member.last_sequence};
        out.attempt = held.attempts;
        message taken = held.message;
        held.deadline = options_.redelivery_timeout ? from_now(*options_.redelivery_timeout)
                                                    : time_source::time_point::max();
        member.deliveries.add(out.tag.sequence, std::move(held));
        await_settlement(member);
        if (dice_.lose_delivered()) {
            ++statistics_.withheld;
            return message{};
        }
        ++statistics_.delivered;
        if (out.attempt > 1) ++statistics_.redelivered;
        return taken;
    }

    void await_settlement(consumer& member) {
        if (!options_.redelivery_timeout || member.alarm || member.deliveries.empty()) return;
        member.alarm =
            options_.time->call_at(member.where->executor, member.deliveries.first().deadline,
                                   [broker = weak_from_this(), who = member.weak_from_this()] {
                                       const auto self = broker.lock();
                                       const auto late = who.lock();
                                       if (self && late) self->expire(*late);
                                   });
    }

    void expire(consumer& member) {
        const std::scoped_lock lock{mutex_};
        if (!member.from) return;
        member.alarm.reset();
        const auto now = options_.time->now();
        auto& open = member.deliveries;
        while (!open.empty() && open.first().deadline <= now)
            come_back(*member.from, open.take_first());
        await_settlement(member);
        wake_publishers(*member.from);
        dispatch(member.from);
    }

    void wake_publishers(queue& from) {
        if (from.blocked.empty()) return;
        std::erase_if(from.blocked, [&from](const queue::blocked_publisher& waiting) {
            if (!from.members().empty() && !from.has_room(waiting.footprint)) return false;
            if (!waiting.where->attached) return true;
            asio::post(waiting.where->executor, [who = std::weak_ptr{waiting.where}] {
                if (const auto there = who.lock()) there->room.notify_all();
            });
            return true;
        });
    }

    const broker_options options_;
    mutable std::mutex mutex_;
    dice dice_;
    broker_statistics statistics_;
    std::uint64_t last_id_ = 0;
    routes routes_;
    spare_messages spare_;
};

}  // namespace asyncapi::memory::detail
