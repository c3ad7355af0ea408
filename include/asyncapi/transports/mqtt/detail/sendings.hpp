#pragma once

#include <asyncapi/address.hpp>
#include <asyncapi/transports/mqtt/options.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace asyncapi::mqtt::detail {

/// How messages are sent to an address: found once for each, up to a bound.
class sendings {
public:
    explicit sendings(std::vector<sending> rules) : rules_{std::move(rules)} {}

    /// Valid until the next call.
    const sending& of(std::string_view address) {
        static const sending usual{};
        if (rules_.empty()) return usual;
        const std::string key{address};
        if (const auto known = known_.find(key); known != known_.end()) return *known->second;
        const auto at = std::ranges::find_if(rules_, [&](const sending& each) {
            return address_template{each.filter}.match(address).has_value();
        });
        if (known_.size() == max_known) known_.clear();
        return *known_.emplace(key, at == rules_.end() ? &usual : &*at).first->second;
    }

private:
    static constexpr std::size_t max_known = 1024;

    const std::vector<sending> rules_;
    std::unordered_map<std::string, const sending*> known_;
};

}  // namespace asyncapi::mqtt::detail
