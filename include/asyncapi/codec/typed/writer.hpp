#pragma once

#include <asyncapi/codec/typed/compact.hpp>
#include <asyncapi/codec/typed/failure.hpp>
#include <asyncapi/codec/typed/keyword_checks.hpp>
#include <asyncapi/codec/typed/keyword_place.hpp>
#include <asyncapi/codec/typed/object_names.hpp>
#include <asyncapi/codec/typed/unique_items.hpp>
#include <asyncapi/detail/json/text_buffer.hpp>
#include <asyncapi/detail/json/text_cursor.hpp>
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
/// As with `typed_reader`, yes is the last word and no is not: then the value is written once more,
/// with the checks left out, and the text checked as any JSON is.
class typed_writer {
public:
    static constexpr std::size_t max_depth = 64;

    /// \param made  with `checks::elsewhere`, the text is yet to be held to the schema: refused are
    /// only values that have no JSON
    /// \param memory  used for the text
    explicit typed_writer(checks made = checks::on_the_way, std::string memory = {})
        : out_{std::move(memory)}, is_unchecked_{made == checks::elsewhere} {}

    template <class T>
    bool write_all(const T& value) {
        return write<T, no_place>(value);
    }

    std::string take() { return out_.take(); }

    /// Why a value was refused that was to be checked elsewhere.
    codec_failure failure() {
        return {pointer_after(out_.written()) + below_, keyword_, std::move(reason_)};
    }

private:
    bool refuse(std::string_view keyword, std::string_view reason) {
        keyword_ = keyword;
        reason_ = reason;
        return false;
    }

    template <class T, class Place>
    bool write(const T& value) {
        constexpr auto kind = shape_of<T>();
        if constexpr (is_nullable_keywords<keywords_of<Place>>)
            return nullable<T, Place>(value);
        else if constexpr (kind == shape::optional)
            return value ? write<unwrapped_t<T>, Place>(*value) : is_unchecked_ && null();
        else if constexpr (kind == shape::text)
            return text<Place>(value);
        else if constexpr (kind == shape::boolean)
            return boolean<Place>(value);
        else if constexpr (kind == shape::null)
            return null();
        else if constexpr (kind == shape::any)
            return any(value);
        else if constexpr (kind == shape::integer)
            return out_.whole(value), is_unchecked_ || number_is_allowed<Place>(value);
        else if constexpr (kind == shape::number)
            return (is_unchecked_ || number_is_allowed<Place>(double{value})) &&
                   (out_.real(double{value}) || refuse("type", "JSON has no NaN and no infinity"));
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
        if (depth_ == max_depth) return refuse("", "nested too deeply");
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
        if (!out_.text(value)) return not_utf8();
        if constexpr (std::same_as<keywords_of<Place>, string>)
            return is_unchecked_ || text_fits<Place>(value, work_);
        return true;
    }

    bool not_utf8() { return refuse("type", "the text is not valid UTF-8"); }

    template <class Place>
    bool boolean(bool value) {
        out_.put(value ? std::string_view{"true"} : std::string_view{"false"});
        if constexpr (std::same_as<keywords_of<Place>, asyncapi::boolean>)
            return is_unchecked_ || Place::get().const_value.value_or(value) == value;
        return true;
    }

    bool any(const any_json& value) {
        if (!is_one_value(value.text)) return false;
        out_.put(std::string_view{compact(value.text)});
        return true;
    }

    // By itself: in its place, text such as `1,"admin":true` would be well-formed too.
    bool is_one_value(std::string_view text) {
        if (is_unchecked_)
            return is_json_text(text) ||
                   refuse("type", "the text of any_json is not one JSON value");
        text_cursor whole{text};
        if (!whole.skip(max_depth - depth_)) return false;
        whole.space();
        return whole.is_at_end();
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
            if (each.value == value) return out_.text(each.text) || not_utf8();
        return refuse("enum", "the enum's value has no text in its enumeration()");
    }

    template <class T, class Place>
    bool sequence(const T& values) {
        constexpr array k = array_keywords_at<Place>();
        const auto size = static_cast<std::size_t>(std::distance(values.begin(), values.end()));
        if constexpr (!is_std_array<T>)
            if (!is_unchecked_ &&
                (size < k.min_items.value_or(0) || size > k.max_items.value_or(~std::size_t{})))
                return false;
        if constexpr (k.unique_items && !set_like<T>)
            if (!is_unchecked_ && !all_unique(values)) return false;
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
        if (!done) return false;
        out_.put(']');
        return true;
    }
    void comma_before(std::size_t index) {
        if (index != 0) out_.put(',');
    }

    template <class T, class Place>
    bool map(const T& values) {
        constexpr asyncapi::map k = map_keywords_at<Place>();
        if (!is_unchecked_ && (values.size() < k.min_properties.value_or(0) ||
                               values.size() > k.max_properties.value_or(~std::size_t{})))
            return false;
        out_.put('{');
        bool first = true;
        for (const auto& [name, value] : values) {
            if (!std::exchange(first, false)) out_.put(',');
            if constexpr (k.property_names.has_value())
                if (!is_unchecked_ && !text_fits<names_place<Place>>(name, work_)) return false;
            if (!out_.text(name)) return below_ = pointer_step(name), not_utf8();
            out_.put(':');
            if (!write<typename T::mapped_type, values_place<Place>>(value)) return false;
        }
        out_.put('}');
        return true;
    }

    // Where nothing tells the alternatives apart, more than one may fit: others have to see.
    template <class T, class Place>
    bool variant(const T& value) {
        constexpr bool is_clear = std::same_as<keywords_of<Place>, one_of_description> ||
                                  differ_in_type(std::type_identity<T>{});
        if (!is_clear && !is_unchecked_) return false;
        if (value.valueless_by_exception()) return refuse("oneOf", "the variant holds no value");
        return std::visit(
            [this](const auto& held) {
                return this->template write<std::remove_cvref_t<decltype(held)>, no_place>(held);
            },
            value);
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
        if (!done) return false;
        out_.put('}');
        if constexpr (k.min_properties.has_value())
            if (total < *k.min_properties && !is_unchecked_) return false;
        if constexpr (k.max_properties.has_value())
            if (total > *k.max_properties && !is_unchecked_) return false;
        return true;
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
    bool is_unchecked_;
    std::string_view keyword_;
    std::string reason_;
    std::string below_;
};

}  // namespace asyncapi::detail
