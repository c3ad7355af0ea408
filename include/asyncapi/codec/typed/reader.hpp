#pragma once

#include <asyncapi/codec/type_schema.hpp>
#include <asyncapi/codec/typed/compact.hpp>
#include <asyncapi/codec/typed/failure.hpp>
#include <asyncapi/codec/typed/keyword_checks.hpp>
#include <asyncapi/codec/typed/keyword_place.hpp>
#include <asyncapi/codec/typed/object_names.hpp>
#include <asyncapi/codec/typed/unique_items.hpp>
#include <asyncapi/detail/json/text_cursor.hpp>
#include <asyncapi/schema/check.hpp>
#include <asyncapi/validation/residual/blind_spot.hpp>

#include <array>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

namespace asyncapi::detail {

/// Reads JSON text into a C++ value in one pass, and holds it to the type's schema on the way.
///
/// Yes is the last word: what it accepts, the schema accepts. No is not: it may come of a mistake,
/// or of something too rare to be worth looking at, such as an integer written `1e3`. Then the text
/// is parsed and checked as any JSON is, which also finds the words for a person; what passes is
/// read once more, with those checks left out.
///
/// Work is bounded: patterns that an engine runs share one `work_left`, trying alternatives has an
/// end in `attempts_left_`, looking ahead for a discriminating property goes over a text once for
/// each of at most `max_depth` levels, and a name is held against those of the type, or against at
/// most sixteen others.
class typed_reader {
public:
    static constexpr std::size_t max_depth = 64;

    /// \param made  with `checks::elsewhere`, `text` is JSON that is known to satisfy the schema,
    /// written without spaces and with no name twice in an object: refused is only what the C++
    /// type cannot hold
    explicit typed_reader(std::string_view text, checks made = checks::on_the_way)
        : from_{text},
          attempts_left_{4'096 + 16 * text.size()},
          is_checked_{made == checks::elsewhere} {
        if (is_checked_) from_.take_names_as_different();
    }

    /// \param value  as `T{}` is
    template <class T>
    bool read_all(T& value) {
        if (!read<T, no_place>(value)) return false;
        from_.space();
        return from_.is_at_end();
    }

    /// Why JSON was refused that was checked elsewhere.
    ///
    /// \param text  what was read
    codec_failure failure(std::string_view text) const {
        if (refused_at_ == nullptr) return {{}, {}, "the C++ type cannot hold this value"};
        return {pointer_after(text.substr(0, static_cast<std::size_t>(refused_at_ - text.data()))),
                keyword_, reason_};
    }

    /// What of the text the value that was read does not show, by `validation::blind_spot`.
    unsigned hidden() const noexcept { return hidden_; }

private:
    // No, though the schema may say yes.
    bool unsure() {
        is_unsure_ = true;
        return false;
    }

    bool refuse(const char* where, std::string_view keyword, std::string reason) {
        refused_at_ = where;
        keyword_ = keyword;
        reason_ = std::move(reason);
        return false;
    }

    template <class T, class Place>
    bool read(T& value) {
        constexpr auto kind = shape_of<T>();
        if constexpr (is_nullable_keywords<keywords_of<Place>>)
            return nullable<T, Place>(value);
        else if constexpr (kind == shape::optional)
            return read<unwrapped_t<T>, Place>(present(value));
        else if constexpr (kind == shape::text)
            return text<Place>(value);
        else if constexpr (kind == shape::boolean)
            return boolean<Place>(value);
        else if constexpr (kind == shape::null)
            return from_.literal("null");
        else if constexpr (kind == shape::any)
            return any(value);
        else if constexpr (kind == shape::integer)
            return integer<T, Place>(value);
        else if constexpr (kind == shape::number)
            return number<T, Place>(value);
        else if constexpr (kind == shape::enumeration)
            return enumeration(value);
        else if constexpr (kind == shape::variant)
            return variant<T, Place>(value);
        else
            return container<T, Place>(value);
    }

    template <class T, class Place>
    bool container(T& value) {
        constexpr auto kind = shape_of<T>();
        if (depth_ == max_depth) return unsure();
        ++depth_;
        bool done = false;
        if constexpr (kind == shape::object)
            done = object(value);
        else if constexpr (kind == shape::map)
            done = map<T, Place>(value);
        else if constexpr (kind == shape::tuple)
            done = tuple(value);
        else if constexpr (kind == shape::fixed_sequence)
            done = fixed<T, Place>(value);
        else
            done = sequence<T, Place>(value);
        --depth_;
        return done;
    }

    template <class T>
    static auto& present(T& value) {
        if constexpr (requires { value.emplace(); })
            return value.emplace();
        else
            return *(value = std::make_unique<unwrapped_t<T>>());
    }

    // For optional<optional<T>> the outer one is there already: null is an inner one without value.
    template <class T, class Place>
    bool nullable(T& value) {
        using inside = unwrapped_t<T>;
        if constexpr (is_optional<inside>) {
            auto& inner = present(value);
            if (from_.peek() == 'n') return from_.literal("null");
            return read<unwrapped_t<inside>, not_null_place<Place>>(present(inner));
        } else {
            if (from_.peek() == 'n' && shape_of<inside>() != shape::null &&
                shape_of<inside>() != shape::any) {
                value.reset();
                return from_.literal("null");
            }
            return read<inside, not_null_place<Place>>(present(value));
        }
    }

    bool token(text_token& into) { return from_.text(into) || unsure(); }

    template <class Place>
    bool text(std::string& value) {
        text_token found;
        if (from_.peek() != '"') return false;
        if (!token(found)) return false;
        if constexpr (std::same_as<keywords_of<Place>, string>) {
            const auto characters = [&] {
                return found.is_ascii ? found.text.size() : utf8_size(found.text);
            };
            if (!is_checked_ && !text_fits<Place>(found.text, work_, characters)) return false;
        }
        value.assign(found.text);
        return true;
    }

    template <class Place>
    bool boolean(bool& value) {
        value = from_.peek() == 't';
        if (!from_.literal(value ? "true" : "false")) return false;
        if constexpr (std::same_as<keywords_of<Place>, asyncapi::boolean>)
            return is_checked_ || Place::get().const_value.value_or(value) == value;
        return true;
    }

    bool any(any_json& value) {
        from_.peek();
        const char* const start = from_.position();
        if (!from_.skip(max_depth - depth_)) return unsure();
        value.text = compact({start, from_.position()});
        return true;
    }

    template <class T, class Place>
    bool integer(T& value) {
        if (!starts_number()) return false;
        if (is_checked_) return any_integer(value);
        if (!from_.whole(value)) return unsure();
        if constexpr (has_number_keywords<Place>) return number_fits<Place>(value);
        return true;
    }

    bool any_number(validation::detail::number& value) noexcept {
        const char* const start = from_.position();
        std::int64_t narrow = 0;
        std::uint64_t natural = 0;
        double wide = 0;
        if (from_.whole(narrow)) return value = narrow, true;
        from_.move_to(start);
        if (from_.whole(natural)) return value = natural, true;
        from_.move_to(start);
        if (!from_.real(wide)) return false;
        value = wide;
        return true;
    }

    // 1.0 and 1e3 are integers in JSON Schema.
    template <class T>
    bool any_integer(T& value) {
        using form = validation::detail::number::form;
        const char* const start = from_.position();
        validation::detail::number wide{std::uint64_t{}};
        if (!any_number(wide)) return false;
        if (wide.which() == form::natural && std::in_range<T>(wide.natural())) {
            value = static_cast<T>(wide.natural());
            return true;
        }
        if (wide.which() == form::negative && std::in_range<T>(wide.negative())) {
            value = static_cast<T>(wide.negative());
            return true;
        }
        return refuse(start, "type",
                      "this must be from " + std::to_string(std::numeric_limits<T>::min()) +
                          " to " + std::to_string(std::numeric_limits<T>::max()));
    }

    template <class T, class Place>
    bool number(T& value) {
        double wide = 0;
        if (!starts_number()) return false;
        const char* const start = from_.position();
        if (!from_.real(wide)) return unsure();
        // From there on an integer may have been rounded.
        constexpr double exact = 0x1p53;
        if (std::abs(wide) >= exact) {
            if (std::abs(wide) > static_cast<double>(std::numeric_limits<T>::max()))
                return refuse(start, "type", "this number is too large"), unsure();
            if constexpr (has_number_keywords<Place>)
                if (!is_checked_) return unsure();
            hidden_ |= validation::rounded_numbers;
        }
        value = static_cast<T>(wide);
        if constexpr (!std::same_as<T, double>)
            if (static_cast<double>(value) != wide) hidden_ |= validation::rounded_numbers;
        if constexpr (has_number_keywords<Place>) return is_checked_ || number_fits<Place>(wide);
        return true;
    }

    bool starts_number() {
        const char first = from_.peek();
        return first == '-' || (first >= '0' && first <= '9');
    }

    template <class Place>
    static constexpr bool has_number_keywords =
        std::same_as<keywords_of<Place>, asyncapi::integer> ||
        std::same_as<keywords_of<Place>, asyncapi::number>;

    template <class T>
    bool enumeration(T& value) {
        text_token found;
        if (from_.peek() != '"') return false;
        if (!token(found)) return false;
        for (const auto& each : schema<T>::value.values) {
            if (each.text != found.text) continue;
            value = each.value;
            return true;
        }
        return false;
    }

    // Arrays and maps: impl/reader_sequences.ipp
    template <class T, class Place>
    bool sequence(T& values);
    template <class T, class Place>
    bool item(T& values);
    template <class T, class Place>
    bool fixed(T& values);
    template <class T>
    bool tuple(T& values);
    template <class T, class Place>
    bool map(T& values);

    // Variants: impl/reader_alternatives.ipp
    template <class T, class Place>
    bool variant(T& value);
    template <class T, class Place>
    bool told_apart(T& value);
    template <class T>
    bool the_only_fit(T& value);
    template <class T>
    bool the_accepted(T& value);
    bool find_member(std::string_view name, text_token& value);

    // Structs: impl/reader_objects.ipp
    template <class T>
    struct members {
        static constexpr std::size_t count = property_count<T>;
        std::array<bool, count + 1> seen{};
        std::size_t total = 0;
        text_cursor::name_list others;
    };
    template <class T>
    bool object(T& value);
    template <class T, std::size_t... I>
    bool complete(T& value, const members<T>& met, std::index_sequence<I...>);
    template <class T, std::size_t I>
    bool absent(T& value);
    template <class T, std::size_t I>
    bool read_member(T& value);
    template <class T, std::size_t I>
    bool ordered(T& value, members<T>& met);
    template <class T>
    [[gnu::noinline]] bool unordered(T& value, members<T>& met);
    template <class T, std::size_t... I>
    bool read_at(T& value, std::size_t index, std::index_sequence<I...>);

    text_cursor from_;
    std::size_t attempts_left_;  // bytes that may be read to find out which alternative fits
    validation::work_left work_;
    std::size_t depth_ = 0;
    bool is_unsure_ = false;
    bool is_checked_;
    const char* refused_at_ = nullptr;
    std::string_view keyword_;
    std::string reason_;
    unsigned hidden_ = 0;
};

}  // namespace asyncapi::detail

#include <asyncapi/codec/typed/impl/reader_alternatives.ipp>
#include <asyncapi/codec/typed/impl/reader_objects.ipp>
#include <asyncapi/codec/typed/impl/reader_sequences.ipp>
