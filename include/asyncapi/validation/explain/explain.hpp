#pragma once

#include <asyncapi/validation/explain/arrays.hpp>
#include <asyncapi/validation/explain/combinations.hpp>
#include <asyncapi/validation/explain/explanation.hpp>
#include <asyncapi/validation/explain/numbers.hpp>
#include <asyncapi/validation/explain/objects.hpp>
#include <asyncapi/validation/explain/strings.hpp>
#include <asyncapi/validation/explain/values.hpp>

#include <rapidjson/document.h>

namespace asyncapi::validation::detail {

inline bool explanation::explain(const node& schema, const rapidjson::Value& value) {
    if (is_exhausted()) return false;
    ++steps_;
    const auto& target = resolved(schema);
    const meeting key{&target, &value};
    const auto known = verdicts_[key];
    if (known.is_known && (known.is_valid || is_quiet_ || known.is_explained))
        return known.is_valid;
    if (level_ == max_level) {
        spend(max_steps);
        return false;
    }
    ++level_;
    const bool valid = keywords(target, value) && !is_stopped_;
    --level_;
    verdicts_[key] = {true, valid, known.is_explained || !is_quiet_};
    return valid;
}

inline bool explanation::keywords(const node& schema, const rapidjson::Value& value) {
    if (schema.is_false) {
        if (!is_quiet_ && !is_over()) {
            fail(schema, "", [] { return std::string{"no value is allowed here"}; });
            violations_.back().schema_pointer = schema.location;
        }
        return false;
    }
    bool valid = true;
    for (auto* const part : {&explain_values, &explain_numbers, &explain_strings, &explain_arrays,
                             &explain_objects, &explain_combinations}) {
        valid = (*part)(*this, schema, value) && valid;
        if (is_enough(valid)) return false;
    }
    return valid;
}

}  // namespace asyncapi::validation::detail
