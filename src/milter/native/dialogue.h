// One milter session of the native engine: packets of the MTA in, packets for it out. Knows nothing
// of how they travel.
#pragma once

#include "milter/connection.h"
#include "milter/native/macros.h"
#include "milter/native/native_context.h"
#include "milter/native/packet.h"

#include <memory>
#include <string>

namespace msa {

class Dialogue {
public:
    /// `descriptor`: of the MTA's socket, to be asked whether it is still there; -1: it is.
    Dialogue(Daemon& daemon, int descriptor) : daemon_(daemon), descriptor_(descriptor) {}

    /// Carries out one packet; what is answered is appended to `output`. False: the session is
    /// over, since the MTA says so or since no MTA would send this. An open transaction is then to
    /// be given up, which leaves the MTA with its own 451.
    [[nodiscard]] bool take(const Packet& packet, std::string& output);

private:
    enum class Stage { fresh, negotiated, idle, mail, recipients, header, body };

    [[nodiscard]] bool negotiate(std::string_view data, std::string& output);
    [[nodiscard]] bool carry_out(const Packet& packet, NativeContext& mta);
    [[nodiscard]] bool connect(std::string_view data, NativeContext& mta);
    [[nodiscard]] bool helo(std::string_view data, NativeContext& mta);
    [[nodiscard]] bool mail(std::string_view data, NativeContext& mta);
    [[nodiscard]] bool recipient(std::string_view data, NativeContext& mta);
    [[nodiscard]] bool data_follow(NativeContext& mta);
    [[nodiscard]] bool header(std::string_view data, NativeContext& mta);
    [[nodiscard]] bool end_of_headers(NativeContext& mta);
    [[nodiscard]] bool body(std::string_view data, NativeContext& mta);
    [[nodiscard]] bool end_of_message(std::string_view data, NativeContext& mta);
    void give_up();
    [[nodiscard]] Connection& connection();

    Daemon& daemon_;
    int descriptor_;
    Stage stage_ = Stage::fresh;
    Agreement agreement_;
    // Neither is there before the MTA speaks of a client: sessions that wait cost little.
    std::unique_ptr<Macros> macros_;
    std::unique_ptr<Connection> connection_;
};

}  // namespace msa
