// Written from schema/ledger.proto by tools/embed-shapes. Do not edit.

extension WireShape {
    /// Where each shape's slots begin, and behind the last one where they end. Slot n of a shape is its field n.
    static let starts: [Int] = [
        0,  // Record
        4,  // Leaf
        12,  // Recorded
        15,  // Batch
        18,  // Link
        22,  // Signature
        25,  // SaltedText
        30,  // Statement
        90,  // Subject
        93,  // When
        98,  // Approval
        102,  // Expected
        106,  // Cause
        109,  // Source
        115,  // Commitment
        122,  // LedgerOpened
        128,  // ActorRegistered
        132,  // UnitCreated
        136,  // PlanAdopted
        140,  // PlanRevised
        143,  // PlanExtended
        147,  // SectionAdded
        155,  // ProgrammeRegistered
        163,  // ProgrammeListed
        168,  // ProgrammeLinked
        172,  // ScopeSet
        176,  // Measure
        183,  // IndicatorDefined
        190,  // IndicatorRedefined
        196,  // Attached
        201,  // Renamed
        205,  // AliasNoted
        208,  // Moved
        212,  // Restructured
        217,  // Ended
        220,  // Resumed
        222,  // FactRecorded
        233,  // Value
        247,  // Part
        251,  // Companion
        256,  // AmountRecorded
        264,  // TextRecorded
        269,  // RuleAdopted
        279,  // RuleAdopted.Threshold
        282,  // GradeGiven
        293,  // ControlTotal
        297,  // ControlTotal.Count
        300,  // BodyConstituted
        304,  // BodyConstituted.Seat
        307,  // MeetingHeld
        312,  // MeetingsCounted
        316,  // OpinionGiven
        328,  // ResponseGiven
        335,  // PointPut
        341,  // EditionPublished
        349,  // EditionPublished.File
        352,  // AuditNoted
        355,  // DiscrepancyNoted
        364,  // Withdrawn
        369,  // Redacted
        374,  // KeyRegistered
        379,  // KeyRevoked
        382,  // Restored
        387,  // Draft
        390,  // DraftText
        397,
    ]

    /// Kind in bits 0 to 3, repeated 0x10, one of several 0x20; from bit 8 how many numbers an enumeration has, or a message's shape.
    static let slots: [UInt16] = [
        0, 265, 1561, 8,  // Record
        0, 1, 2, 521, 777, 1801, 1049, 1305,  // Leaf
        0, 6, 6,  // Recorded
        0, 2, 1,  // Batch
        0, 2057, 2, 8,  // Link
        0, 8, 8,  // Signature
        0, 4101, 1, 8, 7,  // SaltedText
        0, 8, 8, 2057, 2057, 2585, 2313, 2313, 2841, 3077, 3097, 3353, 3609, 4, 1285, 4, 8, 0, 0, 0, 3881, 4137, 4393, 4649, 4905, 5161, 5417, 5673, 5929, 6185, 6441, 6953, 7209, 7465, 7721, 7977, 8233, 8489, 8745, 9001, 9257, 10281, 10537, 10793, 11305, 11561, 12073, 12585, 12841, 13097, 13353, 13609, 13865, 14377, 14633, 14889, 15145, 15401, 15657, 15913,  // Statement
        0, 3845, 7,  // Subject
        0, 7, 7, 1541, 1029,  // When
        0, 1541, 2057, 2313,  // Approval
        0, 2057, 773, 2,  // Expected
        0, 2057, 8,  // Cause
        0, 8, 7, 7, 7, 8,  // Source
        0, 4101, 1, 8, 773, 7, 7,  // Commitment
        0, 7, 8, 3, 1, 1,  // LedgerOpened
        0, 7, 1029, 7,  // ActorRegistered
        0, 7, 7, 7,  // UnitCreated
        0, 7, 7, 7,  // PlanAdopted
        0, 7, 7,  // PlanRevised
        0, 7, 7, 7,  // PlanExtended
        0, 7, 7, 7, 7, 7, 7, 1,  // SectionAdded
        0, 7, 7, 7, 7, 7, 1, 23,  // ProgrammeRegistered
        0, 7, 7, 1029, 1,  // ProgrammeListed
        0, 7, 7, 7,  // ProgrammeLinked
        0, 7, 7, 4,  // ScopeSet
        0, 7, 7, 7, 3, 1029, 1797,  // Measure
        0, 7, 7, 7, 773, 6681, 2073,  // IndicatorDefined
        0, 7, 1029, 7, 773, 6681,  // IndicatorRedefined
        0, 7, 2057, 4, 1,  // Attached
        0, 2057, 7, 7,  // Renamed
        0, 2057, 7,  // AliasNoted
        0, 2057, 2057, 2057,  // Moved
        0, 1797, 2073, 2073, 7,  // Restructured
        0, 2057, 1029,  // Ended
        0, 2057,  // Resumed
        0, 1029, 7, 7, 7, 7, 7, 7, 9481, 9481, 4,  // FactRecorded
        0, 7, 3, 7, 1797, 2565, 773, 2821, 3589, 7, 7, 9753, 9993, 4,  // Value
        0, 7, 7, 517,  // Part
        0, 1285, 7, 3, 7,  // Companion
        0, 2057, 7, 1285, 9481, 9481, 4, 2057,  // AmountRecorded
        0, 2057, 2821, 7, 7,  // TextRecorded
        0, 7, 1, 1029, 1029, 773, 1, 11033, 4, 4,  // RuleAdopted
        0, 7, 7,  // RuleAdopted.Threshold
        0, 2057, 7, 7, 517, 7, 1285, 7, 1, 24, 7,  // GradeGiven
        0, 2057, 7, 11801,  // ControlTotal
        0, 7, 1,  // ControlTotal.Count
        0, 7, 7, 12313,  // BodyConstituted
        0, 7, 4,  // BodyConstituted.Seat
        0, 7, 7, 1, 2313,  // MeetingHeld
        0, 7, 7, 1,  // MeetingsCounted
        0, 7, 7, 1541, 7, 2073, 517, 7, 7, 7, 7, 7,  // OpinionGiven
        0, 7, 23, 23, 1285, 7, 7,  // ResponseGiven
        0, 7, 7, 7, 7, 2073,  // PointPut
        0, 7, 7, 23, 2, 8, 14105, 7,  // EditionPublished
        0, 7, 8,  // EditionPublished.File
        0, 2057, 8,  // AuditNoted
        0, 2057, 1029, 7, 7, 7, 7, 9481, 8,  // DiscrepancyNoted
        0, 2, 8, 2073, 2,  // Withdrawn
        0, 2, 4101, 1, 2073,  // Redacted
        0, 773, 7, 8, 8,  // KeyRegistered
        0, 7, 8,  // KeyRevoked
        0, 8, 7, 2, 8,  // Restored
        0, 1801, 16409,  // Draft
        0, 4101, 1, 7, 773, 7, 7,  // DraftText
    ]
}

extension Record: StoredMessage { package static var shape: WireShape { WireShape(index: 0) } }
extension Leaf: StoredMessage { package static var shape: WireShape { WireShape(index: 1) } }
extension Recorded: StoredMessage { package static var shape: WireShape { WireShape(index: 2) } }
extension Batch: StoredMessage { package static var shape: WireShape { WireShape(index: 3) } }
extension Link: StoredMessage { package static var shape: WireShape { WireShape(index: 4) } }
extension Signature: StoredMessage { package static var shape: WireShape { WireShape(index: 5) } }
extension SaltedText: StoredMessage { package static var shape: WireShape { WireShape(index: 6) } }
extension Statement: StoredMessage { package static var shape: WireShape { WireShape(index: 7) } }
extension Subject: StoredMessage { package static var shape: WireShape { WireShape(index: 8) } }
extension When: StoredMessage { package static var shape: WireShape { WireShape(index: 9) } }
extension Approval: StoredMessage { package static var shape: WireShape { WireShape(index: 10) } }
extension Expected: StoredMessage { package static var shape: WireShape { WireShape(index: 11) } }
extension Cause: StoredMessage { package static var shape: WireShape { WireShape(index: 12) } }
extension Source: StoredMessage { package static var shape: WireShape { WireShape(index: 13) } }
extension Commitment: StoredMessage { package static var shape: WireShape { WireShape(index: 14) } }
extension LedgerOpened: StoredMessage { package static var shape: WireShape { WireShape(index: 15) } }
extension ActorRegistered: StoredMessage { package static var shape: WireShape { WireShape(index: 16) } }
extension UnitCreated: StoredMessage { package static var shape: WireShape { WireShape(index: 17) } }
extension PlanAdopted: StoredMessage { package static var shape: WireShape { WireShape(index: 18) } }
extension PlanRevised: StoredMessage { package static var shape: WireShape { WireShape(index: 19) } }
extension PlanExtended: StoredMessage { package static var shape: WireShape { WireShape(index: 20) } }
extension SectionAdded: StoredMessage { package static var shape: WireShape { WireShape(index: 21) } }
extension ProgrammeRegistered: StoredMessage { package static var shape: WireShape { WireShape(index: 22) } }
extension ProgrammeListed: StoredMessage { package static var shape: WireShape { WireShape(index: 23) } }
extension ProgrammeLinked: StoredMessage { package static var shape: WireShape { WireShape(index: 24) } }
extension ScopeSet: StoredMessage { package static var shape: WireShape { WireShape(index: 25) } }
extension Measure: StoredMessage { package static var shape: WireShape { WireShape(index: 26) } }
extension IndicatorDefined: StoredMessage { package static var shape: WireShape { WireShape(index: 27) } }
extension IndicatorRedefined: StoredMessage { package static var shape: WireShape { WireShape(index: 28) } }
extension Attached: StoredMessage { package static var shape: WireShape { WireShape(index: 29) } }
extension Renamed: StoredMessage { package static var shape: WireShape { WireShape(index: 30) } }
extension AliasNoted: StoredMessage { package static var shape: WireShape { WireShape(index: 31) } }
extension Moved: StoredMessage { package static var shape: WireShape { WireShape(index: 32) } }
extension Restructured: StoredMessage { package static var shape: WireShape { WireShape(index: 33) } }
extension Ended: StoredMessage { package static var shape: WireShape { WireShape(index: 34) } }
extension Resumed: StoredMessage { package static var shape: WireShape { WireShape(index: 35) } }
extension FactRecorded: StoredMessage { package static var shape: WireShape { WireShape(index: 36) } }
extension Value: StoredMessage { package static var shape: WireShape { WireShape(index: 37) } }
extension Part: StoredMessage { package static var shape: WireShape { WireShape(index: 38) } }
extension Companion: StoredMessage { package static var shape: WireShape { WireShape(index: 39) } }
extension AmountRecorded: StoredMessage { package static var shape: WireShape { WireShape(index: 40) } }
extension TextRecorded: StoredMessage { package static var shape: WireShape { WireShape(index: 41) } }
extension RuleAdopted: StoredMessage { package static var shape: WireShape { WireShape(index: 42) } }
extension RuleAdopted.Threshold: StoredMessage { package static var shape: WireShape { WireShape(index: 43) } }
extension GradeGiven: StoredMessage { package static var shape: WireShape { WireShape(index: 44) } }
extension ControlTotal: StoredMessage { package static var shape: WireShape { WireShape(index: 45) } }
extension ControlTotal.Count: StoredMessage { package static var shape: WireShape { WireShape(index: 46) } }
extension BodyConstituted: StoredMessage { package static var shape: WireShape { WireShape(index: 47) } }
extension BodyConstituted.Seat: StoredMessage { package static var shape: WireShape { WireShape(index: 48) } }
extension MeetingHeld: StoredMessage { package static var shape: WireShape { WireShape(index: 49) } }
extension MeetingsCounted: StoredMessage { package static var shape: WireShape { WireShape(index: 50) } }
extension OpinionGiven: StoredMessage { package static var shape: WireShape { WireShape(index: 51) } }
extension ResponseGiven: StoredMessage { package static var shape: WireShape { WireShape(index: 52) } }
extension PointPut: StoredMessage { package static var shape: WireShape { WireShape(index: 53) } }
extension EditionPublished: StoredMessage { package static var shape: WireShape { WireShape(index: 54) } }
extension EditionPublished.File: StoredMessage { package static var shape: WireShape { WireShape(index: 55) } }
extension AuditNoted: StoredMessage { package static var shape: WireShape { WireShape(index: 56) } }
extension DiscrepancyNoted: StoredMessage { package static var shape: WireShape { WireShape(index: 57) } }
extension Withdrawn: StoredMessage { package static var shape: WireShape { WireShape(index: 58) } }
extension Redacted: StoredMessage { package static var shape: WireShape { WireShape(index: 59) } }
extension KeyRegistered: StoredMessage { package static var shape: WireShape { WireShape(index: 60) } }
extension KeyRevoked: StoredMessage { package static var shape: WireShape { WireShape(index: 61) } }
extension Restored: StoredMessage { package static var shape: WireShape { WireShape(index: 62) } }
extension Draft: StoredMessage { package static var shape: WireShape { WireShape(index: 63) } }
extension DraftText: StoredMessage { package static var shape: WireShape { WireShape(index: 64) } }
