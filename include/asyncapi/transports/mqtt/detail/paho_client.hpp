#pragma once

#include <asyncapi/transports/mqtt/detail/bridge.hpp>
#include <asyncapi/transports/mqtt/detail/paho_threads.hpp>
#include <asyncapi/transports/mqtt/options.hpp>

#include <mqtt/async_client.h>

#include <cstdint>
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
        : made_{std::make_shared<made>(uri, client_id, options_for(as), events)},
          number_{as == version::v5 ? MQTTVERSION_5 : MQTTVERSION_3_1_1} {}
    paho_client(const paho_client&) = delete;
    paho_client& operator=(const paho_client&) = delete;
    ~paho_client() { paho_threads::instance().dispose(std::move(made_)); }

    // Paho throws where it cannot even begin: then there is no packet.

    bool connect(const ::mqtt::connect_options& options) {
        return attempt([&] {
            made_->client.connect(options, nullptr, made_->listener);
            paho_threads::instance().wake();
        });
    }

    /// \param identifier  MQTT 5: names the subscription in what it brings; 0: none
    bool subscribe(const std::string& filter, qos at, std::uint64_t identifier) {
        return attempt([&] {
            ::mqtt::subscribe_options options;
            ::mqtt::properties properties;
            if (number_ == MQTTVERSION_5) {
                // What was retained comes with a new subscription, not with one that is renewed.
                if (!filter.starts_with("$share/"))
                    options.set_retain_handling(::mqtt::subscribe_options::SEND_RETAINED_ON_NEW);
                if (identifier != 0)
                    properties.add({::mqtt::property::SUBSCRIPTION_IDENTIFIER,
                                    static_cast<std::int32_t>(identifier)});
            }
            made_->client.subscribe(filter, static_cast<int>(at), options, properties);
        });
    }

    bool unsubscribe(const std::string& filter) {
        return attempt([&] { made_->client.unsubscribe(filter); });
    }

private:
    struct connect_listener final : ::mqtt::iaction_listener {
        explicit connect_listener(std::shared_ptr<bridge> to) : events{std::move(to)} {}
        void on_success(const ::mqtt::token&) override { events->push(bridge::event::accepted); }
        void on_failure(const ::mqtt::token&) override { events->push(bridge::event::failed); }
        std::shared_ptr<bridge> events;
    };

    struct made {
        made(const std::string& uri, const std::string& client_id,
             const ::mqtt::create_options& options, const std::shared_ptr<bridge>& events)
            : listener{events}, client{uri, client_id, options, nullptr} {}
        connect_listener listener;
        ::mqtt::async_client client;
    };

    static ::mqtt::create_options options_for(version as) {
        ::mqtt::create_options options{as == version::v5 ? MQTTVERSION_5 : MQTTVERSION_3_1_1};
        options.set_restore_messages(false);
        return options;
    }

    template <class F>
    static bool attempt(F&& what) {
        try {
            what();
            return true;
        } catch (const std::exception&) {
            return false;
        }
    }

    std::shared_ptr<made> made_;
    const int number_;
};

}  // namespace asyncapi::mqtt::detail
