#pragma once

#include <rapidjson/document.h>

#include <valijson/adapters/rapidjson_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include <stdexcept>
#include <string>

namespace benchmarks {

class valijson_validator {
public:
    explicit valijson_validator(const std::string& schema) {
        rapidjson::Document json;
        if (json.Parse(schema.c_str()).HasParseError()) throw std::runtime_error{"not JSON"};
        valijson::SchemaParser{valijson::SchemaParser::kDraft7}.populateSchema(
            valijson::adapters::RapidJsonAdapter{json}, schema_);
    }

    bool accepts(const rapidjson::Value& value) {
        return validator_.validate(schema_, valijson::adapters::RapidJsonAdapter{value}, nullptr);
    }

private:
    valijson::Schema schema_;
    valijson::Validator validator_;
};

}  // namespace benchmarks
