#include <boost/asio/impl/src.hpp>
#include <boost/beast/src.hpp>
#if __has_include(<openssl/ssl.h>)
#include <boost/asio/ssl/impl/src.hpp>
#endif
