#pragma once

#include <asyncapi/schema/types.hpp>
#include <asyncapi/schema/write.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

namespace asyncapi::detail {

/// Puts JSON Schema text together at compile time: members, keywords, and the pointer to where it
/// is writing.
///
/// Without a place to write to it counts.
class schema_sink {
public:
    static constexpr std::size_t max_path = 1024;

    constexpr explicit schema_sink(char* out) : out_{out} {}
    constexpr std::size_t size() const noexcept { return size_; }
    constexpr void put(char c) {
        if (out_ != nullptr) out_[size_] = c;
        ++size_;
    }

protected:
    constexpr void raw(std::string_view text) {
        for (const char c : text) put(c);
    }

    constexpr void member(std::string_view name) {
        if (need_comma_) put(',');
        write_text(*this, name);
        put(':');
        need_comma_ = true;
    }

    constexpr void open(char bracket) {
        put(bracket);
        need_comma_ = false;
    }
    constexpr void close(char bracket) {
        put(bracket);
        need_comma_ = true;
    }

    // One step down while `inside` runs, for the pointers of `$ref`.
    template <class F>
    constexpr void at(std::string_view token, F&& inside) {
        const auto before = path_size_;
        push('/');
        for (const char c : token) {
            if (c == '~') {
                push('~');
                push('0');
            } else if (c == '/') {
                push('~');
                push('1');
            } else
                push(c);
        }
        inside();
        path_size_ = before;
    }
    template <class F>
    constexpr void at_index(std::string_view token, std::size_t index, F&& inside) {
        at(token, [&] {
            push('/');
            struct {
                schema_sink& sink;
                constexpr void put(char c) { sink.push(c); }
            } path{*this};
            write_unsigned(path, index);
            inside();
        });
    }
    constexpr void push(char c) { path_.at(path_size_++) = c; }

    template <class N>
    constexpr void value(const N& n) {
        if constexpr (std::same_as<N, bool>)
            raw(n ? "true" : "false");
        else if constexpr (std::integral<N> && std::is_unsigned_v<N>)
            write_unsigned(*this, n);
        else if constexpr (std::integral<N>)
            write_integer(*this, n);
        else if constexpr (std::floating_point<N>)
            write_number(*this, n);
        else
            write_text(*this, n);
    }

    template <class N>
    constexpr void keyword(std::string_view name, const keyword_value<N>& n) {
        if (!n) return;
        member(name);
        value(*n);
    }
    template <class N>
    constexpr void keyword(std::string_view name, const std::optional<N>& n) {
        if (!n) return;
        member(name);
        value(*n);
    }
    constexpr void keyword(std::string_view name, std::string_view text) {
        if (text.empty()) return;
        member(name);
        value(text);
    }
    template <class List>
    constexpr void keyword_array(std::string_view name, const List& list, bool as_json = false) {
        if (list.begin() == list.end()) return;
        member(name);
        put('[');
        bool first = true;
        for (const auto& each : list) {
            if (!std::exchange(first, false)) put(',');
            if constexpr (std::same_as<std::remove_cvref_t<decltype(each)>, std::string_view>) {
                if (as_json)
                    raw(each);
                else
                    value(each);
            } else {
                value(each);
            }
        }
        put(']');
    }

    // Title, description, default, examples, deprecated: whichever of them this struct of keywords
    // has.
    template <class K>
    constexpr void write_annotations(const K& k) {
        if constexpr (requires { k.title; }) keyword("title", k.title);
        if constexpr (requires { k.description; }) keyword("description", k.description);
        if constexpr (requires { k.default_value; }) keyword("default", k.default_value);
        if constexpr (requires { k.examples; }) keyword_array("examples", k.examples);
        if constexpr (requires { k.default_json; }) {
            if (!k.default_json.empty()) {
                member("default");
                raw(k.default_json);
            }
        }
        if constexpr (requires { k.examples_json; })
            keyword_array("examples", k.examples_json, true);
        if constexpr (requires { k.deprecated; }) {
            if (k.deprecated) {
                member("deprecated");
                value(true);
            }
        }
    }

    constexpr void type(std::string_view name, bool null_too) {
        member("type");
        if (!null_too) return value(name);
        raw("[");
        value(name);
        raw(",\"null\"]");
    }

    constexpr void write_string_keywords(const string& k) {
        keyword("minLength", k.min_length);
        keyword("maxLength", k.max_length);
        keyword("pattern", k.pattern);
        keyword("format", k.format);
        keyword_array("enum", k.enum_values);
    }

    constexpr void write_map_keywords(const map& k) {
        keyword("minProperties", k.min_properties);
        keyword("maxProperties", k.max_properties);
        if (k.property_names) {
            member("propertyNames");
            open('{');
            write_string_keywords(*k.property_names);
            keyword("const", k.property_names->const_value);
            close('}');
        }
        write_annotations(k);
    }

    constexpr void put_comma(std::size_t index) {
        if (index != 0) put(',');
        need_comma_ = false;
    }

    constexpr std::size_t path_size() const noexcept { return path_size_; }

    /// The first `size` characters of the path, as a JSON string with a URI fragment.
    constexpr void put_pointer(std::size_t size) {
        raw("\"#");
        for (std::size_t i = 0; i < size; ++i) put(path_[i]);
        put('"');
    }

private:
    char* out_;
    std::size_t size_ = 0;
    bool need_comma_ = false;
    std::array<char, max_path> path_{};
    std::size_t path_size_ = 0;
};

}  // namespace asyncapi::detail
