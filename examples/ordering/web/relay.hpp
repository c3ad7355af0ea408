#pragma once

#include <contract/invalid_message.hpp>

#include <asyncapi/channel.hpp>
#include <asyncapi/requester.hpp>
#include <asyncapi/responder.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <utility>

namespace web {

/// Passes requests of pages on to the service that answers them, and its answers back.
template <class Request, class... Replies>
class question {
public:
    using answer = std::variant<Replies...>;

    /// \param silence  what a page is told when the service does not answer; none: an error reply
    question(const asyncapi::any_transport& pages, const asyncapi::any_transport& services,
             const asyncapi::operation_object<Request, Replies...>& operation,
             std::chrono::milliseconds timeout, std::optional<answer> silence = {})
        : ask_{std::make_shared<requester>(services, operation)},
          answer_{pages,
                  operation,
                  [ask = ask_, timeout,
                   silence = std::move(silence)](asyncapi::received<Request>& request) {
                      return pass_on(ask, request.payload, timeout, silence);
                  },
                  contract::explain,
                  {.concurrency = at_a_time}} {}

private:
    static constexpr std::size_t at_a_time = 64;

    using requester = asyncapi::requester<Request, Replies...>;

    static asyncapi::asio::awaitable<asyncapi::result<answer>> pass_on(
        std::shared_ptr<requester> ask, Request payload, std::chrono::milliseconds timeout,
        std::optional<answer> silence) {
        auto work = ask->request(payload, timeout);
        auto reply = co_await std::move(work);
        if (reply) co_return std::move(reply->payload);
        if (silence) co_return *std::move(silence);
        co_return reply.error();
    }

    std::shared_ptr<requester> ask_;
    asyncapi::responder<Request, Replies...> answer_;
};

/// Passes messages on from one transport to another, in order, waiting where there is no room.
template <class Message>
class stream {
public:
    stream(const asyncapi::any_transport& from, const asyncapi::any_transport& to,
           const asyncapi::channel_object<Message>& object)
        : messages_{asyncapi::channel{from, object}.subscribe(
              [out = std::make_shared<asyncapi::channel<Message>>(to, object)](
                  asyncapi::received<Message>& message) { return pass_on(out, message); })} {}

private:
    static asyncapi::asio::awaitable<void> pass_on(std::shared_ptr<asyncapi::channel<Message>> out,
                                                   asyncapi::received<Message>& message) {
        const asyncapi::send_options options{.parameters = message.parameters(),
                                             .correlation_id = message.metadata.correlation_id,
                                             .message_id = message.metadata.message_id};
        for (;;) {
            const auto sent = out->send(message.payload, options);
            if (sent || !(sent.error() == asyncapi::errc::would_block)) co_return;
            auto work = out->writable();
            const auto room = co_await std::move(work);
            if (!room) co_return;
        }
    }

    asyncapi::subscription messages_;
};

}  // namespace web
