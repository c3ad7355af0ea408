#pragma once

#include <asyncapi/document.hpp>
#include <asyncapi/result.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi::detail {

/// Takes values out of a document whose shape nobody has checked. The first that stands in the way
/// is remembered with its line.
class model_values {
public:
    explicit model_values(const document& from) : document_{from} {}

    const document& from() const noexcept { return document_; }
    bool is_version2() const { return document_.version().major == 2; }
    const std::optional<error>& problem() const noexcept { return problem_; }

    static std::string text(const document_value& in, std::string_view name) {
        const auto member = in.member(name);
        if (!member || !member->IsString()) return {};
        return std::string{validation::detail::text_of(*member)};
    }

    static std::vector<std::string> texts(const document_value& in) {
        std::vector<std::string> found;
        if (in && in->IsArray())
            for (const auto& each : in->GetArray())
                if (each.IsString()) found.emplace_back(validation::detail::text_of(each));
        return found;
    }

    template <class Visit>
    void for_each(const document_value& map, Visit visit) {
        if (!map || !map->IsObject()) return;
        for (const auto& member : map->GetObject()) {
            const auto name = validation::detail::text_of(member.name);
            if (auto target = followed(map.member(name)); target && target->IsObject())
                visit(name, target);
        }
    }

    template <class Visit>
    void for_each_element(const document_value& list, Visit visit) {
        if (!list || !list->IsArray()) return;
        for (rapidjson::SizeType i = 0; i < list->Size(); ++i)
            visit(document_value{list.source, &(*list)[i],
                                 validation::detail::joined(list.pointer, std::size_t{i})});
    }

    document_value followed(document_value at) {
        const auto before = at;
        auto target = document_.resolve(std::move(at));
        if (target) return *std::move(target);
        refuse(before, target.error().detail());
        return {};
    }

    void refuse(const document_value& at, std::string reason) {
        if (problem_) return;
        const auto position = at ? at.source->position_of(*at.value) : text_position{};
        violation where;
        where.pointer = at.pointer;
        where.reason = std::move(reason);
        where.line = position.line;
        where.column = position.column;
        problem_ = error{errc::malformed, std::move(where)};
    }

private:
    const document& document_;
    std::optional<error> problem_;
};

/// \return the last token of a JSON Pointer
inline std::string last_token(std::string_view pointer) {
    std::string last;
    while (!pointer.empty()) last = validation::detail::take_token(pointer);
    return last;
}

}  // namespace asyncapi::detail
