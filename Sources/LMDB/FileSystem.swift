import CLMDB
import Glibc

/// The kind of file system that a store lies on, as far as `statfs` tells.
package struct FileSystem: Sendable, Equatable {
    /// A name such as "ext2/ext3/ext4", or "unknown (0x…)" where the number is not in the table.
    package let name: String
    /// Whether shared maps and record locks may differ between machines, which LMDB cannot survive. FUSE counts:
    /// its number does not tell sshfs from a local disk.
    package let isRemote: Bool
    package let isOverlay: Bool
    package let isMountedReadOnly: Bool

    private static let overlay: UInt32 = 0x794c_7630

    private static let remote: [UInt32: String] = [
        0x6969: "NFS", 0x517b: "SMB", 0xff53_4d42: "CIFS", 0xfe53_4d42: "SMB2", 0x564c: "NCP",
        0x5346_414f: "AFS", 0x6b41_4653: "AFS", 0x7375_7245: "Coda", 0x0102_1997: "9p", 0x00c3_6400: "Ceph",
        0x0bd0_0bd0: "Lustre", 0x0116_1970: "GFS2", 0x7461_636f: "OCFS2", 0x6573_5546: "FUSE",
        0x1983_0326: "BeeGFS", 0x4750_4653: "GPFS", 0xaad7_aaea: "PanFS", 0x2003_0528: "OrangeFS",
        0x786f_4256: "VirtualBox shared folder", 0xbacb_acbc: "VMware shared folder",
    ]

    private static let local: [UInt32: String] = [
        0xef53: "ext2/ext3/ext4", 0x5846_5342: "XFS", 0x9123_683e: "Btrfs", 0x2fc1_2fc1: "ZFS",
        0x0102_1994: "tmpfs", 0x8584_58f6: "ramfs", 0xf2f5_2010: "F2FS", 0x4d44: "FAT", 0x2011_bab0: "exFAT",
        0x5346_544e: "NTFS", 0x7366_746e: "NTFS", 0x7371_7368: "squashfs", 0x9660: "ISO 9660",
        0x1501_3346: "UDF", 0xca45_1a4e: "bcachefs", 0x3153_464a: "JFS", overlay: "overlay",
    ]

    init(magic: UInt32, isMountedReadOnly: Bool) {
        let remoteName = Self.remote[magic]
        name = remoteName ?? Self.local[magic] ?? "unknown (0x\(String(magic, radix: 16)))"
        isRemote = remoteName != nil
        isOverlay = magic == Self.overlay
        self.isMountedReadOnly = isMountedReadOnly
    }

    init(of path: String) throws(LMDBError) {
        var answer = statfs()
        guard unsafe statfs(path, &answer) == 0 else { throw .system("statfs", path) }
        let readOnlyFlag = 1
        self.init(
            magic: UInt32(truncatingIfNeeded: answer.f_type),
            isMountedReadOnly: Int(answer.f_flags) & readOnlyFlag != 0)
    }

    /// Bytes that an account without privileges may still write where `path` lies; nil, and errno, where the system does not tell.
    package static func freeBytes(at path: String) -> UInt64? {
        var answer = statvfs()
        guard unsafe statvfs(path, &answer) == 0 else { return nil }
        return UInt64(answer.f_bavail) * UInt64(answer.f_frsize)
    }

    /// Whether a write that was cut short there met the end of the room. What it leaves is less than the file system asks for at once: on ext4 up to 2 MiB.
    static func isFull(at path: String) -> Bool { (freeBytes(at: path) ?? .max) < 4 << 20 }

    /// Exchanges what two names lead to, in one step. Returns 0 or errno: EINVAL or ENOSYS where the file system or the kernel cannot.
    package static func exchange(_ one: String, _ other: String) -> Int32 {
        let exchange: UInt32 = 1 << 1  // RENAME_EXCHANGE
        return unsafe renameat2(AT_FDCWD, one, AT_FDCWD, other, exchange) == 0 ? 0 : errno
    }
}
