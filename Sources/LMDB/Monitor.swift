import Glibc

/// A value behind a mutex with one condition. Whoever leaves the mutex wakes those who wait.
@safe
final class Monitor<State>: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var state: State

    init(_ state: State) {
        self.state = state
        unsafe pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        unsafe pthread_condattr_init(&attributes)
        unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        unsafe pthread_cond_init(changed, &attributes)
        unsafe pthread_condattr_destroy(&attributes)
    }

    deinit {
        unsafe pthread_cond_destroy(changed)
        unsafe pthread_mutex_destroy(mutex)
        unsafe changed.deallocate()
        unsafe mutex.deallocate()
    }

    /// Runs `body` alone. It must not enter the monitor again.
    func with<R, E: Error>(_ body: (inout State) throws(E) -> R) throws(E) -> R {
        unsafe pthread_mutex_lock(mutex)
        defer { leave() }
        return try body(&state)
    }

    /// Waits until `ready`, at most `milliseconds` where given, then runs `body` alone. Returns nil where time ran out.
    func wait<R, E: Error>(
        milliseconds: Int?, until ready: (State) -> Bool, then body: (inout State) throws(E) -> R
    ) throws(E) -> R? {
        unsafe pthread_mutex_lock(mutex)
        defer { leave() }
        var deadline = Self.deadline(milliseconds: milliseconds ?? 0)
        while !ready(state) {
            if milliseconds == nil {
                unsafe pthread_cond_wait(changed, mutex)
            } else if unsafe pthread_cond_timedwait(changed, mutex, &deadline) != 0, !ready(state) {
                return nil
            }
        }
        return try body(&state)
    }

    private func leave() {
        unsafe pthread_cond_broadcast(changed)
        unsafe pthread_mutex_unlock(mutex)
    }

    private static func deadline(milliseconds: Int) -> timespec {
        var now = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &now)
        let nanoseconds = now.tv_nsec + (milliseconds % 1000) * 1_000_000
        return timespec(
            tv_sec: now.tv_sec + milliseconds / 1000 + nanoseconds / 1_000_000_000,
            tv_nsec: nanoseconds % 1_000_000_000)
    }
}
