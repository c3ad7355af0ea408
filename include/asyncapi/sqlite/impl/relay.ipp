#pragma once

#include <asyncapi/detail/random_id.hpp>
#include <asyncapi/sqlite/detail/relaying.hpp>
#include <asyncapi/sqlite/relay.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>
#include <utility>

namespace asyncapi::sqlite {
namespace detail {

ASYNCAPI_DECL relaying::relaying(const any_transport& wire, const std::filesystem::path& path,
                                 relay_options options)
    : wire_{wire},
      options_{std::move(options)},
      owner_{asyncapi::detail::random_hex(32)},
      woken_{wire.get_executor(), wire->time()} {
    // Who holds the lock may be a transaction on this very thread: waiting for it would be for
    // ever.
    auto opened = open_database(path, std::chrono::milliseconds{0});
    if (!opened) {
        end(opened.error());
    } else if (!is_plain_name(options_.table)) {
        end({errc::invalid_address, "the name of the table is not letters, digits and _"});
    } else {
        database_ = *std::move(opened);
        table_.emplace(database_.get(), options_.table);
    }
}

ASYNCAPI_DECL void relaying::end(const error& why) {
    if (!ended_) ended_ = why;
}

ASYNCAPI_DECL result<void> relaying::status() const {
    if (ended_) return *ended_;
    return {};
}

ASYNCAPI_DECL void relaying::close() {
    if (!ended_ && holds_lease()) static_cast<void>(table_->end_lease(owner_));
    end(errc::closed);
    woken_.wake_all(errc::closed);
}

ASYNCAPI_DECL asio::awaitable<void> relaying::run(std::shared_ptr<relaying> self) {
    while (!self->ended_) {
        auto sending = send_batch(self);
        const bool more = co_await std::move(sending);
        if (more || self->ended_) continue;
        const auto until = self->wire_->time()->now() + self->options_.poll;
        static_cast<void>(co_await self->woken_.wait(until));
    }
}

ASYNCAPI_DECL asio::awaitable<bool> relaying::send_batch(std::shared_ptr<relaying> self) {
    auto batch = self->read_batch();
    if (!batch || batch->empty() || !self->renew_lease()) co_return false;
    // Another relay may have sent them before the lease was ours.
    batch = self->read_batch();
    if (!batch || batch->empty()) co_return false;
    auto publishing = publish(self, *std::move(batch));
    co_return co_await std::move(publishing);
}

ASYNCAPI_DECL std::optional<std::vector<waiting_message>> relaying::read_batch() {
    if (!complete_ && !(complete_ = table_->complete().has_value())) {
        ++counters_.busy;
        return {};
    }
    auto batch = table_->waiting(std::max<std::size_t>(1, options_.batch));
    if (batch) return *std::move(batch);
    complete_ = false;  // there may have been no table yet
    ++counters_.busy;
    return {};
}

/// \return whether this relay may send, until `lease_ends_`
ASYNCAPI_DECL bool relaying::renew_lease() {
    const auto now = wire_->time()->now();
    if (holds_lease() && now < renewal()) return true;
    const auto wall = wire_->time()->wall_clock();
    const auto leased = table_->lease(owner_, wall, wall + options_.lease);
    if (!leased) {
        ++counters_.busy;
        return holds_lease();
    }
    if (*leased) lease_ends_ = now + options_.lease;
    return *leased;
}

ASYNCAPI_DECL bool relaying::holds_lease() const {
    return wire_->time()->now() < lease_ends_;
}

/// Early enough to try again when the database is locked.
ASYNCAPI_DECL relaying::time_point relaying::renewal() const {
    return lease_ends_ - options_.lease / 2;
}

/// When a wait has to end for the lease: not at once again, where that could not be renewed.
ASYNCAPI_DECL relaying::time_point relaying::next_look() const {
    return std::max(renewal(), wire_->time()->now() + options_.poll);
}

ASYNCAPI_DECL asio::awaitable<bool> relaying::publish(std::shared_ptr<relaying> self,
                                                      std::vector<waiting_message> batch) {
    std::vector<std::int64_t> sent;
    bool stuck = false;
    for (std::size_t at = 0; at < batch.size() && !stuck;) {
        if (self->ended_ || !self->renew_lease()) break;
        const auto& each = batch[at];
        outbound message;
        message.address = each.message.address;
        message.payload = each.message.payload;
        message.metadata = &each.message.metadata;
        message.binary = each.message.binary;
        self->refused_later_.erase(each.position);
        if (each.expires) {
            const auto left = *each.expires - self->wire_->time()->wall_clock();
            if (left.count() <= 0) {
                self->refused_later_.emplace(each.position, errc::timed_out);
                sent.push_back(each.position);
                ++at;
                continue;
            }
            message.expires_in = std::chrono::ceil<std::chrono::milliseconds>(left);
        }
        message.on_refused = [weak = std::weak_ptr{self}, at = each.position](const error& why) {
            if (const auto alive = weak.lock()) alive->refused_later_.insert_or_assign(at, why);
        };
        const auto accepted = self->wire_->try_publish(message);
        if (accepted) {
            sent.push_back(each.position);
            ++at;
        } else if (accepted.error() == errc::would_block) {
            const auto room = co_await self->wire_->writable(self->next_look());
            stuck = !room && !(room.error() == errc::timed_out);
        } else if (self->fails(each.position, accepted.error())) {
            ++at;
        } else {
            stuck = true;
        }
    }
    if (sent.empty()) co_return !stuck && !self->ended_ && self->holds_lease();
    auto confirming = confirm(self, std::move(sent));
    const bool confirmed = co_await std::move(confirming);
    co_return confirmed && !stuck;
}

/// \return whether the message is out of the way; if not, it is tried again later
ASYNCAPI_DECL bool relaying::fails(std::int64_t position, const error& why) {
    if (why == errc::closed) {
        end(why);
        return false;
    }
    if (!gives_up(position, why)) return false;
    if (!table_->set_failed(position, why.to_string())) {
        ++counters_.busy;
        return false;
    }
    ++counters_.failed;
    return true;
}

ASYNCAPI_DECL bool relaying::gives_up(std::int64_t position, const error& why) {
    if (why == errc::not_connected) return false;
    for (const auto final : {errc::too_large, errc::invalid_address, errc::malformed,
                             errc::unauthorized, errc::unsupported, errc::rejected})
        if (why == final) return true;
    if (std::exchange(refused_, position) != position) refusals_ = 0;
    return ++refusals_ >= options_.max_refusals;
}

/// \return whether the database has it
ASYNCAPI_DECL bool relaying::set_refused_aside() {
    while (!refused_later_.empty()) {
        const auto& [position, why] = *refused_later_.begin();
        if (!table_->set_failed(position, why.to_string())) return false;
        ++counters_.failed;
        refused_later_.erase(refused_later_.begin());
    }
    return true;
}

/// \return how many of these became too old, and so are out of the way as if they had been sent
ASYNCAPI_DECL std::uint64_t relaying::take_expired(const std::vector<std::int64_t>& sent) {
    std::uint64_t count = 0;
    for (const auto each : sent) {
        const auto found = refused_later_.find(each);
        if (found == refused_later_.end() || !(found->second == errc::timed_out)) continue;
        refused_later_.erase(found);
        ++count;
    }
    return count;
}

ASYNCAPI_DECL asio::awaitable<bool> relaying::confirm(std::shared_ptr<relaying> self,
                                                      std::vector<std::int64_t> sent) {
    for (;;) {
        const auto gone = co_await self->wire_->drained(self->next_look());
        if (gone) break;
        const bool late = gone.error() == errc::timed_out;
        if (gone.error() == errc::closed) self->end(gone.error());
        if (self->ended_ || !late || !self->renew_lease()) {
            self->counters_.repeated += sent.size();
            co_return false;
        }
    }
    // What was refused has left the transport as well.
    auto& refused = self->refused_later_;
    const auto expired = self->take_expired(sent);
    std::erase_if(sent, [&](std::int64_t each) { return refused.contains(each); });
    const auto again = std::erase_if(
        refused, [&](const auto& each) { return !self->gives_up(each.first, each.second); });
    // What was confirmed must not be sent again because somebody writes just now.
    while (!self->ended_) {
        if (self->set_refused_aside() && self->table_->remove(sent)) {
            self->counters_.sent += sent.size() - expired;
            self->counters_.expired += expired;
            co_return again == 0;
        }
        ++self->counters_.busy;
        self->renew_lease();
        const auto until = self->wire_->time()->now() + self->options_.poll;
        static_cast<void>(co_await self->woken_.wait(until));
    }
    self->counters_.repeated += sent.size();
    co_return false;
}

}  // namespace detail

ASYNCAPI_DECL relay::relay(const any_transport& wire, const std::filesystem::path& path,
                           relay_options options)
    : relaying_{std::make_shared<detail::relaying>(wire, path, std::move(options))} {
    if (relaying_->status())
        asio::co_spawn(wire.get_executor(), detail::relaying::run(relaying_), asio::detached);
}
ASYNCAPI_DECL relay::relay(relay&&) noexcept = default;
ASYNCAPI_DECL relay::~relay() {
    if (relaying_) relaying_->close();
}

ASYNCAPI_DECL result<void> relay::status() const {
    return relaying_->status();
}
ASYNCAPI_DECL relay_counters relay::counters() const {
    return relaying_->counters();
}
ASYNCAPI_DECL void relay::wake() {
    relaying_->wake();
}
ASYNCAPI_DECL void relay::close() {
    relaying_->close();
}

}  // namespace asyncapi::sqlite
