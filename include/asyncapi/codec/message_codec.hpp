#pragma once

#include <asyncapi/codec/headers.hpp>
#include <asyncapi/codec/json.hpp>
#include <asyncapi/message.hpp>
#include <asyncapi/metadata.hpp>

#include <rapidjson/pointer.h>

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
    void take(metadata& with, const rapidjson::Value& payload) const {
        if (location_.in == correlation_location::source::header) {
            if (const auto* id = with.headers.find(header_name()); id != nullptr && !id->empty()) {
                with.correlation_id = *id;
            }
        } else if (const auto* id = find(payload)) {
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
        auto json = to_unchecked_json(payload, traits::name);
        if (!json) return json.error();
        with.message_name = traits::name;
        with.content_type = traits::content_type;
        const correlation id{traits::correlation};
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
