#pragma once

#include <asyncapi/codec/json.hpp>
#include <asyncapi/codec/typed/find_value.hpp>
#include <asyncapi/message.hpp>
#include <asyncapi/metadata.hpp>

#include <rapidjson/document.h>
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
                with.correlation_id.assign(id->GetString(), id->GetStringLength());
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

}  // namespace asyncapi::detail
