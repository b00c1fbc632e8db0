/// How tables are read: the mappings that ship, one's own, and a draft for an unknown table.
enum MappingScenarios {
    static let all = [mappings]

    static let own = """
        mapping: 1
        kind: indicators
        title: まちの指標
        columns:
          - is: programme
            heading: 事業
          - is: indicator
            heading: 指標
          - is: actual
            heading: "{era}{yy}実績"

        """

    private static let unknown = """
        番号,事業,指標,単位,H30実績値,R1実績値,備考
        1,図書館事業,貸出冊数,冊,"12,000",12.5千,
        2,図書館事業,来館者数,人,"8,400",—,改修で休館
        3,公園事業,公園の数,か所,14,15,
        計,,,,,,

        """

    static let mappings = Scenario(
        "mappings",
        [
            .prepare("own.yaml, a mapping, and unknown.csv, a table that no mapping knows") { directory in
                try ImportFiles.text(own, directory + "/own.yaml")
                try ImportFiles.text(unknown, directory + "/unknown.csv")
            },
            .run("mapping list"), .run("mapping show tsukuba"), .run("mapping check tsukuba"), .run("mapping check own.yaml"), .run("mapping show ./own.yaml"),
            .run("mapping draft unknown.csv"), .run("mapping draft unknown.csv --encoding UTF-8 --json"),
        ])
}
