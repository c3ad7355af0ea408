#pragma once

#include <asyncapi/validation/json/equality.hpp>
#include <asyncapi/validation/json/number.hpp>
#include <asyncapi/validation/json/value_access.hpp>
#include <asyncapi/validation/program/names.hpp>
#include <asyncapi/validation/program/rule_index.hpp>

#include <rapidjson/document.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <string_view>
#include <vector>

namespace asyncapi::validation::detail {

/// Alternatives among which a property of the object decides: by its value, or by being there.
class selector {
public:
    using list = std::vector<rule_index>;

    std::string_view name;
    list when_present;
    list when_absent;

    /// \param values  that lead to the alternative; none: every value does
    void add(rule_index alternative, const std::vector<const rapidjson::Value*>& values,
             bool is_required) {
        if (!is_required) when_absent.push_back(alternative);
        if (values.empty()) when_present.push_back(alternative);
        for (const auto* value : values) {
            auto& those = at(*value);
            if (those.empty() || those.back() != alternative) those.push_back(alternative);
        }
    }

    /// \return the alternatives that a value leads to; nullptr when there are none
    template <class Value>
    const list* find(const Value& value) const {
        const auto type = type_of(value);
        if (type == rapidjson::kStringType) {
            if (by_text_.empty()) return nullptr;
            const auto index = texts_.find(text_of(value));
            return index == name_table::none ? nullptr : &by_text_[index];
        }
        if (type == rapidjson::kNumberType) {
            if (by_number_.empty()) return nullptr;
            const auto found = by_number_.find(number_of(value));
            return found == by_number_.end() ? nullptr : &found->second;
        }
        return type <= rapidjson::kTrueType ? &by_word_[type] : nullptr;
    }

private:
    struct less {
        bool operator()(number left, number right) const noexcept { return left < right; }
    };

    list& at(const rapidjson::Value& value) {
        if (value.IsNumber()) return by_number_[number::of(value)];
        if (!value.IsString()) return by_word_[value.GetType()];
        const auto index = texts_.add(text_of(value));
        if (by_text_.size() <= index) by_text_.resize(index + 1);
        return by_text_[index];
    }

    name_table texts_;
    std::vector<list> by_text_;  // for each of `texts_`
    std::map<number, list, less> by_number_;
    std::array<list, 3> by_word_;  // null, false, true, as RapidJSON numbers its types
};

}  // namespace asyncapi::validation::detail
