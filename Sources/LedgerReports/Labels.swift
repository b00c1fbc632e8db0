import LedgerModel

/// The name of an act as people know it.
extension Statement {
    package var actWords: Words {
        switch act {
        case .factRecorded(let a)?: factWords(a)
        case .attached(let a)? where a.detached: Words("指標の取外し", "indicator detached")
        case .restructured(let a)?: a.kind.words
        case .ended(let a)?: a.kind.words
        case .withdrawn(let a)? where a.batch > 0: Words("一括登録の取消", "batch withdrawn")
        case let act?: act.words
        case nil: Words("不明", "nothing")
        }
    }

    private func factWords(_ a: FactRecorded) -> Words {
        if a.withdrawnTarget { return Words("目標の取下げ", "target withdrawn") }
        return switch (a.kind, change) {
        case (.actual, .first): Words("実績報告", "actual reported")
        case (.actual, .finalised): Words("実績の確報化", "actual finalised")
        case (.actual, .scheduled): Words("実績の改定（予定）", "actual revised as scheduled")
        case (.actual, .corrected): Words("実績の訂正", "actual corrected")
        case (.target, .first): Words("目標設定", "target set")
        case (.target, .revised): Words("目標改定", "target revised")
        case (.target, .corrected): Words("目標の訂正", "target corrected")
        case (.baseline, .first): Words("基準値設定", "baseline set")
        case (.baseline, .finalised): Words("基準値の確報化", "baseline finalised")
        case (.baseline, .corrected): Words("基準値の訂正", "baseline corrected")
        case (.baseline, _): Words("基準値の改定", "baseline revised")
        default: Words("値の変更", "value changed")
        }
    }
}

extension Statement.OneOf_Act {
    package var words: Words {
        switch self {
        case .ledgerOpened: Words("台帳の開設", "ledger opened")
        case .actorRegistered: Words("記録者の登録", "actor registered")
        case .unitCreated: Words("所管部署の登録", "unit created")
        case .planAdopted: Words("計画の策定", "plan adopted")
        case .planRevised: Words("計画の改訂", "plan revised")
        case .planExtended: Words("計画期間の延長", "plan extended")
        case .sectionAdded: Words("区分の追加", "section added")
        case .programmeRegistered: Words("事務事業の登録", "programme registered")
        case .programmeListed: Words("事務事業の掲載", "programme listed")
        case .programmeLinked: Words("他計画との関連", "programme linked")
        case .scopeSet: Words("検証対象の設定", "scope set")
        case .indicatorDefined: Words("指標の定義", "indicator defined")
        case .indicatorRedefined: Words("定義の変更", "indicator redefined")
        case .attached: Words("指標の取付け", "indicator attached")
        case .renamed: Words("名称変更", "renamed")
        case .aliasNoted: Words("別名の記録", "alias noted")
        case .moved: Words("移管", "moved")
        case .restructured: Words("再編", "restructured")
        case .ended: Words("終了", "ended")
        case .resumed: Words("再開", "resumed")
        case .factRecorded: Words("値の記録", "value recorded")
        case .amountRecorded: Words("金額の記録", "amount recorded")
        case .textRecorded: Words("文章の記録", "text recorded")
        case .ruleAdopted: Words("評価基準の採用", "rule adopted")
        case .gradeGiven: Words("評価", "grade given")
        case .controlTotal: Words("集計表の記録", "control total")
        case .bodyConstituted: Words("会議体の設置", "body constituted")
        case .meetingHeld: Words("会議の開催", "meeting held")
        case .meetingsCounted: Words("会議回数", "meetings counted")
        case .opinionGiven: Words("意見", "opinion given")
        case .responseGiven: Words("対応", "response given")
        case .pointPut: Words("論点", "point put")
        case .editionPublished: Words("公表", "edition published")
        case .auditNoted: Words("監査注記", "audit note")
        case .discrepancyNoted: Words("不一致の記録", "discrepancy noted")
        case .withdrawn: Words("登録取消", "entry withdrawn")
        case .redacted: Words("墨消し", "text redacted")
        case .keyRegistered: Words("鍵の登録", "key registered")
        case .keyRevoked: Words("鍵の失効", "key revoked")
        case .restored: Words("バックアップからの復元", "restored from backup")
        }
    }
}

extension Subject.Kind {
    package var words: Words {
        switch self {
        case .unspecified, .UNRECOGNIZED: Words("不明", "unspecified")
        case .ledger: Words("台帳", "ledger")
        case .actor: Words("記録者", "actor")
        case .unit: Words("所管部署", "unit")
        case .plan: Words("計画", "plan")
        case .section: Words("区分", "section")
        case .programme: Words("事務事業", "programme")
        case .indicator: Words("指標", "indicator")
        case .body: Words("会議体", "body")
        case .meeting: Words("会議", "meeting")
        case .opinion: Words("意見", "opinion")
        case .response: Words("対応", "response")
        case .point: Words("論点", "point")
        case .rule: Words("評価基準", "rule")
        case .edition: Words("版", "edition")
        }
    }
}

extension Restructured.Kind {
    package var words: Words {
        switch self {
        case .merged: Words("統合", "merged")
        case .split: Words("分割", "split")
        case .reorganised: Words("再編（対応関係の記載なし）", "reorganised, pairing unsaid")
        case .replaced: Words("承継", "replaced")
        case .carriedOver: Words("次期計画への引継ぎ", "carried over")
        case .same: Words("同一と判明", "found to be the same")
        case .unspecified, .UNRECOGNIZED: Words("再編", "restructured")
        }
    }
}

extension Ended.Kind {
    package var words: Words {
        switch self {
        case .completed: Words("終了", "completed")
        case .abolished: Words("廃止", "abolished")
        case .suspended: Words("休止", "suspended")
        case .unspecified, .UNRECOGNIZED: Words("終わり", "ended")
        }
    }
}

extension Change {
    package var words: Words {
        switch self {
        case .first, .UNRECOGNIZED: Words("初回", "first")
        case .finalised: Words("確報化", "finalised")
        case .scheduled: Words("予定された改定", "revised as scheduled")
        case .revised: Words("改定", "revised by decision")
        case .corrected: Words("訂正", "corrected")
        }
    }
}

extension Reason {
    package var words: Words {
        switch self {
        case .noReason, .UNRECOGNIZED: Words("理由の記載なし", "no reason stated")
        case .earlyAttainment: Words("早期達成", "early attainment")
        case .unattainable: Words("達成困難", "unattainable")
        case .planChange: Words("計画の変更", "approved plan change")
        case .nationalPlan: Words("国・県の計画", "national plan")
        case .definitionChange: Words("定義の変更", "definition change")
        case .statisticRevised: Words("統計の改定", "statistic revised")
        case .reorganisation: Words("組織改編", "reorganisation")
        case .disaster: Words("災害等", "disaster")
        case .error: Words("誤り", "error")
        case .opinionFollowed: Words("意見への対応", "opinion")
        case .other: Words("その他", "other")
        }
    }
}

extension Approval.Kind {
    package var words: Words {
        switch self {
        case .council: Words("議決", "council")
        case .mayor: Words("市長決裁", "mayor")
        case .delegated: Words("専決", "delegated")
        case .acting: Words("代決", "acting")
        case .meeting: Words("会議了承", "meeting")
        case .unspecified, .UNRECOGNIZED: Words("記載なし", "none stated")
        }
    }
}

extension TextField {
    package var words: Words {
        switch self {
        case .noField, .UNRECOGNIZED: Words("文章", "text")
        case .reason: Words("理由", "reason")
        case .foundBy: Words("発見者", "found by")
        case .override: Words("警告を受け入れる理由", "why the warning is accepted")
        case .note: Words("注記", "note")
        case .approvalDocument: Words("決裁文書番号", "approval document")
        case .documentTitle: Words("文書", "document")
        case .fileName: Words("ファイル", "file")
        case .sheetName: Words("シート", "sheet")
        case .rawCell: Words("原文のセル", "raw cell")
        case .bodyText: Words("本文", "text")
        case .displayName: Words("名称", "name")
        case .seat: Words("委員の職", "seat")
        case .definition: Words("定義", "definition")
        case .clockBehind: Words("時計の遅れの理由", "why the clock was accepted")
        case .linkTarget: Words("関連先", "link target")
        }
    }

    /// The option of `append` that gives it.
    package var option: String? {
        switch self {
        case .noField, .UNRECOGNIZED: nil
        case .reason: "--reason-text"
        case .foundBy: "--found-by"
        case .override: "--override"
        case .note, .bodyText: "--text"
        case .approvalDocument: "--approval"
        case .documentTitle: "--document"
        case .fileName: "--source-file"
        case .sheetName: "--sheet"
        case .rawCell: "--raw"
        case .displayName: "--name"
        case .seat: "--seat"
        case .definition: "--definition"
        case .clockBehind: "--clock-behind"
        case .linkTarget: "--target"
        }
    }
}
