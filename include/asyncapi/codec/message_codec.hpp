#pragma once

#include <asyncapi/codec/headers.hpp>
#include <asyncapi/codec/json.hpp>
#include <asyncapi/codec/typed/find_value.hpp>
#include <asyncapi/message.hpp>
#include <asyncapi/metadata.hpp>

#include <rapidjson/pointer.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace asyncapi::detail {

/// Moves the correlation id between metadata and the place that the contract declares for it.
class correlation {
public:
    explicit constexpr correlation(correlation_location location) : location_{location} {}

    void put(const std::string& id, rapidjson::Document& payload) const {
        if (location_.in != correlation_location::source::payload) return;
        const rapidjson::Pointer pointer{location_.pointer.data(), location_.pointer.size()};
        if (!pointer.IsValid()) return;
        const auto* present = pointer.Get(payload);
        if (present != nullptr && !(present->IsString() && present->GetStringLength() == 0)) return;
        pointer.Set(payload,
                    rapidjson::Value{id.data(), static_cast<rapidjson::SizeType>(id.size()),
                                     payload.GetAllocator()});
    }

    void put(metadata& with) const {
        if (location_.in == correlation_location::source::header)
            with.headers.set(header_name(), with.correlation_id);
    }

    /// The declared place wins over what the transport carried beside the payload.
    ///
    /// \param payload  JSON text that was found to be well-formed
    /// \return whether the id is where it belongs
    bool take(metadata& with, std::string_view payload) const {
        take_header(with);
        if (location_.in != correlation_location::source::payload) return true;
        auto id = find_scalar(payload, location_.pointer);
        if (!id || id->empty()) return false;
        with.correlation_id = *std::move(id);
        return true;
    }
    void take(metadata& with, const rapidjson::Value& payload) const {
        take_header(with);
        if (const auto* id = find(payload)) {
            if (id->IsString() && id->GetStringLength() != 0)
                with.correlation_id = text_of(*id);
            else if (id->IsNumber())
                with.correlation_id = write_json(*id);
        }
    }

    const rapidjson::Value* find(const rapidjson::Value& payload) const {
        if (location_.in != correlation_location::source::payload) return nullptr;
        const rapidjson::Pointer pointer{location_.pointer.data(), location_.pointer.size()};
        return pointer.IsValid() ? pointer.Get(payload) : nullptr;
    }

private:
    void take_header(metadata& with) const {
        if (location_.in != correlation_location::source::header) return;
        if (const auto* id = with.headers.find(header_name()); id != nullptr && !id->empty())
            with.correlation_id = *id;
    }

    std::string_view header_name() const {
        return location_.pointer.substr(location_.pointer.empty() ? 0 : 1);
    }

    correlation_location location_;
};

/// A message between C++ and the wire, checked both ways.
template <class M>
struct message_codec {
    using traits = message_traits<M>;
    using payload_type = typename traits::payload;

    /// Makes the payload's text and completes `with`: names, content type, correlation.
    static result<std::string> encode(const payload_type& payload, metadata& with) {
        with.message_name = traits::name;
        with.content_type = traits::content_type;
        const correlation id{traits::correlation};
        if (auto text = write_at_once(payload); text && id.take(with, std::string_view{*text})) {
            if (with.correlation_id.empty()) with.correlation_id = metadata::make_id();
            id.put(with);
            if constexpr (traits::has_headers) {
                if (auto checked = check_headers(with); !checked) return checked.error();
            }
            return *std::move(text);
        }
        auto json = to_unchecked_json(payload, traits::name);
        if (!json) return json.error();
        // An id of the caller's own, in the payload, is the id of the conversation.
        id.take(with, *json);
        if (with.correlation_id.empty()) with.correlation_id = metadata::make_id();
        id.put(with.correlation_id, *json);
        id.put(with);
        if (auto checked = check_json<payload_type>(*json, traits::name); !checked)
            return checked.error();
        if constexpr (traits::has_headers) {
            if (auto checked = check_headers(with); !checked) return checked.error();
        }
        return write_json(*json);
    }

    /// Reads a payload that keeps its contract, in one pass.
    ///
    /// \return nullopt when it has to be parsed to see what it is
    static std::optional<result<payload_type>> decode_at_once(std::string_view text,
                                                              metadata& with) {
        std::optional<result<payload_type>> payload{result<payload_type>{payload_type{}}};
        if (!read_at_once(text, **payload)) return std::nullopt;
        correlation{traits::correlation}.take(with, text);
        with.message_name = traits::name;
        if constexpr (traits::has_headers) {
            if (auto checked = check_headers(with); !checked) *payload = checked.error();
        }
        return payload;
    }

    /// \param with  completed with the correlation id, where the payload carries it
    static result<payload_type> decode(const rapidjson::Value& json, metadata& with) {
        // First, because who sent a wrong message may wait for an answer as well.
        correlation{traits::correlation}.take(with, json);
        auto payload = from_json<payload_type>(json, traits::name);
        if (!payload) return payload;
        if constexpr (traits::has_headers) {
            if (auto checked = check_headers(with); !checked) return checked.error();
        }
        return payload;
    }

    /// What errors call the headers.
    static const std::string& headers_place() {
        static const std::string place = std::string{traits::name} + " headers";
        return place;
    }

private:
    static result<void> check_headers(const metadata& with) {
        const auto json = headers_as_json<typename traits::headers>(with.headers);
        return check_json<typename traits::headers>(json, headers_place());
    }
};

}  // namespace asyncapi::detail
