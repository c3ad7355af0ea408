#pragma once

#include <asyncapi/transports/mqtt/detail/bridge.hpp>
#include <asyncapi/transports/mqtt/detail/open_file.hpp>
#include <asyncapi/transports/mqtt/detail/paho_threads.hpp>
#include <asyncapi/transports/mqtt/options.hpp>

#include <mqtt/async_client.h>

#include <array>
#include <exception>
#include <memory>
#include <string>
#include <utility>

namespace asyncapi::mqtt::detail {

/// A client of Paho's, for one connection: a new one each time, because Paho C 1.3 can send
/// corrupted packets when one client connects again.
///
/// \see https://github.com/eclipse/paho.mqtt.c/issues/1592
class paho_client {
public:
    paho_client(const std::string& uri, const std::string& client_id, version as,
                const std::shared_ptr<bridge>& events)
        : made_{std::make_shared<made>(uri, client_id, options_for(as), events)} {}
    paho_client(const paho_client&) = delete;
    paho_client& operator=(const paho_client&) = delete;
    ~paho_client() { paho_threads::instance().dispose(std::move(made_)); }

    /// \return whether Paho can begin
    bool connect(const ::mqtt::connect_options& options) {
        try {
            made_->client.connect(options, nullptr, made_->listener);
            paho_threads::instance().wake();
            return true;
        } catch (const std::exception&) {
            return false;
        }
    }

    /// Files that are to be closed when Paho has forgotten this client.
    void outlived_by(open_file one, open_file other) {
        made_->files[0] = std::move(one);
        made_->files[1] = std::move(other);
    }

private:
    struct connect_listener final : ::mqtt::iaction_listener {
        explicit connect_listener(std::shared_ptr<bridge> told) : to{std::move(told)} {}
        void on_success(const ::mqtt::token&) override {}
        void on_failure(const ::mqtt::token&) override { to->fail(); }
        std::shared_ptr<bridge> to;
    };

    struct made {
        made(const std::string& uri, const std::string& client_id,
             const ::mqtt::create_options& options, const std::shared_ptr<bridge>& events)
            : listener{events}, client{uri, client_id, options, nullptr} {}
        std::array<open_file, 2> files;
        connect_listener listener;
        ::mqtt::async_client client;
    };

    static ::mqtt::create_options options_for(version as) {
        ::mqtt::create_options options{as == version::v5 ? MQTTVERSION_5 : MQTTVERSION_3_1_1};
        options.set_restore_messages(false);
        return options;
    }

    std::shared_ptr<made> made_;
};

}  // namespace asyncapi::mqtt::detail
