#pragma once

#include <asyncapi/document.hpp>
#include <asyncapi/document/merge.hpp>
#include <asyncapi/validation/json/pointer.hpp>

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi {

/// The traits of an operation or a message, behind their references.
inline std::vector<document_value> traits_of(const document& from, const document_value& object) {
    std::vector<document_value> found;
    const auto list = object.member("traits");
    if (!list || !list->IsArray()) return found;
    for (rapidjson::SizeType i = 0; i < list->Size(); ++i) {
        auto target = from.resolve(
            {list.source, &(*list)[i], validation::detail::joined(list.pointer, std::size_t{i})});
        if (target && *target) found.push_back(*std::move(target));
    }
    return found;
}

/// Finds a member of an operation or a message with its traits applied: objects are merged, other
/// values taken whole. A merged object has the place of the one that wins,
/// which is all there is once merging has taken more than a document is granted.
///
/// In version 2 the last trait wins over the object; in version 3 the object wins over its traits,
/// and the last trait over the others.
///
/// \see AsyncAPI 2.6.0, Message Object, traits; AsyncAPI 3.0.0, Traits Merge Mechanism
inline document_value effective_member(const document& from, const document_value& object,
                                       std::string_view name) {
    const bool traits_win = from.version().major == 2;
    auto own = object.member(name);
    auto having = traits_of(from, object);
    for (auto& each : having) each = each.member(name);
    std::erase_if(having, [](const document_value& each) { return !each; });
    if (having.empty()) return own;
    if (own) having.insert(traits_win ? having.begin() : having.end(), own);
    const auto winner = having.back();
    if (winner->IsNull()) return {};
    if (having.size() == 1 || !winner->IsObject()) return winner;
    for (auto& each : having)
        if (auto target = from.resolve(each); target && *target) each = *std::move(target);
    const auto& base = *having.back().source;
    const auto* merged = from.made_once(*object, name, [&](auto& memory, std::size_t& left) {
        return detail::object_merge{from, base, memory, left}.merge(having);
    });
    if (merged->IsNull()) return winner;
    return {&base, merged, having.back().pointer};
}

}  // namespace asyncapi
