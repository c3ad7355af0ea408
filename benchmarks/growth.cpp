// How does the cost grow: with the size of a message, the number of properties, the depth, the
// number of alternatives?

#include "peers/rapidjson_peer.hpp"
#include "support/run.hpp"

#include <asyncapi/validation/parse_json.hpp>
#include <asyncapi/validation/schema.hpp>

#include <algorithm>
#include <deque>
#include <functional>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace {

using asyncapi::validation::compiled_schema;
using benchmarks::measure;

// Measured cases refer to these.
std::deque<std::vector<rapidjson::Document>> documents;
std::deque<std::vector<std::string>> texts;

template <class... Part>
std::string join(const Part&... parts) {
    std::string made;
    ((made += parts), ...);
    return made;
}

std::string list(std::size_t count, const std::function<std::string(std::size_t)>& each) {
    std::string made;
    for (std::size_t i = 0; i < count; ++i) {
        if (i > 0) made += ',';
        made += each(i);
    }
    return made;
}

void add(const std::string& name, const std::string& schema_text, std::vector<std::string> valid) {
    const auto schema = compiled_schema::compile(schema_text, {.max_depth = 256}).value();
    auto& parsed = documents.emplace_back();
    for (const auto& text : texts.emplace_back(std::move(valid))) {
        parsed.emplace_back().Parse(text.c_str());
        if (!schema.accepts(parsed.back())) throw std::runtime_error{name + " is refused"};
    }
    measure("validate/" + name, parsed,
            [schema](const rapidjson::Value& value) { return schema.accepts(value); });
}

void add_size(std::size_t bytes) {
    const std::string schema =
        R"({"type":"array","items":{"type":"object","required":["sku","name","quantity","price"],)"
        R"("additionalProperties":false,"properties":{"sku":{"type":"string","pattern":"^[A-Z]{3}-[0-9]{6}$"},)"
        R"("name":{"type":"string","minLength":1,"maxLength":120},"quantity":{"type":"integer","minimum":1},)"
        R"("price":{"type":"number","minimum":0},"gift":{"type":"boolean"}}}})";
    const std::string item =
        R"({"sku":"ABC-519774","name":"Blue ceramic mug","quantity":10,"price":383.16,"gift":false})";
    const auto count = std::max<std::size_t>(1, bytes / (item.size() + 1));
    const auto name = "size/" + std::to_string(bytes);
    add(name, schema, {join("[", list(count, [&](std::size_t) { return item; }), "]")});
    measure("sax_nothing/" + name, texts.back(), benchmarks::parse_into_nothing);
    const auto compiled = compiled_schema::compile(schema).value();
    measure("parse_validate/" + name, texts.back(), [compiled](const std::string& text) {
        const auto json = asyncapi::validation::parse_json(text);
        return json && compiled.accepts(*json);
    });
}

void add_properties(std::size_t count) {
    const auto name_of = [](std::size_t i) { return join("\"property", std::to_string(i), "\""); };
    const auto schema = join(
        R"({"type":"object","additionalProperties":false,"required":[)", list(count, name_of),
        R"(],"properties":{)",
        list(count,
             [&](std::size_t i) { return join(name_of(i), R"(:{"type":"integer","minimum":0})"); }),
        "}}");
    std::vector<std::size_t> order(count);
    for (std::size_t i = 0; i < count; ++i) order[i] = i;
    const auto message = [&] {
        return join("{", list(count, [&](std::size_t i) { return join(name_of(order[i]), ":7"); }),
                    "}");
    };
    add("properties_in_order/" + std::to_string(count), schema, {message()});
    std::shuffle(order.begin(), order.end(), std::mt19937{1});
    add("properties_shuffled/" + std::to_string(count), schema, {message()});
}

void add_depth(std::size_t depth) {
    const std::string schema =
        R"({"type":"object","required":["level"],"properties":{"level":{"type":"integer"},"below":{"$ref":"#"}}})";
    std::string message = R"({"level":1})";
    for (std::size_t i = 1; i < depth; ++i) message = join(R"({"level":1,"below":)", message, "}");
    add("depth/" + std::to_string(depth), schema, {message});
}

/// \param schema_of  the part of an alternative's schema that tells it from the others, by its
/// number \param member_of  the member of a message that does
void add_branches(const std::string& kind, std::size_t count,
                  const std::function<std::string(std::string)>& schema_of,
                  const std::function<std::string(std::string)>& member_of) {
    const auto number = [](std::size_t i) { return std::to_string(100 + i); };
    const auto schema = join(
        R"({"oneOf":[)",
        list(
            count,
            [&](std::size_t i) { return join(R"({"type":"object",)", schema_of(number(i)), "}"); }),
        "]}");
    std::vector<std::string> valid;
    for (std::size_t i = 0; i < count; ++i)
        valid.push_back(join(R"({"note":"as agreed","amount":19.5,)", member_of(number(i)), "}"));
    add("branches_" + kind + "/" + std::to_string(count), schema, std::move(valid));
}

void add_branches(std::size_t count) {
    const std::string common =
        R"("amount":{"type":"number","minimum":0},"note":{"type":"string","maxLength":100})";
    add_branches(
        "by_const", count,
        [&](const std::string& n) {
            return join(R"("required":["kind","amount"],"properties":{"kind":{"const":"kind)", n,
                        R"("},)", common, "}");
        },
        [](const std::string& n) { return join(R"("kind":"kind)", n, "\""); });
    add_branches(
        "by_enum", count,
        [&](const std::string& n) {
            return join(R"("required":["kind","amount"],"properties":{"kind":{"enum":["kind)", n,
                        R"(","sort)", n, R"("]},)", common, "}");
        },
        [](const std::string& n) { return join(R"("kind":"sort)", n, "\""); });
    add_branches(
        "by_number", count,
        [&](const std::string& n) {
            return join(R"("required":["kind","amount"],"properties":{"kind":{"const":)", n, "},",
                        common, "}");
        },
        [](const std::string& n) { return join(R"("kind":)", n); });
    add_branches(
        "by_optional_const", count,
        [&](const std::string& n) {
            return join(R"("required":["amount"],"properties":{"kind":{"const":"kind)", n, R"("},)",
                        common, "}");
        },
        [](const std::string& n) { return join(R"("kind":"kind)", n, "\""); });
    add_branches(
        "by_required", count,
        [&](const std::string& n) {
            return join(R"("required":["kind)", n, R"(","amount"],"properties":{)", common, "}");
        },
        [](const std::string& n) { return join(R"("kind)", n, R"(":true)"); });
    add_branches(
        "by_nothing", count,
        [&](const std::string& n) {
            return join(R"("required":["kind","amount"],"properties":{"kind":{"minimum":)", n,
                        R"(,"maximum":)", n, "},", common, "}");
        },
        [](const std::string& n) { return join(R"("kind":)", n); });
}

}  // namespace

int main(int argc, char** argv) {
    return benchmarks::run(argc, argv, [] {
        for (const std::size_t bytes : {100, 1'000, 10'000, 100'000, 1'000'000, 10'000'000})
            add_size(bytes);
        for (const std::size_t count : {1, 3, 10, 30, 100, 300, 1'000}) add_properties(count);
        for (const std::size_t depth : {1, 3, 10, 30, 100}) add_depth(depth);
        for (const std::size_t count : {1, 2, 4, 8, 16, 32, 64}) add_branches(count);
    });
}
