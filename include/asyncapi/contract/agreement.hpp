#pragma once

#include <asyncapi/codec/json.hpp>
#include <asyncapi/contract/typed_message.hpp>
#include <asyncapi/detail/lower_case.hpp>
#include <asyncapi/document/model.hpp>
#include <asyncapi/document/schema_bundle.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/validation/draft07/read.hpp>
#include <asyncapi/validation/residual/leftovers.hpp>

#include <rapidjson/document.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace asyncapi::detail {

/// Which ways a message goes, from the program's side.
struct message_ways {
    bool is_sent = false;
    bool is_received = false;
};

/// Holds a program's definition of a message against a document's.
class message_agreement {
public:
    /// \param reply_location  of a request: the runtime expression of its reply address
    message_agreement(const document& from, const typed_message& mine, const message_model& theirs,
                      std::string_view reply_location = {})
        : document_{from}, mine_{mine}, theirs_{theirs}, reply_location_{reply_location} {}

    /// \return `contract_violation` that says where the two part, with the document's line;
    ///         `unenforceable_schema`
    result<void> check(message_ways ways) const {
        if (auto same = check_content_type(); !same) return same;
        if (auto same = check_correlation(); !same) return same;
        if (auto same = check_reply(); !same) return same;
        if (auto same = check_schema(theirs_.payload, mine_.payload, ways, {}); !same) return same;
        return check_headers(ways);
    }

private:
    static std::string without_parameters(std::string_view type) {
        auto name = std::string{type.substr(0, type.find(';'))};
        while (name.ends_with(' ')) name.pop_back();
        return lower_case(std::move(name));
    }

    error part(std::string_view keyword, const document_value& at, std::string reason,
               std::string pointer = {}) const {
        violation where;
        where.message = theirs_.name;
        where.pointer = std::move(pointer);
        where.keyword = keyword;
        where.schema_pointer = at.pointer;
        where.reason = std::move(reason);
        if (at) {
            const auto position = at.position();
            where.line = position.line;
            where.column = position.column;
        }
        return {errc::contract_violation, std::move(where)};
    }

    result<void> check_content_type() const {
        if (theirs_.content_type.empty() ||
            without_parameters(theirs_.content_type) == without_parameters(mine_.content_type))
            return {};
        return part("contentType", theirs_.object,
                    "the document says " + theirs_.content_type + ", the C++ type " +
                        std::string{mine_.content_type});
    }

    // The document decides where the id is; a program that looks elsewhere is wrong.
    result<void> check_correlation() const {
        if (mine_.correlation.in == correlation_location::source::none) return {};
        const correlation_location location{theirs_.correlation_id};
        if (location.in == mine_.correlation.in && location.pointer == mine_.correlation.pointer)
            return {};
        const bool says_nothing = theirs_.correlation_id.empty();
        return part("correlationId", theirs_.object,
                    says_nothing ? "the document has no correlation id where the C++ type has one"
                                 : "the document has the correlation id at " +
                                       theirs_.correlation_id + ", the C++ type elsewhere");
    }

    result<void> check_reply() const {
        if (reply_location_.empty() || correlation_location{reply_location_}.is_valid()) return {};
        return part("reply", theirs_.object,
                    "the reply address is at " + std::string{reply_location_} +
                        ", which is no $message.header#/name or $message.payload#/a/b");
    }

    // What the library itself writes is there, whatever the C++ type says.
    std::string sent_headers() const {
        rapidjson::Document schema{rapidjson::kObjectType};
        auto& memory = schema.GetAllocator();
        rapidjson::Value required{rapidjson::kArrayType};
        rapidjson::Value properties{rapidjson::kObjectType};
        for (const std::string_view expression :
             {std::string_view{theirs_.correlation_id}, reply_location_}) {
            const correlation_location location{expression};
            if (!location.is_valid() || location.in != correlation_location::source::header)
                continue;
            rapidjson::Value name{location.pointer.data() + 1,
                                  static_cast<rapidjson::SizeType>(location.pointer.size() - 1),
                                  memory};
            rapidjson::Value text{rapidjson::kObjectType};
            text.AddMember("type", "string", memory);
            required.PushBack(rapidjson::Value{name, memory}, memory);
            properties.AddMember(name, text, memory);
        }
        schema.AddMember("type", "object", memory);
        schema.AddMember("required", required, memory);
        schema.AddMember("properties", properties, memory);
        return write_json(schema);
    }

    result<void> check_headers(message_ways ways) const {
        if (!mine_.headers.empty()) {
            if (!theirs_.headers.schema)
                return part("headers", theirs_.object,
                            "the C++ type declares headers, the document does not");
            return check_schema(theirs_.headers, mine_.headers, ways, "headers");
        }
        // Headers that nobody reads do no harm; those that are wanted and never sent do.
        if (!ways.is_sent || !theirs_.headers.schema) return {};
        return check_schema(theirs_.headers, sent_headers(), {true, false}, "headers");
    }

    result<void> check_schema(const schema_model& theirs, std::string_view mine, message_ways ways,
                              std::string_view part_of) const {
        auto bundle = theirs.schema ? bundle_schema(document_, theirs.schema, theirs.format)
                                    : result<schema_bundle>{schema_bundle{"true", {}}};
        if (!bundle) return named(bundle.error(), theirs.schema);
        auto asked = validation::detail::read_schema(bundle->text, {});
        if (!asked)
            return named(asked.error(), bundle->locate(asked.error().where().schema_pointer));
        auto typed = validation::detail::read_schema(mine, {});
        if (!typed) return typed.error();
        if (ways.is_sent) {
            for (const auto& each : validation::leftovers_of(validation::subtract(*asked, *typed)))
                if (!each.is_alternative)
                    return part(each.keyword, bundle->locate(each.schema_pointer),
                                "the C++ type can send what the document refuses: " +
                                    shown(each, part_of) + ' ' + each.asks,
                                each.pointer);
        }
        if (!ways.is_received) return {};
        // Who keeps to the document keeps to its formats: `int32` is a range.
        validation::compile_options with_formats;
        with_formats.assert_formats = true;
        const auto kept = validation::detail::read_schema(bundle->text, with_formats);
        const auto& known = kept ? *kept : *asked;
        for (const auto& each : validation::leftovers_of(validation::subtract(*typed, known)))
            if (!each.is_alternative)
                return part(each.keyword, theirs.schema ? theirs.schema : theirs_.object,
                            "the document allows what the C++ type refuses: " +
                                shown(each, part_of) + ' ' + each.asks + remedy(each.asks),
                            each.pointer);
        return {};
    }

    // A range that nobody wrote down is that of a type.
    static const char* remedy(std::string_view asks) {
        constexpr std::string_view limits[] = {" -2147483648", " 2147483647", " 4294967295",
                                               " -32768",      " 32767",      " 65535",
                                               " -128",        " 127",        " 255"};
        const bool is_range = std::ranges::any_of(
            limits, [&](std::string_view each) { return asks.ends_with(each); });
        return is_range ? ": bound it in the document, or make it a std::int64_t" : "";
    }

    static std::string shown(const validation::leftover& of, std::string_view part_of) {
        if (of.pointer.empty()) return part_of.empty() ? "the payload" : std::string{part_of};
        return of.pointer;
    }

    error named(const error& why, const document_value& at) const {
        auto where = why.where();
        where.message = theirs_.name;
        if (at) {
            const auto position = at.position();
            where.schema_pointer = at.pointer;
            where.line = position.line;
            where.column = position.column;
        }
        return {why.code(), std::move(where)};
    }

    const document& document_;
    const typed_message& mine_;
    const message_model& theirs_;
    std::string_view reply_location_;
};

}  // namespace asyncapi::detail
