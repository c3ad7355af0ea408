#pragma once

#include <asyncapi/document.hpp>
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

/// Finds a member of an operation or a message with its traits applied. Members are taken whole.
///
/// In version 2 the last trait wins over the object; in version 3 the object wins over its traits,
/// and the last trait over the others.
///
/// \see AsyncAPI 2.6.0, Message Object, traits; AsyncAPI 3.0.0, Traits Merge Mechanism
inline document_value effective_member(const document& from, const document_value& object,
                                       std::string_view name) {
    const bool traits_win = from.version().major == 2;
    auto own = object.member(name);
    if (own && !traits_win) return own;
    const auto traits = traits_of(from, object);
    for (auto each = traits.rbegin(); each != traits.rend(); ++each)
        if (auto found = each->member(name)) return found;
    return own;
}

}  // namespace asyncapi
