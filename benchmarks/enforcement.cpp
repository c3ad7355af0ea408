// What does it cost to hold a message to its contract, compared with only reading or writing it,
// and with others who check it?

#include "order_event.hpp"
#include "order_request.hpp"
#include "peers/rapidjson_peer.hpp"
#include "peers/rapidjson_writing.hpp"
#include "support/messages.hpp"
#include "support/run.hpp"
#ifdef ASYNCAPI_BENCHMARK_VALIJSON
#include "peers/valijson_peer.hpp"
#endif

#include <asyncapi/codec/bound_codec.hpp>
#include <asyncapi/codec/json.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using asyncapi::validation::compiled_schema;
using benchmarks::measure;
using benchmarks::message_set;
using benchmarks::verify;

void add_peers(const message_set& set) {
    measure("sax_nothing/" + set.name, set.valid, benchmarks::parse_into_nothing);

    auto plain = std::make_shared<benchmarks::rapidjson_validator>(
        benchmarks::read_file(set.name + ".draft4.json"));
    const auto validate = [plain](const auto& message) { return plain->accepts(message); };
    verify("RapidJSON", set.parsed, set.parsed_invalid, validate);
    verify("RapidJSON", set.valid, set.invalid, validate);
    measure("rapidjson_validate/" + set.name, set.parsed, validate);
    measure("rapidjson_parse_validate/" + set.name, set.valid, validate);

#ifdef ASYNCAPI_BENCHMARK_VALIJSON
    auto other = std::make_shared<benchmarks::valijson_validator>(set.schema);
    const auto validate_other = [other](const auto& message) { return other->accepts(message); };
    verify("valijson", set.parsed, set.parsed_invalid, validate_other);
    measure("valijson_validate/" + set.name, set.parsed, validate_other);
#endif
}

void add_engine(const message_set& set) {
    const auto schema = compiled_schema::compile(set.schema).value();
    const auto accepts = [schema](const rapidjson::Value& value) { return schema.accepts(value); };
    verify("the engine", set.parsed, set.parsed_invalid, accepts);
    measure("validate/" + set.name, set.parsed, accepts);

    const auto parse_and_accept = [schema](const std::string& text) {
        const auto json = asyncapi::validation::parse_json(text);
        return json && schema.accepts(*json);
    };
    verify("the engine", set.valid, set.invalid, parse_and_accept);
    measure("parse_validate/" + set.name, set.valid, parse_and_accept);

    static const std::vector<int> once{0};
    measure("compile/" + set.name, once,
            [text = set.schema](int) { return compiled_schema::compile(text).has_value(); });
}

/// The schema without what a C++ type cannot say: `if` and `then`.
std::string without_condition(const std::string& schema) {
    rapidjson::Document json;
    json.Parse(schema.c_str());
    json.RemoveMember("if");
    json.RemoveMember("then");
    return asyncapi::write_json(json);
}

bool is_same_json(const std::string& left, const std::string& right) {
    rapidjson::Document one;
    rapidjson::Document other;
    return one.Parse(left.c_str()) == other.Parse(right.c_str());
}

template <class T>
std::vector<T> decode_all(const std::vector<std::string>& texts) {
    std::vector<T> values;
    for (const auto& text : texts) values.push_back(asyncapi::from_json<T>(text).value());
    return values;
}

template <class T>
void add_typed(const message_set& set) {
    const auto decode = [](const std::string& text) {
        auto value = asyncapi::from_json<T>(text);
        benchmark::DoNotOptimize(value);
        return value.has_value();
    };
    const auto said = compiled_schema::compile(without_condition(set.schema)).value();
    std::vector<std::string> invalid;
    for (std::size_t i = 0; i < set.invalid.size(); ++i)
        if (!said.accepts(set.parsed_invalid[i])) invalid.push_back(set.invalid[i]);
    verify("the typed reader", set.valid, invalid, decode);
    measure("decode/" + set.name, set.valid, decode);

    static const auto values = decode_all<T>(set.valid);
    verify("the typed writer", values, std::vector<T>{}, [&](const T& value) {
        const auto text = asyncapi::to_json(value);
        return text && is_same_json(*text, benchmarks::write_fresh(value));
    });
    measure("writer_fresh/" + set.name, values, [](const T& value) {
        auto text = benchmarks::write_fresh(value);
        benchmark::DoNotOptimize(text);
        return !text.empty();
    });
    measure("encode/" + set.name, values, [](const T& value) {
        auto text = asyncapi::to_json(value);
        benchmark::DoNotOptimize(text);
        return text.has_value();
    });
    measure("writer_reused/" + set.name, values,
            [to = std::make_shared<benchmarks::reusing_writer>()](const T& value) {
                auto text = to->write(value);
                benchmark::DoNotOptimize(text);
                return !text.empty();
            });
}

/// Everything that the contract says, also what the C++ type does not.
template <class T>
void add_bound(const message_set& set) {
    const auto codec = asyncapi::bound_codec<T>::bind(set.schema).value();
    const auto decode = [codec](const std::string& text) {
        auto value = codec.decode(text);
        benchmark::DoNotOptimize(value);
        return value.has_value();
    };
    verify("the bound reader", set.valid, set.invalid, decode);
    measure("bound_decode/" + set.name, set.valid, decode);

    static const auto values = decode_all<T>(set.valid);
    std::vector<T> invalid;
    for (const auto& text : set.invalid)
        if (auto value = asyncapi::from_json<T>(text)) invalid.push_back(*std::move(value));
    const auto encode = [codec](const T& value) {
        auto text = codec.encode(value);
        benchmark::DoNotOptimize(text);
        return text.has_value();
    };
    verify("the bound writer", values, invalid, encode);
    measure("bound_encode/" + set.name, values, encode);

    static const std::vector<int> once{0};
    measure("bind/" + set.name, once,
            [text = set.schema](int) { return asyncapi::bound_codec<T>::bind(text).has_value(); });
}

}  // namespace

int main(int argc, char** argv) {
    const message_set a{"a"};
    const message_set b{"b"};
    return benchmarks::run(argc, argv, [&] {
        for (const auto* set : {&a, &b}) {
            add_peers(*set);
            add_engine(*set);
        }
        add_typed<shop::order_request>(a);
        add_typed<shop::order_event>(b);
        add_bound<shop::order_request>(a);
        add_bound<shop::order_event>(b);
    });
}
