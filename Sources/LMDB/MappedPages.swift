import Glibc

/// Pages of a file that this process has mapped for reading.
enum MappedPages {
    /// Takes them out of the process's memory. They are the system's cached pages, so nothing is lost: whoever asks for one maps it again.
    /// Advice only: where the system does not tell what is mapped, or declines, nothing happens. Costs a look at /proc/self/maps.
    static func forget(of file: FileIdentity) {
        for line in maps().split(separator: "\n") {
            // 7f5c6a000000-7f5c6e000000 r--s 00000000 fe:00 1835043    /path/data.mdb
            let fields = line.split(separator: " ", maxSplits: 5, omittingEmptySubsequences: true)
            guard fields.count == 6, fields[1].hasPrefix("r--s"), UInt64(fields[4]) == file.inode, fields[5].contains("/data.mdb") else { continue }
            let ends = fields[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
            guard ends.count == 2, ends[1] > ends[0], let start = unsafe UnsafeMutableRawPointer(bitPattern: ends[0]) else { continue }
            _ = unsafe madvise(start, Int(ends[1] - ends[0]), MADV_DONTNEED)
        }
    }

    /// What is mapped, one line a range; empty where the system does not say.
    private static func maps() -> String {
        guard let descriptor = try? Files.open("/proc/self/maps", O_RDONLY) else { return "" }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 14)
        while true {
            let count = unsafe chunk.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += chunk[..<count]
        }
    }
}
