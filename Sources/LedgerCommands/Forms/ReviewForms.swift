import ArgumentParser
import LedgerModel
import LedgerProjections
import LedgerReports

struct BodyForm: Form {
    static var configuration: CommandConfiguration { form("body", "会議体を設置する。", "Constitute a body.") }
    @OptionGroup var act: ActOptions
    @OptionGroup var replacing: ReplacingOptions
    @Option(help: help("識別子。", "Identifier.", "id")) var identifier: String
    @Option(help: help("名称。", "Name.", "text")) var name: String?
    @Option(help: help("上位の会議体。", "The body above it.", "id")) var parent: String?
    @Option(help: help("委員の席 区分[:職]。繰返し可。", "A seat, CATEGORY[:post]; repeatable.", "seat")) var seat: [String] = []
    @Option(help: help("座長の席の番号（1 から）。", "Which seat is the chair's, from 1.")) var chair: Int?

    func fill(_ draft: inout Draft, _ desk: Desk) throws {
        var body = BodyConstituted()
        (body.id, body.parent) = (identifier, parent ?? "")
        for (i, text) in seat.enumerated() {
            let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
            var one = BodyConstituted.Seat()
            one.category = parts.first ?? ""
            one.chair = chair == i + 1
            if parts.count > 1 { draft.setText(.seat, parts[1], ordinal: UInt32(i)) }
            body.seats.append(one)
        }
        if let name { draft.setText(.displayName, name) }
        try replacing.fill(&draft, desk, Subject(.body, identifier), FactKey(.definition))
        draft.statement.bodyConstituted = body
    }
}

struct MeetingForm: Form {
    static var configuration: CommandConfiguration { form("meeting", "会議の開催を記録する。", "Record a meeting.") }
    @OptionGroup var act: ActOptions
    @Option(help: help("識別子。", "Identifier.", "id")) var identifier: String
    @Option(help: help("会議体。", "The body.", "id")) var body: String
    @Option(help: help("第何回。", "Its number.")) var number: UInt32 = 0
    @Option(help: help("開催日。", "When it was held.", "when")) var held: String
    @Option(help: help("名称。", "Name.", "text")) var name: String?

    func fill(_ draft: inout Draft, _ desk: Desk) throws {
        var meeting = MeetingHeld()
        (meeting.id, meeting.body, meeting.number) = (identifier, body, number)
        meeting.held = try Reading.when(held, basis: .stated, "--held", desk.source.settings)
        if let name { draft.setText(.displayName, name) }
        draft.statement.meetingHeld = meeting
    }
}

struct MeetingsForm: Form {
    static var configuration: CommandConfiguration { form("meetings", "会議の回数を記録する。", "Record how many meetings were held.") }
    @OptionGroup var act: ActOptions
    @OptionGroup var replacing: ReplacingOptions
    @Option(help: help("会議体。", "The body.", "id")) var body: String
    @Option(help: help("期間。", "Period.", "period")) var period: String
    @Option(help: help("回数。", "How many.")) var count: UInt32

    func fill(_ draft: inout Draft, _ desk: Desk) throws {
        var meetings = MeetingsCounted()
        (meetings.body, meetings.period, meetings.count) = (body, try Reading.period(period, "--period"), count)
        try replacing.fill(&draft, desk, Subject(.body, body), FactKey(.meetings, meetings.period))
        draft.statement.meetingsCounted = meetings
    }
}

struct OpinionForm: Form {
    static var configuration: CommandConfiguration { form("opinion", "意見を記録する。", "Record an opinion.") }
    @OptionGroup var act: ActOptions
    @OptionGroup var text: BodyOptions
    @Option(help: help("識別子。", "Identifier.", "id")) var identifier: String
    @Option(help: help("会議体。", "The body that gave it.", "id")) var body: String
    @Option(help: help("finding 指摘, recommendation 勧告, request 要望, opinion 意見, question 質問。", "finding, recommendation, request, opinion or question.", "kind")) var kind: String
    @Option(help: help("印刷された番号。", "Number as printed.")) var number: String?
    @Option(help: help("何について（例 indicator:x）。繰返し可。", "About what; repeatable.", "subject")) var about: [String] = []
    @Flag(help: help("対象は掲載位置から読み取った。", "What it is about follows from where it is printed.")) var byLayout = false
    @Option(help: help("担当部署。", "The unit that owes the answer.", "unit")) var owner: String?
    @Option(help: help("回答期限。", "When the answer is due.", "day")) var due: String?
    @Option(help: help("会議。", "The meeting.", "id")) var meeting: String?
    @Option(help: help("同じ趣旨の前の意見。", "The earlier opinion that it restates.", "id")) var restates: String?
    @Option(help: help("検証された年。", "The year that was reviewed.", "period")) var period: String?

    func fill(_ draft: inout Draft, _ desk: Desk) throws {
        var opinion = OpinionGiven()
        (opinion.id, opinion.body, opinion.printedNumber) = (identifier, body, number ?? "")
        opinion.kind = try Choice.read(kind, OpinionGiven.Kind.self, "--kind")
        opinion.about = try about.map { try Reading.subject($0, "--about", default: .indicator) }
        opinion.basis = byLayout ? .byLayout : .stated
        (opinion.owner, opinion.meeting, opinion.restates) = (owner ?? "", meeting ?? "", restates ?? "")
        opinion.due = try due.map { try Reading.day($0, "--due").description } ?? ""
        opinion.period = try period.map { try Reading.period($0, "--period") } ?? ""
        try text.fill(&draft)
        draft.statement.opinionGiven = opinion
    }
}

struct ResponseForm: Form {
    static var configuration: CommandConfiguration { form("response", "意見への対応を記録する。", "Record a response to opinions.") }
    @OptionGroup var act: ActOptions
    @OptionGroup var text: BodyOptions
    @Option(help: help("識別子。", "Identifier.", "id")) var identifier: String
    @Option(help: help("答える意見。繰返し可。", "The opinion that it answers; repeatable.", "id")) var opinion: [String] = []
    @Option(help: help("参照する別の対応。繰返し可。", "Another response that it refers to; repeatable.", "id")) var refersTo: [String] = []
    @Option(help: help("done 措置済, in-progress 対応中, considering 検討, refused 対応しない。", "done, in-progress, considering or refused.", "state")) var state: String?
    @Option(help: help("対応した部署。", "The unit that responds.", "unit")) var unit: String?
    @Option(help: help("印刷された番号。", "Number as printed.")) var number: String?

    func fill(_ draft: inout Draft, _ desk: Desk) throws {
        var response = ResponseGiven()
        (response.id, response.opinions, response.refersTo) = (identifier, opinion, refersTo)
        response.state = try Choice.read(state, ResponseGiven.State.unsaid, "--state")
        (response.unit, response.printedNumber) = (unit ?? "", number ?? "")
        try text.fill(&draft)
        draft.statement.responseGiven = response
    }
}

struct PointForm: Form {
    static var configuration: CommandConfiguration { form("point", "論点を記録する（意見には数えない）。", "Put a discussion point, never counted as an opinion.") }
    @OptionGroup var act: ActOptions
    @OptionGroup var text: BodyOptions
    @Option(help: help("識別子。", "Identifier.", "id")) var identifier: String
    @Option(help: help("会議体。", "The body.", "id")) var body: String
    @Option(help: help("印刷された番号。", "Number as printed.")) var number: String?
    @Option(help: help("会議。", "The meeting.", "id")) var meeting: String?
    @Option(help: help("何について。繰返し可。", "About what; repeatable.", "subject")) var about: [String] = []

    func fill(_ draft: inout Draft, _ desk: Desk) throws {
        var point = PointPut()
        (point.id, point.body, point.printedNumber, point.meeting) = (identifier, body, number ?? "", meeting ?? "")
        point.about = try about.map { try Reading.subject($0, "--about", default: .indicator) }
        try text.fill(&draft)
        draft.statement.pointPut = point
    }
}
