#pragma once

#include <asyncapi/connector.hpp>
#include <asyncapi/contract/connect_options.hpp>
#include <asyncapi/contract/fill_variables.hpp>
#include <asyncapi/contract/protocol_names.hpp>
#include <asyncapi/detail/lower_case.hpp>
#include <asyncapi/document/model.hpp>
#include <asyncapi/document/model/values.hpp>
#include <asyncapi/result.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi::detail {

/// Chooses the first alternative of a server's security that a program has the credentials for.
///
/// \see AsyncAPI 3.0.0, Server Object, security; AsyncAPI 2.6.0, Security Requirement Object
class server_security {
public:
    using credentials = std::map<std::string, credential>;

    server_security(const document_model& model, const server_model& server,
                    const credentials& given)
        : model_{model}, server_{server}, given_{given} {}

    /// \return `unauthorized` that names the schemes and what they need; `unsupported` where none
    ///         of them can be applied
    result<server_credentials> choose() const {
        if (auto known = check_names(); !known) return known.error();
        if (server_.security.empty()) return server_credentials{};
        std::vector<std::string> missing;
        bool any_possible = false;
        for (const auto& alternative : server_.security) {
            attempt made;
            for (const auto& scheme : alternative.schemes) apply(scheme, made);
            if (made.lacks.empty()) return std::move(made.credentials);
            any_possible = any_possible || made.is_possible;
            missing.push_back(std::move(made.lacks));
        }
        return error{any_possible ? errc::unauthorized : errc::unsupported,
                     "server '" + server_.name + "' needs " + joined(missing)};
    }

private:
    struct attempt {
        server_credentials credentials;
        std::string lacks;
        bool is_possible = true;
    };

    static std::string joined(const std::vector<std::string>& alternatives) {
        std::string text;
        for (const auto& each : alternatives) text += (text.empty() ? "" : "; or ") + each;
        return text;
    }

    // A name that fits nothing is a slip that would otherwise look like a missing credential.
    result<void> check_names() const {
        std::vector<std::string> names;
        for (const auto& alternative : server_.security)
            for (const auto& scheme : alternative.schemes) names.push_back(scheme.name);
        const auto all = model_.from().at("/components/securitySchemes");
        for (const auto& [name, value] : given_) {
            if (std::ranges::find(names, name) != names.end() || all.member(name)) continue;
            return error{
                errc::unauthorized,
                "the document has no security scheme '" + name + "'" +
                    (names.empty() ? std::string{}
                                   : "; server '" + server_.name + "' names " +
                                         listed(names, [](const auto& each) { return each; }))};
        }
        return {};
    }

    void apply(const security_model::scheme& scheme, attempt& to) const {
        static const credential nothing;
        const auto found = given_.find(scheme.name);
        const auto& own = found == given_.end() ? nothing : found->second;
        to.credentials.schemes.push_back(scheme.name);
        const auto& type = scheme.type;
        if (type == "userPassword" || type == "plain") {
            apply_user(scheme, own, to);
        } else if (type == "apiKey") {
            if (lacks_token(scheme, own, to)) return;
            const bool as_user = text(scheme, "in") == "user";
            fill(scheme, as_user ? "user" : "password",
                 as_user ? to.credentials.user : to.credentials.password, own.token, to);
        } else if (type == "X509") {
            apply_certificate(scheme, own, to);
        } else if (type == "httpApiKey") {
            apply_key(scheme, own, to);
        } else if (type == "http") {
            apply_http(scheme, own, to);
        } else if (type == "oauth2" || type == "openIdConnect") {
            apply_bearer(scheme, own, to);
        } else {
            refuse(scheme, to);
        }
    }

    static void apply_user(const security_model::scheme& scheme, const credential& own,
                           attempt& to) {
        if (!own.user || !own.password)
            return lack(scheme,
                        own.user       ? "password"
                        : own.password ? "user"
                                       : "user and password",
                        to);
        fill(scheme, "user", to.credentials.user, own.user, to);
        fill(scheme, "password", to.credentials.password, own.password, to);
    }

    static void apply_certificate(const security_model::scheme& scheme, const credential& own,
                                  attempt& to) {
        if (own.certificate_file.empty() || own.private_key_file.empty())
            return lack(scheme, "certificate_file and private_key_file", to);
        if (!to.credentials.certificate_file.empty()) return clash(scheme, "certificate", to);
        to.credentials.certificate_file = own.certificate_file;
        to.credentials.private_key_file = own.private_key_file;
    }

    static void apply_key(const security_model::scheme& scheme, const credential& own,
                          attempt& to) {
        if (lacks_token(scheme, own, to)) return;
        const auto in = text(scheme, "in");
        auto& there = in == "query"    ? to.credentials.query
                      : in == "cookie" ? to.credentials.cookies
                                       : to.credentials.headers;
        add(scheme, there, text(scheme, "name"), own.token, to);
    }

    // \see RFC 7235 section 2.1: names of schemes are the same in any case
    void apply_http(const security_model::scheme& scheme, const credential& own,
                    attempt& to) const {
        const auto name = lower_case(text(scheme, "scheme"));
        if (name == "basic") return apply_user(scheme, own, to);
        if (name == "bearer") return apply_bearer(scheme, own, to);
        refuse(scheme, to);
    }

    void apply_bearer(const security_model::scheme& scheme, const credential& own,
                      attempt& to) const {
        if (lacks_token(scheme, own, to)) return;
        // MQTT has no headers: brokers take a token as the password.
        if (is_mqtt(server_.protocol)) {
            if (own.user) fill(scheme, "user", to.credentials.user, own.user, to);
            return fill(scheme, "password", to.credentials.password, own.token, to);
        }
        secret header{[token = own.token]() -> result<std::string> {
            auto given = token.get();
            if (!given) return given;
            return "Bearer " + *given;
        }};
        add(scheme, to.credentials.headers, "Authorization", std::move(header), to);
    }

    static bool lacks_token(const security_model::scheme& scheme, const credential& own,
                            attempt& to) {
        if (!own.token) lack(scheme, "token", to);
        return !own.token;
    }

    static void lack(const security_model::scheme& scheme, std::string_view what, attempt& to) {
        to.lacks += (to.lacks.empty() ? "" : " and ") + ("the " + std::string{what} + " of '" +
                                                         scheme.name + "' (" + scheme.type + ')');
    }

    static void fill(const security_model::scheme& scheme, std::string_view what, secret& slot,
                     const secret& with, attempt& to) {
        if (slot) return clash(scheme, what, to);
        slot = with;
    }

    // Names of headers are the same in any case.
    static void add(const security_model::scheme& scheme, secret_map& to_these,
                    const std::string& name, secret with, attempt& to) {
        const bool any_case = &to_these == &to.credentials.headers;
        const auto same = [&](const auto& each) {
            return any_case ? lower_case(each.first) == lower_case(name) : each.first == name;
        };
        if (std::ranges::any_of(to_these, same)) return clash(scheme, name, to);
        to_these.emplace_back(name, std::move(with));
    }

    static void clash(const security_model::scheme& scheme, std::string_view what, attempt& to) {
        to.is_possible = false;
        to.lacks += (to.lacks.empty() ? "" : " and ") +
                    ("'" + scheme.name + "' (" + scheme.type +
                     "), which another scheme leaves no " + std::string{what} + " for");
    }

    static void refuse(const security_model::scheme& scheme, attempt& to) {
        to.is_possible = false;
        to.lacks += (to.lacks.empty() ? "" : " and ") +
                    ("'" + scheme.name + "' (" + scheme.type + "), which cannot be applied");
    }

    static std::string text(const security_model::scheme& scheme, std::string_view member) {
        return model_values::text(scheme.object, member);
    }

    const document_model& model_;
    const server_model& server_;
    const credentials& given_;
};

}  // namespace asyncapi::detail
