#pragma once

#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/checks/schemas/quick_look.hpp>
#include <asyncapi/document/schema_bundle.hpp>
#include <asyncapi/document/schema_format.hpp>
#include <asyncapi/validation/schema.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace asyncapi::checks::detail {

/// A schema, and the `schemaFormat` it is written in.
struct formatted_schema {
    document_value schema = {};
    std::string_view format = {};
};

/// \param format  what a schema of version 2 is written in
/// \return an empty one where there is none, or none that can be enforced
inline formatted_schema schema_with_format(const run& asking, const document_value& at,
                                           std::string_view format) {
    if (!at) return {};
    auto schema = asking.followed(at);
    if (!is_version2(asking) && schema.member("schema")) {
        format = text_in(schema, "schemaFormat");
        schema = schema.member("schema");
    }
    if (!schema || !is_enforceable(language_of(format))) return {};
    return {std::move(schema), format};
}

/// \return what a message's payload has to be, with its traits applied
inline formatted_schema payload_schema(const run& asking, const document_value& message) {
    const auto format = effective_member(asking.document(), message, "schemaFormat");
    return schema_with_format(asking, message.member("payload"),
                              format && format->IsString() ? text_of(*format) : std::string_view{});
}

/// \return nothing where the engine cannot hold values to the schema, or has done enough
inline const validation::compiled_schema* compiled(run& asking, const formatted_schema& of) {
    constexpr std::size_t most_bytes = 1U << 20U;  // of schemas: about 100 ms
    const auto [known, is_new] = asking.compiled.try_emplace(of.schema.value);
    if (is_new && asking.compiled_bytes < most_bytes) {
        if (const auto bundle = bundle_schema(asking.document(), of.schema, of.format)) {
            asking.compiled_bytes += bundle->text.size();
            validation::compile_options options;
            options.assert_formats = true;
            auto made = validation::compiled_schema::compile(bundle->text, options);
            if (made) known->second = *std::move(made);
        }
    }
    return known->second ? &*known->second : nullptr;
}

/// \return whether a value satisfies a schema, by looking at it or by the engine
inline verdict judge(run& asking, const formatted_schema& of, const rapidjson::Value& value) {
    const bool is_draft07 = language_of(of.format) != schema_language::openapi &&
                            of.format.find("draft-04") == of.format.npos;
    const auto seen = is_draft07 ? quick_look{asking}.judge(of.schema, value) : verdict::unknown;
    if (seen != verdict::unknown) return seen;
    const auto* schema = compiled(asking, of);
    if (schema == nullptr) return verdict::unknown;
    return schema->accepts(value) ? verdict::yes : verdict::no;
}

/// Says how a value of the document does not satisfy a schema of it.
///
/// \param what  is wrong, and the verb: `the default does`
inline void report_violations(run& asking, const document_value& value, const formatted_schema& of,
                              const std::string& what) {
    constexpr std::size_t most = 5;
    if (judge(asking, of, *value) != verdict::no) return;
    const auto* schema = compiled(asking, of);
    if (schema == nullptr) return asking.report(value, what + " not satisfy its schema");
    std::size_t count = 0;
    for (const auto& each : schema->check(*value, validation::report::all)) {
        if (++count > most) break;
        auto at = document_value{value.source, value.source->find(value.pointer + each.pointer),
                                 value.pointer + each.pointer};
        if (!at) at = value;
        // To JSON Schema a format is a remark.
        const auto level = each.keyword == "format" ? severity::warning : severity::error;
        asking.at_most(
            level, [&] { asking.report(at, what + " not satisfy its schema: " + each.reason); });
    }
}

}  // namespace asyncapi::checks::detail
