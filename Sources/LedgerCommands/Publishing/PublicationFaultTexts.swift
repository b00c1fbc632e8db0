import LedgerPublication
import LedgerReports

extension PublicationFault {
    /// What is wrong, for people: `{0}` is the path, then the values.
    var words: Words {
        switch kind {
        case .checkpointUnreadable, .bundleUnreadable, .textUnreadable: Words("{0} を読めません: {1}", "{0} cannot be read: {1}")
        case .checkpointRefused: Words("{0} の署名を認められません: {1}", "{0} is not accepted: {1}")
        case .checkpointOrigin: Words("{0} は別の台帳の署名です: {1}（この台帳は {2}）", "{0} is signed for {1}; the log is {2}")
        case .checkpointRoot: Words("{0}: {1} 件の根は {2} ですが、署名は {3} です", "{0}: the root of {1} entries is {2}, and {3} is signed")
        case .checkpointBehind: Words("{0} は {1} 件、log.json は {2} 件: 古い署名に戻されています", "{0} has {1} entries and log.json {2}: an older one was put back")
        case .fileMissing, .editionFileMissing: Words("{0} がありません", "{0} is missing")
        case .fileUnreadable: Words("{0} は通常のファイルでないか、読めません: {1}", "{0} is no plain file, or cannot be read: {1}")
        case .tileSize: Words("{0} は {1} バイトです（正しくは {2}）", "{0} has {1} bytes instead of {2}")
        case .tileDiffers: Words("{0} は記録と合いません", "{0} is not what the entries give")
        case .strayFile: Words("{0} は公開された台帳のファイル名ではありません", "{0} is no name of a published file")
        case .textWithheld: Words("{0}: 非公開の文章が公開されています: {1}", "{0}: a withheld text stands in the open: {1}")
        case .documentDiffers: Words("{0} が記録と違います: {1}", "{0} is not what the log says: {1}")
        case .editionFileDiffers: Words("{0} は版に記録されたものと違います", "{0} is not the file that its edition names")
        }
    }
}
