// expect: (no matching function for call|no matching constructor)
#include <asyncapi/transport.hpp>

struct pigeon {
#ifdef POSITIVE_CONTROL
    std::shared_ptr<asyncapi::transport_interface> interface() const {
        return {};
    }
#endif
};

asyncapi::any_transport wire() {
    return asyncapi::any_transport{pigeon{}};
}
