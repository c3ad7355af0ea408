#pragma once

#include <asyncapi/schema/check.hpp>
#include <asyncapi/schema/types.hpp>
#include <asyncapi/validation/parse_json.hpp>

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace asyncapi::detail {

using json_writer =
    rapidjson::Writer<rapidjson::StringBuffer, rapidjson::UTF8<>, rapidjson::UTF8<>,
                      rapidjson::CrtAllocator, rapidjson::kWriteValidateEncodingFlag>;

/// Why a C++ value has no JSON, or a JSON value no C++ one; the pointer grows while the calls
/// return.
struct codec_failure {
    std::string pointer;
    std::string_view keyword;
    std::string reason;

    bool operator()(std::string_view failed, std::string why) {
        keyword = failed;
        reason = std::move(why);
        return false;
    }

    bool below(std::string_view token) {
        std::string step = "/";
        for (const char c : token) {
            if (c == '~')
                step += "~0";
            else if (c == '/')
                step += "~1";
            else
                step += c;
        }
        pointer.insert(0, step);
        return false;
    }
    bool below(std::size_t index) { return below(std::string_view{std::to_string(index)}); }
};

/// Writes C++ values as JSON. A user's own deep list ends at `max_depth`, as it would at the
/// reader.
class json_encoder {
public:
    static constexpr int max_depth = 64;

    json_encoder(json_writer& writer, codec_failure& failure) : writer_{writer}, fail_{failure} {}

    template <class T>
    bool encode(const T& value) {
        constexpr auto kind = shape_of<T>();
        if constexpr (kind == shape::text)
            return text(value);
        else if constexpr (kind == shape::boolean)
            return writer_.Bool(value);
        else if constexpr (kind == shape::null)
            return writer_.Null();
        else if constexpr (kind == shape::any)
            return any(value);
        else if constexpr (kind == shape::integer)
            return integer(value);
        else if constexpr (kind == shape::number) {
            return writer_.Double(static_cast<double>(value)) ||
                   fail_("type", "JSON has no NaN and no infinity");
        } else if constexpr (kind == shape::enumeration)
            return enumeration(value);
        else if constexpr (kind == shape::optional)
            return value ? encode(*value) : writer_.Null();
        else if constexpr (kind == shape::variant) {
            if (value.valueless_by_exception()) return fail_("oneOf", "the variant holds no value");
            return std::visit([this](const auto& held) { return encode(held); }, value);
        } else {
            if (++depth_ > max_depth) return fail_("", "nested too deeply");
            const bool done = container<kind>(value);
            --depth_;
            return done;
        }
    }

private:
    template <shape Kind, class T>
    bool container(const T& value) {
        if constexpr (Kind == shape::object)
            return object(value);
        else if constexpr (Kind == shape::map)
            return map(value);
        else if constexpr (Kind == shape::tuple)
            return tuple(value);
        else
            return sequence(value);
    }

    bool text(std::string_view value) {
        return writer_.String(value.data() ? value.data() : "",
                              static_cast<rapidjson::SizeType>(value.size())) ||
               fail_("type", "the text is not valid UTF-8");
    }

    bool any(const any_json& value) {
        // By itself: in its place, text such as `1,"admin":true` would be well-formed too.
        if (!validation::parse_json(value.text))
            return fail_("type", "the text of any_json is not one JSON value");
        return writer_.RawValue(value.text.data(), value.text.size(), rapidjson::kObjectType);
    }

    template <class T>
    bool integer(T value) {
        if constexpr (std::is_signed_v<T>)
            return writer_.Int64(value);
        else
            return writer_.Uint64(value);
    }

    template <class T>
    bool enumeration(T value) {
        for (const auto& each : schema<T>::value.values) {
            if (each.value == value) return text(each.text);
        }
        return fail_("enum", "the enum's value has no text in its enumeration()");
    }

    template <class T>
    bool sequence(const T& values) {
        writer_.StartArray();
        std::size_t index = 0;
        for (const auto& each : values) {
            if (!encode(static_cast<const typename T::value_type&>(each)))
                return fail_.below(index);
            ++index;
        }
        return writer_.EndArray();
    }

    template <class T>
    bool tuple(const T& values) {
        writer_.StartArray();
        const bool done = [&]<std::size_t... I>(std::index_sequence<I...>) {
            return ((encode(std::get<I>(values)) || fail_.below(I)) && ...);
        }
        (std::make_index_sequence<std::tuple_size_v<T>>{});
        return done && writer_.EndArray();
    }

    template <class T>
    bool map(const T& values) {
        writer_.StartObject();
        for (const auto& [name, value] : values) {
            if (!text(name) || !encode(value)) return fail_.below(name);
        }
        return writer_.EndObject();
    }

    template <class T>
    bool object(const T& value) {
        writer_.StartObject();
        bool done = true;
        for_each_property(schema<T>::value, [&]<class C, class M, class K>(
                                                const property_description<C, M, K>& p) {
            if (done) done = member(p.name, value.*p.member, p.keywords) || fail_.below(p.name);
        });
        return done && writer_.EndObject();
    }

    template <class M, class K>
    bool member(std::string_view name, const M& value, const K&) {
        if constexpr (is_optional<M>) {
            constexpr bool null_when_empty =
                is_nullable_keywords<K> && !is_optional<unwrapped_t<M>>;
            if (!value && !null_when_empty) return true;
        }
        return text(name) && encode(value);
    }

    json_writer& writer_;
    codec_failure& fail_;
    int depth_ = 0;
};

}  // namespace asyncapi::detail
