#pragma once

#include <asyncapi/result.hpp>
#include <asyncapi/transports/websocket/options.hpp>

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/verify_mode.hpp>

#include <memory>
#include <string>

namespace asyncapi::websocket::detail {

namespace asio = boost::asio;

/// \return the user's own context, or one made from the files
inline result<std::shared_ptr<asio::ssl::context>> make_tls_context(const tls_options& options,
                                                                    bool server) {
    if (options.context) return options.context;
    using context = asio::ssl::context;
    auto made = std::make_shared<context>(server ? context::tls_server : context::tls_client);
    boost::system::error_code code;
    const auto failed = [&code](const std::string& file) {
        return error{code, "TLS: " + (file.empty() ? std::string{"default trust"} : file)};
    };
    made->set_options(context::default_workarounds | context::no_tlsv1 | context::no_tlsv1_1 |
                          context::single_dh_use,
                      code);
    if (!options.ca_file.empty()) {
        made->load_verify_file(options.ca_file, code);
    } else if (!server && options.verify) {
        made->set_default_verify_paths(code);
    }
    if (code) return failed(options.ca_file);
    if (!options.certificate_file.empty()) {
        made->use_certificate_chain_file(options.certificate_file, code);
        if (code) return failed(options.certificate_file);
    }
    if (!options.private_key_file.empty()) {
        made->use_private_key_file(options.private_key_file, context::pem, code);
        if (code) return failed(options.private_key_file);
    }
    // A server asks clients for certificates only when it knows whom to trust.
    auto mode = asio::ssl::verify_none;
    if (options.verify && (!server || !options.ca_file.empty())) {
        mode = asio::ssl::verify_peer;
        if (server) mode |= asio::ssl::verify_fail_if_no_peer_cert;
    }
    made->set_verify_mode(mode, code);
    if (code) return failed({});
    return made;
}

}  // namespace asyncapi::websocket::detail
