#pragma once

#include <asyncapi/transports/detail/dialer.hpp>
#include <asyncapi/transports/websocket/detail/beast_stream.hpp>

#include <memory>
#include <string>
#include <utility>

namespace asyncapi::websocket::detail {

using asyncapi::detail::destination;
using asyncapi::detail::dialer;

/// From a name to a WebSocket.
class outgoing_stream final : public message_stream,
                              public std::enable_shared_from_this<outgoing_stream> {
public:
    outgoing_stream(const asio::any_io_executor& executor, const client_target& target,
                    const tls_options& tls, const stream_limits& limits,
                    std::weak_ptr<stream_events> owner)
        : dialer_{std::make_shared<dialer>(
              executor, destination{target.secure, target.host, target.port}, tls,
              asyncapi::detail::make_busy_poll(executor, limits.busy_poll))},
          target_{target},
          limits_{limits},
          owner_{std::move(owner)} {}

    void start() {
        dialer_->start([self = shared_from_this()](result<std::shared_ptr<buffered_socket>> made) {
            if (!made) return self->fail(made.error());
            if (self->owner_.expired()) return (*made)->close();
            self->below_ = *made;
            self->pump_ = std::make_shared<websocket_pump>(self->below_, self->limits_,
                                                           self->owner_, beast::role_type::client);
            self->pump_->connect(self->target_);
        });
    }

    void read() override { pump_->read(); }
    bool ready() const noexcept override { return pump_->ready(); }
    void write(const outgoing& message) override { pump_->write(message); }
    void ping() override { pump_->ping(); }
    void close(const close_reason& reason) override { pump_->close(reason); }

    void abort() noexcept override {
        owner_.reset();
        dialer_->abort();
        if (pump_) {
            pump_->abort();
        } else if (below_) {
            below_->close();
        }
    }

    bool flushed() const noexcept override { return below_->flushed(); }
    std::uint64_t bytes_received() const noexcept override { return below_->bytes_received(); }

private:
    void fail(const error& why) {
        const auto owner = std::exchange(owner_, {}).lock();
        if (below_) below_->close();
        if (owner) owner->on_end({}, why);
    }

    std::shared_ptr<dialer> dialer_;
    const client_target target_;
    const stream_limits limits_;
    std::weak_ptr<stream_events> owner_;
    std::shared_ptr<buffered_socket> below_;
    std::shared_ptr<websocket_pump> pump_;
};

}  // namespace asyncapi::websocket::detail
