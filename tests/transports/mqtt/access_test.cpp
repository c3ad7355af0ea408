#include <support/certificates.hpp>
#include "broker_fixture.hpp"

#include <filesystem>

using namespace testing_mqtt;
using asyncapi::testing::authority;
using asyncapi::testing::server_process;
using asyncapi::testing::temporary_folder;

TYPE_TO_STRING(mqtt_5);
TYPE_TO_STRING(mqtt_3_1_1);

namespace {

bool holds(const std::string& whole, const std::string& part) {
    return whole.find(part) != std::string::npos;
}

/// A bench whose broker speaks TLS.
struct tls_bench : bench {
    explicit tls_bench(authority& of, const std::string& more = {},
                       const testing::certificate_wanted& what = {})
        : bench{"allow_anonymous true\n" + files(of, what) + more} {}

    static std::string files(authority& of, const testing::certificate_wanted& what) {
        const auto own = of.issue(what);
        return "certfile " + own.certificate_file + "\nkeyfile " + own.private_key_file + "\n";
    }

    client_options secure(tls_options tls, const char* host = "127.0.0.1") {
        auto with = options();
        with.url = "mqtts://" + std::string{host} + ":" + std::to_string(broker.port());
        with.tls = std::move(tls);
        with.reconnect = false;
        return with;
    }
    // Whether a connection is made; if not, the last of `ends` says why.
    bool succeeds(client_options with) {
        ends.clear();
        auto& made = make(std::move(with));
        run_until([&] {
            return made.state() == connection_state::connected ||
                   made.state() == connection_state::closed;
        });
        return made.state() == connection_state::connected;
    }
};

// A password file of `mosquitto_passwd`.
std::string passwords(const temporary_folder& folder) {
    const auto file = folder.write("passwords", "kitchen:hunter2\nguest:guest\n");
    std::filesystem::permissions(
        file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    server_process hash{{ASYNCAPI_MOSQUITTO_PASSWD, "-U", file}};
    hash.wait();
    return file;
}

}  // namespace

TEST_CASE("messages of any size pass over TLS, with a certificate that is trusted") {
    authority trusted{"trusted"};
    tls_bench on{trusted};
    for (const auto* host : {"127.0.0.1", "localhost"}) {
        CAPTURE(std::string{host});
        auto& client = on.connect(on.secure({.ca_file = trusted.certificate_file()}, host));
        const any_transport wire{client};
        const auto box = listen(wire, "orders");
        on.settle(wire);
        for (const std::size_t size : {0U, 1U, 20'000U, 1'048'576U})
            publish(wire, "orders", std::string(size, 'x'));
        REQUIRE(on.run_until([&] { return box->size() == 4; }));
        CHECK(box->deliveries[3].payload.size() == 1'048'576);
        on.close(client);
    }
}

TEST_CASE("a broker whose certificate is not right is refused, and the error says why") {
    authority trusted{"trusted"};
    authority unknown{"unknown"};
    struct row {
        const char* what;
        authority* of;
        testing::certificate_wanted says;
        std::string host_name;
        const char* problem;
    };
    row rows[] = {
        {"of an unknown authority", &unknown, {}, "", "local issuer certificate"},
        {"for another host",
         &trusted,
         {.names = "DNS:example.org,IP:127.0.0.2"},
         "",
         "the certificate of 127.0.0.1: IP address mismatch"},
        {"for another name",
         &trusted,
         {},
         "example.org",
         "the certificate of example.org: hostname mismatch"},
        {"expired", &trusted, {.from = -2h, .until = -1h}, "", "certificate has expired"},
    };
    for (auto& row : rows) {
        CAPTURE(std::string{row.what});
        tls_bench on{*row.of, {}, row.says};
        auto with = on.secure({.ca_file = trusted.certificate_file(), .host_name = row.host_name});
        with.login = {.user_name = "kitchen", .password = "hunter2"};
        CHECK_FALSE(on.succeeds(with));
        REQUIRE_FALSE(on.ends.empty());
        CAPTURE(on.ends.back());
        CHECK(holds(on.ends.back(), row.problem));
        CHECK_FALSE(holds(on.ends.back(), "hunter2"));
        CHECK(on.succeeds(on.secure({.verify = false})));
    }
}

TEST_CASE("a broker that asks for certificates lets in only who has one that it trusts") {
    authority trusted{"trusted"};
    authority unknown{"unknown"};
    tls_bench on{trusted, "require_certificate true\ncafile " + trusted.certificate_file() + "\n"};
    const auto with = [&](const testing::credential& own) {
        return on.secure({.ca_file = trusted.certificate_file(),
                          .certificate_file = own.certificate_file,
                          .private_key_file = own.private_key_file});
    };
    CHECK(on.succeeds(with(trusted.issue({.names = "DNS:kitchen"}))));
    CHECK_FALSE(on.succeeds(with(unknown.issue({.names = "DNS:kitchen"}))));
    CHECK_FALSE(on.ends.empty());
    CHECK_FALSE(on.succeeds(on.secure({.ca_file = trusted.certificate_file()})));
    CHECK_FALSE(on.ends.empty());
}

TEST_CASE("plain MQTT at a TLS port, and TLS at a plain one, end with an error") {
    authority trusted{"trusted"};
    tls_bench encrypted{trusted};
    auto with = encrypted.options();
    with.reconnect = false;
    CHECK_FALSE(encrypted.succeeds(with));
    CHECK_FALSE(encrypted.ends.empty());

    bench plain;
    auto other = encrypted.secure({.ca_file = trusted.certificate_file()});
    other.url = "mqtts://127.0.0.1:" + std::to_string(plain.broker.port());
    CHECK_FALSE(encrypted.succeeds(other));
    CHECK(holds(encrypted.ends.back(), "no TLS with 127.0.0.1:"));
}

TEST_CASE_TEMPLATE("user name and password are asked for, and are in no error", Version, mqtt_5,
                   mqtt_3_1_1) {
    temporary_folder folder;
    bench on{"allow_anonymous false\npassword_file " + passwords(folder) + "\n"};
    struct row {
        mqtt::login who;
        bool good;
    };
    const row rows[] = {
        {{"kitchen", "hunter2"}, true},
        {{"kitchen", "hunter3"}, false},
        {{"nobody", "hunter2"}, false},
        {{"kitchen", ""}, false},
        {{"", ""}, false},
    };
    for (const auto& row : rows) {
        CAPTURE(row.who.user_name);
        CAPTURE(row.who.password);
        auto with = on.options(Version::as);
        with.login = row.who;
        with.reconnect = false;
        on.ends.clear();
        auto& client = on.make(with);
        REQUIRE(on.run_until([&] {
            return client.state() == connection_state::connected ||
                   client.state() == connection_state::closed;
        }));
        CHECK((client.state() == connection_state::connected) == row.good);
        if (row.good) continue;
        REQUIRE_FALSE(on.ends.empty());
        CAPTURE(on.ends.back());
        CHECK(holds(on.ends.back(), "the connection: "));
        CHECK(holds(on.ends.back(), "not authorized"));
        for (const auto& each : on.ends)
            for (const auto* secret : {"hunter", "kitchen", "nobody"})
                CHECK_FALSE(holds(each, secret));
    }
}

TEST_CASE("a login is renewed for each connection") {
    temporary_folder folder;
    bench on{"allow_anonymous false\npassword_file " + passwords(folder) + "\n"};
    auto with = on.options();
    int asked = 0;
    // The second time it does not work.
    with.renew_login = [&asked]() -> mqtt::login {
        return {"kitchen", ++asked == 2 ? "old" : "hunter2"};
    };
    auto& client = on.connect(with);
    CHECK(asked == 1);
    on.broker.kill();
    on.broker.start();
    REQUIRE(on.run_until([&] { return client.statistics().connections == 2; }));
    CHECK(asked == 3);
    bool refused = false;
    for (const auto& each : on.ends) refused = refused || holds(each, "not authorized");
    CHECK(refused);
}

TEST_CASE("what the broker's rules forbid is reported, and the rest goes on") {
    temporary_folder folder;
    const auto rules = folder.write("acl", "topic readwrite open/#\ntopic write sent/#\n");
    bench on{"allow_anonymous true\nacl_file " + rules + "\n"};
    auto& client = on.connect();
    const any_transport wire{client};
    publish(wire, "secret/1", "x");
    publish(wire, "open/1", "x");
    on.settle(wire);
    REQUIRE(on.refusals.size() == 1);
    CHECK(holds(on.refusals[0], "secret/1: "));
    CHECK(holds(on.refusals[0], "the message: not authorized"));
    CHECK(client.statistics().acknowledged == 1);

    const auto box = listen(wire, "open/{id}");
    on.settle(wire);
    publish(wire, "open/2", "x");
    CHECK(on.run_until([&] { return box->size() == 1; }));
    CHECK(client.statistics().refused == on.refusals.size());
}

TEST_CASE("with MQTT 3.1.1 a broker cannot say that it forbids a message, and confirms it") {
    temporary_folder folder;
    const auto rules = folder.write("acl", "topic readwrite open/#\n");
    bench on{"allow_anonymous true\nacl_file " + rules + "\n"};
    auto& client = on.connect(version::v3_1_1);
    const any_transport wire{client};
    publish(wire, "secret/1", "x");
    on.settle(wire);
    CHECK(client.statistics().acknowledged == 1);
    CHECK(client.statistics().refused == 0);
    CHECK(on.refusals.empty());
}
