#pragma once

#include <asyncapi/validation/draft07/reader.hpp>

#include <string>

namespace asyncapi::validation::detail {

/// `allOf`, `anyOf`, `oneOf`, `not`, `if`, `then`, `else`.
inline void read_combinations(reader& from, combination_keywords& into) {
    into.all_of = from.schema_list("allOf");
    into.any_of = from.schema_list("anyOf");
    into.one_of = from.schema_list("oneOf");
    into.negated = from.schema("not");
    if (from.current().is_draft06)
        for (const char* const each : {"if", "then", "else"})
            if (from.keyword(each) != nullptr)
                from.refuse(std::string{each} + " is no keyword of draft-06, which $schema names");
    const auto* condition = from.schema("if");
    const auto* consequent = from.schema("then");
    const auto* alternative = from.schema("else");
    if (condition == nullptr) return;
    if (consequent == nullptr && alternative == nullptr) return;
    into.condition = condition;
    into.consequent = consequent;
    into.alternative = alternative;
}

}  // namespace asyncapi::validation::detail
