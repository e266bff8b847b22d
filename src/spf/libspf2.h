// libspf2's headers in a form that C++ takes. Include this, never <spf2/...> itself.
#pragma once

#include <arpa/nameser.h>
#include <netdb.h>
#include <netinet/in.h>  // theirs need these three before them

extern "C" {
#include <spf2/spf.h>
#include <spf2/spf_dns_rr.h>
}
