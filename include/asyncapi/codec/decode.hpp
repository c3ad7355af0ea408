#pragma once

#include <asyncapi/codec/compiled.hpp>
#include <asyncapi/codec/encode.hpp>
#include <asyncapi/schema/text.hpp>

#include <rapidjson/document.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace asyncapi::detail {

/// Fills C++ values from JSON that already satisfied its schema; refuses what the C++ type cannot
/// hold.
class json_decoder {
public:
    explicit json_decoder(codec_failure& failure) : fail_{failure} {}

    template <class T>
    bool decode(const rapidjson::Value& json, T& value) {
        constexpr auto kind = shape_of<T>();
        if constexpr (kind == shape::text) {
            if (!json.IsString()) return fail_("type", "this must be a string");
            value.assign(json.GetString(), json.GetStringLength());
            return true;
        } else if constexpr (kind == shape::boolean) {
            if (!json.IsBool()) return fail_("type", "this must be true or false");
            value = json.GetBool();
            return true;
        } else if constexpr (kind == shape::null) {
            return json.IsNull() || fail_("type", "this must be null");
        } else if constexpr (kind == shape::any) {
            rapidjson::StringBuffer buffer;
            rapidjson::Writer<rapidjson::StringBuffer> writer{buffer};
            json.Accept(writer);
            value.text.assign(buffer.GetString(), buffer.GetSize());
            return true;
        } else if constexpr (kind == shape::integer) {
            return integer(json, value);
        } else if constexpr (kind == shape::number) {
            return number(json, value);
        } else if constexpr (kind == shape::enumeration) {
            return enumeration(json, value);
        } else if constexpr (kind == shape::optional) {
            return optional(json, value);
        } else if constexpr (kind == shape::variant) {
            return variant(json, value);
        } else if constexpr (kind == shape::object) {
            return object(json, value);
        } else if constexpr (kind == shape::map) {
            return map(json, value);
        } else if constexpr (kind == shape::sequence) {
            return sequence(json, value);
        } else {
            return fixed(json, value);
        }
    }

private:
    template <class T>
    bool integer(const rapidjson::Value& json, T& value) {
        const auto take = [&](auto wide) {
            if (!std::in_range<T>(wide)) return out_of_range<T>();
            value = static_cast<T>(wide);
            return true;
        };
        if (json.IsInt64()) return take(json.GetInt64());
        if (json.IsUint64()) return take(json.GetUint64());
        if (!json.IsNumber()) return fail_("type", "this must be an integer");
        // 1.0 and 1e3 are integers in JSON Schema.
        const double wide = json.GetDouble();
        if (std::trunc(wide) != wide) return fail_("type", "this must be an integer");
        if (wide >= -9223372036854775808.0 && wide < 9223372036854775808.0)
            return take(static_cast<std::int64_t>(wide));
        if (wide > 0 && wide < 18446744073709551616.0)
            return take(static_cast<std::uint64_t>(wide));
        return out_of_range<T>();
    }

    template <class T>
    bool out_of_range() {
        return fail_("type", "this must be from " + std::to_string(std::numeric_limits<T>::min()) +
                                 " to " + std::to_string(std::numeric_limits<T>::max()));
    }

    template <class T>
    bool number(const rapidjson::Value& json, T& value) {
        if (!json.IsNumber()) return fail_("type", "this must be a number");
        const double wide = json.GetDouble();
        if (std::abs(wide) > static_cast<double>(std::numeric_limits<T>::max())) {
            return fail_("type", "this number is too large");
        }
        value = static_cast<T>(wide);
        return true;
    }

    template <class T>
    bool enumeration(const rapidjson::Value& json, T& value) {
        if (!json.IsString()) return fail_("type", "this must be a string");
        const std::string_view text{json.GetString(), json.GetStringLength()};
        for (const auto& each : schema<T>::value.values) {
            if (each.text != text) continue;
            value = each.value;
            return true;
        }
        return fail_("enum", "this is none of the values of the enumeration");
    }

    template <class T>
    bool optional(const rapidjson::Value& json, T& value) {
        constexpr auto inside = shape_of<unwrapped_t<T>>();
        if (json.IsNull() && inside != shape::any && inside != shape::null) {
            value.reset();
            return true;
        }
        return present(json, value);
    }

    template <class T>
    bool present(const rapidjson::Value& json, T& value) {
        if constexpr (requires { value.emplace(); })
            value.emplace();
        else
            value = std::make_unique<unwrapped_t<T>>();
        return decode(json, *value);
    }

    template <class... T>
    bool variant(const rapidjson::Value& json, std::variant<T...>& value) {
        bool found = false;
        bool done = true;
        const auto attempt = [&]<class A>(std::type_identity<A>, auto index) {
            if (found) return;
            const auto& alternative = compiled_schema_of<A>();
            if (!alternative || !alternative->accepts(json)) return;
            found = true;
            done = decode(json, value.template emplace<decltype(index)::value>());
        };
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            (attempt(std::type_identity<T>{}, std::integral_constant<std::size_t, I>{}), ...);
        }
        (std::index_sequence_for<T...>{});
        return found ? done : fail_("oneOf", "this is none of the alternatives");
    }

    template <class T>
    bool sequence(const rapidjson::Value& json, T& values) {
        if (!json.IsArray()) return fail_("type", "this must be an array");
        values.clear();
        if constexpr (requires { values.reserve(std::size_t{}); }) values.reserve(json.Size());
        for (rapidjson::SizeType i = 0; i < json.Size(); ++i) {
            typename T::value_type each{};
            if (!decode(json[i], each)) return fail_.below(i);
            if constexpr (set_like<T>)
                values.insert(std::move(each));
            else
                values.push_back(std::move(each));
        }
        return true;
    }

    template <class T>
    bool fixed(const rapidjson::Value& json, T& values) {
        constexpr auto size = std::tuple_size_v<T>;
        if (!json.IsArray() || json.Size() != size) {
            return fail_("items", "this must be an array of " + std::to_string(size));
        }
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            return ((decode(json[static_cast<rapidjson::SizeType>(I)], std::get<I>(values)) ||
                     fail_.below(I)) &&
                    ...);
        }
        (std::make_index_sequence<size>{});
    }

    template <class T>
    bool map(const rapidjson::Value& json, T& values) {
        if (!json.IsObject()) return fail_("type", "this must be an object");
        values.clear();
        for (const auto& member : json.GetObject()) {
            const std::string_view name{member.name.GetString(), member.name.GetStringLength()};
            if (!decode(member.value, values[std::string{name}])) return fail_.below(name);
        }
        return true;
    }

    template <class T>
    bool object(const rapidjson::Value& json, T& value) {
        if (!json.IsObject()) return fail_("type", "this must be an object");
        bool done = true;
        for_each_property(schema<T>::value,
                          [&]<class C, class M, class K>(const property_description<C, M, K>& p) {
                              if (done) done = member(json, p, value.*p.member);
                          });
        return done;
    }

    template <class C, class M, class K>
    bool member(const rapidjson::Value& json, const property_description<C, M, K>& p, M& value) {
        const auto found = json.FindMember(rapidjson::Value{
            rapidjson::StringRef(p.name.data(), static_cast<rapidjson::SizeType>(p.name.size()))});
        if (found == json.MemberEnd()) return absent(p, value);
        // For optional<optional<T>>, null is an inner optional that is empty.
        constexpr bool null_inside = is_nullable_keywords<K> && is_optional<unwrapped_t<M>>;
        if constexpr (null_inside)
            return present(found->value, value) || fail_.below(p.name);
        else
            return decode(found->value, value) || fail_.below(p.name);
    }

    template <class C, class M, class K>
    bool absent(const property_description<C, M, K>& p, M& value) {
        if constexpr (requires { value.reset(); }) {
            value.reset();
            return true;
        } else if constexpr (requires { p.keywords.default_value.has_value(); }) {
            if (p.keywords.default_value) {
                value = static_cast<M>(*p.keywords.default_value);
                return true;
            }
        }
        if (!is_required<M>(p.keywords)) return true;
        return fail_("required", "the property " + std::string{p.name} + " is missing");
    }

    codec_failure& fail_;
};

}  // namespace asyncapi::detail
