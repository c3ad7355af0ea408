#pragma once

#include <asyncapi/address.hpp>
#include <asyncapi/transports/mqtt/detail/frames.hpp>
#include <asyncapi/transports/mqtt/options.hpp>

#include "script.hpp"

#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace testing_mqtt {

/// The script's broker doing what a broker has to: it answers all packets, and hands the client's
/// messages back to it where it has subscribed. It keeps nothing when the connection ends.
class obedient_broker {
public:
    explicit obedient_broker(script& of, asyncapi::mqtt::version as = asyncapi::mqtt::version::v5,
                             asyncapi::mqtt::qos at = asyncapi::mqtt::qos::at_least_once)
        : of_{of},
          on_{of.broker},
          five_{as == asyncapi::mqtt::version::v5},
          qos_{static_cast<int>(at)} {}

    /// More handlers than anything takes that ends.
    static constexpr int many = 2'000;

    /// Runs so many handlers, or until `done()` holds. \return whether it does
    bool run_until(const std::function<bool()>& done, int handlers = many) {
        bool is_done = false;
        of_.run_until([&] {
            serve();
            is_done = done();
            return is_done || handlers-- <= 0;
        });
        return is_done;
    }

    std::size_t published = 0;             ///< messages of the client's
    std::size_t delivered = 0;             ///< messages to the client
    std::set<std::string> unacknowledged;  ///< of these, by packet id

private:
    void serve() {
        while (!on_.packets.empty()) {
            const auto said = std::move(on_.packets.front());
            on_.packets.pop_front();
            answer(said);
        }
    }

    void answer(const scripted_broker::said& said) {
        switch (said.type) {
            case packet::connect:
                filters_.clear();
                return on_.send(five_ ? connack() : connack_3_1_1());
            case packet::subscribe:
                filters_.push_back(first_filter(said));
                return on_.send(testing_mqtt::packet(
                    0x90, said.id() + (five_ ? properties() : "") + bytes(qos_)));
            case packet::unsubscribe:
                std::erase(filters_, first_filter(said));
                return on_.send(
                    testing_mqtt::packet(0xB0, said.id() + (five_ ? properties() + bytes(0) : "")));
            case packet::publish:
                return take(said);
            case packet::pubrel:
                return on_.send(testing_mqtt::packet(0x70, said.id()));
            case packet::pubrec:
                return on_.send(testing_mqtt::packet(0x62, said.id()));
            case packet::puback:
            case packet::pubcomp:
                CHECK(unacknowledged.erase(said.id()) == 1);
                return;
            case packet::pingreq:
                return on_.send(testing_mqtt::packet(0xD0));
            default:
                return;
        }
    }

    std::string first_filter(const scripted_broker::said& said) const {
        std::string_view rest{said.body};
        rest.remove_prefix(2);
        if (five_) rest.remove_prefix(1U + static_cast<unsigned char>(rest.front()));
        return std::string{asyncapi::mqtt::detail::take_text(rest).value_or("")};
    }

    void take(const scripted_broker::said& said) {
        ++published;
        if (said.qos() == 1) on_.send(testing_mqtt::packet(0x40, said.id()));
        if (said.qos() == 2) on_.send(testing_mqtt::packet(0x50, said.id()));
        const auto topic = said.topic();
        const auto rest = said.body.substr(2 + topic.size() + (said.qos() > 0 ? 2U : 0U));
        for (const auto& each : filters_)
            if (asyncapi::address_template{each}.match(topic)) deliver(topic, rest);
    }

    /// \param rest  properties and payload
    void deliver(const std::string& topic, const std::string& rest) {
        ++delivered;
        auto body = text(topic);
        if (qos_ > 0) {
            const auto id = u16(latest_id_ = latest_id_ % 0xFFFF + 1);
            unacknowledged.insert(id);
            body += id;
        }
        on_.send(testing_mqtt::packet(0x30U | static_cast<unsigned>(qos_) << 1U, body + rest));
    }

    script& of_;
    scripted_broker& on_;
    const bool five_;
    const int qos_;  // of all deliveries
    std::vector<std::string> filters_;
    std::size_t latest_id_ = 0;
};

}  // namespace testing_mqtt
