#pragma once

#include <asyncapi/address.hpp>
#include <asyncapi/codec/errors.hpp>
#include <asyncapi/codec/typed/find_value.hpp>
#include <asyncapi/message.hpp>
#include <asyncapi/metadata.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/validation/json/text.hpp>

#include <rapidjson/document.h>
#include <rapidjson/pointer.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace asyncapi::detail {

/// Where a document has a request say where its answer is awaited.
///
/// A header that is not there is the transport's own, which carries the address beside the payload.
/// \see AsyncAPI 3.0.0, Operation Reply Address Object
class reply_place {
public:
    /// The document says nothing.
    reply_place() = default;
    /// \param expression  a runtime expression; empty: the document says nothing
    explicit reply_place(std::string_view expression) : location_{expression} {}

    bool in_payload() const { return location_.in == correlation_location::source::payload; }
    bool in_header() const { return location_.in == correlation_location::source::header; }

    void put(metadata& with) const {
        if (in_header() && !with.reply_address.empty())
            with.headers.set(header_name(), with.reply_address);
    }
    void put(const metadata& with, rapidjson::Document& payload) const {
        if (!in_payload() || with.reply_address.empty()) return;
        const rapidjson::Pointer pointer{location_.pointer.data(), location_.pointer.size()};
        const auto size = static_cast<rapidjson::SizeType>(with.reply_address.size());
        pointer.Set(payload,
                    rapidjson::Value{with.reply_address.data(), size, payload.GetAllocator()});
    }

    /// Takes the address from where it has to be.
    ///
    /// \param payload  JSON text that was found to be well-formed
    /// \return `contract_violation` where there is none
    result<void> take(metadata& with, std::string_view payload, std::string_view message) const {
        if (in_header()) return take_header(with, message);
        if (!in_payload()) return {};
        return take_found(with, find_scalar(payload, location_.pointer), message);
    }
    result<void> take(metadata& with, const rapidjson::Value& payload,
                      std::string_view message) const {
        if (in_header()) return take_header(with, message);
        if (!in_payload()) return {};
        const rapidjson::Pointer pointer{location_.pointer.data(), location_.pointer.size()};
        const auto* found = pointer.Get(payload);
        if (found == nullptr || !found->IsString()) return take_found(with, {}, message);
        return take_found(with, std::string{validation::detail::text_of(*found)}, message);
    }

private:
    result<void> take_header(metadata& with, std::string_view message) const {
        const auto* found = with.headers.find(header_name());
        const bool is_there = found != nullptr && !found->empty();
        if (!is_there && !with.reply_address.empty()) return {};
        return take_found(with, is_there ? std::optional{*found} : std::nullopt, message);
    }

    // What a transport made of the same address leads there in its own way.
    result<void> take_found(metadata& with, std::optional<std::string> found,
                            std::string_view message) const {
        if (!found || found->empty()) return missing(message, "there is no reply address");
        if (!is_concrete(*found)) return missing(message, "the reply address is a filter");
        if (!with.reply_address.ends_with(*found)) with.reply_address = *std::move(found);
        return {};
    }

    error missing(std::string_view message, std::string_view why) const {
        violation where;
        where.message = message;
        if (in_header()) where.message += " headers";
        where.pointer = location_.pointer;
        where.keyword = "reply";
        where.reason = std::string{why} + " where the document has it";
        return {errc::contract_violation, std::move(where)};
    }

    std::string_view header_name() const { return location_.pointer.substr(1); }

    correlation_location location_;
};

}  // namespace asyncapi::detail
