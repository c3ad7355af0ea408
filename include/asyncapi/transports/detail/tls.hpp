#pragma once

#include <asyncapi/result.hpp>
#include <asyncapi/transports/options.hpp>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/verify_mode.hpp>

#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>
#include <vector>

namespace asyncapi::detail {

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

/// Asks the server for its certificate by this name and, to verify it, takes no other.
///
/// \param name  a host name or an IP address
/// \return false when OpenSSL has no memory left: then nothing would be verified
inline bool expect_host(SSL* ssl, const std::string& name, bool verify) {
    boost::system::error_code not_an_address;
    asio::ip::make_address(name, not_an_address);
    // A server name is never an IP address. \see RFC 6066 section 3
    if (not_an_address) SSL_set_tlsext_host_name(ssl, name.c_str());
    SSL_set_verify(ssl, verify ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, SSL_get_verify_callback(ssl));
    if (!verify) return true;
    if (!not_an_address)
        return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), name.c_str()) == 1;
    SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    return SSL_set1_host(ssl, name.c_str()) == 1;
}

/// \see RFC 7301
/// \return false for a name that is empty or longer than 255 bytes
inline bool offer_protocols(SSL* ssl, const std::vector<std::string>& names) {
    std::string list;
    for (const auto& name : names) {
        if (name.empty() || name.size() > 255) return false;
        list += static_cast<char>(name.size());
        list += name;
    }
    return list.empty() ||
           SSL_set_alpn_protos(ssl, reinterpret_cast<const unsigned char*>(list.data()),
                               static_cast<unsigned>(list.size())) == 0;
}

/// What is wrong with the other side's certificate; empty when nothing is.
inline std::string certificate_problem(const SSL* ssl) {
    const auto found = SSL_get_verify_result(ssl);
    return found == X509_V_OK ? std::string{} : X509_verify_cert_error_string(found);
}

}  // namespace asyncapi::detail
