// Memory for what is large and read at random: in huge pages where the system has them, because
// otherwise every second cache miss would be of the page table.
#pragma once

#include <cstddef>
#include <new>

#include <sys/mman.h>

namespace msa {

template <class T>
struct HugePageAllocator {
    using value_type = T;

    HugePageAllocator() = default;
    template <class Other>
    explicit HugePageAllocator(const HugePageAllocator<Other>& /*other*/) {}

    [[nodiscard]] T* allocate(std::size_t count) {
        const std::size_t octets = count * sizeof(T);
        if (octets < huge_page) {
            return static_cast<T*>(::operator new(octets));
        }
        void* const memory = ::operator new(octets, std::align_val_t(huge_page));
        (void)::madvise(memory, octets, MADV_HUGEPAGE);  // slower without
        return static_cast<T*>(memory);
    }
    void deallocate(T* memory, std::size_t count) {
        if (count * sizeof(T) < huge_page) {
            ::operator delete(memory);
        } else {
            ::operator delete(memory, std::align_val_t(huge_page));
        }
    }
    [[nodiscard]] bool operator==(const HugePageAllocator&) const = default;

private:
    static constexpr std::size_t huge_page = std::size_t{2} << 20U;  // octets
};

}  // namespace msa
