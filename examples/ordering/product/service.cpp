#include <product/service.hpp>

#include <product/stock_store.hpp>

#include <asyncapi/asyncapi.hpp>

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace product {
namespace {

contract::catalogue read_seed(const std::filesystem::path& file) {
    std::ifstream stream{file, std::ios::binary};
    if (!stream) throw std::runtime_error{"cannot read " + file.string()};
    const std::string text{std::istreambuf_iterator<char>{stream}, {}};
    auto seed = asyncapi::from_json<contract::catalogue>(text, "Catalogue");
    if (!seed) throw std::runtime_error{file.string() + ": " + seed.error().to_string()};
    return *std::move(seed);
}

/// The store and whom it tells about changes.
struct warehouse {
    stock_store store;
    asyncapi::channel<contract::stock_level> changes;
    asyncapi::channel<contract::stock_released> confirmations;

    warehouse(const asyncapi::any_transport& wire, const options& with)
        : store{with.database},
          changes{wire, contract::stock_changes},
          confirmations{wire, contract::release_confirmations} {
        store.load(read_seed(with.seed));
    }

    using answer =
        std::variant<contract::stock_reserved, contract::stock_refused, contract::invalid_message>;

    answer reserve(const contract::reserve_stock& wanted) {
        const auto before = store.level(wanted.product_id, wanted.store_id);
        auto outcome = store.reserve(wanted);
        const auto after = store.level(wanted.product_id, wanted.store_id);
        if (after && after->version != before->version) announce(*after);
        return std::visit([](auto& reply) -> answer { return std::move(reply); }, outcome);
    }

    void release(const contract::release_stock& wanted) {
        if (const auto changed = store.release(wanted.order_id)) announce(*changed);
        // A confirmation that is lost is asked for again.
        static_cast<void>(confirmations.send({wanted.order_id}));
    }

    void announce(const contract::stock_level& level) {
        // News; whoever misses it sees it in the next catalogue.
        static_cast<void>(changes.send(level));
    }
};

}  // namespace

struct service::inside {
    std::shared_ptr<warehouse> stock;
    asyncapi::responder<contract::catalogue_request, contract::catalogue, contract::invalid_message>
        catalogue;
    asyncapi::responder<contract::reserve_stock, contract::stock_reserved, contract::stock_refused,
                        contract::invalid_message>
        reservations;
    asyncapi::subscription releases;

    inside(const asyncapi::any_transport& wire, const options& with)
        : stock{std::make_shared<warehouse>(wire, with)},
          catalogue{wire, contract::get_catalogue,
                    [s = stock](asyncapi::received<contract::catalogue_request>& request) {
                        return s->store.catalogue(request.payload.store_id);
                    },
                    contract::explain},
          reservations{wire, contract::reserve,
                       [s = stock](asyncapi::received<contract::reserve_stock>& request) {
                           return s->reserve(request.payload);
                       },
                       contract::explain},
          releases{asyncapi::channel{wire, contract::release_requests}.subscribe(
              [s = stock](asyncapi::received<contract::release_stock>& message) {
                  s->release(message.payload);
              })} {}
};

service::service(asyncapi::any_transport wire, const options& with)
    : inside_{std::make_unique<inside>(wire, with)} {}
service::service(service&&) noexcept = default;
service::~service() = default;

}  // namespace product
