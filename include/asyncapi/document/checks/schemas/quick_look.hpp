#pragma once

#include <asyncapi/detail/utf8.hpp>
#include <asyncapi/document/checks/schemas/types.hpp>
#include <asyncapi/validation/format/format.hpp>
#include <asyncapi/validation/json/equality.hpp>
#include <asyncapi/validation/json/number.hpp>
#include <asyncapi/validation/pattern/pattern.hpp>

#include <rapidjson/document.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace asyncapi::checks::detail {

/// In order: of several that have to hold the least counts, of alternatives the most.
enum class verdict : std::uint8_t { no, unknown, yes };

/// Holds one value to a schema of a document as it stands there, references and all.
///
/// To compile a schema costs more than to look at it once, and with all it refers to, much more.
/// What it does not know it leaves to the engine.
class quick_look {
public:
    explicit quick_look(run& asking) : asking_{asking} {}

    verdict judge(const document_value& schema, const rapidjson::Value& value) {
        steps_ = 0;
        return judge({schema.source, schema.value}, value, 0);
    }

private:
    struct place {
        const document_source* source;
        const rapidjson::Value* schema;

        const rapidjson::Value* member(std::string_view name) const {
            return validation::detail::find_member(*schema, name);
        }
        place at(const rapidjson::Value& inner) const { return {source, &inner}; }
    };

    static constexpr std::size_t deepest = 100;
    static constexpr std::size_t most_steps = 5'000;

    static verdict said(bool holds) { return holds ? verdict::yes : verdict::no; }

    verdict judge(place at, const rapidjson::Value& value, std::size_t depth) {
        if (depth > deepest || ++steps_ > most_steps || asking_.looks == 0) return verdict::unknown;
        --asking_.looks;
        if (document::is_reference(*at.schema)) {
            const auto target = asking_.document().resolve({at.source, at.schema, {}});
            if (!target) return verdict::unknown;
            return judge({target->source, target->value}, value, depth + 1);
        }
        if (at.schema->IsBool()) return said(at.schema->GetBool());
        if (!at.schema->IsObject()) return verdict::unknown;
        auto worst = verdict::yes;
        for (const auto& member : at.schema->GetObject()) {
            const auto name = text_of(member.name);
            worst = std::min(worst, keyword(at, name, member.value, value, depth));
            if (worst == verdict::no) break;
        }
        return worst;
    }

    verdict keyword(place at, std::string_view name, const rapidjson::Value& is,
                    const rapidjson::Value& value, std::size_t depth) {
        if (name == "type") return said(has_type(value, is));
        if (name == "const") return said(validation::detail::equal(is, value));
        if (name == "enum") return is.IsArray() ? one_of_values(is, value) : verdict::unknown;
        if (name == "allOf" || name == "anyOf" || name == "oneOf")
            return combined(at, name, is, value, depth);
        if (name == "not") {
            const auto inner = judge(at.at(is), value, depth + 1);
            if (inner == verdict::unknown) return inner;
            return said(inner == verdict::no);
        }
        if (name == "if" || name == "dependencies" || name == "propertyNames" ||
            name == "contains" || name == "contentEncoding" || name == "contentMediaType")
            return verdict::unknown;
        if (value.IsNumber()) return of_number(name, is, value);
        if (value.IsString()) return of_text(name, is, text_of(value));
        if (value.IsArray()) return of_array(at, name, is, value, depth);
        if (value.IsObject()) return of_object(at, name, is, value, depth);
        return verdict::yes;
    }

    static verdict one_of_values(const rapidjson::Value& choices, const rapidjson::Value& value) {
        for (const auto& each : choices.GetArray())
            if (validation::detail::equal(each, value)) return verdict::yes;
        return verdict::no;
    }

    verdict combined(place at, std::string_view name, const rapidjson::Value& list,
                     const rapidjson::Value& value, std::size_t depth) {
        if (!list.IsArray()) return verdict::unknown;
        std::size_t counts[3] = {};
        for (const auto& each : list.GetArray())
            ++counts[static_cast<std::size_t>(judge(at.at(each), value, depth + 1))];
        const auto [no, unknown, yes] = counts;
        if (name == "allOf")
            return no > 0 ? verdict::no : unknown > 0 ? verdict::unknown : verdict::yes;
        if (name == "anyOf")
            return yes > 0 ? verdict::yes : unknown > 0 ? verdict::unknown : verdict::no;
        if (yes > 1) return verdict::no;
        return unknown > 0 ? verdict::unknown : said(yes == 1);
    }

    static verdict of_number(std::string_view name, const rapidjson::Value& is,
                             const rapidjson::Value& value) {
        using validation::detail::number;
        const bool is_limit = name == "minimum" || name == "maximum" ||
                              name == "exclusiveMinimum" || name == "exclusiveMaximum" ||
                              name == "multipleOf";
        if (name == "format" && is.IsString()) {
            const auto* format = validation::detail::find_format(text_of(is));
            if (format == nullptr || format->numeric == nullptr) return verdict::yes;
            return said(format->numeric(number::of(value)));
        }
        if (!is_limit) return verdict::yes;
        if (!is.IsNumber()) return verdict::unknown;
        const auto limit = number::of(is);
        const auto one = number::of(value);
        if (name == "minimum") return said(one >= limit);
        if (name == "maximum") return said(one <= limit);
        if (name == "exclusiveMinimum") return said(one > limit);
        if (name == "exclusiveMaximum") return said(one < limit);
        return verdict::unknown;
    }

    static verdict of_text(std::string_view name, const rapidjson::Value& is,
                           std::string_view text) {
        if (name == "minLength" || name == "maxLength") {
            if (!is.IsUint64()) return verdict::unknown;
            const auto size = asyncapi::detail::utf8_size(text);
            return said(name == "minLength" ? size >= is.GetUint64() : size <= is.GetUint64());
        }
        if (name == "format" && is.IsString()) {
            const auto* format = validation::detail::find_format(text_of(is));
            if (format == nullptr || format->text == nullptr) return verdict::yes;
            return said(format->text(text));
        }
        if (name != "pattern") return verdict::yes;
        if (!is.IsString()) return verdict::unknown;
        std::string problem;
        const auto pattern = validation::detail::pattern::read(text_of(is), problem);
        if (!pattern || pattern->simple() == nullptr) return verdict::unknown;
        return said(pattern->run(text) == validation::detail::match::yes);
    }

    verdict of_array(place at, std::string_view name, const rapidjson::Value& is,
                     const rapidjson::Value& value, std::size_t depth) {
        if (name == "minItems" || name == "maxItems") {
            if (!is.IsUint64()) return verdict::unknown;
            return said(name == "minItems" ? value.Size() >= is.GetUint64()
                                           : value.Size() <= is.GetUint64());
        }
        if (name == "uniqueItems")
            return is.IsFalse() || value.Size() < 2 ? verdict::yes : verdict::unknown;
        if (name != "items") return verdict::yes;
        if (is.IsArray()) return verdict::unknown;
        auto worst = verdict::yes;
        for (const auto& each : value.GetArray())
            worst = std::min(worst, judge(at.at(is), each, depth + 1));
        return worst;
    }

    verdict of_object(place at, std::string_view name, const rapidjson::Value& is,
                      const rapidjson::Value& value, std::size_t depth) {
        if (name == "required") {
            if (!is.IsArray()) return verdict::unknown;
            for (const auto& each : is.GetArray())
                if (!each.IsString() ||
                    validation::detail::find_member(value, text_of(each)) == nullptr)
                    return verdict::no;
            return verdict::yes;
        }
        if (name == "minProperties" || name == "maxProperties") {
            if (!is.IsUint64()) return verdict::unknown;
            return said(name == "minProperties" ? value.MemberCount() >= is.GetUint64()
                                                : value.MemberCount() <= is.GetUint64());
        }
        if (name == "patternProperties") return verdict::unknown;
        if (name == "properties") return properties(at, is, value, depth);
        if (name == "additionalProperties") return additional(at, is, value, depth);
        return verdict::yes;
    }

    verdict properties(place at, const rapidjson::Value& is, const rapidjson::Value& value,
                       std::size_t depth) {
        if (!is.IsObject()) return verdict::unknown;
        auto worst = verdict::yes;
        for (const auto& member : value.GetObject()) {
            const auto* schema = validation::detail::find_member(is, text_of(member.name));
            if (schema == nullptr) continue;
            worst = std::min(worst, judge(at.at(*schema), member.value, depth + 1));
            if (worst == verdict::no) break;
        }
        return worst;
    }

    verdict additional(place at, const rapidjson::Value& is, const rapidjson::Value& value,
                       std::size_t depth) {
        if (at.member("patternProperties") != nullptr) return verdict::unknown;
        const auto* described = at.member("properties");
        auto worst = verdict::yes;
        for (const auto& member : value.GetObject()) {
            const bool is_described =
                described != nullptr && described->IsObject() &&
                validation::detail::find_member(*described, text_of(member.name)) != nullptr;
            if (!is_described) worst = std::min(worst, judge(at.at(is), member.value, depth + 1));
        }
        return worst;
    }

    run& asking_;
    std::size_t steps_ = 0;
};

}  // namespace asyncapi::checks::detail
