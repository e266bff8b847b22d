// A thread that is about to wait for somebody else says so, so that whoever it works for can let
// another one take its place meanwhile.
#pragma once

namespace msa {

/// Whom a thread works for. Asked by that thread only.
class Employer {
public:
    virtual ~Employer() = default;
    virtual void begin_waiting() noexcept = 0;
    virtual void end_waiting() noexcept = 0;
};

/// The calling thread works for `employer` from now on; null: for nobody, which it does at first.
void work_for(Employer* employer) noexcept;

/// While this lives its thread waits: for a server, a disk, or another thread that does. May be
/// nested; only the outermost counts.
class WhileWaiting {
public:
    WhileWaiting() noexcept;
    WhileWaiting(const WhileWaiting&) = delete;
    WhileWaiting& operator=(const WhileWaiting&) = delete;
    ~WhileWaiting();

private:
    Employer* employer_;
};

}  // namespace msa
