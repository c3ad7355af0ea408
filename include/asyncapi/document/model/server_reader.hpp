#pragma once

#include <asyncapi/document/model/server.hpp>
#include <asyncapi/document/model/values.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace asyncapi::detail {

/// Reads a Server Object of version 2 or 3.
class server_reader {
public:
    explicit server_reader(model_values& values) : values_{values} {}

    server_model read(std::string_view name, const document_value& at) {
        server_model made;
        made.name = name;
        made.protocol = values_.text(at, "protocol");
        made.protocol_version = values_.text(at, "protocolVersion");
        made.object = at;
        made.bindings = values_.followed(at.member("bindings"));
        if (values_.is_version2()) {
            split_url(values_.text(at, "url"), made);
        } else {
            made.host = values_.text(at, "host");
            made.pathname = values_.text(at, "pathname");
        }
        values_.for_each(
            at.member("variables"), [&](std::string_view variable, const document_value& of) {
                auto& added = made.variables.emplace_back();
                added.name = variable;
                added.choices = values_.texts(of.member("enum"));
                if (const auto otherwise = of.member("default"); otherwise && otherwise->IsString())
                    added.otherwise = values_.text(of, "default");
            });
        values_.for_each_element(at.member("security"), [&](const document_value& each) {
            made.security.push_back(read_security(each));
        });
        return made;
    }

private:
    // Version 2 has one text for `scheme://host/path`, in which the scheme may be left out.
    static void split_url(std::string url, server_model& into) {
        if (const auto scheme = url.find("://"); scheme != url.npos) url.erase(0, scheme + 3);
        const auto slash = url.find('/');
        into.host = url.substr(0, slash);
        if (slash != url.npos) into.pathname = url.substr(slash);
    }

    security_model read_security(const document_value& at) {
        security_model made;
        if (!values_.is_version2()) {
            const auto scheme = values_.followed(at);
            if (scheme)
                made.schemes.push_back({last_token(scheme.pointer), values_.text(scheme, "type"),
                                        values_.texts(scheme.member("scopes")), scheme});
            return made;
        }
        if (!at->IsObject()) return made;
        const auto schemes = values_.from().at("/components/securitySchemes");
        for (const auto& member : at->GetObject()) {
            const auto name = validation::detail::text_of(member.name);
            const auto scheme = values_.followed(schemes.member(name));
            made.schemes.push_back({std::string{name}, values_.text(scheme, "type"),
                                    values_.texts(at.member(name)), scheme});
        }
        return made;
    }

    model_values& values_;
};

}  // namespace asyncapi::detail
