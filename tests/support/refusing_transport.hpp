#pragma once

#include <asyncapi/transport.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace support {

/// Accepts all, and refuses some before it has drained, as a broker does.
class refusing_transport final : public asyncapi::transport_interface {
public:
    explicit refusing_transport(const asyncapi::any_transport& inner) : inner_{inner} {}

    /// By address, or by address and message id with a space between.
    std::map<std::string, asyncapi::error> refuses;
    std::function<void()> before_drained = [] {};
    /// Of the messages that were accepted.
    std::vector<std::optional<std::chrono::milliseconds>> expiries;

    asyncapi::result<void> try_publish(const asyncapi::outbound& message) override {
        const std::string address{message.address};
        auto found = refuses.find(address);
        if (found == refuses.end())
            found = refuses.find(address + " " + message.metadata->message_id);
        expiries.push_back(message.expires_in);
        if (found == refuses.end()) return inner_->try_publish(message);
        REQUIRE(message.on_refused);
        refused_.emplace_back(message.on_refused, found->second);
        return {};
    }
    boost::asio::awaitable<asyncapi::result<void>> drained(
        std::optional<asyncapi::time_source::time_point> deadline) override {
        for (const auto& [tell, why] : std::exchange(refused_, {})) tell(why);
        before_drained();
        return inner_->drained(deadline);
    }

    boost::asio::any_io_executor get_executor() const override { return inner_->get_executor(); }
    const std::shared_ptr<asyncapi::time_source>& time() const override { return inner_->time(); }
    asyncapi::capabilities get_capabilities() const override { return inner_->get_capabilities(); }
    asyncapi::transport_load load() const override { return inner_->load(); }
    asyncapi::result<subscription_id> subscribe(const asyncapi::address_template& filter,
                                                const asyncapi::subscribe_options& options,
                                                on_delivery handler) override {
        return inner_->subscribe(filter, options, std::move(handler));
    }
    void unsubscribe(subscription_id id) override { inner_->unsubscribe(id); }
    void acknowledge(asyncapi::delivery_tag tag) override { inner_->acknowledge(tag); }
    void release(asyncapi::delivery_tag tag) override { inner_->release(tag); }
    std::string reply_address(std::string_view token) const override {
        return inner_->reply_address(token);
    }
    boost::asio::awaitable<asyncapi::result<void>> writable(
        std::optional<asyncapi::time_source::time_point> deadline) override {
        return inner_->writable(deadline);
    }
    void close() override { inner_->close(); }

private:
    asyncapi::any_transport inner_;
    std::vector<std::pair<std::function<void(const asyncapi::error&)>, asyncapi::error>> refused_;
};

}  // namespace support
