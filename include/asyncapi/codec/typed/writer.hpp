#pragma once

#include <asyncapi/codec/typed/compact.hpp>
#include <asyncapi/codec/typed/keyword_checks.hpp>
#include <asyncapi/codec/typed/keyword_place.hpp>
#include <asyncapi/codec/typed/object_names.hpp>
#include <asyncapi/codec/typed/text_buffer.hpp>
#include <asyncapi/codec/typed/text_cursor.hpp>
#include <asyncapi/codec/typed/unique_items.hpp>
#include <asyncapi/schema/check.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

namespace asyncapi::detail {

/// Writes a C++ value as JSON text, held to the type's schema on the way.
///
/// As with `typed_reader`, yes is the last word and no is not.
class typed_writer {
public:
    static constexpr std::size_t max_depth = 64;

    template <class T>
    bool write_all(const T& value) {
        return write<T, no_place>(value);
    }

    std::string take() { return out_.take(); }

private:
    template <class T, class Place>
    bool write(const T& value) {
        constexpr auto kind = shape_of<T>();
        if constexpr (is_nullable_keywords<keywords_of<Place>>)
            return nullable<T, Place>(value);
        else if constexpr (kind == shape::optional)
            return value && write<unwrapped_t<T>, Place>(*value);
        else if constexpr (kind == shape::text)
            return text<Place>(value);
        else if constexpr (kind == shape::boolean)
            return boolean<Place>(value);
        else if constexpr (kind == shape::null)
            return null();
        else if constexpr (kind == shape::any)
            return any(value);
        else if constexpr (kind == shape::integer)
            return out_.whole(value), number_is_allowed<Place>(value);
        else if constexpr (kind == shape::number)
            return number_is_allowed<Place>(double{value}) && out_.real(double{value});
        else if constexpr (kind == shape::enumeration)
            return enumeration(value);
        else if constexpr (kind == shape::variant)
            return variant<T, Place>(value);
        else
            return container<T, Place>(value);
    }

    template <class T, class Place>
    bool container(const T& value) {
        constexpr auto kind = shape_of<T>();
        if (depth_ == max_depth) return false;
        ++depth_;
        bool done = false;
        if constexpr (kind == shape::object)
            done = object(value);
        else if constexpr (kind == shape::map)
            done = map<T, Place>(value);
        else if constexpr (kind == shape::tuple)
            done = tuple(value);
        else
            done = sequence<T, Place>(value);
        --depth_;
        return done;
    }

    bool null() {
        out_.put(std::string_view{"null"});
        return true;
    }

    template <class T, class Place>
    bool nullable(const T& value) {
        using inside = unwrapped_t<T>;
        if (!value) return null();
        if constexpr (is_optional<inside>) {
            if (!*value) return null();
            return write<unwrapped_t<inside>, not_null_place<Place>>(**value);
        } else {
            return write<inside, not_null_place<Place>>(*value);
        }
    }

    template <class Place>
    bool text(const std::string& value) {
        if (!out_.text(value)) return false;
        if constexpr (std::same_as<keywords_of<Place>, string>)
            return text_fits<Place>(value, work_);
        return true;
    }

    template <class Place>
    bool boolean(bool value) {
        out_.put(value ? std::string_view{"true"} : std::string_view{"false"});
        if constexpr (std::same_as<keywords_of<Place>, asyncapi::boolean>)
            return Place::get().const_value.value_or(value) == value;
        return true;
    }

    bool any(const any_json& value) {
        text_cursor whole{value.text};
        if (!whole.skip(max_depth - depth_)) return false;
        whole.space();
        if (!whole.is_at_end()) return false;
        out_.put(std::string_view{compact(value.text)});
        return true;
    }

    template <class Place, class Number>
    static bool number_is_allowed(Number value) {
        using keywords = keywords_of<Place>;
        if constexpr (std::same_as<keywords, asyncapi::integer> ||
                      std::same_as<keywords, asyncapi::number>)
            return number_fits<Place>(value);
        else
            return true;
    }

    template <class T>
    bool enumeration(T value) {
        for (const auto& each : schema<T>::value.values)
            if (each.value == value) return out_.text(each.text);
        return false;
    }

    template <class T, class Place>
    bool sequence(const T& values) {
        constexpr array k = array_keywords_at<Place>();
        const auto size = static_cast<std::size_t>(std::distance(values.begin(), values.end()));
        if constexpr (!is_std_array<T>)
            if (size < k.min_items.value_or(0) || size > k.max_items.value_or(~std::size_t{}))
                return false;
        if constexpr (k.unique_items && !set_like<T>)
            if (!all_unique(values)) return false;
        out_.put('[');
        bool first = true;
        for (const auto& each : values) {
            if (!std::exchange(first, false)) out_.put(',');
            if (!write<typename T::value_type, items_place<Place>>(
                    static_cast<const typename T::value_type&>(each)))
                return false;
        }
        out_.put(']');
        return true;
    }

    template <class T>
    bool tuple(const T& values) {
        out_.put('[');
        const bool done = [&]<std::size_t... I>(std::index_sequence<I...>) {
            return ((comma_before(I),
                     write<std::tuple_element_t<I, T>, no_place>(std::get<I>(values))) &&
                    ...);
        }
        (std::make_index_sequence<std::tuple_size_v<T>>{});
        out_.put(']');
        return done;
    }
    void comma_before(std::size_t index) {
        if (index != 0) out_.put(',');
    }

    template <class T, class Place>
    bool map(const T& values) {
        constexpr asyncapi::map k = map_keywords_at<Place>();
        if (values.size() < k.min_properties.value_or(0) ||
            values.size() > k.max_properties.value_or(~std::size_t{}))
            return false;
        out_.put('{');
        bool first = true;
        for (const auto& [name, value] : values) {
            if (!std::exchange(first, false)) out_.put(',');
            if constexpr (k.property_names.has_value())
                if (!text_fits<names_place<Place>>(name, work_)) return false;
            if (!out_.text(name)) return false;
            out_.put(':');
            if (!write<typename T::mapped_type, values_place<Place>>(value)) return false;
        }
        out_.put('}');
        return true;
    }

    // Where nothing tells the alternatives apart, more than one may fit: others have to see.
    template <class T, class Place>
    bool variant(const T& value) {
        if constexpr (std::same_as<keywords_of<Place>, one_of_description> ||
                      differ_in_type(std::type_identity<T>{})) {
            if (value.valueless_by_exception()) return false;
            return std::visit(
                [this](const auto& held) {
                    return this->template write<std::remove_cvref_t<decltype(held)>, no_place>(
                        held);
                },
                value);
        } else {
            return false;
        }
    }

    template <class... A>
    static constexpr bool differ_in_type(std::type_identity<std::variant<A...>>) {
        unsigned seen = 0;
        const auto is_new = [&](unsigned type) {
            const bool fresh = type != 0 && (seen & type) == 0;
            seen |= type;
            return fresh;
        };
        return (is_new(type_bit_of(shape_of<A>())) && ...);
    }
    static constexpr unsigned type_bit_of(shape kind) {
        switch (kind) {
            case shape::text:
            case shape::enumeration:
                return 1;
            case shape::integer:
            case shape::number:
                return 2;
            case shape::boolean:
                return 4;
            case shape::null:
                return 8;
            case shape::object:
            case shape::map:
                return 16;
            case shape::sequence:
            case shape::fixed_sequence:
            case shape::tuple:
                return 32;
            default:
                return 0;
        }
    }

    template <class T>
    bool object(const T& value) {
        static_assert(check_object<T>::value);
        constexpr const auto& k = schema<T>::value.keywords;
        std::size_t total = 0;
        out_.put('{');
        const bool done = [&]<std::size_t... I>(std::index_sequence<I...>) {
            return (member<T, I>(value, total) && ...);
        }
        (std::make_index_sequence<property_count<T>>{});
        out_.put('}');
        if constexpr (k.min_properties.has_value())
            if (total < *k.min_properties) return false;
        if constexpr (k.max_properties.has_value())
            if (total > *k.max_properties) return false;
        return done;
    }

    template <class T, std::size_t I>
    bool member(const T& value, std::size_t& total) {
        constexpr const auto& p = property_of<T, I>();
        using type = std::remove_cvref_t<decltype(value.*p.member)>;
        if constexpr (is_optional<type>) {
            constexpr bool null_when_empty =
                is_nullable_keywords<std::remove_cvref_t<decltype(p.keywords)>> &&
                !is_optional<unwrapped_t<type>>;
            if (!null_when_empty && !(value.*p.member)) return true;
        }
        if (total++ == 0)
            out_.put(named_member<T, I, '{'>);
        else
            out_.put(named_member<T, I, ','>);
        return write<type, property_place<T, I>>(value.*p.member);
    }

    // `,"name":` in one piece; the first member of an object does without the comma.
    template <class T, std::size_t I, char Before>
    static constexpr auto named_member = [] {
        constexpr auto& name = quoted_name<T, I>;
        constexpr std::size_t comma = Before == ',' ? 1 : 0;
        std::array<char, quoted_name<T, I>.size() + 1 + comma> text{};
        if constexpr (comma != 0) text[0] = ',';
        for (std::size_t i = 0; i < name.size(); ++i) text[i + comma] = name[i];
        text[text.size() - 1] = ':';
        return text;
    }();

    text_buffer out_;
    validation::work_left work_;
    std::size_t depth_ = 0;
};

}  // namespace asyncapi::detail
