// swift-tools-version: 6.2
import Foundation
import PackageDescription

// The ledger's modules show most of themselves to their own package only. This package asks to be taken for it: by the name under which SwiftPM compiles
// them, which is that of the repository's folder in lower case, as an identifier.
let ledger = URL(fileURLWithPath: Context.packageDirectory).deletingLastPathComponent().deletingLastPathComponent().lastPathComponent.lowercased()
let packageName = String(ledger.enumerated().map { $1.isLetter || $1 == "_" || $0 > 0 && $1.isNumber ? $1 : "_" })

let package = Package(
    name: "benchmark",
    dependencies: [
        .package(path: "../.."),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", exact: "0.2.0"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    ],
    targets: [
        .executableTarget(
            name: "bench",
            dependencies: [
                .product(name: "LedgerModules", package: ledger),
                .product(name: "Histogram", package: "hdrhistogram-swift"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            packageAccess: false,  // not to that of this package
            swiftSettings: [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error), .unsafeFlags(["-package-name", packageName])]),
        // What the machine allows, in C.
        .executableTarget(name: "limits", linkerSettings: [.linkedLibrary("lmdb")]),
        // The same facts in SQLite and PostgreSQL, in C. OpenSSL's old functions, since its new ones cost more than the hash.
        .executableTarget(
            name: "peers", cSettings: [.define("OPENSSL_API_COMPAT", to: "0x10101000L")],
            linkerSettings: [.linkedLibrary("sqlite3"), .linkedLibrary("pq"), .linkedLibrary("crypto")]),
    ]
)
