#pragma once

#include <asyncapi/detail/utf8.hpp>
#include <asyncapi/document/position.hpp>
#include <asyncapi/document/raw_tree.hpp>
#include <asyncapi/document/read_json.hpp>
#include <asyncapi/document/read_yaml.hpp>
#include <asyncapi/document/tree_builder.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/validation/json/equality.hpp>

#include <rapidjson/document.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi {

/// One text of a document, JSON or YAML, as JSON values that know their lines. Immutable.
class document_source {
public:
    /// Reads a text. One whose `uri` ends in `.json`, or that begins with `{` or `[` under another
    /// name than `.yaml` and `.yml`, is JSON; any other is YAML 1.2.
    ///
    /// \param uri  what `$ref`s in it are relative to, and errors call it
    /// \return `too_large`, or `malformed` with line and column
    static result<std::shared_ptr<const document_source>> read(std::string uri, std::string text,
                                                               const source_limits& limits = {}) {
        if (text.size() > limits.max_bytes)
            return error{errc::too_large, "a document of " + std::to_string(text.size()) +
                                              " bytes, more than " +
                                              std::to_string(limits.max_bytes)};
        if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
        auto made =
            std::shared_ptr<document_source>{new document_source{std::move(uri), std::move(text)}};
        if (auto built = made->build(limits); !built) return built.error();
        return std::shared_ptr<const document_source>{std::move(made)};
    }

    document_source(const document_source&) = delete;
    document_source& operator=(const document_source&) = delete;

    const std::string& uri() const noexcept { return uri_; }
    const std::string& text() const noexcept { return text_; }
    const line_table& lines() const noexcept { return lines_; }
    const rapidjson::Value& root() const noexcept { return root_; }

    /// \param value  a value of this source, or a member's name
    /// \return where it begins; line 0 for a value of another source
    text_position position_of(const rapidjson::Value& value) const {
        const auto found = std::ranges::lower_bound(offsets_, &value, {}, &located::value);
        if (found == offsets_.end() || found->value != &value) return {};
        return lines_.position(found->offset);
    }

    /// \return the value at a JSON Pointer, or nullptr
    const rapidjson::Value* find(std::string_view pointer) const {
        const auto* at = static_cast<const rapidjson::Value*>(&root_);
        while (!pointer.empty()) {
            if (pointer.front() != '/') return nullptr;
            const auto token = validation::detail::take_token(pointer);
            if (at->IsObject()) {
                at = member_of(*at, token);
                if (at == nullptr) return nullptr;
            } else if (at->IsArray()) {
                const auto index = array_index(token);
                if (index >= at->Size()) return nullptr;
                at = &(*at)[static_cast<rapidjson::SizeType>(index)];
            } else {
                return nullptr;
            }
        }
        return at;
    }

private:
    struct located {
        const rapidjson::Value* value;
        std::uint32_t offset;
    };
    using json_member = rapidjson::Value::Member;
    /// The members of an object with many of them, by name: references name them again and again.
    struct name_index {
        const rapidjson::Value* object;
        std::vector<const json_member*> members;
    };
    static constexpr rapidjson::SizeType many = 32;

    document_source(std::string uri, std::string text)
        : uri_{std::move(uri)}, text_{std::move(text)}, lines_{text_} {}

    static std::string_view name_of(const json_member* of) {
        return {of->name.GetString(), of->name.GetStringLength()};
    }

    const rapidjson::Value* member_of(const rapidjson::Value& object, std::string_view name) const {
        if (object.MemberCount() < many) return validation::detail::find_member(object, name);
        const auto& members =
            std::ranges::lower_bound(indices_, &object, {}, &name_index::object)->members;
        const auto found = std::ranges::lower_bound(members, name, {}, name_of);
        return found == members.end() || name_of(*found) != name ? nullptr : &(*found)->value;
    }

    static std::size_t array_index(std::string_view token) {
        std::size_t index = 0;
        const bool is_index =
            !token.empty() && token.size() < 10 && (token == "0" || token.front() != '0') &&
            std::ranges::all_of(token, [](char c) { return c >= '0' && c <= '9'; });
        if (!is_index) return static_cast<std::size_t>(-1);
        for (const char c : token) index = index * 10 + static_cast<std::size_t>(c - '0');
        return index;
    }

    bool is_json() const {
        if (uri_.ends_with(".json")) return true;
        if (uri_.ends_with(".yaml") || uri_.ends_with(".yml")) return false;
        const auto first = text_.find_first_not_of(" \t\r\n");
        return first != text_.npos && (text_[first] == '{' || text_[first] == '[');
    }

    result<void> build(const source_limits& limits) {
        if (const auto valid = asyncapi::detail::utf8_prefix(text_); valid != text_.size())
            return detail::malformed_at(lines_.position(valid), "the text is not UTF-8");
        const auto raw =
            is_json() ? detail::read_json(text_, limits) : detail::read_yaml(text_, limits);
        if (!raw) return raw.error();
        detail::tree_builder builder{*raw, lines_, limits, root_.GetAllocator()};
        auto built = builder.build();
        if (!built) return built.error();
        static_cast<rapidjson::Value&>(root_) = *std::move(built);
        offsets_.reserve(builder.offsets().size());
        auto next = builder.offsets().begin();
        locate(root_, next);
        std::ranges::sort(offsets_, {}, &located::value);
        std::ranges::sort(indices_, {}, &name_index::object);
        return {};
    }

    // In the order in which the builder wrote the offsets down.
    void locate(const rapidjson::Value& value, std::vector<std::uint32_t>::const_iterator& next) {
        offsets_.push_back({&value, *next++});
        if (value.IsArray()) {
            for (const auto& element : value.GetArray()) locate(element, next);
        } else if (value.IsObject()) {
            if (value.MemberCount() >= many) add_index(value);
            for (const auto& member : value.GetObject()) {
                offsets_.push_back({&member.name, *next++});
                locate(member.value, next);
            }
        }
    }

    void add_index(const rapidjson::Value& object) {
        auto& members = indices_.emplace_back(name_index{&object, {}}).members;
        members.reserve(object.MemberCount());
        for (const auto& each : object.GetObject()) members.push_back(&each);
        std::ranges::sort(members, {}, name_of);
    }

    std::string uri_;
    std::string text_;
    line_table lines_;
    rapidjson::Document root_;
    std::vector<located> offsets_;
    std::vector<name_index> indices_;
};

}  // namespace asyncapi
