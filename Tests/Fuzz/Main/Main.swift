import FuzzTargets
import Glibc

/// One input of libFuzzer for the target that FUZZ_TARGET names. Nothing may trap, and nothing may take long.
///
/// Built only where LEDGER_FUZZ is set (Package.swift); tools/fuzz runs it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    // The bytes are libFuzzer's, and lent for this call only.
    target.run(unsafe start.map { unsafe Array(UnsafeBufferPointer(start: $0, count: count)) } ?? [])
    return 0
}

private let target: FuzzTarget = {
    let name = unsafe getenv("FUZZ_TARGET").map { unsafe String(cString: $0) } ?? ""
    guard let target = FuzzTarget.all.first(where: { $0.name == name }) else {
        print("FUZZ_TARGET: " + FuzzTarget.all.map(\.name).joined(separator: " "))
        exit(2)
    }
    return target
}()
