#pragma once

#include <asyncapi/address.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace asyncapi::mqtt::detail {

/// Which of some filters an address matches: found once for each address, up to bounds.
class address_filters {
public:
    void add(std::string_view filter) { filters_.emplace_back(filter); }

    std::size_t size() const noexcept { return filters_.size(); }

    /// \return the number of the first that matches; `size()` if none does
    std::size_t first(std::string_view address) {
        if (filters_.empty()) return 0;
        if (address.size() > longest_known) return find(address);
        const std::string key{address};
        if (const auto known = known_.find(key); known != known_.end()) return known->second;
        if (known_.size() == max_known) known_.clear();
        return known_.emplace(key, find(address)).first->second;
    }

    bool match(std::string_view address) { return first(address) != size(); }

private:
    static constexpr std::size_t max_known = 1024;
    static constexpr std::size_t longest_known = 1024;  // bytes

    std::size_t find(std::string_view address) const {
        const auto at = std::ranges::find_if(filters_, [&](const address_template& each) {
            return each.match(address).has_value();
        });
        return static_cast<std::size_t>(at - filters_.begin());
    }

    std::vector<address_template> filters_;
    std::unordered_map<std::string, std::size_t> known_;
};

}  // namespace asyncapi::mqtt::detail
