#pragma once

#include <asyncapi/detail/config.hpp>
#include <asyncapi/detail/event.hpp>
#include <asyncapi/sqlite/detail/outbox_table.hpp>
#include <asyncapi/sqlite/outbox.hpp>
#include <asyncapi/transport.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace asyncapi::sqlite::detail {

/// An outbox as what sends sees it.
class outbox_transport final : public transport_interface,
                               public std::enable_shared_from_this<outbox_transport> {
public:
    outbox_transport(sqlite3* connection, const any_transport& wire, outbox_options options);

    const outbox_table& table() const noexcept { return table_; }

    asio::any_io_executor get_executor() const override;
    const std::shared_ptr<time_source>& time() const override;
    capabilities get_capabilities() const override;
    transport_load load() const override;
    result<void> try_publish(const outbound& message) override;
    result<subscription_id> subscribe(const address_template& filter,
                                      const subscribe_options& options,
                                      on_delivery handler) override;
    void unsubscribe(subscription_id id) override;
    void acknowledge(delivery_tag tag) override;
    void release(delivery_tag tag) override;
    std::string reply_address(std::string_view token) const override;
    asio::awaitable<result<void>> writable(
        std::optional<time_source::time_point> deadline) override;
    asio::awaitable<result<void>> drained(std::optional<time_source::time_point> deadline) override;
    void close() override;

private:
    /// \param wanted  asked again and again
    static asio::awaitable<result<void>> wait_until(
        std::shared_ptr<outbox_transport> self, std::function<result<bool>()> wanted,
        std::optional<time_source::time_point> deadline);

    result<bool> has_room() const;

    outbox_table table_;
    any_transport wire_;
    outbox_options options_;
    asyncapi::detail::event changed_;
    bool closed_ = false;
};

}  // namespace asyncapi::sqlite::detail
