#pragma once

#include <asyncapi/attempt_counter.hpp>
#include <asyncapi/channel/dead_letter_headers.hpp>
#include <asyncapi/channel/error_reply.hpp>
#include <asyncapi/channel/retry_pause.hpp>
#include <asyncapi/channel/subscription.hpp>
#include <asyncapi/codec/contract_rules.hpp>
#include <asyncapi/context.hpp>
#include <asyncapi/deduplicator.hpp>
#include <asyncapi/middleware.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

namespace asyncapi::detail {

ASYNCAPI_DECL subscription_state::subscription_state(any_transport wire, address_template filter,
                                                     consumer_options options, tell_sender tell)
    : wire_{std::move(wire)},
      filter_{std::move(filter)},
      is_concrete_{filter_.concrete()},
      channel_{filter_.text()},
      options_{std::move(options)},
      tell_{std::move(tell)},
      arrived_{wire_.get_executor(), wire_->time()} {}

ASYNCAPI_DECL subscription_state::~subscription_state() {
    stop();
}

/// What the options leave open, the document decides.
ASYNCAPI_DECL result<void> subscription_state::take_policy() {
    declared_delivery declared;
    if (const auto& rules = wire_.rules()) {
        auto said = rules->delivery(filter_.text());
        if (!said) return said.error();
        declared = *std::move(said);
    }
    retry_ = options_.retry ? *options_.retry : declared.retry.value_or(retry{});
    if (options_.dead_letter.empty())
        options_.dead_letter.address = std::move(declared.dead_letter);
    return check_policy();
}

/// \return why what the options ask for cannot be kept
ASYNCAPI_DECL result<void> subscription_state::check_policy() const {
    const auto& to = options_.dead_letter;
    if (options_.on_bad_message == bad_message::quarantine && to.empty())
        return error{errc::invalid_address,
                     "quarantine needs a dead_letter: an address or a store"};
    if (to.address.empty()) return {};
    if (to.store) {
        return error{errc::invalid_address,
                     "dead letters go to an address or into a store, not to both"};
    }
    if (!detail::is_concrete(to.address))
        return error{errc::invalid_address, "the address of dead letters is not concrete"};
    if (filter_.match(to.address)) {
        return error{errc::invalid_address,
                     "the dead letters would come to the consumer that refused them"};
    }
    if (!wire_->get_capabilities().metadata) {
        return error{errc::unsupported,
                     "this transport has no metadata to say why a letter is dead; give a store"};
    }
    return {};
}

ASYNCAPI_DECL result<void> subscription_state::start(on_delivery handler,
                                                     unique_function<void()> on_end) {
    if (auto kept = take_policy(); !kept) {
        closed_ = true;
        return kept;
    }
    on_delivery_ = std::move(handler);
    on_end_ = std::move(on_end);
    // The transport destroys its handler when the subscription ends, and the guard says so.
    struct guard {
        std::weak_ptr<subscription_state> state;
        explicit guard(std::weak_ptr<subscription_state> of) : state{std::move(of)} {}
        guard(guard&&) = default;
        guard& operator=(guard&&) = delete;
        ~guard() {
            if (auto alive = state.lock()) alive->ended();
        }
    };
    const subscribe_options wanted{options_.group, options_.prefetch};
    auto id =
        wire_->subscribe(filter_, wanted, [end = guard{weak_from_this()}](delivery&& message) {
            if (const auto alive = end.state.lock()) take(alive, std::move(message));
        });
    if (!id) {
        closed_ = true;
        return id.error();
    }
    id_ = *id;
    return {};
}

ASYNCAPI_DECL void subscription_state::stop() {
    if (!id_) return;
    const auto id = *std::exchange(id_, std::nullopt);
    wire_->unsubscribe(id);
    ended();
}

ASYNCAPI_DECL asio::awaitable<result<delivery>> subscription_state::next(
    std::optional<time_source::time_point> deadline) {
    const auto self = shared_from_this();
    while (queue_.empty()) {
        if (closed_) co_return errc::closed;
        const auto cancellation = co_await asio::this_coro::cancellation_state;
        if (cancellation.cancelled() != asio::cancellation_type::none) co_return errc::cancelled;
        auto waited = co_await arrived_.wait(deadline);
        if (!waited && queue_.empty()) co_return waited.error();
    }
    result<delivery> first{std::move(queue_.front())};
    queue_.pop_front();
    co_return first;
}

ASYNCAPI_DECL void subscription_state::take(const std::shared_ptr<subscription_state>& self,
                                            delivery&& message) {
    ++self->counters_.received;
    if (message.attempt > 1) ++self->counters_.redelivered;
    for_each_middleware(self->wire_,
                        [&](middleware& each) { each.on_received(self->channel_, message); });
    if (self->options_.deduplicate && self->is_duplicate(message)) return;
    if (self->on_delivery_) {
        self->on_delivery_(self, std::move(message));
    } else {
        self->queue_.push_back(std::move(message));
        self->arrived_.notify_one();
    }
}

/// \return whether the message is dealt with, now or when the one before it is
ASYNCAPI_DECL bool subscription_state::is_duplicate(const delivery& message) {
    const auto& id = message.metadata.message_id;
    if (id.empty()) return false;
    const auto tag = message.tag;
    const auto attempt = message.attempt;
    const auto begun = options_.deduplicate->begin(
        id, wire_->time()->wall_clock(), [weak = weak_from_this(), tag, attempt](bool is_settled) {
            const auto alive = weak.lock();
            if (!alive) return;
            if (is_settled)
                alive->drop_duplicate(tag, attempt);
            else
                alive->release(tag);
        });
    if (!begun) {
        release_after(tag, retry_pause(retry_, attempt));
    } else if (*begun == deduplicator::verdict::handled) {
        drop_duplicate(tag, attempt);
    } else if (*begun == deduplicator::verdict::fresh) {
        under_way_.emplace(tag.sequence, id);
        return false;
    }
    return true;
}

ASYNCAPI_DECL void subscription_state::drop_duplicate(delivery_tag tag, std::uint32_t attempt) {
    ++counters_.duplicates;
    report({channel_, tag, attempt, outcome::duplicate});
    if (!closed_) wire_->acknowledge(tag);
}

ASYNCAPI_DECL void subscription_state::end_handling(delivery_tag tag, ending how) {
    const auto found = under_way_.extract(tag.sequence);
    if (!found) return;
    if (how == ending::buried)
        options_.deduplicate->bury(found.mapped());
    else
        options_.deduplicate->end(found.mapped(), wire_->time()->wall_clock(),
                                  how == ending::handled);
}

ASYNCAPI_DECL result<bool> subscription_state::begin_attempt(delivery& message,
                                                             const std::string& id) {
    if (!options_.count_attempts || message.attempt == 1 || id.empty()) return true;
    const auto again = options_.count_attempts->begin(id, wire_->time()->wall_clock());
    if (!again) {
        release_after(message.tag, retry_pause(retry_, message.attempt));
        return again.error();
    }
    attempted_.emplace(message.tag.sequence, id);
    // The first time was not counted.
    const auto attempt = *again + 1;
    message.attempt = std::max(message.attempt, attempt);
    return retry_.attempts == 0 || attempt <= retry_.attempts;
}

// What cannot be written is counted once more than it should be, or forgotten when it is old.
ASYNCAPI_DECL void subscription_state::end_attempt(delivery_tag tag, ending how) {
    const auto found = attempted_.extract(tag.sequence);
    if (!found) return;
    if (how == ending::given_back)
        static_cast<void>(options_.count_attempts->give_back(found.mapped()));
    else
        static_cast<void>(options_.count_attempts->end(found.mapped()));
}

ASYNCAPI_DECL void subscription_state::ended() {
    closed_ = true;
    id_.reset();
    queue_.clear();
    pauses_.clear();
    while (!under_way_.empty()) end_handling({0, under_way_.begin()->first}, ending::given_back);
    while (!attempted_.empty()) end_attempt({0, attempted_.begin()->first}, ending::given_back);
    arrived_.wake_all(errc::closed);
    if (auto call = std::exchange(on_end_, {})) call();
}

ASYNCAPI_DECL void subscription_state::acknowledge(delivery_tag tag) {
    settle(tag, ending::handled);
}

ASYNCAPI_DECL void subscription_state::settle(delivery_tag tag, ending how) {
    if (closed_) return;
    end_handling(tag, how);
    end_attempt(tag, how);
    wire_->acknowledge(tag);
}

ASYNCAPI_DECL void subscription_state::release(delivery_tag tag) {
    ++counters_.released;
    if (closed_) return;
    wire_->release(tag);
    end_handling(tag, ending::given_back);
    end_attempt(tag, ending::given_back);
}

ASYNCAPI_DECL void subscription_state::release_after(delivery_tag tag,
                                                     std::chrono::milliseconds pause) {
    if (closed_) return;
    const auto number = ++pause_number_;
    pauses_[number] = wire_->time()->call_at(wire_.get_executor(), wire_->time()->now() + pause,
                                             [weak = weak_from_this(), tag, number] {
                                                 const auto alive = weak.lock();
                                                 if (!alive) return;
                                                 const auto ticket = alive->pauses_.extract(number);
                                                 alive->release(tag);
                                             });
}

ASYNCAPI_DECL void subscription_state::retry_later(delivery_tag tag, std::uint32_t attempt) {
    ++counters_.retried;
    attempted_.erase(tag.sequence);  // it stays counted
    release_after(tag, retry_pause(retry_, attempt));
}

ASYNCAPI_DECL void subscription_state::tell(const rejection& letter) const {
    if (tell_)
        tell_(letter);
    else
        send_refusal(wire_, letter.message, letter.message.metadata.reply_address, letter.why);
}

ASYNCAPI_DECL void subscription_state::report(const std::function<void(const rejection&)>& to,
                                              const rejection& what) const {
    if (!to) return;
    const auto context = message_context::of(what.message.metadata);
    const context_scope scope{&context};
    try {
        to(what);
    } catch (...) {
        // Whoever is told decides nothing: the policy acts all the same.
    }
}

ASYNCAPI_DECL void subscription_state::report(const settled_message& settled) const {
    for_each_middleware(wire_, [&](middleware& each) { each.on_settled(settled); });
}

ASYNCAPI_DECL void subscription_state::give_up(delivery message, std::string_view why) {
    ++counters_.given_up;
    error failure{errc::handler_failed, why};
    report(options_.on_given_up, {failure, message});
    // What a handler says of its failure is not for strangers.
    const error told{errc::handler_failed};
    tell({told, message});
    bury(std::move(message), std::move(failure));
}

ASYNCAPI_DECL void subscription_state::give_up_unhandled(delivery message) {
    report({channel_, message.tag, message.attempt, outcome::given_up});
    give_up(std::move(message), "the process ended during its last attempt");
}

ASYNCAPI_DECL void subscription_state::refuse(delivery message, const error& why,
                                              std::string own_correlation) {
    ++counters_.rejected;
    for_each_middleware(wire_, [&](middleware& each) {
        each.on_rejected({channel_, message, why});
    });
    report(options_.on_rejected, {why, message});
    const auto policy = options_.on_bad_message;
    if (policy != bad_message::drop) tell({why, message});
    if (policy != bad_message::quarantine) return acknowledge(message.tag);
    message.metadata.correlation_id = std::move(own_correlation);
    bury(std::move(message), why);
}

ASYNCAPI_DECL void subscription_state::warn(const delivery& message, const error& why) {
    ++counters_.warned;
    report(options_.on_rejected, {why, message, true});
}

ASYNCAPI_DECL bool subscription_state::holds_next_to_document() noexcept {
    return options_.sample <= 1 || judged_++ % options_.sample == 0;
}

inline result<void> keep_in_store(dead_letter_store& store, const rejection& letter,
                                  std::chrono::system_clock::time_point when) {
    try {
        return store.keep(letter, when);
    } catch (...) {
        return errc::rejected;
    }
}

ASYNCAPI_DECL void subscription_state::bury(delivery message, error why) {
    const auto tag = message.tag;
    const auto attempt = message.attempt;
    const auto& to = options_.dead_letter;
    if (to.store) {
        buried(tag, attempt, keep_in_store(*to.store, {why, message}, wire_->time()->wall_clock()));
    } else if (!to.address.empty()) {
        asio::co_spawn(wire_.get_executor(),
                       bury_at_address(shared_from_this(), std::move(message), std::move(why)),
                       asio::detached);
    } else {
        acknowledge(tag);
    }
}

ASYNCAPI_DECL void subscription_state::buried(delivery_tag tag, std::uint32_t attempt,
                                              const result<void>& kept) {
    report({channel_, tag, attempt, kept ? outcome::dead_lettered : outcome::unburied});
    if (kept) {
        ++counters_.dead_lettered;
        settle(tag, ending::buried);
    } else {
        ++counters_.unburied;
        attempted_.erase(tag.sequence);
        release_after(tag, retry_.max);
    }
}

ASYNCAPI_DECL asio::awaitable<void> subscription_state::bury_at_address(
    std::shared_ptr<subscription_state> self, delivery message, error why) {
    if (self->closed_) co_return;
    const auto tag = message.tag;
    const auto attempt = message.attempt;
    set_dead_letter_headers(message.metadata.headers, {why, message},
                            self->wire_->time()->wall_clock());
    auto handing = hand_over(self->wire_, self->options_.dead_letter.address, std::move(message));
    const auto kept = co_await std::move(handing);
    if (!self->closed_) self->buried(tag, attempt, kept);
}

ASYNCAPI_DECL asio::awaitable<result<void>> subscription_state::hand_over(any_transport wire,
                                                                          std::string address,
                                                                          delivery message) {
    outbound letter;
    letter.address = address;
    letter.payload = message.payload;
    letter.metadata = &message.metadata;
    letter.binary = message.binary;
    const auto refused = std::make_shared<std::optional<error>>();
    letter.on_refused = [refused](const error& why) { *refused = why; };
    for (;;) {
        const auto accepted = wire->try_publish(letter);
        if (accepted) break;
        if (!(accepted.error() == errc::would_block)) co_return accepted.error();
        const auto room = co_await wire->writable({});
        if (!room) co_return room.error();
    }
    const auto gone = co_await wire->drained({});
    if (gone && *refused) co_return **refused;
    co_return gone;
}

}  // namespace asyncapi::detail
