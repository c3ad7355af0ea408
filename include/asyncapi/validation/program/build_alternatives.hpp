#pragma once

#include <asyncapi/validation/draft07/node.hpp>
#include <asyncapi/validation/json/equality.hpp>
#include <asyncapi/validation/program/rules.hpp>

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace asyncapi::validation::detail {

/// How an object must look for one alternative to be worth a try.
struct alternative_key {
    std::string_view name;                ///< a property that it must have
    std::vector<std::string_view> texts;  ///< one of which is its value; empty: any value
};

/// \return the texts that `const` or `enum` of a schema allow; empty when other values may pass
inline std::vector<std::string_view> only_texts(const node& schema) {
    std::vector<std::string_view> texts;
    const auto take = [&](const rapidjson::Value& value) {
        if (!value.IsString()) return false;
        texts.push_back(text_of(value));
        return true;
    };
    const auto& k = schema.values;
    if (k.constant != nullptr) {
        take(*k.constant);
    } else if (k.enumeration != nullptr) {
        for (const auto& each : k.enumeration->GetArray())
            if (!take(each)) return {};
    }
    return texts;
}

/// \return the ways to tell from one property that an object cannot satisfy a schema, best first
inline std::vector<alternative_key> keys_of(const node& schema) {
    std::vector<alternative_key> with_text;
    std::vector<alternative_key> by_presence;
    const auto& k = resolved(schema).objects;
    std::unordered_map<std::string_view, const node*> properties;
    if (!k.required.empty())
        for (const auto& property : k.properties)
            properties.emplace(property.name, property.schema);
    for (const auto name : k.required) {
        alternative_key key{name, {}};
        if (const auto property = properties.find(name); property != properties.end())
            key.texts = only_texts(resolved(*property->second));
        std::ranges::sort(key.texts);
        key.texts.erase(std::unique(key.texts.begin(), key.texts.end()), key.texts.end());
        (key.texts.empty() ? by_presence : with_text).push_back(std::move(key));
    }
    with_text.insert(with_text.end(), by_presence.begin(), by_presence.end());
    return with_text;
}

/// Finds for each alternative the property that rules it out most often: one whose text tells it
/// from the others, else one that few others require.
inline void select(alternatives_rule& into, const std::vector<const node*>& alternatives) {
    std::map<std::string_view, std::size_t> common;
    std::vector<std::vector<alternative_key>> keys;
    for (const auto* each : alternatives) {
        keys.push_back(keys_of(*each));
        for (const auto& key : keys.back()) ++common[key.name];
    }
    for (std::size_t i = 0; i < alternatives.size(); ++i) {
        const alternative_key* best = nullptr;
        for (const auto& key : keys[i]) {
            const bool by_text = !key.texts.empty();
            if (best == nullptr) {
                best = &key;
            } else if (by_text == !best->texts.empty()) {
                // Texts are shared best by all alternatives, presence by none.
                const bool better = by_text ? common[key.name] > common[best->name]
                                            : common[key.name] < common[best->name];
                if (better) best = &key;
            }
        }
        const auto index = into.all[i];
        if (best == nullptr) {
            into.unselected.push_back(index);
            continue;
        }
        const auto which = into.selector_names.add(best->name);
        if (which == into.selectors.size()) into.selectors.push_back({best->name, {}, {}, {}});
        auto& by = into.selectors[which];
        if (best->texts.empty()) by.when_present.push_back(index);
        for (const auto text : best->texts) {
            const auto place = by.texts.add(text);
            if (by.by_text.size() <= place) by.by_text.resize(place + 1);
            by.by_text[place].push_back(index);
        }
    }
}

}  // namespace asyncapi::validation::detail
