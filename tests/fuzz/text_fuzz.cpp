#include "codec/shop.hpp"
#include "engines.hpp"

#include <asyncapi/codec/json.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

using namespace asyncapi;
using namespace asyncapi::validation;

namespace shop {

/// A property for each keyword that the one-pass reader knows.
struct keywords {
    std::string code;
    std::string odd;
    std::int64_t count{};
    std::uint32_t step{};
    float price{};
    std::set<std::int32_t> marks;
    std::vector<double> reals;
    std::map<std::string, std::string> notes;
    std::variant<std::string, std::int64_t, std::vector<bool>> loose;
    std::optional<card> paid;
    friend bool operator==(const keywords&, const keywords&) = default;
};

}  // namespace shop

template <>
struct asyncapi::schema<shop::keywords> {
    using self = shop::keywords;
    static constexpr auto value = object(
        object_keywords{.max_properties = 12},
        property("code", &self::code,
                 string{.min_length = 2, .max_length = 4, .pattern = "^[A-Z\xC3\xA9]+$"}),
        property("odd", &self::odd, string{.pattern = "^(a|bb)*$"}),
        property("count", &self::count, integer{.minimum = -5, .exclusive_maximum = 100}),
        property("step", &self::step, integer{.multiple_of = 3}),
        property("price", &self::price, number{.exclusive_minimum = 0, .multiple_of = 0.01}),
        property("marks", &self::marks, array{.min_items = 1, .max_items = 3}),
        property("reals", &self::reals, array{.unique_items = true}),
        property("notes", &self::notes,
                 map_of(string{.min_length = 1},
                        map{.max_properties = 2, .property_names = string{.pattern = "^[a-z]+$"}})),
        property("loose", &self::loose), property("paid", &self::paid, nullable()));
};

namespace {

constexpr std::array schemas{
    R"({})",
    R"({"type":"object","required":["id","lines"],"additionalProperties":false,"properties":{
        "id":{"type":"string","pattern":"^[A-Z]-[0-9]{1,3}$"},"note":{"maxLength":3},
        "lines":{"type":"array","minItems":1,"uniqueItems":true,"items":{"type":"object",
            "properties":{"sku":{"minLength":1},"quantity":{"type":"integer","minimum":1}}}},
        "total":{"type":"number","multipleOf":0.01,"exclusiveMaximum":1e300}}})",
    R"({"oneOf":[{"required":["a"],"properties":{"a":{"const":"x"}}},
                 {"required":["a"],"properties":{"a":{"enum":["y","z",1,null]}}},
                 {"required":["b"],"maxProperties":2},{"type":["array","integer"]}]})",
    R"({"items":[{"type":"integer"},{"$ref":"#/definitions/tree"}],"additionalItems":{"not":{
            "type":"string"}},"contains":{"minimum":1},"definitions":{"tree":{"properties":{
            "next":{"$ref":"#/definitions/tree"},"value":{"type":["string","null"]}},
            "propertyNames":{"maxLength":5},"dependencies":{"value":["next"]}}}})",
    R"({"if":{"properties":{"kind":{"const":"card"}},"required":["kind"]},
        "then":{"required":["last4"]},"else":{"minProperties":1,"patternProperties":{
            "^x-":{"enum":[{"a":[1,2.0]},-0.0,"\u00e9"]},"[0-9]$":{"type":"boolean"}},
            "additionalProperties":{"anyOf":[{"type":"object"},{"maximum":9007199254740993}]}}})",
};

struct engines {
    std::shared_ptr<const engine> program;
    std::shared_ptr<const engine> reference;
};

engines compiled(const char* schema) {
    compile_options options;
    options.max_steps = 10'000'000;
    return {program_engine::compile(schema, options).value(),
            rapidjson_engine::compile(schema, options).value()};
}

// Any JSON is kept as it is written, `1e1` or `10`; here its value counts.
template <class T>
void settle(T&) {}
void settle(shop::all& value) {
    value.anything.text = write_json(parse_json(value.anything.text).value());
}

/// What is read in one pass is what parsing, checking and filling makes of the text.
template <class T>
void compare_readers(std::string_view text, const result<rapidjson::Document>& json) {
    T value{};
    const bool at_once = asyncapi::detail::read_at_once(text, value);
    if (!json) return fuzz::require(!at_once, "no value comes of what is not JSON");
    static const auto reference = rapidjson_engine::compile(schema_text<T>, {}).value();
    auto slowly = from_json<T>(*json);
    if (slowly) fuzz::require(reference->accepts(*json), "the reference takes what became a value");
    if (!at_once) return;
    fuzz::require(slowly.has_value(), "what is read at once satisfies the schema");
    settle(value);
    fuzz::require(value == *slowly, "both readers give the same value");

    const auto written = asyncapi::detail::write_at_once(value);
    if (!written) return;
    const auto back = parse_json(*written);
    fuzz::require(back.has_value(), "what is written is JSON");
    auto again = from_json<T>(*back);
    fuzz::require(again.has_value(), "what is written satisfies the schema");
    settle(*again);
    fuzz::require(value == *again, "what is written comes back the same");
}

}  // namespace

// A digit for the schema, and JSON text: 0 to 4 of the table, then the described types.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    static const auto all = [] {
        std::vector<engines> made;
        for (const auto* each : schemas) made.push_back(compiled(each));
        return made;
    }();
    const std::size_t which = data[0] % (schemas.size() + 2);
    const auto text = fuzz::text_of(data + 1, size - 1);
    const auto json = parse_json(text);
    if (which == schemas.size()) {
        compare_readers<shop::keywords>(text, json);
    } else if (which == schemas.size() + 1) {
        compare_readers<shop::all>(text, json);
    } else if (json) {
        fuzz::compare(*all[which].program, *all[which].reference, *json);
    }
    return 0;
}
