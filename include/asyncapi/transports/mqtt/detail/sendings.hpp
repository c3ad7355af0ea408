#pragma once

#include <asyncapi/transports/mqtt/detail/address_filters.hpp>
#include <asyncapi/transports/mqtt/options.hpp>

#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi::mqtt::detail {

/// How messages are sent to an address.
class sendings {
public:
    explicit sendings(std::vector<sending> rules) : rules_{std::move(rules)} {
        for (const auto& each : rules_) filters_.add(each.filter);
    }

    const sending& of(std::string_view address) {
        static const sending usual{};
        const auto at = filters_.first(address);
        return at == rules_.size() ? usual : rules_[at];
    }

private:
    const std::vector<sending> rules_;
    address_filters filters_;
};

}  // namespace asyncapi::mqtt::detail
