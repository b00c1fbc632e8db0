import LedgerModel

/// Keys, signatures, proofs and publications.
extension Problem.Code {
    var keyTexts: ProblemTexts? { actTexts ?? fileTexts ?? ledgerTexts ?? publicationTexts }

    private var actTexts: ProblemTexts? {
        switch self {
        case .keyExists:
            ProblemTexts("{0} にはすでに鍵があります: {1}", "{0} has a key already: {1}",
                next: ("取り替えるときは、今の鍵で署名して ledger key generate --replace を使ってください。", "To replace it, sign with the present key: ledger key generate --replace."))
        case .keyUnknown:
            ProblemTexts("{0} の今の鍵ではありません: {1}", "This is not the present key of {0}: {1}", next: ("ledger key list で確かめてください。", "See ledger key list."))
        case .keyUsed:
            ProblemTexts("{0} の鍵 {1} は一度登録されています。", "The key {1} of {0} was registered before.", next: ("新しい鍵を作ってください（ledger key generate）。", "Make a new one (ledger key generate)."))
        case .keyWeak:
            ProblemTexts("{0} は、誰でも署名を作れる弱い鍵です。", "{0} is a key for which anybody can make signatures.", next: ("ledger key generate で作った鍵を登録してください。", "Register a key that ledger key generate made."))
        case .originUsed:
            ProblemTexts("{0} はこの台帳が一度使った名前です。", "{0} is a name that this ledger has had.", next: ("別の名前を付けてください（例 example.lg.jp/kpi/2）。", "Give another one, like example.lg.jp/kpi/2."))
        case .signatureMissing:
            ProblemTexts("{0} の署名がありません（鍵 {1}）。", "The signature of {0} is missing (key {1}).",
                next: ("鍵の持ち主が --sign-as を付けて記録してください。", "Whoever holds that key records it, with --sign-as."))
        case .signatureBad:
            ProblemTexts("署名 {0} は、この記録に要る鍵のものではないか、内容に合いません。", "The signature {0} is of no key that this entry needs, or does not fit it.",
                next: ("ledger key list で鍵を確かめてください。", "Check the keys with ledger key list."))
        case .sealDiffers:
            ProblemTexts("版 {0} の封印 {1} は、記録から導いた {2} と違います。", "Edition {0} has the seal {1}; the entries give {2}.",
                next: ("seal を空にすると、台帳が計算します（append edition）。", "Leave seal empty: append edition works it out."))
        case .sealNotAlone:
            ProblemTexts("封印した版 {0} は、ほかの記録と一緒には登録できません。", "The sealed edition {0} has to be a batch of its own.",
                next: ("ledger append edition で登録してください。", "Record it with ledger append edition."))
        default: nil
        }
    }

    private var fileTexts: ProblemTexts? {
        switch self {
        case .keyUnreadable:
            ProblemTexts("鍵のファイルが読めません: {0}（{1}）", "The key's file cannot be read: {0} ({1})", next: ("場所と控えを確かめてください。", "Check the path, and its copy."))
        case .keyExposed:
            ProblemTexts("{0} をほかの人が読めます。", "Others can read {0}.", next: ("chmod 600 で本人だけのものにし、漏れたおそれがあれば鍵を取り替えてください（key generate --replace）。", "Make it yours alone with chmod 600, and replace the key if it may have leaked (key generate --replace)."))
        case .keyInLedger:
            ProblemTexts("鍵 {0} は台帳のフォルダーの中です。台帳の写しと一緒に秘密の鍵が渡ってしまいます。", "The key {0} would lie in a ledger's folder: whoever gets a copy of that folder gets the key.",
                next: ("台帳の外を指定してください（$LEDGER_KEYS、--out）。", "Name a place outside of it ($LEDGER_KEYS, --out)."))
        case .passphraseNeeded:
            ProblemTexts("{0} は合言葉で暗号化されています。", "{0} is encrypted with a passphrase.",
                next: ("--passphrase-file か $LEDGER_PASSPHRASE_FILE で合言葉のファイルを示してください。", "Give a file that holds it: --passphrase-file, or $LEDGER_PASSPHRASE_FILE."))
        case .passphraseWrong: ProblemTexts("{0} の合言葉が違います。", "This is not the passphrase of {0}.", next: ("合言葉を確かめてください。", "Check the passphrase."))
        case .noKey:
            ProblemTexts("鍵がありません: {0}", "There is no key: {0}", next: ("ledger key generate で作るか、--key で示してください。", "Make one with ledger key generate, or name one with --key."))
        case .keyRetired:
            ProblemTexts("鍵 {0} は、台帳が今の鍵とするもの（{1}）ではありません。", "The key {0} is not the one that the ledger names now ({1}).",
                next: ("今の鍵を鍵の置き場に戻してください（ledger key list）。", "Put the present key in its place (ledger key list)."))
        default: nil
        }
    }

    private var ledgerTexts: ProblemTexts? {
        switch self {
        case .behindCheckpoint:
            ProblemTexts("台帳には記録が {0} 件しかありませんが、最後に署名したときは {1} 件ありました。記録が失われたか、古い控えに置き換わっています。",
                "The ledger has {0} entries; the last signed checkpoint has {1}. Entries were lost, or an older copy stands in its place.",
                next: ("新しい控えを探してください。失われたと認めるときは ledger restore --accept-loss 理由（新しい名前で続けます）。読むことはできます。",
                    "Look for a newer copy. To go on without them under a new name: ledger restore --accept-loss REASON. Reading goes on."))
        case .forked:
            ProblemTexts("最初の {0} 件の根が {1} で、署名した根 {2} と違います。書き換えられたか、枝分かれした台帳です。",
                "The root of the first {0} entries is {1}, but {2} was signed: the ledger was rewritten, or is a fork.",
                next: ("署名した方の台帳を戻してください。見つからないときは ledger restore --accept-loss 理由。", "Bring back the one that was signed; if it cannot be found, ledger restore --accept-loss REASON."))
        case .isClone:
            ProblemTexts("これは {0} の写しで、書き込めません。", "This is a clone of {0}; nothing is recorded in it.", next: ("元の台帳に記録し、ledger pull で取り込んでください。", "Record in the original, and ledger pull."))
        case .notAClone:
            ProblemTexts("{0} は写しではありません。", "{0} is not a clone.", next: ("ledger clone で写しを作ってください。", "Make one with ledger clone."))
        case .nothingLost:
            ProblemTexts("失われた記録も鍵もありません（記録 {0} 件）。", "Nothing is lost: the ledger has all that was signed ({0} entries).", next: ("そのまま続けてください。", "Just go on."))
        case .redactionUndone:
            ProblemTexts("{0} の墨消し（{2} の記録 {1}）が元に戻ります。", "The redaction of {0} (entry {1}, {2}) would be undone.",
                next: ("より新しい複製を使うか、--accept-undone-redactions を付けてください。", "Use a newer backup, or give --accept-undone-redactions."))
        default: nil
        }
    }

    private var publicationTexts: ProblemTexts? {
        switch self {
        case .stillEmbargoed:
            ProblemTexts("公表前の文章があります: {0}", "There are texts under embargo: {0}", next: ("公表できる日か版を待ってください。", "Wait for the day or the edition that lifts it."))
        case .editionFileMissing:
            ProblemTexts("版の記録にあるファイル {0} がありません。", "{0}, which its edition names, is missing.", next: ("--from でそのファイルのある場所を示してください。", "Say where it is with --from."))
        case .outsideEdition:
            ProblemTexts("計画 {0} の目標や基準値を持つのに、計画の区分につながっていない指標があります。版に入らず、あとで証明もできません: {1}",
                "Indicators with a target or baseline of plan {0} hang on no section of it, so the edition would neither hold nor prove them: {1}",
                next: ("append list で事業を区分に、append attach で指標を事業や区分に結んでください。", "Put the programme under a section (append list), or attach the indicator (append attach)."))
        case .editionFileDiffers:
            ProblemTexts("{0} は版に記録されたものと違います。", "{0} is not the file that its edition names.",
                next: ("公表したときのファイルのある場所を --from で示してください（この版の ledger は違う形で作ります）。", "Say with --from where the one that was published is (this version of ledger makes it differently)."))
        case .proofRefused: ProblemTexts("証明は認められません: {0}", "The proof is not accepted: {0}", next: ("鍵と出どころを確かめてください。", "Check the key, and where it came from."))
        case .proofUnreadable:
            ProblemTexts("{0} は読めません: {1}", "{0} cannot be read: {1}", next: ("schema/PROOFS.md の形式のファイルを示してください。", "Give a file in a form of schema/PROOFS.md."))
        case .otherPublication:
            ProblemTexts("{0} と食い違います: {1}", "{0} contradicts this: {1}", next: ("何も書いていません。出どころを確かめてください。", "Nothing was written. Find out where it came from."))
        case .fetchFailed:
            ProblemTexts("取り寄せられません: {0}（{1}）", "Cannot be fetched: {0} ({1})", next: ("アドレスと通信を確かめてください（curl が要ります）。", "Check the address and the network (curl is needed)."))
        default: nil
        }
    }
}
