import LedgerModel

/// The unit words that the grammar knows. A word that is none of these is a unit only where the row prints it again
/// (CELLS.md, rule `unit-repeated`) or the mapping names it.
enum Units {
    /// By first scalar, longest first.
    private static let byFirst: [Unicode.Scalar: [String]] = Dictionary(grouping: words) { $0.unicodeScalars.first! }
        .mapValues { $0.sorted { $0.unicodeScalars.count > $1.unicodeScalars.count } }

    static func starting(with scalar: Unicode.Scalar) -> [String] { byFirst[scalar] ?? [] }

    /// Units of a share: such a number is never a sum over years.
    static let ratios: Set<String> = ["%", "パーセント", "‰", "%ポイント", "ポイント", "pt", "割", "倍", "位", "点", "歳", "度"]
    /// Words that also say a time or an age: `65歳以上の…` and `3年経過後` are rarely the number that is asked for.
    static let attributes: Set<String> = ["歳", "才", "年", "年間", "か年", "カ年", "ヵ年", "ヶ年", "月", "か月", "カ月", "ヵ月", "ヶ月", "日", "日間", "週", "時間", "時", "分", "次", "期"]

    private static let words = [Array(CountingWords.words), counting, moneyAndShares, measured, timeAndAge].joined()

    /// One by one, beside those that may stand for one another (`CountingWords`).
    private static let counting = list(
        """
        ヵ所 ケ所 個所 事業 者数 地域 種 品 部 枚 床 席 両 基 機 羽 匹 局 株 足 着 通 票 項目 講座 講義 クラス 学級 コース 教室 会場 会 サークル \
        クラブ チーム ペア 組合 法人 農家 経営体 商店街 市町村 市町 市 町 村 自治体 都市 か国 カ国 ヵ国 ヶ国 国 集落 圏域 公園 駅 橋 橋梁 箱 食 杯 案件 \
        制度 計画 メニュー ルート 系統 ツアー 大会 作品 製品 商品 ブランド サイト ページ アカウント アクセス PV フォロワー ダウンロード DL 口 泊 人泊 人回 \
        人日 人・日 人時 筆 区 校区 学区 自治会 町会 町内会 軒 門 尾 往復 曲 コマ 単位 家庭 夫婦 社・団体 人・団体 国・地域 か国・地域 カ国・地域 ヵ国・地域 ヶ国・地域 隊 科 課 部署 大学 種目 工区 編成 航路 例 症例 団 会員 歩
        """)
    private static let moneyAndShares = list("円 ドル 米ドル ユーロ 元 ウォン USD % パーセント ‰ %ポイント ポイント pt 割 倍 位 度")
    private static let measured = list(
        """
        t kt トン kg g mg キログラム グラム TEU m km cm mm キロ メートル キロメートル ha a アール ヘクタール ㎡ ㎢ ㎥ ㎞ ㎝ ㎜ ㎏ ㏊ ㎎ km² m² m³ km2 m2 m3 平方メートル 平方キロメートル 立方メートル 坪 \
        L l kl kL ml mL リットル キロリットル W kW MW GW Wh kWh MWh GWh \
        ワット キロワット J kJ MJ GJ TJ PJ t-CO2 t‐CO2 kt-CO2 t-CO₂ tCO2 トン-CO2 トンCO2 kg-CO2 kgCO2 MB GB TB bps Mbps Gbps V dB ℃ ppm ppb 馬力 斤 石 升
        """)
    private static let timeAndAge = list("歳 才 年 年間 か年 カ年 ヵ年 ヶ年 月 か月 カ月 ヵ月 ヶ月 日 日間 週 週間 時間 時 分 秒 次 期")

    private static func list(_ words: String) -> [String] { words.split(whereSeparator: \.isWhitespace).map(String.init) }

    /// Whether what it counts has no fractions. Wider than `CountingWords`, which may stand for one another.
    static func isOneByOne(_ unit: String) -> Bool { CountingWords.contains(unit) || countingSet.contains(unit) }
    private static let countingSet = Set(counting)
}

extension Cursor {
    /// What may follow a unit: everything else means that the word goes on and is another one.
    static let followers = [
        "以上", "以下", "以内", "未満", "超", "程度", "規模", "前後", "弱", "強", "増", "減", "削減", "低減", "向上", "上昇", "改善", "低下", "縮減", "を", "維持", "の", "ずつ",
        "累計", "一部",
    ]

    /// Scalars that no unit word outside the list may hold: they say how much, or join words.
    private static func isNoUnit(_ scalar: Unicode.Scalar) -> Bool {
        (0x3041...0x3096).contains(scalar.value) && scalar != "か" || "数余十百千万億兆弱強代台半比率割増減上下以超未満毎前後約計延注年月日".unicodeScalars.contains(scalar)
    }

    private var isAtBoundary: Bool {
        guard let next = peek else { return true }
        return !(next.isLetter || next.isDigit) || Cursor.followers.contains(where: sees)
    }

    /// Whether a unit of the list stands here and ends at a boundary.
    var seesKnownUnit: Bool { knownUnit != nil }

    private var knownUnit: String? {
        guard let first = peek else { return nil }
        return Units.starting(with: first).first { word in
            var ahead = self
            return ahead.eat(word) && ahead.isAtBoundary
        }
    }

    /// unit := word ('/' word)*. Nil where none stands here. `known` is false for a word that is no unit of the list.
    mutating func unit() throws(Doubt) -> (name: String, known: Bool)? {
        let start = at
        let fitting = knownUnit
        if let fitting {
            _ = eat(fitting)
        } else {
            while let next = peek, next.isLetter || next == "-", !Cursor.followers.contains(where: sees) { at += 1 }
            guard at > start else { return nil }
            guard at - start <= 8, !text.scalars[start..<at].contains(where: Cursor.isNoUnit) else { throw .unknownUnit }
        }
        while peek == "/", !sees("/年") {
            at += 1
            guard let next = peek, let word = Units.starting(with: next).first(where: sees) else { throw .unknownUnit }
            _ = eat(word)
        }
        return (text.folded(start..<at), fitting != nil)
    }
}
