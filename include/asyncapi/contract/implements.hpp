#pragma once

#include <asyncapi/contract/declared.hpp>
#include <asyncapi/contract/schema_difference.hpp>
#include <asyncapi/contract/typed_message.hpp>
#include <asyncapi/message.hpp>

#include <cstddef>
#include <span>
#include <string_view>

namespace asyncapi {
namespace detail {

/// Compares contract objects of C++ with what a document declares.
template <class Document>
struct document_comparison {
    static constexpr std::size_t none = ~std::size_t{};

    // An index: under sanitizers g++ takes no comparison of an address with null for constant.
    static constexpr std::size_t find(std::span<const std::size_t> among, std::string_view name) {
        for (const auto index : among)
            if (Document::messages[index].name == name) return index;
        return none;
    }

    static constexpr place_text text(std::string_view what, std::string_view problem) {
        place_text made;
        made.add(what);
        made.add(": ");
        made.add(problem);
        return made;
    }

    static constexpr bool same_type(std::string_view mine, std::string_view theirs) {
        return theirs.empty() ||
               mine.substr(0, mine.find(';')) == theirs.substr(0, theirs.find(';'));
    }

    static constexpr place_text compare(const typed_message& mine, const declared_message& theirs) {
        if (!same_type(mine.content_type, theirs.content_type))
            return text(mine.name, "contentType");
        const correlation_location location{theirs.correlation_id};
        if (mine.correlation.in != correlation_location::source::none &&
            (mine.correlation.in != location.in || mine.correlation.pointer != location.pointer))
            return text(mine.name, "correlationId");
        if (mine.headers.empty() != theirs.headers.empty() && !mine.headers.empty())
            return text(mine.name, "headers");
        auto found = schema_difference{mine.payload, theirs.payload}.find(mine.name);
        if (found.size == 0 && !mine.headers.empty()) {
            found = schema_difference{mine.headers, theirs.headers}.find("headers");
        }
        return found;
    }

    template <class M>
    static constexpr void compare_one(std::span<const std::size_t> among, place_text& found) {
        if (found.size != 0) return;
        constexpr auto mine = typed_message_of<M>;
        const auto theirs = find(among, mine.name);
        found = theirs == none ? text(mine.name, "the document has no such message there")
                               : compare(mine, Document::messages[theirs]);
    }

    template <class... Ms>
    static constexpr place_text of(const channel_object<Ms...>& object) {
        place_text found = text(object.address, "the document has no operation at this address");
        for (const auto& operation : Document::operations) {
            if (operation.address != object.address || operation.has_reply) continue;
            const bool has_all =
                ((find(operation.messages, message_traits<Ms>::name) != none) && ...);
            found = {};
            (compare_one<Ms>(operation.messages, found), ...);
            if (has_all) return found;
        }
        return found;
    }

    template <class Request, class... Replies>
    static constexpr place_text of(const operation_object<Request, Replies...>& object) {
        for (const auto& operation : Document::operations) {
            if (operation.address != object.address || !operation.has_reply) continue;
            place_text found;
            compare_one<Request>(operation.messages, found);
            (compare_one<Replies>(operation.replies, found), ...);
            for (const auto index : operation.replies) {
                const auto name = Document::messages[index].name;
                const bool has = ((message_traits<Replies>::name == name) || ...);
                if (!has && found.size == 0)
                    found = text(name, "a reply that the C++ operation lacks");
            }
            return found;
        }
        return text(object.address, "the document has no operation with a reply at this address");
    }
};

// A variable each: a compiler bounds the work on one.
template <class Document, const auto& Object>
inline constexpr place_text parting = document_comparison<Document>::of(Object);

/// Has no definition: the compiler's error names the place where the two part.
template <place_text Where>
struct definition_differs_from_document_at;
template <>
struct definition_differs_from_document_at<place_text{}> {};

}  // namespace detail

/// Whether channel and operation objects are what a document declares; where one is not, the
/// compiler says which property it is.
///
/// `static_assert(asyncapi::implements<shop_document, shop::placed, shop::get_quote>());`
/// \tparam Document  the type in a header that `asyncapi_contract` made of a document
template <class Document, const auto&... Objects>
constexpr bool implements() {
    return (
        (sizeof(detail::definition_differs_from_document_at<detail::parting<Document, Objects>>) !=
         0) &&
        ...);
}

}  // namespace asyncapi
