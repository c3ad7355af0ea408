#pragma once

#include <asyncapi/document.hpp>
#include <asyncapi/validation/json/text.hpp>

#include <rapidjson/document.h>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi::detail {

/// Merges objects of a document by JSON Merge Patch, with what their references lead to.
///
/// \see RFC 7386
class object_merge {
public:
    using allocator = rapidjson::Document::AllocatorType;

    /// \param base  the text that the result counts as part of; references of other texts are
    ///              written anew to hold there
    /// \param left  values that may still be made; taken from
    object_merge(const document& from, const document_source& base, allocator& memory,
                 std::size_t& left)
        : document_{from}, base_{base}, memory_{memory}, left_{left} {}

    /// \param patches  in their order: a later one wins
    /// \return null when it takes more than is left
    rapidjson::Value merge(const std::vector<document_value>& patches) const {
        auto merged = merge(patches, 0);
        if (left_ == 0) merged.SetNull();
        return merged;
    }

private:
    // Deeper ones are taken whole: a schema that holds itself would never end.
    static constexpr int max_depth = 32;

    rapidjson::Value merge(const std::vector<document_value>& patches, int depth) const {
        // What comes before a patch that is no object is gone.
        auto first = patches.size();
        while (first > 0 && patches[first - 1]->IsObject()) --first;
        if (first == patches.size() || depth == max_depth) return copy(patches.back());
        std::vector<document_value> objects{patches.begin() + static_cast<std::ptrdiff_t>(first),
                                            patches.end()};
        rapidjson::Value result{rapidjson::kObjectType};
        for (const auto& object : objects)
            for (const auto& member : object->GetObject()) {
                if (!take()) return result;
                const auto name = validation::detail::text_of(member.name);
                if (result.FindMember(member.name) != result.MemberEnd()) continue;
                auto value = member_of(objects, name, depth);
                result.AddMember(rapidjson::Value{member.name, memory_}, value, memory_);
            }
        for (auto each = result.MemberBegin(); each != result.MemberEnd();)
            each = each->value.IsNull() ? result.EraseMember(each) : each + 1;
        return result;
    }

    rapidjson::Value member_of(const std::vector<document_value>& objects, std::string_view name,
                               int depth) const {
        std::vector<document_value> having;
        for (const auto& object : objects)
            if (auto found = object.member(name)) having.push_back(std::move(found));
        if (having.size() == 1) return copy(having.front());
        for (auto& each : having)
            if (auto target = document_.resolve(each); target && *target) each = *std::move(target);
        return merge(having, depth + 1);
    }

    rapidjson::Value copy(const document_value& of) const {
        if (!take_all(*of)) return {};
        rapidjson::Value made{*of, memory_};
        if (of.source != &base_) refer_from_base(made, *of.source);
        return made;
    }

    bool take() const {
        if (left_ != 0) --left_;
        return left_ != 0;
    }

    bool take_all(const rapidjson::Value& value) const {
        if (!take()) return false;
        if (value.IsArray())
            return std::ranges::all_of(value.GetArray(),
                                       [&](const auto& each) { return take_all(each); });
        return !value.IsObject() || std::ranges::all_of(value.GetObject(), [&](const auto& each) {
            return take_all(each.value);
        });
    }

    void refer_from_base(rapidjson::Value& value, const document_source& from) const {
        if (value.IsArray())
            for (auto& each : value.GetArray()) refer_from_base(each, from);
        if (!value.IsObject()) return;
        for (auto& member : value.GetObject()) {
            const bool is_reference =
                validation::detail::text_of(member.name) == "$ref" && member.value.IsString();
            if (!is_reference) {
                refer_from_base(member.value, from);
                continue;
            }
            const auto text = seen_from_base(validation::detail::text_of(member.value), from);
            member.value.SetString(text.data(), static_cast<rapidjson::SizeType>(text.size()),
                                   memory_);
        }
    }

    std::string seen_from_base(std::string_view reference, const document_source& from) const {
        const auto hash = std::min(reference.find('#'), reference.size());
        const auto fragment = std::string{reference.substr(hash)};
        const auto target = loader::target_of(from, reference);
        if (target == base_.uri()) return fragment.empty() ? "#" : fragment;
        if (target.find("://") != target.npos) return target + fragment;
        const auto folder = std::filesystem::path{base_.uri()}.parent_path();
        const auto path = std::filesystem::path{target}.lexically_relative(folder);
        std::string escaped;
        for (const char c : path.empty() ? target : path.generic_string())
            escaped += c == '%' ? "%25" : c == '#' ? "%23" : c == '?' ? "%3F" : std::string{c};
        return escaped + fragment;
    }

    const document& document_;
    const document_source& base_;
    allocator& memory_;
    std::size_t& left_;
};

}  // namespace asyncapi::detail
