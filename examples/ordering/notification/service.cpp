#include <notification/service.hpp>

#include <notification/outbox.hpp>
#include <notification/webhook.hpp>

#include <contract/notification.hpp>

#include <asyncapi/asyncapi.hpp>

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace notification {
namespace {

namespace asio = boost::asio;

std::string_view word_of(contract::step step) {
    switch (step) {
        case contract::step::received:
            return "received";
        case contract::step::validated:
            return "validated";
        case contract::step::paid:
            return "paid";
        case contract::step::packaged:
            return "packaged";
        case contract::step::dispatched:
            return "dispatched";
        case contract::step::delivered:
            return "delivered";
        case contract::step::failed:
            return "failed";
    }
    return "";
}

/// The end of the order id is enough for the staff; all of it would let them act as the customer.
std::string line_of(const contract::order_status& status) {
    const auto& id = status.order_id;
    std::string text = "Order …" + id.substr(id.size() - 4) + " ";
    text += word_of(status.step);
    if (!status.detail.empty()) text += ": " + status.detail;
    return text;
}

std::string body_of(const std::string& text) {
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer{buffer};
    writer.StartObject();
    writer.Key("text");
    writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
    writer.EndObject();
    return {buffer.GetString(), buffer.GetSize()};
}

/// Posts line after line, in order, each until the webhook takes it.
class announcer : public std::enable_shared_from_this<announcer> {
public:
    announcer(const asyncapi::any_transport& wire, const options& with, webhook_address webhook)
        : wire_{wire},
          options_{with},
          webhook_{std::move(webhook)},
          box_{with.database},
          posted_{wire, contract::notifications} {}

    void note(const asyncapi::received<contract::order_status>& message) {
        box_.add(message.payload, line_of(message.payload), message.metadata.correlation_id);
        work();
    }

    /// Starts to post, unless that is under way or a pause is.
    void work() {
        if (working_ || pause_) return;
        working_ = true;
        asio::co_spawn(wire_.get_executor(), post_all(weak_from_this()), asio::detached);
    }

private:
    static asio::awaitable<void> post_all(std::weak_ptr<announcer> weak) {
        for (;;) {
            webhook_call call;
            pending line;
            asio::any_io_executor executor;
            {
                const auto self = weak.lock();
                if (!self || !self->take(line, call)) co_return;
                executor = self->wire_.get_executor();
            }
            auto work = post(executor, std::move(call));
            const auto status = co_await std::move(work);
            const auto self = weak.lock();
            if (!self || !self->settle(line, status)) co_return;
        }
    }

    /// \return whether there is a line to post now
    bool take(pending& line, webhook_call& call) {
        try {
            const auto waiting = box_.waiting(1);
            working_ = !waiting.empty();
            if (!working_) return false;
            line = waiting.front();
            box_.count_attempt(line.position);
        } catch (const std::exception&) {
            return rest(options_.max_pause);
        }
        ++line.attempts;
        call = {webhook_,
                body_of(line.text),
                {{"X-Correlation-Id", line.correlation_id}},
                options_.timeout};
        return true;
    }

    /// \return whether the next line may follow at once
    bool settle(const pending& line, const asyncapi::result<unsigned>& status) {
        const bool taken = status && *status >= 200 && *status < 300;
        if (!taken && line.attempts < options_.max_attempts) {
            const auto doublings = std::min(line.attempts - 1, 20);
            return rest(std::min(options_.pause * (1 << doublings), options_.max_pause));
        }
        try {
            box_.settle(line.position);
        } catch (const std::exception&) {
            return rest(options_.max_pause);
        }
        static_cast<void>(posted_.send({line.order_id, line.step, taken, line.attempts},
                                       {.correlation_id = line.correlation_id}));
        return true;
    }

    bool rest(std::chrono::milliseconds wait) {
        working_ = false;
        pause_ = wire_->time()->call_at(wire_.get_executor(), wire_->time()->now() + wait,
                                        [weak = weak_from_this()] {
                                            const auto self = weak.lock();
                                            if (!self) return;
                                            const auto over = std::exchange(self->pause_, nullptr);
                                            self->work();
                                        });
        return false;
    }

    asyncapi::any_transport wire_;
    options options_;
    webhook_address webhook_;
    outbox box_;
    asyncapi::channel<contract::notification_posted> posted_;
    asyncapi::time_source::ticket pause_;
    bool working_ = false;
};

webhook_address checked(const options& with) {
    auto webhook = parse_webhook(with.webhook);
    if (!webhook) throw std::invalid_argument{webhook.error().detail()};
    return *std::move(webhook);
}

}  // namespace

struct service::inside {
    std::shared_ptr<announcer> lines;
    asyncapi::subscription statuses;

    inside(const asyncapi::any_transport& wire, const options& with)
        : lines{std::make_shared<announcer>(wire, with, checked(with))},
          statuses{asyncapi::channel{wire, contract::statuses}.subscribe(
              [l = lines](asyncapi::received<contract::order_status>& message) {
                  l->note(message);
              })} {
        lines->work();
    }
};

service::service(asyncapi::any_transport wire, const options& with)
    : inside_{std::make_unique<inside>(wire, with)} {}
service::service(service&&) noexcept = default;
service::~service() = default;

}  // namespace notification
