#include <asyncapi/schema/same_json.hpp>
#include <asyncapi/schema/text.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

// What the checks of a description have to let through; what they refuse is in tests/compile_fail/.
namespace parts {

struct traced {};

struct identified {
    std::string id;
    std::int32_t version{};
};

struct with_empty_base : traced {
    std::string name;
};
struct with_base : identified {
    std::string name;
};
struct with_bases : identified, traced {
    std::string name;
    std::vector<std::unique_ptr<with_base>> children;
};

class with_private_member {
public:
    std::string name;

private:
    [[maybe_unused]] std::int32_t cached_{};
};

struct with_constructor {
    explicit with_constructor(std::string of = {}) : name{std::move(of)} {}
    std::string name;
};

struct with_awkward_members {
    std::array<std::string, 2> pair;
    std::tuple<std::string, bool> mixed;
    std::unordered_map<std::string, std::int32_t> counts;
    std::vector<bool> flags;
    std::optional<std::vector<std::optional<std::int32_t>>> maybe_numbers;
};

struct empty {};

}  // namespace parts

template <>
struct asyncapi::schema<parts::with_empty_base> {
    static constexpr auto value = object(property("name", &parts::with_empty_base::name));
};
template <>
struct asyncapi::schema<parts::with_base> {
    using self = parts::with_base;
    static constexpr auto value =
        object(property("id", &self::id), property("version", &self::version),
               property("name", &self::name));
};
template <>
struct asyncapi::schema<parts::with_bases> {
    using self = parts::with_bases;
    static constexpr auto value =
        object(property("id", &self::id), property("version", &self::version),
               property("name", &self::name), property("children", &self::children));
};
template <>
struct asyncapi::schema<parts::with_private_member> {
    static constexpr auto value = object(property("name", &parts::with_private_member::name));
};
template <>
struct asyncapi::schema<parts::with_constructor> {
    static constexpr auto value = object(property("name", &parts::with_constructor::name));
};
template <>
struct asyncapi::schema<parts::with_awkward_members> {
    using self = parts::with_awkward_members;
    static constexpr auto value =
        object(property("pair", &self::pair), property("mixed", &self::mixed),
               property("counts", &self::counts), property("flags", &self::flags),
               property("maybeNumbers", &self::maybe_numbers, array_of(nullable())));
};
template <>
struct asyncapi::schema<parts::empty> {
    static constexpr auto value = object();
};

using asyncapi::same_json;
using asyncapi::schema_text;

TEST_CASE("a struct with bases is described with the members of its bases, and without") {
    CHECK(same_json(
        schema_text<parts::with_empty_base>,
        R"({"type":"object","required":["name"],"properties":{"name":{"type":"string"}}})"));
    CHECK(same_json(schema_text<parts::with_base>,
                    R"({"type":"object","required":["id","version","name"],"properties":{
                        "id":{"type":"string"},"version":{"type":"integer","minimum":-2147483648,
                        "maximum":2147483647},"name":{"type":"string"}}})"));
    CHECK(schema_text<parts::with_bases>.find("children") != std::string_view::npos);
}

TEST_CASE("a class that is no aggregate is described by what it shows") {
    for (const auto text :
         {schema_text<parts::with_private_member>, schema_text<parts::with_constructor>}) {
        CHECK(same_json(
            text,
            R"({"type":"object","required":["name"],"properties":{"name":{"type":"string"}}})"));
    }
}

TEST_CASE("arrays, tuples and items that may be null count as one data member each") {
    CHECK(same_json(schema_text<parts::with_awkward_members>, R"({
        "type": "object", "required": ["pair", "mixed", "counts", "flags"],
        "properties": {
            "pair": {"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2},
            "mixed": {"type": "array", "items": [{"type": "string"}, {"type": "boolean"}],
                      "additionalItems": false, "minItems": 2, "maxItems": 2},
            "counts": {"type": "object", "additionalProperties": {"type": "integer",
                "minimum": -2147483648, "maximum": 2147483647}},
            "flags": {"type": "array", "items": {"type": "boolean"}},
            "maybeNumbers": {"type": "array", "items": {"type": ["integer", "null"],
                "minimum": -2147483648, "maximum": 2147483647}}}})"));
    CHECK(schema_text<parts::empty> == R"({"type":"object"})");
}
