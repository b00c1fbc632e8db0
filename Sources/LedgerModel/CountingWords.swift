/// Words that count things one by one, so that a different one does not change the amount.
package enum CountingWords {
    /// Normative for format 1 (FORMAT.md §6).
    package static let words: Set<String> = [
        "人", "名", "者", "件", "社", "回", "台", "校", "店", "店舗", "か所", "カ所", "箇所", "ヶ所", "所", "施設", "団体", "組織", "世帯", "戸", "組", "個",
        "本", "冊", "点", "頭", "隻", "便", "路線", "企業", "事業所", "事業者", "プロジェクト", "グループ", "地区", "拠点", "棟", "室", "区画", "園", "種類", "品目",
    ]
    package static func contains(_ unit: String) -> Bool { words.contains(unit) }
}
