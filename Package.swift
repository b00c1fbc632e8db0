// swift-tools-version: 6.2
import PackageDescription

// Exact versions, since Package.resolved is not committed.
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let protobuf = Target.Dependency.product(name: "SwiftProtobuf", package: "swift-protobuf")
let bigInt = Target.Dependency.product(name: "BigInt", package: "BigInt")

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

func module(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, exclude: [], swiftSettings: strict)
}

let package = Package(
    name: "ledger",
    products: [
        .executable(name: "ledger", targets: ["ledger"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-protobuf", exact: "1.39.0"),
        .package(url: "https://github.com/attaswift/BigInt", exact: "6.0.1"),
    ],
    targets: [
        .systemLibrary(name: "CLMDB", pkgConfig: "lmdb", providers: [.apt(["liblmdb-dev"])]),
        module("LMDB", ["CLMDB"]),
        module("LedgerModel", [protobuf, bigInt]),
        module("LedgerMerkle", [crypto]),
        module("LedgerProjections", ["LedgerModel"]),
        module("LedgerRules", ["LedgerModel", "LedgerProjections"]),
        module("LedgerVerifier", ["LedgerModel", "LedgerMerkle", "LedgerRules"]),
        module("LedgerLog", ["LMDB", "LedgerModel", "LedgerMerkle", "LedgerRules"]),
        module("LedgerReports", ["LedgerModel", "LedgerProjections"]),
        module("LedgerCommands", [
            argumentParser, crypto, "LMDB", "LedgerModel", "LedgerMerkle", "LedgerProjections", "LedgerRules",
            "LedgerVerifier", "LedgerLog", "LedgerReports",
        ]),
        .executableTarget(name: "ledger", dependencies: ["LedgerCommands"], swiftSettings: strict),
        .testTarget(name: "LMDBTests", dependencies: ["LMDB"], swiftSettings: strict),
        .testTarget(name: "LedgerModelTests", dependencies: ["LedgerModel"], swiftSettings: strict),
        .testTarget(name: "LedgerMerkleTests", dependencies: ["LedgerMerkle", "LedgerModel"], swiftSettings: strict),
    ]
)
