import LedgerModel

// An author's signature (FORMAT.md §1). The message starts with a line of its own and goes on with bytes that hold control
// characters, so it is neither the text of a note nor a cosignature.

private let statementPrefix = Array("ledger/statement/v1\n".utf8)

extension SigningKey {
    /// What a leaf carries of the author: the key's id and 64 bytes over the statement's encoded bytes. Traps for a cosigner's key.
    package func sign(statement: [UInt8]) throws -> Signature {
        precondition(verifier.type == .note, "a cosigner's key signs no statement")
        var result = Signature()
        result.keyID = .init(verifier.idBytes)
        result.signature = .init(try signature(over: statementPrefix + statement))
        return result
    }
}

extension VerifierKey {
    /// Whether this key signed these statement bytes. The id must be this key's, too.
    package func isSignature(_ signature: Signature, overStatement statement: [UInt8]) -> Bool {
        type == .note && Array(signature.keyID) == idBytes
            && isSignature(Array(signature.signature), over: statementPrefix + statement)
    }
}
