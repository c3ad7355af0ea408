#pragma once

#include <asyncapi/transports/detail/inbox.hpp>
#include <asyncapi/transports/mqtt/detail/connection.hpp>

#include <charconv>
#include <cstdint>
#include <memory>
#include <string>

namespace asyncapi::mqtt::detail {

/// Where messages of one connection come from: they are settled there or nowhere.
class connection_source final : public asyncapi::detail::message_source {
public:
    explicit connection_source(const std::shared_ptr<connection>& from) : from_{from} {}

    void on_settled(const std::string& key, bool acknowledged) override {
        const auto alive = from_.lock();
        if (!alive) return;
        std::uint16_t id = 0;
        std::from_chars(key.data(), key.data() + key.size(), id);
        alive->settle(id, acknowledged);
    }
    void on_room() override {
        if (const auto alive = from_.lock()) alive->on_room();
    }

private:
    std::weak_ptr<connection> from_;
};

}  // namespace asyncapi::mqtt::detail
