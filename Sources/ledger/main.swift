import Foundation
import LedgerCommands

exit(LedgerProgram.run(Array(CommandLine.arguments.dropFirst()), environment: ProcessInfo.processInfo.environment))
