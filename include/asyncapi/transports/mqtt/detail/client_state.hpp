#pragma once

#include <asyncapi/detail/random_id.hpp>
#include <asyncapi/transports/mqtt/detail/address_filters.hpp>
#include <asyncapi/transports/mqtt/detail/answers.hpp>
#include <asyncapi/transports/mqtt/detail/connection.hpp>
#include <asyncapi/transports/mqtt/detail/poison_search.hpp>
#include <asyncapi/transports/mqtt/detail/takeovers.hpp>
#include <asyncapi/transports/mqtt/options.hpp>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace asyncapi::mqtt::detail {

/// What the parts of a client share.
struct client_state {
    explicit client_state(client_options with) : options{std::move(with)}, poison{options.poison} {
        options.subscribe_qos = std::min(options.subscribe_qos, options.max_subscribe_qos);
        for (const auto& each : options.bare) bare_.add(each);
        offer.shared_subscriptions = options.version == version::v5 || options.shared_subscriptions;
        offer.subscription_identifiers = options.version == version::v5;
    }

    /// Whether messages of that address have no metadata, whatever the mode is.
    bool is_bare(std::string_view address) { return bare_.match(address); }

    bool is_open() const { return current && current->is_open(); }

    // Consumers may wait for an answer before they make room for what is in front of it.
    void read_on() const {
        if (current) current->resume();
    }

    void tell_refused(const error& why, std::string_view address) const {
        if (options.on_refused) options.on_refused(why, address);
    }

    client_options options;
    const std::string instance = asyncapi::detail::random_hex(24);
    client_statistics statistics;
    broker_offer offer;
    poison_search poison;
    takeovers taken_over;
    std::shared_ptr<connection> current;  ///< null: there is none
    /// Of messages and subscriptions, which grow: what was accepted before has a smaller one.
    std::uint64_t last_ticket = 0;

private:
    address_filters bare_;
};

}  // namespace asyncapi::mqtt::detail
