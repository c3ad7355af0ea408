#pragma once

#include <asyncapi/transport.hpp>
#include <asyncapi/transports/detail/context_watch.hpp>
#include <asyncapi/transports/memory/hub.hpp>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace asyncapi::memory::detail {

// One transport of a broker.
class session final : public transport_interface,
                      public asyncapi::detail::context_user,
                      public std::enable_shared_from_this<session> {
public:
    session(const asio::any_io_executor& executor, std::shared_ptr<hub> broker)
        : hub_{std::move(broker)},
          id_{hub_->next_id()},
          where_{std::make_shared<endpoint>(executor, hub_->options().time)},
          account_{std::make_shared<outstanding>()} {}
    session(const session&) = delete;
    session& operator=(const session&) = delete;
    ~session() override { leave(); }

    asio::any_io_executor get_executor() const override { return where_->executor; }
    const std::shared_ptr<time_source>& time() const override { return hub_->options().time; }

    capabilities get_capabilities() const override {
        capabilities all;
        all.max_payload_bytes =
            std::min(hub_->options().max_payload_bytes, hub_->options().max_queued_bytes);
        return all;
    }

    transport_load load() const override { return {account_->messages(), account_->bytes()}; }

    result<void> try_publish(const outbound& message) override {
        if (closed_) return errc::closed;
        return hub_->publish(message, account_, refusal_);
    }

    result<subscription_id> subscribe(const address_template& filter,
                                      const subscribe_options& options,
                                      on_delivery handler) override {
        if (closed_) return errc::closed;
        if (filter.text().starts_with(reply_prefix) &&
            !filter.text().starts_with(reply_root(id_))) {
            return error{errc::unauthorized, "these replies are for another transport"};
        }
        auto member = std::make_shared<consumer>();
        member->where = where_;
        member->prefetch = std::max<std::size_t>(1, options.prefetch);
        member->handler = std::move(handler);
        hub_->attach(member, filter, options.group);
        consumers_.emplace(member->id, member);
        return member->id;
    }

    void unsubscribe(subscription_id id) override {
        // The handler may be running, or own what calls back here: it goes last.
        const auto leaving = consumers_.extract(id);
        if (leaving) hub_->detach(*leaving.mapped());
    }

    void acknowledge(delivery_tag tag) override {
        if (auto* const member = find(tag)) hub_->acknowledge(*member, tag.sequence);
    }

    void release(delivery_tag tag) override {
        if (auto* const member = find(tag)) hub_->release(*member, tag.sequence);
    }

    std::string reply_address(std::string_view token) const override {
        return reply_root(id_).append(token);
    }

    asio::awaitable<result<void>> writable(
        std::optional<time_source::time_point> deadline) override {
        return wait_for_room(shared_from_this(), refusal_, deadline);
    }

    asio::awaitable<result<void>> drained(std::optional<time_source::time_point>) override {
        return all_in_queues(shared_from_this());
    }

    void close() override {
        const auto self = shared_from_this();
        leave();
        where_->room.wake_all(errc::closed);
    }

    void context_ends() override { leave(); }

private:
    consumer* find(delivery_tag tag) const {
        const auto at = consumers_.find(tag.subscription);
        return at == consumers_.end() ? nullptr : at->second.get();
    }

    void leave() {
        closed_ = true;
        const auto leaving = std::exchange(consumers_, {});
        for (const auto& [id, member] : leaving) hub_->detach(*member);
        hub_->detach(*where_);
    }

    // These own the session: a wait may outlive every handle.
    static asio::awaitable<result<void>> wait_for_room(
        std::shared_ptr<session> self, refusal refused,
        std::optional<time_source::time_point> deadline) {
        for (;;) {
            if (self->closed_) co_return errc::closed;
            if (self->hub_->room_or_watch(refused, self->where_)) co_return result<void>{};
            auto notified = co_await self->where_->room.wait(deadline);
            if (!notified) co_return notified;
        }
    }

    // What `try_publish` accepted is in the queues, and that is the broker's receipt.
    static asio::awaitable<result<void>> all_in_queues(std::shared_ptr<session> self) {
        if (self->closed_) co_return errc::closed;
        co_return result<void>{};
    }

    const std::shared_ptr<hub> hub_;
    const std::uint64_t id_;
    const std::shared_ptr<endpoint> where_;
    const std::shared_ptr<outstanding> account_;
    std::map<subscription_id, std::shared_ptr<consumer>> consumers_;
    refusal refusal_;
    bool closed_ = false;
};

}  // namespace asyncapi::memory::detail
