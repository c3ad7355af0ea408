#pragma once

#include <asyncapi/transports/websocket.hpp>

#include <support/drive.hpp>
#include <support/transport_suite.hpp>

namespace fixtures {

using namespace asyncapi;

// A client and a server on one context; they can only talk over the socket.
struct websocket_pair {
    websocket_pair() { settle(); }
    ~websocket_pair() {
        client_.close();
        server_.close();
        run_until([] { return false; });
    }

    bool run_until(const std::function<bool()>& condition) {
        return testing::drive_until(io_, condition);
    }

    // Subscriptions go ahead of messages, so they have their effect when a message has come
    // through. It takes the way of a reply, which no other subscription sees.
    void settle() {
        const auto expected = ++settled_;
        testing::publish(any_transport{client_}, mark_, "");
        REQUIRE(run_until([&] { return marks_->size() == expected; }));
    }

    asio::io_context io_;
    websocket::server server_ =
        websocket::server::listen(io_.get_executor(), {.slow_peer_grace = std::chrono::hours{1}})
            .value();
    websocket::client client_{io_.get_executor(),
                              {.url = "ws://127.0.0.1:" + std::to_string(server_.port())}};
    std::string mark_ = any_transport { server_ } -> reply_address("mark");
    std::shared_ptr<testing::inbox> marks_ = testing::listen(any_transport{server_}, mark_);
    std::size_t settled_ = 0;
};

template <bool ClientIsLeft>
struct directed : websocket_pair {
    any_transport left() const {
        return ClientIsLeft ? any_transport{client_} : any_transport{server_};
    }
    any_transport right() const {
        return ClientIsLeft ? any_transport{server_} : any_transport{client_};
    }

    // What is never acknowledged never leaves.
    bool block_left() {
        const auto stuck = testing::listen(right(), "block/left", {.prefetch = 1}, false);
        settle();
        REQUIRE(run_until([this] { return left()->load().queued_messages == 0; }));
        return testing::fill(left(), "block/left") > 0;
    }
};

using client_to_server = directed<true>;
using server_to_client = directed<false>;

}  // namespace fixtures
