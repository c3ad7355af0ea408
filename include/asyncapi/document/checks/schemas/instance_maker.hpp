#pragma once

#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/document/checks/schemas/types.hpp>

#include <rapidjson/document.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace asyncapi::checks::detail {

/// Makes values that are likely to satisfy a schema, which the engine has to confirm.
class instance_maker {
public:
    enum class extent : std::uint8_t {
        least,  ///< required members only
        most,   ///< all members that are described
    };
    using value = rapidjson::Value;

    instance_maker(const run& asking, rapidjson::Document::AllocatorType& memory)
        : asking_{asking}, memory_{memory} {}

    value make(const document_value& at, extent how) {
        made_ = 0;
        return make(at, how, 0);
    }

private:
    static constexpr std::size_t deepest = 10;
    static constexpr std::size_t most_values = 1'000;

    value make(const document_value& at, extent how, std::size_t depth) {
        const auto schema = asking_.followed(at);
        if (!schema || !schema->IsObject()) return value{rapidjson::kObjectType};
        if (const auto constant = schema.member("const")) return copy(*constant);
        if (const auto choices = schema.member("enum");
            choices && choices->IsArray() && !choices->Empty())
            return copy((*choices)[0]);
        if (depth > deepest || ++made_ > most_values) return value{};
        auto made = of_type(schema, type_of(schema), how, depth);
        for_each_element(schema.member("allOf"), [&](const document_value& each) {
            merge(made, make(each, how, depth + 1), is_bare(schema));
        });
        for (const std::string_view choice : {"oneOf", "anyOf"}) {
            const auto list = schema.member(choice);
            if (list && list->IsArray() && !list->Empty())
                merge(made, make(element(list, 0), how, depth + 1), is_bare(schema));
        }
        return made;
    }

    value copy(const value& of) { return value{of, memory_}; }

    static bool is_bare(const document_value& schema) {
        return !schema.member("type") && !schema.member("properties");
    }

    // Of two objects both, else what the narrower schema gives.
    void merge(value& into, value&& other, bool other_wins) {
        if (!into.IsObject() || !other.IsObject()) {
            if (other_wins) into = std::move(other);
            return;
        }
        for (auto& member : other.GetObject())
            if (validation::detail::find_member(into, text_of(member.name)) == nullptr)
                into.AddMember(member.name, member.value, memory_);
    }

    static std::string_view type_of(const document_value& schema) {
        if (const auto type = schema.member("type")) {
            if (type->IsString()) return text_of(*type);
            if (type->IsArray())
                for (const auto& each : type->GetArray())
                    if (each.IsString() && text_of(each) != "null") return text_of(each);
        }
        struct hint {
            std::string_view keyword;
            std::string_view type;
        };
        constexpr std::array hints{
            hint{"items", "array"},      hint{"minItems", "array"},   hint{"pattern", "string"},
            hint{"minLength", "string"}, hint{"maxLength", "string"}, hint{"format", "string"},
            hint{"minimum", "number"},   hint{"maximum", "number"},   hint{"multipleOf", "number"}};
        for (const auto& each : hints)
            if (schema.member(each.keyword)) return each.type;
        return "object";
    }

    value of_type(const document_value& schema, std::string_view type, extent how,
                  std::size_t depth) {
        if (type == "object") return object(schema, how, depth);
        if (type == "array") return array(schema, how, depth);
        if (type == "string") return text(schema);
        if (type == "integer" || type == "number") return number(schema);
        return type == "boolean" ? value{true} : value{};
    }

    value object(const document_value& schema, extent how, std::size_t depth) {
        value made{rapidjson::kObjectType};
        const auto add = [&](std::string_view name, const document_value& of) {
            if (validation::detail::find_member(made, name) != nullptr) return;
            made.AddMember(value{name.data(), size_of(name), memory_}, make(of, how, depth + 1),
                           memory_);
        };
        const auto properties = schema.member("properties");
        for_each_element(schema.member("required"), [&](const document_value& name) {
            if (name->IsString()) add(text_of(*name), properties.member(text_of(*name)));
        });
        if (how == extent::most && depth < 4) for_each_member(properties, add);
        return made;
    }

    value array(const document_value& schema, extent how, std::size_t depth) {
        constexpr std::size_t longest = 20;
        value made{rapidjson::kArrayType};
        const auto items = schema.member("items");
        auto count = static_cast<std::size_t>(std::clamp(limit(schema, "minItems", 0), 0.0, 20.0));
        if (how == extent::most && count == 0 && limit(schema, "maxItems", 1) >= 1) count = 1;
        if (items && items->IsArray()) count = std::max<std::size_t>(count, items->Size());
        for (std::size_t i = 0; i < std::min(count, longest); ++i) {
            const bool is_listed = items && items->IsArray() && i < items->Size();
            made.PushBack(
                make(is_listed ? element(items, static_cast<rapidjson::SizeType>(i)) : items, how,
                     depth + 1),
                memory_);
        }
        return made;
    }

    value text(const document_value& schema) {
        struct sample {
            std::string_view format;
            std::string_view text;
        };
        constexpr std::array samples{sample{"date-time", "2024-01-01T00:00:00Z"},
                                     sample{"date", "2024-01-01"},
                                     sample{"time", "00:00:00Z"},
                                     sample{"email", "a@example.org"},
                                     sample{"uri", "https://example.org"},
                                     sample{"url", "https://example.org"},
                                     sample{"uuid", "00000000-0000-4000-8000-000000000000"},
                                     sample{"hostname", "example.org"},
                                     sample{"ipv4", "192.0.2.1"},
                                     sample{"ipv6", "2001:db8::1"}};
        for (const std::string_view given : {"default", "example"})
            if (const auto known = schema.member(given); known && known->IsString())
                return copy(*known);
        if (const auto known = schema.member("examples");
            known && known->IsArray() && !known->Empty() && (*known)[0].IsString())
            return copy((*known)[0]);
        const auto format = text_in(schema, "format");
        const auto found = std::ranges::find(samples, format, &sample::format);
        std::string made{found == samples.end() ? "a" : found->text};
        constexpr double longest = 10'000;
        const auto least = std::min(limit(schema, "minLength", 0), longest);
        while (static_cast<double>(made.size()) < least) made += 'a';
        if (limit(schema, "maxLength", longest) < static_cast<double>(made.size()) && least == 0)
            made.clear();
        return value{made.data(), size_of(made), memory_};
    }

    value number(const document_value& schema) {
        constexpr double widest = 9e15;
        auto made = limit(schema, "minimum", -widest);
        made = std::max(made, limit(schema, "exclusiveMinimum", -widest - 1) + 1);
        const auto most = std::min(limit(schema, "maximum", widest),
                                   limit(schema, "exclusiveMaximum", widest + 1) - 1);
        if (made <= -widest) made = std::min(0.0, most);
        if (const auto step = limit(schema, "multipleOf", 0); step > 0)
            made = std::ceil(made / step) * step;
        if (!std::isfinite(made)) made = 0;
        if (std::trunc(made) == made && std::abs(made) < widest)
            return value{static_cast<std::int64_t>(made)};
        return value{made};
    }

    static double limit(const document_value& schema, std::string_view keyword, double otherwise) {
        const auto found = schema.member(keyword);
        return found && found->IsNumber() ? found->GetDouble() : otherwise;
    }

    static rapidjson::SizeType size_of(std::string_view of) {
        return static_cast<rapidjson::SizeType>(of.size());
    }

    const run& asking_;
    rapidjson::Document::AllocatorType& memory_;
    std::size_t made_ = 0;
};

}  // namespace asyncapi::checks::detail
