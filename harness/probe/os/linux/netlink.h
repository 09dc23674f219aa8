// Requests to the kernel's own configuration of the network, rtnetlink(7).
#pragma once
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string>

namespace probe::netlink {

// A netlink message that grows at its end.
class Message {
 public:
  Message(unsigned short type, unsigned short flags) {
    nlmsghdr header{};
    header.nlmsg_type = type;
    header.nlmsg_flags = static_cast<unsigned short>(NLM_F_REQUEST | NLM_F_ACK | flags);
    append(&header, sizeof header);
  }
  void append(const void* data, std::size_t size) {
    bytes_.append(static_cast<const char*>(data), size);
    bytes_.append((NLMSG_ALIGNTO - size % NLMSG_ALIGNTO) % NLMSG_ALIGNTO, '\0');
  }
  void add(unsigned short type, const void* data, std::size_t size) {
    const rtattr head{static_cast<unsigned short>(RTA_LENGTH(size)), type};
    append(&head, sizeof head);
    append(data, size);
  }
  // An attribute that holds others: begin gives where it is, end closes it.
  std::size_t begin(unsigned short type) {
    const std::size_t at = bytes_.size();
    add(type, "", 0);
    return at;
  }
  void end(std::size_t at) {
    const auto size = static_cast<unsigned short>(bytes_.size() - at);
    bytes_.replace(at, sizeof size, reinterpret_cast<const char*>(&size), sizeof size);
  }
  // Sends it to this namespace's kernel; true when that did what it says, errno says why not.
  bool done() {
    const auto size = static_cast<std::uint32_t>(bytes_.size());
    bytes_.replace(0, sizeof size, reinterpret_cast<const char*>(&size), sizeof size);
    const int fd = ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    if (fd < 0) return false;
    struct {
      nlmsghdr header;
      nlmsgerr error;
      std::array<char, 1024> rest;
    } answer{};
    const bool answered =
        ::send(fd, bytes_.data(), bytes_.size(), 0) > 0 && ::recv(fd, &answer, sizeof answer, 0) > 0;
    const int error = answered ? -answer.error.error : errno;
    ::close(fd);
    errno = error;
    return error == 0;
  }

 private:
  std::string bytes_;
};

// Makes a device of this kind, such as "dummy"; errno says why not. `add_data` adds the kind's own attributes
// (IFLA_INFO_DATA), if it needs any.
inline bool make_device(const char* name, const char* kind,
                        const std::function<void(Message&)>& add_data = nullptr) {
  Message message(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL);
  const ifinfomsg device{};
  message.append(&device, sizeof device);
  message.add(IFLA_IFNAME, name, std::strlen(name) + 1);
  const std::size_t info = message.begin(IFLA_LINKINFO);
  message.add(IFLA_INFO_KIND, kind, std::strlen(kind) + 1);
  if (add_data) {
    const std::size_t data = message.begin(IFLA_INFO_DATA);
    add_data(message);
    message.end(data);
  }
  message.end(info);
  return message.done();
}

inline bool bring_up(const char* name) {
  Message message(RTM_NEWLINK, 0);
  ifinfomsg device{};
  device.ifi_index = static_cast<int>(::if_nametoindex(name));
  device.ifi_flags = IFF_UP;
  device.ifi_change = IFF_UP;
  message.append(&device, sizeof device);
  return message.done();
}

// Gives the device an address of `size` bytes, at once usable; errno says why not.
inline bool give_address(const char* device, unsigned char family, unsigned char prefix, const void* address,
                         std::size_t size) {
  Message message(RTM_NEWADDR, NLM_F_CREATE | NLM_F_REPLACE);
  ifaddrmsg head{};
  head.ifa_family = family;
  head.ifa_prefixlen = prefix;
  head.ifa_flags = IFA_F_NODAD;
  head.ifa_index = ::if_nametoindex(device);
  message.append(&head, sizeof head);
  message.add(IFA_LOCAL, address, size);
  message.add(IFA_ADDRESS, address, size);
  return message.done();
}

// Routes one IPv4 address to the device; errno says why not.
inline bool route_to(const char* device, const void* address) {
  Message message(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_REPLACE);
  rtmsg head{};
  head.rtm_family = AF_INET;
  head.rtm_dst_len = 32;
  head.rtm_table = RT_TABLE_MAIN;
  head.rtm_protocol = RTPROT_STATIC;
  head.rtm_scope = RT_SCOPE_LINK;
  head.rtm_type = RTN_UNICAST;
  message.append(&head, sizeof head);
  message.add(RTA_DST, address, 4);
  const auto index = static_cast<std::uint32_t>(::if_nametoindex(device));
  message.add(RTA_OIF, &index, sizeof index);
  return message.done();
}

}  // namespace probe::netlink
