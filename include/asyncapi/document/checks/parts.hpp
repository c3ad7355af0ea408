#pragma once

#include <asyncapi/document/checks/rule.hpp>
#include <asyncapi/document/traits.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What rules that look at a whole document go through.
namespace asyncapi::checks::detail {

using validation::detail::quoted;
using validation::detail::text_of;
using validation::detail::value_text;

inline bool is_version2(const run& asking) {
    return asking.version().major == 2;
}

/// \return a member's text, or an empty one
inline std::string_view text_in(const document_value& object, std::string_view name) {
    const auto member = object.member(name);
    return member && member->IsString() ? text_of(*member) : std::string_view{};
}

inline document_value element(const document_value& list, rapidjson::SizeType index) {
    return {list.source, &(*list)[index],
            validation::detail::joined(list.pointer, std::size_t{index})};
}

template <class Visit>
void for_each_element(const document_value& list, Visit visit) {
    if (!list || !list->IsArray()) return;
    for (rapidjson::SizeType i = 0; i < list->Size(); ++i) visit(element(list, i));
}

/// Visits the members of a map, as they stand there.
template <class Visit>
void for_each_member(const document_value& map, Visit visit) {
    if (!map || !map->IsObject()) return;
    for (const auto& member : map->GetObject()) {
        const auto name = text_of(member.name);
        visit(name, document_value{map.source, &member.value,
                                   validation::detail::joined(map.pointer, name)});
    }
}

/// A member of a map: as it stands there, and behind its references.
struct entry {
    std::string_view name;
    document_value stands;
    document_value is;
};

inline std::vector<entry> entries_of(const run& asking, const document_value& map) {
    std::vector<entry> found;
    for_each_member(map, [&](std::string_view name, const document_value& at) {
        auto target = asking.followed(at);
        if (target && target->IsObject()) found.push_back({name, at, std::move(target)});
    });
    return found;
}

inline std::vector<entry> root_entries(const run& asking, std::string_view section) {
    return entries_of(asking, asking.document().at("").member(section));
}

/// An operation of version 2.
struct verb {
    const entry* channel;
    std::string_view name;  ///< `publish` or `subscribe`
    document_value operation;
};

inline std::vector<verb> verbs_of(const std::vector<entry>& channels) {
    std::vector<verb> found;
    for (const auto& channel : channels)
        for (const std::string_view name : {"publish", "subscribe"})
            if (auto at = channel.is.member(name); at && at->IsObject())
                found.push_back({&channel, name, std::move(at)});
    return found;
}

/// A message of an operation of version 2, or of a channel of version 3.
struct message_entry {
    std::string name;
    document_value stands;
    document_value is;
};

inline std::string message_name(const run& asking, std::string_view key, const entry& of) {
    for (const std::string_view member : {"name", "messageId"}) {
        const auto found = effective_member(asking.document(), of.is, member);
        if (found && found->IsString()) return std::string{text_of(*found)};
    }
    if (!key.empty()) return std::string{key};
    const auto slash = of.is.pointer.rfind('/');
    const auto token = of.is.pointer.substr(slash + 1);
    const bool is_index = token.find_first_not_of("0123456789") == token.npos;
    return is_index ? "oneOf/" + token : token;
}

/// \return the messages of an operation of version 2
inline std::vector<message_entry> messages_of_verb(const run& asking,
                                                   const document_value& operation) {
    std::vector<message_entry> found;
    const auto add = [&](const document_value& at) {
        auto target = asking.followed(at);
        if (!target || !target->IsObject()) return;
        auto name = message_name(asking, {}, {{}, at, target});
        found.push_back({std::move(name), at, std::move(target)});
    };
    const auto message = operation.member("message");
    if (!message) return found;
    if (const auto choice = message.member("oneOf"))
        for_each_element(choice, add);
    else
        add(message);
    return found;
}

/// \return the messages that may be on a channel
inline std::vector<message_entry> messages_of(const run& asking, const document_value& channel) {
    std::vector<message_entry> found;
    if (!is_version2(asking)) {
        for (auto& each : entries_of(asking, channel.member("messages"))) {
            auto name = message_name(asking, each.name, each);
            found.push_back({std::move(name), each.stands, each.is});
        }
        return found;
    }
    for (const std::string_view verb : {"publish", "subscribe"})
        for (auto& each : messages_of_verb(asking, channel.member(verb))) found.push_back(each);
    return found;
}

/// \return a schema behind its references, and out of its Multi Format Schema Object
inline document_value schema_in(const run& asking, const document_value& at) {
    auto schema = asking.followed(at);
    if (is_version2(asking) || !schema.member("schema")) return schema;
    return asking.followed(schema, "schema");
}

/// \return whether a reference leads to a member of a section of a document's root: `#/servers/a`
inline bool is_in_section(std::string_view reference, std::string_view section) {
    const auto hash = reference.find("#/");
    if (hash == reference.npos) return false;
    reference.remove_prefix(hash + 2);
    if (!reference.starts_with(section)) return false;
    reference.remove_prefix(section.size());
    return reference.size() > 1 && reference.front() == '/' &&
           reference.find('/', 1) == reference.npos;
}

/// \return the names in braces of a template, in their order, each once
inline std::vector<std::string_view> expressions_in(std::string_view address) {
    std::vector<std::string_view> found;
    for (auto open = address.find('{'); open != address.npos; open = address.find('{', open + 1)) {
        const auto close = address.find_first_of("{}", open + 1);
        if (close == address.npos) break;
        if (address[close] == '{' || close == open + 1) continue;
        const auto name = address.substr(open + 1, close - open - 1);
        if (std::ranges::find(found, name) == found.end()) found.push_back(name);
    }
    return found;
}

/// \return what is wrong with the braces of a template; empty: nothing
inline std::string brace_problem(std::string_view address) {
    bool is_open = false;
    for (std::size_t at = 0; at < address.size(); ++at) {
        if (address[at] == '{') {
            if (is_open) return "a brace is opened inside of another";
            is_open = true;
            if (at + 1 < address.size() && address[at + 1] == '}')
                return "there is no name between the braces";
        } else if (address[at] == '}') {
            if (!is_open) return "a brace is closed that is not open";
            is_open = false;
        }
    }
    return is_open ? "a brace is not closed" : "";
}

/// \return `"a"`, `"a" and "b"`, `"a", "b" and "c"`
template <class Names>
std::string listed(const Names& names, std::string_view last = "and") {
    std::string made;
    std::size_t index = 0;
    for (const auto& each : names) {
        if (index > 0)
            made += index + 1 == names.size() ? ' ' + std::string{last} + ' ' : std::string{", "};
        made += quoted(each);
        ++index;
    }
    return made;
}

}  // namespace asyncapi::checks::detail
