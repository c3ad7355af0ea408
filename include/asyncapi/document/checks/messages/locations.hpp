#pragma once

#include <asyncapi/document/checks/schemas/instances.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace asyncapi::checks::detail {

/// A runtime expression: a place in a message.
struct message_location {
    bool is_header = false;
    std::string pointer;  ///< empty: all of it
};

/// \see AsyncAPI 3.0.0, Runtime Expression
inline std::optional<message_location> location_in(std::string_view expression) {
    constexpr std::string_view header = "$message.header";
    constexpr std::string_view payload = "$message.payload";
    message_location made;
    made.is_header = expression.starts_with(header);
    if (!made.is_header && !expression.starts_with(payload)) return {};
    expression.remove_prefix(made.is_header ? header.size() : payload.size());
    if (expression.empty()) return made;
    if (expression.front() != '#') return {};
    expression.remove_prefix(1);
    if (!expression.empty() && expression.front() != '/') return {};
    made.pointer = validation::detail::percent_decoded(expression);
    return made;
}

/// Looks for schemas that forbid that there is a value at a JSON Pointer, as far as is easily seen.
class forbidden_places {
public:
    explicit forbidden_places(const run& asking) : asking_{asking} {}

    bool contain(const document_value& at, std::string_view pointer) {
        if (++steps_ > most_steps) return false;
        const auto schema = asking_.followed(at);
        if (!schema) return false;
        if (schema->IsFalse()) return true;
        if (!schema->IsObject() || pointer.empty()) return false;
        if (combination_forbids(schema, pointer)) return true;
        if (const auto type = schema.member("type")) {
            const rapidjson::Value object{rapidjson::kObjectType};
            const rapidjson::Value array{rapidjson::kArrayType};
            if (!has_type(object, *type)) return !has_type(array, *type);
        }
        auto rest = pointer;
        const auto token = validation::detail::take_token(rest);
        if (const auto property = schema.member("properties").member(token))
            return contain(property, rest);
        if (schema.member("patternProperties")) return false;
        const auto additional = schema.member("additionalProperties");
        return additional && contain(additional, rest);
    }

private:
    static constexpr std::size_t most_steps = 500;

    bool combination_forbids(const document_value& schema, std::string_view pointer) {
        bool any = false;
        for_each_element(schema.member("allOf"),
                         [&](const document_value& each) { any = any || contain(each, pointer); });
        if (any) return true;
        for (const std::string_view choice : {"anyOf", "oneOf"}) {
            const auto list = schema.member(choice);
            bool all = list && list->IsArray() && !list->Empty();
            for_each_element(
                list, [&](const document_value& each) { all = all && contain(each, pointer); });
            if (all) return true;
        }
        return false;
    }

    const run& asking_;
    std::size_t steps_ = 0;
};

/// \return whether no message can have a value at a place, as its schemas say
inline bool forbids(run& asking, const document_value& message, const message_location& location) {
    const auto of = location.is_header
                        ? schema_with_format(
                              asking, effective_member(asking.document(), message, "headers"), {})
                        : payload_schema(asking, message);
    return of.schema && forbidden_places{asking}.contain(of.schema, location.pointer);
}

/// \return whether a place is in none of some messages; false where there is none
inline bool all_forbid(run& asking, const std::vector<message_entry>& messages,
                       std::string_view expression) {
    const auto location = location_in(expression);
    if (!location || messages.empty()) return false;
    for (const auto& message : messages)
        if (!forbids(asking, message.is, *location)) return false;
    return true;
}

}  // namespace asyncapi::checks::detail
