#pragma once

#include <asyncapi/document/checks/fitting.hpp>
#include <asyncapi/document/checks/rule.hpp>
#include <asyncapi/document/grammar/bindings.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace asyncapi::checks {

/// \return the text of a binding's `bindingVersion`; empty where it has none
inline std::string_view version_of_binding(const rapidjson::Value& binding) {
    const auto* version =
        binding.IsObject() ? validation::detail::find_member(binding, "bindingVersion") : nullptr;
    return version != nullptr && version->IsString() ? validation::detail::text_of(*version)
                                                     : std::string_view{};
}

namespace detail {

/// \return how many members of a binding are not known to a table, or of another type
inline std::size_t misfits(const grammar::shape& is, const rapidjson::Value& binding) {
    std::size_t count = 0;
    for (const auto& member : binding.GetObject()) {
        const auto name = validation::detail::text_of(member.name);
        if (name.starts_with("x-")) continue;
        const auto field = std::ranges::find(is.object->fields, name, &grammar::field::name);
        const bool fits =
            field != is.object->fields.end() &&
            (fitting(field->is, member.value) != nullptr || document::is_reference(member.value));
        count += fits ? 0 : 1;
    }
    return count;
}

}  // namespace detail

/// What a protocol's binding may hold: by its version, else by the latest.
///
/// AsyncAPI 2 is older than most versions of bindings. A document of then that says none was
/// written for the latest of then: it is judged by the version that fits best.
inline const grammar::shape& binding_shape(const grammar::protocol& protocol,
                                           grammar::shape::level level,
                                           const rapidjson::Value& binding,
                                           specification_version of_document) {
    const auto version = version_of_binding(binding);
    const bool is_guessed = version.empty() && of_document.major == 2 && binding.IsObject() &&
                            validation::detail::find_member(binding, "bindingVersion") == nullptr;
    const grammar::shape* best = nullptr;
    auto least = static_cast<std::size_t>(-1);
    for (const auto& table : protocol.tables) {
        if (table.level != level) continue;
        if (std::ranges::find(table.versions, version) != table.versions.end()) return table.is;
        const auto count = is_guessed ? detail::misfits(table.is, binding) : 0;
        if (count >= least) continue;
        best = &table.is;
        least = count;
    }
    return best == nullptr ? grammar::reserved : *best;
}

/// \return whether a value is in a binding that says no version, in a document of AsyncAPI 2: which
/// members it may have is not certain
inline bool is_in_unversioned_binding(const site& at, specification_version of_document) {
    if (of_document.major != 2) return false;
    const auto* binding = at.value;
    for (const auto* each = &at; each != nullptr;) {
        const auto* is = each->parent == nullptr ? nullptr : each->parent->is;
        if (is != nullptr && is->is == grammar::shape::kind::bindings)
            return version_of_binding(*binding).empty();
        if (each->parent != nullptr) binding = each->parent->value;
        each = each->parent != nullptr ? each->parent : each->referrer;
    }
    return false;
}

namespace detail {

// Types that Avro has and JSON Schema has not.
inline bool is_avro(const rapidjson::Value& schema) {
    constexpr std::array<std::string_view, 9> types{"record", "enum", "map",   "fixed", "bytes",
                                                    "int",    "long", "float", "double"};
    const auto* type = validation::detail::find_member(schema, "type");
    return type != nullptr && type->IsString() &&
           std::ranges::find(types, validation::detail::text_of(*type)) != types.end();
}

}  // namespace detail
}  // namespace asyncapi::checks
