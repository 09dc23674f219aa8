// Winsock's errors by their POSIX names (Microsoft Learn, "Windows Sockets Error Codes").
#include "grid/core/result.h"
#include "os/sockets.h"

namespace grid {
namespace {

struct Pair {
  int error;
  Result result;
};

constexpr Pair kPairs[] = {
    {0, Result::ok},
    {WSAEACCES, Result::kEACCES},
    {WSAEADDRINUSE, Result::kEADDRINUSE},
    {WSAEADDRNOTAVAIL, Result::kEADDRNOTAVAIL},
    {WSAEAFNOSUPPORT, Result::kEAFNOSUPPORT},
    {WSAEWOULDBLOCK, Result::kEAGAIN},
    {WSAEALREADY, Result::kEALREADY},
    {WSAEBADF, Result::kEBADF},
    {WSAECONNABORTED, Result::kECONNABORTED},
    {WSAECONNREFUSED, Result::kECONNREFUSED},
    {WSAECONNRESET, Result::kECONNRESET},
    {WSAEDESTADDRREQ, Result::kEDESTADDRREQ},
    {WSAEFAULT, Result::kEFAULT},
    {WSAEHOSTUNREACH, Result::kEHOSTUNREACH},
    {WSAEINPROGRESS, Result::kEINPROGRESS},
    {WSAEINVAL, Result::kEINVAL},
    {WSAEISCONN, Result::kEISCONN},
    {WSAEMFILE, Result::kEMFILE},
    {WSAEMSGSIZE, Result::kEMSGSIZE},
    {WSAENETDOWN, Result::kENETDOWN},
    {WSAENETUNREACH, Result::kENETUNREACH},
    {WSAENOBUFS, Result::kENOBUFS},
    {WSAENOPROTOOPT, Result::kENOPROTOOPT},
    {WSAENOTCONN, Result::kENOTCONN},
    {WSAENOTSOCK, Result::kENOTSOCK},
    {WSAEOPNOTSUPP, Result::kEOPNOTSUPP},
    {WSAEPROTONOSUPPORT, Result::kEPROTONOSUPPORT},
    {WSAETIMEDOUT, Result::kETIMEDOUT},
};

}  // namespace

Result result_of(int error) {
  for (const Pair& pair : kPairs)
    if (pair.error == error) return pair.result;
  return Result::other_error;
}

}  // namespace grid
