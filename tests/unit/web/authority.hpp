// Authority: a certificate authority of a test's own, with certificates for a good and a wrong host.
#pragma once

#include <string>

namespace noticeboard::web {

class Authority {
 public:
    Authority();   // asks the openssl command, in a new folder
    ~Authority();  // which is removed
    Authority(const Authority&) = delete;
    Authority& operator=(const Authority&) = delete;

    std::string ca() const { return folder_ + "/ca.pem"; }
    std::string certificate(const std::string& name) const { return folder_ + "/" + name + ".pem"; }
    std::string key(const std::string& name) const { return folder_ + "/" + name + ".key"; }

    // A certificate `name` for a subjectAltName such as "DNS:localhost".
    void issue(const std::string& name, const std::string& alternative) const;

 private:
    void run(const std::string& arguments) const;

    std::string folder_;
};

}  // namespace noticeboard::web
