#pragma once

#include <asyncapi/detail/event.hpp>
#include <asyncapi/detail/random_id.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/transport.hpp>
#include <asyncapi/transports/detail/context_watch.hpp>
#include <asyncapi/transports/detail/reconnection.hpp>
#include <asyncapi/transports/detail/wait.hpp>
#include <asyncapi/transports/options.hpp>

#include <boost/asio/post.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace asyncapi::detail {

/// A client that connects, and again when the connection is lost: carries out what `reconnection`
/// decides. What a connection is, and what goes over it, is the derived class's.
class reconnecting_client : public transport_interface,
                            public context_user,
                            public std::enable_shared_from_this<reconnecting_client> {
public:
    using time_point = time_source::time_point;
    using on_state = std::function<void(connection_state, const error* why)>;

    /// Options of the derived class that every client has.
    template <class Options>
    reconnecting_client(asio::any_io_executor executor, const Options& options)
        : executor_{std::move(executor)},
          time_{options.time},
          decisions_{options.backoff, options.reconnect},
          changed_{executor_, time_},
          on_state_{options.on_state} {}

    void start() {
        context_watch::add(executor_, weak_from_this());
        asio::post(executor_, [weak = weak_from_this()] {
            if (const auto self = weak.lock()) self->begin();
        });
    }

    /// Nobody runs what a client that says farewell waits for.
    void context_ends() override { farewell_.reset(); }

    connection_state state() const noexcept { return decisions_.state(); }
    event& changed() noexcept { return changed_; }

    /// Nothing is accepted any more.
    virtual bool ending() const noexcept {
        return state() == connection_state::closing || state() == connection_state::closed;
    }

    asio::awaitable<result<void>> connected(std::optional<time_point> deadline) {
        return wait_until(
            shared_from_this(),
            [](reconnecting_client& client) {
                return client.state() == connection_state::connected;
            },
            deadline);
    }

    asio::any_io_executor get_executor() const override { return executor_; }
    const std::shared_ptr<time_source>& time() const override { return time_; }

protected:
    /// \return why there is no use in trying
    virtual result<void> possible() const = 0;
    /// Begins an attempt, which ends with `opened` or `ended`.
    virtual void connect() = 0;
    /// Says goodbye; `ended` follows.
    virtual void hang_up() = 0;
    /// Lets go of the connection, of what is queued and of the subscriptions.
    virtual void drop() = 0;

    void opened() { run(decisions_.opened(time_->now()), nullptr); }
    void ended(const error& why) { run(decisions_.ended(time_->now(), random()), &why); }
    void leave() { run(decisions_.close(), nullptr); }
    /// From now on the end of the connection is the end.
    void decide_to_leave() { decisions_.close(); }

    void finish(const error* why) {
        const auto self = shared_from_this();
        farewell_.reset();
        alarm_.reset();
        decisions_.close();
        decisions_.ended(time_->now(), 0);
        drop();
        changed_.wake_all(errc::closed);
        tell(why);
    }

    /// A client that nobody holds any more still has so long to close in an orderly way; then
    /// `on_farewell_over`.
    void allow_farewell(std::chrono::milliseconds within) {
        farewell_ = time_->call_at(executor_, time_->now() + within,
                                   [self = shared_from_this()] { self->on_farewell_over(); });
    }
    virtual void on_farewell_over() { finish(nullptr); }

    void tell(const error* why) {
        if (state() == std::exchange(told_, state()) && !first_) return;
        first_ = false;
        if (on_state_) on_state_(state(), why);
    }

    /// What the client is, for a wait that keeps it alive.
    template <class Derived>
    std::shared_ptr<Derived> shared_as() {
        return std::static_pointer_cast<Derived>(shared_from_this());
    }

private:
    void begin() {
        if (ending()) return;
        const auto good = possible();
        if (good) return run(decisions_.start(), nullptr);
        const auto why = good.error();
        finish(&why);
    }

    void run(const reconnection::step& next, const error* why) {
        using action = reconnection::action;
        switch (next.what) {
            case action::none:
                return;
            case action::connect:
                tell(why);
                alarm_.reset();
                return connect();
            case action::wait:
                alarm_ =
                    time_->call_at(executor_, time_->now() + next.delay, [weak = weak_from_this()] {
                        if (const auto self = weak.lock())
                            self->run(self->decisions_.waited(), nullptr);
                    });
                return tell(why);
            case action::hang_up:
                tell(why);
                return hang_up();
            case action::finish:
                return finish(why);
        }
    }

    static double random() {
        constexpr double range = 9007199254740992.0;  // 2^53
        return static_cast<double>(random_bits() >> 11U) / range;
    }

    const asio::any_io_executor executor_;
    const std::shared_ptr<time_source> time_;
    reconnection decisions_;
    event changed_;
    const on_state on_state_;
    time_source::ticket alarm_;
    time_source::ticket farewell_;
    connection_state told_ = connection_state::connecting;
    bool first_ = true;
};

}  // namespace asyncapi::detail
