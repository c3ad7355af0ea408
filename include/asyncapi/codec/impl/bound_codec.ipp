#pragma once

#include <asyncapi/codec/bound_codec.hpp>
#include <asyncapi/codec/errors.hpp>

namespace asyncapi::detail {

ASYNCAPI_DECL result<void> read_bound(std::string_view text, const json_reading& how,
                                      validation::detail::value_view (*view)(const void*),
                                      const payload_terms& terms, void* value,
                                      std::string_view message) {
    if (text.size() <= max_json_bytes) {
        how.reset(value);
        typed_reader reader{text};
        if (how.read(reader, value) && terms.accepts(view(value), reader.hidden())) return {};
    }
    const auto json = validation::parse_json(text);
    if (!json) return named(json.error(), message);
    if (auto checked = terms.check(*json, message); !checked) return checked;
    return read_checked(*json, how, value, message);
}

ASYNCAPI_DECL result<std::string> write_bound(const json_writing& how,
                                              validation::detail::value_view (*view)(const void*),
                                              const payload_terms& terms, const void* value,
                                              std::string_view message) {
    typed_writer writer;
    if (how.write(writer, value) && terms.accepts(view(value))) return writer.take();
    const auto json = write_unchecked(how, value, message);
    if (!json) return json.error();
    if (auto checked = terms.check(*json, message); !checked) return checked.error();
    if (auto checked = check_json(*json, how.schema(), message); !checked) return checked.error();
    return write_json(*json);
}

}  // namespace asyncapi::detail
