#include <asyncapi/schema/same_json.hpp>
#include <asyncapi/schema/text.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

namespace shop {

enum class priority { low, high };

struct order_line {
    std::string sku;
    std::int32_t quantity{1};
};

struct order_placed {
    std::string order_id;
    std::vector<order_line> lines;
    double total{0};
    std::optional<std::string> note;
    priority urgency{};
};

struct category {
    std::string name;
    std::vector<category> children;
    std::unique_ptr<category> parent;
};

struct card {
    std::string method;
    std::string last4;
};
struct transfer {
    std::string method;
    std::string iban;
};

struct everything {
    bool flag{};
    std::nullptr_t nothing{};
    std::uint8_t small{};
    std::map<std::string, std::int64_t> counts;
    std::set<std::string> tags;
    std::array<double, 3> position{};
    std::tuple<std::string, std::int32_t> pair;
    std::variant<card, transfer> payment;
    std::optional<std::string> maybe_null;
    std::optional<std::optional<std::int32_t>> both;
    std::optional<order_line> line;
    asyncapi::any_json anything;
    std::string with_default;
};

}  // namespace shop

template <>
struct asyncapi::schema<shop::priority> {
    static constexpr auto value = enumeration(enumerator{shop::priority::low, "LOW"},
                                              enumerator{shop::priority::high, "HIGH"});
};
template <>
struct asyncapi::schema<shop::order_line> {
    using self = shop::order_line;
    static constexpr auto value =
        object(property("sku", &self::sku, string{.pattern = "^[A-Z]-[0-9]+$"}),
               property("quantity", &self::quantity, integer{.minimum = 1, .maximum = 1000}));
};
template <>
struct asyncapi::schema<shop::order_placed> {
    using self = shop::order_placed;
    static constexpr auto value = object(
        property("orderId", &self::order_id),
        property("lines", &self::lines, array{.min_items = 1}),
        property("total", &self::total, number{.minimum = 0, .multiple_of = 0.01}),
        property("note", &self::note, string{.max_length = 200, .description = "a \"word\""}),
        property("urgency", &self::urgency));
};
template <>
struct asyncapi::schema<shop::category> {
    using self = shop::category;
    static constexpr auto value =
        object(property("name", &self::name), property("children", &self::children),
               property("parent", &self::parent));
};
template <>
struct asyncapi::schema<shop::card> {
    using self = shop::card;
    static constexpr auto value =
        object(property("method", &self::method, string{.const_value = "CARD"}),
               property("last4", &self::last4));
};
template <>
struct asyncapi::schema<shop::transfer> {
    using self = shop::transfer;
    static constexpr auto value =
        object(property("method", &self::method, string{.const_value = "TRANSFER"}),
               property("iban", &self::iban));
};
template <>
struct asyncapi::schema<shop::everything> {
    using self = shop::everything;
    static constexpr auto value = object(
        object_keywords{.additional_properties = false, .title = "All", .deprecated = true},
        property("flag", &self::flag, boolean{.default_value = true}),
        property("nothing", &self::nothing),
        property("small", &self::small, integer{.enum_values = {1, 2, 3}}),
        property("counts", &self::counts,
                 map_of(integer{.minimum = 0},
                        map{.max_properties = 5, .property_names = string{.max_length = 3}})),
        property("tags", &self::tags, array_of(string{.min_length = 1}, array{.max_items = 8})),
        property("position", &self::position), property("pair", &self::pair),
        property("payment", &self::payment, one_of("method")),
        property("maybeNull", &self::maybe_null, nullable(string{.max_length = 4})),
        property("both", &self::both, nullable(integer{.const_value = 7})),
        property("line", &self::line, annotations{.description = "one line"}),
        property("anything", &self::anything),
        property("withDefault", &self::with_default, string{.default_value = "x"}));
};

using asyncapi::same_json;
using asyncapi::schema_text;

TEST_CASE("a struct's schema has its properties, keywords and what is required") {
    CHECK(
        schema_text<shop::order_placed> ==
        R"({"type":"object","required":["orderId","lines","total","urgency"],"properties":{)"
        R"("orderId":{"type":"string"},)"
        R"("lines":{"type":"array","items":{"type":"object","required":["sku","quantity"],"properties":{)"
        R"("sku":{"type":"string","pattern":"^[A-Z]-[0-9]+$"},)"
        R"("quantity":{"type":"integer","minimum":1,"maximum":1000}}},"minItems":1},)"
        R"("total":{"type":"number","minimum":0,"multipleOf":0.01},)"
        R"("note":{"type":"string","maxLength":200,"description":"a \"word\""},)"
        R"("urgency":{"type":"string","enum":["LOW","HIGH"]}}})");
}

TEST_CASE("a struct inside itself refers to where it stands") {
    CHECK(
        schema_text<shop::category> ==
        R"({"type":"object","required":["name","children"],"properties":{"name":{"type":"string"},)"
        R"("children":{"type":"array","items":{"$ref":"#"}},"parent":{"$ref":"#"}}})");
    CHECK(
        schema_text<std::vector<shop::category>> ==
        R"({"type":"array","items":{"type":"object","required":["name","children"],"properties":{)"
        R"("name":{"type":"string"},"children":{"type":"array","items":{"$ref":"#/items"}},)"
        R"("parent":{"$ref":"#/items"}}}})");
}

TEST_CASE("every kind of type and keyword has its schema") {
    CHECK(same_json(schema_text<shop::everything>, R"({
        "type": "object", "title": "All", "deprecated": true, "additionalProperties": false,
        "required": ["nothing", "small", "counts", "tags", "position", "pair", "payment", "maybeNull",
                     "anything"],
        "properties": {
            "flag": {"type": "boolean", "default": true},
            "nothing": {"type": "null"},
            "small": {"type": "integer", "enum": [1, 2, 3]},
            "counts": {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0},
                       "maxProperties": 5, "propertyNames": {"maxLength": 3}},
            "tags": {"type": "array", "items": {"type": "string", "minLength": 1}, "maxItems": 8,
                     "uniqueItems": true},
            "position": {"type": "array", "items": {"type": "number"}, "minItems": 3, "maxItems": 3},
            "pair": {"type": "array", "items": [{"type": "string"},
                     {"type": "integer", "minimum": -2147483648, "maximum": 2147483647}],
                     "additionalItems": false, "minItems": 2, "maxItems": 2},
            "payment": {"oneOf": [
                {"type": "object", "required": ["method", "last4"],
                 "properties": {"method": {"type": "string", "const": "CARD"}, "last4": {"type": "string"}}},
                {"type": "object", "required": ["method", "iban"],
                 "properties": {"method": {"type": "string", "const": "TRANSFER"}, "iban": {"type": "string"}}}],
                "discriminator": "method"},
            "maybeNull": {"type": ["string", "null"], "maxLength": 4},
            "both": {"anyOf": [{"type": "integer", "const": 7}, {"type": "null"}]},
            "line": {"type": "object", "required": ["sku", "quantity"], "description": "one line",
                "properties": {"sku": {"type": "string", "pattern": "^[A-Z]-[0-9]+$"},
                               "quantity": {"type": "integer", "minimum": 1, "maximum": 1000}}},
            "anything": {},
            "withDefault": {"type": "string", "default": "x"}}})"));
}

TEST_CASE("numbers are written so that they read back the same") {
    struct text_sink {
        std::string text;
        void put(char c) { text += c; }
    };
    struct row {
        double value;
        const char* text;
    };
    const row rows[] = {{0, "0"},
                        {0.01, "0.01"},
                        {1e-9, "0.000000001"},
                        {19.9, "19.9"},
                        {-2.5, "-2.5"},
                        {123456789.125, "123456789.125"},
                        {1e21, "1000000000000000000000"},
                        {1e-20, "1e-20"},
                        {9007199254740993.0, "9007199254740992"}};
    for (const auto& row : rows) {
        text_sink sink;
        asyncapi::detail::write_number(sink, row.value);
        CHECK(sink.text == row.text);
        CHECK(std::stod(sink.text) == row.value);
    }
}
