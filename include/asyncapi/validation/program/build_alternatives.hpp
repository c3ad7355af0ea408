#pragma once

#include <asyncapi/validation/draft07/node.hpp>
#include <asyncapi/validation/program/build_values.hpp>
#include <asyncapi/validation/program/rules.hpp>

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace asyncapi::validation::detail {

/// How an object must look for one alternative to be worth a try.
struct alternative_key {
    std::string_view name;
    /// One of which the member of this name has to be; empty: it has to be there, and can be
    /// anything.
    std::vector<const rapidjson::Value*> values;
    bool is_required = false;  ///< the member has to be there
};

/// \return the values that `const` or `enum` of a schema allow; empty when others may pass, or
/// when some are arrays or objects
inline std::vector<const rapidjson::Value*> only_values(const node& schema) {
    auto values = listed_values(schema.values).value_or(std::vector<const rapidjson::Value*>{});
    const auto is_container = [](const auto* each) { return each->IsObject() || each->IsArray(); };
    if (std::ranges::any_of(values, is_container)) values.clear();
    return values;
}

/// Finds the ways to tell from one property that an object cannot satisfy a schema.
class key_search {
public:
    explicit key_search(const node& schema) { look(schema, 4); }

    std::vector<alternative_key> keys() && {
        for (const auto name : required_) at(name).is_required = true;
        return std::move(keys_);
    }

private:
    void look(const node& schema, int levels) {
        const auto& s = resolved(schema);
        const auto& k = s.objects;
        required_.insert(k.required.begin(), k.required.end());
        for (const auto& property : k.properties)
            if (auto values = only_values(resolved(*property.schema)); !values.empty())
                at(property.name).values = std::move(values);
        if (levels > 0)
            for (const auto* each : s.combinations.all_of) look(*each, levels - 1);
    }

    alternative_key& at(std::string_view name) {
        const auto [known, is_new] = names_.try_emplace(name, keys_.size());
        if (is_new) keys_.push_back({name, {}, false});
        return keys_[known->second];
    }

    std::vector<alternative_key> keys_;
    std::unordered_map<std::string_view, std::size_t> names_;
    std::set<std::string_view> required_;
};

/// Chooses for each alternative the property that rules it out most often: one whose value tells
/// it from the others, else one that few others require.
inline void select(alternatives_rule& into, const std::vector<const node*>& alternatives) {
    std::map<std::string_view, std::size_t> common;
    std::vector<std::vector<alternative_key>> keys;
    for (const auto* each : alternatives) {
        keys.push_back(key_search{*each}.keys());
        for (const auto& key : keys.back()) ++common[key.name];
    }
    // About how many alternatives are left to try; values are shared best by all of them.
    const auto cost = [&](const alternative_key& key) {
        const auto shared = static_cast<std::ptrdiff_t>(common[key.name]);
        if (key.values.empty()) return std::pair{shared, std::ptrdiff_t{0}};
        return std::pair{std::ptrdiff_t{key.is_required ? 0 : 2}, -shared};
    };
    for (std::size_t i = 0; i < alternatives.size(); ++i) {
        const alternative_key* best = nullptr;
        for (const auto& key : keys[i])
            if (best == nullptr || cost(key) < cost(*best)) best = &key;
        if (best == nullptr) {
            into.unselected.push_back(into.all[i]);
            continue;
        }
        const auto which = into.selector_names.add(best->name);
        if (which == into.selectors.size()) into.selectors.emplace_back().name = best->name;
        into.selectors[which].add(into.all[i], best->values, best->is_required);
        if (!best->is_required) into.has_absent = true;
    }
}

}  // namespace asyncapi::validation::detail
