#pragma once

#include <support/server_process.hpp>

#include <doctest/doctest.h>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>

namespace asyncapi::testing {

/// Files of a certificate and its key, in PEM.
struct credential {
    std::string certificate_file;
    std::string private_key_file;
};

/// What a certificate is to say.
struct certificate_wanted {
    std::string names = "DNS:localhost,IP:127.0.0.1";  ///< as in subjectAltName
    std::chrono::hours from{-1};                       ///< from now
    std::chrono::hours until{1};
};

/// An authority of its own that issues certificates.
class authority {
public:
    explicit authority(std::string name) : name_{std::move(name)}, key_{make_key()} {
        certificate_wanted own;
        own.names.clear();
        certificate_ = make(own, key_.get());
        write(certificate_file(),
              [this](BIO* to) { return PEM_write_bio_X509(to, certificate_.get()); });
    }

    std::string certificate_file() const { return folder_.file("ca.pem"); }

    credential issue(const certificate_wanted& what = {}) {
        const auto key = make_key();
        const auto certificate = make(what, key.get());
        const auto number = std::to_string(serial_);
        credential made{folder_.file(number + ".pem"), folder_.file(number + ".key.pem")};
        write(made.certificate_file,
              [&](BIO* to) { return PEM_write_bio_X509(to, certificate.get()); });
        write(made.private_key_file, [&](BIO* to) {
            return PEM_write_bio_PrivateKey(to, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
        });
        return made;
    }

private:
    template <auto Free>
    struct freed {
        template <class T>
        void operator()(T* what) const {
            Free(what);
        }
    };
    using key_pointer = std::unique_ptr<EVP_PKEY, freed<EVP_PKEY_free>>;
    using certificate_pointer = std::unique_ptr<X509, freed<X509_free>>;

    static key_pointer make_key() {
        key_pointer key{EVP_EC_gen("P-256")};
        REQUIRE(key);
        return key;
    }

    certificate_pointer make(const certificate_wanted& what, EVP_PKEY* key) {
        certificate_pointer made{X509_new()};
        auto* const certificate = made.get();
        const auto seconds = [](std::chrono::hours hours) {
            return static_cast<long>(std::chrono::seconds{hours}.count());
        };
        X509_set_version(certificate, X509_VERSION_3);
        ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++serial_);
        X509_gmtime_adj(X509_getm_notBefore(certificate), seconds(what.from));
        X509_gmtime_adj(X509_getm_notAfter(certificate), seconds(what.until));
        X509_set_pubkey(certificate, key);
        auto* const issuer = certificate_ ? certificate_.get() : certificate;
        set_name(certificate, certificate_ ? name_ + " peer" : name_);
        X509_set_issuer_name(certificate, X509_get_subject_name(issuer));
        X509V3_CTX context{};
        X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
        add(context, certificate, NID_subject_key_identifier, "hash");
        if (certificate_) {
            add(context, certificate, NID_subject_alt_name, what.names);
            add(context, certificate, NID_authority_key_identifier, "keyid");
        } else {
            add(context, certificate, NID_basic_constraints, "critical,CA:TRUE");
            add(context, certificate, NID_key_usage, "critical,keyCertSign");
        }
        REQUIRE(X509_sign(certificate, key_.get(), EVP_sha256()) > 0);
        return made;
    }

    static void set_name(X509* certificate, const std::string& name) {
        X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                                   reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
    }

    static void add(X509V3_CTX& context, X509* certificate, int what, const std::string& value) {
        const std::unique_ptr<X509_EXTENSION, freed<X509_EXTENSION_free>> extension{
            X509V3_EXT_conf_nid(nullptr, &context, what, value.c_str())};
        REQUIRE(extension);
        X509_add_ext(certificate, extension.get(), -1);
    }

    template <class Write>
    static void write(const std::string& file, Write write) {
        const std::unique_ptr<BIO, freed<BIO_free>> to{BIO_new_file(file.c_str(), "w")};
        REQUIRE(to);
        REQUIRE(write(to.get()) == 1);
    }

    temporary_folder folder_;
    std::string name_;
    long serial_ = 0;
    key_pointer key_;
    certificate_pointer certificate_;
};

}  // namespace asyncapi::testing
