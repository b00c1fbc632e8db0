import LedgerModel

/// What a problem says and what to do about it. `{0}`, `{1}` … are the problem's values in their order.
package struct ProblemTexts: Sendable {
    package let what: Words
    package let next: Words

    init(_ ja: String, _ en: String, next: (String, String)) {
        what = Words(ja, en)
        self.next = Words(next.0, next.1)
    }
}

/// What to do, where many codes need the same.
private enum Next {
    static let override = (
        "正しい場合は理由を --override \"理由\"（取り込みでは --accept-warnings）で付けて、もう一度実行してください。",
        "If it is right, say why with --override \"why\" (for an import --accept-warnings) and run it again.")
    static let form = (
        "使い方はその命令の --help で確認できます。ファイルの場合は、その項目を直してください。",
        "See the command's --help; in a file, put that field right.")
    static let notation = (
        "書き方は schema/FORMAT.md の第 2 節にあります。", "Section 2 of schema/FORMAT.md says how it is written.")
    static let history = (
        "これまでの経緯を ledger history で確認してください。", "Look at what was recorded with ledger history.")
    static let verify = (
        "ledger verify で調べ、控えがあれば ledger restore で別の場所に戻してください。",
        "Run ledger verify; if there is a backup, bring it back elsewhere with ledger restore.")
    static let change = (
        "変更の種類を選んで記録してください: finalise（確報化）, revise（予定された改定）, correct（訂正）, retarget（目標改定）。",
        "Say what kind of change it is: append finalise, revise, correct or retarget.")
    static let retry = (
        "ほかの書き込みが終わるのを待って、同じ命令をもう一度実行してください。",
        "Wait until the other writer is done, then run the same command again.")
}

extension Problem.Code {
    package var texts: ProblemTexts { shapeTexts ?? ruleTexts ?? warningTexts ?? tableTexts ?? keyTexts ?? otherTexts }

    private var shapeTexts: ProblemTexts? {
        switch self {
        case .badJSON:
            ProblemTexts("JSON として読めません: {0}", "This is not a draft in JSON: {0}",
                next: ("1 行に 1 件の Draft（schema/ledger.proto）を書いてください。", "Write one Draft (schema/ledger.proto) a line."))
        case .badIdentifier:
            ProblemTexts("{0} の「{1}」は識別子ではありません（A-Z a-z 0-9 . _ - の 1～64 字）。",
                "{0}: \"{1}\" is not an identifier (1 to 64 of A-Z a-z 0-9 . _ -).",
                next: ("印刷された番号や名称ではなく、変わらない識別子を付けてください。", "Choose a lasting identifier, not a printed code or a name."))
        case .badDecimal:
            ProblemTexts("{0} の「{1}」は数値ではありません（桁区切りなし、40 桁まで）。",
                "{0}: \"{1}\" is not a decimal (no grouping, at most 40 digits).",
                next: ("1234 や -1.20 のように書いてください。位は --scale、単位は --unit です。",
                    "Write it like 1234 or -1.20; the scale goes into --scale, the unit into --unit."))
        case .badPeriod:
            ProblemTexts("{0} の「{1}」は期間として読めません。", "{0}: \"{1}\" is not a period.",
                next: ("FY2019、令和元年度、H27～31年度、CY2018、FY2018Q1、2018.03 のように書いてください。H31 だけでは年と年度の区別がつきません。",
                    "Write FY2019, CY2018, FY2015-FY2019, FY2018Q1, 2018.03 or 令和元年度; H31 alone does not say fiscal or calendar."))
        case .badDay:
            ProblemTexts("{0} の「{1}」は日付ではありません。", "{0}: \"{1}\" is not a day.",
                next: ("2018-03-31 または 平成30年3月31日 のように書いてください。", "Write it like 2018-03-31 or 平成30年3月31日."))
        case .badBytes:
            ProblemTexts("{0} は {1} バイトです。{2} バイトでなければなりません。", "{0} has {1} bytes and must have {2}.", next: Next.form)
        case .badName:
            ProblemTexts("{0} に使えない文字か値があります（制御文字、内訳名の「/」、台帳名の空白や「+」など）。",
                "{0} holds what is not allowed there (a control character, \"/\" in a part, a blank or \"+\" in a ledger's name …).",
                next: ("それを除いてください。長い文章は本文（--text）に書きます。", "Take it out; longer writing belongs into a text (--text)."))
        case .missingField:
            ProblemTexts("必要な項目がありません: {0}", "A field is missing: {0}", next: Next.form)
        case .unexpectedField:
            ProblemTexts("ここでは使えない項目です: {0}", "This field does not belong here: {0}", next: Next.form)
        case .tooMany:
            ProblemTexts("{0} は {1} あります。上限は {2} です。", "{0}: {1} of at most {2}.",
                next: ("記録を分けてください。", "Divide it into several entries."))
        case .tooLong:
            ProblemTexts("{0} は {1} バイトです。上限は {2} バイトです。", "{0} has {1} bytes; the limit is {2}.",
                next: ("短くするか、記録を分けてください。", "Shorten it, or divide it into several entries."))
        case .missingText:
            ProblemTexts("必要な文章がありません: {0}", "A text is missing: {0}",
                next: ("その文章を付けてください。ファイルの場合は texts に入れます。", "Give that text; in a file, among its texts."))
        case .unexpectedText:
            ProblemTexts("対応する部分のない文章です: {0}（{1} 番）", "A text without the part that it belongs to: {0}, number {1}", next: Next.form)
        case .outOfOrder:
            ProblemTexts("順序が正しくないか、同じものが二度あります: {0}", "Out of order, or named twice: {0}",
                next: ("昇順に、重複なく並べてください。期間は始まりが先です。", "List each once, ascending; of an interval the start comes first."))
        default: nil
        }
    }

    private var ruleTexts: ProblemTexts? { subjectTexts ?? factTexts ?? batchTexts }

    private var subjectTexts: ProblemTexts? {
        switch self {
        case .unknownSubject:
            ProblemTexts("{0} は台帳に登録されていません。", "{0} is not in the ledger.",
                next: ("識別子を確かめるか、先に登録してください（ledger status、ledger append --help）。",
                    "Check the identifier, or register it first (ledger status, ledger append --help)."))
        case .wrongKind:
            ProblemTexts("{0}: {1} はここで使える種類ではありません。", "{0}: {1} is not of a kind that can stand here.",
                next: ("種類:識別子（例 programme:p-12）を確かめてください。", "Check kind:identifier, for example programme:p-12."))
        case .subjectExists:
            ProblemTexts("{0} はすでに登録されています（記録 {1}）。", "{0} is already in the ledger (entry {1}).",
                next: ("識別子は再利用できません。別の識別子にするか、ledger history で確かめてください。",
                    "Identifiers are never used again: choose another one, or look with ledger history."))
        case .subjectEnded:
            ProblemTexts("{0} は {1} に終了しています（記録 {2}）。", "{0} ended on {1} (entry {2}).",
                next: ("再開は append resume、終了が誤りなら append withdraw で取り消してください。",
                    "Resume it with append resume, or withdraw its end with append withdraw."))
        case .responseToNothing:
            ProblemTexts("この対応はどの意見にも答えていません。{0}", "This response answers no opinion. {0}",
                next: ("--opinion に意見の識別子を付けてください（ledger audit opinions --open）。",
                    "Name the opinion with --opinion (ledger audit opinions --open)."))
        case .mergeIntoItself:
            ProblemTexts("{0} を自分自身に統合・包含することはできません。", "{0} cannot be merged into, or included in, itself.",
                next: ("--from と --to を確かめてください。", "Check --from and --to."))
        case .circular:
            ProblemTexts("{0} を {1} の下に移すと、互いに含み合うことになります。", "{0} cannot be moved into {1}, which is part of it.",
                next: ("移す先を確かめてください（ledger history）。", "Check where it is to go (ledger history)."))
        case .otherPlan:
            ProblemTexts("{0} と {1} は別の計画のものです。", "{0} and {1} belong to different plans.",
                next: ("同じ計画の中で移すか、append carry-over で別の計画に引き継いでください。", "Move it within its plan, or carry it over with append carry-over."))
        case .unknownGrade:
            ProblemTexts("評価基準 {0} の第 {1} 版に評価「{2}」はありません。", "Version {1} of {0} has no grade \"{2}\".",
                next: ("--rule-version と --grade を確かめてください（ledger history）。", "Check --rule-version and --grade (ledger history)."))
        case .notEnded:
            ProblemTexts("{0} は休止していないので再開できません。", "{0} is not suspended, so it cannot resume.", next: Next.history)
        case .wrongSubjects:
            ProblemTexts("対象の一覧が記録 {0} のものと違います。", "The subjects named are not those of entry {0}.",
                next: ("append withdraw --entry N は一覧を台帳から補います。", "append withdraw --entry N fills them in from the ledger."))
        case .ledgerOpenedTwice:
            ProblemTexts("台帳の開設は最初の記録だけです。", "A ledger is opened by its first entry and never again.",
                next: ("その行を除いてください。", "Leave that entry out."))
        default: nil
        }
    }

    private var factTexts: ProblemTexts? {
        switch self {
        case .factExists:
            ProblemTexts("{0} にはすでに {1} があります（記録 {2}）。初回の値としては登録できません。",
                "{0} already holds {1} (entry {2}); another first value is refused.", next: Next.change)
        case .factMissing:
            ProblemTexts("{0} には変更される値がありません。", "{0} holds no value that could be changed.",
                next: ("初めての値として記録するか、識別子と期間を確かめてください。元の値が台帳にないときは --previous-unknown です。",
                    "Record it as a first value, or check identifier and period; --previous-unknown where the ledger never held it."))
        case .previousDiffers:
            ProblemTexts("{0}: 置き換える値を「{2}」としていますが、その時点の台帳の値は {1}（記録 {3}）です。",
                "{0}: what is to be replaced is given as \"{2}\", but the ledger holds {1} there (entry {3}).",
                next: ("--old を省くと現在の値が使われます。違いの理由を ledger history で確かめてください。",
                    "Leave --old away to take the current value; see why they differ with ledger history."))
        case .lateContradicts:
            ProblemTexts("{0}: この値 {1} は、後で効力を生じた記録 {2} と矛盾します（それが置き換えたとする値: {3}）。",
                "{0}: {1} contradicts entry {2}, which is in force later (the value that it says it replaced: {3}).",
                next: ("どちらが正しいか確かめ、誤っている方を append withdraw で取り消してください。",
                    "Find out which is right and take back the other with append withdraw."))
        case .reasonMissing:
            ProblemTexts("理由がありません。改定・訂正・再定義・取消・墨消しには理由が要ります。",
                "There is no reason; a revision, correction, redefinition, withdrawal or redaction needs one.",
                next: ("--reason に理由の区分（例 error, plan-change）を、--reason-text に文章を付けてください。",
                    "Add --reason with a code (error, plan-change …) and --reason-text with words."))
        case .changeNotAllowed:
            ProblemTexts("この記録に変更の種類「{0}」は使えません。", "This act cannot be a change of the kind {0}.", next: Next.change)
        case .unitDiffers:
            ProblemTexts("単位「{0}」は、この指標の「{1}」と比べられません。", "The unit \"{0}\" cannot be compared with the indicator's \"{1}\".",
                next: ("単位を直すか、先に append redefine で定義の変更を記録してください。",
                    "Put the unit right, or record the change of definition first with append redefine."))
        case .cumulativeFalls:
            ProblemTexts("累計が減っています: {0} は {1}、{2} は {3}。", "A cumulative value falls: {0} has {1}, {2} has {3}.",
                next: ("読み取りを確かめ、前の値が誤りなら append correct で訂正してください。",
                    "Check what was read; if the earlier value was wrong, put it right with append correct."))
        case .periodNotEnded:
            ProblemTexts("期間 {0} は {1} に終わります。{2} に分かった値は見込値です。",
                "The period {0} ends on {1}; a value known on {2} is a forecast.",
                next: ("見込なら --status forecast を、そうでなければ --decided を確かめてください。",
                    "Say --status forecast, or check --decided."))
        case .decidedInFuture:
            ProblemTexts("決定日 {0} は記録日 {1} より後です。", "Decided on {0}, which is after the day of recording, {1}.",
                next: ("--decided を確かめてください。効力の発生日は --in-force です。", "Check --decided; a day to come is --in-force."))
        case .stillNeeded:
            ProblemTexts("記録 {0} は、後の記録 {1} の前提なので取り消せません（{2}）。", "Entry {0} cannot be withdrawn: entry {1} rests on it ({2}).",
                next: ("後の記録から順に取り消してください。", "Withdraw the later ones first."))
        case .nothingToWithdraw:
            ProblemTexts("記録 {0} は、ないか、取消済みか、取り消せない種類です。", "Entry {0} does not exist, is withdrawn already, or cannot be withdrawn.",
                next: ("番号は ledger log で確かめられます。", "ledger log shows the numbers."))
        case .nothingToRedact:
            ProblemTexts("記録 {0} には墨消しできる文章 {1} がありません。", "Entry {0} holds no text {1} that could be redacted.",
                next: ("番号と文章の種類を ledger log で確かめてください。", "Check number and field with ledger log."))
        default: nil
        }
    }

    private var batchTexts: ProblemTexts? {
        switch self {
        case .wrongSize:
            ProblemTexts("版の大きさ {0} が台帳の {1} と違います。", "The edition gives the size {0}; the ledger has {1}.",
                next: ("size を省くと台帳の大きさが使われます。", "Leave size away to take the ledger's own."))
        case .versionDiffers:
            ProblemTexts("{0} の版が違います（必要な版 {1}、示された版 {2}）。",
                "{0}: version {1} is needed, but {2} was given.",
                next: ("ledger history で確かめてから、--expect を改めてください。", "Look with ledger history, then give --expect anew."))
        case .otherLedger:
            ProblemTexts("別の台帳のものです。{0}", "This belongs to another ledger. {0}",
                next: ("--ledger を確かめてください。", "Check --ledger."))
        case .idUsed:
            ProblemTexts("識別番号 {0} は {1} で使われ、内容が違います。", "The id {0} is used by {1} with other content.",
                next: ("内容を変えるなら新しい番号（--id を省く）にしてください。", "For other content let a new id be made (no --id)."))
        case .batchPartlyKnown:
            ProblemTexts("{1} 件のうち {0} 件だけがすでに記録されています: {2}", "Only {0} of these {1} are already recorded: {2}",
                next: ("記録済みの行を除くか、--batch-size を付けて続きから実行してください。",
                    "Leave out what is recorded, or go on with --batch-size."))
        case .batchTooLarge:
            ProblemTexts("{0} 件あります。一度に記録できるのは {1} 件までです。", "{0} entries; one batch takes at most {1}.",
                next: ("--batch-size N で分けて記録してください。", "Give --batch-size N to commit it in slices."))
        case .batchEmpty:
            ProblemTexts("記録するものがありません。", "There is nothing to record.",
                next: ("1 行に 1 件の Draft を入れてください。", "Give one Draft a line."))
        default: nil
        }
    }
}

extension Problem.Code {
    private var warningTexts: ProblemTexts? {
        switch self {
        case .countingWordDiffers:
            ProblemTexts("数え方の語「{0}」が、この指標の「{1}」と違います。", "The counting word \"{0}\" is not the indicator's \"{1}\".", next: Next.override)
        case .outsidePlan:
            ProblemTexts("期間 {0} は計画期間 {1} の外です（{2}）。", "The period {0} is outside the plan's, {1} ({2}).", next: Next.override)
        case .outsideTarget:
            ProblemTexts("期間 {0} は目標の期間 {1} の外です。", "The period {0} is outside the target's, {1}.", next: Next.override)
        case .tenTimes:
            ProblemTexts("{0} の {1} は、{2} の {3} の 10 倍以上か 1/10 以下です。",
                "{0} has {1}, which is ten times or a tenth of {2} with {3}.", next: Next.override)
        case .signChanged:
            ProblemTexts("{0} の {1} は、{2} の {3} と符号が違います。", "{0} has {1}; {2} had {3}: the sign changed.", next: Next.override)
        case .overHundredPercent:
            ProblemTexts("{0} は 100 % を超えています。", "{0} is over 100 %.", next: Next.override)
        case .partsDoNotAddUp:
            ProblemTexts("内訳 {1} が {0} になりません。", "The parts {1} do not give {0}.", next: Next.override)
        case .notProvisional:
            ProblemTexts("{0} の {1} は速報値として記録されていません。", "{0} with {1} was not recorded as provisional.", next: Next.override)
        default: nil
        }
    }

    /// The rest. Exhaustive over what the functions above leave, so that a new code does not compile without its words.
    private var otherTexts: ProblemTexts {
        switch self {
        case .noLedger:
            ProblemTexts("台帳がありません: {0}", "There is no ledger at {0}",
                next: ("--ledger か $LEDGER_PATH で場所を示すか、ledger init で開設してください。",
                    "Say where with --ledger or $LEDGER_PATH, or open one with ledger init."))
        case .ledgerExists:
            ProblemTexts("すでに何かがあります: {0}", "There is already something at {0}",
                next: ("上書きはしません。別の場所を指定してください。", "Nothing is overwritten: name another place."))
        case .locked:
            ProblemTexts("ほかのプログラムが {0} を使って書き込み中です（{1} 秒待ちました）。", "Another program is writing and holds {0}; waited {1} s.", next: Next.retry)
        case .clockBehind:
            ProblemTexts("時計（{0}）が最後の記録（{1}）より 5 分以上遅れています。",
                "The clock ({0}) is more than five minutes behind the last entry ({1}).",
                next: ("時計を合わせるか、理由を --clock-behind \"理由\" で付けてください。", "Set the clock, or say why with --clock-behind REASON."))
        case .storage:
            ProblemTexts("保存の操作に失敗しました: {0}", "A storage operation failed: {0}",
                next: ("空き容量、権限、ファイルシステムを ledger status で確かめてください。", "Check room, rights and file system with ledger status."))
        case .cannotRead:
            ProblemTexts("読めません: {0}", "Cannot read {0}", next: ("場所と権限を確かめてください。", "Check the path and the rights."))
        case .cannotWrite:
            ProblemTexts("書けません: {0}", "Cannot write {0}", next: ("場所、権限、空き容量を確かめてください。", "Check path, rights and room."))
        case .damaged: ProblemTexts("台帳が損なわれています: {0}", "The ledger is damaged: {0}", next: Next.verify)
        case .newerFormat:
            ProblemTexts("形式 {0} は、この版が知る形式 {1} より新しいものです。", "Format {0} is newer than this program's {1}.",
                next: ("新しい版の ledger を使ってください。", "Use a newer version of ledger."))
        case .notVerified:
            ProblemTexts("{0} は終わりまで検証できませんでした: {1}", "{0} could not be verified to its end: {1}",
                next: ("原因を取り除いて、もう一度実行してください。", "Remove the cause and run the same command again."))
        case .beforeLedger:
            ProblemTexts("{0} には台帳がまだありません（{1} に開設）。", "There was no ledger yet at {0}; it was opened at {1}.",
                next: ("後から記録された過去の姿は --effective または --decided で見られます。", "What was entered later about that time shows with --effective or --decided."))
        case .usage: ProblemTexts("指定が正しくありません: {0}", "The request is not right: {0}", next: ("--help で確認してください。", "See --help."))
        case .ambiguous:
            ProblemTexts("{0} は一つに決まりません: {1}", "{0} names more than one: {1}", next: ("識別子で指定してください。", "Name it by its identifier."))
        case .nothingFound:
            ProblemTexts("見つかりません: {0}", "Nothing found: {0}",
                next: ("識別子と期間、--as-of を確かめてください。", "Check the identifier, the period and --as-of."))
        case .verificationFailed:
            ProblemTexts("{0} は検証に合格しません（判定 {1}、指摘 {2} 件）。", "{0} did not pass verification ({1}, {2} findings).", next: Next.verify)
        case .notContinued:
            ProblemTexts(
                "台帳 {0}（{1} 件）は、複製 {2}（{3} 件）の続きではありません。", "The ledger {0} ({1} entries) does not go on from the backup {2} ({3} entries).",
                next: (
                    "記録が失われたか、別の記録に置き換えられています。古い複製は消していません。ledger verify とその複製の ledger restore --drill で調べ、台帳が正しいと分かったら、その複製を別のフォルダーに移してください。",
                    "Entries were lost, or another log stands there. No backup was removed. Look with ledger verify, and with ledger restore --drill at that backup; once the ledger "
                        + "is known to be right, move that backup to another folder."))
        case .badJSON, .badIdentifier, .badDecimal, .badPeriod, .badDay, .badBytes, .badName, .missingField, .unexpectedField, .tooMany,
            .tooLong, .missingText, .unexpectedText, .outOfOrder, .unknownSubject, .wrongKind, .subjectExists, .subjectEnded,
            .factExists, .factMissing, .previousDiffers, .lateContradicts, .reasonMissing, .changeNotAllowed, .unitDiffers,
            .cumulativeFalls, .periodNotEnded, .decidedInFuture, .responseToNothing, .mergeIntoItself, .circular, .otherPlan,
            .unknownGrade, .notEnded, .stillNeeded,
            .nothingToWithdraw, .nothingToRedact, .wrongSubjects, .ledgerOpenedTwice, .wrongSize, .versionDiffers,
            .otherLedger, .idUsed, .batchPartlyKnown, .batchTooLarge, .batchEmpty, .countingWordDiffers, .outsidePlan, .outsideTarget,
            .tenTimes, .signChanged, .overHundredPercent, .partsDoNotAddUp, .notProvisional,
            .sheetUndecodable, .sheetEncoding, .sheetEncodingContradicted, .sheetEncodingUnsupported, .sheetNotATable, .sheetEncrypted, .sheetBadArchive,
            .sheetBadXML, .sheetMissingPart, .sheetBadCell, .sheetTooLarge, .sheetUnbalancedQuote, .sheetTextAfterQuote, .sheetUnreadable,
            .sheetUnwritable, .sheetUnrepresentable,
            .mappingNotYAML, .mappingTooLarge, .mappingAnchor, .mappingUnknownKey, .mappingDuplicateKey, .mappingMissingKey, .mappingWrongType,
            .mappingBadValue, .mappingConflict, .mappingUnknownName, .tableSheetMissing, .tableHeadingMissing, .tableHeadingTwice, .tablePeriodMissing,
            .tableLaterYear, .tableYearsDiffer, .tablePeriodNotAYear, .importUndefined, .importUnclassified, .dateMissing, .fileExists, .formVersion, .formIncomplete,
            .formRow, .formOtherLedger,
            .keyExists, .keyUnknown, .keyUsed, .keyWeak, .originUsed, .signatureMissing, .signatureBad, .sealDiffers, .sealNotAlone, .noKey, .keyRetired,
            .passphraseNeeded, .passphraseWrong, .isClone, .notAClone, .editionFileMissing, .editionFileDiffers, .outsideEdition, .nothingLost, .redactionUndone, .keyInLedger, .stillEmbargoed, .proofRefused, .proofUnreadable, .keyUnreadable, .keyExposed,
            .behindCheckpoint, .forked, .otherPublication, .fetchFailed:
            preconditionFailure("\(rawValue) has its words above")
        }
    }
}
