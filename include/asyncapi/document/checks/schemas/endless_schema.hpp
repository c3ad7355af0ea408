#pragma once

#include <asyncapi/document/checks/parts.hpp>

#include <cstddef>
#include <map>
#include <string_view>

namespace asyncapi::checks {

namespace detail {

/// Whether some value of finite size satisfies a schema, as far as its circles say.
class finite_schemas {
public:
    explicit finite_schemas(const run& asking) : asking_{asking} {}

    bool is_finite(const document_value& at) {
        const auto schema = asking_.followed(at);
        if (!schema) return !at || !document::is_reference(*at);
        if (!schema->IsObject() || ++steps_ > most_steps) return true;
        if (const auto known = known_.find(schema.value); known != known_.end())
            return known->second;
        known_[schema.value] = false;  // while it is being looked at
        const bool finite = has_end(schema);
        if (finite)
            known_[schema.value] = true;
        else
            known_.erase(schema.value);
        return finite;
    }

private:
    bool has_end(const document_value& schema) {
        bool all = true;
        for_each_element(schema.member("allOf"),
                         [&](const document_value& each) { all = all && is_finite(each); });
        if (!all) return false;
        for (const std::string_view choice : {"anyOf", "oneOf"}) {
            const auto list = schema.member(choice);
            if (!list || !list->IsArray() || list->Empty()) continue;
            bool any = false;
            for_each_element(list,
                             [&](const document_value& each) { any = any || is_finite(each); });
            if (!any) return false;
        }
        const auto type = text_in(schema, "type");
        if (type == "object") {
            const auto properties = schema.member("properties");
            for_each_element(schema.member("required"), [&](const document_value& name) {
                const auto property =
                    name->IsString() ? properties.member(text_of(*name)) : document_value{};
                all = all && (!property || is_finite(property));
            });
        } else if (type == "array") {
            const auto least = schema.member("minItems");
            const auto items = schema.member("items");
            if (least && least->IsNumber() && least->GetDouble() >= 1 && items && items->IsObject())
                all = is_finite(items);
        }
        return all;
    }

    static constexpr std::size_t most_steps = 100'000;

    const run& asking_;
    std::map<const rapidjson::Value*, bool> known_;
    std::size_t steps_ = 0;
};

inline void find_endless_schemas(run& asking) {
    finite_schemas schemas{asking};
    for_each_member(asking.document().at("/components/schemas"),
                    [&](std::string_view name, const document_value& schema) {
                        if (document::is_reference(*schema) || schemas.is_finite(schema)) return;
                        asking.report_name(schema, "nothing satisfies the schema " + quoted(name) +
                                                       ": what it requires requires it again");
                    });
}

}  // namespace detail

inline constexpr rule endless_schema{
    .code = "endless-schema",
    .level = severity::warning,
    .summary = "A schema does not require itself without end.",
    .specification =
        "Schema Object: \"This object is a superset of the JSON Schema Specification Draft 07\"",
    .on_document = detail::find_endless_schemas};

}  // namespace asyncapi::checks
