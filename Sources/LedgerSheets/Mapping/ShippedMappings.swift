// Written from Sources/LedgerSheets/Mappings by tools/embed-mappings. Do not edit.

extension Mapping {
    /// The mappings that ship: name and YAML.
    package static let shipped: [String: String] = [
        "kawasaki-actions": ##"""
# What is planned for the year after the reported one.
mapping: 1
kind: texts
title: 川崎市中小企業活性化施策実施状況報告書 次年度の計画
columns:
  - is: section
    level: 条
    holds: number
    heading: 条
    fill-down: true
  - is: programme
    heading: 事業名
    fill-down: true
  - is: text-number
    heading: 番号
  - is: text
    text: planned-action
    period: next
    heading: [計画, 次年度の計画]

"""##,
        "kawasaki-bodies": ##"""
# Seats by post, without persons.
mapping: 1
kind: bodies
title: 川崎市産業振興協議会・中小企業活性化専門部会 委員
columns:
  - is: body
    heading: [会議体, 会議名]
    fill-down: true
  - is: ignored
    heading: 番号
    optional: true
  - is: seat-category
    heading: 区分
    fill-down: true
  - is: seat-post
    heading: [役職, 役職等]
    chair-marks: [（会長）, （部会長）, （委員長）, （座長）]
  - is: constituted
    heading: [時点, 現在]
    optional: true
    fill-down: true

"""##,
        "kawasaki-indicators": ##"""
# Indicators of a yearly report: name and unit apart, a target and an actual a year. As CSV with one header row, or as a workbook in which the year
# stands above 目標 and 実績.
mapping: 1
kind: indicators
title: 川崎市中小企業活性化施策実施状況報告書 成果・活動指標
table:
  header-rows: [1, 2]
  leave-out:
    - rule: 注記
      matches: ["※{*}", "注{*}", "（注{*}"]
columns:
  - is: section
    level: 条
    holds: number
    heading: 条
    fill-down: true
  - is: section
    level: 条
    holds: name
    heading: 施策
    optional: true
    fill-down: true
  - is: programme
    heading: 事業名
    fill-down: true
  - is: indicator
    heading: 指標名
  - is: unit
    heading: 単位
  - is: target
    heading: ["{era}{y}目標", "{era}{y}年度目標", "{era}{y}({yyyy})年度/目標", "{era}{y}年度/目標"]
  - is: actual
    heading: ["{era}{y}実績", "{era}{y}年度実績", "{era}{y}({yyyy})年度/実績", "{era}{y}年度/実績"]
  - is: marks
    heading: 暦年
    optional: true
    values: {"0": none, "1": calendar}
  - is: marks
    heading: 累計
    optional: true
    values: {"0": single-year, "1": cumulative}
  - is: marks
    heading: 年集計
    optional: true
    # A blank: by fiscal year, and the year's own figure.
    values: {"": single-year, 暦年: [calendar, single-year], 累計: cumulative}
  - is: note
    heading: [補足, 備考]
    optional: true
identify-by: name-in-programme
years: fiscal
cells:
  symbols: {"": none-printed}

"""##,
        "kawasaki-lineage": ##"""
mapping: 1
kind: lineage
title: 川崎市中小企業活性化施策実施状況報告書 事務事業の統合・名称変更
columns:
  - is: lineage-from
    heading: [from_name, 旧事業名, 統合前]
  - is: lineage-to
    heading: [to_name, 新事業名, 統合後]
  - is: lineage-kind
    heading: [kind, 区分, 内容]
  - is: period
    heading: [effective, 適用年度]
    optional: true

"""##,
        "kawasaki-meetings": ##"""
mapping: 1
kind: meetings
title: 川崎市産業振興協議会・中小企業活性化専門部会 開催回数
columns:
  - is: body
    heading: [会議体, 会議名]
  - is: period
    heading: [year, 年度]
  - is: count
    heading: [meetings, 開催回数, 回数]

"""##,
        "kawasaki-opinions": ##"""
mapping: 1
kind: opinions
title: 川崎市中小企業活性化施策実施状況報告書 専門部会の意見
columns:
  - is: section
    level: 条
    holds: number
    heading: 条
    fill-down: true
  - is: programme
    heading: 事業名
    fill-down: true
  - is: opinion-number
    heading: 番号
  - is: opinion
    heading: [意見, 検証意見]
  - is: ignored
    heading: 文字数
    optional: true

"""##,
        "kawasaki-programmes": ##"""
mapping: 1
kind: programmes
title: 川崎市中小企業活性化施策実施状況報告書 施策と事務事業
columns:
  - is: section
    level: 条
    holds: number
    heading: 条
    fill-down: true
  - is: section
    level: 条
    holds: name
    heading: 施策
    fill-down: true
  - is: programme
    heading: 事業名
  - is: scope
    heading: 検証対象
    values: {"1": in, "0": out, ○: in, ◯: in, "": out}
  - is: text
    text: footnote
    heading: 脚注
    optional: true

"""##,
        "kawasaki-responses": ##"""
# One response may answer several opinions (1;2;3), or refer to another response instead of repeating it.
mapping: 1
kind: responses
title: 川崎市中小企業活性化施策実施状況報告書 意見への対応
columns:
  - is: section
    level: 条
    holds: number
    heading: 条
    fill-down: true
  - is: programme
    heading: 事業名
    fill-down: true
  - is: response-number
    heading: 番号
    separator: [";", "；", "、", ",", "，", "・"]
  - is: response
    heading: [対応, 市の対応]
  - is: refers-to
    heading: 相互参照
    optional: true

"""##,
        "kitakyushu": ##"""
# The yearly KPI table of a comprehensive strategy: one row a measure, name, baseline and target in one cell, one column of actuals a year.
mapping: 1
kind: indicators
title: 北九州市まち・ひと・しごと創生総合戦略 KPI達成状況
table:
  leave-out:
    - rule: 注記
      matches: ["※{*}", "注{*}", "（注{*}"]
columns:
  - is: ignored
    heading: [行番号, 通し番号, "No."]
    optional: true
  - is: section
    level: 基本目標
    heading: 基本目標
    fill-down: true
  - is: section
    level: 分野
    heading: 分野
    separator: " / "
    fill-down: true
  - is: section
    level: 取組
    heading: [取組, 取組内容]
    fill-down: true
  - is: programme
    heading: [事業名, 事務事業名]
    fill-down: true
  - is: tags
    heading: [区分タグ, 区分]
    separator: ";"
    optional: true
  - is: division
    heading: [所管局, 所管部署, 所管課]
  - is: listing
    heading: 再掲
    optional: true
    values: {"0": listed, "1": relisted, 再掲: relisted}
  - is: grade
    heading: 評価
    period: report
    optional: true
  - is: kpi
    heading: [KPI, 重要業績評価指標（KPI）]
  - is: actual
    heading: "{era}{yy}実績"
  - is: kpi-whole
    heading: 原文KPI
    optional: true
identify-by: name-in-programme
# The year of H27実績 is a fiscal year.
years: fiscal
cells:
  # The heading of the targets is 平成31年度: the year of a target whose cell prints none.
  default-target-period: H31年度
  # A dash: nothing is printed for that year. Where a target begins later, the cell grammar sees it from the target.
  symbols: {"—": none-printed, "―": none-printed, "－": none-printed, "": none-printed}
grading:
  rule: kitakyushu-a-d
  of: programme
  letters: [A, B, C, D]
  # 【―】 is printed where the figure is still under survey.
  marks: {対象外: excluded, 調査中: pending, "－": pending, "—": pending, "―": pending, "一": pending, 再掲: relisted, 終了: ended}
plan:
  name: 北九州市まち・ひと・しごと創生総合戦略
  period: H27～31年度

"""##,
        "kobe-amounts": ##"""
# Amounts by chapter. The document does not say whether they are budget or settled accounts. A blank: no amount is printed for that programme.
mapping: 1
kind: amounts
title: 神戸市企画調整局 事務事業の概況（金額）
table:
  leave-out:
    - rule: 小計
      column: 事業名
      matches: [小計, "{*}小計", 章計]
      adds: since-last
    - rule: 合計
      column: 事業名
      matches: [合計, 総計, 計]
      adds: all
columns:
  - is: section
    level: 章
    holds: number
    heading: 章
    fill-down: true
  - is: section
    level: 章
    holds: name
    heading: 章名
    fill-down: true
  - is: programme-code
    heading: 番号
  - is: programme
    heading: 事業名
  - is: amount
    amount: not-stated
    unit: 円
    scale: 千
    period: report
    heading: [金額_千円, 金額（千円）]

"""##,
        "kobe-points": ##"""
# Points put to a committee for discussion. They are nobody's opinion.
mapping: 1
kind: points
title: 神戸医療産業都市の将来像についての検討会 論点
columns:
  - is: point-number
    heading: 論点
    fill-down: true
  - is: point-number
    heading: 視点
  - is: point-number
    heading: 番号
  - is: point-heading
    heading: [事柄・観点, 事柄]
  - is: point
    heading: [方向性, 内容]
  - is: point-note
    heading: 備考
    optional: true

"""##,
        "tsukuba": ##"""
# A list of programmes with what they are for, what they do and what came of it. Division names are kept as printed, with and without a blank.
mapping: 1
kind: texts
title: つくば市事務事業一覧
columns:
  - is: ignored
    heading: 通し番号
    optional: true
  - is: programme-code
    heading: 事業番号
  - is: programme
    heading: [事務事業名, 事業名]
  - is: division
    heading: [課名, 担当課]
  - is: text
    text: purpose
    heading: 事業の目的
  - is: text
    text: outline
    heading: 事業の概要
  - is: text
    text: outcome
    period: report
    heading: [成果, "{*}成果"]

"""##,
    ]
}
