import Foundation

/// Last words where the kernel ends the program in the midst of the store: LMDB reads through a map, and a page that is damaged,
/// or gone from under it, is a signal there and not an error. What such a page says of lengths may also stop the program at a check of its own, which is
/// a signal too (SIGILL, SIGTRAP).
///
/// The one place outside of `LMDB` with unsafe code: a signal's handler gets and gives raw memory. It calls nothing but `write`
/// and `_exit`, on bytes that stand in the program, and so is safe at any moment.
enum CrashNotice {
    /// In both languages, since nothing may be worked out any more. A batch is one transaction of the log, so "whole or not at
    /// all" holds wherever it ended.
    private static let words: StaticString = """
        エラー[damaged]: 保存ファイルのページが壊れているか、プログラム内部の障害です。控えの出ていない書き込みは、全体が記録されたか、まったく記録されていません。
          -> ledger verify で調べ、索引だけの破損なら ledger rebuild、記録の破損なら控えから ledger restore を実行してください。
        error[damaged]: pages of the store are damaged, or this is a fault of the program. A write without a receipt was recorded whole or not at all.
          -> Run ledger verify; then ledger rebuild if only the views are damaged, else ledger restore from a backup.

        """
    private static let stackBytes = 1 << 16

    /// For the whole process, in the place of the runtime's own crash reports for these signals.
    static func install() {
        // A stack of its own: the fault may be that the other one is full. Kept until the process ends.
        var stack = unsafe stack_t()
        unsafe stack.ss_sp = UnsafeMutableRawPointer.allocate(byteCount: stackBytes, alignment: 16)
        unsafe stack.ss_size = stackBytes
        unsafe sigaltstack(&stack, nil)
        // Read once here, so that the handler finds it made.
        _ = words.utf8CodeUnitCount
        var action = sigaction()
        unsafe action.__sigaction_handler.sa_handler = { _ in
            _ = unsafe write(STDERR_FILENO, CrashNotice.words.utf8Start, CrashNotice.words.utf8CodeUnitCount)
            _exit(3)
        }
        action.sa_flags = SA_ONSTACK | Int32(bitPattern: UInt32(SA_RESETHAND))
        for signal in [SIGBUS, SIGSEGV, SIGABRT, SIGILL, SIGTRAP] { unsafe sigaction(signal, &action, nil) }
    }
}
